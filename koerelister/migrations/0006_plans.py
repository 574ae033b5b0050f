"""Drafts, several lists an area, shifts, and one open stop a citizen: nobody is on two lists, and nobody is lost."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


# Upgrading a system in use: the lists it has are published, and each area still to be made gets one list as before.
FILL_IN = """
DO $$ BEGIN
    IF EXISTS (
        SELECT 1 FROM koerelister_stop s JOIN sanktion_case c ON c.id = s.case_id
        WHERE s.status = 'open' GROUP BY c.citizen_id HAVING count(*) > 1
    ) THEN
        RAISE EXCEPTION 'En borger står på to åbne stop. Registrér eller stryg det ene, før systemet opgraderes.';
    END IF;
END $$;
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE koerelister_stop s SET citizen_id = c.citizen_id FROM sanktion_case c WHERE c.id = s.case_id;
UPDATE koerelister_planarea p SET crew_ids = ARRAY(
    SELECT crew_id FROM koerelister_routeplan_crews WHERE routeplan_id = p.plan_id ORDER BY crew_id LIMIT 1
) WHERE done_at IS NULL;
SET CONSTRAINTS ALL DEFERRED;
"""

FORWARD = """
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

CREATE FUNCTION koerelister_list_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'draft' AND OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'En udgivet liste kan ikke blive kladde igen.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER list_onward BEFORE UPDATE OF status ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_list_onward();

CREATE OR REPLACE FUNCTION koerelister_stop_gate() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION koerelister_list_gate() RETURNS trigger LANGUAGE plpgsql AS $$
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

ALTER TABLE koerelister_stop ALTER COLUMN citizen_id SET STATISTICS 0;
ALTER TABLE koerelister_stop ALTER COLUMN ordered_at SET STATISTICS 0;
ALTER TABLE koerelister_stop ALTER COLUMN deferred_on SET STATISTICS 0;
ALTER TABLE koerelister_visitorder ALTER COLUMN deferred_on SET STATISTICS 0;
"""

# The two functions that are replaced go when 0002 is undone; until then they let drafts go, of which none is left.
REVERSE = """
DROP TRIGGER list_onward ON koerelister_routelist;
DROP FUNCTION koerelister_list_onward();
DROP TRIGGER draft_gate ON koerelister_stop;
DROP FUNCTION koerelister_draft_gate();
DROP TRIGGER whose_stop ON koerelister_stop;
DROP FUNCTION koerelister_stop_citizen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("koerelister", "0005_area_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="navn")),
                (
                    "latitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="bredde (WGS84, grader)",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="længde (WGS84, grader)",
                    ),
                ),
            ],
            options={
                "verbose_name": "mødested",
                "verbose_name_plural": "mødesteder",
                "ordering": ["name"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="routelist",
            name="list_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="routelist",
            name="one_list_an_area",
        ),
        migrations.AddField(
            model_name="crew",
            name="ends_at",
            field=models.TimeField(default=datetime.time(13, 30), verbose_name="vagten slutter"),
        ),
        migrations.AddField(
            model_name="crew",
            name="starts_at",
            field=models.TimeField(default=datetime.time(9, 0), verbose_name="vagten begynder"),
        ),
        migrations.AddField(
            model_name="planarea",
            name="clerk_travel",
            field=models.PositiveIntegerField(
                editable=False, null=True, verbose_name="kørsel efter postnummer og vej (sekunder)"
            ),
        ),
        migrations.AddField(
            model_name="planarea",
            name="crew_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None, verbose_name="hold"
            ),
        ),
        migrations.AddField(
            model_name="planarea",
            name="fewest",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="færrest lister"),
        ),
        migrations.AddField(
            model_name="planarea",
            name="iterations",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="gennemløb"),
        ),
        migrations.AddField(
            model_name="planarea",
            name="seed",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="frø"),
        ),
        migrations.AddField(
            model_name="planarea",
            name="solver_version",
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name="planlæggerens version"),
        ),
        migrations.AddField(
            model_name="planarea",
            name="travel",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="kørsel (sekunder)"),
        ),
        migrations.AddField(
            model_name="routelist",
            name="is_changed_since_print",
            field=models.BooleanField(default=False, editable=False, verbose_name="ændret siden udskriften"),
        ),
        migrations.AddField(
            model_name="stop",
            name="citizen",
            field=models.ForeignKey(
                null=True,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sanktion.citizen",
            ),
        ),
        migrations.RunSQL(FILL_IN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="stop",
            name="citizen",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.citizen"
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="deferred_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stop",
            name="ordered_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="visitorder",
            name="deferred_on",
            field=models.DateField(editable=False, null=True, verbose_name="dato for den liste, der ikke var plads på"),
        ),
        migrations.AlterField(
            model_name="routelist",
            name="status",
            field=models.CharField(
                choices=[("draft", "Kladde"), ("open", "Udgivet"), ("settled", "Klar til destruktion")],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="routelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "open", "settled"])), name="list_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="routelist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "draft"), _negated=True), ("printed_copies", 0), _connector="OR"
                ),
                name="list_draft_is_unprinted",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("citizen",), name="citizen_on_one_open_stop"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                name="meeting_place_on_earth",
            ),
        ),
        migrations.AddField(
            model_name="crew",
            name="end",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="koerelister.meetingplace",
                verbose_name="slutsted",
            ),
        ),
        migrations.AddField(
            model_name="crew",
            name="start",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="koerelister.meetingplace",
                verbose_name="mødested",
            ),
        ),
        migrations.AddConstraint(
            model_name="crew",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="crew_shift_has_length"
            ),
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
