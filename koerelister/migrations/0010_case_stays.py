"""B043: a case with a stop or an order is not destroyed: what it stands on goes first, and in its own way."""

from django.db import migrations

GATE = """
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
REVERSE = """
DROP TRIGGER delete_gate_in_use ON sanktion_case;
DROP FUNCTION koerelister_case_gate();
"""


class Migration(migrations.Migration):
    dependencies = [("koerelister", "0009_destruction"), ("sanktion", "0025_retention")]

    operations = [migrations.RunSQL(GATE, REVERSE)]
