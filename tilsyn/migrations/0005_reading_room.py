"""The board and the reading room: what is asked of the owners, and what the directorate reads and wants copies of."""

from django.db import migrations

GATES = """
-- § 9: the directorate reads on the spot at a visit alone, and in cases that take part.
CREATE FUNCTION tilsyn_is_read_on_the_spot(of_supervision bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT form = 'visit' AND status NOT IN ('ended', 'result', 'closed')
    FROM tilsyn_supervision WHERE id = of_supervision
$$;

CREATE FUNCTION tilsyn_room_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT tilsyn_is_read_on_the_spot(NEW.supervision_id) THEN
            RAISE EXCEPTION 'Et læserum åbnes kun til et tilsynsbesøg, der ikke er afsluttet.'
                USING ERRCODE = 'check_violation';
        ELSIF NEW.closed_at IS NOT NULL OR NOT sanktion_acts_as(NEW.opened_by_id) THEN
            RAISE EXCEPTION 'Et læserum åbnes i eget navn.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.closed_at IS NOT NULL OR (OLD.id, OLD.key, OLD.supervision_id, OLD.opens_at, OLD.opened_at, OLD.opened_by_id)
        IS DISTINCT FROM (NEW.id, NEW.key, NEW.supervision_id, NEW.opens_at, NEW.opened_at, NEW.opened_by_id) THEN
        RAISE EXCEPTION 'Kun læserummets lukketid kan ændres, og kun mens det ikke er lukket.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.closes_at > OLD.closes_at AND NEW.moved_because !~ '\\S' THEN
        RAISE EXCEPTION 'Skriv, hvorfor læserummet skal være åbent længere.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Whoever reads holds the directorate's role and nothing else.
CREATE FUNCTION tilsyn_reader_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce((SELECT array_agg(g.name::text) FROM sanktion_user_groups m JOIN auth_group g ON g.id = m.group_id
                 WHERE m.user_id = NEW.user_id), '{}') <> ARRAY['direktoratet']
       OR EXISTS (SELECT 1 FROM sanktion_user_teams WHERE user_id = NEW.user_id) THEN
        RAISE EXCEPTION 'Kun direktoratets egne brugere kan læse i læserummet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_room_paper_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.withdrawn_at IS NOT NULL OR NOT sanktion_acts_as(NEW.approved_by_id)) THEN
        RAISE EXCEPTION 'Et papir godkendes i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tilsyn_takes_part_on_the_spot(NEW.selected_id);
    ELSIF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_by_id' THEN
        RAISE EXCEPTION 'Et godkendt papir kan kun tages ud.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tilsyn_takes_part_on_the_spot(of_selected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = of_selected AND status = 'named'
        AND tilsyn_is_read_on_the_spot(supervision_id)
    ) THEN
        RAISE EXCEPTION 'Sagen er ikke med i et tilsynsbesøg, der ikke er afsluttet.'
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION tilsyn_copy_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.settled_at IS NOT NULL OR NOT sanktion_acts_as(NEW.by_id)) THEN
        RAISE EXCEPTION 'En kopianmodning registreres i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM tilsyn_takes_part_on_the_spot(NEW.selected_id);
    ELSIF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL
        OR to_jsonb(OLD) - 'settled_at' - 'settled_by_id'
        IS DISTINCT FROM to_jsonb(NEW) - 'settled_at' - 'settled_by_id' THEN
        RAISE EXCEPTION 'En kopianmodning kan kun noteres som sendt.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER room_gate BEFORE INSERT OR UPDATE ON tilsyn_readingroom
    FOR EACH ROW EXECUTE FUNCTION tilsyn_room_gate();
CREATE TRIGGER reader_gate BEFORE INSERT ON tilsyn_roomreader
    FOR EACH ROW EXECUTE FUNCTION tilsyn_reader_gate();
CREATE TRIGGER room_paper_gate BEFORE INSERT OR UPDATE ON tilsyn_roompaper
    FOR EACH ROW EXECUTE FUNCTION tilsyn_room_paper_gate();
CREATE TRIGGER copy_gate BEFORE INSERT OR UPDATE ON tilsyn_copyrequest
    FOR EACH ROW EXECUTE FUNCTION tilsyn_copy_gate();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_readingroom
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roomreader
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roomlook
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tilsyn_roompapercontent
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_roompaper
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER never_deleted BEFORE DELETE ON tilsyn_copyrequest
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER never_deleted ON tilsyn_copyrequest;
DROP TRIGGER never_deleted ON tilsyn_roompaper;
DROP TRIGGER append_only ON tilsyn_roompapercontent;
DROP TRIGGER append_only ON tilsyn_roomlook;
DROP TRIGGER append_only ON tilsyn_roomreader;
DROP TRIGGER never_deleted ON tilsyn_readingroom;
DROP TRIGGER copy_gate ON tilsyn_copyrequest;
DROP TRIGGER room_paper_gate ON tilsyn_roompaper;
DROP TRIGGER reader_gate ON tilsyn_roomreader;
DROP TRIGGER room_gate ON tilsyn_readingroom;
DROP FUNCTION tilsyn_copy_gate();
DROP FUNCTION tilsyn_takes_part_on_the_spot(bigint);
DROP FUNCTION tilsyn_room_paper_gate();
DROP FUNCTION tilsyn_reader_gate();
DROP FUNCTION tilsyn_room_gate();
DROP FUNCTION tilsyn_is_read_on_the_spot(bigint);
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0006_board")]

    dependencies = [("tilsyn", "0004_eligibility")]

    operations = [migrations.RunSQL(GATES, REVERSE)]
