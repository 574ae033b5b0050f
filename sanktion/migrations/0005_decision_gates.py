"""No decision without its ground: the three records of its own case, and V004's switchable gates before a sanction.

In the database as in ``models/gates.py`` and ``actions/gates.py``. Periods are those that the sources give; what a
lawyer must confirm says so and can be switched off until then. Of parthoering's gates see ``decision_gates`` there.
"""

from datetime import date

from django.db import migrations

GUIDANCE_OF_2006 = date(2006, 12, 13)  # the oldest rules the system knows
TODAYS_ACT = date(2020, 1, 1)
STRICT_LIMITED = date(2025, 7, 1)

# (gate, valid from, source)
GATES = [
    ("guidance", TODAYS_ACT, "LAS § 35, stk. 1. Perioden skal bekræftes af jurist"),
    ("ladder", TODAYS_ACT, "Vejl. 9333/2020. Skal bekræftes af jurist"),
    ("adverse", GUIDANCE_OF_2006, "Forvaltningsloven § 19. Skal bekræftes af jurist"),
    ("strict_group", STRICT_LIMITED, "LAS § 40 a, lovforslag L 108 (2024-25). Ikrafttræden skal bekræftes af jurist"),
    (
        "effect_letter",
        GUIDANCE_OF_2006,
        "Enhedens krav: ingen sanktion med tilbagevirkende kraft. Skal bekræftes af jurist",
    ),
    ("effect_in_time", TODAYS_ACT, "LAS § 35, stk. 3. Perioden skal bekræftes af jurist"),
]
# The guidance says «all reasonable means of personal contact» and gives no numbers: each means once.
LADDER = ["letter", "phone", "sms", "email"]
LADDER_SOURCE = "Vejl. 9333/2020: alle rimelige midler. Trin og antal skal bekræftes af jurist"


def load(apps, schema_editor):
    for gate, valid_from, source in GATES:
        apps.get_model("sanktion", "GateRule").objects.create(gate=gate, valid_from=valid_from, source=source)
    apps.get_model("sanktion", "LadderRule").objects.create(
        group="activity_ready", steps=LADDER, valid_from=TODAYS_ACT, source=LADDER_SOURCE
    )


QUESTIONS = """
CREATE FUNCTION sanktion_event_date(of_case bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT e.occurred_on FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id WHERE c.id = of_case
$$;

CREATE FUNCTION sanktion_is_sanction(outcome text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT outcome IN ('deduction', 'reduction', 'termination', 'strict')
$$;

CREATE FUNCTION sanktion_gate_closed(asked text, event_date date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM sanktion_gaterule r
        WHERE r.gate = asked AND r.valid_from <= event_date AND (r.valid_to IS NULL OR r.valid_to >= event_date)
    ) AND coalesce((SELECT s.is_on FROM sanktion_gateswitch s WHERE s.gate = asked ORDER BY s.id DESC LIMIT 1), true)
$$;

CREATE FUNCTION sanktion_group_on(of_case bigint, event_date date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT t.group FROM sanktion_case c JOIN sanktion_targetgroupperiod t ON t.citizen_id = c.citizen_id
    WHERE c.id = of_case AND t.period @> event_date LIMIT 1
$$;

CREATE FUNCTION sanktion_ladder_length(asked text, event_date date) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT cardinality(l.steps) FROM sanktion_ladderrule l
        WHERE l.group = asked AND l.valid_from <= event_date AND (l.valid_to IS NULL OR l.valid_to >= event_date)
        ORDER BY l.valid_from DESC, l.id DESC LIMIT 1
    ), 0)
$$;

CREATE FUNCTION sanktion_latest_effect(event_date date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (date_trunc('month', event_date::timestamp) + interval '4 months' - interval '1 day')::date
$$;
"""

QUESTIONS_REVERSE = """
DROP FUNCTION sanktion_latest_effect(date);
DROP FUNCTION sanktion_ladder_length(text, date);
DROP FUNCTION sanktion_group_on(bigint, date);
DROP FUNCTION sanktion_gate_closed(text, date);
DROP FUNCTION sanktion_is_sanction(text);
DROP FUNCTION sanktion_event_date(bigint);
"""

# A sealed empty text is 29 bytes long: version, nonce and tag.
RECORDS = """
ALTER TABLE sanktion_groundassessment ADD CONSTRAINT ground_is_weighed
    CHECK (ground = 'not_relevant' OR octet_length(weighing) > 29);
ALTER TABLE sanktion_paymentconsequence ADD CONSTRAINT payment_effect_says_why
    CHECK (effect NOT IN ('stopped', 'reduced') OR octet_length(text) > 29);
ALTER TABLE sanktion_decision ADD CONSTRAINT decision_has_reasons CHECK (octet_length(reasons) > 29);

CREATE FUNCTION sanktion_assessment_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ground = 'not_relevant' AND EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND e.kind IN (6, 8)
    ) THEN
        RAISE EXCEPTION 'Ved denne hændelse skal det vurderes, om borgeren havde en rimelig grund.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(NEW.documents) AS chosen(number) WHERE NOT EXISTS (
            SELECT 1 FROM sanktion_casedocument d WHERE d.case_id = NEW.case_id AND d.number = chosen.number
        )
    ) THEN
        RAISE EXCEPTION 'Et af bilagene findes ikke i sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ground_weighed BEFORE INSERT ON sanktion_groundassessment
    FOR EACH ROW EXECUTE FUNCTION sanktion_assessment_ground();

CREATE FUNCTION sanktion_payment_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Konsekvensen for udbetalingen skal vurderes.' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER payment_recorded BEFORE INSERT ON sanktion_paymentconsequence
    FOR EACH ROW WHEN (NEW.effect = 'unrecorded') EXECUTE FUNCTION sanktion_payment_recorded();

CREATE FUNCTION sanktion_decision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sanktion_case WHERE id = NEW.case_id AND status = 'ready') THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_assessment WHERE id = NEW.assessment_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Rådighedsvurderingen hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.letter_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Afgørelsesbrevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_gate();

CREATE FUNCTION sanktion_decision_records_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    weighed varchar;
BEGIN
    SELECT ground INTO weighed FROM sanktion_groundassessment WHERE id = NEW.ground_id AND case_id = NEW.case_id;
    IF weighed IS NULL THEN
        RAISE EXCEPTION 'Vurderingen af rimelig grund hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sanktion_paymentconsequence WHERE id = NEW.consequence_id AND case_id = NEW.case_id
    ) THEN
        RAISE EXCEPTION 'Konsekvensen for udbetalingen hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.assessment_id <> (
        SELECT id FROM sanktion_assessment WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) OR NEW.ground_id <> (
        SELECT id FROM sanktion_groundassessment WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) OR NEW.consequence_id <> (
        SELECT id FROM sanktion_paymentconsequence WHERE case_id = NEW.case_id ORDER BY made_at DESC, id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'Der er en nyere vurdering i sagen. Afgørelsen skal hvile på den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF weighed = 'yes' AND NEW.outcome NOT IN ('no_sanction', 'event_withdrawn') THEN
        RAISE EXCEPTION 'Borgeren havde en rimelig grund. Sagen kan ikke ende med en sanktion.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF weighed <> 'yes' AND NEW.nothing_more = 'reasonable_ground' THEN
        RAISE EXCEPTION 'Det er ikke vurderet, at borgeren havde en rimelig grund.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_records_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_decision_records_gate();
"""

RECORDS_REVERSE = """
DROP TRIGGER decision_records_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_records_gate();
DROP TRIGGER decision_gate ON sanktion_decision;
DROP FUNCTION sanktion_decision_gate();
DROP TRIGGER payment_recorded ON sanktion_paymentconsequence;
DROP FUNCTION sanktion_payment_recorded();
DROP TRIGGER ground_weighed ON sanktion_groundassessment;
DROP FUNCTION sanktion_assessment_ground();
ALTER TABLE sanktion_decision DROP CONSTRAINT decision_has_reasons;
ALTER TABLE sanktion_paymentconsequence DROP CONSTRAINT payment_effect_says_why;
ALTER TABLE sanktion_groundassessment DROP CONSTRAINT ground_is_weighed;
"""

SWITCHABLE = """
CREATE FUNCTION sanktion_facts_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    event_date date := sanktion_event_date(NEW.case_id);
    target text := sanktion_group_on(NEW.case_id, event_date);
BEGIN
    IF NOT sanktion_is_sanction(NEW.outcome) THEN
        RETURN NEW;
    END IF;
    IF sanktion_gate_closed('guidance', event_date) AND NOT EXISTS (
        SELECT 1 FROM sanktion_writtenguidance WHERE case_id = NEW.case_id AND given_on <= event_date
    ) THEN
        RAISE EXCEPTION 'Der mangler skriftlig vejledning om pligter og sanktioner, givet senest den dag, hændelsen skete.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- The channels are sealed (B048): the application asks for each of them, the database for as many attempts.
    IF sanktion_gate_closed('ladder', event_date) AND sanktion_ladder_length(target, event_date) > (
        SELECT count(*) FROM sanktion_contactattempt WHERE case_id = NEW.case_id
    ) THEN
        RAISE EXCEPTION 'Kontaktforsøgene før en sanktion er ikke gjort færdige.' USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_gate_closed('strict_group', event_date) AND NEW.outcome = 'strict' AND target = 'activity_ready' THEN
        RAISE EXCEPTION 'En aktivitetsparat borger kan ikke få en skærpet rådighedssanktion.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Triggers of one event run in the order of their names: what the gates before ask is told first.
CREATE TRIGGER decision_switchable_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_facts_gate();

CREATE FUNCTION sanktion_effect_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    event_date date := sanktion_event_date(NEW.case_id);
    letter_date date := (
        SELECT (created_at AT TIME ZONE 'Europe/Copenhagen')::date FROM sanktion_casedocument WHERE id = NEW.letter_id
    );
    latest date := sanktion_latest_effect(event_date);
BEGIN
    IF NOT sanktion_is_sanction(NEW.outcome) THEN
        RETURN NEW;
    END IF;
    IF sanktion_gate_closed('effect_letter', event_date) AND NEW.effect_from < letter_date THEN
        RAISE EXCEPTION 'Afgørelsen kan ikke virke tilbage i tiden: den virker tidligst fra brevets dato.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_gate_closed('effect_in_time', event_date) AND NEW.effect_from > latest THEN
        RAISE EXCEPTION 'Virkningen kan senest være %: tre hele kalendermåneder efter hændelsen.',
            to_char(latest, 'DD-MM-YYYY') USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_switchable_gate_of_effect BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_effect_gate();

CREATE FUNCTION sanktion_guidance_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.given_on > sanktion_event_date(NEW.case_id) THEN
        RAISE EXCEPTION 'Vejledningen skal være givet senest den dag, hændelsen skete.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.document_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Dokumentet ligger ikke på sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guidance_guard BEFORE INSERT ON sanktion_writtenguidance
    FOR EACH ROW EXECUTE FUNCTION sanktion_guidance_guard();
"""

SWITCHABLE_REVERSE = """
DROP TRIGGER guidance_guard ON sanktion_writtenguidance;
DROP FUNCTION sanktion_guidance_guard();
DROP TRIGGER decision_switchable_gate_of_effect ON sanktion_decision;
DROP FUNCTION sanktion_effect_gate();
DROP TRIGGER decision_switchable_gate ON sanktion_decision;
DROP FUNCTION sanktion_facts_gate();
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0012_switchable_gates"), ("sanktion", "0017_records_moved")]

    dependencies = [("sanktion", "0004_rules")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(QUESTIONS, QUESTIONS_REVERSE),
        migrations.RunSQL(RECORDS, RECORDS_REVERSE),
        migrations.RunSQL(SWITCHABLE, SWITCHABLE_REVERSE),
    ]
