"""Forvaltningsloven § 21: a deadline is moved one way only, while the hearing is open, and every gate keeps to it.

These triggers stand beside the others and can only refuse more: each holds whatever becomes of the rest.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION parthoering_extension_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing record;
BEGIN
    SELECT case_id, status, greatest(deadline, extended_to) AS last_day INTO hearing
        FROM parthoering_hearing WHERE id = NEW.hearing_id FOR UPDATE;
    IF hearing.status <> 'sent' THEN
        RAISE EXCEPTION 'Svarfristen kan kun udsættes, mens partshøringen er åben.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.old_deadline < hearing.last_day OR NEW.new_deadline <= NEW.old_deadline THEN
        RAISE EXCEPTION 'Svarfristen kan kun blive længere.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.letter_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sanktion_casedocument WHERE id = NEW.letter_id AND case_id = hearing.case_id
    ) THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER extension_guard BEFORE INSERT ON parthoering_hearingextension
    FOR EACH ROW EXECUTE FUNCTION parthoering_extension_guard();

CREATE FUNCTION parthoering_extension_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE parthoering_hearing SET extended_to = NEW.new_deadline WHERE id = NEW.hearing_id;
    RETURN NULL;
END $$;

CREATE TRIGGER extension_follow AFTER INSERT ON parthoering_hearingextension
    FOR EACH ROW EXECUTE FUNCTION parthoering_extension_follow();

CREATE FUNCTION parthoering_hearing_extended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written date;
BEGIN
    SELECT max(new_deadline) INTO written FROM parthoering_hearingextension WHERE hearing_id = NEW.id;
    IF NEW.extended_to IS DISTINCT FROM written THEN
        RAISE EXCEPTION 'En frist udsættes med en dato og en begrundelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status = 'expired' AND OLD.status <> 'expired'
        AND NEW.extended_to >= parthoering_today() THEN
        RAISE EXCEPTION 'Svarfristen er udsat og ikke udløbet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hearing_extended BEFORE INSERT OR UPDATE ON parthoering_hearing
    FOR EACH ROW EXECUTE FUNCTION parthoering_hearing_extended();

CREATE FUNCTION parthoering_reminder_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hearing record;
BEGIN
    SELECT case_id, status, extended_to INTO hearing FROM parthoering_hearing WHERE id = NEW.hearing_id FOR UPDATE;
    IF hearing.status <> 'sent' OR hearing.extended_to IS NOT NULL THEN
        RAISE EXCEPTION 'Borgeren skal ikke mindes om svarfristen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.letter_id AND case_id = hearing.case_id) THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reminder_guard BEFORE INSERT ON parthoering_hearingreminder
    FOR EACH ROW EXECUTE FUNCTION parthoering_reminder_guard();

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

REVERSE = """
DROP TRIGGER decision_extension_gate ON sanktion_decision;
DROP TRIGGER reminder_guard ON parthoering_hearingreminder;
DROP TRIGGER hearing_extended ON parthoering_hearing;
DROP TRIGGER extension_follow ON parthoering_hearingextension;
DROP TRIGGER extension_guard ON parthoering_hearingextension;
DROP FUNCTION parthoering_extension_gate();
DROP FUNCTION parthoering_reminder_guard();
DROP FUNCTION parthoering_hearing_extended();
DROP FUNCTION parthoering_extension_follow();
DROP FUNCTION parthoering_extension_guard();
"""


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("parthoering", "0004_extension")]

    operations = [
        migrations.RunSQL(FORWARD, REVERSE),
        _append_only("parthoering_hearingextension"),
        _append_only("parthoering_hearingreminder"),
    ]
