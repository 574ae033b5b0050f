"""What is owed when a case leaves (V092), answers to spot surveys (V102) and the unit's own supervision (V005)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import sanktion.base.encryption
import uuid
from datetime import date
from django.conf import settings
from django.db import migrations, models

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
REVERSE = """
DROP TRIGGER delete_gate_mock ON sanktion_case;
DROP TRIGGER mock_answer_gate ON tilsyn_mockanswer;
DROP TRIGGER mock_review_gate ON tilsyn_mockreview;
DROP TRIGGER mock_draw_gate ON tilsyn_mockdraw;
DROP TRIGGER survey_row_gate ON tilsyn_surveyanswerrow;
DROP TRIGGER survey_gate ON tilsyn_surveyanswer;
DROP TRIGGER survey_gate ON tilsyn_surveyrun;
DROP TRIGGER notice_gate ON tilsyn_withdrawalnotice;
DROP TRIGGER owe_notice ON tilsyn_selectedcase;
DROP FUNCTION tilsyn_case_in_mock_gate();
DROP FUNCTION tilsyn_mock_answer_gate();
DROP FUNCTION tilsyn_mock_review_gate();
DROP FUNCTION tilsyn_mock_draw_gate();
DROP FUNCTION tilsyn_had_a_hand(bigint, bigint);
DROP FUNCTION tilsyn_survey_row_gate();
DROP FUNCTION tilsyn_survey_gate();
DROP FUNCTION tilsyn_notice_gate();
DROP FUNCTION tilsyn_owe_notice();
"""

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


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0025_retention"),
        ("tilsyn", "0004_selection"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="grund til ændringen")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tjekliste",
                "verbose_name_plural": "tjeklister",
                "ordering": ["-valid_from"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="nr.")),
                ("text", models.CharField(max_length=300, verbose_name="spørgsmål")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ],
                        null=True,
                        verbose_name="slags",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="tilsyn.checklistversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "spørgsmål i tjekliste",
                "verbose_name_plural": "spørgsmål i tjekliste",
                "ordering": ["version", "position"],
            },
        ),
        migrations.CreateModel(
            name="MockDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="status ændret"
                    ),
                ),
                ("month", models.DateField(verbose_name="måned")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Gennemgås"), ("closed", "Afsluttet")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("seed", models.PositiveBigIntegerField(verbose_name="startværdi")),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="ønsket antal")),
                ("population", models.PositiveIntegerField(verbose_name="afgjorte sager i måneden")),
                ("population_digest", models.CharField(max_length=64)),
                ("drawn", models.PositiveSmallIntegerField(verbose_name="udtrukne sager")),
                (
                    "drawn_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="udtrukket"),
                ),
                ("wrong", models.PositiveSmallIntegerField(null=True, verbose_name="Forkert afgørelse")),
                ("not_assessable", models.PositiveSmallIntegerField(null=True, verbose_name="Kunne ikke vurderes")),
                ("no_criticism", models.PositiveSmallIntegerField(null=True, verbose_name="Ingen kritik")),
                ("withdrawn", models.PositiveSmallIntegerField(null=True, verbose_name="Udgået")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tilsyn.checklistversion",
                        verbose_name="tjekliste",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="udtrukket af",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "egen kontrol",
                "verbose_name_plural": "egne kontroller",
                "ordering": ["-month", "team"],
            },
        ),
        migrations.CreateModel(
            name="MockReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nr.")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong", "Forkert afgørelse"),
                            ("not_assessable", "Kunne ikke vurderes"),
                            ("no_criticism", "Ingen kritik"),
                            ("withdrawn", "Udgået"),
                        ],
                        db_default="",
                        max_length=20,
                        verbose_name="resultat",
                    ),
                ),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Hændelsen"),
                                (2, "Borgerens forklaring"),
                                (3, "Rådighedsvurdering"),
                                (4, "Vurdering af sanktion eller konsekvens"),
                                (5, "Tidligere sanktioner, 12 måneder"),
                                (6, "Afgørelsen"),
                                (7, "Ydelse"),
                                (8, "Timesedler"),
                                (9, "Udbetalingsspecifikationer"),
                                (10, "Andet relevant materiale"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="manglende materiale",
                    ),
                ),
                ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
                ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="gennemgået")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.case",
                        verbose_name="sag",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="tilsyn.mockdraw"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gennemgås af",
                    ),
                ),
            ],
            options={
                "verbose_name": "gennemgang",
                "verbose_name_plural": "gennemgange",
                "ordering": ["draw", "number"],
            },
        ),
        migrations.CreateModel(
            name="MockAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Ja"), ("no", "Nej"), ("not_relevant", "Ikke relevant")],
                        max_length=12,
                        verbose_name="svar",
                    ),
                ),
                ("remark", sanktion.base.encryption.EncryptedTextField(blank=True, verbose_name="bemærkning")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tilsyn.checklistitem"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="tilsyn.mockreview"
                    ),
                ),
            ],
            options={
                "verbose_name": "svar i gennemgang",
                "verbose_name_plural": "svar i gennemgange",
                "ordering": ["item__position"],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Afslået formidlet arbejde"),
                                (2, "Udeblevet fra samtale hos staten"),
                                (3, "Udeblevet fra jobsamtale i kommunen"),
                                (4, "Udeblevet fra opfølgningssamtale"),
                                (5, "Ikke søgt anviste jobordrer"),
                                (6, "Ophørt med arbejde uden rimelig grund"),
                                (7, "Ikke givet besked om sygdom"),
                                (8, "Afvist arbejde eller tilbud uden rimelig grund"),
                                (9, "Udeblevet fra tilbud"),
                                (10, "Ikke indlagt CV på Jobnet"),
                                (99, "Anden hændelse"),
                            ]
                        ),
                        size=None,
                        verbose_name="hændelser",
                    ),
                ),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("undecided", "Ikke afgjort"),
                                ("no_sanction", "Ingen sanktion"),
                                ("deduction", "Fradrag"),
                                ("reduction", "Nedsættelse"),
                                ("termination", "Ophør"),
                                ("strict", "Skærpet rådighedssanktion"),
                                ("event_withdrawn", "Hændelsen er trukket tilbage"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="konsekvenser",
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case_number", "Sagsnummer"),
                                ("event_kind", "Hændelse"),
                                ("event_date", "Hændelsesdato"),
                                ("outcome", "Konsekvens"),
                                ("legal_basis", "Paragraf"),
                                ("effect_from", "Virkning fra"),
                                ("match_category", "Matchkategori på hændelsesdatoen"),
                                ("benefit", "Ydelse"),
                                ("cpr", "CPR-nummer"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="kolonner",
                    ),
                ),
                ("first", models.DateField(verbose_name="fra og med")),
                ("last", models.DateField(verbose_name="til og med")),
                ("found", models.PositiveIntegerField(verbose_name="sager")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="nr.")),
                ("theme", models.CharField(max_length=300, verbose_name="tema")),
                (
                    "cpr_reason",
                    sanktion.base.encryption.EncryptedTextField(null=True, verbose_name="begrundelse for CPR-numre"),
                ),
                ("counts", models.JSONField(verbose_name="optælling")),
                ("without_case", models.PositiveIntegerField(verbose_name="hændelser uden sag")),
                ("sha256", sanktion.base.encryption.EncryptedTextField(verbose_name="kontrolsum")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på spotundersøgelse",
                "verbose_name_plural": "svar på spotundersøgelse",
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="nr.")),
                ("facts", sanktion.base.encryption.EncryptedJSONField(verbose_name="oplysninger")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_rows",
                        to="tilsyn.surveyanswer",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sanktion.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "række i svar",
                "verbose_name_plural": "rækker i svar",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SurveyRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Afslået formidlet arbejde"),
                                (2, "Udeblevet fra samtale hos staten"),
                                (3, "Udeblevet fra jobsamtale i kommunen"),
                                (4, "Udeblevet fra opfølgningssamtale"),
                                (5, "Ikke søgt anviste jobordrer"),
                                (6, "Ophørt med arbejde uden rimelig grund"),
                                (7, "Ikke givet besked om sygdom"),
                                (8, "Afvist arbejde eller tilbud uden rimelig grund"),
                                (9, "Udeblevet fra tilbud"),
                                (10, "Ikke indlagt CV på Jobnet"),
                                (99, "Anden hændelse"),
                            ]
                        ),
                        size=None,
                        verbose_name="hændelser",
                    ),
                ),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("undecided", "Ikke afgjort"),
                                ("no_sanction", "Ingen sanktion"),
                                ("deduction", "Fradrag"),
                                ("reduction", "Nedsættelse"),
                                ("termination", "Ophør"),
                                ("strict", "Skærpet rådighedssanktion"),
                                ("event_withdrawn", "Hændelsen er trukket tilbage"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="konsekvenser",
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case_number", "Sagsnummer"),
                                ("event_kind", "Hændelse"),
                                ("event_date", "Hændelsesdato"),
                                ("outcome", "Konsekvens"),
                                ("legal_basis", "Paragraf"),
                                ("effect_from", "Virkning fra"),
                                ("match_category", "Matchkategori på hændelsesdatoen"),
                                ("benefit", "Ydelse"),
                                ("cpr", "CPR-nummer"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="kolonner",
                    ),
                ),
                ("first", models.DateField(verbose_name="fra og med")),
                ("last", models.DateField(verbose_name="til og med")),
                ("found", models.PositiveIntegerField(verbose_name="sager")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="tilsyn.supervision"
                    ),
                ),
            ],
            options={
                "verbose_name": "søgning",
                "verbose_name_plural": "søgninger",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WithdrawalNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateField(db_index=True, verbose_name="skal sendes")),
                ("sent_on", models.DateField(null=True, verbose_name="sendt")),
                (
                    "sent_way",
                    models.CharField(
                        blank=True,
                        choices=[("secure_mail", "Sikker e-mail"), ("post", "Post")],
                        db_default="",
                        max_length=12,
                        verbose_name="sendt med",
                    ),
                ),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="bortfaldet")),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="tilsyn.supervisionpaper",
                    ),
                ),
                (
                    "selected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="tilsyn.selectedcase"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "meddelelse om udgået sag",
                "verbose_name_plural": "meddelelser om udgåede sager",
                "ordering": ["due", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="checklistversion_valid_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.UniqueConstraint(fields=("valid_from",), name="checklist_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="checklist_item_once"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(condition=models.Q(("text__regex", "\\S")), name="checklist_item_asks"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__isnull", True), ("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), _connector="OR"
                ),
                name="checklist_item_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mockdraw",
            constraint=models.UniqueConstraint(fields=("team", "month"), name="mock_draw_once_a_month"),
        ),
        migrations.AddConstraint(
            model_name="mockdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "closed"])), name="mock_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mockdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="mock_month_is_its_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="mockdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drawn__gt", 0), ("drawn__lte", models.F("wanted")), ("drawn__lte", models.F("population"))
                ),
                name="mock_draws_what_there_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="mockdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("no_criticism__isnull", True),
                        ("not_assessable__isnull", True),
                        ("status", "open"),
                        ("withdrawn__isnull", True),
                        ("wrong__isnull", True),
                    ),
                    models.Q(
                        (
                            "drawn",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("wrong"), "+", models.F("not_assessable")
                                    ),
                                    "+",
                                    models.F("no_criticism"),
                                ),
                                "+",
                                models.F("withdrawn"),
                            ),
                        ),
                        ("no_criticism__isnull", False),
                        ("not_assessable__isnull", False),
                        ("status", "closed"),
                        ("withdrawn__isnull", False),
                        ("wrong__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="mock_four_counts_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="mockreview",
            constraint=models.UniqueConstraint(fields=("draw", "number"), name="mock_review_number_once"),
        ),
        migrations.AddConstraint(
            model_name="mockreview",
            constraint=models.UniqueConstraint(fields=("draw", "case"), name="mock_review_case_once"),
        ),
        migrations.AddConstraint(
            model_name="mockreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("verdict", "")),
                    models.Q(
                        ("reviewed_at__isnull", False),
                        ("reviewer__isnull", False),
                        ("verdict__in", ["wrong", "not_assessable", "no_criticism", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="mock_review_done_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="mockreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("missing__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                        ("missing__len__gt", 0),
                        ("verdict", "not_assessable"),
                    ),
                    models.Q(models.Q(("verdict", "not_assessable"), _negated=True), ("missing", [])),
                    _connector="OR",
                ),
                name="mock_review_names_what_is_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="mockanswer",
            constraint=models.UniqueConstraint(fields=("review", "item"), name="mock_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="mockanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["yes", "no", "not_relevant"])), name="mock_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "columns__contained_by",
                        [
                            "case_number",
                            "event_kind",
                            "event_date",
                            "outcome",
                            "legal_basis",
                            "effect_from",
                            "match_category",
                            "benefit",
                            "cpr",
                        ],
                    ),
                    ("columns__len__gt", 0),
                    ("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99]),
                    ("kinds__len__gt", 0),
                    (
                        "outcomes__contained_by",
                        [
                            "undecided",
                            "no_sanction",
                            "deduction",
                            "reduction",
                            "termination",
                            "strict",
                            "event_withdrawn",
                        ],
                    ),
                    ("outcomes__len__gt", 0),
                ),
                name="surveyanswer_asks_what_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="surveyanswer_period_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.UniqueConstraint(fields=("supervision", "number"), name="survey_answer_number_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("columns__contains", ["cpr"]), _negated=True),
                    ("cpr_reason__isnull", False),
                    _connector="OR",
                ),
                name="survey_answer_cpr_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswerrow",
            constraint=models.UniqueConstraint(fields=("answer", "number"), name="survey_row_number_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyanswerrow",
            constraint=models.UniqueConstraint(fields=("answer", "case"), name="survey_row_case_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "columns__contained_by",
                        [
                            "case_number",
                            "event_kind",
                            "event_date",
                            "outcome",
                            "legal_basis",
                            "effect_from",
                            "match_category",
                            "benefit",
                            "cpr",
                        ],
                    ),
                    ("columns__len__gt", 0),
                    ("kinds__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99]),
                    ("kinds__len__gt", 0),
                    (
                        "outcomes__contained_by",
                        [
                            "undecided",
                            "no_sanction",
                            "deduction",
                            "reduction",
                            "termination",
                            "strict",
                            "event_withdrawn",
                        ],
                    ),
                    ("outcomes__len__gt", 0),
                ),
                name="surveyrun_asks_what_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="surveyrun_period_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawalnotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at__isnull", True)), fields=("selected",), name="withdrawal_notice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawalnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_by__isnull", True), ("sent_on__isnull", True), ("sent_way", "")),
                    models.Q(
                        ("dropped_at__isnull", True),
                        ("paper__isnull", False),
                        ("sent_by__isnull", False),
                        ("sent_on__gte", models.F("due")),
                        ("sent_on__isnull", False),
                        ("sent_way__in", ["secure_mail", "post"]),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_notice_sent_whole",
            ),
        ),
        migrations.RunSQL(NOTICES + SURVEYS + REVIEWS, REVERSE),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
