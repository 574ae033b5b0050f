"""B021: rules for single houses and stretches of road. B023, B044: a protected citizen is only ever visited alone."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


GATES = """
CREATE FUNCTION koerelister_separate_stop() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    separate boolean;
    today date := (now() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    SELECT is_separate INTO separate FROM koerelister_routelist WHERE id = NEW.route_list_id;
    IF separate THEN
        -- With the unique position of each list, one place is one stop, also for two who insert at once.
        IF NEW.position <> 1 THEN
            RAISE EXCEPTION 'En særskilt køreliste har kun ét stop.' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM koerelister_separatevisit
            WHERE route_list_id = NEW.route_list_id AND case_id = NEW.case_id AND status = 'approved'
        ) THEN
            RAISE EXCEPTION 'Det særskilte besøg er ikke godkendt.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    -- Who is protected while on a shared list stays there, shielded, until the stop is struck.
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.route_list_id, NEW.case_id) IS NOT DISTINCT FROM (OLD.route_list_id, OLD.case_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_citizen z ON z.id = c.citizen_id
        WHERE c.id = NEW.case_id AND z.protected_until >= today
    ) THEN
        RAISE EXCEPTION 'Oplysningerne er beskyttet og må ikke stå på en fælles køreliste.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_stop BEFORE INSERT OR UPDATE OF route_list_id, case_id, position ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_stop();

CREATE FUNCTION koerelister_separate_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_separate IS DISTINCT FROM OLD.is_separate THEN
        RAISE EXCEPTION 'En køreliste er særskilt fra den bliver lavet, eller slet ikke.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_list BEFORE UPDATE OF is_separate ON koerelister_routelist
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_list();

CREATE FUNCTION koerelister_separate_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.route_list_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM koerelister_destructionrecord r JOIN koerelister_routelist l ON l.number = r.number
            WHERE l.id = OLD.route_list_id
        ) THEN
            RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'requested' THEN
            RAISE EXCEPTION 'Et særskilt besøg begynder med en anmodning.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.case_id, NEW.asked_by_id, NEW.reason, NEW.asked_at)
       IS DISTINCT FROM (OLD.case_id, OLD.asked_by_id, OLD.reason, OLD.asked_at) THEN
        RAISE EXCEPTION 'Anmodningen kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'requested' AND (NEW.status, NEW.answer, NEW.answered_by_id)
       IS DISTINCT FROM (OLD.status, OLD.answer, OLD.answered_by_id) THEN
        RAISE EXCEPTION 'Svaret kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.route_list_id IS DISTINCT FROM OLD.route_list_id AND (OLD.route_list_id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM koerelister_routelist WHERE id = NEW.route_list_id AND is_separate
    )) THEN
        RAISE EXCEPTION 'Et godkendt besøg har én særskilt køreliste.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER separate_gate BEFORE INSERT OR UPDATE OR DELETE ON koerelister_separatevisit
    FOR EACH ROW EXECUTE FUNCTION koerelister_separate_gate();
"""

REVERSE = """
DROP TRIGGER separate_gate ON koerelister_separatevisit;
DROP FUNCTION koerelister_separate_gate();
DROP TRIGGER separate_list ON koerelister_routelist;
DROP FUNCTION koerelister_separate_list();
DROP TRIGGER separate_stop ON koerelister_stop;
DROP FUNCTION koerelister_separate_stop();
"""

# PostgreSQL's statistics keep sample values after the rows are deleted (safety, «Forensic erasure»).
NO_SAMPLES = (
    "ALTER TABLE koerelister_separatevisit ALTER COLUMN case_id SET STATISTICS 0",
    "ALTER TABLE koerelister_separatevisit ALTER COLUMN case_id SET STATISTICS -1",
)


class Migration(migrations.Migration):
    dependencies = [
        ("koerelister", "0004_plan_key"),
        ("sanktion", "0024_two_persons_last"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="routelist",
            name="is_separate",
            field=models.BooleanField(default=False, editable=False, verbose_name="særskilt"),
        ),
        migrations.CreateModel(
            name="AreaOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("access_address_id", models.UUIDField(unique=True, verbose_name="adgangsadresse-id")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="koerelister.area",
                        verbose_name="område",
                    ),
                ),
            ],
            options={
                "verbose_name": "enkelt adresse",
                "verbose_name_plural": "enkelte adresser",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AreaStreet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("road", models.CharField(max_length=40, verbose_name="vejnavn")),
                ("postcode", models.CharField(max_length=4, verbose_name="postnr.")),
                ("numbers", django.contrib.postgres.fields.ranges.IntegerRangeField(verbose_name="husnumre")),
                (
                    "parity",
                    models.CharField(
                        choices=[("all", "Alle numre"), ("even", "Lige numre"), ("odd", "Ulige numre")],
                        default="all",
                        max_length=4,
                        verbose_name="sider",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="streets",
                        to="koerelister.area",
                        verbose_name="område",
                    ),
                ),
            ],
            options={
                "verbose_name": "gaderegel",
                "verbose_name_plural": "gaderegler",
                "ordering": ["road", "postcode", "numbers"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parity__in", ["all", "even", "odd"])), name="area_street_parity_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("postcode__regex", "^[0-9]{4}$")), name="area_street_postcode"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("numbers__isempty", False),
                            ("numbers__lower_inf", False),
                            ("numbers__startswith__gte", 0),
                            ("numbers__upper_inf", False),
                        ),
                        name="area_street_has_numbers",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.Func(
                                        django.db.models.functions.text.Concat("postcode", models.Value(" "), "road"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Func(
                                        django.db.models.functions.text.Concat("postcode", models.Value(" "), "road"),
                                        models.Value(0),
                                        function="hashtextextended",
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (models.F("numbers"), "&&"),
                            (
                                models.Func(
                                    models.Case(models.When(parity="odd", then=1), default=0),
                                    models.Case(models.When(parity="even", then=1), default=2),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                        ],
                        name="area_street_no_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeparateVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_answer", "Borgeren har ikke reageret på brev, Digital Post eller telefon"),
                            ("no_other_way", "Borgeren kan ikke nås på nogen anden måde"),
                            ("agreed", "Borgeren har selv bedt om at blive opsøgt"),
                        ],
                        max_length=20,
                        verbose_name="begrundelse",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="anmodet"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("needed", "Godkendt: andre veje er prøvet, og sagen kan ikke oplyses uden besøget"),
                            ("wished", "Godkendt: borgeren ønsker det selv"),
                            ("other_ways", "Afvist: andre veje skal prøves først"),
                            ("unsafe", "Afvist: et besøg kan bringe borgeren i fare"),
                            ("not_needed", "Afvist: sagen kan oplyses uden besøget"),
                        ],
                        max_length=20,
                        verbose_name="svar",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Venter på godkendelse"),
                            ("approved", "Godkendt"),
                            ("refused", "Afvist"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvaret af",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="anmodet af",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"
                    ),
                ),
                (
                    "route_list",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="separate",
                        to="koerelister.routelist",
                    ),
                ),
            ],
            options={
                "verbose_name": "særskilt besøg",
                "verbose_name_plural": "særskilte besøg",
                "ordering": ["asked_at", "pk"],
                "permissions": [("approve_protected_visit", "Kan godkende særskilte besøg")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        name="separate_not_by_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["no_answer", "no_other_way", "agreed"])),
                        name="separate_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_by", None), ("status", "requested")),
                            models.Q(
                                ("answer__in", ["needed", "wished"]),
                                ("answered_by__isnull", False),
                                ("status", "approved"),
                            ),
                            models.Q(
                                ("answer__in", ["other_ways", "unsafe", "not_needed"]),
                                ("answered_by__isnull", False),
                                ("status", "refused"),
                            ),
                            _connector="OR",
                        ),
                        name="separate_answered_by_its_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route_list", None), ("status", "approved"), _connector="OR"),
                        name="separate_list_only_when_approved",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GATES, REVERSE),
        migrations.RunSQL(*NO_SAMPLES),
    ]
