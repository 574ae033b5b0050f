"""B033, B043: nothing un-noted is destroyed, a noted stop stands until its list goes, nobody is on two lists or lost.

A draft is made and unmade freely; what is published can only be noted.
"""

from django.db import migrations

STOPS = """
CREATE FUNCTION koerelister_stop_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM koerelister_routelist WHERE id = OLD.route_list_id AND status = 'draft') THEN
        -- Nobody is lost: whose stop goes with a draft, waits again first.
        IF NOT EXISTS (SELECT 1 FROM koerelister_visitorder WHERE case_id = OLD.case_id) THEN
            RAISE EXCEPTION 'Stoppet er hverken registreret eller sat til at vente.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status = 'open' THEN
        RAISE EXCEPTION 'Stoppet er ikke registreret og kan ikke slettes.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM koerelister_destructionrecord r JOIN koerelister_routelist l ON l.number = r.number
        WHERE l.id = OLD.route_list_id
    ) THEN
        RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER stop_gate BEFORE DELETE ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_stop_gate();

CREATE FUNCTION koerelister_stop_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'open' AND (NEW.status, NEW.strike_reason, NEW.route_list_id, NEW.case_id, NEW.address_id)
       IS DISTINCT FROM (OLD.status, OLD.strike_reason, OLD.route_list_id, OLD.case_id, OLD.address_id) THEN
        RAISE EXCEPTION 'Stoppet er registreret og kan ikke ændres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stop_onward BEFORE UPDATE ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_stop_onward();

CREATE FUNCTION koerelister_stop_citizen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint := (SELECT citizen_id FROM sanktion_case WHERE id = NEW.case_id);
BEGIN
    NEW.citizen_id := coalesce(NEW.citizen_id, whose);
    IF NEW.citizen_id IS DISTINCT FROM whose THEN
        RAISE EXCEPTION 'Stoppets borger er ikke sagens.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER whose_stop BEFORE INSERT OR UPDATE OF case_id, citizen_id ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_stop_citizen();

CREATE FUNCTION koerelister_draft_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'open'
       AND EXISTS (SELECT 1 FROM koerelister_routelist WHERE id = NEW.route_list_id AND status = 'draft') THEN
        RAISE EXCEPTION 'Listen er en kladde: intet af den kan registreres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER draft_gate BEFORE INSERT OR UPDATE ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_draft_gate();
"""

STOPS_REVERSE = """
DROP TRIGGER draft_gate ON koerelister_stop;
DROP FUNCTION koerelister_draft_gate();
DROP TRIGGER whose_stop ON koerelister_stop;
DROP FUNCTION koerelister_stop_citizen();
DROP TRIGGER stop_onward ON koerelister_stop;
DROP FUNCTION koerelister_stop_onward();
DROP TRIGGER stop_gate ON koerelister_stop;
DROP FUNCTION koerelister_stop_gate();
"""

LISTS = """
CREATE FUNCTION koerelister_list_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        IF EXISTS (SELECT 1 FROM koerelister_stop WHERE route_list_id = OLD.id) THEN
            RAISE EXCEPTION 'Kladden har stop.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM koerelister_destructionrecord WHERE number = OLD.number) THEN
        RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER list_gate BEFORE DELETE ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_list_gate();

CREATE FUNCTION koerelister_list_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'draft' AND OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'En udgivet liste kan ikke blive kladde igen.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER list_onward BEFORE UPDATE OF status ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_list_onward();
"""

LISTS_REVERSE = """
DROP TRIGGER list_onward ON koerelister_routelist;
DROP FUNCTION koerelister_list_onward();
DROP TRIGGER list_gate ON koerelister_routelist;
DROP FUNCTION koerelister_list_gate();
"""

# B043: a case with a stop or an order is not destroyed: what it stands on goes first, and in its own way.
CASES = """
CREATE FUNCTION koerelister_case_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM koerelister_stop WHERE case_id = OLD.id)
       OR EXISTS (SELECT 1 FROM koerelister_visitorder WHERE case_id = OLD.id)
       OR EXISTS (SELECT 1 FROM koerelister_separatevisit WHERE case_id = OLD.id) THEN
        RAISE EXCEPTION 'Sagen er i brug.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER delete_gate_in_use BEFORE DELETE ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION koerelister_case_gate();
"""

CASES_REVERSE = """
DROP TRIGGER delete_gate_in_use ON sanktion_case;
DROP FUNCTION koerelister_case_gate();
"""

# PostgreSQL's statistics keep sample values after the rows are deleted (safety, «Forensic erasure»).
NO_SAMPLES = [
    ("koerelister_stop", "case_id"),
    ("koerelister_stop", "citizen_id"),
    ("koerelister_stop", "address_id"),
    ("koerelister_stop", "ordered_at"),
    ("koerelister_stop", "deferred_on"),
    ("koerelister_visitorder", "case_id"),
    ("koerelister_visitorder", "deferred_on"),
]


def _no_samples(table: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0",
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1",
    )


class Migration(migrations.Migration):
    replaces = [
        ("koerelister", "0002_gates"),
        ("koerelister", "0003_gates"),
        ("koerelister", "0006_plans"),
        ("koerelister", "0010_case_stays"),
    ]

    dependencies = [("koerelister", "0001_schema"), ("sanktion", "0010_retention")]

    operations = [
        migrations.RunSQL(STOPS, STOPS_REVERSE),
        migrations.RunSQL(LISTS, LISTS_REVERSE),
        migrations.RunSQL(CASES, CASES_REVERSE),
        *[_no_samples(*column) for column in NO_SAMPLES],
    ]
