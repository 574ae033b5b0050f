"""V004: the wording of letters in dated versions. One that has begun stays as it is, whatever the application thinks."""

from datetime import date

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


FROM = date(2006, 12, 13)
TEXTS = {
    "decision_sanction": "Afgørelsen er: **{udfald}**. Den virker fra **{virkning_fra}**.\n\n"
    "Vi har brugt {lov}, {paragraf} ({regel}).",
    "decision_reasonable_ground": "Vi har vurderet, at du havde en rimelig grund. Du får derfor ingen sanktion.",
    "decision_not_promoting": "Vi har vurderet, at en sanktion ikke vil hjælpe dig til at stå til rådighed for arbejde."
    " Du får derfor ingen sanktion.",
    "decision_not_proven": "Vi har vurderet, at hændelsen ikke kan dokumenteres. Du får derfor ingen sanktion.",
    "decision_withdrawn": "Hændelsen er trukket tilbage. Sagen får ingen betydning for din hjælp.",
    "decision_no_effect": "Vi har vurderet sagen. Du får ingen sanktion.",
    "decision_no_answer": "Vi har bedt om din forklaring, men vi har ikke fået et svar fra dig.",
}

FORWARD = """
CREATE FUNCTION sanktion_letter_text_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.valid_from <= today THEN
        RAISE EXCEPTION 'En tekst, der er taget i brug, kan ikke ændres eller fjernes.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.valid_from < today AND EXISTS (SELECT 1 FROM sanktion_lettertext WHERE kind = NEW.kind AND id <> NEW.id) THEN
        RAISE EXCEPTION 'En ny udgave af en tekst kan ikke gælde tilbage i tiden.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER letter_text_guard BEFORE INSERT OR UPDATE OR DELETE ON sanktion_lettertext
    FOR EACH ROW EXECUTE FUNCTION sanktion_letter_text_guard();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_documenttext
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER append_only ON sanktion_documenttext;
DROP TRIGGER letter_text_guard ON sanktion_lettertext;
DROP FUNCTION sanktion_letter_text_guard();
"""


def load(apps, schema_editor):
    LetterText = apps.get_model("sanktion", "LetterText")
    for kind, body in TEXTS.items():
        LetterText.objects.create(kind=kind, body=body, valid_from=FROM)


def unload(apps, schema_editor):
    apps.get_model("sanktion", "LetterText").objects.filter(kind__in=TEXTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0018_rule_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "brevets tekst",
                "verbose_name_plural": "brevets tekster",
            },
        ),
        migrations.CreateModel(
            name="HistoricalLetterText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                ("kind", models.CharField(max_length=40, verbose_name="tekst")),
                ("body", models.TextField(verbose_name="ordlyd")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical brevtekst",
                "verbose_name_plural": "historical brevtekster",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="lettertext",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lettertext",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen"),
        ),
        migrations.AlterField(
            model_name="lettertext",
            name="kind",
            field=models.CharField(max_length=40, verbose_name="tekst"),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.CheckConstraint(
                condition=models.Q(("body__regex", "^\\s*$"), _negated=True), name="letter_text_not_empty"
            ),
        ),
        migrations.AddField(
            model_name="documenttext",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="sanktion.casedocument"
            ),
        ),
        migrations.AddField(
            model_name="documenttext",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.lettertext"
            ),
        ),
        migrations.AddField(
            model_name="historicallettertext",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicallettertext",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="documenttext",
            constraint=models.UniqueConstraint(fields=("document", "text"), name="document_text_once"),
        ),
        migrations.RunPython(load, unload),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
