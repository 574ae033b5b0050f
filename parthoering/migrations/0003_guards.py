"""B012, B014, B015, B017: the decision gate knows when the letter left, and what is told of a hearing stays told."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION parthoering_danish_day(moment timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (moment AT TIME ZONE 'Europe/Copenhagen')::date
$$;

CREATE OR REPLACE FUNCTION parthoering_decision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing record;
    runs_until date;
BEGIN
    SELECT h.status, h.deadline, h.starts_on, h.days, h.sent_at, d.sent_at AS dispatched_at INTO hearing
        FROM parthoering_hearing h LEFT JOIN parthoering_delivery d ON d.document_id = h.letter_id
        WHERE h.case_id = NEW.case_id ORDER BY h.sent_at DESC, h.id DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Der er ikke sendt partshøring i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF hearing.status IN ('answered', 'waived') THEN
        RETURN NEW;
    END IF;
    IF hearing.dispatched_at IS NULL THEN
        RAISE EXCEPTION 'Partshøringsbrevet er ikke afsendt.' USING ERRCODE = 'check_violation';
    END IF;
    -- A letter that left the house later than it was written gives the citizen the same number of days.
    runs_until := greatest(hearing.deadline, hearing.starts_on + hearing.days
        + (parthoering_danish_day(hearing.dispatched_at) - parthoering_danish_day(hearing.sent_at)));
    IF hearing.status <> 'expired' OR runs_until >= parthoering_today() THEN
        RAISE EXCEPTION 'Borgeren har ikke svaret, og svarfristen er ikke udløbet.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_contactattempt
        WHERE case_id = NEW.case_id AND parthoering_danish_day(recorded_at) > runs_until
    ) THEN
        RAISE EXCEPTION 'Der er ikke noteret et kontaktforsøg, siden svarfristen udløb.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION parthoering_hearing_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.letter_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.starts_on < parthoering_danish_day(NEW.sent_at) OR NEW.deadline < NEW.starts_on + NEW.days THEN
        RAISE EXCEPTION 'Svarfristen er kortere end det, brevet giver.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hearing_begin BEFORE INSERT ON parthoering_hearing
    FOR EACH ROW EXECUTE FUNCTION parthoering_hearing_begin();

CREATE FUNCTION parthoering_hearing_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('answered', 'waived') AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'Borgerens svar kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'sent' AND NEW.status = 'sent' THEN
        RAISE EXCEPTION 'En partshøring kan ikke gå tilbage.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hearing_onward BEFORE UPDATE ON parthoering_hearing
    FOR EACH ROW EXECUTE FUNCTION parthoering_hearing_onward();
"""

# The gate of 0002 is put back by undoing 0002 itself; until then it stays the stricter one.
REVERSE = """
DROP TRIGGER hearing_onward ON parthoering_hearing;
DROP TRIGGER hearing_begin ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_onward();
DROP FUNCTION parthoering_hearing_begin();
"""


class Migration(migrations.Migration):
    dependencies = [("parthoering", "0002_decision_gate")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
