"""A row of the board. Made here and not in a template: there may be 500 of fourteen cells on one page."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sanktion.models import MaterialKind
from sanktion.templatetags.sanktion_queue import pick_cell
from sanktion.templatetags.sanktion_ui import badge, deadline, deadline_class
from tilsyn.board import BoardRow, CellState

register = template.Library()

# What stands over the columns, where the kind's own name is too long.
SHORT = {
    MaterialKind.EVENT: "Hændelse",
    MaterialKind.EXPLANATION: "Forklaring",
    MaterialKind.AVAILABILITY: "Rådighed",
    MaterialKind.CONSEQUENCE: "Vurdering",
    MaterialKind.EARLIER_SANCTIONS: "Tidligere",
    MaterialKind.DECISION: "Afgørelse",
    MaterialKind.BENEFIT: "Ydelse",
    MaterialKind.TIME_SHEETS: "Timesedler",
    MaterialKind.PAYMENTS: "Udbetaling",
    MaterialKind.OTHER: "Andet",
}
ROW = """
<tr class="{}">{}
<td data-label="Nr." class="num">{}</td>
<th scope="row" data-label="Sag"><span><a href="{}">{}</a> <span class="sub">{} · {}</span></span></th>
<td data-label="Ansvarlig"><span>{}</span></td>
<td data-label="Klar" class="num"><span>{} %<span class="sr-only"> klar</span></span></td>
<td data-label="Frist"><span>{}</span></td>
{}
</tr>"""
CELL = '<td id="{}" class="kind {}" data-label="{}"><span>{}</span></td>'
LINK = '<a href="{}">{}<span class="sr-only">: {}, sag {}</span></a>'


@register.simple_tag
def kind_heading(kind: MaterialKind) -> SafeString:
    return format_html('<span class="kindno">{}</span> <span title="{}">{}</span>', kind.value, kind.label, SHORT[kind])


@register.simple_tag
def state_sign(state: CellState) -> SafeString:
    """The sign and its words; never the colour alone."""
    return _told(CellState(state))


@cache
def _told(state: CellState) -> SafeString:
    return format_html(
        '<span class="sign" aria-hidden="true">{}</span><span class="told">{}</span>', state.sign, state.label
    )


@register.simple_tag
def board_row(row: BoardRow, supervision, with_pick: bool, may_handle: bool) -> SafeString:
    case, citizen = row.selected.case, row.selected.case.citizen
    url = reverse("selected_case", args=[supervision.number, case.number])
    return format_html(
        ROW,
        deadline_class(row.due) if not row.is_ready else "",
        pick_cell(row.selected.pk, citizen.name) if with_pick else "",
        row.selected.number,
        url,
        citizen.name,
        citizen.masked_cpr,
        case.number,
        row.selected.owner or badge("Ingen", "error"),
        row.percent,
        _due(row),
        format_html_join(
            "\n", "{}", ((_cell(kind, state, case.number, url, may_handle),) for kind, state in row.cells.items())
        ),
    )


def _due(row: BoardRow) -> SafeString:
    return format_html("{} {}", deadline(row.due), badge("Kopier", "warning")) if row.copies else deadline(row.due)


def _cell(kind: MaterialKind, state: CellState, number: str, url: str, may_handle: bool) -> SafeString:
    told = _told(state)
    if state == CellState.MISSING:
        target = f"{url}materiale/{kind.value}/" if may_handle else url
        told = format_html(LINK, target, told, kind.label, number)
    elif state == CellState.HELD:
        told = format_html(LINK, url, told, kind.label, number)
    return format_html(CELL, cell_id(number, kind), state.value, f"{kind.value} {SHORT[kind]}", told)


def cell_id(number: str, kind: int) -> str:
    """Where on the board one comes back to."""
    return f"sag-{number}-{kind:d}"
