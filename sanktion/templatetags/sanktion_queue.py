"""A row of the queue. Made here and not in a template: there are 25 of seven cells on the page that is opened most."""

from django import template
from django.utils.html import conditional_escape, format_html
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


TAKE = (
    '<button class="button button-secondary" form="take" formaction="{}">Tag sagen<span class="sr-only"> for {}</span>'
    "</button>"
)
NOBODY = badge("Ingen", "error")
PICK = (
    '<td data-label="Vælg" class="pick">{}</td>',
    '<span class="form-group-checkbox"><input class="form-checkbox" type="checkbox" form="bulk" name="valgt"'
    ' value="{0}" id="valgt-{0}"><label for="valgt-{0}"><span class="sr-only">Vælg {1}</span></label></span>',
)


@register.simple_tag
def pick_cell(value, name: str) -> SafeString:
    """The cell that chooses a row for the act on many rows; empty when it isn't for this row."""
    cell, box = PICK
    return format_html(cell, format_html(box, str(value), name) if value else "")


@register.simple_tag
def duty_row(row: DutyRow, with_pick: bool = False) -> SafeString:
    name, cpr = (row.citizen.name, row.citizen.masked_cpr) if row.citizen else (row.title, "")
    # Escaped once, and not again in each of the four cells that say it.
    name = conditional_escape(name)
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


def _step(row: DutyRow, name: SafeString) -> SafeString | str:
    if not row.step_url:
        return row.step or "–"
    return format_html('<a href="{}">{}<span class="sr-only"> for {}</span></a>', row.step_url, row.step, name)


def _owner(row: DutyRow, name: SafeString) -> SafeString | str:
    if row.owner:
        return str(row.owner)
    if not row.take_url:
        return NOBODY if row.is_ownerless else "–"
    return format_html(TAKE, row.take_url, name)
