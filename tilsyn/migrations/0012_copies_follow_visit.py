"""V097: the copies are owed from the day of the visit, also when that day is another than was planned."""

from django.db import migrations

GATE = """
CREATE OR REPLACE FUNCTION tilsyn_copy_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.settled_at IS NOT NULL OR NOT sanktion_acts_as(NEW.by_id)) THEN
        RAISE EXCEPTION 'En kopianmodning registreres i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tilsyn_takes_part_on_the_spot(NEW.selected_id);{follows}
    ELSIF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL
        OR to_jsonb(OLD) - 'settled_at' - 'settled_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'settled_at' - 'settled_by_id' THEN
        RAISE EXCEPTION 'En kopianmodning kan kun noteres som sendt.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FOLLOWS = """
    ELSIF OLD.due <> NEW.due AND OLD.settled_at IS NULL
        AND to_jsonb(OLD) - 'due' IS NOT DISTINCT FROM to_jsonb(NEW) - 'due'
        -- Fourteen days, and those that are closed at their end.
        AND NEW.due - (
            SELECT v.visit_on FROM tilsyn_supervision v JOIN tilsyn_selectedcase s ON s.supervision_id = v.id
            WHERE s.id = NEW.selected_id
        ) BETWEEN 14 AND 28 THEN
        RETURN NEW;"""


class Migration(migrations.Migration):
    dependencies = [("tilsyn", "0011_held_back_since")]

    operations = [migrations.RunSQL(GATE.format(follows=FOLLOWS), GATE.format(follows=""))]
