"""B012, B015, B009: no decision before the citizen has been heard, whatever the application thinks.

Each gate can only refuse more: the hearing with its letter's arrival (B016, B017), the moved deadline, and what others
have told since.
"""

from django.db import migrations

HEARD = """
CREATE FUNCTION parthoering_decision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing parthoering_hearing;
    runs_until date;
BEGIN
    SELECT * INTO hearing FROM parthoering_hearing
        WHERE case_id = NEW.case_id ORDER BY sent_at DESC, id DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Der er ikke sendt partshøring i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF hearing.status IN ('answered', 'waived') THEN
        RETURN NEW;
    END IF;
    IF hearing.status = 'undeliverable' THEN
        IF NOT parthoering_is_undeliverable(hearing) OR NOT EXISTS (
            SELECT 1 FROM sanktion_contactattempt
            WHERE case_id = NEW.case_id AND recorded_at > hearing.undeliverable_at
        ) THEN
            RAISE EXCEPTION
                'Der er ikke noteret et kontaktforsøg, siden det blev noteret, at brevet ikke kan leveres.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    runs_until := parthoering_runs_until(hearing);
    IF runs_until IS NULL THEN
        RAISE EXCEPTION 'Partshøringsbrevet er ikke afsendt, eller det nåede ikke frem.'
            USING ERRCODE = 'check_violation';
    END IF;
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

CREATE TRIGGER decision_hearing_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION parthoering_decision_gate();

CREATE FUNCTION parthoering_extension_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing record;
BEGIN
    SELECT status, extended_to INTO hearing FROM parthoering_hearing
        WHERE case_id = NEW.case_id ORDER BY sent_at DESC, id DESC LIMIT 1;
    IF NOT FOUND OR hearing.status IN ('answered', 'waived') OR hearing.extended_to IS NULL THEN
        RETURN NEW;
    END IF;
    IF hearing.extended_to >= parthoering_today() THEN
        RAISE EXCEPTION 'Svarfristen er udsat og ikke udløbet.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_contactattempt
        WHERE case_id = NEW.case_id AND parthoering_danish_day(recorded_at) > hearing.extended_to
    ) THEN
        RAISE EXCEPTION 'Der er ikke noteret et kontaktforsøg, siden den udsatte svarfrist udløb.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_extension_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION parthoering_extension_gate();
"""

HEARD_REVERSE = """
DROP TRIGGER decision_extension_gate ON sanktion_decision;
DROP FUNCTION parthoering_extension_gate();
DROP TRIGGER decision_hearing_gate ON sanktion_decision;
DROP FUNCTION parthoering_decision_gate();
"""

# No sanction on what others have told until the citizen has been heard on it: a hearing sent after it was noted.
UNHEARD = """
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

UNHEARD_REVERSE = """
DROP TRIGGER decision_unheard_gate ON sanktion_decision;
DROP FUNCTION parthoering_unheard_gate();
"""


class Migration(migrations.Migration):
    replaces = [("parthoering", "0002_decision_gate"), ("parthoering", "0006_unheard_gate")]

    dependencies = [("parthoering", "0003_deliveries")]

    operations = [migrations.RunSQL(HEARD, HEARD_REVERSE), migrations.RunSQL(UNHEARD, UNHEARD_REVERSE)]
