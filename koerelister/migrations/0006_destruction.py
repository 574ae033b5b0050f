"""B043-B046: the destruction records as a chain made by the database, and what became of each printed copy.

A record of a list that is still there must tell the truth about it: its key, its stops, and that none is open. Only
the owner of the tables is believed: after a restore the lists destroyed since the copy was taken stand as they were.
"""

from django.db import migrations

# One after the other, whoever destroys at the same time. Text and order as in sanktion/base/chain.py.
CHAIN = """
CREATE FUNCTION koerelister_record_hash(r koerelister_destructionrecord) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_object(
        'sequence', r.sequence, 'number', r.number, 'list', r.list_key, 'stop_keys', to_jsonb(r.stop_keys),
        'area', r.area_id, 'date', to_char(r.date, 'YYYY-MM-DD'), 'stops', r.stops, 'visited', r.visited,
        'printed', r.copies_printed, 'shredded', r.copies_shredded, 'paper', r.paper, 'ground', r.legal_ground,
        'by', r.by_id, 'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'previous', r.previous_hash
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION koerelister_record_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_owner boolean := pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE');
    list bigint := (SELECT id FROM koerelister_routelist WHERE number = NEW.number);
BEGIN
    IF jsonb_array_length(NEW.paper) <> NEW.copies_printed OR NEW.copies_shredded <>
       (SELECT count(*) FROM jsonb_array_elements(NEW.paper) copy WHERE copy ->> 'fate' = 'shredded') THEN
        RAISE EXCEPTION 'Der er ikke gjort rede for hvert udskrevet eksemplar.' USING ERRCODE = 'check_violation';
    END IF;
    IF list IS NOT NULL AND NOT is_owner THEN
        IF EXISTS (SELECT 1 FROM koerelister_stop WHERE route_list_id = list AND status = 'open') THEN
            RAISE EXCEPTION 'Listen har stop, der ikke er registreret.' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.list_key IS DISTINCT FROM list OR NOT EXISTS (
            SELECT 1 FROM koerelister_stop WHERE route_list_id = list
            HAVING count(*) = NEW.stops AND count(*) FILTER (WHERE status = 'logged') = NEW.visited
               AND coalesce(array_agg(id ORDER BY id), '{}') = NEW.stop_keys
        ) THEN
            RAISE EXCEPTION 'Destruktionen passer ikke med listen.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION koerelister_record_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(72010, 1);
    SELECT sequence + 1, hash INTO NEW.sequence, NEW.previous_hash
    FROM koerelister_destructionrecord ORDER BY sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        NEW.sequence := 1;
        NEW.previous_hash := (SELECT genesis FROM koerelister_destructionchain);
    END IF;
    NEW.hash := koerelister_record_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER record_gate BEFORE INSERT ON koerelister_destructionrecord
    FOR EACH ROW EXECUTE FUNCTION koerelister_record_gate();

-- After the gate: triggers of one table fire by name.
CREATE TRIGGER record_in_chain BEFORE INSERT ON koerelister_destructionrecord
    FOR EACH ROW EXECUTE FUNCTION koerelister_record_chain();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_lossassessment
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_physicalerasure
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_destructionchain
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON koerelister_destructionrecord
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER append_only ON koerelister_destructionrecord;
DROP TRIGGER append_only ON koerelister_destructionchain;
DROP TRIGGER append_only ON koerelister_physicalerasure;
DROP TRIGGER append_only ON koerelister_lossassessment;
DROP TRIGGER record_in_chain ON koerelister_destructionrecord;
DROP TRIGGER record_gate ON koerelister_destructionrecord;
DROP FUNCTION koerelister_record_chain();
DROP FUNCTION koerelister_record_gate();
DROP FUNCTION koerelister_record_hash(koerelister_destructionrecord);
"""

GENESIS = """
INSERT INTO koerelister_destructionchain (genesis)
VALUES (encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'));
"""


class Migration(migrations.Migration):
    replaces = [("koerelister", "0009_destruction")]

    dependencies = [("koerelister", "0005_statistics")]

    operations = [migrations.RunSQL(CHAIN, REVERSE), migrations.RunSQL(GENESIS, migrations.RunSQL.noop)]
