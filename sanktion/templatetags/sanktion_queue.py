"""A row of the queue. Made here and not in a template: there are 25 of seven cells on the page that is opened most."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanktion.duties import DutyRow
from sanktion.templatetags.sanktion_ui import badge, deadline, deadline_class

register = template.Library()

ROW = """
<tr class="{}">{}
<td data-label="Frist">{}</td>
<td data-label="Borger"><span><a href="{}" data-row>{}</a> <span class="sub nowrap">{}</span></span></td>
<td data-label="Sagsnr." class="nowrap">{}</td>
<td data-label="Hændelse">{}</td>
<td data-label="Hvorfor her">{}</td>
<td data-label="Næste skridt" class="nowrap">{}</td>
<td data-label="Sagsbehandler" class="nowrap">{}</td>
</tr>"""


PICK = (
    '<td data-label="Vælg" class="pick">{}</td>',
    '<span class="form-group-checkbox"><input class="form-checkbox" type="checkbox" form="bulk" name="valgt" value="{}"'
    ' id="valgt-{}"><label for="valgt-{}"><span class="sr-only">Vælg {}</span></label></span>',
)


@register.simple_tag
def pick_cell(value, name: str) -> SafeString:
    """The cell that chooses a row for the act on many rows; empty when it isn't for this row."""
    cell, box = PICK
    return format_html(cell, format_html(box, str(value), str(value), str(value), name) if value else "")


@register.simple_tag
def duty_row(row: DutyRow, with_pick: bool = False) -> SafeString:
    name, cpr = (row.citizen.name, row.citizen.masked_cpr) if row.citizen else (row.title, "")
    lateness = deadline_class(row.due)
    return format_html(
        ROW,
        f"{lateness} ownerless".strip() if row.is_ownerless else lateness,
        pick_cell(row.pick, name) if with_pick else "",
        deadline(row.due),
        row.url,
        name,
        cpr,
        row.number,
        row.title,
        row.why,
        _step(row, name),
        _owner(row, name),
    )


def _step(row: DutyRow, name: str) -> SafeString | str:
    if not row.step_url:
        return row.step or "–"
    return format_html('<a href="{}">{}<span class="sr-only"> for {}</span></a>', row.step_url, row.step, name)


def _owner(row: DutyRow, name: str) -> SafeString | str:
    if row.owner:
        return str(row.owner)
    if not row.take_url:
        return badge("Ingen", "error") if row.is_ownerless else "–"
    button = '<button class="button button-secondary" form="take" formaction="{}">Tag sagen{}</button>'
    return format_html(button, row.take_url, format_html('<span class="sr-only"> for {}</span>', name))
