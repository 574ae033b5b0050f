"""V053, V098, V126: a deadline moves with a notice, or with what it is counted from. V006: who has supervised stands."""

from datetime import date

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

FROM = date(2006, 12, 13)
TEXTS = {
    "delay_opening": "{anledning}. Materialet skulle være sendt senest den {gammel_frist}. Vi kan desværre ikke sende det"
    " hele inden for fristen.",
    "delay_why": "{grund}",
    "delay_when": "Vi sender materialet **senest den {ny_frist}**.",
    "delay_closing": "Vi giver besked, så snart materialet er sendt. Har direktoratet spørgsmål, kan de stilles på"
    " {telefon}.",
}

GATES = """
CREATE FUNCTION tilsyn_due_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.received_on <> NEW.received_on AND OLD.status NOT IN ('registered', 'collecting', 'visited') THEN
        RAISE EXCEPTION 'Materialet er sendt. Dagen, anmodningen kom, kan ikke ændres.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.visit_on IS DISTINCT FROM NEW.visit_on AND OLD.status NOT IN ('registered', 'collecting') THEN
        RAISE EXCEPTION 'Besøget er holdt. Dagen kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    -- What it is counted from may move it, and the visit begins a deadline of its own.
    IF NEW.due > OLD.due AND (OLD.received_on, OLD.visit_on) IS NOT DISTINCT FROM (NEW.received_on, NEW.visit_on)
        AND NOT (NEW.status = 'visited' AND OLD.status <> 'visited')
        AND NOT EXISTS (
            SELECT 1 FROM tilsyn_supervisiondelay
            WHERE supervision_id = NEW.id AND old_due = OLD.due AND new_due = NEW.due
        ) THEN
        RAISE EXCEPTION 'Fristen kan kun udskydes med en meddelelse om forsinkelse.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER due_gate BEFORE UPDATE ON tilsyn_supervision
    FOR EACH ROW EXECUTE FUNCTION tilsyn_due_gate();

CREATE FUNCTION tilsyn_delay_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_supervision tilsyn_supervision;
BEGIN
    SELECT * INTO of_supervision FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR UPDATE;
    IF NOT (of_supervision.status = 'visited'
            OR of_supervision.form <> 'visit' AND of_supervision.status IN ('registered', 'collecting')) THEN
        RAISE EXCEPTION 'Der er ingen frist at udskyde.' USING ERRCODE = 'check_violation';
    END IF;
    IF of_supervision.due <> NEW.old_due THEN
        RAISE EXCEPTION 'Fristen er en anden end den, der udskydes.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper
        WHERE id = NEW.paper_id AND supervision_id = NEW.supervision_id AND kind = 'delay'
    ) THEN
        RAISE EXCEPTION 'Meddelelsen om forsinkelse er ikke skrevet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER delay_gate BEFORE INSERT ON tilsyn_supervisiondelay
    FOR EACH ROW EXECUTE FUNCTION tilsyn_delay_gate();

CREATE FUNCTION tilsyn_delay_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT due FROM tilsyn_supervision WHERE id = NEW.supervision_id) < NEW.new_due THEN
        RAISE EXCEPTION 'Den nye dag er ikke blevet fristen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER delay_moves AFTER INSERT ON tilsyn_supervisiondelay DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tilsyn_delay_moves();

CREATE FUNCTION tilsyn_directorate_delay_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR SHARE) <> 'ended' THEN
        RAISE EXCEPTION 'Der ventes ikke på et resultat.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper
        WHERE id = NEW.paper_id AND supervision_id = NEW.supervision_id AND kind = 'directorate_delay'
    ) THEN
        RAISE EXCEPTION 'Brevet hører til et andet tilsyn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER directorate_delay_gate BEFORE INSERT ON tilsyn_directoratedelay
    FOR EACH ROW EXECUTE FUNCTION tilsyn_directorate_delay_gate();

CREATE FUNCTION tilsyn_directorate_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    -- What was written wrong today can be put right today: its history tells.
    IF TG_OP <> 'INSERT' AND OLD.valid_from < today THEN
        RAISE EXCEPTION 'Oplysninger, der er taget i brug, kan ikke ændres eller fjernes.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.valid_from < today THEN
        RAISE EXCEPTION 'Nye oplysninger kan ikke gælde tilbage i tiden.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER directorate_gate BEFORE INSERT OR UPDATE OR DELETE ON tilsyn_directorate
    FOR EACH ROW EXECUTE FUNCTION tilsyn_directorate_gate();
"""
REVERSE = """
DROP TRIGGER directorate_gate ON tilsyn_directorate;
DROP TRIGGER directorate_delay_gate ON tilsyn_directoratedelay;
DROP TRIGGER delay_moves ON tilsyn_supervisiondelay;
DROP TRIGGER delay_gate ON tilsyn_supervisiondelay;
DROP TRIGGER due_gate ON tilsyn_supervision;
DROP FUNCTION tilsyn_directorate_gate();
DROP FUNCTION tilsyn_directorate_delay_gate();
DROP FUNCTION tilsyn_delay_moves();
DROP FUNCTION tilsyn_delay_gate();
DROP FUNCTION tilsyn_due_gate();
"""


def load(apps, schema_editor):
    LetterText = apps.get_model("sanktion", "LetterText")
    for kind, body in TEXTS.items():
        LetterText.objects.get_or_create(kind=kind, valid_from=FROM, defaults={"body": body})


class Migration(migrations.Migration):
    dependencies = [
        ("tilsyn", "0002_gates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectorateDelay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("received_on", models.DateField(verbose_name="modtaget")),
                ("expected_on", models.DateField(verbose_name="ventes senest")),
                ("reason", models.TextField(verbose_name="direktoratets grund")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directorate_delay",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directorate_delays",
                        to="tilsyn.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "direktoratets forsinkelse",
                "verbose_name_plural": "direktoratets forsinkelser",
                "ordering": [models.OrderBy(models.F("at")), models.OrderBy(models.F("pk"))],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expected_on__gt", models.F("received_on"))),
                        name="directorate_delay_is_ahead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")), name="directorate_delay_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionDelay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("old_due", models.DateField(verbose_name="frist før")),
                ("new_due", models.DateField(verbose_name="ny frist")),
                ("reason", models.TextField(verbose_name="grund")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="afgivet")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delay", to="tilsyn.supervisionpaper"
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delays", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "meddelelse om forsinkelse",
                "verbose_name_plural": "meddelelser om forsinkelse",
                "ordering": [models.OrderBy(models.F("at")), models.OrderBy(models.F("pk"))],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_due__gt", models.F("old_due"))), name="delay_is_to_a_later_day"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="delay_says_why"),
                ],
            },
        ),
        migrations.RunSQL(GATES, REVERSE),
        # What has been in use is never removed, so undoing leaves the texts where they are.
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
