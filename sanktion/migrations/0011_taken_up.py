"""V024: whether an event has been taken up is known of the event itself. A case that only named people may see would
otherwise leave an event that looks as if nobody had."""

from django.db import migrations, models

COLUMN_HOLDS = """
CREATE FUNCTION sanktion_event_taken_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_taken_up := TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM sanktion_case WHERE event_id = NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER event_taken_up BEFORE INSERT OR UPDATE ON sanktion_negativeevent
    FOR EACH ROW EXECUTE FUNCTION sanktion_event_taken_up();

CREATE FUNCTION sanktion_case_takes_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sanktion_negativeevent SET is_taken_up = true WHERE id = NEW.event_id;
    RETURN NULL;
END $$;
CREATE TRIGGER case_takes_up AFTER INSERT ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION sanktion_case_takes_up();
"""
FREE = """
DROP TRIGGER case_takes_up ON sanktion_case;
DROP FUNCTION sanktion_case_takes_up();
DROP TRIGGER event_taken_up ON sanktion_negativeevent;
DROP FUNCTION sanktion_event_taken_up();
"""
# The owner too is bound by row-level security where a database has it already.
CATCH_UP = """
SELECT set_config('sanktion.system', 'migrering', true);
UPDATE sanktion_negativeevent SET is_taken_up = true
    WHERE EXISTS (SELECT 1 FROM sanktion_case AS taken WHERE taken.event_id = sanktion_negativeevent.id);
-- What the constraints have still to check of these rows; an index is not made before.
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0010_retention")]

    operations = [
        migrations.AddField(
            "negativeevent", "is_taken_up", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
        migrations.RunSQL(COLUMN_HOLDS, FREE),
        migrations.AddIndex(
            "negativeevent",
            models.Index(fields=["citizen"], name="event_waiting", condition=models.Q(is_taken_up=False)),
        ),
    ]
