"""V004, V012, V013: three sets of rules by the event's day, the kinds each rule is for, and the rates that are known.

2006: the guidance. 2014: the reform of that year (Ankestyrelsen, «Praksisundersøgelse om anvendelsen af sanktioner
over for uddannelses- og kontanthjælpsmodtagere»). 2020: act 1558 of 27 December 2019. What no source gives is marked.
"""

from datetime import date

from django.db import migrations

GUIDANCE = "Vejledning af 13. december 2006"
LAWYER = "Skal bekræftes af jurist"
LAS = "Lov om aktiv socialpolitik"
INTEGRATION = "Integrationsloven"
ALL_KINDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
REFORM, LAST_BEFORE_REFORM = date(2014, 1, 1), date(2013, 12, 31)
TODAYS, LAST_BEFORE_TODAYS = date(2020, 1, 1), date(2019, 12, 31)

# The sections of the guidance that are about sanctions are for all ten kinds; the others are about duties.
OLD_KINDS = {(LAS, "§§ 38 a-41"): ALL_KINDS, (INTEGRATION, "§§ 30-31"): ALL_KINDS}
KINDS = {
    "§ 36": ([8, 9], f"Danske Love, LAS §§ 35-40 a. Hændelser: {LAWYER.lower()}"),
    "§ 37": ([2, 3, 4], "Danske Love, LAS §§ 35-40 a"),
    "§ 38": ([5, 10], f"Danske Love, LAS §§ 35-40 a. Indhold og hændelser: {LAWYER.lower()}"),
    "§ 39": ([1, 6], f"Danske Love, LAS §§ 35-40 a. Indhold og hændelser: {LAWYER.lower()}"),
    "§ 40": ([], f"Danske Love, LAS §§ 35-40 a. Indhold: {LAWYER.lower()}"),
}
SURVEY = f"Ankestyrelsens praksisundersøgelse 2015. Hændelser: {LAWYER.lower()}"
# (act, section, summary, kinds, valid from, valid to, source)
NEW = [
    (LAS, "§ 36", "Udeblivelse fra tilbud", [9], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 37", "Udeblivelse fra samtale", [2, 3, 4], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 39", "Punktsanktion, bl.a. ved manglende jobsøgning", [5], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 40 a", "Skærpet sanktion ved gentagelse", [], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (INTEGRATION, "§§ 26-26 a", "Henviser til LAS §§ 35-40 a", [], TODAYS, None, "Vejl. 9333/2020"),
    (INTEGRATION, "§ 52", "Afslag på at underskrive erklæringen", [], TODAYS, None, f"Startdato: {LAWYER.lower()}"),
]
RATES_2021 = [("0", "5632.99", 200), ("5633", "9935", 400), ("9935.01", "13519", 600), ("13519.01", None, 700)]
RATES_SOURCE = "Folketingets Beskæftigelsesudvalg 2020-21, svar på spørgsmål 621"

# Decisions that rest on the old sections for an event after the reform keep them: the database would refuse the change.
END_OF_2006 = """
UPDATE sanktion_legalbasis b SET valid_to = '2013-12-31', source = %s
WHERE act = 'Lov om aktiv socialpolitik' AND valid_to = '2019-12-31' AND valid_from = '2006-12-13' AND NOT EXISTS (
    SELECT 1 FROM sanktion_decision d JOIN sanktion_case c ON c.id = d.case_id
    JOIN sanktion_negativeevent e ON e.id = c.event_id
    LEFT JOIN sanktion_decisionchange h ON h.decision_id = d.id
    WHERE b.id IN (d.legal_basis_id, h.legal_basis_id) AND e.occurred_on > '2013-12-31'
)
"""


def load(apps, schema_editor):
    LegalBasis, SanctionRate = apps.get_model("sanktion", "LegalBasis"), apps.get_model("sanktion", "SanctionRate")
    schema_editor.execute(END_OF_2006, [f"{GUIDANCE}. Slutdato: {LAWYER.lower()}"])
    for (act, section), kinds in OLD_KINDS.items():
        LegalBasis.objects.filter(act=act, section=section).update(kinds=kinds)
    for section, (kinds, source) in KINDS.items():
        rules = LegalBasis.objects.filter(act=LAS, section=section, valid_from=TODAYS)
        rules.update(kinds=kinds, source=source)
    first = LegalBasis.objects.count()
    for position, (act, section, summary, kinds, valid_from, valid_to, source) in enumerate(NEW, start=first):
        dated = {"valid_from": valid_from, "valid_to": valid_to, "source": source}
        LegalBasis.objects.create(act=act, section=section, summary=summary, kinds=kinds, position=position, **dated)
    for benefit_from, benefit_to, per_day in RATES_2021:
        SanctionRate.objects.create(
            valid_from=date(2021, 1, 1),
            valid_to=date(2021, 12, 31),
            benefit_from=benefit_from,
            benefit_to=benefit_to,
            per_day=per_day,
            source=RATES_SOURCE,
        )


def unload(apps, schema_editor):
    """Rules that decisions rest on can't be taken away: then the database refuses."""
    LegalBasis = apps.get_model("sanktion", "LegalBasis")
    for act, section, _summary, _kinds, valid_from, *_rest in NEW:
        LegalBasis.objects.filter(act=act, section=section, valid_from=valid_from).delete()
    LegalBasis.objects.filter(act=LAS, valid_to=LAST_BEFORE_REFORM).update(valid_to=LAST_BEFORE_TODAYS)
    apps.get_model("sanktion", "SanctionRate").objects.filter(source=RATES_SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0017_records_moved")]

    operations = [migrations.RunPython(load, unload)]
