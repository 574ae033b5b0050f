"""No sanction on what others have told until the citizen has been heard on it: a hearing sent after it was noted."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION parthoering_unheard_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    heard_at timestamptz := (SELECT max(sent_at) FROM parthoering_hearing WHERE case_id = NEW.case_id);
BEGIN
    IF sanktion_is_sanction(NEW.outcome)
        AND sanktion_gate_closed('adverse', sanktion_event_date(NEW.case_id))
        AND EXISTS (
            SELECT 1 FROM sanktion_adverseinformation
            WHERE case_id = NEW.case_id AND (heard_at IS NULL OR noted_at >= heard_at)
        )
    THEN
        RAISE EXCEPTION
            'Der er kommet oplysninger til ugunst for borgeren, efter at den seneste partshøring blev sendt.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_unheard_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION parthoering_unheard_gate();
"""

REVERSE = """
DROP TRIGGER decision_unheard_gate ON sanktion_decision;
DROP FUNCTION parthoering_unheard_gate();
"""


class Migration(migrations.Migration):
    dependencies = [("parthoering", "0005_extension_gate"), ("sanktion", "0012_switchable_gates")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
