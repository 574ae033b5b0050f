"""V015, V018: nobody leaves for a category they weren't in, and nobody in category 4-5 is told of in a survey's answer."""

from django.db import migrations, models

GATES = """
CREATE FUNCTION tilsyn_withdrawn_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND tilsyn_category_on(e.citizen_id, e.occurred_on) IN (4, 5)
    ) THEN
        RAISE EXCEPTION 'Borgeren var ikke i matchkategori 4-5 på hændelsens dato.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER withdrawn_gate BEFORE INSERT OR UPDATE OF status, withdrawn_because ON tilsyn_selectedcase
    FOR EACH ROW WHEN (NEW.status = 'withdrawn' AND NEW.withdrawn_because = 'category')
    EXECUTE FUNCTION tilsyn_withdrawn_gate();

CREATE FUNCTION tilsyn_survey_row_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND tilsyn_category_on(e.citizen_id, e.occurred_on) IN (4, 5)
    ) THEN
        RAISE EXCEPTION 'Borgeren var i matchkategori 4-5 på hændelsens dato: sagen er ikke omfattet af tilsynet.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER survey_row_covered BEFORE INSERT ON tilsyn_surveyanswerrow
    FOR EACH ROW EXECUTE FUNCTION tilsyn_survey_row_covered();
"""
REVERSE = """
DROP TRIGGER survey_row_covered ON tilsyn_surveyanswerrow;
DROP FUNCTION tilsyn_survey_row_covered();
DROP TRIGGER withdrawn_gate ON tilsyn_selectedcase;
DROP FUNCTION tilsyn_withdrawn_gate();
"""


class Migration(migrations.Migration):
    dependencies = [("tilsyn", "0009_after")]

    operations = [
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("visit_on__isnull", True), ("visit_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="supervision_visit_after_notice",
            ),
        ),
        migrations.RunSQL(GATES, REVERSE),
    ]
