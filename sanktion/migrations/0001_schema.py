"""The tables of cases, citizens, letters and their handling. What the database itself enforces follows by subject."""

import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import sanktion.models.staff
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

from sanktion.base.together import CreateTogether

# In an order in which each refers to those before it; constraints and indexes stand with their table.
TABLES = [
    migrations.CreateModel(
        name="Address",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False, verbose_name="adresse-id")),
            ("access_address_id", models.UUIDField(db_index=True, verbose_name="adgangsadresse-id")),
            ("street", models.CharField(max_length=40, verbose_name="vejnavn")),
            ("house_number", models.CharField(max_length=4, verbose_name="husnr.")),
            ("floor", models.CharField(blank=True, max_length=3, verbose_name="etage")),
            ("door", models.CharField(blank=True, max_length=4, verbose_name="dør")),
            ("locality", models.CharField(blank=True, max_length=34, verbose_name="supplerende bynavn")),
            ("postcode", models.CharField(max_length=4, verbose_name="postnr.")),
            ("post_district", models.CharField(max_length=20, verbose_name="postdistrikt")),
            ("municipality_code", models.CharField(max_length=4, verbose_name="kommunekode")),
            ("municipality", models.CharField(max_length=40, verbose_name="kommune")),
            ("easting", models.FloatField(null=True, verbose_name="øst (ETRS89/UTM32, meter)")),
            ("northing", models.FloatField(null=True, verbose_name="nord (ETRS89/UTM32, meter)")),
            ("latitude", models.FloatField(null=True, verbose_name="bredde (WGS84, grader)")),
            ("longitude", models.FloatField(null=True, verbose_name="længde (WGS84, grader)")),
            ("sort_key", models.CharField(db_collation="C", db_index=True, editable=False, max_length=120)),
        ],
        options={
            "verbose_name": "adresse",
            "verbose_name_plural": "adresser",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("postcode__regex", "^\\d{4}$")), name="address_postcode_four_digits"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Benefit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("code", models.SlugField(unique=True, verbose_name="kode")),
            ("name", models.CharField(max_length=80, verbose_name="navn")),
            ("act", models.CharField(max_length=80, verbose_name="lov")),
        ],
        options={
            "verbose_name": "ydelse",
            "verbose_name_plural": "ydelser",
            "ordering": ["name"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="benefit_valid_period",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="LegalBasis",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("act", models.CharField(max_length=80, verbose_name="lov")),
            ("section", models.CharField(max_length=20, verbose_name="paragraf")),
            ("summary", models.CharField(max_length=200, verbose_name="indhold")),
            ("position", models.PositiveSmallIntegerField(verbose_name="rækkefølge")),
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
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="hændelser",
                ),
            ),
        ],
        options={
            "verbose_name": "retsgrundlag",
            "verbose_name_plural": "retsgrundlag",
            "ordering": ["position"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="legalbasis_valid_period",
                ),
                models.UniqueConstraint(fields=("act", "section", "valid_from"), name="legal_basis_once"),
                models.CheckConstraint(
                    condition=models.Q(("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99])),
                    name="legal_basis_kinds_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Team",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=80, unique=True, verbose_name="navn")),
            (
                "postcodes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=4),
                    blank=True,
                    default=list,
                    help_text="Nye borgere med disse postnumre hører til holdet.",
                    size=None,
                    verbose_name="postnumre",
                ),
            ),
        ],
        options={"verbose_name": "team", "verbose_name_plural": "teams", "ordering": ["name"]},
    ),
    migrations.CreateModel(
        name="User",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            (
                "username",
                models.CharField(
                    error_messages={"unique": "A user with that username already exists."},
                    help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                    max_length=150,
                    unique=True,
                    validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                    verbose_name="username",
                ),
            ),
            ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
            ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
            (
                "is_staff",
                models.BooleanField(
                    default=False,
                    help_text="Designates whether the user can log into this admin site.",
                    verbose_name="staff status",
                ),
            ),
            (
                "is_active",
                models.BooleanField(
                    default=True,
                    help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                    verbose_name="active",
                ),
            ),
            ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
            (
                "uses_shortcuts",
                models.BooleanField(db_default=True, default=True, verbose_name="bruger tastaturgenveje"),
            ),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
            (
                "teams",
                models.ManyToManyField(blank=True, related_name="members", to="sanktion.team", verbose_name="teams"),
            ),
        ],
        options={"verbose_name": "bruger", "verbose_name_plural": "brugere"},
        managers=[("objects", sanktion.models.staff.ScopedUserManager())],
    ),
    migrations.CreateModel(
        name="HistoricalCitizen",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("cpr", sanktion.base.encryption.EncryptedTextField(verbose_name="CPR-nummer")),
            ("cpr_lookup", models.BinaryField(db_index=True, max_length=32)),
            ("key_version", models.PositiveSmallIntegerField(editable=False)),
            ("first_name", models.CharField(max_length=80, verbose_name="fornavn")),
            ("last_name", models.CharField(max_length=80, verbose_name="efternavn")),
            ("sort_key", models.CharField(editable=False, max_length=200)),
            ("search_key", models.CharField(editable=False, max_length=200)),
            ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
            ("digital_post", models.BooleanField(default=True, verbose_name="modtager Digital Post")),
            ("protected_until", models.DateField(blank=True, null=True, verbose_name="navne- og adressebeskyttet til")),
            ("two_persons_from", models.DateField(blank=True, null=True, verbose_name="to personer fra")),
            ("two_persons_until", models.DateField(blank=True, null=True, verbose_name="to personer til og med")),
            (
                "cpr_status",
                models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Bopæl i Danmark"),
                        (3, "Høj vejkode (uden fast bopæl)"),
                        (5, "Bopæl i Grønland"),
                        (7, "Grønland, høj vejkode"),
                        (20, "Kun skattemæssigt"),
                        (30, "Annulleret"),
                        (50, "Slettet"),
                        (60, "Ændret personnummer"),
                        (70, "Forsvundet"),
                        (80, "Udrejst"),
                        (90, "Død"),
                    ],
                    default=1,
                    verbose_name="CPR-status",
                ),
            ),
            (
                "address",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.address",
                    verbose_name="bopæl",
                ),
            ),
            (
                "benefit",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.benefit",
                    verbose_name="ydelse",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.team",
                    verbose_name="team",
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
            "verbose_name": "historical borger",
            "verbose_name_plural": "historical borgere",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Citizen",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("cpr", sanktion.base.encryption.EncryptedTextField(verbose_name="CPR-nummer")),
            ("cpr_lookup", models.BinaryField(max_length=32, unique=True)),
            ("key_version", models.PositiveSmallIntegerField(editable=False)),
            ("first_name", models.CharField(max_length=80, verbose_name="fornavn")),
            ("last_name", models.CharField(max_length=80, verbose_name="efternavn")),
            ("sort_key", models.CharField(db_collation="C", editable=False, max_length=200)),
            ("search_key", models.CharField(db_collation="C", editable=False, max_length=200)),
            (
                "address",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="sanktion.address",
                    verbose_name="bopæl",
                ),
            ),
            ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
            (
                "benefit",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="sanktion.benefit",
                    verbose_name="ydelse",
                ),
            ),
            ("digital_post", models.BooleanField(default=True, verbose_name="modtager Digital Post")),
            ("protected_until", models.DateField(blank=True, null=True, verbose_name="navne- og adressebeskyttet til")),
            ("two_persons_from", models.DateField(blank=True, null=True, verbose_name="to personer fra")),
            ("two_persons_until", models.DateField(blank=True, null=True, verbose_name="to personer til og med")),
            (
                "cpr_status",
                models.PositiveSmallIntegerField(
                    choices=[
                        (1, "Bopæl i Danmark"),
                        (3, "Høj vejkode (uden fast bopæl)"),
                        (5, "Bopæl i Grønland"),
                        (7, "Grønland, høj vejkode"),
                        (20, "Kun skattemæssigt"),
                        (30, "Annulleret"),
                        (50, "Slettet"),
                        (60, "Ændret personnummer"),
                        (70, "Forsvundet"),
                        (80, "Udrejst"),
                        (90, "Død"),
                    ],
                    default=1,
                    verbose_name="CPR-status",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="citizens",
                    to="sanktion.team",
                    verbose_name="team",
                ),
            ),
        ],
        options={
            "verbose_name": "borger",
            "verbose_name_plural": "borgere",
            "ordering": ["sort_key", "pk"],
            "permissions": [("keep_standing", "Kan føre matchkategori, målgruppe og tilmelding")],
            "indexes": [
                models.Index(fields=["team", "sort_key"], name="citizen_team_sort"),
                models.Index(fields=["search_key"], name="citizen_search"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("two_persons_until", None),
                        models.Q(
                            ("two_persons_from__isnull", False),
                            ("two_persons_from__lte", models.F("two_persons_until")),
                        ),
                        _connector="OR",
                    ),
                    name="citizen_two_persons_period",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalTargetGroupPeriod",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "group",
                models.CharField(
                    choices=[
                        ("job_ready", "Jobparat"),
                        ("education_ready", "Uddannelsesparat"),
                        ("plainly_educ_ready", "Åbenlyst uddannelsesparat"),
                        ("activity_ready", "Aktivitetsparat"),
                    ],
                    max_length=20,
                    verbose_name="målgruppe",
                ),
            ),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
            ("reason", models.CharField(blank=True, max_length=500, verbose_name="begrundelse")),
            ("history_change_reason", models.TextField(null=True)),
            (
                "citizen",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.citizen",
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
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
            "verbose_name": "historical målgruppe",
            "verbose_name_plural": "historical målgrupper",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="TargetGroupPeriod",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="target_groups", to="sanktion.citizen"
                ),
            ),
            (
                "group",
                models.CharField(
                    choices=[
                        ("job_ready", "Jobparat"),
                        ("education_ready", "Uddannelsesparat"),
                        ("plainly_educ_ready", "Åbenlyst uddannelsesparat"),
                        ("activity_ready", "Aktivitetsparat"),
                    ],
                    max_length=20,
                    verbose_name="målgruppe",
                ),
            ),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
            ("reason", models.CharField(blank=True, max_length=500, verbose_name="begrundelse")),
        ],
        options={
            "verbose_name": "målgruppe",
            "verbose_name_plural": "målgrupper",
            "ordering": ["-period"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("group__in", ["job_ready", "education_ready", "plainly_educ_ready", "activity_ready"])
                    ),
                    name="target_group_known",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        (
                            models.Func(
                                models.F("citizen_id"), models.F("citizen_id"), models.Value("[]"), function="int8range"
                            ),
                            "&&",
                        ),
                        ("period", "&&"),
                    ],
                    name="target_group_no_overlap",
                ),
                models.CheckConstraint(condition=models.Q(("period__isempty", False)), name="target_group_has_days"),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalMatchCategory",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("category", models.PositiveSmallIntegerField(verbose_name="matchkategori")),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
            ("reason", models.CharField(blank=True, max_length=500, verbose_name="begrundelse")),
            ("assessor_name", models.CharField(blank=True, max_length=120, verbose_name="navn og stilling")),
            ("history_change_reason", models.TextField(null=True)),
            (
                "citizen",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.citizen",
                ),
            ),
            (
                "assessor",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="vurderet af",
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
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
            "verbose_name": "historical matchkategori",
            "verbose_name_plural": "historical matchkategorier",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="MatchCategory",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="match_categories", to="sanktion.citizen"
                ),
            ),
            ("category", models.PositiveSmallIntegerField(verbose_name="matchkategori")),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
            ("reason", models.CharField(blank=True, max_length=500, verbose_name="begrundelse")),
            (
                "assessor",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="vurderet af",
                ),
            ),
            ("assessor_name", models.CharField(blank=True, max_length=120, verbose_name="navn og stilling")),
        ],
        options={
            "verbose_name": "matchkategori",
            "verbose_name_plural": "matchkategorier",
            "ordering": ["-period"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("category__range", (1, 5))), name="match_category_1_to_5"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("category__in", (4, 5)), _negated=True),
                        models.Q(
                            ("reason__regex", "\\S"),
                            models.Q(("assessor__isnull", False), ("assessor_name__regex", "\\S"), _connector="OR"),
                        ),
                        _connector="OR",
                    ),
                    name="match_category_assessed",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        (
                            models.Func(
                                models.F("citizen_id"), models.F("citizen_id"), models.Value("[]"), function="int8range"
                            ),
                            "&&",
                        ),
                        ("period", "&&"),
                    ],
                    name="match_category_no_overlap",
                ),
                models.CheckConstraint(condition=models.Q(("period__isempty", False)), name="match_category_has_days"),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalJobSeekerPeriod",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
            ("history_change_reason", models.TextField(null=True)),
            (
                "citizen",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.citizen",
                ),
            ),
            ("history_id", models.AutoField(primary_key=True, serialize=False)),
            ("history_date", models.DateTimeField(db_index=True)),
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
            "verbose_name": "historical jobsøgerperiode",
            "verbose_name_plural": "historical jobsøgerperioder",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="JobSeekerPeriod",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="job_seeker_periods",
                    to="sanktion.citizen",
                ),
            ),
            ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="periode")),
        ],
        options={
            "verbose_name": "jobsøgerperiode",
            "verbose_name_plural": "jobsøgerperioder",
            "ordering": ["-period"],
            "constraints": [
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        (
                            models.Func(
                                models.F("citizen_id"), models.F("citizen_id"), models.Value("[]"), function="int8range"
                            ),
                            "&&",
                        ),
                        ("period", "&&"),
                    ],
                    name="job_seeker_period_no_overlap",
                ),
                models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="job_seeker_period_has_days"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalNegativeEvent",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "kind",
                models.PositiveSmallIntegerField(
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
                    ],
                    verbose_name="hændelse",
                ),
            ),
            ("occurred_on", models.DateField(verbose_name="dato for hændelsen")),
            (
                "origin",
                models.CharField(
                    choices=[("stat", "Staten"), ("kommune", "Kommunen")], max_length=10, verbose_name="indberetter"
                ),
            ),
            (
                "reference",
                models.CharField(blank=True, db_index=True, max_length=40, null=True, verbose_name="reference"),
            ),
            ("description", models.TextField(blank=True, max_length=2000, verbose_name="beskrivelse")),
            (
                "details",
                models.JSONField(
                    blank=True,
                    db_default=models.Value({}, models.JSONField()),
                    default=dict,
                    verbose_name="oplysninger",
                ),
            ),
            (
                "details_pending",
                models.BooleanField(db_default=True, default=True, editable=False, verbose_name="oplysninger mangler"),
            ),
            ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="frist")),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "citizen",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.citizen",
                    verbose_name="borger",
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
            "verbose_name": "historical negativ hændelse",
            "verbose_name_plural": "historical negative hændelser",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="NegativeEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="events",
                    to="sanktion.citizen",
                    verbose_name="borger",
                ),
            ),
            (
                "kind",
                models.PositiveSmallIntegerField(
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
                    ],
                    verbose_name="hændelse",
                ),
            ),
            ("occurred_on", models.DateField(verbose_name="dato for hændelsen")),
            (
                "origin",
                models.CharField(
                    choices=[("stat", "Staten"), ("kommune", "Kommunen")], max_length=10, verbose_name="indberetter"
                ),
            ),
            (
                "reference",
                models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="reference"),
            ),
            ("description", models.TextField(blank=True, max_length=2000, verbose_name="beskrivelse")),
            (
                "details",
                models.JSONField(
                    blank=True,
                    db_default=models.Value({}, models.JSONField()),
                    default=dict,
                    verbose_name="oplysninger",
                ),
            ),
            (
                "details_pending",
                models.BooleanField(db_default=True, default=True, editable=False, verbose_name="oplysninger mangler"),
            ),
            ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="frist")),
            (
                "registered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
        ],
        options={
            "verbose_name": "negativ hændelse",
            "verbose_name_plural": "negative hændelser",
            "ordering": ["occurred_on", "pk"],
            "permissions": [("register_event", "Kan registrere negative hændelser")],
            "indexes": [models.Index(fields=["citizen", "occurred_on"], name="event_citizen_date")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99])), name="event_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("origin__in", ["stat", "kommune"])), name="event_origin_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", 99), _negated=True),
                        models.Q(("description", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="event_other_needs_text",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reference", ""), _negated=True), name="event_reference_not_empty"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("details_pending", True),
                        models.Q(("details__has_keys", ["job"]), ("kind", 1)),
                        models.Q(("details__has_keys", ["meeting"]), ("kind", 2)),
                        models.Q(("details__has_keys", ["meeting"]), ("kind", 3)),
                        models.Q(("details__has_keys", ["form"]), ("kind", 4)),
                        models.Q(("details__has_keys", ["demanded_by", "job_orders"]), ("kind", 5)),
                        models.Q(("details__has_keys", ["employer", "ended_on"]), ("kind", 6)),
                        models.Q(("details__has_keys", ["notice_due_to", "obligation"]), ("kind", 7)),
                        models.Q(("details__has_keys", ["refused", "what"]), ("kind", 8)),
                        models.Q(("details__has_keys", ["missed", "what"]), ("kind", 9)),
                        models.Q(("details__has_keys", ["registered_on", "cv_posted"]), ("kind", 10)),
                        models.Q(("details__has_keys", ["nature"]), ("kind", 99)),
                        _connector="OR",
                    ),
                    name="event_details_complete",
                    violation_error_message="Hændelsens oplysninger mangler.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("details_pending", False), models.Q(("details", {}), ("due_on__isnull", True)), _connector="OR"
                    ),
                    name="event_pending_is_empty",
                    violation_error_message="Oplysningerne er enten udfyldt eller mangler.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind", 10), ("due_on__isnull", True), _connector="OR"),
                    name="event_due_only_for_cv",
                    violation_error_message="Kun ved manglende CV beregnes en frist.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("due_on__isnull", True), ("occurred_on__gt", models.F("due_on")), _connector="OR"
                    ),
                    name="event_after_due",
                    violation_error_message="Hændelsen kan tidligst ligge dagen efter fristen.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="EventNotice",
        fields=[
            (
                "event",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="notice",
                    serialize=False,
                    to="sanktion.negativeevent",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField(verbose_name="underretning")),
            (
                "received_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modtaget"),
            ),
            (
                "received_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"verbose_name": "underretning", "verbose_name_plural": "underretninger"},
    ),
    migrations.CreateModel(
        name="CaseNumberSeries",
        fields=[
            ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
            ("last", models.PositiveIntegerField(default=0)),
        ],
        options={"verbose_name": "sagsnummerserie", "verbose_name_plural": "sagsnummerserier"},
    ),
    migrations.CreateModel(
        name="HistoricalCase",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.CharField(db_index=True, editable=False, max_length=12, verbose_name="sagsnummer")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("registered", "Ny sag"),
                        ("hearing", "Partshøring sendt"),
                        ("seeking_contact", "Søger kontakt"),
                        ("answered", "Svar modtaget"),
                        ("ready", "Klar til afgørelse"),
                        ("decided", "Afgjort"),
                        ("closed", "Lukket"),
                    ],
                    default="registered",
                    editable=False,
                    max_length=20,
                    verbose_name="status",
                ),
            ),
            ("next_due", models.DateField(editable=False, null=True, verbose_name="næste frist")),
            (
                "opened_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="åbnet"),
            ),
            ("is_restricted", models.BooleanField(default=False, verbose_name="kun for navngivne")),
            (
                "citizen",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.citizen",
                    verbose_name="borger",
                ),
            ),
            (
                "event",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.negativeevent",
                    verbose_name="hændelse",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.team",
                    verbose_name="team",
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
                    verbose_name="sagsbehandler",
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
            "verbose_name": "historical sag",
            "verbose_name_plural": "historical sager",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Case",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.CharField(editable=False, max_length=12, unique=True, verbose_name="sagsnummer")),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="sanktion.citizen",
                    verbose_name="borger",
                ),
            ),
            (
                "event",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="case",
                    to="sanktion.negativeevent",
                    verbose_name="hændelse",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to="sanktion.team",
                    verbose_name="team",
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="cases",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="sagsbehandler",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("registered", "Ny sag"),
                        ("hearing", "Partshøring sendt"),
                        ("seeking_contact", "Søger kontakt"),
                        ("answered", "Svar modtaget"),
                        ("ready", "Klar til afgørelse"),
                        ("decided", "Afgjort"),
                        ("closed", "Lukket"),
                    ],
                    default="registered",
                    editable=False,
                    max_length=20,
                    verbose_name="status",
                ),
            ),
            ("next_due", models.DateField(editable=False, null=True, verbose_name="næste frist")),
            (
                "opened_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="åbnet"),
            ),
            ("is_restricted", models.BooleanField(default=False, verbose_name="kun for navngivne")),
            ("contact_requested", models.BooleanField(default=False, editable=False)),
        ],
        options={
            "verbose_name": "sag",
            "verbose_name_plural": "sager",
            "ordering": ["next_due", "pk"],
            "permissions": [("handle_case", "Kan behandle sager")],
            "indexes": [
                models.Index(
                    condition=models.Q(
                        ("status__in", ["registered", "hearing", "seeking_contact", "answered", "ready"])
                    ),
                    fields=["team", "next_due", "id"],
                    name="case_queue",
                ),
                models.Index(fields=["team", "status", "next_due"], name="case_team_status"),
                models.Index(
                    condition=models.Q(
                        ("status__in", ["registered", "hearing", "seeking_contact", "answered", "ready"])
                    ),
                    fields=["owner", "next_due"],
                    name="case_owner",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            ["registered", "hearing", "seeking_contact", "answered", "ready", "decided", "closed"],
                        )
                    ),
                    name="case_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("number__regex", "^[0-9]{4}-[0-9]{7}$")), name="case_number_form"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("next_due__isnull", False), ("status__in", ["decided", "closed"]), _connector="OR"
                    ),
                    name="case_open_has_due",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CaseUserObjectPermission",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="sanktion.case")),
        ],
        options={
            "verbose_name": "adgang til sag",
            "verbose_name_plural": "adgange til sager",
            "unique_together": {("user", "permission", "content_object")},
            "abstract": False,
        },
    ),
    migrations.CreateModel(
        name="AccessLog",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "citizen",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.citizen",
                ),
            ),
            (
                "case",
                models.ForeignKey(
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.case",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("list", "Set i liste"),
                        ("read", "Åbnet"),
                        ("search", "Fundet ved søgning"),
                        ("print", "Udskrevet eller hentet"),
                        ("write", "Ændret"),
                    ],
                    max_length=10,
                    verbose_name="handling",
                ),
            ),
            ("page", models.CharField(max_length=80, verbose_name="side")),
        ],
        options={
            "verbose_name": "opslag",
            "verbose_name_plural": "opslag",
            "indexes": [models.Index(fields=["citizen", "at"], name="access_citizen_at")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalAssessment",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("is_available", models.BooleanField(verbose_name="står til rådighed")),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="vurdering")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
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
            "verbose_name": "historical rådighedsvurdering",
            "verbose_name_plural": "historical rådighedsvurderinger",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Assessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="sanktion.case"
                ),
            ),
            ("is_available", models.BooleanField(verbose_name="står til rådighed")),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="vurdering")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "rådighedsvurdering",
            "verbose_name_plural": "rådighedsvurderinger",
            "ordering": ["-made_at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="GroundAssessment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="sanktion.case"
                ),
            ),
            (
                "ground",
                models.CharField(
                    choices=[
                        ("yes", "Ja, borgeren havde en rimelig grund"),
                        ("no", "Nej, borgeren havde ikke en rimelig grund"),
                        ("not_relevant", "Ikke relevant for hændelsen"),
                    ],
                    max_length=20,
                    verbose_name="rimelig grund",
                ),
            ),
            (
                "stated",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, verbose_name="det, borgeren har givet som grund"
                ),
            ),
            ("weighing", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="vurdering")),
            (
                "documents",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveIntegerField(), blank=True, default=list, size=None, verbose_name="bilag"
                ),
            ),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "vurdering af rimelig grund",
            "verbose_name_plural": "vurderinger af rimelig grund",
            "ordering": ["-made_at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("ground__in", ["yes", "no", "not_relevant"])), name="ground_known"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PaymentConsequence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="consequences", to="sanktion.case"
                ),
            ),
            (
                "effect",
                models.CharField(
                    choices=[
                        ("none", "Ingen betydning for udbetalingen"),
                        ("continued", "Udbetalingen fortsætter, mens sagen behandles"),
                        ("stopped", "Udbetalingen standses"),
                        ("reduced", "Hjælpen nedsættes"),
                        ("unrecorded", "Ikke vurderet særskilt"),
                    ],
                    max_length=20,
                    verbose_name="konsekvens",
                ),
            ),
            ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
            (
                "amount",
                models.DecimalField(
                    blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="kr. om måneden"
                ),
            ),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="begrundelse")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foretaget"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "konsekvens for udbetalingen",
            "verbose_name_plural": "konsekvenser for udbetalingen",
            "ordering": ["-made_at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("effect__in", ["none", "continued", "stopped", "reduced", "unrecorded"])),
                    name="payment_effect_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("effect__in", ["stopped", "reduced"]), ("starts_on__isnull", False)),
                        models.Q(
                            models.Q(("effect__in", ["stopped", "reduced"]), _negated=True),
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="payment_effect_has_period",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                    ),
                    name="payment_period_runs_forward",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("amount__isnull", True), models.Q(("amount__gt", 0), ("effect", "reduced")), _connector="OR"
                    ),
                    name="payment_amount_of_reduction",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CaseMaterial",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="sanktion.case"
                ),
            ),
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
                    verbose_name="slags",
                ),
            ),
        ],
        options={
            "verbose_name": "materiale",
            "verbose_name_plural": "materialer",
            "constraints": [
                models.UniqueConstraint(fields=("case", "kind"), name="case_material_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), name="case_material_kind_known"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalMaterialWaiver",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                    verbose_name="slags",
                ),
            ),
            ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="angivet")),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="trukket tilbage")),
            (
                "case",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.case",
                ),
            ),
            (
                "by",
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
            "verbose_name": "historical fravalg af materiale",
            "verbose_name_plural": "historical fravalg af materiale",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="MaterialWaiver",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="sanktion.case"
                ),
            ),
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
                    verbose_name="slags",
                ),
            ),
            ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="angivet")),
            ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="trukket tilbage")),
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
            "verbose_name": "fravalg af materiale",
            "verbose_name_plural": "fravalg af materiale",
            "permissions": [("view_readiness", "Kan se andelen af tilsynsklare sager")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("withdrawn_at__isnull", True)),
                    fields=("case", "kind"),
                    name="waiver_once_in_force",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), models.Q(("kind", 5), _negated=True)
                    ),
                    name="waiver_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                        models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="waiver_withdrawn_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CaseDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="sanktion.case"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="dokumentnr.")),
            ("title", models.CharField(max_length=120, verbose_name="titel")),
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
                    verbose_name="slags",
                ),
            ),
            (
                "concerns_supervision",
                models.CharField(
                    choices=[
                        ("yes", "Angår tilsynet"),
                        ("no", "Angår ikke tilsynet"),
                        ("partly", "Angår delvis tilsynet"),
                    ],
                    default="yes",
                    max_length=10,
                    verbose_name="tilsyn",
                ),
            ),
            (
                "media_type",
                models.CharField(
                    choices=[
                        ("application/pdf", "pdf"),
                        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
                        ("application/vnd.oasis.opendocument.text", "odt"),
                    ],
                    default="application/pdf",
                    max_length=80,
                ),
            ),
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
            "verbose_name": "dokument",
            "verbose_name_plural": "dokumenter",
            "ordering": [models.OrderBy(models.F("number"), descending=True)],
            "constraints": [
                models.UniqueConstraint(fields=("case", "number"), name="document_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), name="document_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("concerns_supervision__in", ["yes", "no", "partly"])),
                    name="document_relevance_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "media_type__in",
                            [
                                "application/pdf",
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "application/vnd.oasis.opendocument.text",
                            ],
                        )
                    ),
                    name="document_media_type_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DocumentContent",
        fields=[
            (
                "document",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="content",
                    serialize=False,
                    to="sanktion.casedocument",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={"verbose_name": "dokumentindhold", "verbose_name_plural": "dokumentindhold"},
    ),
    migrations.CreateModel(
        name="HistoricalComplaint",
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
                        ("reassessing", "Genvurderes"),
                        ("dismissed", "Afvist, kom for sent"),
                        ("upheld", "Fastholdt"),
                        ("partly", "Delvis medhold"),
                        ("changed", "Medhold"),
                        ("forwarded", "Hos Ankestyrelsen"),
                        ("ruled", "Afgjort af Ankestyrelsen"),
                    ],
                    default="received",
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            ("received_on", models.DateField(verbose_name="modtaget")),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("digital_post", "Digital Post"),
                        ("letter", "Brev"),
                        ("email", "E-mail"),
                        ("phone", "Telefon"),
                        ("in_person", "Personligt"),
                    ],
                    max_length=20,
                    verbose_name="modtaget med",
                ),
            ),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="klagen")),
            ("decision_received_on", models.DateField(verbose_name="afgørelsesbrevet modtaget")),
            ("deadline", models.DateField(verbose_name="klagefrist")),
            ("reassess_due", models.DateField(verbose_name="genvurdering senest")),
            ("next_due", models.DateField(editable=False, null=True, verbose_name="næste frist")),
            ("dispensation", models.BooleanField(null=True, verbose_name="dispensation")),
            (
                "dispensation_reason",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="begrundelse for dispensation"
                ),
            ),
            (
                "result_text",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="begrundelse for resultatet"
                ),
            ),
            ("forwarded_on", models.DateField(null=True, verbose_name="sendt til Ankestyrelsen")),
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
                "acknowledgement",
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
                "result_letter",
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
                "forwarding",
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
            "verbose_name": "historical klage",
            "verbose_name_plural": "historical klager",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Complaint",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="complaints",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("received", "Modtaget"),
                        ("reassessing", "Genvurderes"),
                        ("dismissed", "Afvist, kom for sent"),
                        ("upheld", "Fastholdt"),
                        ("partly", "Delvis medhold"),
                        ("changed", "Medhold"),
                        ("forwarded", "Hos Ankestyrelsen"),
                        ("ruled", "Afgjort af Ankestyrelsen"),
                    ],
                    default="received",
                    editable=False,
                    max_length=12,
                    verbose_name="status",
                ),
            ),
            ("received_on", models.DateField(verbose_name="modtaget")),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("digital_post", "Digital Post"),
                        ("letter", "Brev"),
                        ("email", "E-mail"),
                        ("phone", "Telefon"),
                        ("in_person", "Personligt"),
                    ],
                    max_length=20,
                    verbose_name="modtaget med",
                ),
            ),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="klagen")),
            ("decision_received_on", models.DateField(verbose_name="afgørelsesbrevet modtaget")),
            ("deadline", models.DateField(verbose_name="klagefrist")),
            ("reassess_due", models.DateField(verbose_name="genvurdering senest")),
            ("next_due", models.DateField(editable=False, null=True, verbose_name="næste frist")),
            ("dispensation", models.BooleanField(null=True, verbose_name="dispensation")),
            (
                "dispensation_reason",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="begrundelse for dispensation"
                ),
            ),
            (
                "result_text",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="begrundelse for resultatet"
                ),
            ),
            (
                "acknowledgement",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            (
                "result_letter",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            (
                "forwarding",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            ("forwarded_on", models.DateField(null=True, verbose_name="sendt til Ankestyrelsen")),
            (
                "registered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "klage",
            "verbose_name_plural": "klager",
            "ordering": ["-pk"],
            "indexes": [
                models.Index(
                    condition=models.Q(("next_due__isnull", False)), fields=["next_due", "id"], name="complaint_due"
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            [
                                "received",
                                "reassessing",
                                "dismissed",
                                "upheld",
                                "partly",
                                "changed",
                                "forwarded",
                                "ruled",
                            ],
                        )
                    ),
                    name="complaint_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["digital_post", "letter", "email", "phone", "in_person"])),
                    name="complaint_channel_known",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("status__in", ["received", "reassessing", "upheld", "partly", "forwarded"])),
                    fields=("case",),
                    name="complaint_one_open_a_case",
                ),
                models.CheckConstraint(
                    condition=models.Q(("received_on__gte", models.F("decision_received_on"))),
                    name="complaint_after_the_letter",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("dispensation__isnull", True),
                        models.Q(("received_on__lte", models.F("deadline")), _negated=True),
                        _connector="OR",
                    ),
                    name="complaint_dispensation_when_late",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status", "received"),
                        models.Q(("dispensation", False), ("dispensation__isnull", False), ("status", "dismissed")),
                        models.Q(
                            models.Q(("status", "dismissed"), _negated=True),
                            models.Q(
                                ("received_on__lte", models.F("deadline")),
                                models.Q(("dispensation", True), ("dispensation__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="complaint_taken_up_in_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("result_letter__isnull", True), ("status__in", ["received", "reassessing"])),
                        models.Q(
                            models.Q(("status__in", ["received", "reassessing"]), _negated=True),
                            ("result_letter__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="complaint_result_has_letter",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("forwarded_on__isnull", False),
                            ("forwarding__isnull", False),
                            ("status__in", ["forwarded", "ruled"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["forwarded", "ruled"]), _negated=True),
                            ("forwarded_on__isnull", True),
                            ("forwarding__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="complaint_forwarded_with_note",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("next_due__isnull", False), ("status__in", ["received", "reassessing", "upheld", "partly"])
                        ),
                        ("status", "ruled"),
                        models.Q(
                            models.Q(("status__in", ["received", "reassessing", "upheld", "partly"]), _negated=True),
                            ("next_due__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="complaint_due_while_ours",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AppealRuling",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "complaint",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="ruling", to="sanktion.complaint"
                ),
            ),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("confirmed", "Stadfæstet"),
                        ("changed", "Ændret"),
                        ("remitted", "Hjemvist"),
                        ("rejected", "Afvist"),
                    ],
                    max_length=12,
                    verbose_name="udfald",
                ),
            ),
            ("ruled_on", models.DateField(verbose_name="afgjort")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("reference", models.CharField(blank=True, max_length=40, verbose_name="Ankestyrelsens sagsnummer")),
            ("text", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="begrundelse")),
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
            "verbose_name": "afgørelse fra Ankestyrelsen",
            "verbose_name_plural": "afgørelser fra Ankestyrelsen",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["confirmed", "changed", "remitted", "rejected"])),
                    name="ruling_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("received_on__gte", models.F("ruled_on"))), name="ruling_made_before_it_came"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ContactAttempt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="contact_attempts", to="sanktion.case"
                ),
            ),
            (
                "recorded_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
            ),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
        ],
        options={
            "verbose_name": "kontaktforsøg",
            "verbose_name_plural": "kontaktforsøg",
            "ordering": ["recorded_at", "pk"],
            "indexes": [models.Index(fields=["case", "recorded_at"], name="contact_case_recorded")],
        },
    ),
    migrations.CreateModel(
        name="CountersignRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="countersign_requests", to="sanktion.case"
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("no_sanction", "Ingen sanktion"),
                        ("deduction", "Fradrag"),
                        ("reduction", "Nedsættelse"),
                        ("termination", "Ophør"),
                        ("strict", "Skærpet rådighedssanktion"),
                        ("event_withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=20,
                    verbose_name="udfald",
                ),
            ),
            (
                "nothing_more",
                models.CharField(
                    blank=True,
                    choices=[
                        ("reasonable_ground", "Borgeren havde en rimelig grund"),
                        ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                        ("not_proven", "Hændelsen kan ikke dokumenteres"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "legal_basis",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.legalbasis"
                ),
            ),
            ("effect_from", models.DateField(null=True, verbose_name="virkning fra")),
            (
                "assessment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.assessment"
                ),
            ),
            (
                "ground",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.groundassessment"
                ),
            ),
            (
                "consequence",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.paymentconsequence"
                ),
            ),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
            ("due", models.DateField(verbose_name="frist")),
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
        options={
            "verbose_name": "anmodning om medunderskrift",
            "verbose_name_plural": "anmodninger om medunderskrift",
            "indexes": [models.Index(fields=["due", "id"], name="countersign_due")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="countersign_request_digest"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "outcome__in",
                            ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                        )
                    ),
                    name="countersign_request_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Countersignature",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="countersignatures", to="sanktion.case"
                ),
            ),
            (
                "request",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="sanktion.countersignrequest"
                ),
            ),
            ("digest", models.CharField(max_length=64)),
            (
                "verdict",
                models.CharField(
                    choices=[("approved", "Medunderskrevet"), ("returned", "Sendt tilbage")],
                    max_length=10,
                    verbose_name="svar",
                ),
            ),
            ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
            (
                "signed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="underskrevet"),
            ),
            (
                "signed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "medunderskrift",
            "verbose_name_plural": "medunderskrifter",
            "permissions": [("countersign_decision", "Kan medunderskrive afgørelser")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("verdict__in", ["approved", "returned"])), name="countersignature_verdict_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="countersignature_digest"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalDecision",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("no_sanction", "Ingen sanktion"),
                        ("deduction", "Fradrag"),
                        ("reduction", "Nedsættelse"),
                        ("termination", "Ophør"),
                        ("strict", "Skærpet rådighedssanktion"),
                        ("event_withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=20,
                    verbose_name="udfald",
                ),
            ),
            (
                "nothing_more",
                models.CharField(
                    blank=True,
                    choices=[
                        ("reasonable_ground", "Borgeren havde en rimelig grund"),
                        ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                        ("not_proven", "Hændelsen kan ikke dokumenteres"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                    verbose_name="grund til intet videre",
                ),
            ),
            ("effect_from", models.DateField(blank=True, null=True, verbose_name="virkning fra")),
            ("reasons", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "answer_to_statement",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="svar på borgerens forklaring"),
            ),
            ("digest", models.CharField(blank=True, db_default="", max_length=64)),
            (
                "decided_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="truffet"),
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
                ),
            ),
            (
                "assessment",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.assessment",
                ),
            ),
            (
                "ground",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.groundassessment",
                ),
            ),
            (
                "consequence",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.paymentconsequence",
                ),
            ),
            (
                "legal_basis",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.legalbasis",
                    verbose_name="retsgrundlag",
                ),
            ),
            (
                "letter",
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
                "countersignature",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.countersignature",
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
            "verbose_name": "historical afgørelse",
            "verbose_name_plural": "historical afgørelser",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Decision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="sanktion.case"
                ),
            ),
            (
                "assessment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.assessment"
                ),
            ),
            (
                "ground",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.groundassessment"
                ),
            ),
            (
                "consequence",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.paymentconsequence"
                ),
            ),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("no_sanction", "Ingen sanktion"),
                        ("deduction", "Fradrag"),
                        ("reduction", "Nedsættelse"),
                        ("termination", "Ophør"),
                        ("strict", "Skærpet rådighedssanktion"),
                        ("event_withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=20,
                    verbose_name="udfald",
                ),
            ),
            (
                "nothing_more",
                models.CharField(
                    blank=True,
                    choices=[
                        ("reasonable_ground", "Borgeren havde en rimelig grund"),
                        ("not_promoting", "En sanktion fremmer ikke rådigheden"),
                        ("not_proven", "Hændelsen kan ikke dokumenteres"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                    verbose_name="grund til intet videre",
                ),
            ),
            (
                "legal_basis",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.legalbasis",
                    verbose_name="retsgrundlag",
                ),
            ),
            ("effect_from", models.DateField(blank=True, null=True, verbose_name="virkning fra")),
            ("reasons", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "answer_to_statement",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="svar på borgerens forklaring"),
            ),
            (
                "letter",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            ("digest", models.CharField(blank=True, db_default="", max_length=64)),
            (
                "countersignature",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.countersignature",
                ),
            ),
            (
                "decided_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="truffet"),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "afgørelse",
            "verbose_name_plural": "afgørelser",
            "permissions": [
                ("decide_case", "Kan træffe afgørelse"),
                ("view_register", "Kan se sanktionsregistret"),
                ("deliver_register", "Kan levere til det fælles datagrundlag"),
            ],
            "indexes": [
                models.Index(
                    condition=models.Q(("outcome__in", ["deduction", "reduction", "termination", "strict"])),
                    fields=["decided_at", "id"],
                    name="decision_register",
                ),
                models.Index(fields=["outcome", "decided_at"], name="decision_outcome_at"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "outcome__in",
                            ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                        )
                    ),
                    name="decision_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("outcome__in", ["deduction", "reduction", "termination", "strict"]), _negated=True),
                        models.Q(("effect_from__isnull", False), ("legal_basis__isnull", False)),
                        _connector="OR",
                    ),
                    name="decision_sanction_has_basis",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["deduction", "reduction", "termination", "strict"]),
                        ("effect_from__isnull", True),
                        _connector="OR",
                    ),
                    name="decision_else_has_no_effect",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("nothing_more__in", ["reasonable_ground", "not_promoting", "not_proven", "other"]),
                            ("outcome", "no_sanction"),
                        ),
                        models.Q(models.Q(("outcome", "no_sanction"), _negated=True), ("nothing_more", "")),
                        _connector="OR",
                    ),
                    name="decision_nothing_more_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CountersignRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("no_sanction", "Ingen sanktion"),
                        ("deduction", "Fradrag"),
                        ("reduction", "Nedsættelse"),
                        ("termination", "Ophør"),
                        ("strict", "Skærpet rådighedssanktion"),
                        ("event_withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=20,
                    verbose_name="udfald",
                ),
            ),
            ("is_required", models.BooleanField(verbose_name="kræver medunderskrift")),
            ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
            (
                "set_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gælder fra"),
            ),
            (
                "set_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "krav om medunderskrift",
            "verbose_name_plural": "krav om medunderskrift",
            "ordering": ["-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "outcome__in",
                            ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                        )
                    ),
                    name="countersign_rule_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason__regex", "\\S")), name="countersign_rule_has_reason"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DecisionDraft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"),
            ),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
            ("digest", models.CharField(blank=True, max_length=64)),
            ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemt")),
            (
                "saved_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"verbose_name": "kladde til afgørelse", "verbose_name_plural": "kladder til afgørelser"},
    ),
    migrations.CreateModel(
        name="DecisionChange",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="sanktion.decision"
                ),
            ),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="sanktion.complaint"
                ),
            ),
            (
                "occasion",
                models.CharField(
                    choices=[("reassessment", "Genvurdering"), ("ruling", "Ankestyrelsens afgørelse")],
                    max_length=12,
                    verbose_name="anledning",
                ),
            ),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("no_sanction", "Ingen sanktion"),
                        ("deduction", "Fradrag"),
                        ("reduction", "Nedsættelse"),
                        ("termination", "Ophør"),
                        ("strict", "Skærpet rådighedssanktion"),
                        ("event_withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=20,
                    verbose_name="udfald",
                ),
            ),
            (
                "legal_basis",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.legalbasis",
                    verbose_name="retsgrundlag",
                ),
            ),
            ("effect_from", models.DateField(blank=True, null=True, verbose_name="virkning fra")),
            ("reasons", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "letter",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.casedocument"
                ),
            ),
            (
                "decided_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="truffet"),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "ny afgørelse",
            "verbose_name_plural": "nye afgørelser",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "outcome__in",
                            ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                        )
                    ),
                    name="change_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("occasion__in", ["reassessment", "ruling"])), name="change_occasion_known"
                ),
                models.UniqueConstraint(fields=("complaint", "occasion"), name="change_once_an_occasion"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("outcome__in", ["deduction", "reduction", "termination", "strict"]), _negated=True),
                        models.Q(("effect_from__isnull", False), ("legal_basis__isnull", False)),
                        _connector="OR",
                    ),
                    name="change_sanction_has_basis",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["deduction", "reduction", "termination", "strict"]),
                        ("effect_from__isnull", True),
                        _connector="OR",
                    ),
                    name="change_else_has_no_effect",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalInquiry",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.CharField(db_index=True, editable=False, max_length=12, verbose_name="sagsnummer")),
            ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("access", "Aktindsigt"),
                        ("council", "Spørgsmål fra kommunalbestyrelsen"),
                        ("press", "Presse"),
                        ("other", "Andet"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[("received", "Modtaget"), ("answering", "Under besvarelse"), ("answered", "Besvaret")],
                    default="received",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("asker_name", sanktion.base.encryption.EncryptedTextField(verbose_name="navn")),
            ("asker_role", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="rolle")),
            (
                "asker_organisation",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="organisation"),
            ),
            ("asker_email", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="e-mail")),
            ("asker_address", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="adresse")),
            ("subject", sanktion.base.encryption.EncryptedTextField(verbose_name="emne")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("due_on", models.DateField(verbose_name="frist")),
            ("answered_on", models.DateField(editable=False, null=True, verbose_name="besvaret")),
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
                "answered_by",
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
            "verbose_name": "historical henvendelse",
            "verbose_name_plural": "historical henvendelser",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Inquiry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("number", models.CharField(editable=False, max_length=12, unique=True, verbose_name="sagsnummer")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("access", "Aktindsigt"),
                        ("council", "Spørgsmål fra kommunalbestyrelsen"),
                        ("press", "Presse"),
                        ("other", "Andet"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[("received", "Modtaget"), ("answering", "Under besvarelse"), ("answered", "Besvaret")],
                    default="received",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("asker_name", sanktion.base.encryption.EncryptedTextField(verbose_name="navn")),
            ("asker_role", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="rolle")),
            (
                "asker_organisation",
                sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="organisation"),
            ),
            ("asker_email", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="e-mail")),
            ("asker_address", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="adresse")),
            ("subject", sanktion.base.encryption.EncryptedTextField(verbose_name="emne")),
            ("received_on", models.DateField(verbose_name="modtaget")),
            ("due_on", models.DateField(verbose_name="frist")),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ansvarlig",
                ),
            ),
            ("answered_on", models.DateField(editable=False, null=True, verbose_name="besvaret")),
            (
                "answered_by",
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
            "verbose_name": "henvendelse",
            "verbose_name_plural": "henvendelser",
            "ordering": ["due_on", "pk"],
            "permissions": [("answer_inquiry", "Kan oprette og besvare henvendelser")],
            "indexes": [models.Index(fields=["due_on", "id"], name="inquiry_due")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["access", "council", "press", "other"])), name="inquiry_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["received", "answering", "answered"])),
                    name="inquiry_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("number__regex", "^[0-9]{4}-[0-9]{7}$")), name="inquiry_number_form"
                ),
                models.CheckConstraint(
                    condition=models.Q(("due_on__gte", models.F("received_on"))), name="inquiry_due_after_received"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("answered_by__isnull", False),
                            ("answered_on__gte", models.F("received_on")),
                            ("status", "answered"),
                        ),
                        models.Q(
                            models.Q(("status", "answered"), _negated=True),
                            ("answered_by__isnull", True),
                            ("answered_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="inquiry_answered_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalInquiryQuestion",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="spørgsmål")),
            ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="svar")),
            (
                "inquiry",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.inquiry",
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
            "verbose_name": "historical spørgsmål",
            "verbose_name_plural": "historical spørgsmål",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="InquiryQuestion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "inquiry",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="sanktion.inquiry"
                ),
            ),
            ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
            ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="spørgsmål")),
            ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="svar")),
        ],
        options={
            "verbose_name": "spørgsmål",
            "verbose_name_plural": "spørgsmål",
            "ordering": ["number"],
            "constraints": [models.UniqueConstraint(fields=("inquiry", "number"), name="inquiry_question_number_once")],
        },
    ),
    migrations.CreateModel(
        name="InquiryDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "inquiry",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="sanktion.inquiry"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="dokumentnr.")),
            ("title", models.CharField(max_length=120, verbose_name="titel")),
            ("sha256", models.CharField(max_length=64)),
            ("size", models.PositiveIntegerField(verbose_name="størrelse (byte)")),
            ("sealed", sanktion.base.encryption.EncryptedBytesField()),
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
        ],
        options={
            "verbose_name": "dokument i henvendelse",
            "verbose_name_plural": "dokumenter i henvendelser",
            "ordering": ["number"],
            "constraints": [models.UniqueConstraint(fields=("inquiry", "number"), name="inquiry_document_number_once")],
        },
    ),
    migrations.CreateModel(
        name="AnswerBlock",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("title", models.CharField(max_length=80, verbose_name="titel")),
            ("body", models.TextField(blank=True, max_length=5000, verbose_name="tekst")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            (
                "written_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "standardtekst",
            "verbose_name_plural": "standardtekster",
            "ordering": ["title", "-valid_from"],
            "constraints": [models.UniqueConstraint(fields=("title", "valid_from"), name="answer_block_once")],
        },
    ),
    migrations.CreateModel(
        name="Signatory",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("access", "Aktindsigt"),
                        ("council", "Spørgsmål fra kommunalbestyrelsen"),
                        ("press", "Presse"),
                        ("other", "Andet"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            ("name", models.CharField(max_length=80, verbose_name="navn")),
            ("title", models.CharField(max_length=80, verbose_name="titel")),
            ("office", models.CharField(blank=True, max_length=80, verbose_name="kontor")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            (
                "written_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "underskriver",
            "verbose_name_plural": "underskrivere",
            "ordering": ["kind", "-valid_from"],
            "constraints": [
                models.UniqueConstraint(fields=("kind", "valid_from"), name="signatory_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["access", "council", "press", "other"])),
                    name="signatory_kind_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RetentionRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("sanction", "Sanktion"),
                        ("no_sanction", "Ingen sanktion"),
                        ("withdrawn", "Hændelsen er trukket tilbage"),
                    ],
                    max_length=12,
                    verbose_name="slags sag",
                ),
            ),
            ("years", models.PositiveSmallIntegerField(verbose_name="år efter lukning")),
            (
                "fate",
                models.CharField(
                    choices=[("discard", "Kasseres"), ("preserve", "Bevares og afleveres først")],
                    max_length=10,
                    verbose_name="derefter",
                ),
            ),
            ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "opbevaringsregel",
            "verbose_name_plural": "opbevaringsregler",
            "ordering": ["kind", "-valid_from", "-pk"],
            "permissions": [("review_retention", "Kan gennemgå sager, hvis opbevaringstid er gået")],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="retentionrule_valid_period",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["sanction", "no_sanction", "withdrawn"])),
                    name="retention_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("fate__in", ["discard", "preserve"])), name="retention_fate_known"
                ),
                models.CheckConstraint(condition=models.Q(("years__range", (1, 100))), name="retention_some_years"),
                models.CheckConstraint(condition=models.Q(("source__regex", "\\S")), name="retention_has_source"),
                models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="retention_has_reason"),
                models.CheckConstraint(
                    condition=models.Q(("valid_to__isnull", True)), name="retention_version_is_open"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RetentionHold",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="retention_holds", to="sanktion.case"
                ),
            ),
            (
                "inquiry",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.inquiry",
                    verbose_name="henvendelse",
                ),
            ),
            ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            ("placed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sat")),
            (
                "placed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="ophævet")),
            (
                "released_by",
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
            "verbose_name": "tilbageholdelse",
            "verbose_name_plural": "tilbageholdelser",
            "ordering": ["-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                        models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="retention_hold_released_by_one",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="RetentionDelay",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="retention_delays", to="sanktion.case"
                ),
            ),
            ("until", models.DateField(verbose_name="udsat til")),
            ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"verbose_name": "udsættelse", "verbose_name_plural": "udsættelser", "ordering": ["-pk"]},
    ),
    migrations.CreateModel(
        name="ArchiveDelivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="archive_delivery", to="sanktion.case"
                ),
            ),
            ("delivered_on", models.DateField(verbose_name="afleveret")),
            ("reference", models.CharField(max_length=80, verbose_name="arkivets kvittering")),
            (
                "noted_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
            ),
            (
                "noted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "aflevering til arkiv",
            "verbose_name_plural": "afleveringer til arkiv",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("reference__regex", "\\S")), name="archive_delivery_has_reference"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Disposal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("proposed", "Venter på godkendelse"),
                        ("approved", "Slettes"),
                        ("done", "Slettet"),
                        ("withdrawn", "Trukket tilbage"),
                    ],
                    default="proposed",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "proposed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foreslået"),
            ),
            (
                "proposed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="gennemgået af",
                ),
            ),
            ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="godkendt")),
            (
                "approved_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="godkendt af",
                ),
            ),
            ("chosen", models.PositiveIntegerField(verbose_name="valgte sager")),
            ("left_out", models.PositiveIntegerField(default=0, editable=False, verbose_name="udeladt")),
            ("destroyed", models.PositiveIntegerField(default=0, editable=False, verbose_name="slettet")),
            ("counts", models.JSONField(default=dict, editable=False)),
            ("numbers_digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
        ],
        options={
            "verbose_name": "sletning",
            "verbose_name_plural": "sletninger",
            "ordering": ["-pk"],
            "permissions": [("approve_disposal", "Kan godkende, at sager slettes")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["proposed", "approved", "done", "withdrawn"])),
                    name="disposal_status_known",
                ),
                models.CheckConstraint(condition=models.Q(("chosen__range", (1, 500))), name="disposal_of_something"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("approved_at__isnull", False),
                            ("approved_by__isnull", False),
                            ("status__in", ["approved", "done"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["approved", "done"]), _negated=True),
                            ("approved_at__isnull", True),
                            ("approved_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="disposal_approved_by_someone",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="disposal_two_persons",
                    violation_error_message="En anden end den, der har gennemgået sagerne, skal godkende.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DisposalCase",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "disposal",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="items", to="sanktion.disposal"
                ),
            ),
            (
                "case",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="disposal_item", to="sanktion.case"
                ),
            ),
        ],
        options={"verbose_name": "sag til sletning", "verbose_name_plural": "sager til sletning"},
    ),
    migrations.CreateModel(
        name="DisposalCertificate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "sequence",
                models.PositiveIntegerField(default=0, editable=False, unique=True, verbose_name="løbenummer"),
            ),
            (
                "disposal",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="certificate", to="sanktion.disposal"
                ),
            ),
            ("destroyed", models.PositiveIntegerField(default=0, editable=False, verbose_name="slettede sager")),
            ("left_out", models.PositiveIntegerField(default=0, editable=False, verbose_name="udeladt")),
            ("counts", models.JSONField(default=dict, editable=False)),
            ("numbers_digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
            (
                "ground",
                models.CharField(
                    default="Databeskyttelsesforordningen artikel 5, stk. 1, litra e (opbevaringsbegrænsning)",
                    editable=False,
                    max_length=200,
                    verbose_name="hjemmel",
                ),
            ),
            (
                "reviewed_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="gennemgået")),
            (
                "approved_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="godkendt")),
            ("completed_at", models.DateTimeField(editable=False, null=True, verbose_name="slettet")),
            ("previous_hash", models.CharField(default="", editable=False, max_length=64)),
            ("hash", models.CharField(default="", editable=False, max_length=64, verbose_name="kontrolsum")),
        ],
        options={"verbose_name": "sletteattest", "verbose_name_plural": "sletteattester", "ordering": ["-sequence"]},
    ),
    migrations.CreateModel(
        name="GateRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            (
                "gate",
                models.CharField(
                    choices=[
                        ("guidance", "Skriftlig vejledning"),
                        ("ladder", "Kontaktforsøg før sanktion"),
                        ("adverse", "Oplysninger, borgeren ikke er hørt om"),
                        ("strict_group", "Skærpet sanktion ved aktivitetsparate"),
                        ("effect_letter", "Virkning tidligst fra brevets dato"),
                        ("effect_in_time", "Virkning inden for tre hele måneder"),
                    ],
                    max_length=20,
                    verbose_name="spærring",
                ),
            ),
        ],
        options={
            "verbose_name": "spærring",
            "verbose_name_plural": "spærringer",
            "ordering": ["pk"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="gaterule_valid_period",
                ),
                models.UniqueConstraint(fields=("gate", "valid_from"), name="gate_rule_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "gate__in",
                            ["guidance", "ladder", "adverse", "strict_group", "effect_letter", "effect_in_time"],
                        )
                    ),
                    name="gate_rule_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="GateSwitch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "gate",
                models.CharField(
                    choices=[
                        ("guidance", "Skriftlig vejledning"),
                        ("ladder", "Kontaktforsøg før sanktion"),
                        ("adverse", "Oplysninger, borgeren ikke er hørt om"),
                        ("strict_group", "Skærpet sanktion ved aktivitetsparate"),
                        ("effect_letter", "Virkning tidligst fra brevets dato"),
                        ("effect_in_time", "Virkning inden for tre hele måneder"),
                    ],
                    max_length=20,
                    verbose_name="spærring",
                ),
            ),
            ("is_on", models.BooleanField(verbose_name="slået til")),
            ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
            (
                "switched_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
            ),
            (
                "switched_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "skift af spærring",
            "verbose_name_plural": "skift af spærringer",
            "ordering": ["-pk"],
            "permissions": [("switch_gates", "Kan slå spærringer til og fra")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "gate__in",
                            ["guidance", "ladder", "adverse", "strict_group", "effect_letter", "effect_in_time"],
                        )
                    ),
                    name="gate_switch_known",
                ),
                models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="gate_switch_has_reason"),
            ],
        },
    ),
    migrations.CreateModel(
        name="LadderRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            (
                "group",
                models.CharField(
                    choices=[
                        ("job_ready", "Jobparat"),
                        ("education_ready", "Uddannelsesparat"),
                        ("plainly_educ_ready", "Åbenlyst uddannelsesparat"),
                        ("activity_ready", "Aktivitetsparat"),
                    ],
                    max_length=20,
                    verbose_name="målgruppe",
                ),
            ),
            (
                "steps",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), blank=True, size=None, verbose_name="trin"
                ),
            ),
            (
                "made_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
            ),
            (
                "made_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "kontakttrin",
            "verbose_name_plural": "kontakttrin",
            "ordering": ["group", "-valid_from", "-pk"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="ladderrule_valid_period",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("group__in", ["job_ready", "education_ready", "plainly_educ_ready", "activity_ready"])
                    ),
                    name="ladder_group_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("steps__contains", ["visit"]), _negated=True), name="ladder_never_asks_for_home"
                ),
                models.CheckConstraint(condition=models.Q(("source__regex", "\\S")), name="ladder_has_source"),
            ],
        },
    ),
    migrations.CreateModel(
        name="WrittenGuidance",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="guidances", to="sanktion.case"
                ),
            ),
            ("given_on", models.DateField(verbose_name="givet")),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.casedocument",
                    verbose_name="dokument",
                ),
            ),
            (
                "recorded_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "skriftlig vejledning",
            "verbose_name_plural": "skriftlige vejledninger",
            "ordering": ["-given_on", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="AdverseInformation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="adverse_information", to="sanktion.case"
                ),
            ),
            (
                "noted_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
            ),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
        ],
        options={
            "verbose_name": "oplysning til ugunst",
            "verbose_name_plural": "oplysninger til ugunst",
            "ordering": ["-noted_at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="HistoricalGuideline",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("title", models.CharField(db_index=True, max_length=120, verbose_name="titel")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("guideline", "Retningslinje"),
                        ("procedure", "Forretningsgang"),
                        ("teaching", "Undervisningsmateriale"),
                        ("checklist", "Tjekliste"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "page",
                models.CharField(
                    blank=True,
                    choices=[
                        ("hearing", "Send partshøring"),
                        ("assess", "Vurdér rådighed"),
                        ("decide", "Træf afgørelse"),
                        ("routes", "Kørelister"),
                        ("inquiries", "Henvendelser"),
                    ],
                    max_length=10,
                    verbose_name="vises på siden",
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
                    verbose_name="ejer",
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
            "verbose_name": "historical retningslinje",
            "verbose_name_plural": "historical retningslinjer",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Guideline",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("title", models.CharField(max_length=120, unique=True, verbose_name="titel")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("guideline", "Retningslinje"),
                        ("procedure", "Forretningsgang"),
                        ("teaching", "Undervisningsmateriale"),
                        ("checklist", "Tjekliste"),
                    ],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ejer",
                ),
            ),
            (
                "page",
                models.CharField(
                    blank=True,
                    choices=[
                        ("hearing", "Send partshøring"),
                        ("assess", "Vurdér rådighed"),
                        ("decide", "Træf afgørelse"),
                        ("routes", "Kørelister"),
                        ("inquiries", "Henvendelser"),
                    ],
                    max_length=10,
                    verbose_name="vises på siden",
                ),
            ),
        ],
        options={
            "verbose_name": "retningslinje",
            "verbose_name_plural": "retningslinjer",
            "ordering": ["kind", "title"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["guideline", "procedure", "teaching", "checklist"])),
                    name="guideline_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("page__in", ["", "hearing", "assess", "decide", "routes", "inquiries"])),
                    name="guideline_page_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="GuidelineVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "guideline",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="sanktion.guideline"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="version")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("change_note", models.CharField(max_length=300, verbose_name="hvad er ændret")),
            ("auditor_involved", models.BooleanField(verbose_name="revisor inddraget")),
            ("auditor_on", models.DateField(blank=True, null=True, verbose_name="revisor inddraget den")),
            (
                "media_type",
                models.CharField(
                    choices=[
                        ("application/pdf", "pdf"),
                        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
                        ("application/vnd.oasis.opendocument.text", "odt"),
                    ],
                    max_length=80,
                ),
            ),
            ("size", models.PositiveIntegerField(verbose_name="størrelse (byte)")),
            ("sha256", models.CharField(max_length=64)),
            ("sealed", sanktion.base.encryption.EncryptedBytesField()),
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
        ],
        options={
            "verbose_name": "version",
            "verbose_name_plural": "versioner",
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("guideline", "number"), name="guideline_version_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "media_type__in",
                            [
                                "application/pdf",
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "application/vnd.oasis.opendocument.text",
                            ],
                        )
                    ),
                    name="guideline_media_type_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("change_note", ""), _negated=True), name="guideline_has_note"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("auditor_involved", True), ("auditor_on__isnull", False)),
                        models.Q(("auditor_involved", False), ("auditor_on__isnull", True)),
                        _connector="OR",
                    ),
                    name="guideline_auditor_dated",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportBatch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("addresses", "Adresser"), ("citizens", "Borgere"), ("events", "Hændelser")],
                    max_length=10,
                    verbose_name="slags",
                ),
            ),
            ("file_name", models.CharField(max_length=100, verbose_name="fil")),
            ("size", models.PositiveIntegerField(verbose_name="størrelse (byte)")),
            ("sha256", models.CharField(max_length=64)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("uploaded", "Klar til indlæsning"),
                        ("running", "Indlæses"),
                        ("done", "Indlæst"),
                        ("failed", "Mislykket"),
                    ],
                    default="uploaded",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "created_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lagt op"),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="lagt op af",
                ),
            ),
            (
                "team",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.team",
                    verbose_name="team",
                ),
            ),
            ("layout", sanktion.base.encryption.EncryptedJSONField()),
            ("rows", models.PositiveIntegerField(verbose_name="rækker")),
            (
                "left_out",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveIntegerField(), blank=True, default=list, editable=False, size=None
                ),
            ),
            ("loaded", models.PositiveIntegerField(default=0, verbose_name="indlæst")),
            ("updated", models.PositiveIntegerField(default=0, verbose_name="opdateret")),
            ("already", models.PositiveIntegerField(default=0, verbose_name="allerede indlæst")),
            ("rejected", models.PositiveIntegerField(default=0, verbose_name="afvist")),
            ("failure", models.CharField(blank=True, max_length=200, verbose_name="fejl")),
        ],
        options={
            "verbose_name": "indlæsning",
            "verbose_name_plural": "indlæsninger",
            "ordering": ["-pk"],
            "permissions": [("import_data", "Kan indlæse filer")],
            "indexes": [
                models.Index(fields=["created_by", "-id"], name="import_created_by"),
                models.Index(fields=["sha256"], name="import_sha256"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["addresses", "citizens", "events"])), name="import_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["uploaded", "running", "done", "failed"])),
                    name="import_status_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ImportFile",
        fields=[
            (
                "batch",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="file",
                    serialize=False,
                    to="sanktion.importbatch",
                ),
            ),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={"verbose_name": "importfil", "verbose_name_plural": "importfiler"},
    ),
    migrations.CreateModel(
        name="ImportRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "batch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reported_rows", to="sanktion.importbatch"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="række")),
            (
                "outcome",
                models.CharField(choices=[("rejected", "Afvist"), ("duplicate", "Allerede indlæst")], max_length=10),
            ),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
        ],
        options={
            "verbose_name": "række",
            "verbose_name_plural": "rækker",
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
                models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["rejected", "duplicate"])), name="import_row_outcome_known"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="JournalEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="journal", to="sanktion.case"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            (
                "written_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="skrevet"),
            ),
            (
                "concerns_supervision",
                models.CharField(
                    choices=[
                        ("yes", "Angår tilsynet"),
                        ("no", "Angår ikke tilsynet"),
                        ("partly", "Angår delvis tilsynet"),
                    ],
                    default="yes",
                    max_length=10,
                ),
            ),
            ("key", models.UUIDField(editable=False, unique=True)),
            ("content", sanktion.base.encryption.EncryptedJSONField()),
        ],
        options={
            "verbose_name": "journalnotat",
            "verbose_name_plural": "journalnotater",
            "ordering": [models.OrderBy(models.F("number"), descending=True)],
            "constraints": [
                models.UniqueConstraint(fields=("case", "number"), name="journal_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("concerns_supervision__in", ["yes", "no", "partly"])),
                    name="journal_relevance_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="NightlyCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("night", models.DateField(unique=True, verbose_name="nat")),
            ("ran_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kørt")),
            ("results", models.JSONField(default=dict, verbose_name="antal")),
        ],
        options={"verbose_name": "natlig kontrol", "verbose_name_plural": "natlige kontroller", "ordering": ["-night"]},
    ),
    migrations.CreateModel(
        name="HistoricalWrongPayment",
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
                        ("flagged", "Refusion ikke afklaret"),
                        ("blocked", "Spærret for anmeldelse"),
                        ("not_claimed", "Bekræftet ikke anmeldt"),
                        ("required", "Skal berigtiges"),
                        ("corrected", "Berigtiget, skal bekræftes"),
                        ("confirmed", "Berigtigelse bekræftet"),
                        ("reported", "Revisor orienteret"),
                    ],
                    default="flagged",
                    editable=False,
                    max_length=12,
                    verbose_name="refusion",
                ),
            ),
            ("amount", models.PositiveBigIntegerField(verbose_name="beløb (øre)")),
            ("period_from", models.DateField(verbose_name="fra")),
            ("period_to", models.DateField(verbose_name="til og med")),
            ("scheme", models.CharField(max_length=80, verbose_name="refusionsordning")),
            ("found", sanktion.base.encryption.EncryptedTextField(verbose_name="sådan er det opdaget")),
            (
                "flagged_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="meldt"),
            ),
            ("stopped_on", models.DateField(null=True, verbose_name="standset")),
            ("corrected_on", models.DateField(null=True, verbose_name="berigtiget")),
            ("confirmed_at", models.DateTimeField(null=True, verbose_name="bekræftet")),
            ("auditor_told_on", models.DateField(null=True, verbose_name="revisor orienteret")),
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
                "benefit",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.benefit",
                    verbose_name="ydelse",
                ),
            ),
            (
                "flagged_by",
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
                "stopped_by",
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
                "claim_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="afklaret af",
                ),
            ),
            (
                "corrected_by",
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
                "confirmed_by",
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
                "auditor_told_by",
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
            "verbose_name": "historical fejludbetaling",
            "verbose_name_plural": "historical fejludbetalinger",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="WrongPayment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="wrong_payments",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("flagged", "Refusion ikke afklaret"),
                        ("blocked", "Spærret for anmeldelse"),
                        ("not_claimed", "Bekræftet ikke anmeldt"),
                        ("required", "Skal berigtiges"),
                        ("corrected", "Berigtiget, skal bekræftes"),
                        ("confirmed", "Berigtigelse bekræftet"),
                        ("reported", "Revisor orienteret"),
                    ],
                    default="flagged",
                    editable=False,
                    max_length=12,
                    verbose_name="refusion",
                ),
            ),
            ("amount", models.PositiveBigIntegerField(verbose_name="beløb (øre)")),
            ("period_from", models.DateField(verbose_name="fra")),
            ("period_to", models.DateField(verbose_name="til og med")),
            (
                "benefit",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.benefit",
                    verbose_name="ydelse",
                ),
            ),
            ("scheme", models.CharField(max_length=80, verbose_name="refusionsordning")),
            ("found", sanktion.base.encryption.EncryptedTextField(verbose_name="sådan er det opdaget")),
            (
                "flagged_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="meldt"),
            ),
            (
                "flagged_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("stopped_on", models.DateField(null=True, verbose_name="standset")),
            (
                "stopped_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "claim_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="afklaret af",
                ),
            ),
            ("corrected_on", models.DateField(null=True, verbose_name="berigtiget")),
            (
                "corrected_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("confirmed_at", models.DateTimeField(null=True, verbose_name="bekræftet")),
            (
                "confirmed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("auditor_told_on", models.DateField(null=True, verbose_name="revisor orienteret")),
            (
                "auditor_told_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "fejludbetaling",
            "verbose_name_plural": "fejludbetalinger",
            "ordering": ["flagged_at", "pk"],
            "permissions": [
                ("handle_wrongpayment", "Kan melde og følge fejludbetalinger"),
                ("tell_auditor", "Kan orientere revisor om berigtigelser"),
            ],
            "indexes": [
                models.Index(
                    condition=models.Q(("status__in", ["not_claimed", "reported"]), _negated=True),
                    fields=["flagged_at", "id"],
                    name="wrong_payment_open",
                )
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            ["flagged", "blocked", "not_claimed", "required", "corrected", "confirmed", "reported"],
                        )
                    ),
                    name="wrong_payment_status_known",
                ),
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="wrong_payment_some_amount"),
                models.CheckConstraint(
                    condition=models.Q(("period_to__gte", models.F("period_from"))), name="wrong_payment_runs_forward"
                ),
                models.CheckConstraint(
                    condition=models.Q(("scheme__regex", "[0-9]{6}"), _negated=True),
                    name="wrong_payment_scheme_no_number",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("stopped_by__isnull", True), ("stopped_on__isnull", True)),
                        models.Q(("stopped_by__isnull", False), ("stopped_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="wrong_payment_stopped_by_one",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["not_claimed", "corrected", "confirmed", "reported"]), _negated=True),
                        ("stopped_on__isnull", False),
                        _connector="OR",
                    ),
                    name="wrong_payment_settled_is_stopped",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("claim_by__isnull", True), ("status", "flagged")),
                        models.Q(models.Q(("status", "flagged"), _negated=True), ("claim_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="wrong_payment_claim_cleared",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("corrected_by__isnull", False),
                            ("corrected_on__isnull", False),
                            ("status__in", ["corrected", "confirmed", "reported"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["corrected", "confirmed", "reported"]), _negated=True),
                            ("corrected_by__isnull", True),
                            ("corrected_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="wrong_payment_corrected_by_one",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("confirmed_at__isnull", False),
                            ("confirmed_by__isnull", False),
                            ("status__in", ["not_claimed", "confirmed", "reported"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["not_claimed", "confirmed", "reported"]), _negated=True),
                            ("confirmed_at__isnull", True),
                            ("confirmed_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="wrong_payment_confirmed_by_one",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_by__isnull", True),
                        models.Q(
                            ("status", "not_claimed"), models.Q(("confirmed_by", models.F("claim_by")), _negated=True)
                        ),
                        models.Q(
                            ("status__in", ["confirmed", "reported"]),
                            models.Q(("confirmed_by", models.F("corrected_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="wrong_payment_second_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("auditor_told_by__isnull", False),
                            ("auditor_told_on__isnull", False),
                            ("status", "reported"),
                        ),
                        models.Q(
                            models.Q(("status", "reported"), _negated=True),
                            ("auditor_told_by__isnull", True),
                            ("auditor_told_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="wrong_payment_auditor_told",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSanctionRate",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            (
                "benefit_from",
                models.DecimalField(decimal_places=2, max_digits=9, verbose_name="hjælp om måneden fra og med (kr.)"),
            ),
            (
                "benefit_to",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    max_digits=9,
                    null=True,
                    verbose_name="hjælp om måneden til og med (kr.)",
                ),
            ),
            ("per_day", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="sats pr. dag (kr.)")),
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
            "verbose_name": "historical sanktionssats",
            "verbose_name_plural": "historical sanktionssatser",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SanctionRate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            (
                "benefit_from",
                models.DecimalField(decimal_places=2, max_digits=9, verbose_name="hjælp om måneden fra og med (kr.)"),
            ),
            (
                "benefit_to",
                models.DecimalField(
                    blank=True,
                    decimal_places=2,
                    max_digits=9,
                    null=True,
                    verbose_name="hjælp om måneden til og med (kr.)",
                ),
            ),
            ("per_day", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="sats pr. dag (kr.)")),
        ],
        options={
            "verbose_name": "sanktionssats",
            "verbose_name_plural": "sanktionssatser",
            "ordering": ["-valid_from", "benefit_from"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="sanctionrate_valid_period",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("benefit_from__gte", 0),
                        models.Q(
                            ("benefit_to__isnull", True), ("benefit_to__gte", models.F("benefit_from")), _connector="OR"
                        ),
                    ),
                    name="rate_benefit_runs_upward",
                ),
                models.CheckConstraint(
                    condition=models.Q(("per_day__gt", 0)),
                    name="rate_is_an_amount",
                    violation_error_message="Satsen skal være større end 0 kr.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("source", ""), _negated=True),
                    name="rate_has_a_source",
                    violation_error_message="Skriv, hvor satsen står.",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        (
                            models.Func(
                                models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                            ),
                            "&&",
                        ),
                        (
                            models.Func(
                                models.F("benefit_from"),
                                models.F("benefit_to"),
                                models.Value("[]"),
                                function="numrange",
                            ),
                            "&&",
                        ),
                    ],
                    name="rate_one_a_day",
                    violation_error_message="Der er allerede en sats for den hjælp i en del af perioden.",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RegisterDelivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField(unique=True, verbose_name="nr.")),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("period_from", models.DateField(verbose_name="fra og med")),
            ("period_to", models.DateField(verbose_name="til og med")),
            (
                "file_format",
                models.CharField(
                    choices=[("csv", "CSV (semikolonsepareret)"), ("xlsx", "Excel (XLSX)")],
                    max_length=4,
                    verbose_name="format",
                ),
            ),
            ("purpose", sanktion.base.encryption.EncryptedTextField(verbose_name="formål")),
            ("rows", models.PositiveIntegerField(verbose_name="rækker")),
            ("sha256", sanktion.base.encryption.EncryptedTextField(verbose_name="kontrolsum")),
            (
                "delivered_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="leveret"),
            ),
            (
                "delivered_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="leveret af",
                ),
            ),
        ],
        options={
            "verbose_name": "levering",
            "verbose_name_plural": "leveringer",
            "ordering": ["-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("file_format__in", ["csv", "xlsx"])), name="register_format_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("period_to__gte", models.F("period_from"))), name="register_period_runs_forward"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RegisterDeliveryRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="delivered_rows",
                    to="sanktion.registerdelivery",
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            (
                "decision",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="delivery_rows", to="sanktion.decision"
                ),
            ),
            (
                "change",
                models.CharField(
                    choices=[("new", "ny"), ("changed", "ændret"), ("gone", "udgået"), ("same", "uændret")],
                    max_length=10,
                    verbose_name="siden sidst",
                ),
            ),
            ("row_hash", models.BinaryField(max_length=32)),
        ],
        options={
            "verbose_name": "leveret række",
            "verbose_name_plural": "leverede rækker",
            "ordering": ["number"],
            "constraints": [
                models.UniqueConstraint(fields=("delivery", "number"), name="register_row_number_once"),
                models.UniqueConstraint(fields=("delivery", "decision"), name="register_row_decision_once"),
                models.CheckConstraint(
                    condition=models.Q(("change__in", ["new", "changed", "gone", "same"])),
                    name="register_row_change_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SavedView",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("name", models.CharField(max_length=40, verbose_name="navn")),
            ("query", models.CharField(editable=False, max_length=500)),
        ],
        options={
            "verbose_name": "egen visning",
            "verbose_name_plural": "egne visninger",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("user", "name"),
                    name="saved_view_name_once",
                    violation_error_message="Du har allerede en visning med det navn.",
                ),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="saved_view_has_name"),
                models.CheckConstraint(condition=models.Q(("query", ""), _negated=True), name="saved_view_has_filter"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SubjectAccess",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "citizen",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="subject_accesses",
                    to="sanktion.citizen",
                    verbose_name="borger",
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("making", "Dannes"),
                        ("failed", "Mislykket"),
                        ("ready", "Skal læses igennem"),
                        ("released", "Frigivet til borgeren"),
                        ("deleted", "Filen er slettet"),
                    ],
                    default="making",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("purpose", sanktion.base.encryption.EncryptedTextField(verbose_name="formål")),
            ("asked_on", models.DateField(verbose_name="borgeren bad om indsigt")),
            ("names_staff", models.BooleanField(editable=False, verbose_name="med medarbejderes navne")),
            ("size", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="størrelse (byte)")),
            ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
            ("kept_until", models.DateField(editable=False, null=True, verbose_name="filen slettes efter")),
            (
                "read_note",
                sanktion.base.encryption.EncryptedTextField(
                    blank=True, default="", verbose_name="bemærkninger efter gennemlæsning"
                ),
            ),
            ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="frigivet")),
            (
                "released_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "created_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bestilt"),
            ),
            (
                "created_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="bestilt af",
                ),
            ),
        ],
        options={
            "verbose_name": "indsigt",
            "verbose_name_plural": "indsigter",
            "ordering": ["-pk"],
            "permissions": [("make_subject_access", "Kan danne borgerens indsigt efter art. 15")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["making", "failed", "ready", "released", "deleted"])),
                    name="subject_access_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status__in", ["ready", "released"]), _negated=True),
                        models.Q(("kept_until__isnull", False), ("size__isnull", False)),
                        _connector="OR",
                    ),
                    name="subject_access_file_has_end",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "released"), _negated=True),
                        models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="subject_access_released_by_someone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SubjectAccessPiece",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "access",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="sanktion.subjectaccess"
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="nr.")),
            ("data", sanktion.base.encryption.EncryptedBytesField()),
        ],
        options={
            "verbose_name": "del af indsigt",
            "verbose_name_plural": "dele af indsigt",
            "ordering": ["number"],
            "constraints": [models.UniqueConstraint(fields=("access", "number"), name="subject_access_piece_once")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalLetterText",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("kind", models.CharField(max_length=40, verbose_name="tekst")),
            ("body", models.TextField(verbose_name="ordlyd")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen")),
            (
                "made_by",
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
            "verbose_name": "historical brevtekst",
            "verbose_name_plural": "historical brevtekster",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="LetterText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("valid_from", models.DateField(verbose_name="gælder fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
            ("kind", models.CharField(max_length=40, verbose_name="tekst")),
            ("body", models.TextField(verbose_name="ordlyd")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen")),
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
            "verbose_name": "brevtekst",
            "verbose_name_plural": "brevtekster",
            "ordering": ["kind", "-valid_from"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="lettertext_valid_period",
                ),
                models.UniqueConstraint(fields=("kind", "valid_from"), name="letter_text_once"),
                models.CheckConstraint(
                    condition=models.Q(("body__regex", "^\\s*$"), _negated=True), name="letter_text_not_empty"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DocumentText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="sanktion.casedocument"
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.lettertext"
                ),
            ),
        ],
        options={
            "verbose_name": "brevets tekst",
            "verbose_name_plural": "brevets tekster",
            "constraints": [models.UniqueConstraint(fields=("document", "text"), name="document_text_once")],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("sanktion", "0001_initial"),
        ("sanktion", "0004_imports"),
        ("sanktion", "0008_uploads"),
        ("sanktion", "0010_target_group"),
        ("sanktion", "0011_two_persons"),
        ("sanktion", "0013_complaint"),
        ("sanktion", "0015_queue"),
        ("sanktion", "0016_records"),
        ("sanktion", "0021_nightly"),
        ("sanktion", "0022_category"),
    ]

    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [CreateTogether(TABLES)]
