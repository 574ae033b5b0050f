"""Whole months of the access log may be destroyed when the municipality's time has passed; see models/access_months.py.

The seals stay: of a month that is gone they still say how many rows there were and what they were. What remains of a
seal that reaches into a later month is counted and summed when the month goes.
"""

from django.db import migrations, models

DROPPED = """
CREATE FUNCTION sanktion_least_access_months() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 24 $$;

CREATE FUNCTION sanktion_month_begins(month date) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT month::timestamp AT TIME ZONE 'Europe/Copenhagen'
$$;

CREATE FUNCTION sanktion_month_ends(month date) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT (month + interval '1 month') AT TIME ZONE 'Europe/Copenhagen'
$$;

CREATE FUNCTION sanktion_access_month_hash(m sanktion_droppedaccessmonth) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_object(
        'month', m.month, 'rows', m.rows, 'first_seal', m.first_seal, 'last_seal', m.last_seal, 'kept', m.kept_months,
        'dropped_at', extract(epoch FROM m.dropped_at), 'remainders', m.remainders, 'previous', m.previous_hash
    )::text, 'UTF8')), 'hex')
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_droppedaccessmonth
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- Until when the log is gone, and what the seals that reach beyond it must still find. One row, always.
CREATE FUNCTION sanktion_access_gone(OUT until timestamptz, OUT remainders jsonb) LANGUAGE sql STABLE AS $$
    SELECT (SELECT sanktion_month_ends(max(month)) FROM sanktion_droppedaccessmonth),
           (SELECT m.remainders FROM sanktion_droppedaccessmonth m ORDER BY m.month DESC LIMIT 1)
$$;

-- What a seal must still find of its rows.
CREATE FUNCTION sanktion_seal_rows_left(s sanktion_accessseal, until timestamptz, remainders jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN until IS NULL OR s.first_at >= until THEN s.rows
                WHEN s.last_at < until THEN 0
                ELSE (remainders -> s.sequence::text ->> 'rows')::integer END
$$;

CREATE FUNCTION sanktion_seal_digest_left(s sanktion_accessseal, until timestamptz, remainders jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN until IS NULL OR s.first_at >= until THEN s.digest
                WHEN s.last_at < until THEN encode(sha256(''), 'hex')
                ELSE remainders -> s.sequence::text ->> 'digest' END
$$;

-- The months that don't fit: changed or put in, out of order, too young, or of other rows than the seals say.
CREATE FUNCTION sanktion_broken_access_months() RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT linked.month FROM (
        SELECT m.*, row_number() OVER (ORDER BY m.month DESC) AS from_last,
               m.hash = sanktion_access_month_hash(m)
               AND m.previous_hash = lag(m.hash, 1, (SELECT hash FROM sanktion_accessseal WHERE sequence = 0)) OVER w
               AND m.dropped_at >= lag(m.dropped_at, 1, m.dropped_at) OVER w AS is_linked
        FROM sanktion_droppedaccessmonth m WINDOW w AS (ORDER BY m.month)
    ) AS linked
    WHERE is_linked IS NOT TRUE
       OR sanktion_month_ends(linked.month)
          > linked.dropped_at - make_interval(months => sanktion_least_access_months(), days => -1)
       OR linked.from_last = 1 AND (SELECT sum(rows) FROM sanktion_droppedaccessmonth) <> (
            SELECT sum(s.rows - coalesce(sanktion_seal_rows_left(s, gone.until, gone.remainders), 0))
            FROM sanktion_accessseal s CROSS JOIN sanktion_access_gone() AS gone)
    ORDER BY linked.month
$$;
"""

DROPPED_REVERSE = """
DROP FUNCTION sanktion_broken_access_months();
DROP FUNCTION sanktion_seal_digest_left(sanktion_accessseal, timestamptz, jsonb);
DROP FUNCTION sanktion_seal_rows_left(sanktion_accessseal, timestamptz, jsonb);
DROP FUNCTION sanktion_access_gone();
DROP TRIGGER append_only ON sanktion_droppedaccessmonth;
DROP FUNCTION sanktion_access_month_hash(sanktion_droppedaccessmonth);
DROP FUNCTION sanktion_month_ends(date);
DROP FUNCTION sanktion_month_begins(date);
DROP FUNCTION sanktion_least_access_months();
"""

BROKEN = """
CREATE OR REPLACE FUNCTION sanktion_broken_access_seals() RETURNS TABLE (sequence integer, fault text)
LANGUAGE sql STABLE AS $$
    SELECT linked.sequence, CASE WHEN is_linked THEN 'rows' ELSE 'link' END FROM (
        SELECT s.*, {expected} (hash = sanktion_access_seal_hash(s) AND previous_hash = lag(hash, 1, previous_hash) OVER w
               AND s.sequence = row_number() OVER w - 1) AS is_linked
        FROM sanktion_accessseal s {remainder} WINDOW w AS (ORDER BY s.sequence)
    ) AS linked
    CROSS JOIN LATERAL (
        SELECT count(*) AS rows,
               encode(sha256(convert_to(coalesce(string_agg(sanktion_access_row(l), E'\\n' ORDER BY l.id), ''), 'UTF8')),
                      'hex') AS digest
        FROM unnest(linked.ids::int8multirange) AS span
        JOIN sanktion_accesslog l ON l.id >= lower(span) AND l.id < upper(span)
             AND l.at BETWEEN linked.first_at AND linked.last_at
    ) AS found
    WHERE NOT is_linked OR {differs}
    ORDER BY linked.sequence
$$;
"""
BROKEN_NOW = BROKEN.format(
    expected=(
        "sanktion_seal_rows_left(s, gone.until, gone.remainders) AS rows_left,"
        " sanktion_seal_digest_left(s, gone.until, gone.remainders) AS digest_left,"
    ),
    remainder="CROSS JOIN sanktion_access_gone() AS gone",
    differs="(found.rows, found.digest) IS DISTINCT FROM (linked.rows_left::bigint, linked.digest_left)",
)
BROKEN_BEFORE = BROKEN.format(
    expected="", remainder="", differs="found.rows <> linked.rows OR found.digest <> linked.digest"
)

UNSEALED = """
CREATE OR REPLACE FUNCTION sanktion_unsealed_access(waiting_since timestamptz, OUT put_in bigint, OUT waiting bigint)
LANGUAGE sql STABLE AS $$
    WITH seals AS (
        SELECT coalesce(range_agg(ids::int8multirange), '{{}}') AS ids, {rows} AS rows,
               max(settled_at) - sanktion_access_clock_slack() AS settled
        FROM sanktion_accessseal
    )
    SELECT count(*) FILTER (WHERE NOT ids @> id AND at < settled)
           + greatest(count(*) FILTER (WHERE ids @> id) - max(rows), 0)::bigint,
           count(*) FILTER (WHERE NOT ids @> id AND at < waiting_since)
    FROM sanktion_accesslog, seals
$$;
"""
UNSEALED_NOW = UNSEALED.format(rows="sum(rows) - (SELECT coalesce(sum(m.rows), 0) FROM sanktion_droppedaccessmonth m)")
UNSEALED_BEFORE = UNSEALED.format(rows="sum(rows)")

# Nothing is destroyed while something doesn't fit: then the log is evidence. The months go in order, and the first
# that isn't wholly sealed, or whose seals are not settled, holds back those after it.
DROP = """
CREATE FUNCTION sanktion_record_dropped_month(gone date, part regclass, kept integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    made sanktion_droppedaccessmonth;
BEGIN
    made.id := nextval(pg_get_serial_sequence('sanktion_droppedaccessmonth', 'id'));
    made.month := gone;
    made.kept_months := kept;
    made.dropped_at := clock_timestamp();
    EXECUTE format('SELECT count(*) FROM %s', part) INTO made.rows;
    SELECT min(sequence), max(sequence) INTO made.first_seal, made.last_seal FROM sanktion_accessseal
    WHERE rows > 0 AND first_at < sanktion_month_ends(gone) AND last_at >= sanktion_month_begins(gone);
    SELECT coalesce(jsonb_object_agg(s.sequence, jsonb_build_object('rows', left_over.rows, 'digest', left_over.digest)),
                    '{}')
    INTO made.remainders
    FROM sanktion_accessseal s CROSS JOIN LATERAL (
        SELECT count(*) AS rows,
               encode(sha256(convert_to(coalesce(string_agg(sanktion_access_row(l), E'\\n' ORDER BY l.id), ''), 'UTF8')),
                      'hex') AS digest
        FROM unnest(s.ids::int8multirange) AS span
        JOIN sanktion_accesslog l ON l.id >= lower(span) AND l.id < upper(span)
             AND l.at BETWEEN s.first_at AND s.last_at AND l.at >= sanktion_month_ends(gone)
    ) AS left_over
    WHERE s.first_at < sanktion_month_ends(gone) AND s.last_at >= sanktion_month_ends(gone);
    made.previous_hash := coalesce(
        (SELECT hash FROM sanktion_droppedaccessmonth ORDER BY month DESC LIMIT 1),
        (SELECT hash FROM sanktion_accessseal WHERE sequence = 0));
    made.hash := sanktion_access_month_hash(made);
    INSERT INTO sanktion_droppedaccessmonth SELECT made.*;
END $$;

CREATE FUNCTION sanktion_access_month_is_sealed(month date, part regclass) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    named int8multirange;
    settled timestamptz;
    unnamed boolean;
BEGIN
    SELECT max(settled_at) - sanktion_access_clock_slack() INTO settled FROM sanktion_accessseal;
    SELECT coalesce(range_agg(ids::int8multirange), '{}') INTO named FROM sanktion_accessseal
    WHERE first_at < sanktion_month_ends(month) AND last_at >= sanktion_month_begins(month);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE NOT $1 @> id)', part) INTO unnamed USING named;
    RETURN settled >= sanktion_month_ends(month) AND NOT unnamed;
END $$;

CREATE FUNCTION sanktion_drop_access_months(keep_months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    old record;
    dropped integer := 0;
BEGIN
    IF keep_months IS NULL OR keep_months < sanktion_least_access_months() THEN
        RAISE EXCEPTION 'Opslagsloggen gemmes i mindst % måneder.', sanktion_least_access_months()
            USING ERRCODE = 'check_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(2026, 51);
    PERFORM pg_advisory_xact_lock(2026, 52);
    FOR old IN
        SELECT c.oid::regclass AS part, to_date(right(c.relname, 7), 'YYYY_MM') AS month
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.sanktion_accesslog'::regclass AND c.relname ~ '^sanktion_accesslog_\\d{4}_\\d{2}$'
          AND sanktion_month_ends(to_date(right(c.relname, 7), 'YYYY_MM')) <= now() - make_interval(months => keep_months)
        ORDER BY 2
    LOOP
        IF dropped = 0 AND (
            EXISTS (SELECT 1 FROM sanktion_broken_access_seals()) OR EXISTS (SELECT 1 FROM sanktion_broken_access_months())
            OR (SELECT put_in FROM sanktion_unsealed_access(now())) > 0
        ) THEN
            RAISE EXCEPTION 'Opslagsloggen passer ikke med sine segl. Ingen måned destrueres.'
                USING ERRCODE = 'check_violation';
        END IF;
        EXIT WHEN NOT sanktion_access_month_is_sealed(old.month, old.part);
        PERFORM sanktion_record_dropped_month(old.month, old.part, keep_months);
        EXECUTE format('DROP TABLE %s', old.part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION sanktion_drop_access_months(integer) FROM PUBLIC;
"""

DROP_REVERSE = """
DROP FUNCTION sanktion_drop_access_months(integer);
DROP FUNCTION sanktion_access_month_is_sealed(date, regclass);
DROP FUNCTION sanktion_record_dropped_month(date, regclass, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0101_proposals")]

    operations = [
        migrations.CreateModel(
            name="DroppedAccessMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(editable=False, unique=True, verbose_name="måned")),
                ("rows", models.PositiveIntegerField(editable=False, verbose_name="opslag")),
                ("first_seal", models.PositiveIntegerField(editable=False, null=True, verbose_name="første segl")),
                ("last_seal", models.PositiveIntegerField(editable=False, null=True, verbose_name="sidste segl")),
                ("kept_months", models.PositiveSmallIntegerField(editable=False, verbose_name="gemt i måneder")),
                ("remainders", models.JSONField(default=dict, editable=False)),
                ("dropped_at", models.DateTimeField(editable=False, verbose_name="destrueret")),
                ("previous_hash", models.CharField(editable=False, max_length=64)),
                ("hash", models.CharField(editable=False, max_length=64, verbose_name="kontrolsum")),
            ],
            options={
                "verbose_name": "destrueret måned",
                "verbose_name_plural": "destruerede måneder",
                "ordering": ["month"],
            },
        ),
        migrations.RunSQL(DROPPED, DROPPED_REVERSE),
        migrations.RunSQL(BROKEN_NOW, BROKEN_BEFORE),
        migrations.RunSQL(UNSEALED_NOW, UNSEALED_BEFORE),
        migrations.RunSQL(DROP, DROP_REVERSE),
    ]
