"""Events that wait for a case are marked on their own row and have an index of their own."""

from django.db import migrations, models

TAKEN_UP = """
CREATE FUNCTION sanktion_event_taken_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE sanktion_negativeevent SET is_taken_up = true WHERE id = NEW.event_id;
    ELSE
        UPDATE sanktion_negativeevent SET is_taken_up = false WHERE id = OLD.event_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER event_taken_up AFTER INSERT OR DELETE ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION sanktion_event_taken_up();
UPDATE sanktion_negativeevent e SET is_taken_up = true
    WHERE EXISTS (SELECT 1 FROM sanktion_case c WHERE c.event_id = e.id);
-- What the constraints have still to check of these rows; an index is not made before.
SET CONSTRAINTS ALL IMMEDIATE;
"""
NOT_TAKEN_UP = """
DROP TRIGGER event_taken_up ON sanktion_case;
DROP FUNCTION sanktion_event_taken_up();
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0025_retention")]

    operations = [
        migrations.AddField(
            "negativeevent", "is_taken_up", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.RunSQL(TAKEN_UP, NOT_TAKEN_UP),
        migrations.AddIndex(
            "negativeevent",
            models.Index(condition=models.Q(is_taken_up=False), fields=["citizen"], name="event_waiting"),
        ),
    ]
