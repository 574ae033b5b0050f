"""V113, V115, V134, V141-V143: what holds of complaints and wrong payments whatever the application thinks."""

from django.db import migrations

COMPLAINTS = """
CREATE FUNCTION sanktion_document_of(document bigint, of_case bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT document IS NULL OR EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = document AND case_id = of_case)
$$;

CREATE FUNCTION sanktion_complaint_received() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided date;
BEGIN
    IF NEW.status <> 'received' OR NEW.dispensation IS NOT NULL THEN
        RAISE EXCEPTION 'En klage begynder med, at den modtages.' USING ERRCODE = 'check_violation';
    END IF;
    SELECT (decided_at AT TIME ZONE 'Europe/Copenhagen')::date INTO decided
        FROM sanktion_decision WHERE case_id = NEW.case_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Der er ikke truffet en afgørelse, der kan klages over.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decision_received_on < decided THEN
        RAISE EXCEPTION 'Afgørelsesbrevet kan ikke være modtaget, før afgørelsen blev truffet.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.deadline < NEW.decision_received_on + 28 OR NEW.reassess_due < NEW.received_on + 28
        OR NEW.reassess_due > NEW.received_on + 40 OR NEW.next_due <> NEW.reassess_due
    THEN
        RAISE EXCEPTION 'Fristen er 4 uger for klagen og 4 uger for genvurderingen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_document_of(NEW.acknowledgement_id, NEW.case_id) THEN
        RAISE EXCEPTION 'Kvitteringen hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER complaint_received BEFORE INSERT ON sanktion_complaint
    FOR EACH ROW EXECUTE FUNCTION sanktion_complaint_received();

CREATE FUNCTION sanktion_complaint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.key, NEW.received_on, NEW.channel, NEW.text, NEW.decision_received_on, NEW.deadline,
        NEW.reassess_due, NEW.acknowledgement_id, NEW.registered_by_id)
        IS DISTINCT FROM (OLD.case_id, OLD.key, OLD.received_on, OLD.channel, OLD.text, OLD.decision_received_on,
        OLD.deadline, OLD.reassess_due, OLD.acknowledgement_id, OLD.registered_by_id)
        OR (OLD.dispensation IS NOT NULL AND (NEW.dispensation, NEW.dispensation_reason)
            IS DISTINCT FROM (OLD.dispensation, OLD.dispensation_reason))
        OR (OLD.result_letter_id IS NOT NULL AND (NEW.result_letter_id, NEW.result_text)
            IS DISTINCT FROM (OLD.result_letter_id, OLD.result_text))
        OR (OLD.forwarding_id IS NOT NULL AND (NEW.forwarding_id, NEW.forwarded_on)
            IS DISTINCT FROM (OLD.forwarding_id, OLD.forwarded_on))
    THEN
        RAISE EXCEPTION 'Det, der er skrevet om klagen, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('received', 'reassessing'), ('received', 'dismissed'), ('reassessing', 'upheld'), ('reassessing', 'partly'),
        ('reassessing', 'changed'), ('upheld', 'forwarded'), ('partly', 'forwarded'), ('forwarded', 'ruled'))
    THEN
        RAISE EXCEPTION 'Klagen kan ikke gå fra % til %.', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status = 'reassessing' AND NEW.status IN ('upheld', 'partly', 'changed')
        AND (NEW.status = 'upheld') = EXISTS (SELECT 1 FROM sanktion_decisionchange WHERE complaint_id = NEW.id)
    THEN
        RAISE EXCEPTION 'Medhold kræver en ny afgørelse, og en fastholdt afgørelse har ingen.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'ruled' AND NOT EXISTS (SELECT 1 FROM sanktion_appealruling WHERE complaint_id = NEW.id) THEN
        RAISE EXCEPTION 'Ankestyrelsens afgørelse er ikke registreret.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status = 'ruled' AND OLD.next_due IS NOT NULL AND NEW.next_due IS NULL AND NOT EXISTS (
        SELECT 1 FROM sanktion_decisionchange WHERE complaint_id = NEW.id AND occasion = 'ruling')
    THEN
        RAISE EXCEPTION 'Der er ikke truffet en ny afgørelse efter Ankestyrelsen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT sanktion_document_of(NEW.result_letter_id, NEW.case_id)
        OR NOT sanktion_document_of(NEW.forwarding_id, NEW.case_id)
    THEN
        RAISE EXCEPTION 'Brevet hører ikke til sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER complaint_guard BEFORE UPDATE ON sanktion_complaint
    FOR EACH ROW EXECUTE FUNCTION sanktion_complaint_guard();

CREATE FUNCTION sanktion_ruling_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    complaint record;
BEGIN
    SELECT status, forwarded_on INTO complaint FROM sanktion_complaint WHERE id = NEW.complaint_id;
    IF complaint.status <> 'forwarded' THEN
        RAISE EXCEPTION 'Klagen er ikke hos Ankestyrelsen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ruled_on < complaint.forwarded_on THEN
        RAISE EXCEPTION 'Ankestyrelsen kan ikke have afgjort klagen, før den blev sendt dertil.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ruling_gate BEFORE INSERT ON sanktion_appealruling
    FOR EACH ROW EXECUTE FUNCTION sanktion_ruling_gate();
"""

COMPLAINTS_REVERSE = """
DROP TRIGGER ruling_gate ON sanktion_appealruling;
DROP FUNCTION sanktion_ruling_gate();
DROP TRIGGER complaint_guard ON sanktion_complaint;
DROP FUNCTION sanktion_complaint_guard();
DROP TRIGGER complaint_received ON sanktion_complaint;
DROP FUNCTION sanktion_complaint_received();
DROP FUNCTION sanktion_document_of(bigint, bigint);
"""

CHANGES = """
CREATE FUNCTION sanktion_standing_outcome(of_decision bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT outcome FROM sanktion_decisionchange WHERE decision_id = of_decision ORDER BY id DESC LIMIT 1),
        (SELECT outcome FROM sanktion_decision WHERE id = of_decision))
$$;

CREATE FUNCTION sanktion_change_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    complaint record;
    decision record;
    standing text := sanktion_standing_outcome(NEW.decision_id);
BEGIN
    SELECT id, case_id, status INTO complaint FROM sanktion_complaint WHERE id = NEW.complaint_id;
    SELECT d.case_id, d.effect_from, e.occurred_on INTO decision FROM sanktion_decision d
        JOIN sanktion_case c ON c.id = d.case_id JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE d.id = NEW.decision_id;
    IF complaint.case_id <> decision.case_id OR NOT sanktion_document_of(NEW.letter_id, decision.case_id) THEN
        RAISE EXCEPTION 'Klagen, afgørelsen og brevet hører ikke til den samme sag.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT (NEW.occasion = 'reassessment' AND complaint.status = 'reassessing')
        AND NOT (NEW.occasion = 'ruling' AND complaint.status = 'ruled' AND EXISTS (
            SELECT 1 FROM sanktion_appealruling
            WHERE complaint_id = complaint.id AND outcome IN ('changed', 'remitted')))
    THEN
        RAISE EXCEPTION 'En ny afgørelse kræver, at klagen genvurderes, eller at Ankestyrelsen har bedt om den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_is_sanction(NEW.outcome) AND NOT sanktion_is_sanction(standing) THEN
        RAISE EXCEPTION 'En klage kan ikke føre til en sanktion, når der ikke gælder nogen.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'strict' AND standing <> 'strict' THEN
        RAISE EXCEPTION 'En klage kan ikke føre til en skærpet sanktion.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.effect_from < decision.effect_from THEN
        RAISE EXCEPTION 'Den nye afgørelse kan ikke virke fra en tidligere dag end den første.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_gate_closed('effect_in_time', decision.occurred_on)
        AND NEW.effect_from > sanktion_latest_effect(decision.occurred_on)
    THEN
        RAISE EXCEPTION 'Den nye afgørelse virker for længe efter hændelsen.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.legal_basis_id IS NOT NULL AND NOT sanktion_rule_held(NEW.legal_basis_id, decision.occurred_on) THEN
        RAISE EXCEPTION 'Retsgrundlaget gjaldt ikke på hændelsens dato.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER change_gate BEFORE INSERT ON sanktion_decisionchange
    FOR EACH ROW EXECUTE FUNCTION sanktion_change_gate();
"""

CHANGES_REVERSE = """
DROP TRIGGER change_gate ON sanktion_decisionchange;
DROP FUNCTION sanktion_change_gate();
DROP FUNCTION sanktion_standing_outcome(bigint);
"""

PAYMENTS = """
CREATE FUNCTION sanktion_wrong_payment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'flagged' OR NEW.stopped_on IS NOT NULL THEN
            RAISE EXCEPTION 'En fejludbetaling begynder med, at den meldes.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.case_id, NEW.key, NEW.period_from, NEW.benefit_id, NEW.scheme, NEW.found, NEW.flagged_at, NEW.flagged_by_id)
        IS DISTINCT FROM (OLD.case_id, OLD.key, OLD.period_from, OLD.benefit_id, OLD.scheme, OLD.found,
        OLD.flagged_at, OLD.flagged_by_id)
        OR (OLD.stopped_on IS NOT NULL AND (NEW.stopped_on, NEW.stopped_by_id, NEW.amount, NEW.period_to)
            IS DISTINCT FROM (OLD.stopped_on, OLD.stopped_by_id, OLD.amount, OLD.period_to))
        OR (NEW.stopped_on IS NULL AND (NEW.amount, NEW.period_to) IS DISTINCT FROM (OLD.amount, OLD.period_to))
    THEN
        RAISE EXCEPTION 'Det, der er skrevet om fejludbetalingen, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('flagged', 'blocked'), ('flagged', 'required'), ('blocked', 'not_claimed'), ('blocked', 'required'),
        ('required', 'corrected'), ('corrected', 'confirmed'), ('corrected', 'required'), ('confirmed', 'reported'))
    THEN
        RAISE EXCEPTION 'Fejludbetalingen kan ikke gå fra % til %.', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = OLD.status AND (NEW.claim_by_id, NEW.corrected_on, NEW.corrected_by_id, NEW.confirmed_at,
        NEW.confirmed_by_id, NEW.auditor_told_on, NEW.auditor_told_by_id) IS DISTINCT FROM (OLD.claim_by_id,
        OLD.corrected_on, OLD.corrected_by_id, OLD.confirmed_at, OLD.confirmed_by_id, OLD.auditor_told_on,
        OLD.auditor_told_by_id)
    THEN
        RAISE EXCEPTION 'Hvem der gjorde hvad, følger af skridtet og kan ikke ændres bagefter.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status IN ('not_claimed', 'confirmed') AND (NEW.claim_by_id, NEW.corrected_on, NEW.corrected_by_id)
        IS DISTINCT FROM (OLD.claim_by_id, OLD.corrected_on, OLD.corrected_by_id)
    THEN
        RAISE EXCEPTION 'Den, der bekræfter, kan ikke ændre, hvem der gjorde det første.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'reported' AND (NEW.corrected_on, NEW.corrected_by_id, NEW.confirmed_by_id)
        IS DISTINCT FROM (OLD.corrected_on, OLD.corrected_by_id, OLD.confirmed_by_id)
    THEN
        RAISE EXCEPTION 'Den, der bekræfter, kan ikke ændre, hvem der gjorde det første.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER wrong_payment_guard BEFORE INSERT OR UPDATE ON sanktion_wrongpayment
    FOR EACH ROW EXECUTE FUNCTION sanktion_wrong_payment_guard();
"""

PAYMENTS_REVERSE = """
DROP TRIGGER wrong_payment_guard ON sanktion_wrongpayment;
DROP FUNCTION sanktion_wrong_payment_guard();
"""


class Migration(migrations.Migration):
    replaces = [("sanktion", "0014_complaint_gates")]

    dependencies = [("sanktion", "0006_countersigning")]

    operations = [
        migrations.RunSQL(COMPLAINTS, COMPLAINTS_REVERSE),
        migrations.RunSQL(CHANGES, CHANGES_REVERSE),
        migrations.RunSQL(PAYMENTS, PAYMENTS_REVERSE),
    ]
