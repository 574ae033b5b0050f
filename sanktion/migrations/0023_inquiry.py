"""B006, V130, art. 15: inquiries and their answers, guidelines in versions, and the citizen's own export."""

import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


# A sealed empty text is 29 bytes long: version, nonce and tag.
GUARDS = """
CREATE FUNCTION sanktion_number_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sanktion_case WHERE number = NEW.number AND TG_TABLE_NAME <> 'sanktion_case')
        OR EXISTS (SELECT 1 FROM sanktion_inquiry WHERE number = NEW.number AND TG_TABLE_NAME <> 'sanktion_inquiry')
    THEN
        RAISE EXCEPTION 'Sagsnummeret er i brug.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER number_once BEFORE INSERT ON sanktion_case FOR EACH ROW EXECUTE FUNCTION sanktion_number_once();
CREATE TRIGGER number_once BEFORE INSERT ON sanktion_inquiry FOR EACH ROW EXECUTE FUNCTION sanktion_number_once();

ALTER TABLE sanktion_inquiry ADD CONSTRAINT inquiry_has_asker CHECK (octet_length(asker_name) > 29);
ALTER TABLE sanktion_inquiryquestion ADD CONSTRAINT inquiry_question_has_text CHECK (octet_length(text) > 29);
ALTER TABLE sanktion_subjectaccess ADD CONSTRAINT subject_access_has_purpose CHECK (octet_length(purpose) > 29);

CREATE FUNCTION sanktion_inquiry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'received' THEN
            RAISE EXCEPTION 'En henvendelse begynder som modtaget.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status = 'answered' THEN
        RAISE EXCEPTION 'Henvendelsen er besvaret og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.number, NEW.key) IS DISTINCT FROM (OLD.number, OLD.key) THEN
        RAISE EXCEPTION 'Henvendelsens nummer kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'answered' THEN
        IF NOT EXISTS (SELECT 1 FROM sanktion_inquiryquestion WHERE inquiry_id = NEW.id) THEN
            RAISE EXCEPTION 'Henvendelsen har ingen spørgsmål.' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM sanktion_inquiryquestion WHERE inquiry_id = NEW.id AND octet_length(answer) <= 29
        ) THEN
            RAISE EXCEPTION 'Der mangler svar på mindst ét spørgsmål.' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM sanktion_inquirydocument WHERE inquiry_id = NEW.id) THEN
            RAISE EXCEPTION 'Svarbrevet er ikke arkiveret.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER inquiry_guard BEFORE INSERT OR UPDATE ON sanktion_inquiry
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_guard();
CREATE TRIGGER inquiry_stays BEFORE DELETE ON sanktion_inquiry
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- The row is held, so that nothing slips in beside an inquiry that is just being answered.
CREATE FUNCTION sanktion_inquiry_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint[] := ARRAY[]::bigint[];
    state text;
BEGIN
    IF TG_OP <> 'INSERT' THEN asked := asked || OLD.inquiry_id; END IF;
    IF TG_OP <> 'DELETE' THEN asked := asked || NEW.inquiry_id; END IF;
    FOR state IN SELECT status FROM sanktion_inquiry WHERE id = ANY (asked) FOR SHARE LOOP
        IF state = 'answered' THEN
            RAISE EXCEPTION 'Henvendelsen er besvaret og kan ikke ændres.' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER inquiry_guard BEFORE INSERT OR UPDATE OR DELETE ON sanktion_inquiryquestion
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_part_guard();
CREATE TRIGGER inquiry_guard BEFORE INSERT ON sanktion_inquirydocument
    FOR EACH ROW EXECUTE FUNCTION sanktion_inquiry_part_guard();

CREATE FUNCTION sanktion_subject_access_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.citizen_id, NEW.purpose, NEW.asked_on, NEW.created_by_id, NEW.created_at, NEW.key)
        IS DISTINCT FROM (OLD.citizen_id, OLD.purpose, OLD.asked_on, OLD.created_by_id, OLD.created_at, OLD.key)
    THEN
        RAISE EXCEPTION 'Det, indsigten blev bestilt med, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'released' AND OLD.status NOT IN ('ready', 'released') THEN
        RAISE EXCEPTION 'Filen skal være læst igennem, før den frigives.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'deleted' AND EXISTS (SELECT 1 FROM sanktion_subjectaccesspiece WHERE access_id = NEW.id) THEN
        RAISE EXCEPTION 'Filen er ikke slettet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER subject_access_guard BEFORE UPDATE ON sanktion_subjectaccess
    FOR EACH ROW EXECUTE FUNCTION sanktion_subject_access_guard();
CREATE TRIGGER subject_access_stays BEFORE DELETE ON sanktion_subjectaccess
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER guideline_stays BEFORE DELETE ON sanktion_guideline
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER guideline_stays ON sanktion_guideline;
DROP TRIGGER subject_access_stays ON sanktion_subjectaccess;
DROP TRIGGER subject_access_guard ON sanktion_subjectaccess;
DROP FUNCTION sanktion_subject_access_guard();
DROP TRIGGER inquiry_guard ON sanktion_inquirydocument;
DROP TRIGGER inquiry_guard ON sanktion_inquiryquestion;
DROP FUNCTION sanktion_inquiry_part_guard();
DROP TRIGGER inquiry_stays ON sanktion_inquiry;
DROP TRIGGER inquiry_guard ON sanktion_inquiry;
DROP FUNCTION sanktion_inquiry_guard();
ALTER TABLE sanktion_subjectaccess DROP CONSTRAINT subject_access_has_purpose;
ALTER TABLE sanktion_inquiryquestion DROP CONSTRAINT inquiry_question_has_text;
ALTER TABLE sanktion_inquiry DROP CONSTRAINT inquiry_has_asker;
DROP TRIGGER number_once ON sanktion_inquiry;
DROP TRIGGER number_once ON sanktion_case;
DROP FUNCTION sanktion_number_once();
"""

LOCKED = ["inquirydocument", "answerblock", "signatory", "guidelineversion"]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_{table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();",
        f"DROP TRIGGER append_only ON sanktion_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0022_category"),
    ]

    operations = [
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ejer",
                    ),
                ),
            ],
            options={
                "verbose_name": "retningslinje",
                "verbose_name_plural": "retningslinjer",
                "ordering": ["kind", "title"],
            },
        ),
        migrations.CreateModel(
            name="GuidelineVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="sanktion.guideline"
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versioner",
                "ordering": ["-number"],
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
            name="HistoricalInquiry",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
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
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
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
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
                    ),
                ),
            ],
            options={
                "verbose_name": "henvendelse",
                "verbose_name_plural": "henvendelser",
                "ordering": ["due_on", "pk"],
                "permissions": [("answer_inquiry", "Kan oprette og besvare henvendelser")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalInquiryQuestion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
                ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="spørgsmål")),
                ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="svar")),
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
            name="InquiryDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="sanktion.inquiry"
                    ),
                ),
            ],
            options={
                "verbose_name": "dokument i henvendelse",
                "verbose_name_plural": "dokumenter i henvendelser",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="InquiryQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
                ("text", sanktion.base.encryption.EncryptedTextField(verbose_name="spørgsmål")),
                ("answer", sanktion.base.encryption.EncryptedTextField(blank=True, default="", verbose_name="svar")),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="sanktion.inquiry"
                    ),
                ),
            ],
            options={
                "verbose_name": "spørgsmål",
                "verbose_name_plural": "spørgsmål",
                "ordering": ["number"],
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
            },
        ),
        migrations.CreateModel(
            name="SubjectAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bestilt"),
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestilt af",
                    ),
                ),
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
                "verbose_name": "indsigt",
                "verbose_name_plural": "indsigter",
                "ordering": ["-pk"],
                "permissions": [("make_subject_access", "Kan danne borgerens indsigt efter art. 15")],
            },
        ),
        migrations.CreateModel(
            name="SubjectAccessPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="nr.")),
                ("data", sanktion.base.encryption.EncryptedBytesField()),
                (
                    "access",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="sanktion.subjectaccess"
                    ),
                ),
            ],
            options={
                "verbose_name": "del af indsigt",
                "verbose_name_plural": "dele af indsigt",
                "ordering": ["number"],
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
        migrations.AddConstraint(
            model_name="guideline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["guideline", "procedure", "teaching", "checklist"])),
                name="guideline_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="guideline",
            constraint=models.CheckConstraint(
                condition=models.Q(("page__in", ["", "hearing", "assess", "decide", "routes", "inquiries"])),
                name="guideline_page_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.UniqueConstraint(fields=("guideline", "number"), name="guideline_version_once"),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("change_note", ""), _negated=True), name="guideline_has_note"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("auditor_involved", True), ("auditor_on__isnull", False)),
                    models.Q(("auditor_involved", False), ("auditor_on__isnull", True)),
                    _connector="OR",
                ),
                name="guideline_auditor_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["due_on", "id"], name="inquiry_due"),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["access", "council", "press", "other"])), name="inquiry_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["received", "answering", "answered"])), name="inquiry_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{4}-[0-9]{7}$")), name="inquiry_number_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("received_on"))), name="inquiry_due_after_received"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="inquirydocument",
            constraint=models.UniqueConstraint(fields=("inquiry", "number"), name="inquiry_document_number_once"),
        ),
        migrations.AddConstraint(
            model_name="inquiryquestion",
            constraint=models.UniqueConstraint(fields=("inquiry", "number"), name="inquiry_question_number_once"),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(fields=("kind", "valid_from"), name="signatory_once"),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["access", "council", "press", "other"])), name="signatory_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["making", "failed", "ready", "released", "deleted"])),
                name="subject_access_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["ready", "released"]), _negated=True),
                    models.Q(("kept_until__isnull", False), ("size__isnull", False)),
                    _connector="OR",
                ),
                name="subject_access_file_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "released"), _negated=True),
                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                    _connector="OR",
                ),
                name="subject_access_released_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectaccesspiece",
            constraint=models.UniqueConstraint(fields=("access", "number"), name="subject_access_piece_once"),
        ),
        migrations.RunSQL(GUARDS, REVERSE),
        *map(_append_only, LOCKED),
    ]
