"""B012, B015, B009: no decision before the citizen has been heard, whatever the application thinks.

Deadlines are compared with the day in Denmark by the database's own clock.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION parthoering_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Europe/Copenhagen')::date
$$;

CREATE FUNCTION parthoering_decision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing record;
BEGIN
    SELECT status, deadline, sent_at INTO hearing FROM parthoering_hearing
        WHERE case_id = NEW.case_id ORDER BY sent_at DESC, id DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Der er ikke sendt partshøring i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF hearing.status IN ('answered', 'waived') THEN
        RETURN NEW;
    END IF;
    IF hearing.status <> 'expired' OR hearing.deadline >= parthoering_today() THEN
        RAISE EXCEPTION 'Borgeren har ikke svaret, og svarfristen er ikke udløbet.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_contactattempt WHERE case_id = NEW.case_id AND recorded_at >= hearing.sent_at
    ) THEN
        RAISE EXCEPTION 'Der er ikke noteret et kontaktforsøg, siden partshøringen blev sendt.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_hearing_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION parthoering_decision_gate();

CREATE FUNCTION parthoering_hearing_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'sent' THEN
            RAISE EXCEPTION 'En partshøring begynder med, at den sendes.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.case_id, NEW.letter_id, NEW.channel, NEW.sent_at, NEW.starts_on, NEW.days, NEW.deadline)
        IS DISTINCT FROM (OLD.case_id, OLD.letter_id, OLD.channel, OLD.sent_at, OLD.starts_on, OLD.days, OLD.deadline)
    THEN
        RAISE EXCEPTION 'Det, der står i partshøringsbrevet, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'expired' AND OLD.status <> 'expired' AND NEW.deadline >= parthoering_today() THEN
        RAISE EXCEPTION 'Svarfristen er ikke udløbet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hearing_guard BEFORE INSERT OR UPDATE ON parthoering_hearing
    FOR EACH ROW EXECUTE FUNCTION parthoering_hearing_guard();
"""

REVERSE = """
DROP TRIGGER hearing_guard ON parthoering_hearing;
DROP TRIGGER decision_hearing_gate ON sanktion_decision;
DROP FUNCTION parthoering_hearing_guard();
DROP FUNCTION parthoering_decision_gate();
DROP FUNCTION parthoering_today();
"""


class Migration(migrations.Migration):
    dependencies = [("parthoering", "0001_initial"), ("sanktion", "0003_rules")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
