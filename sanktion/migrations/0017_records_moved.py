"""What was one assessment becomes three records, and no decision is stored without the three of its own case."""

import django.db.models.deletion
from django.db import connection, migrations, models

NOTHING_MORE = ["reasonable_ground", "not_promoting", "not_proven", "other"]

# A sealed empty text is 29 bytes long: version, nonce and tag. What is in the tables already is left as it is.
FORWARD = """
DROP TRIGGER assessment_ground ON sanktion_assessment;
CREATE TRIGGER ground_weighed BEFORE INSERT ON sanktion_groundassessment
    FOR EACH ROW EXECUTE FUNCTION sanktion_assessment_ground();

ALTER TABLE sanktion_groundassessment ADD CONSTRAINT ground_is_weighed
    CHECK (ground = 'not_relevant' OR octet_length(weighing) > 29) NOT VALID;
ALTER TABLE sanktion_paymentconsequence ADD CONSTRAINT payment_effect_says_why
    CHECK (effect NOT IN ('stopped', 'reduced') OR octet_length(text) > 29) NOT VALID;
ALTER TABLE sanktion_decision ADD CONSTRAINT decision_has_reasons CHECK (octet_length(reasons) > 29) NOT VALID;

CREATE OR REPLACE FUNCTION sanktion_assessment_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ground = 'not_relevant' AND EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND e.kind IN (6, 8)
    ) THEN
        RAISE EXCEPTION 'Ved denne hændelse skal det vurderes, om borgeren havde en rimelig grund.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(NEW.documents) AS chosen(number) WHERE NOT EXISTS (
            SELECT 1 FROM sanktion_casedocument d WHERE d.case_id = NEW.case_id AND d.number = chosen.number
        )
    ) THEN
        RAISE EXCEPTION 'Et af bilagene findes ikke i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sanktion_payment_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Konsekvensen for udbetalingen skal vurderes.' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER payment_recorded BEFORE INSERT ON sanktion_paymentconsequence
    FOR EACH ROW WHEN (NEW.effect = 'unrecorded') EXECUTE FUNCTION sanktion_payment_recorded();

CREATE FUNCTION sanktion_decision_records_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    weighed varchar;
BEGIN
    SELECT ground INTO weighed FROM sanktion_groundassessment WHERE id = NEW.ground_id AND case_id = NEW.case_id;
    IF weighed IS NULL THEN
        RAISE EXCEPTION 'Vurderingen af rimelig grund hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_paymentconsequence WHERE id = NEW.consequence_id AND case_id = NEW.case_id
    ) THEN
        RAISE EXCEPTION 'Konsekvensen for udbetalingen hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.assessment_id <> (
        SELECT id FROM sanktion_assessment WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) OR NEW.ground_id <> (
        SELECT id FROM sanktion_groundassessment WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) OR NEW.consequence_id <> (
        SELECT id FROM sanktion_paymentconsequence WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'Der er en nyere vurdering i sagen. Afgørelsen skal hvile på den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF weighed = 'yes' AND NEW.outcome NOT IN ('no_sanction', 'event_withdrawn') THEN
        RAISE EXCEPTION 'Borgeren havde en rimelig grund. Sagen kan ikke ende med en sanktion.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF weighed <> 'yes' AND NEW.nothing_more = 'reasonable_ground' THEN
        RAISE EXCEPTION 'Det er ikke vurderet, at borgeren havde en rimelig grund.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_records_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_records_gate();
"""

REVERSE = """
DROP TRIGGER decision_records_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_records_gate();
DROP TRIGGER payment_recorded ON sanktion_paymentconsequence;
DROP FUNCTION sanktion_payment_recorded();
ALTER TABLE sanktion_decision DROP CONSTRAINT decision_has_reasons;
ALTER TABLE sanktion_paymentconsequence DROP CONSTRAINT payment_effect_says_why;
ALTER TABLE sanktion_groundassessment DROP CONSTRAINT ground_is_weighed;
DROP TRIGGER ground_weighed ON sanktion_groundassessment;
CREATE OR REPLACE FUNCTION sanktion_assessment_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reasonable_ground = 'not_relevant' AND EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND e.kind IN (6, 8)
    ) THEN
        RAISE EXCEPTION 'Ved denne hændelse skal det vurderes, om borgeren havde en rimelig grund.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_ground BEFORE INSERT ON sanktion_assessment
    FOR EACH ROW EXECUTE FUNCTION sanktion_assessment_ground();
"""


def _rewrite(table: str, statement: str) -> None:
    """What is written once is given a column it never had; nothing that was said changes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def move(apps, schema_editor):
    """Each assessment's ground, with the text that weighed both. Of a decided case's payment nothing was recorded."""
    Assessment, GroundAssessment, Decision, PaymentConsequence = (
        apps.get_model("sanktion", name)
        for name in ("Assessment", "GroundAssessment", "Decision", "PaymentConsequence")
    )
    for one in Assessment.objects.order_by("pk").iterator():
        same = {"case_id": one.case_id, "made_at": one.made_at, "made_by_id": one.made_by_id}
        GroundAssessment.objects.create(ground=one.reasonable_ground, stated="", weighing=one.text, **same)
    for decision in Decision.objects.select_related("assessment").order_by("pk").iterator():
        same = {"made_at": decision.assessment.made_at, "made_by_id": decision.assessment.made_by_id}
        PaymentConsequence.objects.create(case_id=decision.case_id, effect="unrecorded", text="", **same)
    _rewrite("sanktion_decision", POINT)


POINT = """
UPDATE sanktion_decision d SET ground_id = g.id, consequence_id = p.id, nothing_more = CASE
        WHEN d.outcome <> 'no_sanction' THEN ''
        WHEN g.ground = 'yes' THEN 'reasonable_ground'
        ELSE 'other'
    END
FROM sanktion_assessment a, sanktion_groundassessment g, sanktion_paymentconsequence p
WHERE a.id = d.assessment_id AND g.case_id = a.case_id AND g.made_at = a.made_at AND p.case_id = d.case_id
"""
TAKE_BACK = """
UPDATE sanktion_assessment a SET reasonable_ground = g.ground
FROM sanktion_groundassessment g WHERE g.case_id = a.case_id AND g.made_at = a.made_at
"""


TAKE_BACK_HISTORY = """
UPDATE sanktion_historicalassessment h SET reasonable_ground = a.reasonable_ground
FROM sanktion_assessment a WHERE a.id = h.id
"""


def take_back(apps, schema_editor):
    _rewrite("sanktion_assessment", TAKE_BACK)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK_HISTORY)


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


def _may_be_null(model: str) -> migrations.AlterField:
    return migrations.AlterField(model, "reasonable_ground", models.CharField(max_length=20, null=True))


def _owned(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"sanktion.{model}")


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0016_records")]

    operations = [
        migrations.RemoveConstraint(model_name="assessment", name="assessment_ground_known"),
        migrations.RunPython(move, migrations.RunPython.noop),
        # Backwards the column comes back empty, is filled, and only then is asked for.
        *map(_may_be_null, ["assessment", "historicalassessment"]),
        migrations.RunPython(migrations.RunPython.noop, take_back),
        migrations.RunSQL(FORWARD, REVERSE),
        migrations.RemoveField(model_name="assessment", name="reasonable_ground"),
        migrations.RemoveField(model_name="historicalassessment", name="reasonable_ground"),
        migrations.AlterField(model_name="decision", name="ground", field=_owned("groundassessment")),
        migrations.AlterField(model_name="decision", name="consequence", field=_owned("paymentconsequence")),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("nothing_more__in", NOTHING_MORE), ("outcome", "no_sanction"))
                | models.Q(models.Q(("outcome", "no_sanction"), _negated=True), ("nothing_more", "")),
                name="decision_nothing_more_says_why",
            ),
        ),
        *map(_append_only, ["sanktion_groundassessment", "sanktion_paymentconsequence"]),
    ]
