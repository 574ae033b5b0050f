"""B033-B038: a month closes for good when nothing can come to it any more; until then a count is put right by another.

The database's own clock says which months are over, so the months here are long past.
"""

import logging
from datetime import date, timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.statistics import close_month, correct_count
from koerelister.actions.visits import log_visit
from koerelister.checks import months_not_closed
from koerelister.models import RouteList, StatisticsMonth, VisitCorrection, VisitCount
from koerelister.statistics.exact import month_states, waits_for
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory, visit

pytestmark = pytest.mark.thorough

MONTH = date(2018, 10, 1)


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def counted(month=MONTH):
    """What counts and corrections together say, by area and contact."""
    sums = {}
    for model in (VisitCount, VisitCorrection):
        for area, contact, count in model.objects.filter(month=month).values_list("area__name", "contact", "count"):
            sums[area, contact] = sums.get((area, contact), 0) + count
    return sums


@pytest.fixture
def manager(db):
    return UserFactory(role="leder")


@pytest.fixture
def visits(area):
    for contact in (True, False, False):
        VisitCount.objects.add_one(MONTH, area, contact=contact)
    return area


def test_a_closed_month_never_changes(visits, manager):
    close_month(MONTH, by=manager)
    with pytest.raises(IntegrityError, match="lukket i statistikken"), transaction.atomic():
        VisitCount.objects.add_one(MONTH, visits, contact=True)
    with pytest.raises(ValidationError, match="lukket i statistikken"):
        correct_count(MONTH, wrong=(visits, True), right=None, by=manager)
    with pytest.raises(IntegrityError, match="lukket i statistikken"):
        execute("UPDATE koerelister_visitcount SET count = count + 1")
    for statement in (
        "DELETE FROM koerelister_statisticsmonth",
        "UPDATE koerelister_statisticsmonth SET threshold = 9",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(statement)
    assert counted() == {("Odense C", True): 1, ("Odense C", False): 2}


def test_it_is_closed_once(visits, manager):
    close_month(MONTH, by=manager)
    with pytest.raises(ValidationError, match="Oktober 2018 er allerede lukket"):
        close_month(MONTH, by=manager)


def test_the_threshold_is_kept_with_the_month_and_is_never_under_the_least(visits, manager, settings):
    settings.SANKTION_SMALL_CELL = 1
    assert close_month(MONTH, by=manager).threshold == 3
    with pytest.raises(IntegrityError, match="closed_threshold"), transaction.atomic():
        StatisticsMonth.objects.create(month=date(2018, 9, 1), threshold=2, closed_by=manager)


@pytest.mark.parametrize("day", [date(2018, 10, 31), date(2018, 11, 1), date(2018, 3, 1)])
def test_a_list_that_is_left_keeps_the_month_open(visits, route_list, manager, day):
    """One of the 1st too: a visit may be of the evening before."""
    RouteList.objects.update(date=day)
    with pytest.raises(ValidationError, match="1 køreliste skal destrueres først"):
        close_month(MONTH, by=manager)
    with pytest.raises(IntegrityError, match="ikke er destrueret"), transaction.atomic():
        StatisticsMonth.objects.create(month=MONTH, threshold=5, closed_by=manager)


def test_a_later_list_does_not(visits, route_list, manager):
    RouteList.objects.update(date=date(2018, 11, 2))
    assert close_month(MONTH, by=manager).month == MONTH


def test_a_month_that_is_not_over_stays_open(area, manager):
    this = timezone.localdate().replace(day=1)
    assert "Kan lukkes fra den 02-" in waits_for(this)
    with pytest.raises(ValidationError, match="kan ikke lukkes endnu"):
        close_month(this, by=manager)
    with pytest.raises(IntegrityError, match="tidligst lukkes den 2"), transaction.atomic():
        StatisticsMonth.objects.create(month=this, threshold=5, closed_by=manager)


def test_a_visit_in_a_closed_month_is_refused_and_nothing_of_it_is_noted(stop, caseworker, manager):
    """No page leads there: the month waits for the list. The database refuses all the same."""
    RouteList.objects.update(date=date(2018, 11, 5))
    close_month(MONTH, by=manager)
    moment = timezone.make_aware(timezone.datetime(2018, 10, 31, 20))
    with pytest.raises(IntegrityError, match="lukket i statistikken"), transaction.atomic():
        log_visit(stop, visit=visit(happened_at=moment), by=caseworker)
    assert stop.case.contact_attempts.count() == 0


def test_the_form_says_so_in_danish(client, stop, caseworker, manager):
    close_month(MONTH, by=manager)
    RouteList.objects.update(date=MONTH)
    client.force_login(caseworker)
    page = client.post(
        reverse("stop_visit", args=[stop.route_list_id, stop.position]),
        {f"stop{stop.position}-date": "30-10-2018", f"stop{stop.position}-time": "10.00"},
    )
    assert "Oktober 2018 er lukket i statistikken." in page.content.decode()


@pytest.mark.parametrize(
    ("right", "after"),
    [
        (("own", True), {("Odense C", True): 2, ("Odense C", False): 1}),
        (("other", False), {("Odense C", True): 1, ("Odense C", False): 1, ("Valby", False): 1}),
        (None, {("Odense C", True): 1, ("Odense C", False): 1}),
    ],
    ids=["contact the other way round", "another area", "counted twice"],
)
def test_a_correction_is_a_counter_entry(visits, manager, right, after):
    areas = {"own": visits, "other": AreaFactory(name="Valby")}
    belongs = (areas[right[0]], right[1]) if right else None
    correct_count(MONTH, wrong=(visits, False), right=belongs, by=manager)
    assert counted() == after
    assert VisitCount.objects.get(contact=False).count == 2


def test_a_sum_never_goes_below_nothing(visits, manager):
    correct_count(MONTH, wrong=(visits, True), right=None, by=manager)
    with pytest.raises(ValidationError, match="kan ikke komme under 0"):
        correct_count(MONTH, wrong=(visits, True), right=(visits, False), by=manager)
    assert counted() == {("Odense C", True): 0, ("Odense C", False): 2}
    with pytest.raises(IntegrityError, match="kun ændres ved en ny"):
        execute("UPDATE koerelister_visitcorrection SET contact = false")
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("DELETE FROM koerelister_visitcorrection")


def test_a_correction_tells_the_log_who_and_which_month_and_no_more(
    visits, manager, caplog, django_capture_on_commit_callbacks
):
    """B038: with the time of the line, an area and a direction would tell of a visit."""
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        correct_count(MONTH, wrong=(visits, False), right=(visits, True), by=manager)
    assert [record.getMessage() for record in caplog.records if "statistics" in record.getMessage()] == [
        f"statistics.correct by={manager.pk} month=2018-10"
    ]


def test_the_page_of_months_and_its_acts(client, visits, manager, caseworker):
    client.force_login(manager)
    url = reverse("statistics_close", args=[2018, 10])
    assert url in client.get(reverse("statistics_months")).content.decode()
    given = {"month": "2018-10-01", "area": visits.pk, "contact": "no", "change": "contact"}
    page = client.post(reverse("statistics_correct"), given | {"right_area": visits.pk})
    assert page.status_code == 422
    assert client.post(reverse("statistics_correct"), given | {"change": "area"}).status_code == 422
    assert client.post(reverse("statistics_correct"), given).status_code == 302
    assert counted() == {("Odense C", True): 2, ("Odense C", False): 1}
    assert "kan ikke åbnes igen" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    page = client.get(reverse("statistics_months")).content.decode()
    assert url not in page
    assert "Lukket" in page
    assert client.post(url).status_code == 422
    client.force_login(caseworker)
    assert "Ret et tal" not in client.get(reverse("statistics_months")).content.decode()


@pytest.mark.parametrize("address", [(2018, 13), (1999, 1), (2018, 9)])
def test_only_a_month_with_counts_before_it_has_a_page(client, visits, manager, address):
    client.force_login(manager)
    assert client.get(reverse("statistics_close", args=address)).status_code == 404


def test_months_without_visits_are_closed_too(visits, manager):
    """So that a year can be whole."""
    assert [state.month for state in month_states()][-2:] == [date(2018, 11, 1), MONTH]
    close_month(date(2018, 11, 1), by=manager)
    opened = StatisticsMonth.objects.open_before(date(2019, 1, 3))
    assert opened == [MONTH, date(2018, 12, 1)]
    assert StatisticsMonth.objects.open_before(date(2019, 1, 2)) == [MONTH]


def test_the_nightly_check_counts_months_that_are_not_closed(visits, manager):
    assert months_not_closed(date(2018, 11, 1) + timedelta(days=1)) == 0
    assert months_not_closed(date(2018, 11, 1) + timedelta(days=2)) == 1
    close_month(MONTH, by=manager)
    assert months_not_closed(date(2018, 11, 3)) == 0


def test_closing_waits_for_who_is_counting_and_then_seals_every_row(own_database):
    """A visit that is being noted is counted before the month closes, or refused. After it no row keeps the
    transaction of its last visit: as far as the database goes, all of them are the closing's."""
    manager, area = UserFactory(role="leder"), AreaFactory()
    VisitCount.objects.add_one(MONTH, area, contact=True)
    with own_database.transaction():
        own_database.execute(
            "INSERT INTO koerelister_visitcount (month, area_id, contact, count) VALUES (%s, %s, false, 1)",
            [MONTH, area.pk],
        )
        execute("SET lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            close_month(MONTH, by=manager)
        execute("RESET lock_timeout")
    close_month(MONTH, by=manager)
    xids = "SELECT DISTINCT xmin::text FROM koerelister_visitcount"
    closing = own_database.execute("SELECT xmin::text FROM koerelister_statisticsmonth").fetchone()
    assert own_database.execute(xids).fetchall() == [closing]
    for statement in ("UPDATE koerelister_visitcount SET count = count + 1", "DELETE FROM koerelister_statisticsmonth"):
        with pytest.raises(psycopg.Error, match=r"lukket i statistikken|kan ikke ændres"):
            own_database.execute(statement)
