"""What each row of a list comes to, for one user: what lies outside the user's access is counted and never told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sanktion.actions.imports.columns import plain
from sanktion.actions.imports.outcome import chunks
from sanktion.base.acting import unit_wide
from sanktion.base.danish import listing, long_date
from sanktion.models import Case, Citizen, Decision, EventKind, NegativeEvent, User
from tilsyn.actions.selection.ground import Ground, ground_of
from tilsyn.actions.selection.reading import day_of
from tilsyn.models import FaultKind, RowOutcome, SelectionList, SelectionRow, SelectionWay

SETTLED = (RowOutcome.UNREADABLE, RowOutcome.REPEATED, RowOutcome.NAMED)
NOT_DELIVERED = (RowOutcome.UNKNOWN, RowOutcome.NO_EVENT, RowOutcome.NO_CASE, RowOutcome.DIFFERS, RowOutcome.SEVERAL)


@dataclass(frozen=True, slots=True)
class Found:
    """``events`` and ``cases`` are those the user sees. ``why`` is a sentence on what is to be done. ``person`` is whom
    the row's number is of, also when nothing is found of them."""

    row: SelectionRow
    outcome: RowOutcome
    events: tuple[NegativeEvent, ...] = ()
    why: str = ""
    fault: str = ""
    fault_kind: str = ""
    asked_in: int | None = None
    person: Citizen | None = None

    @property
    def cases(self) -> list[Case]:
        return [event.case for event in self.events if hasattr(event, "case")]

    @property
    def citizen(self):
        return self.events[0].citizen if self.events else None


@unit_wide("Direktoratet udpeger i hele enheden")
def look_up(selection: SelectionList, rows: Sequence[SelectionRow], *, user: User) -> list[Found]:
    """In the order of the rows; each is accounted for. A row that is reduced, or can't be used, stays what it was."""
    found: list[Found] = []
    for chunk in chunks(rows):
        ground = ground_of(selection, chunk, user=user)
        found += [_look(selection, row, ground) for row in chunk]
    return found


def _look(selection: SelectionList, row: SelectionRow, ground: Ground) -> Found:
    if row.is_reduced or row.outcome in SETTLED:
        return Found(row, RowOutcome(row.outcome), why=row.fault)
    asked_in = ground.asked.get(row.cells.get("cpr"))
    if selection.is_second_round and not (asked_in or row.asked_in_id):
        why = "Nummeret stod ikke på listen i runde 1. Spørg direktoratet."
        return Found(row, RowOutcome.NOT_ASKED, why=why)
    found = _judge(selection, row, ground)
    if selection.way == SelectionWay.REGISTER_EXTRACT:
        found = _as_delivered(found, ground)
    outcome, events = found.outcome, found.events
    person = None if outcome == RowOutcome.OUTSIDE else ground.citizens.get(row.cells.get("cpr"))
    return Found(row, outcome, events, found.why, found.fault, found.fault_kind, asked_in, person)


def _judge(selection: SelectionList, row: SelectionRow, ground: Ground) -> Found:
    citizen = ground.citizens.get(row.cells.get("cpr"))
    # Round 1 asks of people: what else stands in the row neither answers for them nor hides them.
    pointed = [] if selection.is_question else _pointed_at(row.cells, ground)
    of_citizen = ground.events.get(citizen.pk, []) if citizen else []
    if citizen and citizen.pk not in ground.open_citizens and not any(map(ground.may_see, of_citizen)):
        return Found(row, RowOutcome.OUTSIDE)
    if not all(map(ground.may_see, filter(None, pointed))):
        return Found(row, RowOutcome.OUTSIDE)
    if pointed:
        return _pointed(row, pointed, citizen)
    if citizen is None:
        return Found(row, RowOutcome.UNKNOWN, why="Ingen borger her har nummeret.")
    return _of_citizen(selection, row, of_citizen, ground)


def _pointed_at(cells: dict, ground: Ground) -> list[NegativeEvent | None]:
    """The event of each key besides the CPR number; None for one that leads nowhere."""
    places = (("reference", ground.by_reference), ("case", ground.by_case))
    return [place.get(cells[name]) for name, place in places if name in cells]


def _pointed(row: SelectionRow, pointed: list[NegativeEvent | None], citizen) -> Found:
    if None in pointed:
        told = "sagsnummeret" if row.cells.get("case") and pointed[-1] is None else "referencen"
        return Found(row, RowOutcome.UNKNOWN, why=f"{told.capitalize()} kendes ikke her.")
    if len({event.pk for event in pointed}) > 1:
        return Found(row, RowOutcome.DIFFERS, why="Referencen og sagsnummeret er to forskellige sager.")
    event = pointed[0]
    if "cpr" in row.cells and (citizen is None or citizen.pk != event.citizen_id):
        return Found(row, RowOutcome.DIFFERS, why="CPR-nummeret er en andens end den, sagen handler om.")
    if not hasattr(event, "case"):
        return Found(row, RowOutcome.NO_CASE, (event,), why="Åbn sagen, og søg igen.")
    return Found(row, RowOutcome.FOUND, (event,))


def _of_citizen(selection: SelectionList, row: SelectionRow, events: list[NegativeEvent], ground: Ground) -> Found:
    wanted, kind = day_of(row.cells, "day"), row.cells.get("kind")
    events = [one for one in events if wanted in (None, one.occurred_on) and kind in (None, one.kind)]
    seen = tuple(filter(ground.may_see, events))
    if len(seen) < len(events):
        return Found(row, RowOutcome.OUTSIDE, seen)
    if not events:
        return Found(row, RowOutcome.NO_EVENT, why=_no_event(selection, wanted, kind))
    if selection.is_question:
        return Found(row, RowOutcome.HAD_EVENT, seen)
    with_case = tuple(event for event in seen if hasattr(event, "case"))
    if not with_case:
        return Found(row, RowOutcome.NO_CASE, seen, why="Åbn sagen, og søg igen.")
    if len(with_case) > 1 and not selection.is_second_round:
        why = "Direktoratet skal oplyse dato, sagsnummer eller reference: kommunen vælger ikke."
        return Found(row, RowOutcome.SEVERAL, with_case, why=why)
    return Found(row, RowOutcome.FOUND, with_case)


def _no_event(selection: SelectionList, wanted: date | None, kind: int | None) -> str:
    what = f"«{EventKind(kind).label}»" if kind else "en hændelse"
    when = f" den {long_date(wanted)}" if wanted else " i perioden" if selection.period_from else ""
    return f"Der er ikke registreret {what}{when} for borgeren."


def _as_delivered(found: Found, ground: Ground) -> Found:
    """V038: what the extract says is held against the decision as it stands today."""
    if found.outcome in NOT_DELIVERED:
        return Found(found.row, found.outcome, found.events, found.why, found.why, FaultKind.NOT_FOUND)
    if found.outcome != RowOutcome.FOUND:
        return found
    decision = ground.decisions.get(found.cases[0].pk)
    differing = _differing(found.row.cells, found.events[0], decision)
    if not differing:
        return found
    fault = f"Udtrækket siger noget andet end sagen: {listing(differing)}."
    return Found(found.row, found.outcome, found.events, fault, fault, FaultKind.FACTS)


def _differing(cells: dict, event: NegativeEvent, decision: Decision | None) -> list[str]:
    if decision is None:
        return ["sagen er ikke afgjort"]
    act = decision.standing
    told: Iterable[tuple[str, str, object, object]] = (
        ("kind", "hændelsen", cells.get("kind"), event.kind),
        ("day", "hændelsens dato", day_of(cells, "day"), event.occurred_on),
        ("outcome", "udfaldet", plain(cells.get("outcome", "")), plain(act.get_outcome_display())),
        ("effect", "virkningsdatoen", day_of(cells, "effect"), act.effect_from),
        ("decided", "afgørelsesdatoen", day_of(cells, "decided"), timezone.localdate(decision.decided_at)),
        ("basis", "paragraffen", cells.get("basis"), str(act.legal_basis or "")),
    )
    return [label for name, label, theirs, ours in told if name in cells and theirs != ours]
