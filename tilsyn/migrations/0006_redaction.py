"""V074: what is held back, and what the law asks of it whatever the application thinks."""

from django.db import migrations

GATES = """
-- V074: nothing is held back, and nothing of what is held back leaves, but by two persons and a clean reading of the file.
CREATE FUNCTION tilsyn_holdback_is_checked(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM tilsyn_holdbackresult r JOIN tilsyn_holdbackcheck c ON c.holdback_id = r.holdback_id
        WHERE r.holdback_id = asked AND c.leaks = 0
          AND (c.result_sha256, c.source_sha256) = (r.sha256, r.source_sha256)
          AND c.id = (SELECT max(id) FROM tilsyn_holdbackcheck WHERE holdback_id = asked)
    )
$$;

CREATE FUNCTION tilsyn_holdback_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF sanktion_is_destroying(TG_RELID) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'En tilbageholdelse kan fortrydes, men ikke slettes.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' OR NEW.decided_by_id IS NOT NULL OR NOT sanktion_acts_as(NEW.made_by_id) THEN
            RAISE EXCEPTION 'En tilbageholdelse begynder som kladde, i eget navn.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status IN ('approved', 'withdrawn') THEN
        RAISE EXCEPTION 'Det, der er godkendt eller fortrudt, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.selected_id, OLD.paper_key, OLD.document_id, OLD.sequence, OLD.made_by_id, OLD.made_at)
       IS DISTINCT FROM (NEW.selected_id, NEW.paper_key, NEW.document_id, NEW.sequence, NEW.made_by_id, NEW.made_at) THEN
        RAISE EXCEPTION 'Hvad tilbageholdelsen gælder, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
        ('draft', 'waiting'), ('draft', 'withdrawn'), ('waiting', 'approved'), ('waiting', 'returned'),
        ('waiting', 'draft'), ('returned', 'waiting'), ('returned', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'Tilbageholdelsen kan ikke få den status.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status = 'waiting' AND (OLD.scope, OLD.reason, OLD.note, OLD.released_title, OLD.sent_by_id)
       IS DISTINCT FROM (NEW.scope, NEW.reason, NEW.note, NEW.released_title, NEW.sent_by_id) THEN
        RAISE EXCEPTION 'Det, der venter på godkendelse, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'approved' THEN
        PERFORM tilsyn_holdback_approval(NEW);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_holdback_approval(wanted tilsyn_holdback) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sanktion_acts_as(wanted.decided_by_id) OR EXISTS (
        SELECT 1 FROM tilsyn_holdbackmark WHERE holdback_id = wanted.id AND made_by_id = wanted.decided_by_id
    ) THEN
        RAISE EXCEPTION 'Det godkendes i eget navn, og ikke af den, der har markeret.' USING ERRCODE = 'check_violation';
    END IF;
    IF wanted.scope = 'parts' AND NOT tilsyn_holdback_is_checked(wanted.id) THEN
        RAISE EXCEPTION 'Overstregningerne er ikke kontrolleret uden fund.' USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE TRIGGER holdback_gate BEFORE INSERT OR UPDATE OR DELETE ON tilsyn_holdback
    FOR EACH ROW EXECUTE FUNCTION tilsyn_holdback_gate();

-- What is to be approved stands still while it waits.
CREATE FUNCTION tilsyn_holdback_part_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owned_by bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.holdback_id ELSE NEW.holdback_id END;
    stands text;
BEGIN
    IF TG_OP = 'DELETE' AND sanktion_is_destroying(TG_RELID) THEN
        RETURN OLD;
    END IF;
    SELECT status INTO stands FROM tilsyn_holdback WHERE id = owned_by FOR SHARE;
    IF stands NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'Det, der venter eller er godkendt, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.holdback_id <> NEW.holdback_id THEN
        RAISE EXCEPTION 'En markering kan ikke flyttes.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER holdback_part_gate BEFORE INSERT OR UPDATE OR DELETE ON tilsyn_holdbackmark
    FOR EACH ROW EXECUTE FUNCTION tilsyn_holdback_part_gate();
CREATE TRIGGER holdback_part_gate BEFORE INSERT OR UPDATE OR DELETE ON tilsyn_holdbacksource
    FOR EACH ROW EXECUTE FUNCTION tilsyn_holdback_part_gate();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_holdbackcheck
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_holdbackresult
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

CREATE FUNCTION tilsyn_holdback_result_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tilsyn_holdbackresult r JOIN tilsyn_holdback h ON h.id = r.holdback_id
        WHERE r.holdback_id = NEW.holdback_id AND (h.status, h.scope) <> ('approved', 'parts')
    ) THEN
        RAISE EXCEPTION 'En overstreget udgave findes kun med sin godkendelse.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER holdback_result_gate AFTER INSERT ON tilsyn_holdbackresult
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tilsyn_holdback_result_gate();
"""

REVERSE = """
DROP TRIGGER holdback_result_gate ON tilsyn_holdbackresult;
DROP FUNCTION tilsyn_holdback_result_gate();
DROP TRIGGER append_only ON tilsyn_holdbackresult;
DROP TRIGGER append_only ON tilsyn_holdbackcheck;
DROP TRIGGER holdback_part_gate ON tilsyn_holdbacksource;
DROP TRIGGER holdback_part_gate ON tilsyn_holdbackmark;
DROP FUNCTION tilsyn_holdback_part_gate();
DROP TRIGGER holdback_gate ON tilsyn_holdback;
DROP FUNCTION tilsyn_holdback_approval(tilsyn_holdback);
DROP FUNCTION tilsyn_holdback_gate();
DROP FUNCTION tilsyn_holdback_is_checked(bigint);
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0007_redaction")]

    dependencies = [("tilsyn", "0005_reading_room")]

    operations = [migrations.RunSQL(GATES, REVERSE)]
