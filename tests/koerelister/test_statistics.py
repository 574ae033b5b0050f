"""B033-B041: month × area × contact and a number; nothing in it is about anybody."""

import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from koerelister.models import DestructionRecord, VisitCorrection, VisitCount
from koerelister.statistics.exact import year_figures, years
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db


def columns(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1", [table]
        )
        return cursor.fetchall()


def test_the_counters_have_four_columns_and_no_other():
    assert columns("koerelister_visitcount") == [
        ("area_id", "bigint"),
        ("contact", "boolean"),
        ("count", "integer"),
        ("month", "date"),
    ]


def test_a_month_has_no_day(area):
    with pytest.raises(IntegrityError, match="visit_count_first_of_month"), transaction.atomic():
        VisitCount.objects.create(month=date(2026, 11, 2), area=area, contact=True, count=1)


def test_counting_puts_the_day_away(area):
    VisitCount.objects.add_one(date(2026, 11, 23), area, contact=True)
    VisitCount.objects.add_one(date(2026, 11, 30), area, contact=True)
    VisitCount.objects.add_one(date(2026, 12, 1), area, contact=True)
    counts = VisitCount.objects.order_by("month").values_list("month", "count")
    assert list(counts) == [(date(2026, 11, 1), 2), (date(2026, 12, 1), 1)]


@pytest.mark.parametrize(
    "change",
    ["SET count = count - 1", "SET month = '2026-01-01'", "SET contact = NOT contact"],
)
def test_a_count_is_never_taken_back_or_moved(area, change):
    VisitCount.objects.add_one(date(2026, 11, 23), area, contact=True)
    with pytest.raises(DatabaseError, match="kan kun vokse"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE koerelister_visitcount {change}")


def test_a_count_is_never_deleted(area):
    VisitCount.objects.add_one(date(2026, 11, 23), area, contact=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM koerelister_visitcount")


@pytest.fixture
def counted(area):
    other = AreaFactory(name="Nørrebro")
    for month, where, contact, count in [
        (date(2026, 9, 1), area, True, 3),
        (date(2026, 9, 1), area, False, 7),
        (date(2026, 10, 1), area, True, 1),
        (date(2026, 10, 1), other, False, 4),
        (date(2025, 10, 1), other, True, 90),
    ]:
        VisitCount.objects.create(month=month, area=where, contact=contact, count=count)
    return area


@time_machine.travel("2026-10-15 12:00+02:00", tick=False)
def test_the_figures_of_a_year(counted):
    figures = year_figures(2026)
    assert (figures.whole.contact, figures.whole.none, figures.whole.total, figures.whole.percent) == (4, 11, 15, 27)
    assert figures.span == "januar–oktober 2026"
    assert [month.total for month in figures.whole.months] == [0] * 8 + [10, 5]
    assert [(row.name, row.total) for row in figures.areas] == [("Odense C", 11), ("Nørrebro", 4)]
    assert years() == [2026, 2025]


@time_machine.travel("2026-10-15 12:00+02:00", tick=False)
def test_an_earlier_year_has_all_its_months(counted):
    assert year_figures(2025).span == "januar–december 2025"


def test_how_many_lists_are_destroyed(route_list, area, caseworker):
    day = route_list.date
    DestructionRecord.objects.create(
        number="OC-1", area=area, date=day, stops=1, visited=1, copies_printed=0, copies_shredded=0, by=caseworker
    )
    type(route_list).objects.filter(pk=route_list.pk).update(date=date(day.year, 1, 1))
    lists = year_figures(day.year).lists
    assert (lists.total, lists.destroyed, lists.same_day, lists.in_time) == (2, 1, 1, 1)
    assert (lists.same_day_percent, lists.in_time_percent) == (50, 50)


@time_machine.travel("2026-10-15 12:00+02:00", tick=False)
@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "administrator"])
def test_the_page(client, counted, role):
    client.force_login(UserFactory(role=role))
    page = client.get(reverse("statistics"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Besøgsstatistik, januar–oktober 2026" in text
    assert '<td class="num">27</td>' in text
    assert "10 <small>" in text, "the last month that is over is September"
    assert text.count("<figure>") == 2
    assert "?aar=2025" in text


@time_machine.travel("2026-10-15 12:00+02:00", tick=False)
def test_another_year(client, counted, caseworker):
    client.force_login(caseworker)
    assert "Besøgsstatistik, januar–december 2025" in client.get("/statistik/?aar=2025").content.decode()
    assert "oktober 2026" in client.get("/statistik/?aar=1999").content.decode()


def test_the_page_without_figures(client, caseworker):
    client.force_login(caseworker)
    assert "Der er ingen besøg i året" in client.get(reverse("statistics")).content.decode()


def test_the_page_costs_the_same_however_many_areas(client, caseworker, counted, django_assert_max_num_queries):
    client.force_login(caseworker)
    for number in range(12):
        VisitCount.objects.add_one(date(2026, 9, 1), AreaFactory(), contact=bool(number % 2))
    with django_assert_max_num_queries(16):
        client.get(reverse("statistics"))


@pytest.mark.parametrize("role", ["udkørende", "tilsynsansvarlig"])
def test_others_may_not_see_it(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("statistics")).status_code == 403


def test_the_page_tells_visits_from_citizens_and_shows_what_is_corrected(client, counted, caseworker):
    """B034 counts citizens, B039 forbids to know them again: what is counted is visits, and the page says so."""
    VisitCorrection.add(date(2026, 9, 1), counted, contact=True, count=-1)
    client.force_login(caseworker)
    text = client.get("/statistik/?aar=2026").content.decode()
    assert "En borger, der er besøgt to gange i en måned, tæller to gange" in text
    assert "heraf rettet: −1" in text
    figures = year_figures(2026)
    assert (figures.whole.contact, figures.whole.contact_corrected, figures.before[9]) == (3, -1, 90)


def test_the_browsers_own_print_of_the_page_holds_no_figure(client, counted, caseworker):
    """B038: the stylesheet for paper hides everything from ``screenonly`` on."""
    client.force_login(caseworker)
    text = client.get("/statistik/?aar=2026").content.decode()
    before, exact = text.split('<div class="screenonly">')
    assert "<table" not in before
    assert "<dd>" not in before
    assert "<svg" not in before.split('<main id="main"')[1]
    assert 'class="num">27<' in exact
    paper = (Path(settings.STATICFILES_DIRS[0]) / "css" / "print.css").read_text(encoding="utf-8")
    assert re.search(r"\.screenonly \{\s+display: none;", paper)


@pytest.mark.parametrize("table", ["koerelister_visitcount", "koerelister_visitcorrection"])
def test_no_counter_has_an_order_a_clock_or_a_transaction_to_read(area, table):
    """B038-B041: the key is the dimensions, no sequence numbers the rows, and PostgreSQL's own columns can't be read:
    a row's ``xmin`` is the transaction of its last visit, which wrote the journal's note too."""
    VisitCount.objects.add_one(date(2026, 11, 23), area, contact=True)
    assert [name for name, _kind in columns(table)] == ["area_id", "contact", "count", "month"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname LIKE %s", [f"{table}%"])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT attname FROM pg_index, pg_attribute a WHERE indrelid = %s::regclass AND indisprimary"
                       " AND a.attrelid = indrelid AND attnum = ANY (indkey)", [table])  # fmt: skip
        assert {row[0] for row in cursor.fetchall()} == {"month", "area_id", "contact"}
    for column in ("xmin", "cmin", "ctid", "tableoid", "*, xmin"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
