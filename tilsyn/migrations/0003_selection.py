"""The directorate's lists: what a row may become, and the proof that the numbers nobody chose are destroyed (V033)."""

from django.db import migrations

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
DROP FUNCTION tilsyn_destruction_chain();
DROP FUNCTION tilsyn_destruction_gate();
DROP FUNCTION tilsyn_row_goes(bigint);
DROP FUNCTION tilsyn_destruction_refused(tilsyn_selectiondestruction);
DROP FUNCTION tilsyn_destruction_hash(tilsyn_selectiondestruction);
DROP TRIGGER append_only ON tilsyn_namedrow;
DROP TRIGGER named_row_gate ON tilsyn_namedrow;
DROP FUNCTION tilsyn_named_row_gate();
DROP TRIGGER selection_row_goes ON tilsyn_selectionrow;
DROP FUNCTION tilsyn_selection_row_goes();
DROP TRIGGER selection_row_gate ON tilsyn_selectionrow;
DROP FUNCTION tilsyn_selection_row_gate();
DROP TRIGGER selection_list_gate ON tilsyn_selectionlist;
DROP FUNCTION tilsyn_selection_list_gate();
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0004_selection")]

    dependencies = [("tilsyn", "0002_supervision")]

    operations = [migrations.RunSQL(GATES, REVERSE)]
