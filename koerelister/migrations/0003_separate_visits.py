"""B023, B044: a protected citizen is only ever visited alone."""

from django.db import migrations

GATES = """
CREATE FUNCTION koerelister_separate_stop() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    separate boolean;
    today date := (now() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    SELECT is_separate INTO separate FROM koerelister_routelist WHERE id = NEW.route_list_id;
    IF separate THEN
        -- With the unique position of each list, one place is one stop, also for two who insert at once.
        IF NEW.position <> 1 THEN
            RAISE EXCEPTION 'En særskilt køreliste har kun ét stop.' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM koerelister_separatevisit
            WHERE route_list_id = NEW.route_list_id AND case_id = NEW.case_id AND status = 'approved'
        ) THEN
            RAISE EXCEPTION 'Det særskilte besøg er ikke godkendt.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Who is protected while on a shared list stays there, shielded, until the stop is struck.
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.route_list_id, NEW.case_id) IS NOT DISTINCT FROM (OLD.route_list_id, OLD.case_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_citizen z ON z.id = c.citizen_id
        WHERE c.id = NEW.case_id AND z.protected_until >= today
    ) THEN
        RAISE EXCEPTION 'Oplysningerne er beskyttet og må ikke stå på en fælles køreliste.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_stop BEFORE INSERT OR UPDATE OF route_list_id, case_id, position ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_stop();

CREATE FUNCTION koerelister_separate_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_separate IS DISTINCT FROM OLD.is_separate THEN
        RAISE EXCEPTION 'En køreliste er særskilt fra den bliver lavet, eller slet ikke.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_list BEFORE UPDATE OF is_separate ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_list();

CREATE FUNCTION koerelister_separate_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.route_list_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM koerelister_destructionrecord r JOIN koerelister_routelist l ON l.number = r.number
            WHERE l.id = OLD.route_list_id
        ) THEN
            RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'Et særskilt besøg begynder med en anmodning.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.case_id, NEW.asked_by_id, NEW.reason, NEW.asked_at)
       IS DISTINCT FROM (OLD.case_id, OLD.asked_by_id, OLD.reason, OLD.asked_at) THEN
        RAISE EXCEPTION 'Anmodningen kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'requested' AND (NEW.status, NEW.answer, NEW.answered_by_id)
       IS DISTINCT FROM (OLD.status, OLD.answer, OLD.answered_by_id) THEN
        RAISE EXCEPTION 'Svaret kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.route_list_id IS DISTINCT FROM OLD.route_list_id AND (OLD.route_list_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM koerelister_routelist WHERE id = NEW.route_list_id AND is_separate
    )) THEN
        RAISE EXCEPTION 'Et godkendt besøg har én særskilt køreliste.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_gate BEFORE INSERT OR UPDATE OR DELETE ON koerelister_separatevisit
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_gate();
"""

REVERSE = """
DROP TRIGGER separate_gate ON koerelister_separatevisit;
DROP FUNCTION koerelister_separate_gate();
DROP TRIGGER separate_list ON koerelister_routelist;
DROP FUNCTION koerelister_separate_list();
DROP TRIGGER separate_stop ON koerelister_stop;
DROP FUNCTION koerelister_separate_stop();
"""

# PostgreSQL's statistics keep sample values after the rows are deleted (safety, «Forensic erasure»).
NO_SAMPLES = (
    "ALTER TABLE koerelister_separatevisit ALTER COLUMN case_id SET STATISTICS 0",
    "ALTER TABLE koerelister_separatevisit ALTER COLUMN case_id SET STATISTICS -1",
)


class Migration(migrations.Migration):
    replaces = [("koerelister", "0005_area_rules")]

    dependencies = [("koerelister", "0002_lists")]

    operations = [migrations.RunSQL(GATES, REVERSE), migrations.RunSQL(*NO_SAMPLES)]
