"""Negative events: matched to citizens by CPR number, never loaded twice thanks to their reference."""

from datetime import date

from django.utils import timezone

from sanktion.actions.imports import saving
from sanktion.actions.imports.cells import CellError, Draft, check_width, cpr_number, day, quoted, required_text
from sanktion.actions.imports.matching import citizens_by_cpr
from sanktion.actions.imports.outcome import Outcome, Tell, chunks
from sanktion.actions.imports.reading import ImportTable
from sanktion.base.danish import long_date
from sanktion.models import EventKind, EventNotice, EventOrigin, NegativeEvent

# Read once: an enum makes its list anew each time it is asked, and a file asks 200,000 times.
KINDS = {str(kind): int(kind) for kind in EventKind}
ORIGINS = frozenset(EventOrigin.values)
COMPARED = ("citizen_id", "kind", "occurred_on", "origin", "description")
COLUMNS = (*COMPARED, "reference", "registered_at")


def load(table: ImportTable, *, team, by, tell: Tell) -> Outcome:
    outcome = Outcome(table.recognised, rows=len(table.rows))
    drafts = checked(table, tell)
    tell(2, 10)
    fresh = sort_out(drafts, outcome)
    tell(3, 10)
    now = timezone.now()
    rows = ((*_compared(draft), draft.values["reference"], now) for draft in fresh)

    def tell_rest(done: int, total: int) -> None:
        tell(3 * total + 7 * done, 10 * total)

    saving.insert(NegativeEvent, COLUMNS, rows, total=len(fresh), by=by, tell=tell_rest)
    if table.is_list and by:
        _keep_notices(fresh, outcome, by=by)
    outcome.loaded = len(fresh)
    return outcome


def checked(table: ImportTable, tell: Tell = lambda done, total: None) -> list[Draft]:
    """Every row read and matched to its citizen; nothing is stored."""
    today = timezone.localdate()
    drafts = [_check(Draft(row, table.recognised.values(row)), table.recognised.names, today) for row in table.rows]
    tell(1, 10)
    _match_citizens(drafts)
    return drafts


def _check(draft: Draft, names: dict[str, str], today: date) -> Draft:
    check_width(draft, names)
    if draft.faults:
        return draft
    draft.values["description"] = ""
    draft.read("cpr", cpr_number)
    draft.read("haendelse", _kind, into="kind")
    draft.read("dato", lambda text: _past_day(text, today), into="occurred_on")
    draft.read("reference", required_text("reference", 40))
    draft.read("indberetter", _origin, into="origin")
    draft.read("beskrivelse", _description, into="description")
    if draft.values.get("kind") == EventKind.OTHER and draft.values["description"] == "":
        draft.reject("beskrivelse", "beskrivelse mangler: den kræves ved hændelsestype 99")
    return draft


def _match_citizens(drafts: list[Draft]) -> None:
    numbers = [draft.values["cpr"].digits for draft in drafts if "cpr" in draft.values]
    known = citizens_by_cpr(numbers)
    for draft in drafts:
        if cpr := draft.values.pop("cpr", None):
            draft.values["citizen_id"] = known.get(cpr.digits)
            if draft.values["citizen_id"] is None:
                draft.faults.insert(0, ("cpr", "ukendt borger: findes ikke i borgerlisten"))


def sort_out(drafts: list[Draft], outcome: Outcome) -> list[Draft]:
    """The rows to load; the others are reported."""
    stored = _stored([draft.values["reference"] for draft in drafts if not draft.faults])
    first: dict[str, Draft] = {}
    for draft in drafts:
        reference = draft.values.get("reference")
        if draft.faults:
            outcome.reject(draft)
        elif reference in stored:
            _report_repeat(draft, stored[reference], "samme reference er allerede indlæst", outcome)
        elif reference in first:
            earlier = first[reference]
            sentence = f"samme reference står også i række {earlier.row.number}"
            _report_repeat(draft, _compared(earlier), sentence, outcome)
        else:
            first[reference] = draft
    return list(first.values())


def _report_repeat(draft: Draft, known: tuple, sentence: str, outcome: Outcome) -> None:
    if known == _compared(draft):
        outcome.repeat(draft, "reference", sentence)
        return
    draft.reject("reference", f"{sentence} med andre oplysninger")
    outcome.reject(draft)


def _compared(draft: Draft) -> tuple:
    return tuple(draft.values[name] for name in COMPARED)


def _stored(references: list[str]) -> dict[str, tuple]:
    found: dict[str, tuple] = {}
    for chunk in chunks(references):
        rows = NegativeEvent.objects.filter(reference__in=chunk).order_by().values_list("reference", *COMPARED)
        found |= {reference: tuple(rest) for reference, *rest in rows}
    return found


def _keep_notices(drafts: list[Draft], outcome: Outcome, *, by) -> None:
    """V068: the line is the notice the event came with."""
    heading = f"Underretning om negativ hændelse, modtaget i en liste {long_date(timezone.localdate())}"
    for chunk in chunks(drafts):
        references = [draft.values["reference"] for draft in chunk]
        stored = NegativeEvent.objects.filter(reference__in=references)
        ids = dict(stored.order_by().values_list("reference", "pk"))
        EventNotice.objects.bulk_create(
            EventNotice(
                event_id=ids[draft.values["reference"]],
                data=_as_received(draft, heading, outcome).encode(),
                received_by=by,
            )
            for draft in chunk
        )


def _as_received(draft: Draft, heading: str, outcome: Outcome) -> str:
    cells = [f"{outcome.recognised.label(name)}: {cell}" for name, cell in draft.cells.items() if cell]
    return "\n".join([heading, "", *cells])


def _kind(text: str) -> int:
    if not text:
        raise CellError("hændelsestype mangler")
    try:
        return KINDS[text.lstrip("0")]
    except KeyError:
        raise CellError(f"ukendt hændelsestype {quoted(text)}") from None


def _past_day(text: str, today: date) -> date:
    occurred_on = day(text)
    if occurred_on > today:
        raise CellError("datoen ligger i fremtiden")
    return occurred_on


def _origin(text: str) -> str:
    origin = text.casefold()
    if origin not in ORIGINS:
        raise CellError("indberetter skal være stat eller kommune")
    return origin


def _description(text: str) -> str:
    if len(text) > NegativeEvent.MAX_DESCRIPTION:
        raise CellError("beskrivelsen er for lang")
    return text
