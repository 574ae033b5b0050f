"""What the law asks of a supervision whatever the application thinks, its deadlines, and who supervises since when.

V053, V098, V126: a deadline moves with a notice, or with what it is counted from. V006: who has supervised stands.
"""

from datetime import date

from django.db import migrations

UNSURE = "Skal bekræftes af jurist."
DIRECTORATES = [
    {
        "name": "Arbejdsdirektoratet",
        "website": "http://www.adir.dk",
        "legal_ground": "Bekendtgørelse nr. 1404 af 13. december 2006",
        "source": f"Vejledning af 13. december 2006. {UNSURE}",
        "valid_from": "2006-12-13",
        "valid_to": "2013-12-31",
    },
    {
        "name": "Styrelsen for Arbejdsmarked og Rekruttering",
        "website": "https://star.dk",
        "legal_ground": "Bekendtgørelse nr. 1404 af 13. december 2006 med senere ændringer",
        "source": UNSURE,
        "valid_from": "2014-01-01",
    },
]

FROM = date(2006, 12, 13)
TEXTS = {
    "delay_opening": "{anledning}. Materialet skulle være sendt senest den {gammel_frist}. Vi kan desværre ikke sende det"
    " hele inden for fristen.",
    "delay_why": "{grund}",
    "delay_when": "Vi sender materialet **senest den {ny_frist}**.",
    "delay_closing": "Vi giver besked, så snart materialet er sendt. Har direktoratet spørgsmål, kan de stilles på"
    " {telefon}.",
}


def load(apps, schema_editor):
    for facts in DIRECTORATES:
        apps.get_model("tilsyn", "Directorate").objects.create(address="", **facts)
    LetterText = apps.get_model("sanktion", "LetterText")
    for kind, body in TEXTS.items():
        LetterText.objects.get_or_create(kind=kind, valid_from=FROM, defaults={"body": body})


GATES = """
CREATE FUNCTION tilsyn_category_on(of_citizen bigint, of_day date) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT category FROM sanktion_matchcategory WHERE citizen_id = of_citizen AND period @> of_day LIMIT 1
$$;

-- V015, V018: a case of match category 4-5 on the day of its event takes part in no supervision.
CREATE FUNCTION tilsyn_selected_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    outside boolean;
    of_supervision text;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.supervision_id, OLD.case_id, OLD.number, OLD.named_in)
        IS DISTINCT FROM (NEW.supervision_id, NEW.case_id, NEW.number, NEW.named_in) THEN
        RAISE EXCEPTION 'Det, direktoratet har udpeget, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT status INTO of_supervision FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR SHARE;
        IF of_supervision IN ('ended', 'result', 'closed') THEN
            RAISE EXCEPTION 'Tilsynet er afsluttet. Der kan ikke komme flere sager med.'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.status = 'named' AND (TG_OP = 'INSERT' OR OLD.status <> 'named') THEN
        SELECT tilsyn_category_on(e.citizen_id, e.occurred_on) IN (4, 5) INTO outside
        FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id WHERE c.id = NEW.case_id;
        IF outside THEN
            RAISE EXCEPTION 'Borgeren var i matchkategori 4-5 på hændelsens dato: sagen udgår af tilsynet.'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selected_gate BEFORE INSERT OR UPDATE ON tilsyn_selectedcase
    FOR EACH ROW EXECUTE FUNCTION tilsyn_selected_gate();

CREATE FUNCTION tilsyn_supervision_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.year, OLD.sequence, OLD.number, OLD.form) IS DISTINCT FROM (NEW.year, NEW.sequence, NEW.number, NEW.form) THEN
        RAISE EXCEPTION 'Tilsynets nummer og form kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status = 'closed' THEN
        RAISE EXCEPTION 'Tilsynet er lukket.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on THEN
        RAISE EXCEPTION 'Dagen, tilsynet sluttede, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER supervision_gate BEFORE UPDATE ON tilsyn_supervision
    FOR EACH ROW EXECUTE FUNCTION tilsyn_supervision_gate();

CREATE FUNCTION tilsyn_case_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tilsyn_selectedcase s JOIN tilsyn_supervision v ON v.id = s.supervision_id
        WHERE s.case_id = OLD.id AND v.status <> 'closed'
    ) THEN
        RAISE EXCEPTION 'Sagen er med i et tilsyn, som ikke er lukket.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER delete_gate_supervision BEFORE DELETE ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION tilsyn_case_gate();
"""

GATES_REVERSE = """
DROP TRIGGER delete_gate_supervision ON sanktion_case;
DROP FUNCTION tilsyn_case_gate();
DROP TRIGGER supervision_gate ON tilsyn_supervision;
DROP FUNCTION tilsyn_supervision_gate();
DROP TRIGGER selected_gate ON tilsyn_selectedcase;
DROP FUNCTION tilsyn_selected_gate();
DROP FUNCTION tilsyn_category_on(bigint, date);
"""

DEADLINES = """
CREATE FUNCTION tilsyn_due_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.received_on <> NEW.received_on AND OLD.status NOT IN ('registered', 'collecting', 'visited') THEN
        RAISE EXCEPTION 'Materialet er sendt. Dagen, anmodningen kom, kan ikke ændres.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.visit_on IS DISTINCT FROM NEW.visit_on AND OLD.status NOT IN ('registered', 'collecting') THEN
        RAISE EXCEPTION 'Besøget er holdt. Dagen kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    -- What it is counted from may move it, and the visit begins a deadline of its own.
    IF NEW.due > OLD.due AND (OLD.received_on, OLD.visit_on) IS NOT DISTINCT FROM (NEW.received_on, NEW.visit_on)
        AND NOT (NEW.status = 'visited' AND OLD.status <> 'visited')
        AND NOT EXISTS (
            SELECT 1 FROM tilsyn_supervisiondelay
            WHERE supervision_id = NEW.id AND old_due = OLD.due AND new_due = NEW.due
        ) THEN
        RAISE EXCEPTION 'Fristen kan kun udskydes med en meddelelse om forsinkelse.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER due_gate BEFORE UPDATE ON tilsyn_supervision
    FOR EACH ROW EXECUTE FUNCTION tilsyn_due_gate();

CREATE FUNCTION tilsyn_delay_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_supervision tilsyn_supervision;
BEGIN
    SELECT * INTO of_supervision FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR UPDATE;
    IF NOT (of_supervision.status = 'visited'
            OR of_supervision.form <> 'visit' AND of_supervision.status IN ('registered', 'collecting')) THEN
        RAISE EXCEPTION 'Der er ingen frist at udskyde.' USING ERRCODE = 'check_violation';
    END IF;
    IF of_supervision.due <> NEW.old_due THEN
        RAISE EXCEPTION 'Fristen er en anden end den, der udskydes.' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper
        WHERE id = NEW.paper_id AND supervision_id = NEW.supervision_id AND kind = 'delay'
    ) THEN
        RAISE EXCEPTION 'Meddelelsen om forsinkelse er ikke skrevet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER delay_gate BEFORE INSERT ON tilsyn_supervisiondelay
    FOR EACH ROW EXECUTE FUNCTION tilsyn_delay_gate();

CREATE FUNCTION tilsyn_delay_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT due FROM tilsyn_supervision WHERE id = NEW.supervision_id) < NEW.new_due THEN
        RAISE EXCEPTION 'Den nye dag er ikke blevet fristen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER delay_moves AFTER INSERT ON tilsyn_supervisiondelay DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tilsyn_delay_moves();

CREATE FUNCTION tilsyn_directorate_delay_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR SHARE) <> 'ended' THEN
        RAISE EXCEPTION 'Der ventes ikke på et resultat.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper
        WHERE id = NEW.paper_id AND supervision_id = NEW.supervision_id AND kind = 'directorate_delay'
    ) THEN
        RAISE EXCEPTION 'Brevet hører til et andet tilsyn.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER directorate_delay_gate BEFORE INSERT ON tilsyn_directoratedelay
    FOR EACH ROW EXECUTE FUNCTION tilsyn_directorate_delay_gate();

CREATE FUNCTION tilsyn_directorate_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    -- What was written wrong today can be put right today: its history tells.
    IF TG_OP <> 'INSERT' AND OLD.valid_from < today THEN
        RAISE EXCEPTION 'Oplysninger, der er taget i brug, kan ikke ændres eller fjernes.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.valid_from < today THEN
        RAISE EXCEPTION 'Nye oplysninger kan ikke gælde tilbage i tiden.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER directorate_gate BEFORE INSERT OR UPDATE OR DELETE ON tilsyn_directorate
    FOR EACH ROW EXECUTE FUNCTION tilsyn_directorate_gate();
"""

DEADLINES_REVERSE = """
DROP TRIGGER directorate_gate ON tilsyn_directorate;
DROP FUNCTION tilsyn_directorate_gate();
DROP TRIGGER directorate_delay_gate ON tilsyn_directoratedelay;
DROP FUNCTION tilsyn_directorate_delay_gate();
DROP TRIGGER delay_moves ON tilsyn_supervisiondelay;
DROP FUNCTION tilsyn_delay_moves();
DROP TRIGGER delay_gate ON tilsyn_supervisiondelay;
DROP FUNCTION tilsyn_delay_gate();
DROP TRIGGER due_gate ON tilsyn_supervision;
DROP FUNCTION tilsyn_due_gate();
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0002_gates"), ("tilsyn", "0003_requests")]

    dependencies = [("tilsyn", "0001_schema"), ("sanktion", "0010_retention"), ("parthoering", "0005_letter_texts")]

    operations = [
        # Before the directorates' guard, which lets nothing be written back in time. What has been in use is never removed,
        # so undoing leaves it where it is.
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(GATES, GATES_REVERSE),
        migrations.RunSQL(DEADLINES, DEADLINES_REVERSE),
    ]
