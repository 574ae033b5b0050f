"""Numbers that run on through a case's bundles, and what a finished bundle must be whatever the application thinks."""

from django.db import migrations

GATES = """
-- What was made is what was sent: a bundle that is ready stays as it is. None is made of a case that has left.
CREATE FUNCTION tilsyn_bundle_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before_it bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'ready' THEN
        RAISE EXCEPTION 'Samlingen er dannet og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.selected_id, OLD.sequence, OLD.key)
        IS DISTINCT FROM (NEW.selected_id, NEW.sequence, NEW.key) THEN
        RAISE EXCEPTION 'Samlingens sag og nummer kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF (TG_OP = 'INSERT' OR NEW.status = 'ready') AND EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = NEW.selected_id AND status <> 'named'
    ) THEN
        RAISE EXCEPTION 'Sagen er udgået af tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.status <> 'waiting' THEN
        RAISE EXCEPTION 'En samling begynder med at vente.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1 FROM tilsyn_bundle WHERE selected_id = NEW.selected_id AND status <> 'ready'
    ) THEN
        RAISE EXCEPTION 'Sagen har en samling, der ikke er dannet endnu.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'ready' THEN
        IF NOT EXISTS (SELECT 1 FROM tilsyn_bundlecontent WHERE bundle_id = NEW.id)
            OR NOT EXISTS (SELECT 1 FROM tilsyn_bundleentry WHERE bundle_id = NEW.id) THEN
            RAISE EXCEPTION 'Samlingen har intet indhold.' USING ERRCODE = 'check_violation';
        END IF;
        SELECT coalesce(sum(pages), 0) INTO before_it FROM tilsyn_bundle
        WHERE selected_id = NEW.selected_id AND sequence < NEW.sequence;
        IF NEW.first_page <> before_it + 1 THEN
            RAISE EXCEPTION 'Samlingens sider fortsætter ikke dem, der kom før.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER bundle_gate BEFORE INSERT OR UPDATE ON tilsyn_bundle
    FOR EACH ROW EXECUTE FUNCTION tilsyn_bundle_gate();

-- Nothing is put into a finished bundle, and no number of a case is used twice.
CREATE FUNCTION tilsyn_bundle_part_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tilsyn_bundle WHERE id = NEW.bundle_id AND status <> 'waiting') THEN
        RAISE EXCEPTION 'Samlingen er dannet og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_bundle_number_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tilsyn_bundleentry e JOIN tilsyn_bundle b ON b.id = e.bundle_id
        WHERE e.section = NEW.section AND e.number = NEW.number
          AND b.selected_id = (SELECT selected_id FROM tilsyn_bundle WHERE id = NEW.bundle_id)
    ) THEN
        RAISE EXCEPTION 'Bilagets nummer er brugt i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER bundle_content_gate BEFORE INSERT OR UPDATE ON tilsyn_bundlecontent
    FOR EACH ROW EXECUTE FUNCTION tilsyn_bundle_part_gate();
CREATE TRIGGER bundle_entry_gate BEFORE INSERT OR UPDATE ON tilsyn_bundleentry
    FOR EACH ROW EXECUTE FUNCTION tilsyn_bundle_part_gate();
CREATE TRIGGER bundle_entry_number BEFORE INSERT ON tilsyn_bundleentry
    FOR EACH ROW EXECUTE FUNCTION tilsyn_bundle_number_gate();
"""

REVERSE = """
DROP TRIGGER bundle_entry_number ON tilsyn_bundleentry;
DROP TRIGGER bundle_entry_gate ON tilsyn_bundleentry;
DROP TRIGGER bundle_content_gate ON tilsyn_bundlecontent;
DROP FUNCTION tilsyn_bundle_number_gate();
DROP FUNCTION tilsyn_bundle_part_gate();
DROP TRIGGER bundle_gate ON tilsyn_bundle;
DROP FUNCTION tilsyn_bundle_gate();
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0008_bundle")]

    dependencies = [("tilsyn", "0006_redaction")]

    operations = [migrations.RunSQL(GATES, REVERSE)]
