"""The tables of hearings and deliveries. What the database itself enforces follows by subject."""

import django.db.models.deletion
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
        name="HistoricalRepresentative",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "role",
                models.CharField(
                    choices=[("guardian", "Værge"), ("party", "Partsrepræsentant")], max_length=10, verbose_name="rolle"
                ),
            ),
            ("name", models.CharField(max_length=130, verbose_name="navn")),
            ("cpr", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="CPR-nummer")),
            ("street_line", models.CharField(blank=True, max_length=80, verbose_name="vej og nummer")),
            ("postal_line", models.CharField(blank=True, max_length=60, verbose_name="postnummer og by")),
            (
                "channel",
                models.CharField(
                    choices=[("digital_post", "Digital Post"), ("letter", "Brev")],
                    max_length=20,
                    verbose_name="brevene sendes med",
                ),
            ),
            ("valid_from", models.DateField(default=django.utils.timezone.localdate, verbose_name="fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="til og med")),
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
            "verbose_name": "historical repræsentant",
            "verbose_name_plural": "historical repræsentanter",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Representative",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="representatives",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            (
                "role",
                models.CharField(
                    choices=[("guardian", "Værge"), ("party", "Partsrepræsentant")], max_length=10, verbose_name="rolle"
                ),
            ),
            ("name", models.CharField(max_length=130, verbose_name="navn")),
            ("cpr", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="CPR-nummer")),
            ("street_line", models.CharField(blank=True, max_length=80, verbose_name="vej og nummer")),
            ("postal_line", models.CharField(blank=True, max_length=60, verbose_name="postnummer og by")),
            (
                "channel",
                models.CharField(
                    choices=[("digital_post", "Digital Post"), ("letter", "Brev")],
                    max_length=20,
                    verbose_name="brevene sendes med",
                ),
            ),
            ("valid_from", models.DateField(default=django.utils.timezone.localdate, verbose_name="fra")),
            ("valid_to", models.DateField(blank=True, null=True, verbose_name="til og med")),
        ],
        options={
            "verbose_name": "repræsentant",
            "verbose_name_plural": "repræsentanter",
            "ordering": ["valid_from", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("role__in", ["guardian", "party"])), name="representative_role_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["digital_post", "letter"])), name="representative_channel_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("channel", "letter"), _negated=True),
                        models.Q(
                            models.Q(("street_line", ""), _negated=True), models.Q(("postal_line", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="representative_letter_has_address",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                    ),
                    name="representative_period_forward",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Delivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="deliveries",
                    to="sanktion.casedocument",
                    verbose_name="dokument",
                ),
            ),
            (
                "representative",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="deliveries",
                    to="parthoering.representative",
                    verbose_name="repræsentant",
                ),
            ),
            ("is_required", models.BooleanField(default=True, editable=False, verbose_name="fristen venter på det")),
            ("message_uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "channel",
                models.CharField(
                    choices=[("digital_post", "Digital Post"), ("letter", "Brev")],
                    max_length=20,
                    verbose_name="sendes med",
                ),
            ),
            (
                "delivery_days",
                models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="dage undervejs"),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("waiting", "Venter på afsendelse"),
                        ("queued", "I printkøen"),
                        ("sent", "Afsendt"),
                        ("available", "Fremme"),
                        ("failed", "Kunne ikke afsendes"),
                        ("returned", "Kom retur"),
                    ],
                    default="waiting",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="forsøg")),
            (
                "next_try_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="næste forsøg"),
            ),
            ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="afsendt")),
            ("available_at", models.DateTimeField(editable=False, null=True, verbose_name="fremme")),
            ("receipt", models.CharField(blank=True, editable=False, max_length=80, verbose_name="kvittering")),
            ("error_code", models.CharField(blank=True, editable=False, max_length=80, verbose_name="fejlkode")),
        ],
        options={
            "verbose_name": "afsendelse",
            "verbose_name_plural": "afsendelser",
            "indexes": [
                models.Index(condition=models.Q(("status", "waiting")), fields=["next_try_at"], name="delivery_due"),
                models.Index(condition=models.Q(("status", "queued")), fields=["id"], name="delivery_queued"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["waiting", "queued", "sent", "available", "failed", "returned"])
                    ),
                    name="delivery_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["digital_post", "letter"])), name="delivery_channel_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("sent_at__isnull", False), ("status__in", ["sent", "available", "returned"])),
                        models.Q(("sent_at__isnull", True), ("status__in", ["waiting", "queued"])),
                        ("status", "failed"),
                        _connector="OR",
                    ),
                    name="delivery_sent_has_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("available_at__isnull", False), ("status", "available")),
                        models.Q(models.Q(("status", "available"), _negated=True), ("available_at__isnull", True)),
                        _connector="OR",
                    ),
                    name="delivery_available_has_time",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("status__in", ["failed", "returned"]), _negated=True),
                    fields=("document", "representative"),
                    name="delivery_one_under_way",
                    nulls_distinct=False,
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalHearing",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("sent", "Afventer svar"),
                        ("answered", "Besvaret"),
                        ("expired", "Udløbet uden svar"),
                        ("waived", "Borgeren vil ikke udtale sig"),
                        ("undeliverable", "Brevet kunne ikke leveres"),
                    ],
                    default="sent",
                    editable=False,
                    max_length=15,
                    verbose_name="status",
                ),
            ),
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sendt")),
            (
                "channel",
                models.CharField(
                    choices=[("digital_post", "Digital Post"), ("letter", "Brev")],
                    max_length=20,
                    verbose_name="sendt med",
                ),
            ),
            ("starts_on", models.DateField(verbose_name="regnes fra")),
            ("days", models.PositiveSmallIntegerField(verbose_name="dage")),
            ("deadline", models.DateField(verbose_name="svarfrist")),
            ("extended_to", models.DateField(editable=False, null=True, verbose_name="udsat til")),
            ("undeliverable_at", models.DateTimeField(editable=False, null=True, verbose_name="kunne ikke leveres")),
            ("answered_on", models.DateField(blank=True, null=True, verbose_name="svar modtaget")),
            ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, null=True, verbose_name="svar")),
            (
                "answer_channel",
                models.CharField(
                    blank=True,
                    choices=[
                        ("digital_post", "Digital Post"),
                        ("letter", "Brev"),
                        ("email", "E-mail"),
                        ("phone", "Telefon"),
                        ("in_person", "Personligt"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                    verbose_name="svar modtaget via",
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
                "letter",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="sanktion.casedocument",
                    verbose_name="brev",
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
            "verbose_name": "historical partshøring",
            "verbose_name_plural": "historical partshøringer",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Hearing",
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
                    related_name="hearings",
                    to="sanktion.case",
                    verbose_name="sag",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("sent", "Afventer svar"),
                        ("answered", "Besvaret"),
                        ("expired", "Udløbet uden svar"),
                        ("waived", "Borgeren vil ikke udtale sig"),
                        ("undeliverable", "Brevet kunne ikke leveres"),
                    ],
                    default="sent",
                    editable=False,
                    max_length=15,
                    verbose_name="status",
                ),
            ),
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sendt")),
            (
                "channel",
                models.CharField(
                    choices=[("digital_post", "Digital Post"), ("letter", "Brev")],
                    max_length=20,
                    verbose_name="sendt med",
                ),
            ),
            ("starts_on", models.DateField(verbose_name="regnes fra")),
            ("days", models.PositiveSmallIntegerField(verbose_name="dage")),
            ("deadline", models.DateField(verbose_name="svarfrist")),
            ("extended_to", models.DateField(editable=False, null=True, verbose_name="udsat til")),
            (
                "letter",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="hearing",
                    to="sanktion.casedocument",
                    verbose_name="brev",
                ),
            ),
            ("undeliverable_at", models.DateTimeField(editable=False, null=True, verbose_name="kunne ikke leveres")),
            ("answered_on", models.DateField(blank=True, null=True, verbose_name="svar modtaget")),
            ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, null=True, verbose_name="svar")),
            (
                "answer_channel",
                models.CharField(
                    blank=True,
                    choices=[
                        ("digital_post", "Digital Post"),
                        ("letter", "Brev"),
                        ("email", "E-mail"),
                        ("phone", "Telefon"),
                        ("in_person", "Personligt"),
                        ("other", "Andet"),
                    ],
                    max_length=20,
                    verbose_name="svar modtaget via",
                ),
            ),
        ],
        options={
            "verbose_name": "partshøring",
            "verbose_name_plural": "partshøringer",
            "ordering": ["-sent_at", "-pk"],
            "indexes": [models.Index(condition=models.Q(("status", "sent")), fields=["deadline"], name="hearing_due")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("status", "sent")), fields=("case",), name="hearing_one_open"
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["sent", "answered", "expired", "waived", "undeliverable"])),
                    name="hearing_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["digital_post", "letter"])), name="hearing_channel_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("deadline__gt", models.F("starts_on"))), name="hearing_deadline_after_start"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "undeliverable"), _negated=True),
                        ("undeliverable_at__isnull", False),
                        _connector="OR",
                    ),
                    name="hearing_undeliverable_has_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            models.Q(
                                ("answer__isnull", False),
                                (
                                    "answer_channel__in",
                                    ["digital_post", "letter", "email", "phone", "in_person", "other"],
                                ),
                                ("answered_on__isnull", False),
                            ),
                            ("status__in", ["answered", "waived"]),
                        ),
                        models.Q(
                            models.Q(("status__in", ["answered", "waived"]), _negated=True),
                            ("answer__isnull", True),
                            ("answer_channel", ""),
                            ("answered_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="hearing_answer_belongs_to_status",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HearingBatch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[("running", "Sendes"), ("done", "Færdig"), ("stopped", "Standset")],
                    default="running",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
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
            "verbose_name": "forsendelse",
            "verbose_name_plural": "forsendelser",
            "ordering": ["-pk"],
            "indexes": [
                models.Index(fields=["created_by", "-id"], name="batch_created_by"),
                models.Index(condition=models.Q(("status", "running")), fields=["id"], name="batch_running"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["running", "done", "stopped"])), name="batch_status_known"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HearingBatchRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "status_changed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="status ændret"),
            ),
            (
                "batch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="parthoering.hearingbatch"
                ),
            ),
            (
                "event",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.negativeevent",
                    verbose_name="hændelse",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("waiting", "Venter"),
                        ("sent", "Sendt"),
                        ("refused", "Ikke sendt"),
                        ("cancelled", "Annulleret"),
                    ],
                    default="waiting",
                    editable=False,
                    max_length=10,
                    verbose_name="status",
                ),
            ),
            (
                "hearing",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parthoering.hearing",
                    verbose_name="partshøring",
                ),
            ),
            (
                "refusal",
                models.CharField(
                    blank=True,
                    choices=[
                        ("status", "Sagen er ikke ny. Send en partshøring mere fra sagen selv."),
                        ("protected", "Adressen er beskyttet. Send brevet fra sagen selv."),
                        ("unreachable", "Borgeren har hverken Digital Post eller en kendt adresse."),
                        ("elsewhere", "Står allerede i en forsendelse, der er i gang."),
                        ("out_of_scope", "Du har ikke længere adgang."),
                        ("no_right", "Du har ikke længere ret til at behandle sager."),
                        ("not_allowed", "Brevet kunne ikke sendes. Prøv fra sagen: den siger hvorfor."),
                        ("failed", "Der skete en uventet fejl. Prøv igen fra sagen."),
                    ],
                    editable=False,
                    max_length=12,
                    verbose_name="grund",
                ),
            ),
        ],
        options={
            "verbose_name": "række i forsendelse",
            "verbose_name_plural": "rækker i forsendelse",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("batch", "event"), name="batch_row_once"),
                models.UniqueConstraint(
                    condition=models.Q(("status", "waiting")), fields=("event",), name="batch_event_waits_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["waiting", "sent", "refused", "cancelled"])),
                    name="batch_row_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("hearing__isnull", False), ("status", "sent")),
                        models.Q(models.Q(("status", "sent"), _negated=True), ("hearing__isnull", True)),
                        _connector="OR",
                    ),
                    name="batch_row_sent_has_hearing",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            (
                                "refusal__in",
                                [
                                    "status",
                                    "protected",
                                    "unreachable",
                                    "elsewhere",
                                    "out_of_scope",
                                    "no_right",
                                    "not_allowed",
                                    "failed",
                                ],
                            ),
                            ("status", "refused"),
                        ),
                        models.Q(models.Q(("status", "refused"), _negated=True), ("refusal", "")),
                        _connector="OR",
                    ),
                    name="batch_row_refused_has_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HearingExtension",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "hearing",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="parthoering.hearing"
                ),
            ),
            ("old_deadline", models.DateField(verbose_name="hidtil")),
            ("new_deadline", models.DateField(verbose_name="udsat til")),
            ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
            (
                "letter",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.casedocument",
                    verbose_name="brev",
                ),
            ),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udsat")),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="udsat af",
                ),
            ),
        ],
        options={
            "verbose_name": "udsættelse",
            "verbose_name_plural": "udsættelser",
            "ordering": ["made_at", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("new_deadline__gt", models.F("old_deadline"))), name="extension_is_later"
                ),
                models.UniqueConstraint(fields=("hearing", "new_deadline"), name="extension_date_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="HearingReminder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "hearing",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reminder", to="parthoering.hearing"
                ),
            ),
            (
                "letter",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="sanktion.casedocument",
                    verbose_name="brev",
                ),
            ),
            (
                "sent_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="påmindet"),
            ),
        ],
        options={"verbose_name": "påmindelse", "verbose_name_plural": "påmindelser"},
    ),
    migrations.CreateModel(
        name="DeliveryReceipt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="receipts",
                    to="parthoering.delivery",
                    verbose_name="afsendelse",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("created", "Modtaget af afsendersystemet"),
                        ("sent", "Afsendt"),
                        ("available", "Fremme hos modtageren"),
                        ("failed", "Kunne ikke afsendes"),
                        ("returned", "Kom retur"),
                    ],
                    max_length=10,
                    verbose_name="besked",
                ),
            ),
            ("happened_at", models.DateTimeField(verbose_name="tidspunkt")),
            ("code", models.CharField(blank=True, max_length=80, verbose_name="kode")),
            (
                "noted_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
            ),
            (
                "noted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "kvittering",
            "verbose_name_plural": "kvitteringer",
            "ordering": ["happened_at", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["created", "sent", "available", "failed", "returned"])),
                    name="receipt_state_known",
                ),
                models.UniqueConstraint(fields=("delivery", "state", "happened_at"), name="receipt_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RejectedReceipt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("reference", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="reference")),
            ("reason", models.CharField(max_length=120, verbose_name="grund")),
            (
                "noted_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modtaget"),
            ),
        ],
        options={
            "verbose_name": "afvist kvittering",
            "verbose_name_plural": "afviste kvitteringer",
            "ordering": ["-noted_at", "-pk"],
        },
    ),
    migrations.CreateModel(
        name="DeliveryPrint",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "delivery",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="prints",
                    to="parthoering.delivery",
                    verbose_name="afsendelse",
                ),
            ),
            (
                "printed_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udskrevet"),
            ),
            (
                "printed_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"verbose_name": "udskrift af brev", "verbose_name_plural": "udskrifter af breve"},
    ),
    migrations.CreateModel(
        name="ExemptionCheck",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "case",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="exemption_checks", to="sanktion.case"
                ),
            ),
            (
                "representative",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parthoering.representative",
                ),
            ),
            (
                "asked_at",
                models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="spurgt"),
            ),
            ("is_exempt", models.BooleanField(verbose_name="fritaget")),
            ("source", models.CharField(max_length=40, verbose_name="spurgt hos")),
        ],
        options={
            "verbose_name": "spørgsmål om fritagelse",
            "verbose_name_plural": "spørgsmål om fritagelse",
            "ordering": ["asked_at", "pk"],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("parthoering", "0001_initial"),
        ("parthoering", "0004_extension"),
        ("parthoering", "0007_delivery"),
        ("parthoering", "0010_hearing_batch"),
    ]

    initial = True

    dependencies = [("sanktion", "0001_schema")]

    operations = [CreateTogether(TABLES)]
