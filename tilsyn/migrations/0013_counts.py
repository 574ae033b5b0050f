"""How many cases a supervision has, for whoever asks: numbers of the whole unit, and never which."""

from django.db import migrations

COUNT = """
CREATE FUNCTION tilsyn_cases(of_supervision bigint, wanted text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT count(*) FROM tilsyn_selectedcase AS chosen
        WHERE chosen.supervision_id = of_supervision AND CASE wanted
            WHEN 'all' THEN true
            WHEN 'prepared' THEN chosen.status = 'named' AND EXISTS (
                SELECT 1 FROM tilsyn_bundle AS b WHERE b.selected_id = chosen.id AND b.status = 'ready')
            ELSE chosen.status = wanted
        END
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tilsyn", "0012_copies_follow_visit")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION tilsyn_cases(bigint, text)")]
