"""B043, B045: a copy on a phone is numbered once, and stays noted until the phone is empty or its day is over."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION koerelister_device_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.wiped_at IS NULL AND EXISTS (
            SELECT 1 FROM koerelister_routelist l
            WHERE l.id = OLD.route_list_id AND l.date >= (now() AT TIME ZONE 'Europe/Copenhagen')::date
        ) THEN
            RAISE EXCEPTION 'Listen ligger stadig på en telefon.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.wiped_at IS NOT NULL
       OR (NEW.route_list_id, NEW.user_id, NEW.number, NEW.handed_out_at)
       IS DISTINCT FROM (OLD.route_list_id, OLD.user_id, OLD.number, OLD.handed_out_at) THEN
        RAISE EXCEPTION 'En udleveret kopi kan kun noteres slettet.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER device_gate BEFORE UPDATE OR DELETE ON koerelister_devicecopy
    FOR EACH ROW EXECUTE FUNCTION koerelister_device_gate();
"""

REVERSE = """
DROP TRIGGER device_gate ON koerelister_devicecopy;
DROP FUNCTION koerelister_device_gate();
"""


class Migration(migrations.Migration):
    replaces = [("koerelister", "0007_offline")]

    dependencies = [("koerelister", "0003_separate_visits")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
