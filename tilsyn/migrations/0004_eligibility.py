"""What is owed when a case leaves (V092), answers to spot surveys (V102) and the unit's own supervision (V005)."""

from datetime import date

from django.db import migrations

FROM = date(2006, 12, 13)
SOURCE = "Udledt af § 7 og vejledning af 13. december 2006. Skal bekræftes af jurist."
# The question, and the kind of § 7 it is about.
CHECKLIST = [
    ("Er hændelsen beskrevet og dokumenteret med dato, og fremgår det, hvem der har indberettet den?", 1),
    ("Er hændelsen en, der giver pligt til at vurdere borgerens rådighed (§ 6)?", 1),
    ("Er borgeren hørt, før afgørelsen blev truffet, og med en rimelig svarfrist?", 2),
    ("Står borgerens forklaring i sagen, eller fremgår det, at den er søgt indhentet?", 2),
    ("Er borgerens rådighed vurderet, og fremgår resultatet af sagen?", 3),
    ("Er det vurderet, om borgeren havde en rimelig grund?", 3),
    ("Er det vurderet, om hændelsen skal medføre en sanktion eller have konsekvenser for udbetalingen?", 4),
    ("Er andre hændelser med sanktion inden for de seneste 12 måneder oplyst, og er de indgået i vurderingen?", 5),
    ("Ligger afgørelsen i sagen med begrundelse, den rigtige paragraf og klagevejledning?", 6),
    ("Fremgår det, hvilken ydelse borgeren modtager?", 7),
    ("Ligger timesedlerne i sagen, når de har betydning?", 8),
    ("Viser udbetalingsspecifikationerne, at afgørelsen er ført ud i livet?", 9),
    ("Ligger andet relevant materiale i sagen, fx lægeerklæringer og udtalelser fra arbejdsgiver?", 10),
    ("Er journalen ført, så sagens forløb kan følges?", None),
    ("Var borgeren i matchkategori 1-3 og tilmeldt som arbejdssøgende på hændelsens dato?", None),
]
TEXTS = {
    "withdrawal_intro": "{myndighed} har den {modtaget} bedt om materiale til {form} {tilsyn} og har udpeget sagen"
    " nedenfor. Sagen skal efter vores oplysninger ikke indgå i tilsynet. Vi giver besked hurtigst muligt, efter at vi"
    " er blevet klar over det.",
    "withdrawal_more": "Vi sender ikke materiale i sagen. Er der brug for yderligere oplysninger, kan vi kontaktes på"
    " {telefon}. Oplys tilsyn {tilsyn} og sagsnummeret.",
}


def load(apps, schema_editor):
    version = apps.get_model("tilsyn", "ChecklistVersion").objects.create(valid_from=FROM, source=SOURCE)
    items = apps.get_model("tilsyn", "ChecklistItem").objects
    for position, (text, kind) in enumerate(CHECKLIST, start=1):
        items.create(version=version, position=position, text=text, kind=kind)
    for kind, body in TEXTS.items():
        apps.get_model("sanktion", "LetterText").objects.get_or_create(
            kind=kind, valid_from=FROM, defaults={"body": body}
        )


# V092: whatever way a case leaves, the directorate is owed a letter; one that comes back takes the letter with it.
NOTICES = """
CREATE FUNCTION tilsyn_owe_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'withdrawn' AND (TG_OP = 'INSERT' OR OLD.status <> 'withdrawn')
       AND NEW.withdrawn_because <> 'directorate' THEN
        INSERT INTO tilsyn_withdrawalnotice (selected_id, due)
        VALUES (NEW.id, (NEW.withdrawn_at AT TIME ZONE 'Europe/Copenhagen')::date);
    ELSIF TG_OP = 'UPDATE' AND NEW.status = 'named' AND OLD.status = 'withdrawn' THEN
        IF EXISTS (
            SELECT 1 FROM tilsyn_withdrawalnotice
            WHERE selected_id = NEW.id AND dropped_at IS NULL AND sent_on IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'Direktoratet har fået brev om, at sagen er udgået.' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE tilsyn_withdrawalnotice SET dropped_at = now() WHERE selected_id = NEW.id AND dropped_at IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER owe_notice AFTER INSERT OR UPDATE OF status ON tilsyn_selectedcase
    FOR EACH ROW EXECUTE FUNCTION tilsyn_owe_notice();

CREATE FUNCTION tilsyn_notice_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND ((NEW.paper_id, NEW.sent_on, NEW.dropped_at) IS DISTINCT FROM (NULL, NULL, NULL) OR NOT EXISTS (
        SELECT 1 FROM tilsyn_selectedcase WHERE id = NEW.selected_id AND status = 'withdrawn'
    )) THEN
        RAISE EXCEPTION 'Sagen er ikke udgået af tilsynet.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.sent_on IS NOT NULL OR OLD.dropped_at IS NOT NULL
        OR (OLD.selected_id, OLD.due) IS DISTINCT FROM (NEW.selected_id, NEW.due)
        OR (OLD.paper_id IS NOT NULL AND NEW.paper_id IS DISTINCT FROM OLD.paper_id)) THEN
        RAISE EXCEPTION 'Brevet er sendt eller bortfaldet og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM tilsyn_supervisionpaper
        WHERE id = NEW.paper_id AND selected_id = NEW.selected_id AND kind = 'withdrawal'
    ) THEN
        RAISE EXCEPTION 'Brevet handler om en anden sag.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER notice_gate BEFORE INSERT OR UPDATE ON tilsyn_withdrawalnotice
    FOR EACH ROW EXECUTE FUNCTION tilsyn_notice_gate();
"""

NOTICES_REVERSE = """
DROP TRIGGER notice_gate ON tilsyn_withdrawalnotice;
DROP FUNCTION tilsyn_notice_gate();
DROP TRIGGER owe_notice ON tilsyn_selectedcase;
DROP FUNCTION tilsyn_owe_notice();
"""

# V102, V106: a search has one purpose, the request, and stays inside its period.
SURVEYS = """
CREATE FUNCTION tilsyn_survey_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked tilsyn_supervision;
BEGIN
    SELECT * INTO asked FROM tilsyn_supervision WHERE id = NEW.supervision_id FOR SHARE;
    IF asked.form <> 'spot_survey' THEN
        RAISE EXCEPTION 'Kun en spotundersøgelse besvares med en søgning.' USING ERRCODE = 'check_violation';
    ELSIF asked.status IN ('ended', 'result', 'closed') THEN
        RAISE EXCEPTION 'Tilsynet er afsluttet og kan ikke besvares.' USING ERRCODE = 'check_violation';
    ELSIF (NEW.first >= asked.period_from AND NEW.last <= asked.period_to) IS NOT TRUE THEN
        RAISE EXCEPTION 'Søgningen ligger uden for anmodningens periode.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER survey_gate BEFORE INSERT ON tilsyn_surveyrun
    FOR EACH ROW EXECUTE FUNCTION tilsyn_survey_gate();
CREATE TRIGGER survey_gate BEFORE INSERT ON tilsyn_surveyanswer
    FOR EACH ROW EXECUTE FUNCTION tilsyn_survey_gate();

CREATE FUNCTION tilsyn_survey_row_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_surveyanswer a, sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE a.id = NEW.answer_id AND c.id = NEW.case_id
        AND e.occurred_on BETWEEN a.first AND a.last AND e.kind = ANY (a.kinds)
    ) THEN
        RAISE EXCEPTION 'Sagen ligger uden for det, der er søgt efter.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER survey_row_gate BEFORE INSERT ON tilsyn_surveyanswerrow
    FOR EACH ROW EXECUTE FUNCTION tilsyn_survey_row_gate();
"""

SURVEYS_REVERSE = """
DROP TRIGGER survey_row_gate ON tilsyn_surveyanswerrow;
DROP FUNCTION tilsyn_survey_row_gate();
DROP TRIGGER survey_gate ON tilsyn_surveyanswer;
DROP TRIGGER survey_gate ON tilsyn_surveyrun;
DROP FUNCTION tilsyn_survey_gate();
"""

# V005: what was drawn stays as it was drawn, and nobody reviews what they had a hand in.
REVIEWS = """
CREATE FUNCTION tilsyn_had_a_hand(of_case bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM sanktion_case WHERE id = of_case AND owner_id = person)
        OR EXISTS (SELECT 1 FROM sanktion_historicalcase WHERE id = of_case AND owner_id = person)
        OR EXISTS (SELECT 1 FROM sanktion_decision WHERE case_id = of_case AND decided_by_id = person)
        OR EXISTS (SELECT 1 FROM sanktion_decisionchange n JOIN sanktion_decision d ON d.id = n.decision_id
                   WHERE d.case_id = of_case AND n.decided_by_id = person)
        OR EXISTS (SELECT 1 FROM sanktion_countersignature WHERE case_id = of_case AND signed_by_id = person)
$$;

CREATE FUNCTION tilsyn_mock_draw_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted bigint[];
BEGIN
    IF OLD.status = 'closed' OR (OLD.team_id, OLD.month, OLD.seed, OLD.wanted, OLD.population, OLD.population_digest,
            OLD.drawn, OLD.checklist_id, OLD.drawn_at, OLD.drawn_by_id) IS DISTINCT FROM
           (NEW.team_id, NEW.month, NEW.seed, NEW.wanted, NEW.population, NEW.population_digest,
            NEW.drawn, NEW.checklist_id, NEW.drawn_at, NEW.drawn_by_id) THEN
        RAISE EXCEPTION 'Et udtræk kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'closed' THEN
        SELECT ARRAY[count(*) FILTER (WHERE verdict = 'wrong'), count(*) FILTER (WHERE verdict = 'not_assessable'),
                     count(*) FILTER (WHERE verdict = 'no_criticism'), count(*) FILTER (WHERE verdict = 'withdrawn')]
        INTO counted FROM tilsyn_mockreview WHERE draw_id = NEW.id;
        IF counted <> ARRAY[NEW.wrong, NEW.not_assessable, NEW.no_criticism, NEW.withdrawn]::bigint[] THEN
            RAISE EXCEPTION 'Tallene passer ikke med gennemgangene.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mock_draw_gate BEFORE UPDATE ON tilsyn_mockdraw
    FOR EACH ROW EXECUTE FUNCTION tilsyn_mock_draw_gate();

CREATE FUNCTION tilsyn_mock_review_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    drawn tilsyn_mockdraw;
BEGIN
    SELECT * INTO drawn FROM tilsyn_mockdraw WHERE id = NEW.draw_id FOR SHARE;
    IF drawn.status <> 'open' OR (TG_OP = 'UPDATE' AND (OLD.verdict <> ''
        OR (OLD.draw_id, OLD.number, OLD.case_id) IS DISTINCT FROM (NEW.draw_id, NEW.number, NEW.case_id))) THEN
        RAISE EXCEPTION 'Sagen er udtrukket eller gennemgået og kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF tilsyn_had_a_hand(NEW.case_id, NEW.reviewer_id) THEN
        RAISE EXCEPTION 'En sag gennemgås af en anden end den, der har haft eller afgjort den.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.verdict <> '' THEN
        IF NOT sanktion_acts_as(NEW.reviewer_id) THEN
            RAISE EXCEPTION 'En sag gennemgås i eget navn.' USING ERRCODE = 'check_violation';
        ELSIF (SELECT count(*) FROM tilsyn_mockanswer WHERE review_id = NEW.id)
              <> (SELECT count(*) FROM tilsyn_checklistitem WHERE version_id = drawn.checklist_id) THEN
            RAISE EXCEPTION 'Tjeklisten er ikke udfyldt.' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mock_review_gate BEFORE INSERT OR UPDATE ON tilsyn_mockreview
    FOR EACH ROW EXECUTE FUNCTION tilsyn_mock_review_gate();

CREATE FUNCTION tilsyn_mock_answer_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tilsyn_mockreview r JOIN tilsyn_mockdraw d ON d.id = r.draw_id
        JOIN tilsyn_checklistitem i ON i.version_id = d.checklist_id
        WHERE r.id = NEW.review_id AND i.id = NEW.item_id AND r.verdict = ''
    ) THEN
        RAISE EXCEPTION 'Spørgsmålet hører ikke til gennemgangen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mock_answer_gate BEFORE INSERT ON tilsyn_mockanswer
    FOR EACH ROW EXECUTE FUNCTION tilsyn_mock_answer_gate();

CREATE FUNCTION tilsyn_case_in_mock_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tilsyn_mockreview r JOIN tilsyn_mockdraw d ON d.id = r.draw_id
        WHERE r.case_id = OLD.id AND d.status = 'open'
    ) THEN
        RAISE EXCEPTION 'Sagen er med i en egen kontrol, som ikke er afsluttet.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER delete_gate_mock BEFORE DELETE ON sanktion_case
    FOR EACH ROW EXECUTE FUNCTION tilsyn_case_in_mock_gate();
"""

REVIEWS_REVERSE = """
DROP TRIGGER delete_gate_mock ON sanktion_case;
DROP FUNCTION tilsyn_case_in_mock_gate();
DROP TRIGGER mock_answer_gate ON tilsyn_mockanswer;
DROP FUNCTION tilsyn_mock_answer_gate();
DROP TRIGGER mock_review_gate ON tilsyn_mockreview;
DROP FUNCTION tilsyn_mock_review_gate();
DROP TRIGGER mock_draw_gate ON tilsyn_mockdraw;
DROP FUNCTION tilsyn_mock_draw_gate();
DROP FUNCTION tilsyn_had_a_hand(bigint, bigint);
"""


class Migration(migrations.Migration):
    replaces = [("tilsyn", "0005_eligibility")]

    dependencies = [("tilsyn", "0003_selection")]

    operations = [
        migrations.RunSQL(NOTICES, NOTICES_REVERSE),
        migrations.RunSQL(SURVEYS, SURVEYS_REVERSE),
        migrations.RunSQL(REVIEWS, REVIEWS_REVERSE),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
