"""What a case and its event are made of stays: identity (B012), what each kind is asked about (V040-V051, V068), material."""

from django.db import migrations

# B012: the citizen was heard about one event. A case can't be given another, nor the event another content.
IDENTITY = """
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

IDENTITY_REVERSE = """
DROP TRIGGER event_identity ON sanktion_negativeevent;
DROP FUNCTION sanktion_event_identity();
DROP TRIGGER case_identity ON sanktion_case;
DROP FUNCTION sanktion_case_identity();
"""

# V040-V051, V068.
DETAILS = """
CREATE FUNCTION sanktion_event_details() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (NEW.details, NEW.details_pending, NEW.due_on) IS DISTINCT FROM (OLD.details, OLD.details_pending, OLD.due_on)
       AND EXISTS (SELECT 1 FROM sanktion_case WHERE event_id = OLD.id AND status IN ('decided', 'closed')) THEN
        RAISE EXCEPTION 'Sagen er afgjort. Hændelsens oplysninger kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF jsonb_typeof(NEW.details) <> 'object' OR jsonb_path_exists(NEW.details, '$.* ? (@ == "" || @ == null)') THEN
        RAISE EXCEPTION 'En oplysning om hændelsen er tom.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 10 AND NOT NEW.details_pending AND NEW.due_on IS DISTINCT FROM
       ((NEW.details ->> 'registered_on')::date + interval '1 month')::date THEN
        RAISE EXCEPTION 'Fristen for CV på Jobnet er en måned efter tilmeldingen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A file's rows hold no details and are not held up: most inserts skip the function.
CREATE TRIGGER event_details_insert BEFORE INSERT ON sanktion_negativeevent
    FOR EACH ROW WHEN (NOT NEW.details_pending) EXECUTE FUNCTION sanktion_event_details();
CREATE TRIGGER event_details_update BEFORE UPDATE OF kind, details, details_pending, due_on ON sanktion_negativeevent
    FOR EACH ROW EXECUTE FUNCTION sanktion_event_details();
"""

DETAILS_REVERSE = """
DROP TRIGGER event_details_update ON sanktion_negativeevent;
DROP TRIGGER event_details_insert ON sanktion_negativeevent;
DROP FUNCTION sanktion_event_details();
"""

# V056-V067: what is not relevant says why. A sealed empty text is 29 bytes long: version, nonce and tag.
MATERIAL = """
ALTER TABLE sanktion_materialwaiver ADD CONSTRAINT waiver_has_reason CHECK (octet_length(reason) > 29);

CREATE FUNCTION sanktion_waiver_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.kind, NEW.reason, NEW.by_id, NEW.at)
        IS DISTINCT FROM (OLD.case_id, OLD.kind, OLD.reason, OLD.by_id, OLD.at)
    THEN
        RAISE EXCEPTION 'Begrundelsen for, at materialet ikke er relevant, kan kun trækkes tilbage.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'Det, der er trukket tilbage, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER waiver_guard BEFORE UPDATE ON sanktion_materialwaiver
    FOR EACH ROW EXECUTE FUNCTION sanktion_waiver_guard();
CREATE TRIGGER waiver_stays BEFORE DELETE ON sanktion_materialwaiver
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

MATERIAL_REVERSE = """
DROP TRIGGER waiver_stays ON sanktion_materialwaiver;
DROP TRIGGER waiver_guard ON sanktion_materialwaiver;
DROP FUNCTION sanktion_waiver_guard();
ALTER TABLE sanktion_materialwaiver DROP CONSTRAINT waiver_has_reason;
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0005_identity"), ("sanktion", "0006_event_details"), ("sanktion", "0007_material")]

    dependencies = [("sanktion", "0002_written_once")]

    operations = [
        migrations.RunSQL(IDENTITY, IDENTITY_REVERSE),
        migrations.RunSQL(DETAILS, DETAILS_REVERSE),
        migrations.RunSQL(MATERIAL, MATERIAL_REVERSE),
    ]
