"""Rules that hold whatever the application thinks: nothing un-noted is destroyed, nothing counted is taken back."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION koerelister_stop_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'open' THEN
        RAISE EXCEPTION 'Stoppet er ikke registreret og kan ikke slettes.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER stop_gate BEFORE DELETE ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_stop_gate();

CREATE FUNCTION koerelister_list_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM koerelister_destructionrecord WHERE number = OLD.number) THEN
        RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER list_gate BEFORE DELETE ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_list_gate();

CREATE FUNCTION koerelister_count_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.count < OLD.count
       OR (NEW.month, NEW.area_id, NEW.contact) IS DISTINCT FROM (OLD.month, OLD.area_id, OLD.contact) THEN
        RAISE EXCEPTION 'Besøgstal kan kun vokse.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER count_gate BEFORE UPDATE OR DELETE ON koerelister_visitcount
    FOR EACH ROW EXECUTE FUNCTION koerelister_count_gate();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_destructionrecord
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER append_only ON koerelister_destructionrecord;
DROP TRIGGER count_gate ON koerelister_visitcount;
DROP TRIGGER list_gate ON koerelister_routelist;
DROP TRIGGER stop_gate ON koerelister_stop;
DROP FUNCTION koerelister_count_gate();
DROP FUNCTION koerelister_list_gate();
DROP FUNCTION koerelister_stop_gate();
"""

# PostgreSQL's statistics keep sample values after the rows are deleted (safety, «Forensic erasure»).
NO_SAMPLES = [
    ("koerelister_stop", "case_id"),
    ("koerelister_stop", "address_id"),
    ("koerelister_visitorder", "case_id"),
]


def _no_samples(table: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0",
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1",
    )


class Migration(migrations.Migration):
    dependencies = [("koerelister", "0001_initial"), ("sanktion", "0002_gates")]

    operations = [migrations.RunSQL(FUNCTIONS, REVERSE), *[_no_samples(*column) for column in NO_SAMPLES]]
