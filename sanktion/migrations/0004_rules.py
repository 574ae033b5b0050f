"""V004, V012, V013: the dated rules, the kinds each rule is for, the rates that are known, and what rests on them.

2006: the guidance. 2014: the reform of that year (Ankestyrelsen, «Praksisundersøgelse om anvendelsen af sanktioner
over for uddannelses- og kontanthjælpsmodtagere»). 2020: act 1558 of 27 December 2019. Dates and contents that no
source gives are marked, and the unit's to confirm: see README, «Regeldata».
"""

from datetime import date

from django.db import migrations

GUIDANCE = "Vejledning af 13. december 2006"
LAWYER = "Skal bekræftes af jurist"
UNSURE = LAWYER.lower()
LAS = "Lov om aktiv socialpolitik"
INTEGRATION = "Integrationsloven"
SECTIONS = "Danske Love, LAS §§ 35-40 a"
SURVEY = f"Ankestyrelsens praksisundersøgelse 2015. Hændelser: {UNSURE}"
OLD_END = f"{GUIDANCE}. Slutdato: {UNSURE}"

FROM_GUIDANCE = date(2006, 12, 13)
REFORM, LAST_BEFORE_REFORM = date(2014, 1, 1), date(2013, 12, 31)
TODAYS, LAST_BEFORE_TODAYS = date(2020, 1, 1), date(2019, 12, 31)

# (code, name, act, valid from, source): V008, and the benefits that came later.
BENEFITS = [
    ("kontanthjaelp", "Kontanthjælp", LAS, FROM_GUIDANCE, GUIDANCE),
    ("starthjaelp", "Starthjælp", LAS, FROM_GUIDANCE, GUIDANCE),
    ("introduktionsydelse", "Introduktionsydelse", INTEGRATION, FROM_GUIDANCE, GUIDANCE),
    ("uddannelseshjaelp", "Uddannelseshjælp", LAS, date(2014, 1, 1), LAWYER),
    ("integrationsydelse", "Integrationsydelse", LAS, date(2015, 9, 1), LAWYER),
    ("selvforsoergelsesydelse", "Selvforsørgelses- og hjemrejseydelse", LAS, date(2020, 1, 1), "Vejl. 9333/2020"),
]

# The sections of the guidance that are about sanctions are for all ten kinds; the others are about duties.
ALL_KINDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
# (act, section, summary, kinds, valid from, valid to, source), in the order they are shown.
LEGAL_BASES = [
    (LAS, "§§ 13-13 c", "Pligt til at udnytte arbejdsmuligheder", [], FROM_GUIDANCE, LAST_BEFORE_REFORM, OLD_END),
    (LAS, "§§ 38 a-41", "Sanktioner ved manglende rådighed", ALL_KINDS, FROM_GUIDANCE, LAST_BEFORE_REFORM, OLD_END),
    (INTEGRATION, "§§ 25-25 a", "Introduktionsydelse: pligter", [], FROM_GUIDANCE, LAST_BEFORE_TODAYS, GUIDANCE),
    (
        INTEGRATION,
        "§§ 30-31",
        "Introduktionsydelse: sanktioner",
        ALL_KINDS,
        FROM_GUIDANCE,
        LAST_BEFORE_TODAYS,
        GUIDANCE,
    ),
    (LAS, "§ 36", "Afslag på eller udeblivelse fra tilbud", [8, 9], TODAYS, None, f"{SECTIONS}. Hændelser: {UNSURE}"),
    (LAS, "§ 37", "Udeblivelse fra samtale", [2, 3, 4], TODAYS, None, SECTIONS),
    (LAS, "§ 37 a", "Samtale ikke booket i tide", [], TODAYS, None, SECTIONS),
    (LAS, "§ 38", "CV, tilmelding og jobsøgning", [5, 10], TODAYS, None, f"{SECTIONS}. Indhold og hændelser: {UNSURE}"),
    (
        LAS,
        "§ 39",
        "Afslag på eller ophør med arbejde",
        [1, 6],
        TODAYS,
        None,
        f"{SECTIONS}. Indhold og hændelser: {UNSURE}",
    ),
    (LAS, "§ 40", "Gentagne forseelser", [], TODAYS, None, f"{SECTIONS}. Indhold: {UNSURE}"),
    (LAS, "§ 40 a", "Skærpet rådighedssanktion", [], TODAYS, None, SECTIONS),
    (LAS, "§ 36", "Udeblivelse fra tilbud", [9], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 37", "Udeblivelse fra samtale", [2, 3, 4], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 39", "Punktsanktion, bl.a. ved manglende jobsøgning", [5], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (LAS, "§ 40 a", "Skærpet sanktion ved gentagelse", [], REFORM, LAST_BEFORE_TODAYS, SURVEY),
    (INTEGRATION, "§§ 26-26 a", "Henviser til LAS §§ 35-40 a", [], TODAYS, None, "Vejl. 9333/2020"),
    (INTEGRATION, "§ 52", "Afslag på at underskrive erklæringen", [], TODAYS, None, f"Startdato: {UNSURE}"),
]
RATES_2021 = [("0", "5632.99", 200), ("5633", "9935", 400), ("9935.01", "13519", 600), ("13519.01", None, 700)]
RATES_SOURCE = "Folketingets Beskæftigelsesudvalg 2020-21, svar på spørgsmål 621"


def load(apps, schema_editor):
    Benefit, LegalBasis, SanctionRate = (
        apps.get_model("sanktion", name) for name in ("Benefit", "LegalBasis", "SanctionRate")
    )
    for code, name, act, valid_from, source in BENEFITS:
        Benefit.objects.create(code=code, name=name, act=act, valid_from=valid_from, source=source)
    for position, (act, section, summary, kinds, valid_from, valid_to, source) in enumerate(LEGAL_BASES):
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


# V036-V039: no sanction without a rule that held on the day of the event, and no rule's period leaves its decisions.
GATES = """
CREATE FUNCTION sanktion_rule_held(basis bigint, event_date date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM sanktion_legalbasis
        WHERE id = basis AND valid_from <= event_date AND (valid_to IS NULL OR valid_to >= event_date)
    )
$$;

CREATE FUNCTION sanktion_decision_rule_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.legal_basis_id IS NOT NULL AND NOT sanktion_rule_held(NEW.legal_basis_id, (
        SELECT e.occurred_on FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id
    )) THEN
        RAISE EXCEPTION 'Retsgrundlaget gjaldt ikke på hændelsens dato.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_rule_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_rule_gate();

CREATE FUNCTION sanktion_rule_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sanktion_decision d JOIN sanktion_case c ON c.id = d.case_id
        JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE d.legal_basis_id = NEW.id AND (e.occurred_on < NEW.valid_from OR e.occurred_on > NEW.valid_to)
    ) THEN
        RAISE EXCEPTION 'Der er truffet afgørelser efter reglen uden for den nye gyldighed.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rule_in_use BEFORE UPDATE OF valid_from, valid_to ON sanktion_legalbasis
    FOR EACH ROW EXECUTE FUNCTION sanktion_rule_in_use();

CREATE FUNCTION sanktion_rule_in_use_by_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sanktion_decisionchange h JOIN sanktion_decision d ON d.id = h.decision_id
        JOIN sanktion_case c ON c.id = d.case_id JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE h.legal_basis_id = NEW.id AND (e.occurred_on < NEW.valid_from OR e.occurred_on > NEW.valid_to)
    ) THEN
        RAISE EXCEPTION 'Der er truffet afgørelser efter reglen uden for den nye gyldighed.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rule_in_use_by_change BEFORE UPDATE OF valid_from, valid_to ON sanktion_legalbasis
    FOR EACH ROW EXECUTE FUNCTION sanktion_rule_in_use_by_change();
"""

GATES_REVERSE = """
DROP TRIGGER rule_in_use_by_change ON sanktion_legalbasis;
DROP FUNCTION sanktion_rule_in_use_by_change();
DROP TRIGGER rule_in_use ON sanktion_legalbasis;
DROP FUNCTION sanktion_rule_in_use();
DROP TRIGGER decision_rule_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_rule_gate();
DROP FUNCTION sanktion_rule_held(bigint, date);
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0003_rules"), ("sanktion", "0009_register"), ("sanktion", "0018_rule_data")]

    dependencies = [("sanktion", "0003_cases_and_events")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop), migrations.RunSQL(GATES, GATES_REVERSE)]
