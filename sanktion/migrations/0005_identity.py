"""B012: the citizen was heard about one event. A case can't be given another, nor the event another content."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sanktion_case_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.citizen_id, NEW.event_id) IS DISTINCT FROM (OLD.number, OLD.citizen_id, OLD.event_id) THEN
        RAISE EXCEPTION 'Sagens nummer, borger og hændelse kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER case_identity BEFORE UPDATE OF number, citizen_id, event_id ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION sanktion_case_identity();

CREATE FUNCTION sanktion_event_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.citizen_id, NEW.kind, NEW.occurred_on) IS DISTINCT FROM (OLD.citizen_id, OLD.kind, OLD.occurred_on)
       AND EXISTS (SELECT 1 FROM sanktion_case WHERE event_id = OLD.id) THEN
        RAISE EXCEPTION 'Hændelsen er taget op i en sag og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER event_identity BEFORE UPDATE OF citizen_id, kind, occurred_on ON sanktion_negativeevent
    FOR EACH ROW EXECUTE FUNCTION sanktion_event_identity();
"""

REVERSE = """
DROP TRIGGER event_identity ON sanktion_negativeevent;
DROP FUNCTION sanktion_event_identity();
DROP TRIGGER case_identity ON sanktion_case;
DROP FUNCTION sanktion_case_identity();
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0004_imports")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
