"""The tables of route lists, plans, destruction and statistics. What the database itself enforces follows by subject."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from sanktion.base.together import CreateTogether

# In an order in which each refers to those before it; constraints and indexes stand with their table.
TABLES = [
    migrations.CreateModel(
        name="Area",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60, unique=True, verbose_name="navn")),
            (
                "code",
                models.CharField(
                    help_text="Begynder listens nummer, fx NB.", max_length=6, unique=True, verbose_name="kode"
                ),
            ),
            (
                "postcodes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=4),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="postnumre",
                ),
            ),
            ("polygon", models.JSONField(blank=True, null=True, verbose_name="grænse (GeoJSON, WGS84)")),
            ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rækkefølge")),
        ],
        options={
            "verbose_name": "område",
            "verbose_name_plural": "områder",
            "ordering": ["position", "name"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("code__regex", "^[A-ZÆØÅ0-9]{1,6}$")), name="area_code_form")
            ],
        },
    ),
    migrations.CreateModel(
        name="AreaStreet",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="streets",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
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
        name="AreaOverride",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="overrides",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("access_address_id", models.UUIDField(unique=True, verbose_name="adgangsadresse-id")),
        ],
        options={"verbose_name": "enkelt adresse", "verbose_name_plural": "enkelte adresser", "ordering": ["pk"]},
    ),
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
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                    name="meeting_place_on_earth",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Crew",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60, unique=True, verbose_name="navn")),
            ("is_active", models.BooleanField(default=True, verbose_name="i brug")),
            ("starts_at", models.TimeField(default=datetime.time(9, 0), verbose_name="vagten begynder")),
            ("ends_at", models.TimeField(default=datetime.time(13, 30), verbose_name="vagten slutter")),
            (
                "start",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.meetingplace",
                    verbose_name="mødested",
                ),
            ),
            (
                "end",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.meetingplace",
                    verbose_name="slutsted",
                ),
            ),
            (
                "members",
                models.ManyToManyField(
                    blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="medlemmer"
                ),
            ),
        ],
        options={
            "verbose_name": "hold",
            "verbose_name_plural": "hold",
            "ordering": ["name"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="crew_shift_has_length"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="DestructionRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "sequence",
                models.PositiveIntegerField(default=0, editable=False, unique=True, verbose_name="løbenummer"),
            ),
            ("number", models.CharField(max_length=24, unique=True, verbose_name="listenummer")),
            ("list_key", models.BigIntegerField(editable=False, null=True)),
            (
                "stop_keys",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(), default=list, editable=False, size=None
                ),
            ),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("date", models.DateField(verbose_name="listens dato")),
            ("stops", models.PositiveSmallIntegerField(verbose_name="stop")),
            ("visited", models.PositiveSmallIntegerField(verbose_name="besøgt")),
            ("copies_printed", models.PositiveSmallIntegerField(verbose_name="udskrevne eksemplarer")),
            ("copies_shredded", models.PositiveSmallIntegerField(verbose_name="makulerede eksemplarer")),
            ("paper", models.JSONField(default=list, verbose_name="eksemplarer")),
            (
                "legal_ground",
                models.CharField(
                    default="Databeskyttelsesforordningen art. 5, stk. 1, litra c og e",
                    max_length=100,
                    verbose_name="retsgrundlag",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="destrueret af",
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="destrueret")),
            ("previous_hash", models.CharField(default="", editable=False, max_length=64)),
            ("hash", models.CharField(default="", editable=False, max_length=64, verbose_name="kontrolsum")),
        ],
        options={
            "verbose_name": "destruktion",
            "verbose_name_plural": "destruktioner",
            "ordering": ["-at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("copies_shredded__lte", models.F("copies_printed"))),
                    name="destruction_paper_accounted",
                ),
                models.CheckConstraint(
                    condition=models.Q(("visited__lte", models.F("stops"))), name="destruction_visited_in_stops"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DestructionChain",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("genesis", models.CharField(max_length=64)),
        ],
        options={"verbose_name": "destruktionskæde", "verbose_name_plural": "destruktionskæder"},
    ),
    migrations.CreateModel(
        name="LossAssessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "record",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="loss_assessment",
                    to="koerelister.destructionrecord",
                ),
            ),
            ("is_reported", models.BooleanField(verbose_name="anmeldt til Datatilsynet")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="vurderet af",
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="vurderet")),
        ],
        options={
            "verbose_name": "vurdering af bortkommet papir",
            "verbose_name_plural": "vurderinger af bortkommet papir",
        },
    ),
    migrations.CreateModel(
        name="PhysicalErasure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "at",
                models.DateTimeField(
                    db_index=True, default=django.utils.timezone.now, editable=False, verbose_name="kørt"
                ),
            ),
            ("tables", models.PositiveSmallIntegerField(verbose_name="tabeller")),
        ],
        options={"verbose_name": "fysisk sletning", "verbose_name_plural": "fysiske sletninger", "ordering": ["-at"]},
    ),
    migrations.CreateModel(
        name="PlanArea",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "area",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="koerelister.area"),
            ),
            ("done_at", models.DateTimeField(editable=False, null=True)),
            ("error", models.CharField(blank=True, max_length=200, verbose_name="fejl")),
            (
                "crew_ids",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(), default=list, editable=False, size=None, verbose_name="hold"
                ),
            ),
            ("fewest", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="færrest lister")),
            ("travel", models.PositiveIntegerField(editable=False, null=True, verbose_name="kørsel (sekunder)")),
            (
                "clerk_travel",
                models.PositiveIntegerField(
                    editable=False, null=True, verbose_name="kørsel efter postnummer og vej (sekunder)"
                ),
            ),
            ("seed", models.BigIntegerField(editable=False, null=True, verbose_name="frø")),
            (
                "solver_version",
                models.CharField(blank=True, editable=False, max_length=120, verbose_name="planlæggerens version"),
            ),
            ("iterations", models.PositiveIntegerField(editable=False, null=True, verbose_name="gennemløb")),
        ],
        options={
            "verbose_name": "område i plan",
            "verbose_name_plural": "områder i plan",
            "ordering": ["area__position", "area__name"],
            "constraints": [],
        },
    ),
    migrations.CreateModel(
        name="RoutePlan",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("date", models.DateField(verbose_name="dato")),
            (
                "team",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.team"),
            ),
            ("max_stops", models.PositiveSmallIntegerField(verbose_name="højst antal stop pr. liste")),
            (
                "requested_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("requested_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("key", models.UUIDField(editable=False, null=True, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("requested", "Bestilt"),
                        ("running", "I gang"),
                        ("done", "Færdig"),
                        ("failed", "Gik i stå"),
                    ],
                    default="requested",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "areas",
                models.ManyToManyField(
                    related_name="+", through="koerelister.PlanArea", to="koerelister.area", verbose_name="områder"
                ),
            ),
            ("crews", models.ManyToManyField(related_name="+", to="koerelister.crew", verbose_name="hold")),
        ],
        options={
            "verbose_name": "køreplan",
            "verbose_name_plural": "køreplaner",
            "ordering": ["-date", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["requested", "running", "done", "failed"])),
                    name="plan_status_known",
                ),
                models.CheckConstraint(condition=models.Q(("max_stops__gte", 1)), name="plan_has_room"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RouteList",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.CharField(max_length=24, unique=True, verbose_name="nummer")),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="koerelister.routeplan"
                ),
            ),
            (
                "team",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.team"),
            ),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("date", models.DateField(verbose_name="dato")),
            (
                "crew",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.crew",
                    verbose_name="hold",
                ),
            ),
            ("is_separate", models.BooleanField(default=False, editable=False, verbose_name="særskilt")),
            ("printed_copies", models.PositiveSmallIntegerField(default=0, verbose_name="udskrevne eksemplarer")),
            (
                "is_changed_since_print",
                models.BooleanField(default=False, editable=False, verbose_name="ændret siden udskriften"),
            ),
            (
                "status",
                models.CharField(
                    choices=[("draft", "Kladde"), ("open", "Udgivet"), ("settled", "Klar til destruktion")],
                    default="draft",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
        ],
        options={
            "verbose_name": "køreliste",
            "verbose_name_plural": "kørelister",
            "ordering": ["date", "area__position", "pk"],
            "permissions": [
                ("plan_routes", "Kan planlægge kørelister"),
                ("drive_routes", "Kan køre sit holds lister"),
                ("register_visits", "Kan registrere besøg"),
                ("destroy_lists", "Kan destruere kørelister"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["draft", "open", "settled"])), name="list_status_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "draft"), _negated=True), ("printed_copies", 0), _connector="OR"
                    ),
                    name="list_draft_is_unprinted",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Stop",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "route_list",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="koerelister.routelist"
                ),
            ),
            (
                "case",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"),
            ),
            (
                "citizen",
                models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.citizen"
                ),
            ),
            (
                "address",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.address"),
            ),
            ("position", models.PositiveSmallIntegerField(verbose_name="nr.")),
            ("ordered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("deferred_on", models.DateField(editable=False, null=True)),
            (
                "status",
                models.CharField(
                    choices=[("open", "Åbent"), ("logged", "Registreret"), ("struck", "Strøget")],
                    default="open",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "strike_reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("answered", "Borgeren har svaret"),
                        ("concluded", "Der søges ikke længere kontakt"),
                        ("moved", "Borgeren er flyttet"),
                        ("shielded", "Oplysningerne er blevet beskyttet"),
                        ("not_reached", "Nåede det ikke"),
                        ("unsafe", "Det var ikke sikkert at besøge stedet"),
                        ("other", "Andet"),
                    ],
                    max_length=12,
                    verbose_name="grund",
                ),
            ),
        ],
        options={
            "verbose_name": "stop",
            "verbose_name_plural": "stop",
            "ordering": ["route_list", "position"],
            "constraints": [
                models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("route_list", "position"),
                    name="stop_position_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("status", "open")), fields=("case",), name="case_on_one_open_stop"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("status", "open")), fields=("citizen",), name="citizen_on_one_open_stop"
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["open", "logged", "struck"])), name="stop_status_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("status", "struck"),
                            (
                                "strike_reason__in",
                                ["answered", "concluded", "moved", "shielded", "not_reached", "unsafe", "other"],
                            ),
                        ),
                        models.Q(models.Q(("status", "struck"), _negated=True), ("strike_reason", "")),
                        _connector="OR",
                    ),
                    name="stop_struck_has_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DeviceCopy",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "handed_out_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="hentet"),
            ),
            ("wiped_at", models.DateTimeField(editable=False, null=True, verbose_name="slettet fra telefonen")),
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
    migrations.CreateModel(
        name="VisitOrder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"),
            ),
            (
                "area",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            (
                "deferred_on",
                models.DateField(editable=False, null=True, verbose_name="dato for den liste, der ikke var plads på"),
            ),
        ],
        options={"verbose_name": "bestilling", "verbose_name_plural": "bestillinger", "ordering": ["created_at", "pk"]},
    ),
    migrations.CreateModel(
        name="OutcomeSwitch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("purpose", models.TextField(max_length=2000, verbose_name="formål")),
            (
                "proposed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="foreslået af",
                ),
            ),
            (
                "proposed_on",
                models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name="foreslået"),
            ),
            (
                "approved_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="godkendt af",
                ),
            ),
            ("decided_on", models.DateField(editable=False, null=True, verbose_name="besluttet")),
            (
                "withdrawn_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="afsluttet af",
                ),
            ),
            ("withdrawn_on", models.DateField(editable=False, null=True, verbose_name="afsluttet")),
        ],
        options={
            "verbose_name": "beslutning om udfaldstal",
            "verbose_name_plural": "beslutninger om udfaldstal",
            "ordering": ["-pk"],
            "permissions": [("decide_outcome_count", "Kan beslutte, om udfald tælles")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("purpose__regex", "\\S")), name="outcome_switch_purpose"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="outcome_switch_two_persons",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("approved_by__isnull", True), ("decided_on__isnull", True)),
                        models.Q(("approved_by__isnull", False), ("decided_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="outcome_switch_approved_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True)),
                        models.Q(("withdrawn_by__isnull", False), ("withdrawn_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="outcome_switch_withdrawn_whole",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_on__isnull", True)),
                    fields=("withdrawn_on",),
                    name="outcome_switch_one_standing",
                    nulls_distinct=False,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OutcomeCount",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "quarter",
                    "visited",
                    "contact",
                    "outcome",
                    blank=True,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("quarter", models.DateField(verbose_name="kvartal")),
            ("visited", models.BooleanField(verbose_name="søgt på bopælen")),
            ("contact", models.BooleanField(verbose_name="kontakt opnået")),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("sanction", "Sanktion"),
                        ("none", "Ingen sanktion"),
                        ("withdrawn", "Hændelsen trukket tilbage"),
                    ],
                    max_length=10,
                    verbose_name="udfald",
                ),
            ),
            ("count", models.PositiveIntegerField(verbose_name="antal")),
        ],
        options={
            "verbose_name": "udfaldstal",
            "verbose_name_plural": "udfaldstal",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("quarter__day", 1), ("quarter__month__in", [1, 4, 7, 10])),
                    name="outcome_first_of_quarter",
                ),
                models.CheckConstraint(
                    condition=models.Q(("contact", False), ("visited", True), _connector="OR"),
                    name="outcome_contact_is_visited",
                ),
                models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["sanction", "none", "withdrawn"])), name="outcome_group_known"
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
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "case",
                models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"),
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
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="anmodet af",
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
                "route_list",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="separate",
                    to="koerelister.routelist",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[("requested", "Venter på godkendelse"), ("approved", "Godkendt"), ("refused", "Afvist")],
                    default="requested",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
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
                            ("answer__in", ["needed", "wished"]), ("answered_by__isnull", False), ("status", "approved")
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
    migrations.CreateModel(
        name="VisitCount",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "month", "area_id", "contact", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("month", models.DateField(verbose_name="måned")),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("contact", models.BooleanField(verbose_name="kontakt opnået")),
            ("count", models.PositiveIntegerField(verbose_name="antal")),
        ],
        options={
            "verbose_name": "besøgstal",
            "verbose_name_plural": "besøgstal",
            "permissions": [
                ("view_statistics", "Kan se besøgsstatistik"),
                ("correct_statistics", "Kan rette besøgsstatistik"),
                ("close_statistics", "Kan lukke måneder i besøgsstatistikken"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("month__day", 1)), name="visit_count_first_of_month")
            ],
        },
    ),
    migrations.CreateModel(
        name="VisitCorrection",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "month", "area_id", "contact", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("month", models.DateField(verbose_name="måned")),
            (
                "area",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="koerelister.area",
                    verbose_name="område",
                ),
            ),
            ("contact", models.BooleanField(verbose_name="kontakt opnået")),
            ("count", models.IntegerField(verbose_name="antal")),
        ],
        options={
            "verbose_name": "rettelse af besøgstal",
            "verbose_name_plural": "rettelser af besøgstal",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("month__day", 1)), name="visit_correction_first_of_month")
            ],
        },
    ),
    migrations.CreateModel(
        name="StatisticsMonth",
        fields=[
            ("month", models.DateField(primary_key=True, serialize=False, verbose_name="måned")),
            ("threshold", models.PositiveSmallIntegerField(verbose_name="mindste tal, der må udleveres")),
            (
                "closed_on",
                models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name="lukket"),
            ),
            (
                "closed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="lukket af",
                ),
            ),
        ],
        options={
            "verbose_name": "lukket måned",
            "verbose_name_plural": "lukkede måneder",
            "ordering": ["-month"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("month__day", 1)), name="closed_first_of_month"),
                models.CheckConstraint(condition=models.Q(("threshold__gte", 3)), name="closed_threshold"),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [("koerelister", "0001_initial"), ("koerelister", "0004_plan_key")]

    initial = True

    dependencies = [("sanktion", "0001_schema")]

    operations = [
        CreateTogether(TABLES),
        migrations.AddField(
            model_name="planarea",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="koerelister.routeplan"
            ),
        ),
        migrations.AddConstraint(
            model_name="planarea", constraint=models.UniqueConstraint(fields=("plan", "area"), name="plan_area_once")
        ),
    ]
