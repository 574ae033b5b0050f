"""B012, B014, B015: what is told of a hearing stays told, and forvaltningsloven § 21: its deadline is moved one way only.

Deadlines are compared with the day in Denmark by the database's own clock. The triggers stand beside each other and
can only refuse more: each holds whatever becomes of the rest.
"""

from django.db import migrations

DAYS = """
CREATE FUNCTION parthoering_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Europe/Copenhagen')::date
$$;

CREATE FUNCTION parthoering_danish_day(moment timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (moment AT TIME ZONE 'Europe/Copenhagen')::date
$$;
"""

DAYS_REVERSE = """
DROP FUNCTION parthoering_danish_day(timestamptz);
DROP FUNCTION parthoering_today();
"""

HEARINGS = """
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

HEARINGS_REVERSE = """
DROP TRIGGER hearing_onward ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_onward();
DROP TRIGGER hearing_begin ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_begin();
DROP TRIGGER hearing_guard ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_guard();
"""

EXTENSIONS = """
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
"""

EXTENSIONS_REVERSE = """
DROP TRIGGER reminder_guard ON parthoering_hearingreminder;
DROP FUNCTION parthoering_reminder_guard();
DROP TRIGGER hearing_extended ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_extended();
DROP TRIGGER extension_follow ON parthoering_hearingextension;
DROP FUNCTION parthoering_extension_follow();
DROP TRIGGER extension_guard ON parthoering_hearingextension;
DROP FUNCTION parthoering_extension_guard();
"""

APPEND_ONLY = ["parthoering_hearingextension", "parthoering_hearingreminder"]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    replaces = [("parthoering", "0003_guards"), ("parthoering", "0005_extension_gate")]

    dependencies = [("parthoering", "0001_schema"), ("sanktion", "0010_retention")]

    operations = [
        migrations.RunSQL(DAYS, DAYS_REVERSE),
        migrations.RunSQL(HEARINGS, HEARINGS_REVERSE),
        migrations.RunSQL(EXTENSIONS, EXTENSIONS_REVERSE),
        *map(_append_only, APPEND_ONLY),
    ]
