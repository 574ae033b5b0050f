"""§§ 12-13: what the directorate holds of each case and of them all, who was told, and what comes after."""

from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


GATES = """
-- A letter that others than one case's rows point to must concern no case: it would go with that case.
CREATE FUNCTION tilsyn_paper_fits(paper bigint, of_supervision bigint, of_selected bigint, of_kinds text[])
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT paper IS NULL OR EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper WHERE id = paper AND supervision_id = of_supervision
        AND selected_id IS NOT DISTINCT FROM of_selected AND kind = ANY (of_kinds))
$$;

CREATE FUNCTION tilsyn_refuse_closed(of_supervision bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tilsyn_supervision WHERE id = of_supervision AND status = 'closed') THEN
        RAISE EXCEPTION 'Tilsynet er lukket.' USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION tilsyn_assessment_begins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    selected tilsyn_selectedcase;
BEGIN
    SELECT * INTO selected FROM tilsyn_selectedcase WHERE id = NEW.selected_id FOR SHARE;
    PERFORM tilsyn_refuse_closed(selected.supervision_id);
    IF selected.status <> 'named' THEN
        RAISE EXCEPTION 'Sagen er udgået af tilsynet og vurderes ikke.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.payment_id IS NOT NULL OR NEW.status <> (CASE WHEN NEW.has_refund THEN 'in_hearing' ELSE 'received' END) THEN
        RAISE EXCEPTION 'En vurdering begynder med, at den modtages, og med en høring, når den har følger for refusionen.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_assessment_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    selected tilsyn_selectedcase;
    last tilsyn_assessmentversion;
BEGIN
    SELECT * INTO selected FROM tilsyn_selectedcase WHERE id = NEW.selected_id;
    PERFORM tilsyn_refuse_closed(selected.supervision_id);
    IF (NEW.selected_id, NEW.key, NEW.registered_at, NEW.registered_by_id)
        IS DISTINCT FROM (OLD.selected_id, OLD.key, OLD.registered_at, OLD.registered_by_id)
        OR ((NEW.has_refund, NEW.received_on, NEW.due) IS DISTINCT FROM (OLD.has_refund, OLD.received_on, OLD.due)
            AND NOT (OLD.status = 'remarked' AND NEW.status = 'in_hearing' AND NEW.has_refund))
    THEN
        RAISE EXCEPTION 'Det, der er skrevet om vurderingen, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO last FROM tilsyn_assessmentversion WHERE assessment_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF NEW.payment_id IS DISTINCT FROM OLD.payment_id AND (OLD.payment_id IS NOT NULL OR NOT last.has_refund
        OR NOT EXISTS (SELECT 1 FROM sanktion_wrongpayment WHERE id = NEW.payment_id AND case_id = selected.case_id))
    THEN
        RAISE EXCEPTION 'Fejludbetalingen hører ikke til vurderingen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- V116: nothing with a consequence for the refund becomes final before the municipality has been heard.
CREATE FUNCTION tilsyn_assessment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last tilsyn_assessmentversion;
    heard tilsyn_assessmentversion;
    reply tilsyn_assessmentreply;
    move text := OLD.status || ' ' || NEW.status;
    fits boolean;
BEGIN
    SELECT * INTO last FROM tilsyn_assessmentversion WHERE assessment_id = NEW.id ORDER BY number DESC LIMIT 1;
    SELECT * INTO reply FROM tilsyn_assessmentreply WHERE version_id = last.id;
    SELECT v.* INTO heard FROM tilsyn_assessmentversion v JOIN tilsyn_assessmentreply r ON r.version_id = v.id
        WHERE v.assessment_id = NEW.id AND v.number = last.number - 1 AND v.has_refund AND v.kind = 'provisional';
    fits := CASE move
        WHEN 'in_hearing answered' THEN reply.id IS NOT NULL
        WHEN 'answered final' THEN last.kind = 'final' AND heard.id IS NOT NULL
        WHEN 'received remarked' THEN coalesce(reply.has_remarks, false)
        WHEN 'final remarked' THEN coalesce(reply.has_remarks, false) AND NOT NEW.has_refund
        WHEN 'remarked reassessed' THEN last.kind = 'reassessed'
        WHEN 'remarked in_hearing' THEN last.kind = 'provisional' AND last.has_refund AND reply.id IS NULL
        WHEN 'received final' THEN reply.id IS NULL
            AND (NEW.status_changed_at AT TIME ZONE 'Europe/Copenhagen')::date > NEW.due
        ELSE false
    END;
    IF NOT coalesce(fits, false) THEN
        IF NEW.status = 'final' AND NEW.has_refund THEN
            RAISE EXCEPTION 'Vurderingen har følger for refusionen. Kommunen skal høres, før den er endelig.'
                USING ERRCODE = 'check_violation';
        ELSIF move = 'received final' THEN
            RAISE EXCEPTION 'Fristen for bemærkninger er ikke gået.' USING ERRCODE = 'check_violation';
        END IF;
        RAISE EXCEPTION 'Vurderingen kan ikke gå fra % til %.', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_assessment_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due < NEW.received_on + 14 OR NEW.due > NEW.received_on + 26 THEN
        RAISE EXCEPTION 'Fristen er 14 dage fra den dag, vurderingen er modtaget.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER assessment_begins BEFORE INSERT ON tilsyn_caseassessment
    FOR EACH ROW EXECUTE FUNCTION tilsyn_assessment_begins();
CREATE TRIGGER assessment_due BEFORE INSERT OR UPDATE OF received_on, due ON tilsyn_caseassessment
    FOR EACH ROW EXECUTE FUNCTION tilsyn_assessment_due();
CREATE TRIGGER assessment_keeps BEFORE UPDATE ON tilsyn_caseassessment
    FOR EACH ROW EXECUTE FUNCTION tilsyn_assessment_keeps();
CREATE TRIGGER assessment_moves BEFORE UPDATE OF status ON tilsyn_caseassessment FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION tilsyn_assessment_moves();

CREATE FUNCTION tilsyn_version_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    assessment tilsyn_caseassessment;
    selected tilsyn_selectedcase;
    before integer;
    fits boolean;
BEGIN
    SELECT * INTO assessment FROM tilsyn_caseassessment WHERE id = NEW.assessment_id FOR UPDATE;
    SELECT * INTO selected FROM tilsyn_selectedcase WHERE id = assessment.selected_id;
    PERFORM tilsyn_refuse_closed(selected.supervision_id);
    SELECT coalesce(max(number), 0) INTO before FROM tilsyn_assessmentversion WHERE assessment_id = NEW.assessment_id;
    fits := CASE
        WHEN before = 0 THEN NEW.kind = 'provisional' AND NEW.has_refund = assessment.has_refund
            AND NEW.received_on = assessment.received_on
        WHEN assessment.status = 'remarked' THEN
            NEW.kind = (CASE WHEN NEW.has_refund THEN 'provisional' ELSE 'reassessed' END)
        WHEN assessment.status = 'answered' THEN NEW.kind = 'final'
        ELSE false
    END;
    IF NOT fits OR NEW.number <> before + 1 THEN
        RAISE EXCEPTION 'Direktoratets nye vurdering hører ikke til her. Kommunen skal først have svaret.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT tilsyn_paper_fits(NEW.paper_id, selected.supervision_id, selected.id, ARRAY['assessment']) THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER version_gate BEFORE INSERT ON tilsyn_assessmentversion
    FOR EACH ROW EXECUTE FUNCTION tilsyn_version_gate();

CREATE FUNCTION tilsyn_reply_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version tilsyn_assessmentversion;
    assessment tilsyn_caseassessment;
    selected tilsyn_selectedcase;
BEGIN
    SELECT * INTO version FROM tilsyn_assessmentversion WHERE id = NEW.version_id;
    SELECT * INTO assessment FROM tilsyn_caseassessment WHERE id = version.assessment_id FOR UPDATE;
    SELECT * INTO selected FROM tilsyn_selectedcase WHERE id = assessment.selected_id;
    PERFORM tilsyn_refuse_closed(selected.supervision_id);
    IF EXISTS (SELECT 1 FROM tilsyn_assessmentversion
               WHERE assessment_id = assessment.id AND number > version.number)
        OR NOT (assessment.status = 'in_hearing'
            OR (NEW.has_remarks AND NOT assessment.has_refund AND assessment.status IN ('received', 'final')))
        OR NEW.due <> assessment.due
    THEN
        RAISE EXCEPTION 'Der kan ikke svares på vurderingen nu.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT tilsyn_paper_fits(NEW.paper_id, selected.supervision_id, selected.id, ARRAY['remarks']) THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reply_gate BEFORE INSERT ON tilsyn_assessmentreply
    FOR EACH ROW EXECUTE FUNCTION tilsyn_reply_gate();

CREATE FUNCTION tilsyn_reply_document_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_assessmentreply r JOIN tilsyn_assessmentversion v ON v.id = r.version_id
        JOIN tilsyn_caseassessment a ON a.id = v.assessment_id JOIN tilsyn_selectedcase s ON s.id = a.selected_id
        JOIN sanktion_casedocument d ON d.case_id = s.case_id WHERE r.id = NEW.reply_id AND d.id = NEW.document_id
    ) THEN
        RAISE EXCEPTION 'Bilaget hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reply_document_gate BEFORE INSERT ON tilsyn_replydocument
    FOR EACH ROW EXECUTE FUNCTION tilsyn_reply_document_gate();

-- V136-V139.
CREATE FUNCTION tilsyn_result_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    supervision tilsyn_supervision;
    cases bigint;
    counted bigint := NEW.wrong::bigint + NEW.not_assessable + NEW.no_criticism + NEW.withdrawn;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.supervision_id, NEW.key) IS DISTINCT FROM (OLD.supervision_id, OLD.key) THEN
        RAISE EXCEPTION 'Resultatet kan ikke flyttes til et andet tilsyn.' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO supervision FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR SHARE;
    PERFORM tilsyn_refuse_closed(NEW.supervision_id);
    IF supervision.status NOT IN ('ended', 'result') THEN
        RAISE EXCEPTION 'Skriv først, hvornår tilsynet er afsluttet.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.received_on < supervision.ended_on THEN
        RAISE EXCEPTION 'Resultatet kan ikke være modtaget, før tilsynet sluttede.' USING ERRCODE = 'check_violation';
    END IF;
    SELECT count(*) INTO cases FROM tilsyn_selectedcase WHERE supervision_id = NEW.supervision_id;
    IF counted <> cases THEN
        RAISE EXCEPTION 'De fire tal giver tilsammen %, men der er % sager i tilsynet.', counted, cases
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT tilsyn_paper_fits(NEW.paper_id, NEW.supervision_id, NULL, ARRAY['result']) THEN
        RAISE EXCEPTION 'Brevet hører ikke til tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER result_gate BEFORE INSERT OR UPDATE ON tilsyn_supervisionresult
    FOR EACH ROW EXECUTE FUNCTION tilsyn_result_gate();

CREATE FUNCTION tilsyn_told_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT tilsyn_paper_fits(NEW.paper_id, NEW.supervision_id, NULL,
        ARRAY['notice', 'delay', 'cover', 'receipt', 'directorate_delay', 'result', 'account', 'follow_up', 'other'])
    THEN
        RAISE EXCEPTION 'Brevet hører ikke til tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER told_gate BEFORE INSERT ON tilsyn_toldentry FOR EACH ROW EXECUTE FUNCTION tilsyn_told_gate();

CREATE FUNCTION tilsyn_follow_up_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tilsyn_refuse_closed(NEW.supervision_id);
    IF TG_OP = 'INSERT' AND NEW.done_on IS NOT NULL THEN
        RAISE EXCEPTION 'En opfølgning begynder med, at den oprettes.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.done_on IS NOT NULL
        OR (NEW.supervision_id, NEW.key, NEW.kind, NEW.made_at, NEW.made_by_id)
            IS DISTINCT FROM (OLD.supervision_id, OLD.key, OLD.kind, OLD.made_at, OLD.made_by_id))
    THEN
        RAISE EXCEPTION 'Det, der er skrevet om opfølgningen, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT tilsyn_paper_fits(NEW.proof_id, NEW.supervision_id, NULL, ARRAY['follow_up', 'account']) THEN
        RAISE EXCEPTION 'Dokumentationen hører ikke til tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER follow_up_gate BEFORE INSERT OR UPDATE ON tilsyn_followup
    FOR EACH ROW EXECUTE FUNCTION tilsyn_follow_up_gate();

CREATE FUNCTION tilsyn_dialogue_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    follow_up tilsyn_followup;
BEGIN
    SELECT * INTO follow_up FROM tilsyn_followup WHERE id = NEW.follow_up_id FOR SHARE;
    PERFORM tilsyn_refuse_closed(follow_up.supervision_id);
    IF follow_up.kind <> 'dialogue' OR follow_up.done_on IS NOT NULL THEN
        RAISE EXCEPTION 'Der kan kun noteres dialog, mens den er i gang.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dialogue_gate BEFORE INSERT ON tilsyn_dialoguenote
    FOR EACH ROW EXECUTE FUNCTION tilsyn_dialogue_gate();
"""

REVERSE = """
DROP TRIGGER dialogue_gate ON tilsyn_dialoguenote;
DROP TRIGGER follow_up_gate ON tilsyn_followup;
DROP TRIGGER told_gate ON tilsyn_toldentry;
DROP TRIGGER result_gate ON tilsyn_supervisionresult;
DROP TRIGGER reply_document_gate ON tilsyn_replydocument;
DROP TRIGGER reply_gate ON tilsyn_assessmentreply;
DROP TRIGGER version_gate ON tilsyn_assessmentversion;
DROP TRIGGER assessment_moves ON tilsyn_caseassessment;
DROP TRIGGER assessment_keeps ON tilsyn_caseassessment;
DROP TRIGGER assessment_due ON tilsyn_caseassessment;
DROP TRIGGER assessment_begins ON tilsyn_caseassessment;
DROP FUNCTION tilsyn_dialogue_gate();
DROP FUNCTION tilsyn_follow_up_gate();
DROP FUNCTION tilsyn_told_gate();
DROP FUNCTION tilsyn_result_gate();
DROP FUNCTION tilsyn_reply_document_gate();
DROP FUNCTION tilsyn_reply_gate();
DROP FUNCTION tilsyn_version_gate();
DROP FUNCTION tilsyn_assessment_due();
DROP FUNCTION tilsyn_assessment_moves();
DROP FUNCTION tilsyn_assessment_keeps();
DROP FUNCTION tilsyn_assessment_begins();
DROP FUNCTION tilsyn_refuse_closed(bigint);
DROP FUNCTION tilsyn_paper_fits(bigint, bigint, bigint, text[]);
"""

APPEND_ONLY = ["assessmentversion", "assessmentreply", "replydocument", "toldentry", "dialoguenote"]
NEVER_DELETED = ["caseassessment", "supervisionresult", "followup"]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_{table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON tilsyn_{table}",
    )


def _never_deleted(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_{table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER never_deleted ON tilsyn_{table}",
    )


FROM = date(2006, 12, 13)
TEXTS = {
    "supervision_remarks_intro": "Vi har den {modtaget} modtaget jeres vurdering af sag {sagsnr}, nr. {nr} i {tilsyn}."
    " Her er kommunens bemærkninger.",
    "supervision_remarks_new_papers": "Vi vedlægger de bilag, der er nævnt nedenfor, som et tillæg til det materiale, I"
    " allerede har fået.",
    "supervision_remarks_end": "Vi beder om, at bemærkningerne indgår, inden I meddeler jeres endelige vurdering af"
    " sagen.",
    "supervision_account_intro": "I har bedt kommunen om at gøre rede for forhold, som er konstateret ved {tilsyn}."
    " Det drejer sig om: {forhold}.",
    "supervision_account_end": "Har I brug for mere, er I velkomne til at kontakte os på {telefon}.",
}


def load(apps, schema_editor):
    LetterText = apps.get_model("sanktion", "LetterText")
    for kind, body in TEXTS.items():
        LetterText.objects.get_or_create(kind=kind, valid_from=FROM, defaults={"body": body})


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0025_retention"),
        ("tilsyn", "0009_dispatch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("provisional", "Foreløbig vurdering"),
                            ("reassessed", "Genvurdering"),
                            ("final", "Endelig vurdering"),
                        ],
                        max_length=12,
                        verbose_name="slags",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="modtaget")),
                ("agrees", models.BooleanField(verbose_name="enig med kommunen")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("wrong", "Forkert afgørelse"),
                            ("not_assessable", "Kunne ikke vurderes"),
                            ("no_criticism", "Ingen kritik"),
                            ("withdrawn", "Udgået"),
                        ],
                        max_length=16,
                        verbose_name="vurdering",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minor", "Mindre fejl"),
                            ("serious", "Alvorlig fejl"),
                            ("grave", "Særligt alvorlig fejl"),
                        ],
                        max_length=8,
                        verbose_name="alvor",
                    ),
                ),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="manglede",
                    ),
                ),
                ("has_refund", models.BooleanField(verbose_name="følger for refusionen")),
                ("amount", models.PositiveBigIntegerField(null=True, verbose_name="beløb (øre)")),
                ("period_from", models.DateField(null=True, verbose_name="fra")),
                ("period_to", models.DateField(null=True, verbose_name="til og med")),
                (
                    "text",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="direktoratets begrundelse"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "udgave af en vurdering",
                "verbose_name_plural": "udgaver af vurderinger",
                "ordering": [models.OrderBy(models.F("number"))],
            },
        ),
        migrations.CreateModel(
            name="AssessmentReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("has_remarks", models.BooleanField(verbose_name="bemærkninger")),
                ("replied_on", models.DateField(verbose_name="svaret")),
                ("due", models.DateField(verbose_name="frist")),
                ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkninger")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="tilsyn.assessmentversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på en vurdering",
                "verbose_name_plural": "svar på vurderinger",
            },
        ),
        migrations.CreateModel(
            name="CaseAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Modtaget"),
                            ("remarked", "Bemærkninger sendt"),
                            ("reassessed", "Genvurderet"),
                            ("in_hearing", "I høring hos kommunen"),
                            ("answered", "Høring besvaret"),
                            ("final", "Endelig"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("has_refund", models.BooleanField(editable=False, verbose_name="følger for refusionen")),
                ("received_on", models.DateField(editable=False, verbose_name="modtaget")),
                ("due", models.DateField(editable=False, verbose_name="frist for bemærkninger")),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.wrongpayment",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "selected",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessment", to="tilsyn.selectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name": "vurdering",
                "verbose_name_plural": "vurderinger",
                "ordering": ["selected__number"],
            },
        ),
        migrations.AddField(
            model_name="assessmentversion",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="tilsyn.caseassessment"
            ),
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "Redegørelse til direktoratet"),
                            ("procedure", "Retningslinje eller forretningsgang"),
                            ("proposal", "Forslag til forbedring"),
                            ("dialogue", "Dialog med direktoratet"),
                            ("teaching", "Undervisning eller tjekliste"),
                        ],
                        max_length=10,
                        verbose_name="slags",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("error_level", "Højt fejlniveau"),
                            ("no_procedures", "Der mangler retningslinjer eller forretningsgange"),
                            ("other", "Andre forhold"),
                        ],
                        max_length=15,
                        verbose_name="hvad der skal gøres rede for",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="hvad skal der ske")),
                ("due", models.DateField(verbose_name="frist")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
                ),
                ("done_on", models.DateField(null=True, verbose_name="udført")),
                (
                    "outcome",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvad der kom ud af det"),
                ),
                ("auditor_on", models.DateField(null=True, verbose_name="revisor inddraget")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.guideline",
                        verbose_name="retningslinje",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "opfølgning",
                "verbose_name_plural": "opfølgninger",
                "ordering": [models.OrderBy(models.F("done_on"), nulls_first=True), "due", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DialogueNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("held_on", models.DateField(verbose_name="dato")),
                ("areas", sanktion.base.encryption.EncryptedTextField(verbose_name="områder, der kan blive bedre")),
                ("methods", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="metoder")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="tilsyn.followup"
                    ),
                ),
            ],
            options={
                "verbose_name": "dialognotat",
                "verbose_name_plural": "dialognotater",
                "ordering": ["held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseAssessment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
                ),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Modtaget"),
                            ("remarked", "Bemærkninger sendt"),
                            ("reassessed", "Genvurderet"),
                            ("in_hearing", "I høring hos kommunen"),
                            ("answered", "Høring besvaret"),
                            ("final", "Endelig"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("has_refund", models.BooleanField(editable=False, verbose_name="følger for refusionen")),
                ("received_on", models.DateField(editable=False, verbose_name="modtaget")),
                ("due", models.DateField(editable=False, verbose_name="frist for bemærkninger")),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sanktion.wrongpayment",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "selected",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tilsyn.selectedcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical vurdering",
                "verbose_name_plural": "historical vurderinger",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFollowUp",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "Redegørelse til direktoratet"),
                            ("procedure", "Retningslinje eller forretningsgang"),
                            ("proposal", "Forslag til forbedring"),
                            ("dialogue", "Dialog med direktoratet"),
                            ("teaching", "Undervisning eller tjekliste"),
                        ],
                        max_length=10,
                        verbose_name="slags",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("error_level", "Højt fejlniveau"),
                            ("no_procedures", "Der mangler retningslinjer eller forretningsgange"),
                            ("other", "Andre forhold"),
                        ],
                        max_length=15,
                        verbose_name="hvad der skal gøres rede for",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="hvad skal der ske")),
                ("due", models.DateField(verbose_name="frist")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
                ),
                ("done_on", models.DateField(null=True, verbose_name="udført")),
                (
                    "outcome",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvad der kom ud af det"),
                ),
                ("auditor_on", models.DateField(null=True, verbose_name="revisor inddraget")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sanktion.guideline",
                        verbose_name="retningslinje",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tilsyn.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical opfølgning",
                "verbose_name_plural": "historical opfølgninger",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSupervisionResult",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("received_on", models.DateField(verbose_name="modtaget")),
                ("follows_rules", models.BooleanField(verbose_name="afgørelserne følger reglerne")),
                ("wrong", models.PositiveIntegerField(verbose_name="forkert afgørelse")),
                ("not_assessable", models.PositiveIntegerField(verbose_name="kunne ikke vurderes")),
                ("no_criticism", models.PositiveIntegerField(verbose_name="ingen kritik")),
                ("withdrawn", models.PositiveIntegerField(verbose_name="udgået")),
                ("wrong_paid", models.PositiveBigIntegerField(default=0, verbose_name="fejlagtigt udbetalt (øre)")),
                ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="det væsentlige")),
                (
                    "difference",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="forklaring på forskellen"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tilsyn.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical samlet resultat",
                "verbose_name_plural": "historical samlede resultater",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReplyDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="tilsyn.assessmentreply",
                    ),
                ),
            ],
            options={
                "verbose_name": "nyt bilag",
                "verbose_name_plural": "nye bilag",
                "ordering": ["document__number"],
            },
        ),
        migrations.CreateModel(
            name="SupervisionResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("received_on", models.DateField(verbose_name="modtaget")),
                ("follows_rules", models.BooleanField(verbose_name="afgørelserne følger reglerne")),
                ("wrong", models.PositiveIntegerField(verbose_name="forkert afgørelse")),
                ("not_assessable", models.PositiveIntegerField(verbose_name="kunne ikke vurderes")),
                ("no_criticism", models.PositiveIntegerField(verbose_name="ingen kritik")),
                ("withdrawn", models.PositiveIntegerField(verbose_name="udgået")),
                ("wrong_paid", models.PositiveBigIntegerField(default=0, verbose_name="fejlagtigt udbetalt (øre)")),
                ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="det væsentlige")),
                (
                    "difference",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="forklaring på forskellen"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "supervision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "samlet resultat",
                "verbose_name_plural": "samlede resultater",
                "ordering": ["-received_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ToldEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("council", "Kommunalbestyrelsen"),
                            ("auditor", "Kommunens revisor"),
                            ("citizens", "Borgerne i tilsynet"),
                            ("directorate", "Direktoratet"),
                            ("ministry", "Ministerium"),
                            ("other", "Andre"),
                        ],
                        max_length=12,
                        verbose_name="hvem",
                    ),
                ),
                ("told_on", models.DateField(verbose_name="orienteret")),
                ("how", models.CharField(max_length=200, verbose_name="hvordan")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "orientering",
                "verbose_name_plural": "orienteringer",
                "ordering": [models.OrderBy(models.F("told_on")), "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="assessmentreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("has_remarks", True), ("paper__isnull", False)),
                    models.Q(("has_remarks", False), ("paper__isnull", True)),
                    _connector="OR",
                ),
                name="assessment_remarks_are_a_letter",
            ),
        ),
        migrations.AddIndex(
            model_name="caseassessment",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "in_hearing"])),
                fields=["due", "id"],
                name="assessment_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["received", "remarked", "reassessed", "in_hearing", "answered", "final"])
                ),
                name="assessment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("has_refund", True), ("status__in", ["in_hearing", "answered", "final"])),
                    models.Q(("has_refund", False), ("status__in", ["received", "remarked", "reassessed", "final"])),
                    _connector="OR",
                ),
                name="assessment_branch_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.UniqueConstraint(fields=("assessment", "number"), name="assessment_version_once"),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["provisional", "reassessed", "final"])), name="assessment_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["wrong", "not_assessable", "no_criticism"])),
                name="assessment_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agrees", False), ("severity__in", ["minor", "serious", "grave"]), ("verdict", "wrong")),
                    models.Q(models.Q(("verdict", "wrong"), _negated=True), ("severity", "")),
                    _connector="OR",
                ),
                name="assessment_wrong_is_disagreed_and_weighed",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("missing__len__gt", 0), ("verdict", "not_assessable")),
                    models.Q(models.Q(("verdict", "not_assessable"), _negated=True), ("missing", [])),
                    _connector="OR",
                ),
                name="assessment_says_what_was_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("missing__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
                name="assessment_missing_of_the_ten",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agrees", False),
                        ("amount__gt", 0),
                        ("amount__isnull", False),
                        ("has_refund", True),
                        ("period_from__isnull", False),
                        ("period_to__gte", models.F("period_from")),
                        ("period_to__isnull", False),
                        models.Q(("verdict", "no_criticism"), _negated=True),
                    ),
                    models.Q(
                        ("amount__isnull", True),
                        ("has_refund", False),
                        ("period_from__isnull", True),
                        ("period_to__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="assessment_refund_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True)), fields=["due", "id"], name="follow_up_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["account", "procedure", "proposal", "dialogue", "teaching"])),
                name="follow_up_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "account"), ("reason__in", ["error_level", "no_procedures", "other"])),
                    models.Q(models.Q(("kind", "account"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="follow_up_account_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by__isnull", True), ("done_on__isnull", True), ("proof__isnull", True)),
                    models.Q(("done_by__isnull", False), ("done_on__isnull", False), ("proof__isnull", False)),
                    _connector="OR",
                ),
                name="follow_up_done_with_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", False), ("kind", "procedure"), _negated=True),
                    ("auditor_on__isnull", False),
                    _connector="OR",
                ),
                name="follow_up_procedure_with_auditor",
            ),
        ),
        migrations.AddConstraint(
            model_name="replydocument",
            constraint=models.UniqueConstraint(fields=("reply", "document"), name="reply_document_once"),
        ),
        migrations.AddConstraint(
            model_name="toldentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recipient__in", ["council", "auditor", "citizens", "directorate", "ministry", "other"])
                ),
                name="told_recipient_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="toldentry",
            constraint=models.CheckConstraint(condition=models.Q(("how__regex", "\\S")), name="told_says_how"),
        ),
        migrations.RunSQL(GATES, REVERSE),
        *map(_append_only, APPEND_ONLY),
        *map(_never_deleted, NEVER_DELETED),
        # What has been in use is never removed, so undoing leaves the texts where they are.
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
