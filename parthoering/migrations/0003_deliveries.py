"""B016, B017: what is told of a delivery stays told, and what the hearing may say of a letter that did not arrive."""

from django.db import migrations

FORWARD = """
-- The latest delivery to each addressee.
CREATE FUNCTION parthoering_current_deliveries(letter bigint) RETURNS SETOF parthoering_delivery
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (representative_id) * FROM parthoering_delivery
        WHERE document_id = letter ORDER BY representative_id, id DESC
$$;

-- NULL while a letter that must arrive is not on its way.
CREATE FUNCTION parthoering_runs_until(hearing parthoering_hearing) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN bool_or(d.representative_id IS NULL)
            AND bool_and(d.status IN ('sent', 'available') AND d.sent_at IS NOT NULL)
        THEN greatest(hearing.deadline, hearing.extended_to, hearing.days::integer + max(greatest(
            parthoering_danish_day(d.sent_at) + d.delivery_days::integer, parthoering_danish_day(d.available_at))))
        END
        FROM parthoering_current_deliveries(hearing.letter_id) d WHERE d.is_required
$$;

-- Failing in our own house is not enough: a receipt, or the dispatch itself, tells that the addressee can't be reached.
CREATE FUNCTION parthoering_is_undeliverable(hearing parthoering_hearing) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM parthoering_current_deliveries(hearing.letter_id) d
            JOIN parthoering_deliveryreceipt r ON r.delivery_id = d.id AND r.state = d.status
            WHERE d.is_required AND d.status IN ('failed', 'returned')
    )
$$;

CREATE FUNCTION parthoering_hearing_undeliverable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'undeliverable' AND OLD.status <> 'undeliverable' THEN
        IF OLD.status NOT IN ('sent', 'expired') OR NOT EXISTS (
            SELECT 1 FROM parthoering_current_deliveries(NEW.letter_id) d WHERE d.is_required
                AND d.status IN ('failed', 'returned') AND d.status_changed_at <= NEW.undeliverable_at
        ) THEN
            RAISE EXCEPTION 'Partshøringsbrevet er ikke kommet retur.' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.undeliverable_at IS DISTINCT FROM OLD.undeliverable_at
        OR OLD.status = 'undeliverable' AND NEW.status NOT IN ('undeliverable', 'answered', 'waived')
    THEN
        RAISE EXCEPTION 'At brevet ikke kunne leveres, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hearing_undeliverable BEFORE UPDATE ON parthoering_hearing
    FOR EACH ROW EXECUTE FUNCTION parthoering_hearing_undeliverable();

CREATE FUNCTION parthoering_delivery_begin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    role text;
BEGIN
    IF NEW.representative_id IS NOT NULL THEN
        SELECT r.role INTO role FROM parthoering_representative r
            JOIN sanktion_casedocument d ON d.case_id = r.case_id
            WHERE r.id = NEW.representative_id AND d.id = NEW.document_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Repræsentanten hører ikke til sagen.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.is_required IS DISTINCT FROM (role IS NULL OR role = 'guardian') THEN
        RAISE EXCEPTION 'Svarfristen venter på borgerens og værgens breve.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status NOT IN ('waiting') THEN
        RAISE EXCEPTION 'En afsendelse begynder med at vente.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER delivery_begin BEFORE INSERT ON parthoering_delivery
    FOR EACH ROW EXECUTE FUNCTION parthoering_delivery_begin();

CREATE FUNCTION parthoering_delivery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.document_id, NEW.representative_id, NEW.is_required, NEW.message_uuid, NEW.channel, NEW.delivery_days)
        IS DISTINCT FROM
        (OLD.document_id, OLD.representative_id, OLD.is_required, OLD.message_uuid, OLD.channel, OLD.delivery_days)
    THEN
        RAISE EXCEPTION 'Hvem et brev sendes til og hvordan, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sent_at < OLD.sent_at THEN
        RAISE EXCEPTION 'Afsendelsen kan ikke flyttes tilbage.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.available_at < OLD.available_at THEN
        RAISE EXCEPTION 'Fremkomsten kan ikke flyttes tilbage.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status IN ('available', 'returned') AND NEW.status <> OLD.status AND NOT EXISTS (
        SELECT 1 FROM parthoering_deliveryreceipt WHERE delivery_id = NEW.id AND state = NEW.status
    ) THEN
        RAISE EXCEPTION 'Der mangler en kvittering.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('available', 'returned') AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION 'En afsendelse, der er slut, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER delivery_guard BEFORE UPDATE ON parthoering_delivery
    FOR EACH ROW EXECUTE FUNCTION parthoering_delivery_guard();
"""

REVERSE = """
DROP TRIGGER delivery_guard ON parthoering_delivery;
DROP FUNCTION parthoering_delivery_guard();
DROP TRIGGER delivery_begin ON parthoering_delivery;
DROP FUNCTION parthoering_delivery_begin();
DROP TRIGGER hearing_undeliverable ON parthoering_hearing;
DROP FUNCTION parthoering_hearing_undeliverable();
DROP FUNCTION parthoering_is_undeliverable(parthoering_hearing);
DROP FUNCTION parthoering_runs_until(parthoering_hearing);
DROP FUNCTION parthoering_current_deliveries(bigint);
"""

APPEND_ONLY = [
    "parthoering_deliveryreceipt",
    "parthoering_rejectedreceipt",
    "parthoering_deliveryprint",
    "parthoering_exemptioncheck",
]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    replaces = [("parthoering", "0008_delivery_gates")]

    dependencies = [("parthoering", "0002_hearings")]

    operations = [migrations.RunSQL(FORWARD, REVERSE), *map(_append_only, APPEND_ONLY)]
