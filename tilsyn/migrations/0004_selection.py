"""The directorate's lists: what a row may become, and the proof that the numbers nobody chose are destroyed (V033)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import uuid
from django.conf import settings
from django.db import migrations, models


GATES = """
-- V022: what the directorate sent is not changed. A row may lose what it said, and be found; nothing else.
CREATE FUNCTION tilsyn_selection_list_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.supervision_id, OLD.number, OLD.way, OLD.round, OLD.period_from, OLD.period_to, OLD.row_count)
        IS DISTINCT FROM
       (NEW.supervision_id, NEW.number, NEW.way, NEW.round, NEW.period_from, NEW.period_to, NEW.row_count) THEN
        RAISE EXCEPTION 'Direktoratets liste kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.sent_on IS NOT NULL AND (OLD.sent_on, OLD.sent_by_id, OLD.answer_sha256)
        IS DISTINCT FROM (NEW.sent_on, NEW.sent_by_id, NEW.answer_sha256) THEN
        RAISE EXCEPTION 'Svaret er sendt og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'destroyed' AND OLD.status <> 'destroyed' AND NOT EXISTS (
        SELECT 1 FROM tilsyn_selectiondestruction WHERE list_key = NEW.id
    ) THEN
        RAISE EXCEPTION 'Destruktionen er ikke noteret.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selection_list_gate BEFORE UPDATE ON tilsyn_selectionlist
    FOR EACH ROW EXECUTE FUNCTION tilsyn_selection_list_gate();

-- V033: a number of round 2 was in round 1 of the same supervision.
CREATE FUNCTION tilsyn_selection_row_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.selection_id, OLD.number) IS DISTINCT FROM (NEW.selection_id, NEW.number)
           OR (OLD.cells IS DISTINCT FROM NEW.cells AND NEW.cells IS NOT NULL)
           OR (OLD.cpr_lookup IS DISTINCT FROM NEW.cpr_lookup AND NEW.cpr_lookup IS NOT NULL)
           OR (OLD.asked_in_id IS NOT NULL AND OLD.asked_in_id IS DISTINCT FROM NEW.asked_in_id) THEN
            RAISE EXCEPTION 'Det, direktoratet har skrevet, kan ikke ændres.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.asked_in_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.asked_in_id IS NULL) AND NOT EXISTS (
        SELECT 1 FROM tilsyn_selectionrow asked
        JOIN tilsyn_selectionlist question ON question.id = asked.selection_id AND question.round = 1
        JOIN tilsyn_selectionlist choice ON choice.id = NEW.selection_id AND choice.round = 2
        WHERE asked.id = NEW.asked_in_id AND question.supervision_id = choice.supervision_id
          AND question.status = 'sent' AND asked.cpr_lookup = NEW.cpr_lookup
    ) THEN
        RAISE EXCEPTION 'Nummeret stod ikke i runde 1.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selection_row_gate BEFORE INSERT OR UPDATE ON tilsyn_selectionrow
    FOR EACH ROW EXECUTE FUNCTION tilsyn_selection_row_gate();

CREATE FUNCTION tilsyn_selection_row_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_selectiondestruction WHERE list_key = OLD.selection_id AND OLD.id = ANY (row_keys)
    ) THEN
        RAISE EXCEPTION 'Rækken kan ikke slettes, før destruktionen er noteret.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER selection_row_goes BEFORE DELETE ON tilsyn_selectionrow
    FOR EACH ROW EXECUTE FUNCTION tilsyn_selection_row_goes();

CREATE FUNCTION tilsyn_named_row_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_selectionrow r
        JOIN tilsyn_selectionlist l ON l.id = r.selection_id
        JOIN tilsyn_selectedcase s ON s.id = NEW.selected_id AND s.supervision_id = l.supervision_id
        WHERE r.id = NEW.row_id AND l.round = 2 AND l.status IN ('read', 'named')
          AND (l.way <> 'cpr_list' OR r.asked_in_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'Rækken udpeger ikke sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER named_row_gate BEFORE INSERT ON tilsyn_namedrow
    FOR EACH ROW EXECUTE FUNCTION tilsyn_named_row_gate();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_namedrow
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- Text and order as in models/selection_destruction.py.
CREATE FUNCTION tilsyn_destruction_hash(r tilsyn_selectiondestruction) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_object(
        'sequence', r.sequence, 'number', r.number, 'supervision', r.supervision_id, 'list', r.list_key,
        'row_keys', to_jsonb(r.row_keys), 'rows', r.rows, 'kept', r.kept, 'reason', r.reason,
        'ground', r.legal_ground, 'by', r.by_id,
        'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'previous', r.previous_hash
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION tilsyn_destruction_refused(r tilsyn_selectiondestruction) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    list record;
BEGIN
    SELECT l.*, v.number AS of_number, v.status AS of_status INTO list
    FROM tilsyn_selectionlist l JOIN tilsyn_supervision v ON v.id = l.supervision_id
    WHERE l.id = r.list_key AND l.supervision_id = r.supervision_id;
    IF list.id IS NULL OR r.number <> list.of_number || '/' || list.number THEN
        RETURN 'Listen findes ikke.';
    ELSIF r.reason = 'chosen' AND (list.round <> 1 OR NOT EXISTS (
        SELECT 1 FROM tilsyn_selectionlist
        WHERE supervision_id = list.supervision_id AND way = 'cpr_list' AND round = 2 AND status = 'named'
    )) THEN
        RETURN 'Runde 2 er ikke registreret.';
    ELSIF r.reason = 'over' AND list.of_status NOT IN ('ended', 'result', 'closed') THEN
        RETURN 'Tilsynet er ikke afsluttet.';
    ELSIF r.reason = 'discarded' AND list.status <> 'read' THEN
        RETURN 'Listen er brugt.';
    ELSIF NOT EXISTS (
        SELECT 1 FROM tilsyn_selectionrow w WHERE w.selection_id = list.id
        HAVING coalesce(array_agg(w.id ORDER BY w.id) FILTER (WHERE tilsyn_row_goes(w.id)), '{}') = r.row_keys
           AND count(*) FILTER (WHERE tilsyn_row_goes(w.id)) = r.rows
           AND count(*) FILTER (WHERE NOT tilsyn_row_goes(w.id)) = r.kept
    ) THEN
        RETURN 'Destruktionen passer ikke med listen.';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tilsyn_row_goes(of_row bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT 1 FROM tilsyn_namedrow WHERE row_id = of_row)
       AND NOT EXISTS (SELECT 1 FROM tilsyn_selectionrow WHERE asked_in_id = of_row)
$$;

-- Only the owner of the tables is believed: after a restore a destroyed list stands as it was.
CREATE FUNCTION tilsyn_destruction_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refusal text;
BEGIN
    IF NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        refusal := tilsyn_destruction_refused(NEW);
        IF refusal IS NOT NULL THEN
            RAISE EXCEPTION '%', refusal USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- One after the other, whoever destroys at the same time.
CREATE FUNCTION tilsyn_destruction_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(72010, 2);
    SELECT sequence + 1, hash INTO NEW.sequence, NEW.previous_hash
    FROM tilsyn_selectiondestruction ORDER BY sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        NEW.sequence := 1;
        NEW.previous_hash := (SELECT genesis FROM tilsyn_selectionchain);
    END IF;
    NEW.hash := tilsyn_destruction_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER destruction_gate BEFORE INSERT ON tilsyn_selectiondestruction
    FOR EACH ROW EXECUTE FUNCTION tilsyn_destruction_gate();
-- After the gate: triggers of one table fire by name.
CREATE TRIGGER destruction_in_chain BEFORE INSERT ON tilsyn_selectiondestruction
    FOR EACH ROW EXECUTE FUNCTION tilsyn_destruction_chain();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_selectiondestruction
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

INSERT INTO tilsyn_selectionchain (genesis)
VALUES (encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_selectionchain
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- PostgreSQL's statistics would keep the values after the rows are gone.
ALTER TABLE tilsyn_selectionrow ALTER COLUMN cells SET STATISTICS 0;
ALTER TABLE tilsyn_selectionrow ALTER COLUMN cpr_lookup SET STATISTICS 0;
ALTER TABLE tilsyn_selectionrow ALTER COLUMN fault SET STATISTICS 0;
ALTER TABLE tilsyn_selectionrow ALTER COLUMN correction SET STATISTICS 0;
"""

REVERSE = """
DROP TRIGGER append_only ON tilsyn_selectionchain;
DROP TRIGGER append_only ON tilsyn_selectiondestruction;
DROP TRIGGER destruction_in_chain ON tilsyn_selectiondestruction;
DROP TRIGGER destruction_gate ON tilsyn_selectiondestruction;
DROP TRIGGER append_only ON tilsyn_namedrow;
DROP TRIGGER named_row_gate ON tilsyn_namedrow;
DROP TRIGGER selection_row_goes ON tilsyn_selectionrow;
DROP TRIGGER selection_row_gate ON tilsyn_selectionrow;
DROP TRIGGER selection_list_gate ON tilsyn_selectionlist;
DROP FUNCTION tilsyn_destruction_chain();
DROP FUNCTION tilsyn_destruction_gate();
DROP FUNCTION tilsyn_destruction_refused(tilsyn_selectiondestruction);
DROP FUNCTION tilsyn_row_goes(bigint);
DROP FUNCTION tilsyn_destruction_hash(tilsyn_selectiondestruction);
DROP FUNCTION tilsyn_named_row_gate();
DROP FUNCTION tilsyn_selection_row_goes();
DROP FUNCTION tilsyn_selection_row_gate();
DROP FUNCTION tilsyn_selection_list_gate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tilsyn", "0003_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SelectionChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("genesis", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "destruktionskæde",
                "verbose_name_plural": "destruktionskæder",
            },
        ),
        migrations.CreateModel(
            name="SelectionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                (
                    "round",
                    models.PositiveSmallIntegerField(choices=[(1, "Runde 1"), (2, "Runde 2")], verbose_name="runde"),
                ),
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
                    "answer_sha256",
                    sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="svarets kontrolsum"),
                ),
                (
                    "answer_format",
                    models.CharField(blank=True, editable=False, max_length=4, verbose_name="svarets format"),
                ),
                ("sent_on", models.DateField(editable=False, null=True, verbose_name="svar sendt")),
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
                    "sent_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "liste fra direktoratet",
                "verbose_name_plural": "lister fra direktoratet",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SelectionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="tilsyn.selectionlist"
                    ),
                ),
            ],
            options={
                "verbose_name": "række",
                "verbose_name_plural": "rækker",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="NamedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "selected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named_rows", to="tilsyn.selectedcase"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named", to="tilsyn.selectionrow"
                    ),
                ),
            ],
            options={
                "verbose_name": "udpeget række",
                "verbose_name_plural": "udpegede rækker",
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
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="destrueret"),
                ),
                ("previous_hash", models.CharField(default="", editable=False, max_length=64)),
                ("hash", models.CharField(default="", editable=False, max_length=64, verbose_name="kontrolsum")),
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
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions",
                        to="tilsyn.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "destruktion af liste",
                "verbose_name_plural": "destruktioner af lister",
                "ordering": ["-sequence"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["chosen", "over", "discarded"])),
                        name="selection_destroyed_why",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.UniqueConstraint(fields=("supervision", "number"), name="selection_number_once"),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["notices", "cpr_list", "registration_period", "register_extract"])),
                name="selection_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["read", "sent", "named", "destroyed"])),
                name="selection_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("round", 2),
                    models.Q(("period_from__isnull", False), ("round", 1), ("way", "cpr_list")),
                    _connector="OR",
                ),
                name="selection_round_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_from__isnull", True), ("period_to__isnull", True)),
                    ("period_to__gte", models.F("period_from")),
                    _connector="OR",
                ),
                name="selection_period_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "sent"), _negated=True),
                    models.Q(("round", 1), ("sent_by__isnull", False), ("sent_on__isnull", False)),
                    _connector="OR",
                ),
                name="selection_only_questions_are_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionlist",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("status", "named"), _negated=True), ("round", 2), _connector="OR"),
                name="selection_a_question_names_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="selectionrow",
            index=models.Index(fields=["cpr_lookup"], name="selection_row_cpr"),
        ),
        migrations.AddConstraint(
            model_name="selectionrow",
            constraint=models.UniqueConstraint(fields=("selection", "number"), name="selection_row_once"),
        ),
        migrations.AddConstraint(
            model_name="selectionrow",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="selectionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("cells__isnull", False), ("cpr_lookup__isnull", True), _connector="OR"),
                name="selection_reduced_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected_at__isnull", True), ("corrected_by__isnull", True)),
                    models.Q(("corrected_at__isnull", False), ("corrected_by__isnull", False)),
                    _connector="OR",
                ),
                name="selection_corrected_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedrow",
            constraint=models.UniqueConstraint(fields=("row", "selected"), name="named_row_once"),
        ),
        migrations.RunSQL(GATES, REVERSE),
    ]
