"""A closing day that is removed is kept: whoever was written to while it stood has it in their time to answer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Two columns alone are ever written, once, and the time is the database's own: told as earlier than it was, it would
# make someone's time shorter.
GATE = """
DROP TRIGGER never_changed ON sanktion_closingday;
DROP TRIGGER closing_day_gate ON sanktion_closingday;

CREATE OR REPLACE FUNCTION sanktion_closing_day_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.day < (now() AT TIME ZONE 'Europe/Copenhagen')::date THEN
        RAISE EXCEPTION
            'En dag, der er gået, kan hverken gøres til lukkedag eller ophøre med at være det: der er regnet frister efter den.'
            USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        NEW.removed_at := NULL;
        NEW.removed_by_id := NULL;
    ELSIF OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL
        OR to_jsonb(NEW) - '{removed_at,removed_by_id}'::text[] <> to_jsonb(OLD) - '{removed_at,removed_by_id}'::text[]
    THEN
        RAISE EXCEPTION 'En lukkedag ændres ikke, og den fjernes kun én gang.' USING ERRCODE = 'check_violation';
    ELSE
        NEW.removed_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER closing_day_gate BEFORE INSERT OR UPDATE ON sanktion_closingday
    FOR EACH ROW EXECUTE FUNCTION sanktion_closing_day_gate();
CREATE TRIGGER never_deleted BEFORE DELETE ON sanktion_closingday
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""
GATE_REVERSE = """
DROP TRIGGER never_deleted ON sanktion_closingday;
DROP TRIGGER closing_day_gate ON sanktion_closingday;

CREATE OR REPLACE FUNCTION sanktion_closing_day_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one sanktion_closingday := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF one.day < (now() AT TIME ZONE 'Europe/Copenhagen')::date THEN
        RAISE EXCEPTION
            'En dag, der er gået, kan hverken gøres til lukkedag eller ophøre med at være det: der er regnet frister efter den.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN one;
END $$;

CREATE TRIGGER closing_day_gate BEFORE INSERT OR DELETE ON sanktion_closingday
    FOR EACH ROW EXECUTE FUNCTION sanktion_closing_day_gate();
CREATE TRIGGER never_changed BEFORE UPDATE ON sanktion_closingday
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0103_closing_days")]

    operations = [
        migrations.AlterModelOptions(
            name="closingday",
            options={"ordering": ["day", "pk"], "verbose_name": "lukkedag", "verbose_name_plural": "lukkedage"},
        ),
        migrations.AlterField("closingday", "day", models.DateField(verbose_name="dag")),
        migrations.AddField(
            "closingday", "removed_at", models.DateTimeField(editable=False, null=True, verbose_name="fjernet")
        ),
        migrations.AddField(
            "closingday",
            "removed_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "closingday",
            models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("day",), name="closing_day_stands_once"
            ),
        ),
        migrations.AddConstraint(
            "closingday",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), ("removed_by", None)),
                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                    _connector="OR",
                ),
                name="closing_day_removed_by_someone",
            ),
        ),
        migrations.RunSQL(GATE, GATE_REVERSE),
    ]
