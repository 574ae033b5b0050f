"""The board and the reading room: what is asked of the owners, and what the directorate reads and wants copies of."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

GATES = """
-- § 9: the directorate reads on the spot at a visit alone, and in cases that take part.
CREATE FUNCTION tilsyn_is_read_on_the_spot(of_supervision bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT form = 'visit' AND status NOT IN ('ended', 'result', 'closed')
    FROM tilsyn_supervision WHERE id = of_supervision
$$;

CREATE FUNCTION tilsyn_room_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT tilsyn_is_read_on_the_spot(NEW.supervision_id) THEN
            RAISE EXCEPTION 'Et læserum åbnes kun til et tilsynsbesøg, der ikke er afsluttet.'
                USING ERRCODE = 'check_violation';
        ELSIF NEW.closed_at IS NOT NULL OR NOT sanktion_acts_as(NEW.opened_by_id) THEN
            RAISE EXCEPTION 'Et læserum åbnes i eget navn.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.closed_at IS NOT NULL OR (OLD.id, OLD.key, OLD.supervision_id, OLD.opens_at, OLD.opened_at, OLD.opened_by_id)
        IS DISTINCT FROM (NEW.id, NEW.key, NEW.supervision_id, NEW.opens_at, NEW.opened_at, NEW.opened_by_id) THEN
        RAISE EXCEPTION 'Kun læserummets lukketid kan ændres, og kun mens det ikke er lukket.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.closes_at > OLD.closes_at AND NEW.moved_because !~ '\\S' THEN
        RAISE EXCEPTION 'Skriv, hvorfor læserummet skal være åbent længere.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Whoever reads holds the directorate's role and nothing else.
CREATE FUNCTION tilsyn_reader_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce((SELECT array_agg(g.name::text) FROM sanktion_user_groups m JOIN auth_group g ON g.id = m.group_id
                 WHERE m.user_id = NEW.user_id), '{}') <> ARRAY['direktoratet']
       OR EXISTS (SELECT 1 FROM sanktion_user_teams WHERE user_id = NEW.user_id) THEN
        RAISE EXCEPTION 'Kun direktoratets egne brugere kan læse i læserummet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_room_paper_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.withdrawn_at IS NOT NULL OR NOT sanktion_acts_as(NEW.approved_by_id)) THEN
        RAISE EXCEPTION 'Et papir godkendes i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tilsyn_takes_part_on_the_spot(NEW.selected_id);
    ELSIF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_by_id' THEN
        RAISE EXCEPTION 'Et godkendt papir kan kun tages ud.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_takes_part_on_the_spot(of_selected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = of_selected AND status = 'named'
        AND tilsyn_is_read_on_the_spot(supervision_id)
    ) THEN
        RAISE EXCEPTION 'Sagen er ikke med i et tilsynsbesøg, der ikke er afsluttet.'
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION tilsyn_copy_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.settled_at IS NOT NULL OR NOT sanktion_acts_as(NEW.by_id)) THEN
        RAISE EXCEPTION 'En kopianmodning registreres i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tilsyn_takes_part_on_the_spot(NEW.selected_id);
    ELSIF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL
        OR to_jsonb(OLD) - 'settled_at' - 'settled_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'settled_at' - 'settled_by_id' THEN
        RAISE EXCEPTION 'En kopianmodning kan kun noteres som sendt.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER room_gate BEFORE INSERT OR UPDATE ON tilsyn_readingroom
    FOR EACH ROW EXECUTE FUNCTION tilsyn_room_gate();
CREATE TRIGGER reader_gate BEFORE INSERT ON tilsyn_roomreader
    FOR EACH ROW EXECUTE FUNCTION tilsyn_reader_gate();
CREATE TRIGGER room_paper_gate BEFORE INSERT OR UPDATE ON tilsyn_roompaper
    FOR EACH ROW EXECUTE FUNCTION tilsyn_room_paper_gate();
CREATE TRIGGER copy_gate BEFORE INSERT OR UPDATE ON tilsyn_copyrequest
    FOR EACH ROW EXECUTE FUNCTION tilsyn_copy_gate();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_readingroom
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roomreader
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roomlook
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roompapercontent
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_roompaper
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_copyrequest
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""
REVERSE = """
DROP TRIGGER never_deleted ON tilsyn_copyrequest;
DROP TRIGGER never_deleted ON tilsyn_roompaper;
DROP TRIGGER append_only ON tilsyn_roompapercontent;
DROP TRIGGER append_only ON tilsyn_roomlook;
DROP TRIGGER append_only ON tilsyn_roomreader;
DROP TRIGGER never_deleted ON tilsyn_readingroom;
DROP TRIGGER copy_gate ON tilsyn_copyrequest;
DROP TRIGGER room_paper_gate ON tilsyn_roompaper;
DROP TRIGGER reader_gate ON tilsyn_roomreader;
DROP TRIGGER room_gate ON tilsyn_readingroom;
DROP FUNCTION tilsyn_copy_gate();
DROP FUNCTION tilsyn_takes_part_on_the_spot(bigint);
DROP FUNCTION tilsyn_room_paper_gate();
DROP FUNCTION tilsyn_reader_gate();
DROP FUNCTION tilsyn_room_gate();
DROP FUNCTION tilsyn_is_read_on_the_spot(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0025_retention"),
        ("tilsyn", "0005_eligibility"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("dated", models.DateField(verbose_name="dato")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "approved_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="godkendt"),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="taget ud")),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.casedocument",
                    ),
                ),
                (
                    "selected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="room_papers",
                        to="tilsyn.selectedcase",
                    ),
                ),
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
            name="MaterialAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "selected",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ask", to="tilsyn.selectedcase"
                    ),
                ),
            ],
            options={
                "verbose_name": "anmodning om materiale",
                "verbose_name_plural": "anmodninger om materiale",
            },
        ),
        migrations.CreateModel(
            name="ReadingRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "læserum",
                "verbose_name_plural": "læserum",
                "ordering": [models.OrderBy(models.F("opens_at"), descending=True)],
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
            options={
                "verbose_name": "papirs indhold",
                "verbose_name_plural": "papirers indhold",
            },
        ),
        migrations.CreateModel(
            name="RoomLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_shut", models.BooleanField(default=False, verbose_name="afvist")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="tilsyn.readingroom"
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="tilsyn.roompaper",
                    ),
                ),
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
            },
        ),
        migrations.CreateModel(
            name="CopyRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="sendt")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "selected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copy_requests",
                        to="tilsyn.selectedcase",
                    ),
                ),
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
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("selected",),
                        name="copy_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("kinds__len__gt", 0)
                        ),
                        name="copy_request_kinds_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by__regex", "\\S")), name="copy_request_says_who"
                    ),
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
        migrations.AddConstraint(
            model_name="readingroom",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="room_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="readingroom",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="roompaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("selected", "paper_key"),
                name="room_paper_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="roompaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("section__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
                name="room_paper_section_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roompaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="room_paper_withdrawn_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="roomreader",
            constraint=models.UniqueConstraint(fields=("room", "user"), name="room_reader_once"),
        ),
        migrations.RunSQL(GATES, REVERSE),
    ]
