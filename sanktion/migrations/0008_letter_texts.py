"""V004: the wording of letters in dated versions. One that has begun stays as it is, whatever the application thinks."""

from datetime import date

from django.db import migrations

# Retssikkerhedsloven §§ 60, 66, 67 and 72 as domain sources them: to the municipality, 4 weeks, no suspensive effect.
COMPLAINT_GUIDANCE = (
    "Hvis du er uenig i afgørelsen, kan du klage. Du skal klage til os senest 4 uger efter, at du har modtaget dette"
    " brev. Du kan klage skriftligt eller mundtligt. Når vi har fået din klage, vurderer vi sagen igen inden 4 uger."
    " Giver vi dig ikke medhold, sender vi klagen videre til Ankestyrelsen. Afgørelsen gælder, selv om du klager."
)
COMPLAINT_GUIDANCE_FROM = date(2020, 1, 1)
COMPLAINT_GUIDANCE_SOURCE = "Retssikkerhedsloven § 72; klagefrist 4 uger. Skal bekræftes af jurist"

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


def load(apps, schema_editor):
    LetterText = apps.get_model("sanktion", "LetterText")
    LetterText.objects.create(
        kind="complaint_guidance",
        body=COMPLAINT_GUIDANCE,
        valid_from=COMPLAINT_GUIDANCE_FROM,
        source=COMPLAINT_GUIDANCE_SOURCE,
    )
    for kind, body in TEXTS.items():
        LetterText.objects.create(kind=kind, body=body, valid_from=FROM)


GUARD = """
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
"""

GUARD_REVERSE = """
DROP TRIGGER letter_text_guard ON sanktion_lettertext;
DROP FUNCTION sanktion_letter_text_guard();
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0019_texts")]

    dependencies = [("sanktion", "0007_complaints")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop), migrations.RunSQL(GUARD, GUARD_REVERSE)]
