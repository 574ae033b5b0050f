"""Rules that hold whatever the application thinks: what is written stays, and no decision without its ground."""

from django.db import migrations

APPEND_ONLY = [
    "sanktion_journalentry",
    "sanktion_contactattempt",
    "sanktion_casedocument",
    "sanktion_documentcontent",
    "sanktion_accesslog",
    "sanktion_assessment",
    "sanktion_decision",
]

FUNCTIONS = """
CREATE FUNCTION sanktion_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rækker i % kan ikke ændres eller slettes.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION sanktion_decision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sanktion_case WHERE id = NEW.case_id AND status = 'ready') THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_assessment WHERE id = NEW.assessment_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Rådighedsvurderingen hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.letter_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Afgørelsesbrevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_gate();
"""

REVERSE = """
DROP TRIGGER decision_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_gate();
DROP FUNCTION sanktion_append_only();
"""


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, REVERSE), *map(_append_only, APPEND_ONLY)]
