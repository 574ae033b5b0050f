"""The tables of the directorate's supervision. What the database itself enforces follows by subject."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from sanktion.base.together import CreateTogether

# In an order in which each refers to those before it; constraints and indexes stand with their table.
TABLES = [
    migrations.CreateModel(
        name="HistoricalDirectorate",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("name", models.CharField(max_length=120, verbose_name="navn")),
            (
                "address",
                models.CharField(help_text="På én linje, som på en konvolut.", max_length=200, verbose_name="adresse"),
            ),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="sikker e-mailadresse")),
            ("website", models.URLField(blank=True, verbose_name="hjemmeside")),
            ("legal_ground", models.CharField(max_length=300, verbose_name="retsgrundlag")),
            ("certificate", models.TextField(blank=True, verbose_name="certifikat")),
            ("message_limit", models.PositiveIntegerField(default=20971520, verbose_name="største e-mail (byte)")),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical tilsynsmyndighed",
            "verbose_name_plural": "historical tilsynsmyndigheder",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Directorate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("name", models.CharField(max_length=120, verbose_name="navn")),
            (
                "address",
                models.CharField(help_text="På én linje, som på en konvolut.", max_length=200, verbose_name="adresse"),
            ),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="sikker e-mailadresse")),
            ("website", models.URLField(blank=True, verbose_name="hjemmeside")),
            ("legal_ground", models.CharField(max_length=300, verbose_name="retsgrundlag")),
            ("certificate", models.TextField(blank=True, verbose_name="certifikat")),
            ("message_limit", models.PositiveIntegerField(default=20971520, verbose_name="største e-mail (byte)")),
        ],
        options={
            "verbose_name": "tilsynsmyndighed",
            "verbose_name_plural": "tilsynsmyndigheder",
            "ordering": ["-valid_from"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="directorate_valid_period",
                ),
                models.UniqueConstraint(fields=("valid_from",), name="directorate_once_a_day"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Supervision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="år")),
            ("sequence", models.PositiveSmallIntegerField(editable=False, verbose_name="nr.")),
            ("number", models.CharField(editable=False, max_length=9, unique=True, verbose_name="nummer")),
            (
                "form",
                models.CharField(
                    choices=[
                        ("central_sample", "Central stikprøvekontrol"),
                        ("visit", "Tilsynsbesøg"),
                        ("spot_survey", "Spotundersøgelse"),
                    ],
                    max_length=20,
                    verbose_name="tilsynsform",
                ),
            ),
            (
                "way",
                models.CharField(
                    choices=[
                        ("notices", "Underretninger fra staten"),
                        ("cpr_list", "CPR-liste i to runder"),
                        ("registration_period", "Registreringsperiode"),
                        ("register_extract", "Udtræk fra sanktionsregistret"),
                    ],
                    max_length=20,
                    verbose_name="udvælgelse",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("registered", "Modtaget"),
                        ("collecting", "Materiale samles"),
                        ("visited", "Besøg holdt"),
                        ("sent", "Materiale sendt"),
                        ("ended", "Afsluttet, afventer resultat"),
                        ("result", "Resultat modtaget"),
                        ("closed", "Lukket"),
                    ],
                    default="registered",
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            (
                "directorate",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.directorate",
                    verbose_name="tilsynsmyndighed",
                ),
            ),
            ("reference", models.CharField(blank=True, max_length=60, verbose_name="direktoratets journalnr.")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("contact", models.CharField(blank=True, max_length=200, verbose_name="kontakt i direktoratet")),
            (
                "announced_size",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="antal sager ifølge varslet"),
            ),
            ("composition", models.CharField(blank=True, max_length=500, verbose_name="sammensætning")),
            ("period_from", models.DateField(blank=True, null=True, verbose_name="periode fra")),
            ("period_to", models.DateField(blank=True, null=True, verbose_name="periode til og med")),
            ("theme", models.CharField(blank=True, max_length=300, verbose_name="tema")),
            (
                "earlier",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="later",
                    to="tilsyn.supervision",
                    verbose_name="tidligere tilsyn",
                ),
            ),
            ("visit_on", models.DateField(blank=True, null=True, verbose_name="besøgsdato")),
            ("due", models.DateField(db_index=True, editable=False, verbose_name="frist")),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="tilsynsansvarlig",
                ),
            ),
            ("ended_on", models.DateField(editable=False, null=True, verbose_name="afsluttet")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
        ],
        options={
            "verbose_name": "tilsyn",
            "verbose_name_plural": "tilsyn",
            "ordering": ["-year", "-sequence"],
            "permissions": [
                ("handle_supervision", "Kan behandle tilsyn"),
                ("approve_redaction", "Kan godkende, hvad der holdes tilbage"),
                ("send_supervision", "Kan sende til direktoratet"),
                ("read_in_room", "Kan læse i læserummet"),
                ("view_results", "Kan se resultater af tilsyn"),
                ("handle_mock", "Kan udtrække og gennemføre egen kontrol"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("year", "sequence"), name="supervision_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("form__in", ["central_sample", "visit", "spot_survey"])),
                    name="supervision_form_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("way__in", ["notices", "cpr_list", "registration_period", "register_extract"])),
                    name="supervision_way_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["registered", "collecting", "visited", "sent", "ended", "result", "closed"])
                    ),
                    name="supervision_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("number__regex", "^[0-9]{4}-[0-9]{1,4}$")), name="supervision_number_form"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("period_from__isnull", True), ("period_to__isnull", True)),
                        ("period_to__gte", models.F("period_from")),
                        _connector="OR",
                    ),
                    name="supervision_period_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("form", "spot_survey"), ("theme__regex", "\\S")),
                        models.Q(models.Q(("form", "spot_survey"), _negated=True), ("theme", "")),
                        _connector="OR",
                    ),
                    name="supervision_survey_has_theme",
                ),
                models.CheckConstraint(
                    condition=models.Q(("form", "visit"), ("visit_on__isnull", True), _connector="OR"),
                    name="supervision_only_visits_have_a_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "visited"), _negated=True), ("visit_on__isnull", False), _connector="OR"
                    ),
                    name="supervision_visited_on_a_day",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_on__isnull", False), ("status__in", ["ended", "result", "closed"])),
                        models.Q(
                            models.Q(("status__in", ["ended", "result", "closed"]), _negated=True),
                            ("ended_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="supervision_over_has_end",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSupervision",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="år")),
            ("sequence", models.PositiveSmallIntegerField(editable=False, verbose_name="nr.")),
            ("number", models.CharField(db_index=True, editable=False, max_length=9, verbose_name="nummer")),
            (
                "form",
                models.CharField(
                    choices=[
                        ("central_sample", "Central stikprøvekontrol"),
                        ("visit", "Tilsynsbesøg"),
                        ("spot_survey", "Spotundersøgelse"),
                    ],
                    max_length=20,
                    verbose_name="tilsynsform",
                ),
            ),
            (
                "way",
                models.CharField(
                    choices=[
                        ("notices", "Underretninger fra staten"),
                        ("cpr_list", "CPR-liste i to runder"),
                        ("registration_period", "Registreringsperiode"),
                        ("register_extract", "Udtræk fra sanktionsregistret"),
                    ],
                    max_length=20,
                    verbose_name="udvælgelse",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("registered", "Modtaget"),
                        ("collecting", "Materiale samles"),
                        ("visited", "Besøg holdt"),
                        ("sent", "Materiale sendt"),
                        ("ended", "Afsluttet, afventer resultat"),
                        ("result", "Resultat modtaget"),
                        ("closed", "Lukket"),
                    ],
                    default="registered",
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            ("reference", models.CharField(blank=True, max_length=60, verbose_name="direktoratets journalnr.")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("contact", models.CharField(blank=True, max_length=200, verbose_name="kontakt i direktoratet")),
            (
                "announced_size",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="antal sager ifølge varslet"),
            ),
            ("composition", models.CharField(blank=True, max_length=500, verbose_name="sammensætning")),
            ("period_from", models.DateField(blank=True, null=True, verbose_name="periode fra")),
            ("period_to", models.DateField(blank=True, null=True, verbose_name="periode til og med")),
            ("theme", models.CharField(blank=True, max_length=300, verbose_name="tema")),
            ("visit_on", models.DateField(blank=True, null=True, verbose_name="besøgsdato")),
            ("due", models.DateField(db_index=True, editable=False, verbose_name="frist")),
            ("ended_on", models.DateField(editable=False, null=True, verbose_name="afsluttet")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "directorate",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.directorate",
                    verbose_name="tilsynsmyndighed",
                ),
            ),
            (
                "earlier",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervision",
                    verbose_name="tidligere tilsyn",
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="tilsynsansvarlig",
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical tilsyn",
            "verbose_name_plural": "historical tilsyn",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="HistoricalSelectedCase",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            ("named_in", models.CharField(max_length=120, verbose_name="udpeget i")),
            (
                "status",
                models.CharField(
                    choices=[("named", "Med i tilsynet"), ("withdrawn", "Udgået")],
                    default="named",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "withdrawn_because",
                models.CharField(
                    blank=True,
                    choices=[
                        ("category", "Borgeren var i matchkategori 4-5 på hændelsens dato"),
                        ("not_registered", "Borgeren var ikke tilmeldt som arbejdssøgende på hændelsens dato"),
                        ("not_covered", "Borgeren er ikke omfattet af § 2"),
                        ("no_duty", "Hændelsen udløste ikke pligt til at vurdere rådigheden"),
                        ("directorate", "Direktoratet har taget sagen ud"),
                    ],
                    max_length=20,
                    verbose_name="grund",
                ),
            ),
            ("withdrawn_note", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="udgået")),
            (
                "named_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "supervision",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervision",
                ),
            ),
            (
                "case",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            (
                "withdrawn_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ansvarlig",
                ),
            ),
            (
                "named_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical tilsynssag",
            "verbose_name_plural": "historical tilsynssager",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SelectedCase",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="selected", to="tilsyn.supervision"
                ),
            ),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            ("named_in", models.CharField(max_length=120, verbose_name="udpeget i")),
            (
                "status",
                models.CharField(
                    choices=[("named", "Med i tilsynet"), ("withdrawn", "Udgået")],
                    default="named",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "withdrawn_because",
                models.CharField(
                    blank=True,
                    choices=[
                        ("category", "Borgeren var i matchkategori 4-5 på hændelsens dato"),
                        ("not_registered", "Borgeren var ikke tilmeldt som arbejdssøgende på hændelsens dato"),
                        ("not_covered", "Borgeren er ikke omfattet af § 2"),
                        ("no_duty", "Hændelsen udløste ikke pligt til at vurdere rådigheden"),
                        ("directorate", "Direktoratet har taget sagen ud"),
                    ],
                    max_length=20,
                    verbose_name="grund",
                ),
            ),
            ("withdrawn_note", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="udgået")),
            (
                "withdrawn_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ansvarlig",
                ),
            ),
            (
                "named_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "named_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "tilsynssag",
            "verbose_name_plural": "tilsynssager",
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("supervision", "case"), name="selected_case_once"),
                models.UniqueConstraint(fields=("supervision", "number"), name="selected_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["named", "withdrawn"])), name="selected_status_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("named_in__regex", "\\S")), name="selected_by_the_directorate"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("status", "withdrawn"),
                            ("withdrawn_at__isnull", False),
                            (
                                "withdrawn_because__in",
                                ["category", "not_registered", "not_covered", "no_duty", "directorate"],
                            ),
                            ("withdrawn_by__isnull", False),
                        ),
                        models.Q(
                            ("status", "named"),
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_because", ""),
                            ("withdrawn_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="selected_withdrawn_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SupervisionPaper",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="tilsyn.supervision"
                ),
            ),
            (
                "selected",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="papers",
                    to="tilsyn.selectedcase",
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("notice", "Varsel eller anmodning"),
                        ("withdrawal", "Meddelelse om sag, der udgår"),
                        ("delay", "Meddelelse om forsinkelse"),
                        ("cover", "Følgebrev"),
                        ("receipt", "Kvittering"),
                        ("assessment", "Direktoratets vurdering af en sag"),
                        ("remarks", "Bemærkninger til en vurdering"),
                        ("directorate_delay", "Direktoratets meddelelse om forsinkelse"),
                        ("result", "Samlet resultat"),
                        ("account", "Redegørelse"),
                        ("follow_up", "Opfølgning"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                    verbose_name="slags",
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="titel")),
            (
                "received_on",
                models.DateField(help_text="Tom for det, vi selv har skrevet.", null=True, verbose_name="modtaget"),
            ),
            ("size", models.PositiveIntegerField(verbose_name="størrelse (byte)")),
            ("sha256", models.CharField(max_length=64)),
            (
                "created_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "tilsynsbrev",
            "verbose_name_plural": "tilsynsbreve",
            "ordering": [models.OrderBy(models.F("number"), descending=True)],
            "constraints": [
                models.UniqueConstraint(fields=("supervision", "number"), name="supervision_paper_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "notice",
                                "withdrawal",
                                "delay",
                                "cover",
                                "receipt",
                                "assessment",
                                "remarks",
                                "directorate_delay",
                                "result",
                                "account",
                                "follow_up",
                                "other",
                            ],
                        )
                    ),
                    name="supervision_paper_kind_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SupervisionPaperContent",
        fields=[
            (
                "paper",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="content",
                    serialize=False,
                    to="tilsyn.supervisionpaper",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={"verbose_name": "tilsynsbrevs indhold", "verbose_name_plural": "tilsynsbreves indhold"},
    ),
    migrations.CreateModel(
        name="HistoricalCaseAssessment",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("received", "Modtaget"),
                        ("remarked", "Bemærkninger sendt"),
                        ("reassessed", "Genvurderet"),
                        ("in_hearing", "I høring hos kommunen"),
                        ("answered", "Høring besvaret"),
                        ("final", "Endelig"),
                    ],
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            ("has_refund", models.BooleanField(editable=False, verbose_name="følger for refusionen")),
            ("received_on", models.DateField(editable=False, verbose_name="modtaget")),
            ("due", models.DateField(editable=False, verbose_name="frist for bemærkninger")),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "selected",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.selectedcase",
                ),
            ),
            (
                "payment",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.wrongpayment",
                ),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical vurdering",
            "verbose_name_plural": "historical vurderinger",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="CaseAssessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "selected",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="assessment", to="tilsyn.selectedcase"
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("received", "Modtaget"),
                        ("remarked", "Bemærkninger sendt"),
                        ("reassessed", "Genvurderet"),
                        ("in_hearing", "I høring hos kommunen"),
                        ("answered", "Høring besvaret"),
                        ("final", "Endelig"),
                    ],
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            ("has_refund", models.BooleanField(editable=False, verbose_name="følger for refusionen")),
            ("received_on", models.DateField(editable=False, verbose_name="modtaget")),
            ("due", models.DateField(editable=False, verbose_name="frist for bemærkninger")),
            (
                "payment",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.wrongpayment",
                ),
            ),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "vurdering",
            "verbose_name_plural": "vurderinger",
            "ordering": ["selected__number"],
            "indexes": [
                models.Index(
                    condition=models.Q(("status__in", ["received", "in_hearing"])),
                    fields=["due", "id"],
                    name="assessment_due",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["received", "remarked", "reassessed", "in_hearing", "answered", "final"])
                    ),
                    name="assessment_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("has_refund", True), ("status__in", ["in_hearing", "answered", "final"])),
                        models.Q(
                            ("has_refund", False), ("status__in", ["received", "remarked", "reassessed", "final"])
                        ),
                        _connector="OR",
                    ),
                    name="assessment_branch_fits",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AssessmentVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "assessment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="tilsyn.caseassessment"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("provisional", "Foreløbig vurdering"),
                        ("reassessed", "Genvurdering"),
                        ("final", "Endelig vurdering"),
                    ],
                    max_length=12,
                    verbose_name="slags",
                ),
            ),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("agrees", models.BooleanField(verbose_name="enig med kommunen")),
            (
                "verdict",
                models.CharField(
                    choices=[
                        ("wrong", "Forkert afgørelse"),
                        ("not_assessable", "Kunne ikke vurderes"),
                        ("no_criticism", "Ingen kritik"),
                        ("withdrawn", "Udgået"),
                    ],
                    max_length=16,
                    verbose_name="vurdering",
                ),
            ),
            (
                "severity",
                models.CharField(
                    blank=True,
                    choices=[
                        ("minor", "Mindre fejl"),
                        ("serious", "Alvorlig fejl"),
                        ("grave", "Særligt alvorlig fejl"),
                    ],
                    max_length=8,
                    verbose_name="alvor",
                ),
            ),
            (
                "missing",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="manglede",
                ),
            ),
            ("has_refund", models.BooleanField(verbose_name="følger for refusionen")),
            ("amount", models.PositiveBigIntegerField(null=True, verbose_name="beløb (øre)")),
            ("period_from", models.DateField(null=True, verbose_name="fra")),
            ("period_to", models.DateField(null=True, verbose_name="til og med")),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="direktoratets begrundelse")),
            (
                "paper",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "udgave af en vurdering",
            "verbose_name_plural": "udgaver af vurderinger",
            "ordering": [models.OrderBy(models.F("number"))],
            "constraints": [
                models.UniqueConstraint(fields=("assessment", "number"), name="assessment_version_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["provisional", "reassessed", "final"])),
                    name="assessment_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("verdict__in", ["wrong", "not_assessable", "no_criticism"])),
                    name="assessment_verdict_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("agrees", False), ("severity__in", ["minor", "serious", "grave"]), ("verdict", "wrong")
                        ),
                        models.Q(models.Q(("verdict", "wrong"), _negated=True), ("severity", "")),
                        _connector="OR",
                    ),
                    name="assessment_wrong_is_disagreed_and_weighed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("missing__len__gt", 0), ("verdict", "not_assessable")),
                        models.Q(models.Q(("verdict", "not_assessable"), _negated=True), ("missing", [])),
                        _connector="OR",
                    ),
                    name="assessment_says_what_was_missing",
                ),
                models.CheckConstraint(
                    condition=models.Q(("missing__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
                    name="assessment_missing_of_the_ten",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("agrees", False),
                            ("amount__gt", 0),
                            ("amount__isnull", False),
                            ("has_refund", True),
                            ("period_from__isnull", False),
                            ("period_to__gte", models.F("period_from")),
                            ("period_to__isnull", False),
                            models.Q(("verdict", "no_criticism"), _negated=True),
                        ),
                        models.Q(
                            ("amount__isnull", True),
                            ("has_refund", False),
                            ("period_from__isnull", True),
                            ("period_to__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="assessment_refund_whole",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AssessmentReply",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="tilsyn.assessmentversion"
                ),
            ),
            ("has_remarks", models.BooleanField(verbose_name="bemærkninger")),
            ("replied_on", models.DateField(verbose_name="svaret")),
            ("due", models.DateField(verbose_name="frist")),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkninger")),
            (
                "paper",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
        ],
        options={
            "verbose_name": "svar på en vurdering",
            "verbose_name_plural": "svar på vurderinger",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("has_remarks", True), ("paper__isnull", False)),
                        models.Q(("has_remarks", False), ("paper__isnull", True)),
                        _connector="OR",
                    ),
                    name="assessment_remarks_are_a_letter",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ReplyDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "reply",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="tilsyn.assessmentreply"
                ),
            ),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
        ],
        options={
            "verbose_name": "nyt bilag",
            "verbose_name_plural": "nye bilag",
            "ordering": ["document__number"],
            "constraints": [models.UniqueConstraint(fields=("reply", "document"), name="reply_document_once")],
        },
    ),
    migrations.CreateModel(
        name="Bundle",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="tilsyn.selectedcase"
                ),
            ),
            ("sequence", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "status",
                models.CharField(
                    choices=[("waiting", "Venter"), ("ready", "Klar"), ("failed", "Kunne ikke dannes")],
                    default="waiting",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "asked_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bestilt"),
            ),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("failure", models.CharField(blank=True, editable=False, max_length=300, verbose_name="fejl")),
            ("first_page", models.PositiveIntegerField(default=1, editable=False, verbose_name="første side")),
            ("pages", models.PositiveIntegerField(default=0, editable=False, verbose_name="sider")),
            ("made_with", models.CharField(blank=True, editable=False, max_length=120, verbose_name="dannet med")),
            ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="størrelse (byte)")),
            ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
        ],
        options={
            "verbose_name": "samling",
            "verbose_name_plural": "samlinger",
            "ordering": ["selected", "sequence"],
            "constraints": [
                models.UniqueConstraint(fields=("selected", "sequence"), name="bundle_sequence_once"),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["waiting", "ready", "failed"])), name="bundle_status_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_page__gt", 0),
                            ("pages__gt", 0),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            ("size__gt", 0),
                            ("status", "ready"),
                        ),
                        models.Q(models.Q(("status", "ready"), _negated=True), ("sha256", "")),
                        _connector="OR",
                    ),
                    name="bundle_ready_is_made",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="BundleContent",
        fields=[
            (
                "bundle",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="content",
                    serialize=False,
                    to="tilsyn.bundle",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={"verbose_name": "samlings indhold", "verbose_name_plural": "samlingers indhold"},
    ),
    migrations.CreateModel(
        name="BundleEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "bundle",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="tilsyn.bundle"
                ),
            ),
            ("position", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "section",
                models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Hændelsen"),
                        (2, "Borgerens forklaring"),
                        (3, "Rådighedsvurdering"),
                        (4, "Vurdering af sanktion eller konsekvens"),
                        (5, "Tidligere sanktioner, 12 måneder"),
                        (6, "Afgørelsen"),
                        (7, "Ydelse"),
                        (8, "Timesedler"),
                        (9, "Udbetalingsspecifikationer"),
                        (10, "Andet relevant materiale"),
                        (11, "Journalark"),
                    ],
                    verbose_name="afsnit",
                ),
            ),
            ("number", models.PositiveSmallIntegerField(default=1, verbose_name="nr. i afsnittet")),
            ("paper_key", models.CharField(max_length=60)),
            (
                "document",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="titel")),
            ("dated", models.DateField(null=True, verbose_name="dato")),
            ("first_page", models.PositiveIntegerField(verbose_name="første side")),
            ("pages", models.PositiveIntegerField(verbose_name="sider")),
            ("sha256", models.CharField(max_length=64)),
        ],
        options={
            "verbose_name": "bilag",
            "verbose_name_plural": "bilag",
            "ordering": [models.OrderBy(models.F("position"))],
            "constraints": [
                models.UniqueConstraint(fields=("bundle", "position"), name="bundle_entry_once"),
                models.CheckConstraint(
                    condition=models.Q(("section__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
                    name="bundle_entry_section_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ChecklistVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "tjekliste",
            "verbose_name_plural": "tjeklister",
            "ordering": ["-valid_from"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="checklistversion_valid_period",
                ),
                models.UniqueConstraint(fields=("valid_from",), name="checklist_once_a_day"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ChecklistItem",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="items", to="tilsyn.checklistversion"
                ),
            ),
            ("position", models.PositiveSmallIntegerField(verbose_name="nr.")),
            ("text", models.CharField(max_length=300, verbose_name="spørgsmål")),
            (
                "kind",
                models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Hændelsen"),
                        (2, "Borgerens forklaring"),
                        (3, "Rådighedsvurdering"),
                        (4, "Vurdering af sanktion eller konsekvens"),
                        (5, "Tidligere sanktioner, 12 måneder"),
                        (6, "Afgørelsen"),
                        (7, "Ydelse"),
                        (8, "Timesedler"),
                        (9, "Udbetalingsspecifikationer"),
                        (10, "Andet relevant materiale"),
                    ],
                    null=True,
                    verbose_name="slags",
                ),
            ),
        ],
        options={
            "verbose_name": "spørgsmål i tjekliste",
            "verbose_name_plural": "spørgsmål i tjekliste",
            "ordering": ["version", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("version", "position"), name="checklist_item_once"),
                models.CheckConstraint(condition=models.Q(("text__regex", "\\S")), name="checklist_item_asks"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__isnull", True), ("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), _connector="OR"
                    ),
                    name="checklist_item_kind_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CopyRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="copy_requests", to="tilsyn.selectedcase"
                ),
            ),
            (
                "kinds",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ]
                    ),
                    size=None,
                    verbose_name="materiale",
                ),
            ),
            ("note", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            ("due", models.DateField(verbose_name="frist")),
            ("asked_by", models.CharField(max_length=120, verbose_name="direktoratets medarbejder")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt")),
            (
                "settled_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "kopianmodning",
            "verbose_name_plural": "kopianmodninger",
            "ordering": ["due", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("settled_at__isnull", True)), fields=("selected",), name="copy_request_one_open"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("kinds__len__gt", 0)),
                    name="copy_request_kinds_known",
                ),
                models.CheckConstraint(condition=models.Q(("asked_by__regex", "\\S")), name="copy_request_says_who"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                        models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="copy_request_settled_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SupervisionDelay",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="delays", to="tilsyn.supervision"
                ),
            ),
            ("old_due", models.DateField(verbose_name="frist før")),
            ("new_due", models.DateField(verbose_name="ny frist")),
            ("reason", models.TextField(verbose_name="grund")),
            (
                "paper",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="delay", to="tilsyn.supervisionpaper"
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="afgivet")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
    migrations.CreateModel(
        name="DirectorateDelay",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="directorate_delays",
                    to="tilsyn.supervision",
                ),
            ),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("expected_on", models.DateField(verbose_name="ventes senest")),
            ("reason", models.TextField(verbose_name="direktoratets grund")),
            (
                "paper",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="directorate_delay",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "direktoratets forsinkelse",
            "verbose_name_plural": "direktoratets forsinkelser",
            "ordering": [models.OrderBy(models.F("at")), models.OrderBy(models.F("pk"))],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("expected_on__gt", models.F("received_on"))), name="directorate_delay_is_ahead"
                ),
                models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="directorate_delay_says_why"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Procedure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("link", models.URLField(blank=True, verbose_name="beskrevet på")),
            ("copied_on", models.DateField(verbose_name="skrevet af den")),
        ],
        options={
            "verbose_name": "fremgangsmåde",
            "verbose_name_plural": "fremgangsmåder",
            "ordering": ["-valid_from"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="procedure_valid_period",
                ),
                models.UniqueConstraint(fields=("valid_from",), name="procedure_once_a_day"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Dispatch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="tilsyn.supervision"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="nr.")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("material", "Sagernes materiale"),
                        ("supplement", "Supplerende materiale"),
                        ("remarks", "Bemærkninger"),
                        ("round_answer", "Svar på en runde"),
                        ("letter", "Brev"),
                    ],
                    max_length=12,
                    verbose_name="indhold",
                ),
            ),
            (
                "channel",
                models.CharField(
                    choices=[("secure_mail", "Sikker e-mail"), ("post", "Post")],
                    max_length=12,
                    verbose_name="sendes med",
                ),
            ),
            (
                "post_reason",
                models.CharField(blank=True, max_length=300, verbose_name="grund til, at det sendes med post"),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("draft", "Kladde"),
                        ("ready", "Klar til afsendelse"),
                        ("sending", "Sendes"),
                        ("failed", "Ikke sendt"),
                        ("sent", "Sendt"),
                        ("completed", "Afsluttet"),
                        ("discarded", "Kasseret"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "procedure",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.procedure",
                    verbose_name="fremgangsmåde",
                ),
            ),
            (
                "created_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("failure", models.CharField(blank=True, editable=False, max_length=300, verbose_name="fejl")),
            ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt")),
            (
                "sent_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("tracking", models.CharField(blank=True, max_length=60, verbose_name="forsendelsesnr.")),
            ("completed_at", models.DateTimeField(editable=False, null=True, verbose_name="afsluttet")),
            (
                "completed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "forsendelse til direktoratet",
            "verbose_name_plural": "forsendelser til direktoratet",
            "ordering": [models.OrderBy(models.F("number"), descending=True)],
            "constraints": [
                models.UniqueConstraint(fields=("supervision", "number"), name="dispatch_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["draft", "ready", "sending", "failed", "sent", "completed", "discarded"])
                    ),
                    name="dispatch_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["material", "supplement", "remarks", "round_answer", "letter"])),
                    name="dispatch_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("channel", "post"), ("post_reason__regex", "\\S")),
                        models.Q(("channel", "secure_mail"), ("post_reason", "")),
                        _connector="OR",
                    ),
                    name="dispatch_post_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("sent_at__isnull", False),
                            ("sent_by__isnull", False),
                            ("status__in", ["sent", "completed"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["sent", "completed"]), _negated=True), ("sent_at__isnull", True)
                        ),
                        _connector="OR",
                    ),
                    name="dispatch_gone_says_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("completed_at__isnull", False), ("completed_by__isnull", False), ("status", "completed")
                        ),
                        models.Q(
                            models.Q(("status", "completed"), _negated=True),
                            ("completed_at__isnull", True),
                            ("completed_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="dispatch_completed_says_who",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("channel", "post"), ("status__in", ["sent", "completed"]), _negated=True),
                        ("tracking__regex", "\\S"),
                        _connector="OR",
                    ),
                    name="dispatch_posted_is_registered",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DispatchPart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="tilsyn.dispatch"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="del")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("waiting", "Venter"),
                        ("sending", "Afleveres"),
                        ("sent", "Sendt"),
                        ("uncertain", "Usikker"),
                        ("failed", "Ikke sendt"),
                    ],
                    default="waiting",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("message_id", models.CharField(max_length=200, unique=True, verbose_name="message-id")),
            ("claimed_at", models.DateTimeField(editable=False, null=True)),
            ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="forsøg")),
            ("failure", models.CharField(blank=True, editable=False, max_length=300, verbose_name="fejl")),
            ("recipient", models.EmailField(blank=True, editable=False, max_length=254, verbose_name="modtager")),
            (
                "serial",
                models.CharField(blank=True, editable=False, max_length=64, verbose_name="certifikatets serienr."),
            ),
            (
                "fingerprint",
                models.CharField(blank=True, editable=False, max_length=64, verbose_name="certifikatets fingeraftryk"),
            ),
            ("signed", models.BooleanField(default=False, editable=False, verbose_name="underskrevet")),
            ("encrypted", models.BooleanField(default=False, editable=False, verbose_name="krypteret")),
            ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
            ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="størrelse (byte)")),
            ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt")),
            (
                "decided_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "decision",
                models.CharField(blank=True, editable=False, max_length=300, verbose_name="hvorfra det vides"),
            ),
        ],
        options={
            "verbose_name": "del af forsendelse",
            "verbose_name_plural": "dele af forsendelse",
            "ordering": [models.OrderBy(models.F("number"))],
            "constraints": [
                models.UniqueConstraint(fields=("dispatch", "number"), name="dispatch_part_once"),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["waiting", "sending", "sent", "uncertain", "failed"])),
                    name="dispatch_part_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["sending", "sent", "uncertain"]), _negated=True),
                        models.Q(
                            ("encrypted", True),
                            ("fingerprint__regex", "^[0-9a-f]{64}$"),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                            ("signed", True),
                            ("size__gt", 0),
                            models.Q(("recipient", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="dispatch_part_leaves_sealed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("sent_at__isnull", False), ("status", "sent")),
                        models.Q(models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", True)),
                        _connector="OR",
                    ),
                    name="dispatch_part_sent_says_when",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ProcedureStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "procedure",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="tilsyn.procedure"
                ),
            ),
            ("position", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "moment",
                models.CharField(
                    choices=[("before", "Før afsendelse"), ("after", "Efter afsendelse")],
                    max_length=6,
                    verbose_name="hvornår",
                ),
            ),
            (
                "channel",
                models.CharField(
                    blank=True,
                    choices=[("secure_mail", "Sikker e-mail"), ("post", "Post")],
                    max_length=12,
                    verbose_name="kun ved",
                ),
            ),
            ("text", models.CharField(max_length=300, verbose_name="trin")),
        ],
        options={
            "verbose_name": "trin",
            "verbose_name_plural": "trin",
            "ordering": [models.OrderBy(models.F("position"))],
            "constraints": [
                models.UniqueConstraint(fields=("procedure", "position"), name="procedure_step_once"),
                models.CheckConstraint(
                    condition=models.Q(("moment__in", ["before", "after"])), name="procedure_step_moment_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["", "secure_mail", "post"])),
                    name="procedure_step_channel_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DispatchBundle",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="tilsyn.dispatch"
                ),
            ),
            (
                "bundle",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="tilsyn.bundle"
                ),
            ),
            (
                "part",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="bundles",
                    to="tilsyn.dispatchpart",
                ),
            ),
        ],
        options={
            "verbose_name": "samling i forsendelse",
            "verbose_name_plural": "samlinger i forsendelse",
            "ordering": ["bundle__selected__number", "bundle__sequence"],
            "constraints": [models.UniqueConstraint(fields=("dispatch", "bundle"), name="dispatch_bundle_once")],
        },
    ),
    migrations.CreateModel(
        name="DispatchPaper",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="tilsyn.dispatch"
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="tilsyn.supervisionpaper"
                ),
            ),
            (
                "part",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="papers",
                    to="tilsyn.dispatchpart",
                ),
            ),
        ],
        options={
            "verbose_name": "brev i forsendelse",
            "verbose_name_plural": "breve i forsendelse",
            "ordering": ["paper__number"],
            "constraints": [models.UniqueConstraint(fields=("dispatch", "paper"), name="dispatch_paper_once")],
        },
    ),
    migrations.CreateModel(
        name="DispatchTick",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="tilsyn.dispatch"
                ),
            ),
            (
                "step",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tilsyn.procedurestep"
                ),
            ),
            (
                "ticked_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udført"),
            ),
            (
                "ticked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "udført trin",
            "verbose_name_plural": "udførte trin",
            "constraints": [models.UniqueConstraint(fields=("dispatch", "step"), name="dispatch_tick_once")],
        },
    ),
    migrations.CreateModel(
        name="DispatchReceipt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="tilsyn.dispatch"
                ),
            ),
            (
                "paper",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tilsyn.supervisionpaper"
                ),
            ),
        ],
        options={
            "verbose_name": "kvittering",
            "verbose_name_plural": "kvitteringer",
            "ordering": [models.OrderBy(models.F("paper__number"), descending=True)],
        },
    ),
    migrations.CreateModel(
        name="HistoricalFollowUp",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("account", "Redegørelse til direktoratet"),
                        ("procedure", "Retningslinje eller forretningsgang"),
                        ("proposal", "Forslag til forbedring"),
                        ("dialogue", "Dialog med direktoratet"),
                        ("teaching", "Undervisning eller tjekliste"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("error_level", "Højt fejlniveau"),
                        ("no_procedures", "Der mangler retningslinjer eller forretningsgange"),
                        ("other", "Andre forhold"),
                    ],
                    max_length=15,
                    verbose_name="hvad der skal gøres rede for",
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="hvad skal der ske")),
            ("due", models.DateField(verbose_name="frist")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            ("done_on", models.DateField(null=True, verbose_name="udført")),
            ("outcome", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvad der kom ud af det")),
            ("auditor_on", models.DateField(null=True, verbose_name="revisor inddraget")),
            (
                "supervision",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervision",
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ansvarlig",
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "done_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "proof",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "guideline",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.guideline",
                    verbose_name="retningslinje",
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical opfølgning",
            "verbose_name_plural": "historical opfølgninger",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="FollowUp",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="tilsyn.supervision"
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("account", "Redegørelse til direktoratet"),
                        ("procedure", "Retningslinje eller forretningsgang"),
                        ("proposal", "Forslag til forbedring"),
                        ("dialogue", "Dialog med direktoratet"),
                        ("teaching", "Undervisning eller tjekliste"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("error_level", "Højt fejlniveau"),
                        ("no_procedures", "Der mangler retningslinjer eller forretningsgange"),
                        ("other", "Andre forhold"),
                    ],
                    max_length=15,
                    verbose_name="hvad der skal gøres rede for",
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="hvad skal der ske")),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ansvarlig",
                ),
            ),
            ("due", models.DateField(verbose_name="frist")),
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
            ("done_on", models.DateField(null=True, verbose_name="udført")),
            (
                "done_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("outcome", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvad der kom ud af det")),
            (
                "proof",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "guideline",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.guideline",
                    verbose_name="retningslinje",
                ),
            ),
            ("auditor_on", models.DateField(null=True, verbose_name="revisor inddraget")),
        ],
        options={
            "verbose_name": "opfølgning",
            "verbose_name_plural": "opfølgninger",
            "ordering": [models.OrderBy(models.F("done_on"), nulls_first=True), "due", "pk"],
            "indexes": [
                models.Index(condition=models.Q(("done_on__isnull", True)), fields=["due", "id"], name="follow_up_due")
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["account", "procedure", "proposal", "dialogue", "teaching"])),
                    name="follow_up_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "account"), ("reason__in", ["error_level", "no_procedures", "other"])),
                        models.Q(models.Q(("kind", "account"), _negated=True), ("reason", "")),
                        _connector="OR",
                    ),
                    name="follow_up_account_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("done_by__isnull", True), ("done_on__isnull", True), ("proof__isnull", True)),
                        models.Q(("done_by__isnull", False), ("done_on__isnull", False), ("proof__isnull", False)),
                        _connector="OR",
                    ),
                    name="follow_up_done_with_proof",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("done_on__isnull", False), ("kind", "procedure"), _negated=True),
                        ("auditor_on__isnull", False),
                        _connector="OR",
                    ),
                    name="follow_up_procedure_with_auditor",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DialogueNote",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "follow_up",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="tilsyn.followup"
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("held_on", models.DateField(verbose_name="dato")),
            ("areas", sanktion.base.encryption.EncryptedTextField(verbose_name="områder, der kan blive bedre")),
            ("methods", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="metoder")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
        ],
        options={"verbose_name": "dialognotat", "verbose_name_plural": "dialognotater", "ordering": ["held_on", "pk"]},
    ),
    migrations.CreateModel(
        name="HistoricalHoldBack",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("paper_key", models.CharField(max_length=60)),
            ("sequence", models.PositiveSmallIntegerField(verbose_name="version")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("draft", "Kladde"),
                        ("waiting", "Venter på godkendelse"),
                        ("returned", "Sendt tilbage"),
                        ("approved", "Godkendt"),
                        ("withdrawn", "Fortrudt"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "scope",
                models.CharField(
                    choices=[("parts", "Dele holdes tilbage"), ("whole", "Udelades helt"), ("nothing", "Sendes helt")],
                    default="parts",
                    max_length=10,
                    verbose_name="omfang",
                ),
            ),
            (
                "reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("unrelated", "Angår ikke tilsynet"),
                        ("persons", "Oplysninger om andre personer"),
                        ("health", "Helbred uden betydning for sagen"),
                        ("cases", "Andre sager"),
                        ("internal", "Rådgivning eller internt arbejde"),
                        ("address", "Fortrolig adresse"),
                        ("other", "Andet"),
                    ],
                    max_length=12,
                    verbose_name="grund",
                ),
            ),
            ("note", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="bemærkning")),
            (
                "released_title",
                sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="titel i samlingen"),
            ),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt til godkendelse")),
            ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="afgjort")),
            (
                "remark",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="bemærkning fra den, der godkender"
                ),
            ),
            (
                "selected",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.selectedcase",
                ),
            ),
            (
                "document",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.casedocument",
                ),
            ),
            (
                "made_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "sent_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical tilbageholdelse",
            "verbose_name_plural": "historical tilbageholdelser",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="HoldBack",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="holdbacks", to="tilsyn.selectedcase"
                ),
            ),
            ("paper_key", models.CharField(max_length=60)),
            (
                "document",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            ("sequence", models.PositiveSmallIntegerField(verbose_name="version")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("draft", "Kladde"),
                        ("waiting", "Venter på godkendelse"),
                        ("returned", "Sendt tilbage"),
                        ("approved", "Godkendt"),
                        ("withdrawn", "Fortrudt"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "scope",
                models.CharField(
                    choices=[("parts", "Dele holdes tilbage"), ("whole", "Udelades helt"), ("nothing", "Sendes helt")],
                    default="parts",
                    max_length=10,
                    verbose_name="omfang",
                ),
            ),
            (
                "reason",
                models.CharField(
                    blank=True,
                    choices=[
                        ("unrelated", "Angår ikke tilsynet"),
                        ("persons", "Oplysninger om andre personer"),
                        ("health", "Helbred uden betydning for sagen"),
                        ("cases", "Andre sager"),
                        ("internal", "Rådgivning eller internt arbejde"),
                        ("address", "Fortrolig adresse"),
                        ("other", "Andet"),
                    ],
                    max_length=12,
                    verbose_name="grund",
                ),
            ),
            ("note", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="bemærkning")),
            (
                "released_title",
                sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="titel i samlingen"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "sent_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt til godkendelse")),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="afgjort")),
            (
                "remark",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="bemærkning fra den, der godkender"
                ),
            ),
        ],
        options={
            "verbose_name": "tilbageholdelse",
            "verbose_name_plural": "tilbageholdelser",
            "ordering": ["selected", "paper_key", "sequence"],
            "constraints": [
                models.UniqueConstraint(fields=("selected", "paper_key", "sequence"), name="holdback_version_once"),
                models.UniqueConstraint(
                    condition=models.Q(("status__in", ("draft", "waiting", "returned"))),
                    fields=("selected", "paper_key"),
                    name="holdback_open_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["draft", "waiting", "returned", "approved", "withdrawn"])),
                    name="holdback_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("scope__in", ["parts", "whole", "nothing"])), name="holdback_scope_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("document__isnull", True), ("paper_key", "journal")),
                        models.Q(("document__isnull", False), ("paper_key__startswith", "document:")),
                        _connector="OR",
                    ),
                    name="holdback_paper_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("document__isnull", False),
                            ("reason__in", ["unrelated", "persons", "health", "cases", "internal", "address", "other"]),
                            ("scope", "whole"),
                        ),
                        models.Q(models.Q(("scope", "whole"), _negated=True), ("reason", "")),
                        _connector="OR",
                    ),
                    name="holdback_whole_says_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "approved"), _negated=True),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            models.Q(("decided_by", models.F("made_by")), _negated=True),
                            models.Q(("decided_by", models.F("sent_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="holdback_approved_by_another",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["draft", "withdrawn"]),
                        models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="holdback_sent_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HoldBackMark",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "holdback",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="tilsyn.holdback"
                ),
            ),
            ("page", models.PositiveSmallIntegerField(null=True, verbose_name="side")),
            ("x0", models.FloatField(null=True)),
            ("y0", models.FloatField(null=True)),
            ("x1", models.FloatField(null=True)),
            ("y1", models.FloatField(null=True)),
            ("entry", models.PositiveIntegerField(null=True, verbose_name="journalnotat")),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("unrelated", "Angår ikke tilsynet"),
                        ("persons", "Oplysninger om andre personer"),
                        ("health", "Helbred uden betydning for sagen"),
                        ("cases", "Andre sager"),
                        ("internal", "Rådgivning eller internt arbejde"),
                        ("address", "Fortrolig adresse"),
                        ("other", "Andet"),
                    ],
                    max_length=12,
                    verbose_name="grund",
                ),
            ),
            ("note", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="bemærkning")),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="markeret"),
            ),
        ],
        options={
            "verbose_name": "overstregning",
            "verbose_name_plural": "overstregninger",
            "ordering": ["page", models.OrderBy(models.F("y1"), descending=True), "x0", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reason__in", ["unrelated", "persons", "health", "cases", "internal", "address", "other"])
                    ),
                    name="holdback_mark_reason_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("entry__isnull", False),
                            ("page__isnull", True),
                            ("x0__isnull", True),
                            ("x1__isnull", True),
                            ("y0__isnull", True),
                            ("y1__isnull", True),
                        ),
                        models.Q(
                            ("entry__isnull", True),
                            ("page__gte", 1),
                            ("x0__isnull", True),
                            ("x1__isnull", True),
                            ("y0__isnull", True),
                            ("y1__isnull", True),
                        ),
                        models.Q(
                            ("entry__isnull", True),
                            ("page__gte", 1),
                            ("x1__gt", models.F("x0")),
                            ("y1__gt", models.F("y0")),
                        ),
                        _connector="OR",
                    ),
                    name="holdback_mark_is_one_thing",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("x0__isnull", False)),
                    fields=("holdback", "page", "x0", "y0", "x1", "y1"),
                    name="holdback_box_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("page__isnull", False), ("x0__isnull", True)),
                    fields=("holdback", "page"),
                    name="holdback_page_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("entry__isnull", False)),
                    fields=("holdback", "entry"),
                    name="holdback_entry_once",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HoldBackSource",
        fields=[
            (
                "holdback",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="source",
                    serialize=False,
                    to="tilsyn.holdback",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
            ("sha256", models.CharField(max_length=64)),
            ("entries_through", models.PositiveIntegerField(verbose_name="til og med notat")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dannet")),
        ],
        options={"verbose_name": "fastholdt journalark", "verbose_name_plural": "fastholdte journalark"},
    ),
    migrations.CreateModel(
        name="HoldBackCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "holdback",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="tilsyn.holdback"
                ),
            ),
            (
                "checked_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kontrolleret"),
            ),
            (
                "checked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("source_sha256", models.CharField(max_length=64)),
            ("result_sha256", models.CharField(max_length=64)),
            ("leaks", models.PositiveIntegerField(verbose_name="fund")),
        ],
        options={
            "verbose_name": "kontrol af overstregninger",
            "verbose_name_plural": "kontroller af overstregninger",
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="HoldBackResult",
        fields=[
            (
                "holdback",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="result",
                    serialize=False,
                    to="tilsyn.holdback",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
            ("source_sha256", models.CharField(max_length=64)),
            ("sha256", models.CharField(max_length=64)),
            ("pages", models.PositiveIntegerField(verbose_name="sider")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="dannet")),
        ],
        options={"verbose_name": "overstreget udgave", "verbose_name_plural": "overstregede udgaver"},
    ),
    migrations.CreateModel(
        name="MaterialAsk",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "selected",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="ask", to="tilsyn.selectedcase"
                ),
            ),
            (
                "asked_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bedt om"),
            ),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"verbose_name": "anmodning om materiale", "verbose_name_plural": "anmodninger om materiale"},
    ),
    migrations.CreateModel(
        name="MockDraw",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "team",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.team",
                    verbose_name="team",
                ),
            ),
            ("month", models.DateField(verbose_name="måned")),
            (
                "status",
                models.CharField(
                    choices=[("open", "Gennemgås"), ("closed", "Afsluttet")],
                    default="open",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("seed", models.PositiveBigIntegerField(verbose_name="startværdi")),
            ("wanted", models.PositiveSmallIntegerField(verbose_name="ønsket antal")),
            ("population", models.PositiveIntegerField(verbose_name="afgjorte sager i måneden")),
            ("population_digest", models.CharField(max_length=64)),
            ("drawn", models.PositiveSmallIntegerField(verbose_name="udtrukne sager")),
            (
                "checklist",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.checklistversion",
                    verbose_name="tjekliste",
                ),
            ),
            (
                "drawn_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udtrukket"),
            ),
            (
                "drawn_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="udtrukket af",
                ),
            ),
            ("wrong", models.PositiveSmallIntegerField(null=True, verbose_name="Forkert afgørelse")),
            ("not_assessable", models.PositiveSmallIntegerField(null=True, verbose_name="Kunne ikke vurderes")),
            ("no_criticism", models.PositiveSmallIntegerField(null=True, verbose_name="Ingen kritik")),
            ("withdrawn", models.PositiveSmallIntegerField(null=True, verbose_name="Udgået")),
        ],
        options={
            "verbose_name": "egen kontrol",
            "verbose_name_plural": "egne kontroller",
            "ordering": ["-month", "team"],
            "constraints": [
                models.UniqueConstraint(fields=("team", "month"), name="mock_draw_once_a_month"),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["open", "closed"])), name="mock_status_known"
                ),
                models.CheckConstraint(condition=models.Q(("month__day", 1)), name="mock_month_is_its_first_day"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("drawn__gt", 0), ("drawn__lte", models.F("wanted")), ("drawn__lte", models.F("population"))
                    ),
                    name="mock_draws_what_there_is",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("no_criticism__isnull", True),
                            ("not_assessable__isnull", True),
                            ("status", "open"),
                            ("withdrawn__isnull", True),
                            ("wrong__isnull", True),
                        ),
                        models.Q(
                            (
                                "drawn",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("wrong"), "+", models.F("not_assessable")
                                        ),
                                        "+",
                                        models.F("no_criticism"),
                                    ),
                                    "+",
                                    models.F("withdrawn"),
                                ),
                            ),
                            ("no_criticism__isnull", False),
                            ("not_assessable__isnull", False),
                            ("status", "closed"),
                            ("withdrawn__isnull", False),
                            ("wrong__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="mock_four_counts_add_up",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="MockReview",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "draw",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="tilsyn.mockdraw"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            (
                "reviewer",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="gennemgås af",
                ),
            ),
            (
                "verdict",
                models.CharField(
                    blank=True,
                    choices=[
                        ("wrong", "Forkert afgørelse"),
                        ("not_assessable", "Kunne ikke vurderes"),
                        ("no_criticism", "Ingen kritik"),
                        ("withdrawn", "Udgået"),
                    ],
                    db_default="",
                    max_length=20,
                    verbose_name="resultat",
                ),
            ),
            (
                "missing",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ]
                    ),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="manglende materiale",
                ),
            ),
            ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="gennemgået")),
        ],
        options={
            "verbose_name": "gennemgang",
            "verbose_name_plural": "gennemgange",
            "ordering": ["draw", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("draw", "number"), name="mock_review_number_once"),
                models.UniqueConstraint(fields=("draw", "case"), name="mock_review_case_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reviewed_at__isnull", True), ("verdict", "")),
                        models.Q(
                            ("reviewed_at__isnull", False),
                            ("reviewer__isnull", False),
                            ("verdict__in", ["wrong", "not_assessable", "no_criticism", "withdrawn"]),
                        ),
                        _connector="OR",
                    ),
                    name="mock_review_done_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("missing__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                            ("missing__len__gt", 0),
                            ("verdict", "not_assessable"),
                        ),
                        models.Q(models.Q(("verdict", "not_assessable"), _negated=True), ("missing", [])),
                        _connector="OR",
                    ),
                    name="mock_review_names_what_is_missing",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="MockAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "review",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="tilsyn.mockreview"
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tilsyn.checklistitem"
                ),
            ),
            (
                "answer",
                models.CharField(
                    choices=[("yes", "Ja"), ("no", "Nej"), ("not_relevant", "Ikke relevant")],
                    max_length=12,
                    verbose_name="svar",
                ),
            ),
            ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
        ],
        options={
            "verbose_name": "svar i gennemgang",
            "verbose_name_plural": "svar i gennemgange",
            "ordering": ["item__position"],
            "constraints": [
                models.UniqueConstraint(fields=("review", "item"), name="mock_answer_once"),
                models.CheckConstraint(
                    condition=models.Q(("answer__in", ["yes", "no", "not_relevant"])), name="mock_answer_known"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="WithdrawalNotice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="tilsyn.selectedcase"
                ),
            ),
            ("due", models.DateField(db_index=True, verbose_name="skal sendes")),
            (
                "paper",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="notice",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            ("sent_on", models.DateField(null=True, verbose_name="sendt")),
            (
                "sent_way",
                models.CharField(
                    blank=True,
                    choices=[("secure_mail", "Sikker e-mail"), ("post", "Post")],
                    db_default="",
                    max_length=12,
                    verbose_name="sendt med",
                ),
            ),
            (
                "sent_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("dropped_at", models.DateTimeField(null=True, verbose_name="bortfaldet")),
        ],
        options={
            "verbose_name": "meddelelse om udgået sag",
            "verbose_name_plural": "meddelelser om udgåede sager",
            "ordering": ["due", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("dropped_at__isnull", True)),
                    fields=("selected",),
                    name="withdrawal_notice_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("sent_by__isnull", True), ("sent_on__isnull", True), ("sent_way", "")),
                        models.Q(
                            ("dropped_at__isnull", True),
                            ("paper__isnull", False),
                            ("sent_by__isnull", False),
                            ("sent_on__gte", models.F("due")),
                            ("sent_on__isnull", False),
                            ("sent_way__in", ["secure_mail", "post"]),
                        ),
                        _connector="OR",
                    ),
                    name="withdrawal_notice_sent_whole",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="OrientationLetter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "selected",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="orientation", to="tilsyn.selectedcase"
                ),
            ),
            (
                "dispatch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="orientations", to="tilsyn.dispatch"
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("waiting", "Venter"),
                        ("sent", "Sendt"),
                        ("refused", "Kunne ikke sendes"),
                        ("handed", "Udleveret"),
                    ],
                    default="waiting",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "document",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.casedocument",
                    verbose_name="brev",
                ),
            ),
            ("channel", models.CharField(blank=True, max_length=40, verbose_name="sendt med")),
            ("refusal", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvorfor ikke")),
            ("told_at", models.DateTimeField(editable=False, null=True, verbose_name="orienteret")),
            ("handed_on", models.DateField(null=True, verbose_name="udleveret")),
            ("handed_note", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="hvordan")),
            (
                "handed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "orienteringsbrev",
            "verbose_name_plural": "orienteringsbreve",
            "ordering": ["selected__number"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["waiting", "sent", "refused", "handed"])),
                    name="orientation_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("document__isnull", False), ("status__in", ["sent", "handed"]), ("told_at__isnull", False)
                        ),
                        models.Q(
                            models.Q(("status__in", ["sent", "handed"]), _negated=True),
                            ("document__isnull", True),
                            ("told_at__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="orientation_told_has_letter",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("handed_by__isnull", False), ("handed_on__isnull", False), ("status", "handed")),
                        models.Q(
                            models.Q(("status", "handed"), _negated=True),
                            ("handed_by__isnull", True),
                            ("handed_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="orientation_handed_says_how",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalReadingRoom",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("opens_at", models.DateTimeField(verbose_name="åbner")),
            ("closes_at", models.DateTimeField(verbose_name="lukker")),
            ("moved_because", models.CharField(blank=True, max_length=300, verbose_name="begrundelse")),
            ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="lukket før tid")),
            (
                "opened_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "supervision",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervision",
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical læserum",
            "verbose_name_plural": "historical læserum",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ReadingRoom",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="tilsyn.supervision"
                ),
            ),
            ("opens_at", models.DateTimeField(verbose_name="åbner")),
            ("closes_at", models.DateTimeField(verbose_name="lukker")),
            ("moved_because", models.CharField(blank=True, max_length=300, verbose_name="begrundelse")),
            ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="lukket før tid")),
            (
                "opened_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "læserum",
            "verbose_name_plural": "læserum",
            "ordering": [models.OrderBy(models.F("opens_at"), descending=True)],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="room_ends_after_it_begins"
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    expressions=[
                        (
                            models.Func(
                                models.F("supervision_id"),
                                models.F("supervision_id"),
                                models.Value("[]"),
                                function="int8range",
                            ),
                            "&&",
                        ),
                        (
                            models.Func(
                                models.F("opens_at"),
                                models.F("closes_at"),
                                function="tstzrange",
                                output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                            ),
                            "&&",
                        ),
                    ],
                    name="room_one_at_a_time",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RoomReader",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "room",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="tilsyn.readingroom"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "læser",
            "verbose_name_plural": "læsere",
            "ordering": ["user__first_name", "user__last_name", "pk"],
            "constraints": [models.UniqueConstraint(fields=("room", "user"), name="room_reader_once")],
        },
    ),
    migrations.CreateModel(
        name="RoomPaper",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="room_papers", to="tilsyn.selectedcase"
                ),
            ),
            (
                "section",
                models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Hændelsen"),
                        (2, "Borgerens forklaring"),
                        (3, "Rådighedsvurdering"),
                        (4, "Vurdering af sanktion eller konsekvens"),
                        (5, "Tidligere sanktioner, 12 måneder"),
                        (6, "Afgørelsen"),
                        (7, "Ydelse"),
                        (8, "Timesedler"),
                        (9, "Udbetalingsspecifikationer"),
                        (10, "Andet relevant materiale"),
                        (11, "Journalark"),
                    ],
                    verbose_name="afsnit",
                ),
            ),
            ("paper_key", models.CharField(max_length=60)),
            (
                "document",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="titel")),
            ("dated", models.DateField(verbose_name="dato")),
            ("sha256", models.CharField(max_length=64)),
            (
                "approved_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="godkendt"),
            ),
            (
                "approved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="taget ud")),
            (
                "withdrawn_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "papir i læserum",
            "verbose_name_plural": "papirer i læserum",
            "ordering": ["section", "dated", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at__isnull", True)),
                    fields=("selected", "paper_key"),
                    name="room_paper_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("section__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
                    name="room_paper_section_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                        models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="room_paper_withdrawn_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RoomLook",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "room",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="tilsyn.readingroom"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "selected",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="looks",
                    to="tilsyn.selectedcase",
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="tilsyn.roompaper"
                ),
            ),
            ("was_shut", models.BooleanField(default=False, verbose_name="afvist")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt")),
        ],
        options={
            "verbose_name": "opslag i læserum",
            "verbose_name_plural": "opslag i læserum",
            "ordering": [
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("pk"), descending=True),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSupervisionResult",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("follows_rules", models.BooleanField(verbose_name="afgørelserne følger reglerne")),
            ("wrong", models.PositiveIntegerField(verbose_name="forkert afgørelse")),
            ("not_assessable", models.PositiveIntegerField(verbose_name="kunne ikke vurderes")),
            ("no_criticism", models.PositiveIntegerField(verbose_name="ingen kritik")),
            ("withdrawn", models.PositiveIntegerField(verbose_name="udgået")),
            ("wrong_paid", models.PositiveBigIntegerField(default=0, verbose_name="fejlagtigt udbetalt (øre)")),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="det væsentlige")),
            (
                "difference",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="forklaring på forskellen"),
            ),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "supervision",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervision",
                ),
            ),
            (
                "paper",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
            ("history_change_reason", models.CharField(max_length=100, null=True)),
            (
                "history_type",
                models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
            ),
            (
                "history_user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "historical samlet resultat",
            "verbose_name_plural": "historical samlede resultater",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SupervisionResult",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="result", to="tilsyn.supervision"
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("follows_rules", models.BooleanField(verbose_name="afgørelserne følger reglerne")),
            ("wrong", models.PositiveIntegerField(verbose_name="forkert afgørelse")),
            ("not_assessable", models.PositiveIntegerField(verbose_name="kunne ikke vurderes")),
            ("no_criticism", models.PositiveIntegerField(verbose_name="ingen kritik")),
            ("withdrawn", models.PositiveIntegerField(verbose_name="udgået")),
            ("wrong_paid", models.PositiveBigIntegerField(default=0, verbose_name="fejlagtigt udbetalt (øre)")),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="det væsentlige")),
            (
                "difference",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="forklaring på forskellen"),
            ),
            (
                "paper",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "registered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "samlet resultat",
            "verbose_name_plural": "samlede resultater",
            "ordering": ["-received_on", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="ToldEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="told", to="tilsyn.supervision"
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "recipient",
                models.CharField(
                    choices=[
                        ("council", "Kommunalbestyrelsen"),
                        ("auditor", "Kommunens revisor"),
                        ("citizens", "Borgerne i tilsynet"),
                        ("directorate", "Direktoratet"),
                        ("ministry", "Ministerium"),
                        ("other", "Andre"),
                    ],
                    max_length=12,
                    verbose_name="hvem",
                ),
            ),
            ("told_on", models.DateField(verbose_name="orienteret")),
            ("how", models.CharField(max_length=200, verbose_name="hvordan")),
            (
                "paper",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tilsyn.supervisionpaper",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret")),
        ],
        options={
            "verbose_name": "orientering",
            "verbose_name_plural": "orienteringer",
            "ordering": [models.OrderBy(models.F("told_on")), "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("recipient__in", ["council", "auditor", "citizens", "directorate", "ministry", "other"])
                    ),
                    name="told_recipient_known",
                ),
                models.CheckConstraint(condition=models.Q(("how__regex", "\\S")), name="told_says_how"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RoomPaperContent",
        fields=[
            (
                "paper",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="content",
                    serialize=False,
                    to="tilsyn.roompaper",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={"verbose_name": "papirs indhold", "verbose_name_plural": "papirers indhold"},
    ),
    migrations.CreateModel(
        name="SelectionList",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="tilsyn.supervision"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            (
                "way",
                models.CharField(
                    choices=[
                        ("notices", "Underretninger fra staten"),
                        ("cpr_list", "CPR-liste i to runder"),
                        ("registration_period", "Registreringsperiode"),
                        ("register_extract", "Udtræk fra sanktionsregistret"),
                    ],
                    max_length=20,
                    verbose_name="udvælgelse",
                ),
            ),
            ("round", models.PositiveSmallIntegerField(choices=[(1, "Runde 1"), (2, "Runde 2")], verbose_name="runde")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("period_from", models.DateField(blank=True, null=True, verbose_name="fra og med")),
            ("period_to", models.DateField(blank=True, null=True, verbose_name="til og med")),
            ("row_count", models.PositiveIntegerField(verbose_name="rækker")),
            ("sha256", sanktion.base.encryption.EncryptedTextField(verbose_name="kontrolsum")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("read", "Indlæst"),
                        ("sent", "Svar sendt"),
                        ("named", "Sager registreret"),
                        ("destroyed", "Destrueret"),
                    ],
                    default="read",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "read_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="indlæst"),
            ),
            (
                "read_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="indlæst af",
                ),
            ),
            (
                "answer_sha256",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="svarets kontrolsum"),
            ),
            (
                "answer_format",
                models.CharField(blank=True, editable=False, max_length=4, verbose_name="svarets format"),
            ),
            ("sent_on", models.DateField(editable=False, null=True, verbose_name="svar sendt")),
            (
                "sent_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "liste fra direktoratet",
            "verbose_name_plural": "lister fra direktoratet",
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("supervision", "number"), name="selection_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("way__in", ["notices", "cpr_list", "registration_period", "register_extract"])),
                    name="selection_way_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["read", "sent", "named", "destroyed"])),
                    name="selection_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("round", 2),
                        models.Q(("period_from__isnull", False), ("round", 1), ("way", "cpr_list")),
                        _connector="OR",
                    ),
                    name="selection_round_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("period_from__isnull", True), ("period_to__isnull", True)),
                        ("period_to__gte", models.F("period_from")),
                        _connector="OR",
                    ),
                    name="selection_period_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "sent"), _negated=True),
                        models.Q(("round", 1), ("sent_by__isnull", False), ("sent_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="selection_only_questions_are_answered",
                ),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("status", "named"), _negated=True), ("round", 2), _connector="OR"),
                    name="selection_a_question_names_nothing",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SelectionRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "selection",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="tilsyn.selectionlist"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="række")),
            ("cells", sanktion.base.encryption.EncryptedJSONField(null=True, verbose_name="rækken")),
            ("cpr_lookup", models.BinaryField(max_length=32, null=True)),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("found", "Sag fundet"),
                        ("named", "Sag registreret"),
                        ("had_event", "Hændelse i perioden"),
                        ("no_event", "Ingen hændelse"),
                        ("no_case", "Hændelse uden sag"),
                        ("unknown", "Kendes ikke her"),
                        ("not_asked", "Stod ikke i runde 1"),
                        ("differs", "Passer ikke sammen"),
                        ("several", "Flere sager passer"),
                        ("repeated", "Står to gange"),
                        ("outside", "Uden for din adgang"),
                        ("unreadable", "Kan ikke læses"),
                    ],
                    editable=False,
                    max_length=10,
                    verbose_name="udfald",
                ),
            ),
            ("fault", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="fejl")),
            (
                "fault_kind",
                models.CharField(
                    blank=True,
                    choices=[("not_found", "Kan ikke findes"), ("facts", "Oplysningerne er andre")],
                    max_length=10,
                    verbose_name="leveringsfejl",
                ),
            ),
            ("corrected_at", models.DateTimeField(editable=False, null=True, verbose_name="rettet i registret")),
            (
                "corrected_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("correction", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            (
                "asked_in",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="chosen_in",
                    to="tilsyn.selectionrow",
                ),
            ),
        ],
        options={
            "verbose_name": "række",
            "verbose_name_plural": "rækker",
            "ordering": ["number"],
            "indexes": [models.Index(fields=["cpr_lookup"], name="selection_row_cpr")],
            "constraints": [
                models.UniqueConstraint(fields=("selection", "number"), name="selection_row_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "outcome__in",
                            [
                                "found",
                                "named",
                                "had_event",
                                "no_event",
                                "no_case",
                                "unknown",
                                "not_asked",
                                "differs",
                                "several",
                                "repeated",
                                "outside",
                                "unreadable",
                            ],
                        )
                    ),
                    name="selection_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("cells__isnull", False), ("cpr_lookup__isnull", True), _connector="OR"),
                    name="selection_reduced_whole",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("corrected_at__isnull", True), ("corrected_by__isnull", True)),
                        models.Q(("corrected_at__isnull", False), ("corrected_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="selection_corrected_whole",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="NamedRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "row",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="named", to="tilsyn.selectionrow"
                ),
            ),
            (
                "selected",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="named_rows", to="tilsyn.selectedcase"
                ),
            ),
        ],
        options={
            "verbose_name": "udpeget række",
            "verbose_name_plural": "udpegede rækker",
            "constraints": [models.UniqueConstraint(fields=("row", "selected"), name="named_row_once")],
        },
    ),
    migrations.CreateModel(
        name="SelectionDestruction",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "sequence",
                models.PositiveIntegerField(default=0, editable=False, unique=True, verbose_name="løbenummer"),
            ),
            ("number", models.CharField(max_length=20, unique=True, verbose_name="liste")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="destructions", to="tilsyn.supervision"
                ),
            ),
            ("list_key", models.BigIntegerField(editable=False)),
            (
                "row_keys",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.BigIntegerField(), default=list, editable=False, size=None
                ),
            ),
            ("rows", models.PositiveIntegerField(verbose_name="destruerede numre")),
            ("kept", models.PositiveIntegerField(verbose_name="valgte")),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("chosen", "Direktoratet har valgt sagerne, og de øvrige numre skal ikke bruges"),
                        ("over", "Tilsynet er afsluttet"),
                        ("discarded", "Listen blev slettet, før den blev brugt"),
                    ],
                    max_length=10,
                    verbose_name="grund",
                ),
            ),
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
                    null=True,
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
            "verbose_name": "destruktion af liste",
            "verbose_name_plural": "destruktioner af lister",
            "ordering": ["-sequence"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("reason__in", ["chosen", "over", "discarded"])), name="selection_destroyed_why"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SelectionChain",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("genesis", models.CharField(max_length=64)),
        ],
        options={"verbose_name": "destruktionskæde", "verbose_name_plural": "destruktionskæder"},
    ),
    migrations.CreateModel(
        name="SurveyRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="tilsyn.supervision"
                ),
            ),
            (
                "kinds",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Afslået formidlet arbejde"),
                            (2, "Udeblevet fra samtale hos staten"),
                            (3, "Udeblevet fra jobsamtale i kommunen"),
                            (4, "Udeblevet fra opfølgningssamtale"),
                            (5, "Ikke søgt anviste jobordrer"),
                            (6, "Ophørt med arbejde uden rimelig grund"),
                            (7, "Ikke givet besked om sygdom"),
                            (8, "Afvist arbejde eller tilbud uden rimelig grund"),
                            (9, "Udeblevet fra tilbud"),
                            (10, "Ikke indlagt CV på Jobnet"),
                            (99, "Anden hændelse"),
                        ]
                    ),
                    size=None,
                    verbose_name="hændelser",
                ),
            ),
            (
                "outcomes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("undecided", "Ikke afgjort"),
                            ("no_sanction", "Ingen sanktion"),
                            ("deduction", "Fradrag"),
                            ("reduction", "Nedsættelse"),
                            ("termination", "Ophør"),
                            ("strict", "Skærpet rådighedssanktion"),
                            ("event_withdrawn", "Hændelsen er trukket tilbage"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                    verbose_name="konsekvenser",
                ),
            ),
            (
                "columns",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("case_number", "Sagsnummer"),
                            ("event_kind", "Hændelse"),
                            ("event_date", "Hændelsesdato"),
                            ("outcome", "Konsekvens"),
                            ("legal_basis", "Paragraf"),
                            ("effect_from", "Virkning fra"),
                            ("match_category", "Matchkategori på hændelsesdatoen"),
                            ("benefit", "Ydelse"),
                            ("cpr", "CPR-nummer"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                    verbose_name="kolonner",
                ),
            ),
            ("first", models.DateField(verbose_name="fra og med")),
            ("last", models.DateField(verbose_name="til og med")),
            ("found", models.PositiveIntegerField(verbose_name="sager")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "søgning",
            "verbose_name_plural": "søgninger",
            "ordering": ["-pk"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "columns__contained_by",
                            [
                                "case_number",
                                "event_kind",
                                "event_date",
                                "outcome",
                                "legal_basis",
                                "effect_from",
                                "match_category",
                                "benefit",
                                "cpr",
                            ],
                        ),
                        ("columns__len__gt", 0),
                        ("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99]),
                        ("kinds__len__gt", 0),
                        (
                            "outcomes__contained_by",
                            [
                                "undecided",
                                "no_sanction",
                                "deduction",
                                "reduction",
                                "termination",
                                "strict",
                                "event_withdrawn",
                            ],
                        ),
                        ("outcomes__len__gt", 0),
                    ),
                    name="surveyrun_asks_what_is_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("last__gte", models.F("first"))), name="surveyrun_period_runs_forward"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SurveyAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "supervision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="tilsyn.supervision"
                ),
            ),
            (
                "kinds",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Afslået formidlet arbejde"),
                            (2, "Udeblevet fra samtale hos staten"),
                            (3, "Udeblevet fra jobsamtale i kommunen"),
                            (4, "Udeblevet fra opfølgningssamtale"),
                            (5, "Ikke søgt anviste jobordrer"),
                            (6, "Ophørt med arbejde uden rimelig grund"),
                            (7, "Ikke givet besked om sygdom"),
                            (8, "Afvist arbejde eller tilbud uden rimelig grund"),
                            (9, "Udeblevet fra tilbud"),
                            (10, "Ikke indlagt CV på Jobnet"),
                            (99, "Anden hændelse"),
                        ]
                    ),
                    size=None,
                    verbose_name="hændelser",
                ),
            ),
            (
                "outcomes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("undecided", "Ikke afgjort"),
                            ("no_sanction", "Ingen sanktion"),
                            ("deduction", "Fradrag"),
                            ("reduction", "Nedsættelse"),
                            ("termination", "Ophør"),
                            ("strict", "Skærpet rådighedssanktion"),
                            ("event_withdrawn", "Hændelsen er trukket tilbage"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                    verbose_name="konsekvenser",
                ),
            ),
            (
                "columns",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("case_number", "Sagsnummer"),
                            ("event_kind", "Hændelse"),
                            ("event_date", "Hændelsesdato"),
                            ("outcome", "Konsekvens"),
                            ("legal_basis", "Paragraf"),
                            ("effect_from", "Virkning fra"),
                            ("match_category", "Matchkategori på hændelsesdatoen"),
                            ("benefit", "Ydelse"),
                            ("cpr", "CPR-nummer"),
                        ],
                        max_length=20,
                    ),
                    size=None,
                    verbose_name="kolonner",
                ),
            ),
            ("first", models.DateField(verbose_name="fra og med")),
            ("last", models.DateField(verbose_name="til og med")),
            ("found", models.PositiveIntegerField(verbose_name="sager")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            ("theme", models.CharField(max_length=300, verbose_name="tema")),
            (
                "cpr_reason",
                sanktion.base.encryption.EncryptedTextField(null=True, verbose_name="begrundelse for CPR-numre"),
            ),
            ("counts", models.JSONField(verbose_name="optælling")),
            ("without_case", models.PositiveIntegerField(verbose_name="hændelser uden sag")),
            ("sha256", sanktion.base.encryption.EncryptedTextField(verbose_name="kontrolsum")),
        ],
        options={
            "verbose_name": "svar på spotundersøgelse",
            "verbose_name_plural": "svar på spotundersøgelse",
            "ordering": ["-number"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "columns__contained_by",
                            [
                                "case_number",
                                "event_kind",
                                "event_date",
                                "outcome",
                                "legal_basis",
                                "effect_from",
                                "match_category",
                                "benefit",
                                "cpr",
                            ],
                        ),
                        ("columns__len__gt", 0),
                        ("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99]),
                        ("kinds__len__gt", 0),
                        (
                            "outcomes__contained_by",
                            [
                                "undecided",
                                "no_sanction",
                                "deduction",
                                "reduction",
                                "termination",
                                "strict",
                                "event_withdrawn",
                            ],
                        ),
                        ("outcomes__len__gt", 0),
                    ),
                    name="surveyanswer_asks_what_is_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("last__gte", models.F("first"))), name="surveyanswer_period_runs_forward"
                ),
                models.UniqueConstraint(fields=("supervision", "number"), name="survey_answer_number_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("columns__contains", ["cpr"]), _negated=True),
                        ("cpr_reason__isnull", False),
                        _connector="OR",
                    ),
                    name="survey_answer_cpr_has_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SurveyAnswerRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "answer",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answer_rows", to="tilsyn.surveyanswer"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            (
                "case",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"),
            ),
            ("facts", sanktion.base.encryption.EncryptedJSONField(verbose_name="oplysninger")),
        ],
        options={
            "verbose_name": "række i svar",
            "verbose_name_plural": "rækker i svar",
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("answer", "number"), name="survey_row_number_once"),
                models.UniqueConstraint(fields=("answer", "case"), name="survey_row_case_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ErrorTarget",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField(verbose_name="år")),
            ("percent", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="mål for fejlprocenten")),
            ("source", models.CharField(max_length=200, verbose_name="kilde")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="skrevet"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "årsmål",
            "verbose_name_plural": "årsmål",
            "ordering": ["-year", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("year__gte", 2007)),
                    name="target_year_has_targets",
                    violation_error_message="Direktoratet satte det første mål i 2007.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                    name="target_is_a_percentage",
                    violation_error_message="Skriv et tal fra 0 til 100.",
                ),
                models.CheckConstraint(condition=models.Q(("source__regex", "\\S")), name="target_has_a_source"),
            ],
        },
    ),
    migrations.CreateModel(
        name="BenchmarkReport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField(verbose_name="år")),
            ("title", models.CharField(max_length=200, verbose_name="rapport")),
            ("source", models.CharField(max_length=200, verbose_name="kilde")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="indlæst"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "benchmarkrapport",
            "verbose_name_plural": "benchmarkrapporter",
            "ordering": ["-year", "-pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("source__regex", "\\S")), name="benchmark_has_a_source")
            ],
        },
    ),
    migrations.CreateModel(
        name="BenchmarkFigure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "report",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="tilsyn.benchmarkreport"
                ),
            ),
            ("municipality", models.CharField(max_length=80, verbose_name="kommune")),
            ("wrong", models.PositiveIntegerField(verbose_name="forkerte")),
            ("not_assessable", models.PositiveIntegerField(verbose_name="ikke vurderet")),
            ("no_criticism", models.PositiveIntegerField(verbose_name="ingen kritik")),
            ("withdrawn", models.PositiveIntegerField(verbose_name="udgået")),
            ("cases", models.PositiveIntegerField(verbose_name="sager")),
            ("practice", models.CharField(blank=True, max_length=1000, verbose_name="praksis")),
        ],
        options={
            "verbose_name": "benchmarktal",
            "verbose_name_plural": "benchmarktal",
            "ordering": ["municipality"],
            "constraints": [
                models.UniqueConstraint(fields=("report", "municipality"), name="benchmark_municipality_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "cases",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("wrong"), "+", models.F("not_assessable")
                                    ),
                                    "+",
                                    models.F("no_criticism"),
                                ),
                                "+",
                                models.F("withdrawn"),
                            ),
                        )
                    ),
                    name="benchmark_counts_add_up",
                ),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0001_supervision"), ("tilsyn", "0011_over_time")]

    initial = True

    dependencies = [("sanktion", "0001_schema")]

    operations = [CreateTogether(TABLES)]
