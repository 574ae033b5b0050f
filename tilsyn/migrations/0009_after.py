"""§§ 12-13: what the directorate holds of each case and of them all, who was told, and what comes after."""

from datetime import date

from django.db import migrations

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
DROP FUNCTION tilsyn_dialogue_gate();
DROP TRIGGER follow_up_gate ON tilsyn_followup;
DROP FUNCTION tilsyn_follow_up_gate();
DROP TRIGGER told_gate ON tilsyn_toldentry;
DROP FUNCTION tilsyn_told_gate();
DROP TRIGGER result_gate ON tilsyn_supervisionresult;
DROP FUNCTION tilsyn_result_gate();
DROP TRIGGER reply_document_gate ON tilsyn_replydocument;
DROP FUNCTION tilsyn_reply_document_gate();
DROP TRIGGER reply_gate ON tilsyn_assessmentreply;
DROP FUNCTION tilsyn_reply_gate();
DROP TRIGGER version_gate ON tilsyn_assessmentversion;
DROP FUNCTION tilsyn_version_gate();
DROP TRIGGER assessment_moves ON tilsyn_caseassessment;
DROP TRIGGER assessment_keeps ON tilsyn_caseassessment;
DROP TRIGGER assessment_due ON tilsyn_caseassessment;
DROP TRIGGER assessment_begins ON tilsyn_caseassessment;
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
    replaces = [("tilsyn", "0010_after")]

    dependencies = [("tilsyn", "0008_dispatch")]

    operations = [
        migrations.RunSQL(GATES, REVERSE),
        *map(_append_only, APPEND_ONLY),
        *map(_never_deleted, NEVER_DELETED),
        # What has been in use is never removed, so undoing leaves the texts where they are.
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
