"""The access log in monthly partitions, sealed in batches; see models/access.py."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import sanktion.base.encryption

# A table that is already full comes along: its indexes and foreign keys are made again under the names they had.
PARTITIONS = """
CREATE FUNCTION sanktion_make_access_months_since(since date) RETURNS integer LANGUAGE plpgsql
SET sanktion.system TO 'regel' AS $$
DECLARE
    this_month date := date_trunc('month', now() AT TIME ZONE 'Europe/Copenhagen')::date;
    first date;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(2026, 51);
    FOR first IN
        SELECT generate_series(date_trunc('month', since), this_month + interval '3 months', '1 month')::date
    LOOP
        CONTINUE WHEN to_regclass('public.sanktion_accesslog_' || to_char(first, 'YYYY_MM')) IS NOT NULL;
        -- Rows of the month that came before its partition lie in the default one, and go where they belong.
        ALTER TABLE sanktion_accesslog DETACH PARTITION sanktion_accesslog_default;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF sanktion_accesslog FOR VALUES FROM (%L) TO (%L)',
            'sanktion_accesslog_' || to_char(first, 'YYYY_MM'),
            first::timestamp AT TIME ZONE 'Europe/Copenhagen',
            (first + interval '1 month') AT TIME ZONE 'Europe/Copenhagen');
        WITH belonging AS (
            DELETE FROM sanktion_accesslog_default
            WHERE at >= first::timestamp AT TIME ZONE 'Europe/Copenhagen'
              AND at < (first + interval '1 month') AT TIME ZONE 'Europe/Copenhagen'
            RETURNING *
        )
        INSERT INTO sanktion_accesslog OVERRIDING SYSTEM VALUE SELECT * FROM belonging;
        SET CONSTRAINTS ALL IMMEDIATE;
        SET CONSTRAINTS ALL DEFERRED;
        ALTER TABLE sanktion_accesslog ATTACH PARTITION sanktion_accesslog_default DEFAULT;
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- Who writes in the log may not make tables. A page that has just written waits for nobody longer than this.
CREATE FUNCTION sanktion_make_access_months() RETURNS integer LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
    SELECT public.sanktion_make_access_months_since((now() AT TIME ZONE 'Europe/Copenhagen')::date)
$$;

DO $$
DECLARE
    remade text[];
    step text;
    numbers text;
BEGIN
    PERFORM set_config('sanktion.system', 'migrering', true);
    ALTER TABLE sanktion_accesslog RENAME TO sanktion_accesslog_whole;
    SELECT array_agg(replace(indexdef, 'sanktion_accesslog_whole', 'sanktion_accesslog')) INTO remade
    FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'sanktion_accesslog_whole'
    AND indexname <> 'sanktion_accesslog_pkey';
    remade := remade || ARRAY(
        SELECT format('ALTER TABLE sanktion_accesslog ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = 'sanktion_accesslog_whole'::regclass AND contype = 'f');
    CREATE TABLE sanktion_accesslog (LIKE sanktion_accesslog_whole INCLUDING IDENTITY INCLUDING CONSTRAINTS)
        PARTITION BY RANGE (at);
    CREATE TABLE sanktion_accesslog_default PARTITION OF sanktion_accesslog DEFAULT;
    PERFORM sanktion_make_access_months_since(coalesce(
        (SELECT min(at) AT TIME ZONE 'Europe/Copenhagen' FROM sanktion_accesslog_whole),
        now() AT TIME ZONE 'Europe/Copenhagen')::date);
    INSERT INTO sanktion_accesslog OVERRIDING SYSTEM VALUE SELECT * FROM sanktion_accesslog_whole;
    numbers := pg_get_serial_sequence('sanktion_accesslog', 'id');
    PERFORM setval(numbers, nextval(pg_get_serial_sequence('sanktion_accesslog_whole', 'id')), false);
    DROP TABLE sanktion_accesslog_whole;
    EXECUTE format('ALTER SEQUENCE %s RENAME TO sanktion_accesslog_id_seq', numbers);
    ALTER TABLE sanktion_accesslog ADD CONSTRAINT sanktion_accesslog_pkey PRIMARY KEY (id, at);
    CREATE INDEX access_at ON sanktion_accesslog USING brin (at) WITH (autosummarize = on);
    FOREACH step IN ARRAY remade LOOP
        EXECUTE step;
    END LOOP;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accesslog
        FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
END $$;

-- Rows outside every month, and one more when the next month has no partition.
CREATE FUNCTION sanktion_access_outside_months() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT count(*) FROM public.sanktion_accesslog_default)
         + (to_regclass('public.sanktion_accesslog_' || to_char(
               (now() AT TIME ZONE 'Europe/Copenhagen') + interval '1 month', 'YYYY_MM')) IS NULL)::integer
$$;
"""

# Back to one table, with every row in it.
PARTITIONS_REVERSE = """
DO $$
DECLARE
    remade text[];
    step text;
    numbers text;
BEGIN
    PERFORM set_config('sanktion.system', 'migrering', true);
    ALTER TABLE sanktion_accesslog RENAME TO sanktion_accesslog_months;
    SELECT array_agg(replace(replace(indexdef, 'ON ONLY', 'ON'), 'sanktion_accesslog_months', 'sanktion_accesslog'))
    INTO remade FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'sanktion_accesslog_months'
    AND indexname NOT IN ('sanktion_accesslog_pkey', 'access_at');
    remade := remade || ARRAY(
        SELECT format('ALTER TABLE sanktion_accesslog ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = 'sanktion_accesslog_months'::regclass AND contype = 'f');
    CREATE TABLE sanktion_accesslog (LIKE sanktion_accesslog_months INCLUDING IDENTITY INCLUDING CONSTRAINTS);
    INSERT INTO sanktion_accesslog OVERRIDING SYSTEM VALUE SELECT * FROM sanktion_accesslog_months;
    numbers := pg_get_serial_sequence('sanktion_accesslog', 'id');
    PERFORM setval(numbers, nextval(pg_get_serial_sequence('sanktion_accesslog_months', 'id')), false);
    DROP TABLE sanktion_accesslog_months;
    EXECUTE format('ALTER SEQUENCE %s RENAME TO sanktion_accesslog_id_seq', numbers);
    ALTER TABLE sanktion_accesslog ADD CONSTRAINT sanktion_accesslog_pkey PRIMARY KEY (id);
    FOREACH step IN ARRAY remade LOOP
        EXECUTE step;
    END LOOP;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accesslog
        FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
END $$;
DROP FUNCTION sanktion_access_outside_months();
DROP FUNCTION sanktion_make_access_months();
DROP FUNCTION sanktion_make_access_months_since(date);
"""

# Ids commit out of order, so a seal names its rows. Whatever is written from now on is younger than the oldest
# transaction that runs now: a row older than that (five minutes are given to clocks that differ) was put in later.
SEALS = """
CREATE FUNCTION sanktion_access_row(l sanktion_accesslog) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(
        l.id, extract(epoch FROM l.at), l.user_id, l.citizen_id, l.case_id, l.kind, l.page)::text
$$;

CREATE FUNCTION sanktion_access_seal_hash(s sanktion_accessseal) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_object(
        'sequence', s.sequence, 'sealed_at', extract(epoch FROM s.sealed_at),
        'settled_at', extract(epoch FROM s.settled_at), 'ids', s.ids, 'rows', s.rows,
        'first_at', extract(epoch FROM s.first_at), 'last_at', extract(epoch FROM s.last_at),
        'digest', s.digest, 'previous', s.previous_hash)::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION sanktion_access_clock_slack() RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT interval '5 minutes'
$$;

-- The beginning of the chain: another in each database, and of no rows.
INSERT INTO sanktion_accessseal
    (sequence, sealed_at, settled_at, ids, rows, first_at, last_at, digest, previous_hash, hash)
SELECT 0, now(), moment, '{}', 0, moment, moment, encode(sha256(''), 'hex'),
       encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'), ''
FROM (SELECT timestamptz '2000-01-01 00:00:00Z' AS moment) AS long_ago;
UPDATE sanktion_accessseal AS s SET hash = sanktion_access_seal_hash(s);

CREATE FUNCTION sanktion_access_seal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    batch constant integer := 10000;
    last sanktion_accessseal;
    done int8multirange;
    oldest timestamptz;
    since timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(2026, 52);
    SELECT * INTO last FROM sanktion_accessseal ORDER BY sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Kæden af segl mangler sin begyndelse.' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.sealed_at := clock_timestamp();
    -- Asked before the rows are: what is running then, and is not among them, began here at the latest.
    PERFORM pg_stat_clear_snapshot();
    SELECT least(NEW.sealed_at, min(xact_start)) INTO oldest FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    since := last.settled_at - sanktion_access_clock_slack();
    SELECT coalesce(range_agg(ids::int8multirange), '{}') INTO done FROM sanktion_accessseal WHERE last_at >= since;
    SELECT range_agg(int8range(id, id, '[]'))::text, count(*), min(at), max(at),
           encode(sha256(convert_to(string_agg(sanktion_access_row(l), E'\\n' ORDER BY id), 'UTF8')), 'hex')
    INTO NEW.ids, NEW.rows, NEW.first_at, NEW.last_at, NEW.digest
    FROM (
        SELECT * FROM sanktion_accesslog WHERE at >= since AND NOT done @> id ORDER BY id LIMIT batch
    ) AS l;
    IF NEW.rows = 0 THEN
        RETURN NULL;
    END IF;
    NEW.settled_at := CASE WHEN NEW.rows = batch THEN last.settled_at ELSE greatest(last.settled_at, oldest) END;
    NEW.sequence := last.sequence + 1;
    NEW.previous_hash := last.hash;
    NEW.hash := sanktion_access_seal_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER access_seal_chain BEFORE INSERT ON sanktion_accessseal
    FOR EACH ROW EXECUTE FUNCTION sanktion_access_seal_chain();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accessseal
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- The seals that don't fit: a link that was changed or taken out, or rows that are not as they were sealed.
CREATE FUNCTION sanktion_broken_access_seals() RETURNS TABLE (sequence integer, fault text) LANGUAGE sql STABLE AS $$
    SELECT linked.sequence, CASE WHEN is_linked THEN 'rows' ELSE 'link' END FROM (
        SELECT s.*, (hash = sanktion_access_seal_hash(s) AND previous_hash = lag(hash, 1, previous_hash) OVER w
               AND s.sequence = row_number() OVER w - 1) AS is_linked
        FROM sanktion_accessseal s WINDOW w AS (ORDER BY s.sequence)
    ) AS linked
    CROSS JOIN LATERAL (
        SELECT count(*) AS rows,
               encode(sha256(convert_to(coalesce(string_agg(sanktion_access_row(l), E'\\n' ORDER BY l.id), ''), 'UTF8')),
                      'hex') AS digest
        FROM unnest(linked.ids::int8multirange) AS span
        JOIN sanktion_accesslog l ON l.id >= lower(span) AND l.id < upper(span)
             AND l.at BETWEEN linked.first_at AND linked.last_at
    ) AS found
    WHERE NOT is_linked OR found.rows <> linked.rows OR found.digest <> linked.digest
    ORDER BY linked.sequence
$$;

-- Put in: rows that no seal names and that are too old to come yet, and rows beside one that a seal names.
-- Waiting: rows since ``waiting_since`` that no seal names.
CREATE FUNCTION sanktion_unsealed_access(waiting_since timestamptz, OUT put_in bigint, OUT waiting bigint)
LANGUAGE sql STABLE AS $$
    WITH seals AS (
        SELECT coalesce(range_agg(ids::int8multirange), '{}') AS ids, sum(rows) AS rows,
               max(settled_at) - sanktion_access_clock_slack() AS settled
        FROM sanktion_accessseal
    )
    SELECT count(*) FILTER (WHERE NOT ids @> id AND at < settled)
           + greatest(count(*) FILTER (WHERE ids @> id) - max(rows), 0)::bigint,
           count(*) FILTER (WHERE NOT ids @> id AND at < waiting_since)
    FROM sanktion_accesslog, seals
$$;
"""

SEALS_REVERSE = """
DROP FUNCTION sanktion_unsealed_access(timestamptz);
DROP FUNCTION sanktion_broken_access_seals();
DROP TRIGGER append_only ON sanktion_accessseal;
DROP TRIGGER access_seal_chain ON sanktion_accessseal;
DROP FUNCTION sanktion_access_seal_chain();
DROP FUNCTION sanktion_access_clock_slack();
DROP FUNCTION sanktion_access_seal_hash(sanktion_accessseal);
DROP FUNCTION sanktion_access_row(sanktion_accesslog);
"""

# The seed and the rows of a sample are the database's, and a finding is handled in one's own name.
CONTROL = """
CREATE FUNCTION sanktion_access_in_sample(s sanktion_accesssample) RETURNS SETOF sanktion_accesslog
LANGUAGE sql STABLE AS $$
    SELECT * FROM sanktion_accesslog
    WHERE at >= s.month::timestamp AT TIME ZONE 'Europe/Copenhagen'
      AND at < least((s.month + interval '1 month') AT TIME ZONE 'Europe/Copenhagen', s.drawn_at)
$$;

CREATE FUNCTION sanktion_access_sample_seed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sanktion_acts_as(NEW.drawn_by_id) THEN
        RAISE EXCEPTION 'Stikprøven udtrækkes i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.seed := replace(gen_random_uuid()::text, '-', '');
    NEW.drawn_at := clock_timestamp();
    NEW.population := (SELECT count(*) FROM sanktion_access_in_sample(NEW));
    IF NEW.population = 0 THEN
        RAISE EXCEPTION 'Der er ingen opslag i måneden.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sanktion_access_sample_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sanktion_accessfinding (kind, sample_id, user_id, day, log_ids, counted, found_at)
    SELECT 'sample', NEW.id, user_id, (at AT TIME ZONE 'Europe/Copenhagen')::date, ARRAY[id], 1, NEW.drawn_at
    FROM sanktion_access_in_sample(NEW)
    ORDER BY encode(sha256(convert_to(NEW.seed || ':' || id, 'UTF8')), 'hex') LIMIT NEW.size;
    RETURN NULL;
END $$;

CREATE FUNCTION sanktion_access_review_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sanktion_acts_as(NEW.by_id) THEN
        RAISE EXCEPTION 'Et fund behandles i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF NEW.by_id = (SELECT user_id FROM sanktion_accessfinding WHERE id = NEW.finding_id) THEN
        RAISE EXCEPTION 'Egne opslag behandles af en anden.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sample_seed BEFORE INSERT ON sanktion_accesssample
    FOR EACH ROW EXECUTE FUNCTION sanktion_access_sample_seed();
CREATE TRIGGER sample_rows AFTER INSERT ON sanktion_accesssample
    FOR EACH ROW EXECUTE FUNCTION sanktion_access_sample_rows();
CREATE TRIGGER review_guard BEFORE INSERT ON sanktion_accessreview
    FOR EACH ROW EXECUTE FUNCTION sanktion_access_review_guard();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accesssample
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accessfinding
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_accessreview
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

CONTROL_REVERSE = """
DROP TRIGGER append_only ON sanktion_accessreview;
DROP TRIGGER append_only ON sanktion_accessfinding;
DROP TRIGGER append_only ON sanktion_accesssample;
DROP TRIGGER review_guard ON sanktion_accessreview;
DROP TRIGGER sample_rows ON sanktion_accesssample;
DROP TRIGGER sample_seed ON sanktion_accesssample;
DROP FUNCTION sanktion_access_review_guard();
DROP FUNCTION sanktion_access_sample_rows();
DROP FUNCTION sanktion_access_sample_seed();
DROP FUNCTION sanktion_access_in_sample(sanktion_accesssample);
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0013_admin")]

    operations = [
        migrations.RunSQL(PARTITIONS, PARTITIONS_REVERSE),
        migrations.CreateModel(
            name="AccessSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField(editable=False, unique=True, verbose_name="nummer")),
                ("sealed_at", models.DateTimeField(editable=False, verbose_name="forseglet")),
                ("settled_at", models.DateTimeField(editable=False)),
                ("ids", models.TextField(editable=False)),
                ("rows", models.PositiveIntegerField(editable=False, verbose_name="opslag")),
                ("first_at", models.DateTimeField(editable=False)),
                ("last_at", models.DateTimeField(db_index=True, editable=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("previous_hash", models.CharField(editable=False, max_length=64)),
                ("hash", models.CharField(editable=False, max_length=64)),
            ],
            options={"verbose_name": "segl", "verbose_name_plural": "segl", "ordering": ["sequence"]},
        ),
        migrations.RunSQL(SEALS, SEALS_REVERSE),
        migrations.CreateModel(
            name="AccessSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="måned")),
                ("size", models.PositiveSmallIntegerField(verbose_name="antal opslag")),
                ("seed", models.CharField(default="", editable=False, max_length=32, verbose_name="frø")),
                ("population", models.PositiveIntegerField(default=0, editable=False, verbose_name="udtrukket af")),
                (
                    "drawn_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udtrukket"),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "stikprøve",
                "verbose_name_plural": "stikprøver",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="access_sample_of_a_month"),
                    models.CheckConstraint(condition=models.Q(("size__range", (1, 100))), name="access_sample_of_some"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sample", "Stikprøve"),
                            ("many", "Mange opslag"),
                            ("own_name", "Eget efternavn"),
                            ("no_case", "Ingen sag i eget team"),
                            ("off_hours", "Uden for arbejdstid"),
                            ("protected", "Beskyttet borger"),
                        ],
                        max_length=10,
                        verbose_name="grund",
                    ),
                ),
                ("day", models.DateField(verbose_name="dag")),
                (
                    "log_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="opslag"
                    ),
                ),
                ("counted", models.PositiveIntegerField(verbose_name="borgere")),
                ("usual", models.PositiveIntegerField(null=True, verbose_name="sædvanligt")),
                (
                    "found_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="fundet"),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="sanktion.accesssample",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kollega",
                    ),
                ),
            ],
            options={
                "verbose_name": "fund i loggen",
                "verbose_name_plural": "fund i loggen",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sample__isnull", True)),
                        fields=("kind", "user", "day"),
                        name="access_finding_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "sample"), ("sample__isnull", False)),
                            models.Q(models.Q(("kind", "sample"), _negated=True), ("sample__isnull", True)),
                            _connector="OR",
                        ),
                        name="access_finding_of_sample",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("seen", "Set, giver ikke anledning til mere"), ("asked", "Spurgt kollegaen")],
                        max_length=10,
                        verbose_name="behandlet",
                    ),
                ),
                ("note", sanktion.base.encryption.EncryptedTextField(verbose_name="notat")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="sanktion.accessfinding",
                    ),
                ),
            ],
            options={
                "verbose_name": "behandling af fund",
                "verbose_name_plural": "behandlinger af fund",
                "ordering": ["-pk"],
            },
        ),
        migrations.RunSQL(CONTROL, CONTROL_REVERSE),
    ]
