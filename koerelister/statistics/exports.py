"""The published figures as files (B034-B038): CSV, XLSX and the paper. Made when asked for, and kept nowhere."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from koerelister.models import month_label
from koerelister.statistics.exact import WHAT_IS_COUNTED
from koerelister.statistics.published import HIDDEN_ROW, MonthTold, YearTold, why_hidden
from koerelister.statistics.suppression import NOTHING, Cells
from sanktion.base import pdf
from sanktion.base.spreadsheets import write_xlsx
from sanktion.base.tables import write_csv

HEADER = (
    "Måned",
    "Område",
    "Kontakt",
    "Ingen kontakt",
    "I alt",
    "Kontakt i %",
    "I alt samme måned året før",
    "Bemærkning",
)
WHOLE = "I alt"
TEMPLATE = "koerelister/print/statistics.html"
STYLES = ("css/pdf/base.css", "css/pdf/statistics.css")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def write_file(year: YearTold, file_format: str) -> bytes:
    """``file_format`` is one of ``MEDIA_TYPES``."""
    match file_format:
        case "csv":
            return write_csv(HEADER, table(year))
        case "xlsx":
            return write_xlsx(f"Besøg {year.year}", HEADER, table(year), at=timezone.now())
    return pdf.render(TEMPLATE, paper(year), stylesheets=STYLES, archival=True)


def file_name(year: YearTold, file_format: str) -> str:
    return f"besoegsstatistik-{year.year}.{file_format}"


def table(year: YearTold) -> Iterator[tuple]:
    for month, before in year.pairs():
        if month.is_closed:
            yield from _month_rows(year, month, before)
    if year.whole.months:
        yield from _period_rows(year)
    for text in explanations(year):
        yield _line("Forklaring", "", None, remark=text)


def explanations(year: YearTold) -> list[str]:
    hiding = [why_hidden(year.threshold)] if year.threshold else []
    return [text for text in (WHAT_IS_COUNTED, year.left_out, *hiding) if text]


def paper(year: YearTold) -> dict:
    """What the paper's template is given."""
    return {
        "year": year,
        "pairs": [pair for pair in year.pairs() if pair[0].is_closed],
        "areas": [(area.name, row.shown, row.months_hidden, _by_month(year, area.pk)) for area, row in year.rows],
        "lumps": [month.told.lump if month.told else None for month in year.closed],
        "sender": settings.SANKTION_SENDER,
        "hidden_row": HIDDEN_ROW,
        "texts": explanations(year),
        "made": timezone.localdate(),
    }


def _by_month(year: YearTold, area: int) -> list[tuple[Cells | None, bool]]:
    """(figures, are they hidden) of each closed month; a month of which nothing is told has neither."""
    return [
        (month.told.shown.get(area, NOTHING), area in month.told.hidden) if month.told else (None, False)
        for month in year.closed
    ]


def _month_rows(year: YearTold, month: MonthTold, before: MonthTold) -> Iterator[tuple]:
    name, told = month_label(month.month), month.told
    if told:
        for area in year.areas:
            if area.pk in told.hidden:
                yield _line(name, area.name, None, remark="Skjult")
            elif area.pk in told.shown:
                yield _line(name, area.name, told.shown[area.pk])
        if told.hidden:
            yield _line(name, HIDDEN_ROW, told.lump)
    yield _line(name, WHOLE, month.total, before=before.total, remark=month.why_not)


def _period_rows(year: YearTold) -> Iterator[tuple]:
    whole = year.whole
    for area, row in year.rows:
        yield _line(year.span, area.name, row.shown, remark=hidden_in(row.months_hidden))
    if whole.lump.total:
        yield _line(year.span, HIDDEN_ROW, whole.lump)
    yield _line(year.span, WHOLE, whole.total)


def hidden_in(months: int) -> str:
    return f"Skjult i {months} {'måned' if months == 1 else 'måneder'}" if months else ""


def _line(when: str, where: str, cells: Cells | None, *, before: Cells | None = None, remark: str = "") -> tuple:
    numbers = (cells.contact, cells.none, cells.total, cells.percent) if cells else (None,) * 4
    return (when, where, *numbers, before.total if before else None, remark)
