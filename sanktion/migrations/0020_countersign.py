"""V070, B015: two persons behind some outcomes, in the database as in ``models/countersign.py``."""

import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
from django.conf import settings
from django.db import migrations, models

RULES = [
    ("strict", True),
    ("termination", True),
    ("deduction", False),
    ("reduction", False),
    ("no_sanction", False),
    ("event_withdrawn", False),
]
REASON = "Leveret med systemet. Skal bekræftes af enheden."


def load(apps, schema_editor):
    for outcome, is_required in RULES:
        apps.get_model("sanktion", "CountersignRule").objects.create(
            outcome=outcome, is_required=is_required, reason=REASON
        )


FUNCTIONS = """
CREATE FUNCTION sanktion_acts_as(person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('sanktion.user_id', true), ''), person::text) = person::text
$$;

-- An outcome that no row speaks of takes two: a rule that is lost must not open the way.
CREATE FUNCTION sanktion_takes_two(asked text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT is_required FROM sanktion_countersignrule WHERE outcome = asked ORDER BY id DESC LIMIT 1), true)
$$;

CREATE FUNCTION sanktion_is_latest_request(asked bigint, of_case bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT asked = (SELECT max(id) FROM sanktion_countersignrequest WHERE case_id = of_case)
$$;
"""

GUARDS = """
CREATE FUNCTION sanktion_countersign_rule_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.set_by_id IS NULL OR NOT sanktion_acts_as(NEW.set_by_id) THEN
        RAISE EXCEPTION 'Kravet om medunderskrift skiftes i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersign_rule_guard BEFORE INSERT ON sanktion_countersignrule
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersign_rule_guard();

CREATE FUNCTION sanktion_countersign_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM sanktion_case WHERE id = NEW.case_id) <> 'ready' THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_acts_as(NEW.asked_by_id) THEN
        RAISE EXCEPTION 'Der bedes om medunderskrift i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersign_request_guard BEFORE INSERT ON sanktion_countersignrequest
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersign_request_guard();

CREATE FUNCTION sanktion_countersignature_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked record;
BEGIN
    SELECT case_id, digest, asked_by_id INTO asked FROM sanktion_countersignrequest WHERE id = NEW.request_id;
    IF asked.case_id <> NEW.case_id THEN
        RAISE EXCEPTION 'Medunderskriften hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT status FROM sanktion_case WHERE id = NEW.case_id) <> 'ready' THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF asked.digest <> NEW.digest OR NOT sanktion_is_latest_request(NEW.request_id, NEW.case_id) THEN
        RAISE EXCEPTION 'Afgørelsen er ændret, siden der blev bedt om medunderskrift. Medunderskriften er faldet væk.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF asked.asked_by_id = NEW.signed_by_id THEN
        RAISE EXCEPTION 'Du kan ikke medunderskrive din egen afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_acts_as(NEW.signed_by_id) THEN
        RAISE EXCEPTION 'Der underskrives i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    -- A sealed empty text is 29 bytes long: version, nonce and tag.
    IF NEW.verdict = 'returned' AND octet_length(NEW.remark) <= 29 THEN
        RAISE EXCEPTION 'Skriv, hvad der skal ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersignature_guard BEFORE INSERT ON sanktion_countersignature
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersignature_guard();
"""

# Triggers of one event run in the order of their names: what the other gates ask is told first.
GATE = """
CREATE FUNCTION sanktion_two_persons_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed record;
BEGIN
    IF NEW.countersignature_id IS NULL THEN
        IF sanktion_takes_two(NEW.outcome) THEN
            RAISE EXCEPTION 'Afgørelsen kræver medunderskrift af en kollega. Bed om den først.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT s.verdict, s.digest AS signed_digest, s.signed_by_id, r.* INTO signed
        FROM sanktion_countersignature s JOIN sanktion_countersignrequest r ON r.id = s.request_id
        WHERE s.id = NEW.countersignature_id;
    IF signed.case_id IS DISTINCT FROM NEW.case_id THEN
        RAISE EXCEPTION 'Medunderskriften hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF signed.verdict <> 'approved' THEN
        RAISE EXCEPTION 'Afgørelsen er sendt tilbage uden medunderskrift.' USING ERRCODE = 'check_violation';
    END IF;
    IF signed.signed_by_id = NEW.decided_by_id THEN
        RAISE EXCEPTION 'Den, der træffer afgørelsen, kan ikke selv medunderskrive den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_is_latest_request(signed.id, NEW.case_id)
        OR (signed.signed_digest, signed.asked_by_id, signed.outcome, signed.nothing_more, signed.legal_basis_id,
            signed.effect_from, signed.assessment_id, signed.ground_id, signed.consequence_id)
        IS DISTINCT FROM (NEW.digest, NEW.decided_by_id, NEW.outcome, NEW.nothing_more, NEW.legal_basis_id,
            NEW.effect_from, NEW.assessment_id, NEW.ground_id, NEW.consequence_id)
    THEN
        RAISE EXCEPTION 'Der er ingen medunderskrift på afgørelsen, som den står nu. Bed om medunderskrift igen.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_two_persons_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_two_persons_gate();
"""

UNDO = """
DROP TRIGGER decision_two_persons_gate ON sanktion_decision;
DROP FUNCTION sanktion_two_persons_gate();
DROP TRIGGER countersignature_guard ON sanktion_countersignature;
DROP FUNCTION sanktion_countersignature_guard();
DROP TRIGGER countersign_request_guard ON sanktion_countersignrequest;
DROP FUNCTION sanktion_countersign_request_guard();
DROP TRIGGER countersign_rule_guard ON sanktion_countersignrule;
DROP FUNCTION sanktion_countersign_rule_guard();
DROP FUNCTION sanktion_is_latest_request(bigint, bigint);
DROP FUNCTION sanktion_takes_two(text);
DROP FUNCTION sanktion_acts_as(bigint);
"""


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0019_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="historicaldecision",
            name="digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Countersignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approved", "Medunderskrevet"), ("returned", "Sendt tilbage")],
                        max_length=10,
                        verbose_name="svar",
                    ),
                ),
                ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
                (
                    "signed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="underskrevet"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersignatures",
                        to="sanktion.case",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "medunderskrift",
                "verbose_name_plural": "medunderskrifter",
                "permissions": [("countersign_decision", "Kan medunderskrive afgørelser")],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="countersignature",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.countersignature"
            ),
        ),
        migrations.AddField(
            model_name="historicaldecision",
            name="countersignature",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sanktion.countersignature",
            ),
        ),
        migrations.CreateModel(
            name="CountersignRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("no_sanction", "Ingen sanktion"),
                            ("deduction", "Fradrag"),
                            ("reduction", "Nedsættelse"),
                            ("termination", "Ophør"),
                            ("strict", "Skærpet rådighedssanktion"),
                            ("event_withdrawn", "Hændelsen er trukket tilbage"),
                        ],
                        max_length=20,
                        verbose_name="udfald",
                    ),
                ),
                (
                    "nothing_more",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reasonable_ground", "Borgeren havde en rimelig grund"),
                            ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                            ("not_proven", "Hændelsen kan ikke dokumenteres"),
                            ("other", "Andet"),
                        ],
                        max_length=20,
                    ),
                ),
                ("effect_from", models.DateField(null=True, verbose_name="virkning fra")),
                ("content", sanktion.base.encryption.EncryptedJSONField()),
                ("due", models.DateField(verbose_name="frist")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bedt om"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.assessment"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersign_requests",
                        to="sanktion.case",
                    ),
                ),
                (
                    "consequence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.paymentconsequence"
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.groundassessment"
                    ),
                ),
                (
                    "legal_basis",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.legalbasis",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmodning om medunderskrift",
                "verbose_name_plural": "anmodninger om medunderskrift",
            },
        ),
        migrations.AddField(
            model_name="countersignature",
            name="request",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="sanktion.countersignrequest"
            ),
        ),
        migrations.CreateModel(
            name="CountersignRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("no_sanction", "Ingen sanktion"),
                            ("deduction", "Fradrag"),
                            ("reduction", "Nedsættelse"),
                            ("termination", "Ophør"),
                            ("strict", "Skærpet rådighedssanktion"),
                            ("event_withdrawn", "Hændelsen er trukket tilbage"),
                        ],
                        max_length=20,
                        verbose_name="udfald",
                    ),
                ),
                ("is_required", models.BooleanField(verbose_name="kræver medunderskrift")),
                ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
                (
                    "set_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gælder fra"),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "krav om medunderskrift",
                "verbose_name_plural": "krav om medunderskrift",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DecisionDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", sanktion.base.encryption.EncryptedJSONField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemt")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "kladde til afgørelse",
                "verbose_name_plural": "kladder til afgørelser",
            },
        ),
        migrations.AddIndex(
            model_name="countersignrequest",
            index=models.Index(fields=["due", "id"], name="countersign_due"),
        ),
        migrations.AddConstraint(
            model_name="countersignrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="countersign_request_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                    )
                ),
                name="countersign_request_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["approved", "returned"])), name="countersignature_verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="countersignature_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                    )
                ),
                name="countersign_rule_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="countersign_rule_has_reason"
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        *[_append_only(f"sanktion_{table}") for table in ("countersignrule", "countersignrequest", "countersignature")],
        migrations.RunSQL(FUNCTIONS + GUARDS + GATE, UNDO),
    ]
