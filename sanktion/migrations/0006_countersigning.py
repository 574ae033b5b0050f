"""V070, B015: two persons behind some outcomes, in the database as in ``models/countersign.py``."""

from django.db import migrations

RULES = [
    ("strict", True),
    ("termination", True),
    ("deduction", False),
    ("reduction", False),
    ("no_sanction", False),
    ("event_withdrawn", False),
]
REASON = "Leveret med systemet. Skal bekræftes af enheden."


def load(apps, schema_editor):
    for outcome, is_required in RULES:
        apps.get_model("sanktion", "CountersignRule").objects.create(
            outcome=outcome, is_required=is_required, reason=REASON
        )


FUNCTIONS = """
CREATE FUNCTION sanktion_acts_as(person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('sanktion.user_id', true), ''), person::text) = person::text
$$;

-- An outcome that no row speaks of takes two: a rule that is lost must not open the way.
CREATE FUNCTION sanktion_takes_two(asked text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT is_required FROM sanktion_countersignrule WHERE outcome = asked ORDER BY id DESC LIMIT 1), true)
$$;

CREATE FUNCTION sanktion_is_latest_request(asked bigint, of_case bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT asked = (SELECT max(id) FROM sanktion_countersignrequest WHERE case_id = of_case)
$$;
"""

FUNCTIONS_REVERSE = """
DROP FUNCTION sanktion_is_latest_request(bigint, bigint);
DROP FUNCTION sanktion_takes_two(text);
DROP FUNCTION sanktion_acts_as(bigint);
"""

GUARDS = """
CREATE FUNCTION sanktion_countersign_rule_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.set_by_id IS NULL OR NOT sanktion_acts_as(NEW.set_by_id) THEN
        RAISE EXCEPTION 'Kravet om medunderskrift skiftes i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersign_rule_guard BEFORE INSERT ON sanktion_countersignrule
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersign_rule_guard();

CREATE FUNCTION sanktion_countersign_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM sanktion_case WHERE id = NEW.case_id) <> 'ready' THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_acts_as(NEW.asked_by_id) THEN
        RAISE EXCEPTION 'Der bedes om medunderskrift i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersign_request_guard BEFORE INSERT ON sanktion_countersignrequest
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersign_request_guard();

CREATE FUNCTION sanktion_countersignature_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked record;
BEGIN
    SELECT case_id, digest, asked_by_id INTO asked FROM sanktion_countersignrequest WHERE id = NEW.request_id;
    IF asked.case_id <> NEW.case_id THEN
        RAISE EXCEPTION 'Medunderskriften hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT status FROM sanktion_case WHERE id = NEW.case_id) <> 'ready' THEN
        RAISE EXCEPTION 'Sagen er ikke klar til afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF asked.digest <> NEW.digest OR NOT sanktion_is_latest_request(NEW.request_id, NEW.case_id) THEN
        RAISE EXCEPTION 'Afgørelsen er ændret, siden der blev bedt om medunderskrift. Medunderskriften er faldet væk.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF asked.asked_by_id = NEW.signed_by_id THEN
        RAISE EXCEPTION 'Du kan ikke medunderskrive din egen afgørelse.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_acts_as(NEW.signed_by_id) THEN
        RAISE EXCEPTION 'Der underskrives i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    -- A sealed empty text is 29 bytes long: version, nonce and tag.
    IF NEW.verdict = 'returned' AND octet_length(NEW.remark) <= 29 THEN
        RAISE EXCEPTION 'Skriv, hvad der skal ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER countersignature_guard BEFORE INSERT ON sanktion_countersignature
    FOR EACH ROW EXECUTE FUNCTION sanktion_countersignature_guard();
"""

GUARDS_REVERSE = """
DROP TRIGGER countersignature_guard ON sanktion_countersignature;
DROP FUNCTION sanktion_countersignature_guard();
DROP TRIGGER countersign_request_guard ON sanktion_countersignrequest;
DROP FUNCTION sanktion_countersign_request_guard();
DROP TRIGGER countersign_rule_guard ON sanktion_countersignrule;
DROP FUNCTION sanktion_countersign_rule_guard();
"""

# Two persons are asked for last, of a decision that the other gates and the table's own constraints let in. After the
# row and not before it, so an outcome nobody knows is refused as such; raising still undoes the whole act.
GATE = """
CREATE FUNCTION sanktion_two_persons_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed record;
BEGIN
    IF NEW.countersignature_id IS NULL THEN
        IF sanktion_takes_two(NEW.outcome) THEN
            RAISE EXCEPTION 'Afgørelsen kræver medunderskrift af en kollega. Bed om den først.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT s.verdict, s.digest AS signed_digest, s.signed_by_id, r.* INTO signed
        FROM sanktion_countersignature s JOIN sanktion_countersignrequest r ON r.id = s.request_id
        WHERE s.id = NEW.countersignature_id;
    IF signed.case_id IS DISTINCT FROM NEW.case_id THEN
        RAISE EXCEPTION 'Medunderskriften hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    IF signed.verdict <> 'approved' THEN
        RAISE EXCEPTION 'Afgørelsen er sendt tilbage uden medunderskrift.' USING ERRCODE = 'check_violation';
    END IF;
    IF signed.signed_by_id = NEW.decided_by_id THEN
        RAISE EXCEPTION 'Den, der træffer afgørelsen, kan ikke selv medunderskrive den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_is_latest_request(signed.id, NEW.case_id)
        OR (signed.signed_digest, signed.asked_by_id, signed.outcome, signed.nothing_more, signed.legal_basis_id,
            signed.effect_from, signed.assessment_id, signed.ground_id, signed.consequence_id)
        IS DISTINCT FROM (NEW.digest, NEW.decided_by_id, NEW.outcome, NEW.nothing_more, NEW.legal_basis_id,
            NEW.effect_from, NEW.assessment_id, NEW.ground_id, NEW.consequence_id)
    THEN
        RAISE EXCEPTION 'Der er ingen medunderskrift på afgørelsen, som den står nu. Bed om medunderskrift igen.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_two_persons_gate AFTER INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_two_persons_gate();
"""

GATE_REVERSE = """
DROP TRIGGER decision_two_persons_gate ON sanktion_decision;
DROP FUNCTION sanktion_two_persons_gate();
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0020_countersign"), ("sanktion", "0024_two_persons_last")]

    dependencies = [("sanktion", "0005_decision_gates")]

    operations = [
        # Before its guard: what is delivered with the system was set by nobody.
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSE),
        migrations.RunSQL(GUARDS, GUARDS_REVERSE),
        migrations.RunSQL(GATE, GATE_REVERSE),
    ]
