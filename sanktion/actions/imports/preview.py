"""A list of events before it is loaded: what each line is about, and what would become of it (V026)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from sanktion.actions.imports.cells import Draft
from sanktion.actions.imports.events import checked, sort_out
from sanktion.actions.imports.outcome import Outcome
from sanktion.actions.imports.reading import ImportTable, masked
from sanktion.base.acting import unit_wide
from sanktion.models import Case, Citizen, EventKind, NegativeEvent, RowOutcome, User

ALIKE = "ligner en hændelse, som allerede er registreret: samme borger, slags og dato"
ALIKE_IN_LIST = "ligner række {}: samme borger, slags og dato"


class ListState(models.TextChoices):
    NEW = "new", "Ny"
    KNOWN = "known", "Findes allerede"
    NOT_FOUND = "not_found", "Borger ikke fundet"
    UNCLEAR = "unclear", "Uklar"


@dataclass
class ListRow:
    """``citizen``, ``event`` and ``case`` are set only when the user may see them. ``may_choose`` is of rows that can
    be loaded; the others are reported."""

    number: int
    cpr: str
    kind: str
    day: str
    reference: str
    state: ListState
    why: str = ""
    may_choose: bool = False
    citizen: Citizen | None = None
    event: NegativeEvent | None = None
    case: Case | None = None


@unit_wide("En liste kan nævne borgere fra alle teams")
def look_through(table: ImportTable, *, user: User) -> list[ListRow]:
    outcome = Outcome(table.recognised, rows=len(table.rows))
    drafts = checked(table)
    fresh = sort_out(drafts, outcome)
    reported = {row.number: row.outcome for row in outcome.reported}
    rows = [_row(draft, reported.get(draft.row.number)) for draft in drafts]
    events = _known_references(drafts, reported) | _mark_alike(fresh, {row.number: row for row in rows})
    _attach(drafts, rows, events, user)
    return rows


def _row(draft: Draft, outcome: RowOutcome | None) -> ListRow:
    cells, values = draft.cells, draft.values
    kind = EventKind(values["kind"]).label if "kind" in values else cells["haendelse"]
    return ListRow(
        number=draft.row.number,
        cpr=masked(cells["cpr"]),
        kind=kind,
        day=cells["dato"],
        reference=cells["reference"],
        state=_state(draft, outcome),
        why="; ".join(sentence for _column, sentence in draft.faults),
        may_choose=outcome is None,
    )


def _state(draft: Draft, outcome: RowOutcome | None) -> ListState:
    if outcome is None:
        return ListState.NEW
    if outcome == RowOutcome.DUPLICATE:
        return ListState.KNOWN
    sought = "citizen_id" in draft.values
    return ListState.NOT_FOUND if sought and draft.values["citizen_id"] is None else ListState.UNCLEAR


def _known_references(drafts: list[Draft], reported: dict[int, RowOutcome]) -> dict[int, int]:
    """The stored event with the same reference, by row number."""
    sought = {draft.values.get("reference"): None for draft in drafts if draft.row.number in reported}
    stored = dict(NegativeEvent.objects.filter(reference__in=list(sought)).values_list("reference", "pk"))
    found = {draft.row.number: stored.get(draft.values.get("reference")) for draft in drafts}
    return {number: pk for number, pk in found.items() if pk and number in reported}


def _mark_alike(fresh: list[Draft], rows: dict[int, ListRow]) -> dict[int, int]:
    """Rows that may tell of an event known under another reference: the sender chooses. Gives the stored ones."""
    stored = _stored_like(fresh)
    first: dict[tuple, int] = {}
    found = {}
    for draft in fresh:
        number, same = draft.row.number, _identity(draft)
        if same in stored:
            rows[number].state, rows[number].why = ListState.UNCLEAR, ALIKE
            found[number] = stored[same]
        elif same in first:
            rows[number].state, rows[number].why = ListState.UNCLEAR, ALIKE_IN_LIST.format(first[same])
        first.setdefault(same, number)
    return found


def _stored_like(fresh: list[Draft]) -> dict[tuple, int]:
    citizens, kinds, days = (set(column) for column in zip(*map(_identity, fresh), strict=True)) if fresh else ((),) * 3
    events = NegativeEvent.objects.filter(citizen__in=citizens, kind__in=kinds, occurred_on__in=days).order_by()
    return {tuple(same): pk for pk, *same in events.values_list("pk", "citizen_id", "kind", "occurred_on")}


def _identity(draft: Draft) -> tuple:
    return tuple(draft.values[name] for name in ("citizen_id", "kind", "occurred_on"))


def _attach(drafts: list[Draft], rows: list[ListRow], events: dict[int, int], user: User) -> None:
    """What the user may see of it: another team's citizen has no name here, and another team's event no link."""
    visible = _by_pk(Citizen.objects.visible_to(user).filter(pk__in=_citizen_ids(drafts)))
    seen = _by_pk(NegativeEvent.objects.visible_to(user).filter(pk__in=events.values()))
    cases = Case.objects.visible_to(user).filter(event__in=seen).in_bulk(field_name="event_id") if seen else {}
    for draft, row in zip(drafts, rows, strict=True):
        row.citizen = visible.get(draft.values.get("citizen_id"))
        row.event = seen.get(events.get(row.number))
        row.case = cases.get(row.event.pk) if row.event else None


def _citizen_ids(drafts: list[Draft]) -> set[int]:
    return {draft.values["citizen_id"] for draft in drafts if draft.values.get("citizen_id")}


def _by_pk(rows: Iterable) -> dict:
    return {row.pk: row for row in rows}
