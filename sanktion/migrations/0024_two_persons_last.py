"""B015, V070: two persons are asked for last, of a decision that the table's own constraints let in.

After the row and not before it, so an outcome nobody knows is refused as such; raising still undoes the whole act.
"""

from django.db import migrations

TRIGGER = """
DROP TRIGGER decision_two_persons_gate ON sanktion_decision;
CREATE TRIGGER decision_two_persons_gate {} INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_two_persons_gate();
"""


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0023_inquiry")]

    operations = [migrations.RunSQL(TRIGGER.format("AFTER"), TRIGGER.format("BEFORE"))]
