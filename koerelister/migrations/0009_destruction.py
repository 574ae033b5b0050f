"""B043-B046: the destruction records as a chain made by the database, and what became of each printed copy.

A record of a list that is still there must tell the truth about it: its key, its stops, and that none is open. Only
the owner of the tables is believed: after a restore the lists destroyed since the copy was taken stand as they were.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

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
"""

REVERSE = """
DROP TRIGGER append_only ON koerelister_destructionchain;
DROP TRIGGER append_only ON koerelister_physicalerasure;
DROP TRIGGER append_only ON koerelister_lossassessment;
DROP TRIGGER record_in_chain ON koerelister_destructionrecord;
DROP TRIGGER record_gate ON koerelister_destructionrecord;
DROP FUNCTION koerelister_record_chain();
DROP FUNCTION koerelister_record_gate();
DROP FUNCTION koerelister_record_hash(koerelister_destructionrecord);
"""

# Records made before there was a chain come first in it, in the order they were made.
LINK_EARLIER = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO koerelister_destructionchain (genesis)
VALUES (encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'));
ALTER TABLE koerelister_destructionrecord DISABLE TRIGGER append_only;
DO $$
DECLARE
    record koerelister_destructionrecord;
    place integer := 0;
    previous text := (SELECT genesis FROM koerelister_destructionchain);
BEGIN
    FOR record IN SELECT * FROM koerelister_destructionrecord ORDER BY at, id LOOP
        place := place + 1;
        record.sequence := place;
        record.previous_hash := previous;
        record.paper := coalesce((
            SELECT jsonb_agg(jsonb_build_object('copy', copy, 'fate', 'shredded', 'by', record.by_id) ORDER BY copy)
            FROM generate_series(1, record.copies_printed) copy
        ), '[]');
        previous := koerelister_record_hash(record);
        UPDATE koerelister_destructionrecord
        SET sequence = place, previous_hash = record.previous_hash, paper = record.paper, hash = previous
        WHERE id = record.id;
    END LOOP;
END $$;
ALTER TABLE koerelister_destructionrecord ENABLE TRIGGER append_only;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("koerelister", "0008_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DestructionChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("genesis", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "destruktionskæde", "verbose_name_plural": "destruktionskæder"},
        ),
        migrations.CreateModel(
            name="LossAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_reported", models.BooleanField(verbose_name="anmeldt til Datatilsynet")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="vurderet"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vurderet af",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loss_assessment",
                        to="koerelister.destructionrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "vurdering af bortkommet papir",
                "verbose_name_plural": "vurderinger af bortkommet papir",
            },
        ),
        migrations.CreateModel(
            name="PhysicalErasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False, verbose_name="kørt"
                    ),
                ),
                ("tables", models.PositiveSmallIntegerField(verbose_name="tabeller")),
            ],
            options={
                "verbose_name": "fysisk sletning",
                "verbose_name_plural": "fysiske sletninger",
                "ordering": ["-at"],
            },
        ),
        migrations.RemoveConstraint(model_name="destructionrecord", name="destruction_paper_all_gone"),
        migrations.AddField(
            model_name="destructionrecord",
            name="hash",
            field=models.CharField(default="", editable=False, max_length=64, verbose_name="kontrolsum"),
        ),
        migrations.AddField(
            model_name="destructionrecord",
            name="list_key",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="destructionrecord",
            name="paper",
            field=models.JSONField(default=list, verbose_name="eksemplarer"),
        ),
        migrations.AddField(
            model_name="destructionrecord",
            name="previous_hash",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="destructionrecord",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="løbenummer"),
        ),
        migrations.AddField(
            model_name="destructionrecord",
            name="stop_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("copies_shredded__lte", models.F("copies_printed"))),
                name="destruction_paper_accounted",
            ),
        ),
        migrations.RunSQL(CHAIN, REVERSE),
        migrations.RunSQL(LINK_EARLIER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="destructionrecord",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False, unique=True, verbose_name="løbenummer"),
        ),
    ]
