"""B043, B045: a copy on a phone is numbered once, and stays noted until the phone is empty or its day is over."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION koerelister_device_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.wiped_at IS NULL AND EXISTS (
            SELECT 1 FROM koerelister_routelist l
            WHERE l.id = OLD.route_list_id AND l.date >= (now() AT TIME ZONE 'Europe/Copenhagen')::date
        ) THEN
            RAISE EXCEPTION 'Listen ligger stadig på en telefon.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.wiped_at IS NOT NULL
       OR (NEW.route_list_id, NEW.user_id, NEW.number, NEW.handed_out_at)
       IS DISTINCT FROM (OLD.route_list_id, OLD.user_id, OLD.number, OLD.handed_out_at) THEN
        RAISE EXCEPTION 'En udleveret kopi kan kun noteres slettet.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER device_gate BEFORE UPDATE OR DELETE ON koerelister_devicecopy
    FOR EACH ROW EXECUTE FUNCTION koerelister_device_gate();
"""

REVERSE = """
DROP TRIGGER device_gate ON koerelister_devicecopy;
DROP FUNCTION koerelister_device_gate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("koerelister", "0006_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
                (
                    "handed_out_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="hentet"),
                ),
                ("wiped_at", models.DateTimeField(editable=False, null=True, verbose_name="slettet fra telefonen")),
                (
                    "route_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="device_copies",
                        to="koerelister.routelist",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hentet af",
                    ),
                ),
            ],
            options={
                "verbose_name": "kopi på telefon",
                "verbose_name_plural": "kopier på telefon",
                "ordering": ["route_list", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("route_list", "number"), name="device_copy_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wiped_at__isnull", True), ("wiped_at__gte", models.F("handed_out_at")), _connector="OR"
                        ),
                        name="device_copy_wiped_after",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
