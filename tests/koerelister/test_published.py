"""B038: what leaves the unit is the closed months as they are told, and sums of those. The screen alone is exact."""

import csv
import io
import logging
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from koerelister.actions.statistics import close_month
from koerelister.contributions import statistics_text
from koerelister.models import VisitCorrection, VisitCount
from koerelister.statistics.exports import MEDIA_TYPES, table, write_file
from koerelister.statistics.published import published_year, published_years
from koerelister.statistics.suppression import Cells
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

# Of October: Amager and Valby are small, Nørrebro is not. Of November nothing may be told.
COUNTS = {
    (10, "Nørrebro"): (12, 30),
    (10, "Valby"): (3, 21),
    (10, "Amager"): (4, 8),
    (11, "Nørrebro"): (2, 9),
    (12, "Nørrebro"): (9, 17),
    (12, "Valby"): (6, 5),
}


@pytest.fixture
def manager():
    return UserFactory(role="leder")


@pytest.fixture
def areas():
    return {name: AreaFactory(name=name) for name in ("Nørrebro", "Valby", "Amager")}


def count(areas, year, number, name, cells):
    for contact, many in zip((True, False), cells, strict=True):
        VisitCount.objects.create(month=date(year, number, 1), area=areas[name], contact=contact, count=many)


@pytest.fixture
def closed(areas, manager):
    """October and November 2018 are closed, December is not."""
    for (number, name), cells in COUNTS.items():
        count(areas, 2018, number, name, cells)
    count(areas, 2017, 10, "Nørrebro", (40, 60))
    for month in (date(2017, 10, 1), date(2018, 10, 1), date(2018, 11, 1)):
        close_month(month, by=manager)
    return areas


def rows(year=2018):
    return [row for row in table(published_year(year)) if row[0] != "Forklaring"]


def test_the_table_of_the_files(closed):
    assert rows() == [
        ("oktober 2018", "Nørrebro", 12, 30, 42, 29, None, ""),
        ("oktober 2018", "Valby", None, None, None, None, None, "Skjult"),
        ("oktober 2018", "Amager", None, None, None, None, None, "Skjult"),
        ("oktober 2018", "Skjulte områder i alt", 7, 29, 36, 19, None, ""),
        ("oktober 2018", "I alt", 19, 59, 78, 24, 100, ""),
        ("november 2018", "I alt", None, None, None, None, None, "Skjult: færre end 5"),
        ("oktober–november 2018", "Nørrebro", 12, 30, 42, 29, None, ""),
        ("oktober–november 2018", "Valby", None, None, None, None, None, "Skjult i 1 måned"),
        ("oktober–november 2018", "Amager", None, None, None, None, None, "Skjult i 1 måned"),
        ("oktober–november 2018", "Skjulte områder i alt", 7, 29, 36, 19, None, ""),
        ("oktober–november 2018", "I alt", 19, 59, 78, 24, None, ""),
    ]


def test_it_says_what_is_left_out_and_why(closed):
    year = published_year(2018)
    assert year.left_out.startswith("11 måneder indgår ikke (endnu ikke lukket: januar, februar,")
    assert year.left_out.endswith("for få besøg til at kunne udleveres: november).")
    text = "\n".join(row[-1] for row in table(year) if row[0] == "Forklaring")
    assert "En borger, der er besøgt to gange i en måned, tæller to gange" in text
    assert "mindre end 5, udleveres ikke" in text


def test_another_month_closed_changes_nothing_of_what_is_out(closed, manager):
    """The difference between two exports is the month as it is told itself."""
    before, whole = rows()[:6], published_year(2018).whole
    close_month(date(2018, 12, 1), by=manager)
    assert rows()[:6] == before
    told = published_year(2018).months[11].told
    assert published_year(2018).whole.total == whole.total + told.total
    assert told.shown[closed["Nørrebro"].pk] == Cells(9, 17)


def test_the_threshold_of_the_setting_holds_for_months_closed_from_then_on(closed, manager, settings):
    before = rows()[:6]
    settings.SANKTION_SMALL_CELL = 6
    close_month(date(2018, 12, 1), by=manager)
    assert rows()[:6] == before
    assert published_year(2018).threshold == 6
    assert published_year(2018).months[11].told.hidden == {area.pk for name, area in closed.items() if name != "Amager"}


def test_what_is_corrected_is_told_corrected(areas, manager):
    count(areas, 2018, 10, "Nørrebro", (9, 9))
    VisitCorrection.add(date(2018, 10, 1), areas["Nørrebro"], contact=True, count=-2)
    close_month(date(2018, 10, 1), by=manager)
    assert published_year(2018).months[9].told.total == Cells(7, 9)


def numbers_in(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_and_spreadsheet_say_the_same(closed):
    year = published_year(2018)
    data = write_file(year, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = numbers_in(data)
    assert lines[5] == ["oktober 2018", "I alt", "19", "59", "78", "24", "100", ""]
    sheet = load_workbook(io.BytesIO(write_file(year, "xlsx"))).active
    told = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert told == lines


def test_an_area_named_as_a_formula_is_text(manager):
    count({"x": AreaFactory(name="=HYPERLINK(1)")}, 2018, 10, "x", (9, 9))
    close_month(date(2018, 10, 1), by=manager)
    assert numbers_in(write_file(published_year(2018), "csv"))[1][1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("file_format", MEDIA_TYPES)
def test_every_file_is_streamed_and_noted_in_the_log(
    client, closed, caseworker, caplog, file_format, django_capture_on_commit_callbacks
):
    client.force_login(caseworker)
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("statistics_file"), {"aar": 2018, "format": file_format})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == MEDIA_TYPES[file_format]
    line = f"statistics.export by={caseworker.pk} year=2018 format={file_format}"
    assert line in [record.getMessage() for record in caplog.records]


def test_the_paper_holds_what_is_told_and_not_what_is_hidden(closed):
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(write_file(published_year(2018), "pdf"))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Besøgsstatistik, oktober–november 2018" in text
    assert "42 (12)" in text
    assert "36 (7)" in text
    assert "tæller to gange" in text
    assert not any(hidden in text for hidden in ("24 (3)", "12 (4)", "11 (2)"))


@pytest.mark.parametrize("given", [{"aar": "2018", "format": "exe"}, {"aar": "x", "format": "csv"}, {"format": "csv"}])
def test_what_is_no_file_is_not_found(client, closed, caseworker, given):
    client.force_login(caseworker)
    assert client.post(reverse("statistics_file"), given).status_code == 404
    assert client.get(reverse("statistics_file")).status_code == 405


def test_the_page_shows_what_the_files_hold_and_why_something_is_hidden(client, closed, caseworker):
    client.force_login(caseworker)
    text = client.get(reverse("statistics_published"), {"aar": 2018}).content.decode()
    assert 'Skjult: færre end 5 – <a href="#hvorfor">se hvorfor</a>' in text
    assert 'Skjult i 1 måned – <a href="#hvorfor">se hvorfor</a>' in text
    assert '<h2 id="hvorfor">' in text
    assert ">3<" not in text
    assert ">21<" not in text
    assert published_years() == [2018, 2017]


def test_without_a_closed_month_there_is_nothing_to_hand_out(client, areas, caseworker):
    count(areas, 2018, 10, "Nørrebro", (9, 9))
    client.force_login(caseworker)
    text = client.get(reverse("statistics_published")).content.decode()
    assert "Ingen måned i året er lukket" in text
    assert "statistics_file" not in text
    assert ">9<" not in text


def test_the_standing_answer_tells_what_is_published_and_no_more(closed):
    """B011: the answer to an inquiry leaves the unit like any export."""
    text = statistics_text()
    assert "I oktober–november 2018 var der 78 besøg. Der blev skabt kontakt ved 19 af dem (24 pct.)." in text
    assert "Pr. måned: oktober 78." in text
    assert "I oktober 2017 var der 100 besøg." in text
    assert "november 11" not in text
    assert "Der føres ikke statistik over, om der i de sager" in text


def test_the_standing_answer_before_any_month_is_closed():
    assert "Der er endnu ingen afsluttede måneder i statistikken." in statistics_text()


def test_the_page_costs_the_same_however_many_areas(client, closed, caseworker, manager, django_assert_max_num_queries):
    for number in range(8):
        VisitCount.objects.create(month=date(2018, 12, 1), area=AreaFactory(), contact=bool(number % 2), count=number)
    close_month(date(2018, 12, 1), by=manager)
    client.force_login(caseworker)
    with django_assert_max_num_queries(16):
        client.get(reverse("statistics_published"), {"aar": 2018})
