"""B033-B042: counts only grow, closed months, and the counter of outcomes with the two functions that alone reach it."""

from django.db import migrations

COUNTS = """
CREATE FUNCTION koerelister_count_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() > 1 AND TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.count <> OLD.count + 1
       OR (NEW.month, NEW.area_id, NEW.contact) IS DISTINCT FROM (OLD.month, OLD.area_id, OLD.contact) THEN
        RAISE EXCEPTION 'Besøgstal kan kun vokse, et besøg ad gangen.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER count_gate BEFORE UPDATE OR DELETE ON koerelister_visitcount
    FOR EACH ROW EXECUTE FUNCTION koerelister_count_gate();
"""

COUNTS_REVERSE = """
DROP TRIGGER count_gate ON koerelister_visitcount;
DROP FUNCTION koerelister_count_gate();
"""

# 72041: a lock a month. Whoever counts or corrects shares it; whoever closes has it alone.
MONTHS = """
CREATE FUNCTION koerelister_lock_month(day date, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    number integer := 12 * extract(year FROM day) + extract(month FROM day);
BEGIN
    IF alone THEN
        PERFORM pg_advisory_xact_lock(72041, number);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(72041, number);
    END IF;
END $$;

CREATE FUNCTION koerelister_month_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_list_day date := NEW.month + interval '1 month';
BEGIN
    PERFORM koerelister_lock_month(NEW.month, true);
    IF (now() AT TIME ZONE 'Europe/Copenhagen')::date <= last_list_day THEN
        RAISE EXCEPTION 'Måneden kan tidligst lukkes den 2. i den følgende måned.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM koerelister_routelist WHERE date <= last_list_day) THEN
        RAISE EXCEPTION 'Måneden kan ikke lukkes: der er kørelister, der ikke er destrueret.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER month_gate BEFORE INSERT ON koerelister_statisticsmonth
    FOR EACH ROW EXECUTE FUNCTION koerelister_month_gate();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_statisticsmonth
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

-- Every row of the month is written anew, so that its last transaction is the closing and no longer some visit's.
CREATE FUNCTION koerelister_month_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE koerelister_visitcount SET count = count WHERE month = NEW.month;
    UPDATE koerelister_visitcorrection SET count = count WHERE month = NEW.month;
    RETURN NULL;
END $$;

CREATE TRIGGER month_seal AFTER INSERT ON koerelister_statisticsmonth
    FOR EACH ROW EXECUTE FUNCTION koerelister_month_seal();

CREATE FUNCTION koerelister_month_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() > 1 AND TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    PERFORM koerelister_lock_month(NEW.month, false);
    IF EXISTS (SELECT 1 FROM koerelister_statisticsmonth WHERE month = NEW.month) THEN
        RAISE EXCEPTION 'Måneden er lukket i statistikken og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER count_month BEFORE INSERT OR UPDATE ON koerelister_visitcount
    FOR EACH ROW EXECUTE FUNCTION koerelister_month_open();
CREATE TRIGGER correction_month BEFORE INSERT OR UPDATE ON koerelister_visitcorrection
    FOR EACH ROW EXECUTE FUNCTION koerelister_month_open();

CREATE FUNCTION koerelister_correction_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.month, NEW.area_id, NEW.contact) IS DISTINCT FROM (OLD.month, OLD.area_id, OLD.contact) THEN
        RAISE EXCEPTION 'En rettelse kan kun ændres ved en ny.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER correction_gate BEFORE UPDATE OR DELETE ON koerelister_visitcorrection
    FOR EACH ROW EXECUTE FUNCTION koerelister_correction_gate();

-- After the row is written: of a row that is there already, only then is the new sum known.
CREATE FUNCTION koerelister_correction_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.count + coalesce((
        SELECT c.count FROM koerelister_visitcount c
        WHERE (c.month, c.area_id, c.contact) = (NEW.month, NEW.area_id, NEW.contact)
    ), 0) < 0 THEN
        RAISE EXCEPTION 'Så mange besøg er der ikke talt. Tallet kan ikke komme under 0.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER correction_sum AFTER INSERT OR UPDATE ON koerelister_visitcorrection
    FOR EACH ROW EXECUTE FUNCTION koerelister_correction_sum();
"""

MONTHS_REVERSE = """
DROP TRIGGER correction_sum ON koerelister_visitcorrection;
DROP FUNCTION koerelister_correction_sum();
DROP TRIGGER correction_gate ON koerelister_visitcorrection;
DROP FUNCTION koerelister_correction_gate();
DROP TRIGGER correction_month ON koerelister_visitcorrection;
DROP TRIGGER count_month ON koerelister_visitcount;
DROP FUNCTION koerelister_month_open();
DROP TRIGGER month_seal ON koerelister_statisticsmonth;
DROP FUNCTION koerelister_month_seal();
DROP TRIGGER append_only ON koerelister_statisticsmonth;
DROP TRIGGER month_gate ON koerelister_statisticsmonth;
DROP FUNCTION koerelister_month_gate();
DROP FUNCTION koerelister_lock_month(date, boolean);
"""

OUTCOMES = """
CREATE FUNCTION koerelister_switch_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.approved_by_id IS NULL AND NEW.withdrawn_by_id IS NULL THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'En beslutning begynder som et forslag.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' OR OLD.withdrawn_by_id IS NOT NULL
       OR (NEW.id, NEW.purpose, NEW.proposed_by_id, NEW.proposed_on)
          IS DISTINCT FROM (OLD.id, OLD.purpose, OLD.proposed_by_id, OLD.proposed_on)
       OR (OLD.approved_by_id IS NOT NULL
           AND (NEW.approved_by_id, NEW.decided_on) IS DISTINCT FROM (OLD.approved_by_id, OLD.decided_on)) THEN
        RAISE EXCEPTION 'Beslutningen er noteret og kan ikke ændres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER switch_gate BEFORE INSERT OR UPDATE OR DELETE ON koerelister_outcomeswitch
    FOR EACH ROW EXECUTE FUNCTION koerelister_switch_gate();

-- They run as the owner, so every name is written out and the caller's search path is not followed.
CREATE FUNCTION koerelister_count_outcome(visited boolean, contact boolean, outcome text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    IF EXISTS (
        SELECT 1 FROM public.koerelister_outcomeswitch s WHERE s.decided_on IS NOT NULL AND s.withdrawn_on IS NULL
    ) THEN
        INSERT INTO public.koerelister_outcomecount AS c (quarter, visited, contact, outcome, count)
        VALUES (date_trunc('quarter', now() AT TIME ZONE 'Europe/Copenhagen')::date, visited, contact, outcome, 1)
        ON CONFLICT ON CONSTRAINT koerelister_outcomecount_pkey DO UPDATE SET count = c.count + 1;
    END IF;
END $$;

-- A quarter is told when its three months are closed, in the finest of three tables in which no cell is below the
-- months' own threshold, a 0 too: 1) how it was sought × three outcomes, 2) × sanction or not, 3) sought at home or not ×
-- sanction or not. There is one table a quarter and it never changes, so there is nothing to compare it with.
CREATE FUNCTION koerelister_closed_outcomes()
RETURNS TABLE (quarter date, level integer, way text, outcome text, count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH closed AS (
        SELECT date_trunc('quarter', m.month)::date AS quarter, max(m.threshold) AS threshold
        FROM public.koerelister_statisticsmonth m GROUP BY 1 HAVING count(*) = 3
    ),
    ways (visited, contact, way, coarse) AS (
        VALUES (true, true, 'contact', 'visited'), (true, false, 'no_contact', 'visited'),
               (false, false, 'not_visited', 'not_visited')
    ),
    outcomes (outcome, coarse) AS (VALUES ('sanction', 'sanction'), ('none', 'other'), ('withdrawn', 'other')),
    told AS (
        SELECT closed.quarter, closed.threshold, l.level,
               CASE WHEN l.level = 3 THEN ways.coarse ELSE ways.way END AS way,
               CASE WHEN l.level = 1 THEN outcomes.outcome ELSE outcomes.coarse END AS outcome,
               coalesce(sum(c.count), 0)::bigint AS count
        FROM closed CROSS JOIN ways CROSS JOIN outcomes CROSS JOIN generate_series(1, 3) AS l (level)
        LEFT JOIN public.koerelister_outcomecount c
            ON (c.quarter, c.visited, c.contact, c.outcome)
             = (closed.quarter, ways.visited, ways.contact, outcomes.outcome)
        GROUP BY 1, 2, 3, 4, 5
    ),
    safe AS (SELECT t.quarter, t.level FROM told t GROUP BY 1, 2 HAVING min(t.count) >= max(t.threshold)),
    finest AS (SELECT s.quarter, min(s.level) AS level FROM safe s GROUP BY 1)
    SELECT told.quarter, told.level, told.way, told.outcome, told.count
    FROM told JOIN finest ON (finest.quarter, finest.level) = (told.quarter, told.level) ORDER BY 1, 3, 4
$$;

REVOKE ALL ON FUNCTION koerelister_count_outcome(boolean, boolean, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION koerelister_closed_outcomes() FROM PUBLIC;
"""

OUTCOMES_REVERSE = """
DROP FUNCTION koerelister_closed_outcomes();
DROP FUNCTION koerelister_count_outcome(boolean, boolean, text);
DROP TRIGGER switch_gate ON koerelister_outcomeswitch;
DROP FUNCTION koerelister_switch_gate();
"""


class Migration(migrations.Migration):
    replaces = [("koerelister", "0008_statistics")]

    dependencies = [("koerelister", "0004_phones")]

    operations = [
        migrations.RunSQL(COUNTS, COUNTS_REVERSE),
        migrations.RunSQL(MONTHS, MONTHS_REVERSE),
        migrations.RunSQL(OUTCOMES, OUTCOMES_REVERSE),
    ]
