"""What is written stays as it was written, whatever the application thinks: tables of which no row is changed or deleted."""

from django.db import migrations

# «Destroying» is a setting that anybody can make; what nobody but sanktion_destroy_case (0010_retention) has besides is
# the owner's role.
FUNCTIONS = """
CREATE FUNCTION sanktion_is_destroying(of_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('sanktion.destroying', true), '') = 'case'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = of_table), 'USAGE')
$$;

CREATE FUNCTION sanktion_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND sanktion_is_destroying(TG_RELID) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Rækker i % kan ikke ændres eller slettes.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

FUNCTIONS_REVERSE = """
DROP FUNCTION sanktion_append_only();
DROP FUNCTION sanktion_is_destroying(oid);
"""

# Rows are added and neither changed nor deleted.
APPEND_ONLY = [
    "accesslog",
    "adverseinformation",
    "answerblock",
    "appealruling",
    "archivedelivery",
    "assessment",
    "casedocument",
    "casematerial",
    "contactattempt",
    "countersignature",
    "countersignrequest",
    "countersignrule",
    "decision",
    "decisionchange",
    "disposalcertificate",
    "documentcontent",
    "documenttext",
    "eventnotice",
    "gateswitch",
    "groundassessment",
    "guidelineversion",
    "inquirydocument",
    "journalentry",
    "ladderrule",
    "paymentconsequence",
    "registerdelivery",
    "registerdeliveryrow",
    "retentiondelay",
    "retentionrule",
    "signatory",
    "writtenguidance",
]
# Rows change, each by its own rules, and are never deleted.
NEVER_DELETED = ["citizen", "complaint", "disposal", "negativeevent", "retentionhold", "wrongpayment"]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_{table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON sanktion_{table}",
    )


def _never_deleted(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER never_deleted BEFORE DELETE ON sanktion_{table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER never_deleted ON sanktion_{table}",
    )


class Migration(migrations.Migration):
    replaces = [("sanktion", "0002_gates")]

    dependencies = [("sanktion", "0001_schema")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSE),
        *map(_append_only, APPEND_ONLY),
        *map(_never_deleted, NEVER_DELETED),
    ]
