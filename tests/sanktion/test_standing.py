"""Match category, target group and registration as histories, each rule tried past form, act, ORM and raw SQL."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from sanktion.actions.access import give_access
from sanktion.actions.imports import load_table, read_import
from sanktion.actions.standing import correct_period, open_period, withdraw_period
from sanktion.base.acting import acting, system
from sanktion.models import AccessLog, JobSeekerPeriod, MatchCategory, Standing, TargetGroupPeriod, standing_on

from ..factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

MARCH, MAY, JUNE = date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)
ASSESSED = {"category": 4, "reason": "Er syg", "assessor_name": "Hanne Bruun, jobkonsulent"}


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def running(citizen):
    return MatchCategory.objects.create(citizen=citizen, category=2, period=DateRange(MARCH, None))


def url(name, citizen, *rest):
    return reverse(name, args=[citizen.pk, *rest])


def new(page, citizen, kind="matchkategori", **given):
    return page.post(url("standing_new", citizen, kind), given)


class TestNewPeriod:
    def test_closes_the_running_one_the_day_before(self, page, citizen, running, caseworker):
        assert new(page, citizen, category="3", since="01-06-2026").url == url("standing", citizen)
        assert [citizen.match_category_on(day) for day in (MARCH, MAY, JUNE)] == [2, 2, 3]
        running.refresh_from_db()
        assert running.history.first().history_change_reason == "Afløst af en ny periode"
        assert running.history.first().history_user == caseworker
        assert AccessLog.objects.filter(citizen=citizen, kind="write", page="standing_new").count() == 1

    def test_a_double_click_is_one_period(self, page, citizen):
        for _ in range(2):
            assert new(page, citizen, "maalgruppe", group="job_ready", since="01-06-2026").status_code == 302
        assert TargetGroupPeriod.objects.filter(citizen=citizen).count() == 1

    def test_with_a_last_day(self, page, citizen):
        new(page, citizen, "tilmelding", since="01-03-2026", until="31-05-2026")
        assert [citizen.is_job_seeker_on(day) for day in (MARCH, MAY, JUNE)] == [True, True, False]

    @pytest.mark.parametrize("since", ["01-03-2026", "01-02-2026"])
    def test_overlap_is_refused_with_a_sentence(self, page, citizen, running, since):
        """The exclusion constraint is what refuses."""
        response = new(page, citizen, category="3", since=since)
        assert response.status_code == 422
        assert "Perioden overlapper «Matchkategori 2, fra 1. marts 2026»" in response.content.decode()
        assert list(MatchCategory.objects.filter(citizen=citizen)) == [running]

    def test_a_refused_one_leaves_the_running_one_open(self, citizen, running, caseworker):
        MatchCategory.objects.create(citizen=CitizenFactory(), category=1, period=DateRange(MARCH, None))
        running.period = DateRange(MARCH, date(2026, 4, 1))
        running.save()
        later = MatchCategory.objects.create(citizen=citizen, category=3, period=DateRange(JUNE, None))
        with acting(caseworker), pytest.raises(ValidationError, match="overlapper «Matchkategori 3"):
            open_period(MatchCategory, citizen, since=MAY, values={"category": 1}, by=caseworker)
        later.refresh_from_db()
        assert later.period.upper is None

    def test_backwards_is_refused(self, page, citizen, caseworker):
        assert (
            "slutter, før" in new(page, citizen, "tilmelding", since="01-06-2026", until="31-05-2026").content.decode()
        )
        with acting(caseworker), pytest.raises(ValidationError, match="slutter, før"):
            open_period(JobSeekerPeriod, citizen, since=JUNE, until=MAY, values={}, by=caseworker)


class TestAssessor:
    """V016: 4 and 5 need an assessor and a reason."""

    @pytest.mark.parametrize("category", ["4", "5"])
    def test_form(self, page, citizen, caseworker, category):
        text = new(page, citizen, category=category, since="01-06-2026").content.decode()
        assert "Begrund, hvorfor" in text
        assert "Vælg, hvem der har vurderet det" in text
        told = {"category": category, "since": "01-06-2026", "reason": "Er syg"}
        assert new(page, citizen, **told, assessor=caseworker.pk).status_code == 302
        assert MatchCategory.objects.get(citizen=citizen).assessed_by == str(caseworker)

    def test_a_stranger_cannot_be_named_as_colleague(self, page, citizen):
        stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
        told = {"category": "4", "since": "01-06-2026", "reason": "Er syg"}
        assert new(page, citizen, **told, assessor=stranger.pk).status_code == 422

    def test_act(self, citizen, caseworker):
        with acting(caseworker), pytest.raises(ValidationError, match="kræver en begrundelse"):
            open_period(MatchCategory, citizen, since=JUNE, values={"category": 5, "reason": " "}, by=caseworker)

    @pytest.mark.parametrize("missing", ["reason", "assessor_name"])
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_orm(self, citizen, missing, blank):
        values = ASSESSED | {missing: blank}
        with pytest.raises(IntegrityError, match="match_category_assessed"), transaction.atomic():
            MatchCategory.objects.create(citizen=citizen, period=DateRange(JUNE, None), **values)

    @pytest.mark.parametrize(
        "change", ["category = 4", "category = 5, reason = 'Er syg'", "category = 4, assessor_name = 'Hanne'"]
    )
    def test_raw_sql(self, running, change):
        statement = f"UPDATE sanktion_matchcategory SET {change} WHERE id = %s"  # noqa: S608
        with pytest.raises(IntegrityError, match="match_category_assessed"), transaction.atomic():
            connection.cursor().execute(statement, [running.pk])

    def test_raw_sql_cannot_change_what_the_history_says(self, running):
        statement = "UPDATE sanktion_historicalmatchcategory SET category = 1 WHERE id = %s"
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement, [running.pk])


@pytest.mark.parametrize("table", ["matchcategory", "targetgroupperiod", "jobseekerperiod"])
def test_an_empty_period_is_refused_by_the_database(citizen, running, table):
    TargetGroupPeriod.objects.create(citizen=citizen, group="job_ready", period=DateRange(MARCH, None))
    JobSeekerPeriod.objects.create(citizen=citizen, period=DateRange(MARCH, None))
    statement = f"UPDATE sanktion_{table} SET period = 'empty' WHERE citizen_id = %s"  # noqa: S608
    with pytest.raises(IntegrityError, match="has_days"), transaction.atomic():
        connection.cursor().execute(statement, [citizen.pk])


class TestCorrection:
    def correct(self, page, row, **given):
        return page.post(url("standing_correct", row.citizen, "matchkategori", row.pk), given)

    def test_keeps_the_old_value_and_the_reason(self, page, citizen, running):
        assert self.correct(page, running, category="3", since="01-03-2026", why="Tastefejl").status_code == 302
        text = page.get(url("standing", citizen)).content.decode()
        assert "Tastefejl" in text
        assert "Matchkategori 2, fra 1. marts 2026 <span" in text
        assert [row.category for row in running.history.all()] == [3, 2]

    def test_needs_a_reason(self, page, running):
        response = self.correct(page, running, category="3", since="01-03-2026")
        assert response.status_code == 422
        assert "hvorfor det rettes" in response.content.decode()
        running.refresh_from_db()
        assert running.category == 2

    def test_overlap_is_refused(self, page, citizen, running, caseworker):
        new(page, citizen, category="3", since="01-06-2026")
        response = self.correct(page, running, category="2", since="01-03-2026", until="01-06-2026", why="Længere")
        assert "Perioden overlapper «Matchkategori 3" in response.content.decode()

    def test_to_4_needs_an_assessor_also_past_the_form(self, running, caseworker):
        with acting(caseworker), pytest.raises(ValidationError, match="kræver en begrundelse"):
            correct_period(running, since=MARCH, values={"category": 4}, why="Fejl", by=caseworker)

    def test_taken_out_it_stays_in_the_history(self, page, citizen, running, caseworker):
        page.post(url("standing_withdraw", citizen, "matchkategori", running.pk), {"why": "Forkert borger"})
        assert citizen.match_category_on(JUNE) is None
        text = page.get(url("standing", citizen)).content.decode()
        assert "Forkert borger" in text
        assert "Udgået" in text

    def test_taking_out_needs_a_reason(self, page, citizen, running):
        assert page.post(url("standing_withdraw", citizen, "matchkategori", running.pk)).status_code == 422
        assert MatchCategory.objects.filter(pk=running.pk).exists()

    def test_reason_may_be_longer_than_a_line(self, running, caseworker):
        with acting(caseworker):
            withdraw_period(running, why="x" * 500, by=caseworker)
        assert len(MatchCategory.history.get(id=running.pk, history_type="-").history_change_reason) == 500


class TestWho:
    def test_one_let_into_a_case_reads_but_does_not_keep(self, client, citizen, caseworker):
        guest = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
        case = CaseFactory(event__citizen=citizen, by=caseworker)
        with acting(caseworker):
            give_access(case, guest, by=caseworker)
        client.force_login(guest)
        assert client.get(url("standing", citizen)).status_code == 200
        assert new(client, citizen, category="3", since="01-06-2026").status_code == 403
        assert not MatchCategory.objects.filter(citizen=citizen).exists()

    def test_a_period_of_another_citizen_is_not_found_here(self, page, team, citizen, running):
        other = CitizenFactory(team=team)
        assert page.get(url("standing_correct", other, "matchkategori", running.pk)).status_code == 404
        assert page.get(url("standing_new", citizen, "andet")).status_code == 404


class TestOnADay:
    """V030."""

    def test_answer_for_a_date(self, page, citizen, running):
        TargetGroupPeriod.objects.create(citizen=citizen, group="activity_ready", period=DateRange(JUNE, None))
        JobSeekerPeriod.objects.create(citizen=citizen, period=DateRange(MARCH, JUNE))
        assert standing_on(citizen, MAY) == Standing(2, None, True)
        assert standing_on(citizen, JUNE) == Standing(2, "activity_ready", False)
        text = page.get(url("standing", citizen), {"dato": "01-06-2026"}).content.decode()
        assert "<h3>1. juni 2026</h3>" in text
        assert "<dd>Aktivitetsparat</dd>" in text
        assert "Ikke tilmeldt" in text

    def test_a_date_that_is_none_is_told(self, page, citizen):
        assert "dd-mm-åååå" in page.get(url("standing", citizen), {"dato": "31-02-2026"}).content.decode()

    @pytest.mark.parametrize("count", [1, 12])
    def test_queries_do_not_follow_the_periods(self, page, citizen, count, django_assert_max_num_queries):
        for month in range(1, count + 1):
            period = DateRange(date(2025, month, 1), date(2025, month, 15))
            MatchCategory.objects.create(citizen=citizen, period=period, **ASSESSED)
        with django_assert_max_num_queries(15):
            page.get(url("standing", citizen))


class TestWarning:
    """V015: told on the case and the event, never a block."""

    OUTSIDE = "Borgeren var i matchkategori 4 på hændelsens dato: tilsynet omfatter ikke sagen."

    @pytest.mark.parametrize(
        ("standing", "told"),
        [
            (Standing(2, None, True), []),
            (Standing(4, None, False), [OUTSIDE]),
            (
                Standing(4, None, True),
                [OUTSIDE, "Borgeren var også tilmeldt som arbejdssøgende. Det passer ikke med kategorien."],
            ),
            (Standing(3, None, False), ["Borgeren var ikke tilmeldt som arbejdssøgende på hændelsens dato."]),
            (Standing(None, None, True), ["Borgerens matchkategori på hændelsens dato er ikke registreret."]),
        ],
    )
    def test_sentences(self, standing, told):
        assert standing.warnings == told

    def test_on_the_case_for_the_day_of_the_event(self, page, citizen, caseworker):
        MatchCategory.objects.create(citizen=citizen, period=DateRange(MARCH, JUNE), **ASSESSED)
        MatchCategory.objects.create(citizen=citizen, category=1, period=DateRange(JUNE, None))
        case = CaseFactory(event__citizen=citizen, event__occurred_on=MAY, by=caseworker)
        after = CaseFactory(event__citizen=citizen, event__occurred_on=JUNE, by=caseworker)
        assert self.OUTSIDE in page.get(reverse("case", args=[case.number])).content.decode()
        assert self.OUTSIDE not in page.get(reverse("case", args=[after.number])).content.decode()
        assert self.OUTSIDE in page.get(reverse("case_events", args=[after.number])).content.decode()

    def test_on_the_citizens_events(self, page, citizen):
        MatchCategory.objects.create(citizen=citizen, period=DateRange(MARCH, None), **ASSESSED)
        EventFactory(citizen=citizen, occurred_on=JUNE)
        assert self.OUTSIDE in page.get(reverse("citizen", args=[citizen.pk])).content.decode()


class TestImport:
    HEADER = "cpr;fornavn;efternavn;adresse_id;matchkategori;matchkategori_fra"
    MORE = ";matchkategori_begrundelse;matchkategori_vurderet_af;maalgruppe;maalgruppe_fra"

    def load(self, *lines):
        with system("test"):
            return load_table(read_import("\n".join(lines).encode()), team=TeamFactory(), by=None)

    def test_4_without_assessment_is_refused_with_a_line(self):
        outcome = self.load(self.HEADER, "6101701111;Ida;Lund;;4;01-03-2026")
        sentences = [sentence for _column, sentence in outcome.reported[0].faults]
        assert sentences == [
            "begrundelse mangler: den kræves ved matchkategori 4 og 5",
            "hvem der har vurderet, mangler: det kræves ved matchkategori 4 og 5",
        ]
        assert not MatchCategory.objects.exists()

    def test_with_assessment_and_target_group(self):
        row = "6101701111;Ida;Lund;;4;01-03-2026;Er syg;Hanne Bruun, jobkonsulent;Aktivitetsparat;01-03-2026"
        assert self.load(self.HEADER + self.MORE, row).loaded == 1
        found = MatchCategory.objects.get()
        assert (found.reason, found.assessed_by) == ("Er syg", "Hanne Bruun, jobkonsulent")
        assert found.citizen.target_group_on(MAY) == "activity_ready"
        # The same period again, this time from a file that doesn't say who assessed it.
        assert self.load(self.HEADER, "6101701111;Ida;Lund;;4;01-03-2026").already == 1

    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            (";;;;jobparat;", "datoen for målgruppen mangler"),
            (";;;;;01-03-2026", "målgruppen mangler"),
            (";;;;doven;01-03-2026", "ukendt målgruppe doven"),
        ],
    )
    def test_target_group_and_its_day_come_together(self, cells, sentence):
        outcome = self.load(self.HEADER + self.MORE, f"6101701111;Ida;Lund;;{cells}")
        assert outcome.reported[0].faults[0][1] == sentence
