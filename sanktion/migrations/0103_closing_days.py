"""The unit's own closing days: deadlines were counted by those that have gone, so they stay as they were."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GATE = """
CREATE FUNCTION sanktion_closing_day_gate() RETURNS trigger LANGUAGE plpgsql AS $$
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
GATE_REVERSE = """
DROP TRIGGER never_changed ON sanktion_closingday;
DROP TRIGGER closing_day_gate ON sanktion_closingday;
DROP FUNCTION sanktion_closing_day_gate();
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0102_access_months")]

    operations = [
        migrations.CreateModel(
            name="ClosingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="dag")),
                ("name", models.CharField(max_length=60, verbose_name="anledning")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lukkedag",
                "verbose_name_plural": "lukkedage",
                "ordering": ["day"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name__regex", "\\S")), name="closing_day_has_name")
                ],
            },
        ),
        migrations.RunSQL(GATE, GATE_REVERSE),
    ]
