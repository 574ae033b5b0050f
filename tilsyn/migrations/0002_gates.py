"""What the law asks of a supervision whatever the application thinks, and who supervises since when."""

from django.db import migrations

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

-- What was made is what was sent: a bundle that is ready stays as it is. None is made of a case that has left.
CREATE FUNCTION tilsyn_bundle_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'ready' THEN
        RAISE EXCEPTION 'Samlingen er dannet og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = NEW.selected_id AND status <> 'named'
    ) THEN
        RAISE EXCEPTION 'Sagen er udgået af tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER bundle_gate BEFORE INSERT OR UPDATE ON tilsyn_bundle
    FOR EACH ROW EXECUTE FUNCTION tilsyn_bundle_gate();

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
REVERSE = """
DROP TRIGGER delete_gate_supervision ON sanktion_case;
DROP TRIGGER bundle_gate ON tilsyn_bundle;
DROP TRIGGER supervision_gate ON tilsyn_supervision;
DROP TRIGGER selected_gate ON tilsyn_selectedcase;
DROP FUNCTION tilsyn_case_gate();
DROP FUNCTION tilsyn_bundle_gate();
DROP FUNCTION tilsyn_supervision_gate();
DROP FUNCTION tilsyn_selected_gate();
DROP FUNCTION tilsyn_category_on(bigint, date);
"""

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


def load(apps, schema_editor):
    for facts in DIRECTORATES:
        apps.get_model("tilsyn", "Directorate").objects.create(address="", **facts)


class Migration(migrations.Migration):
    dependencies = [("tilsyn", "0001_supervision"), ("sanktion", "0025_retention")]

    operations = [migrations.RunSQL(GATES, REVERSE), migrations.RunPython(load, migrations.RunPython.noop)]
