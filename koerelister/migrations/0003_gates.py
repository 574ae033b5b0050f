"""B033, B043: a noted stop is noted once, stands on its list until the list is destroyed, and is counted as one."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION koerelister_stop_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'open' THEN
        RAISE EXCEPTION 'Stoppet er ikke registreret og kan ikke slettes.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM koerelister_destructionrecord r JOIN koerelister_routelist l ON l.number = r.number
        WHERE l.id = OLD.route_list_id
    ) THEN
        RAISE EXCEPTION 'Listens destruktion er ikke noteret.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION koerelister_stop_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'open' AND (NEW.status, NEW.strike_reason, NEW.route_list_id, NEW.case_id, NEW.address_id)
       IS DISTINCT FROM (OLD.status, OLD.strike_reason, OLD.route_list_id, OLD.case_id, OLD.address_id) THEN
        RAISE EXCEPTION 'Stoppet er registreret og kan ikke ændres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stop_onward BEFORE UPDATE ON koerelister_stop
    FOR EACH ROW EXECUTE FUNCTION koerelister_stop_onward();

CREATE OR REPLACE FUNCTION koerelister_count_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.count <> OLD.count + 1
       OR (NEW.month, NEW.area_id, NEW.contact) IS DISTINCT FROM (OLD.month, OLD.area_id, OLD.contact) THEN
        RAISE EXCEPTION 'Besøgstal kan kun vokse, et besøg ad gangen.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# The functions of 0002 go when 0002 is undone; until then they stay the stricter ones.
REVERSE = """
DROP TRIGGER stop_onward ON koerelister_stop;
DROP FUNCTION koerelister_stop_onward();
"""


class Migration(migrations.Migration):
    dependencies = [("koerelister", "0002_gates")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
