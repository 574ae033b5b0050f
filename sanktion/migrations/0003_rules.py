"""The first dated rules. Dates that the sources don't give are the unit's to confirm: see README, «Regeldata»."""

from datetime import date

from django.db import migrations

GUIDANCE = "Vejledning af 13. december 2006"
FROM_GUIDANCE = date(2006, 12, 13)
LAS = "Lov om aktiv socialpolitik"
INTEGRATION = "Integrationsloven"

# (code, name, act, valid from, source): V008, and the benefits that came later.
BENEFITS = [
    ("kontanthjaelp", "Kontanthjælp", LAS, FROM_GUIDANCE, GUIDANCE),
    ("starthjaelp", "Starthjælp", LAS, FROM_GUIDANCE, GUIDANCE),
    ("introduktionsydelse", "Introduktionsydelse", INTEGRATION, FROM_GUIDANCE, GUIDANCE),
    ("uddannelseshjaelp", "Uddannelseshjælp", LAS, date(2014, 1, 1), "Skal bekræftes af jurist"),
    ("integrationsydelse", "Integrationsydelse", LAS, date(2015, 9, 1), "Skal bekræftes af jurist"),
    ("selvforsoergelsesydelse", "Selvforsørgelses- og hjemrejseydelse", LAS, date(2020, 1, 1), "Vejl. 9333/2020"),
]

# (act, section, summary, valid from, valid to, source): V012 and V013, then today's sections.
LAST_OLD_DAY, FIRST_NEW_DAY = date(2019, 12, 31), date(2020, 1, 1)
LEGAL_BASES = [
    (LAS, "§§ 13-13 c", "Pligt til at udnytte arbejdsmuligheder", FROM_GUIDANCE, LAST_OLD_DAY, GUIDANCE),
    (LAS, "§§ 38 a-41", "Sanktioner ved manglende rådighed", FROM_GUIDANCE, LAST_OLD_DAY, GUIDANCE),
    (INTEGRATION, "§§ 25-25 a", "Introduktionsydelse: pligter", FROM_GUIDANCE, LAST_OLD_DAY, GUIDANCE),
    (INTEGRATION, "§§ 30-31", "Introduktionsydelse: sanktioner", FROM_GUIDANCE, LAST_OLD_DAY, GUIDANCE),
    (LAS, "§ 36", "Afslag på eller udeblivelse fra tilbud", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 37", "Udeblivelse fra samtale", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 37 a", "Samtale ikke booket i tide", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 38", "CV, tilmelding og jobsøgning", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 39", "Afslag på eller ophør med arbejde", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 40", "Gentagne forseelser", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
    (LAS, "§ 40 a", "Skærpet rådighedssanktion", FIRST_NEW_DAY, None, "Danske Love, LAS §§ 35-40 a"),
]

# Retssikkerhedsloven §§ 60, 66, 67 and 72 as domain sources them: to the municipality, 4 weeks, no suspensive effect.
COMPLAINT_GUIDANCE = (
    "Hvis du er uenig i afgørelsen, kan du klage. Du skal klage til os senest 4 uger efter, at du har modtaget dette"
    " brev. Du kan klage skriftligt eller mundtligt. Når vi har fået din klage, vurderer vi sagen igen inden 4 uger."
    " Giver vi dig ikke medhold, sender vi klagen videre til Ankestyrelsen. Afgørelsen gælder, selv om du klager."
)


def load(apps, schema_editor):
    Benefit, LegalBasis, LetterText = (
        apps.get_model("sanktion", name) for name in ("Benefit", "LegalBasis", "LetterText")
    )
    for code, name, act, valid_from, source in BENEFITS:
        Benefit.objects.create(code=code, name=name, act=act, valid_from=valid_from, source=source)
    for position, (act, section, summary, valid_from, valid_to, source) in enumerate(LEGAL_BASES):
        LegalBasis.objects.create(
            act=act,
            section=section,
            summary=summary,
            valid_from=valid_from,
            valid_to=valid_to,
            source=source,
            position=position,
        )
    LetterText.objects.create(
        kind="complaint_guidance",
        body=COMPLAINT_GUIDANCE,
        valid_from=FIRST_NEW_DAY,
        source="Retssikkerhedsloven § 72; klagefrist 4 uger. Skal bekræftes af jurist",
    )


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0002_gates")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
