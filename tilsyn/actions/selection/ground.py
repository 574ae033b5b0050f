"""What a chunk of a list's rows is held against: a fixed number of queries, however many rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from sanktion.base import encryption
from sanktion.models import Case, Citizen, Decision, NegativeEvent, RegisterDeliveryRow, User
from tilsyn.actions.selection.reading import REGISTER_REFERENCE
from tilsyn.models import ListStatus, SelectionList, SelectionRow, SelectionWay


@dataclass
class Ground:
    """All of it is unscoped, so that what lies outside the user's access can be counted; ``may_see`` asks before
    anything of it is told."""

    citizens: dict[str, Citizen] = field(default_factory=dict)
    events: dict[int, list[NegativeEvent]] = field(default_factory=dict)
    by_reference: dict[str, NegativeEvent] = field(default_factory=dict)
    by_case: dict[str, NegativeEvent] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    open_citizens: set[int] = field(default_factory=set)
    open_cases: set[int] = field(default_factory=set)

    def may_see(self, event: NegativeEvent) -> bool:
        case = getattr(event, "case", None)
        return case.pk in self.open_cases if case else event.citizen_id in self.open_citizens


def ground_of(selection: SelectionList, rows: Iterable[SelectionRow], *, user: User) -> Ground:
    cells = [row.cells for row in rows if row.cells]
    ground = Ground(citizens=_citizens(cells))
    references = {cell["reference"] for cell in cells if "reference" in cell}
    delivered = _delivered(references)
    numbers = {cell["case"] for cell in cells if "case" in cell}
    of_citizens = _within(selection, NegativeEvent.objects.filter(citizen__in=list(ground.citizens.values())))
    pointed = NegativeEvent.objects.filter(
        Q(reference__in=references) | Q(case__number__in=numbers) | Q(case__in=list(delivered.values()))
    )
    events = (of_citizens | pointed).select_related("case__team", "citizen")
    ground.events = _sorted_out(ground, events, of_citizens)
    cases = {case.pk: event for event in _all(ground) if (case := getattr(event, "case", None))}
    ground.by_reference |= {text: cases[case] for text, case in delivered.items() if case in cases}
    _open_to(ground, cases, user=user)
    if selection.way == SelectionWay.REGISTER_EXTRACT:
        decisions = Decision.objects.filter(case__in=cases).select_related("legal_basis").with_standing()
        ground.decisions = {one.case_id: one for one in decisions.defer("reasons", "answer_to_statement")}
    if selection.is_second_round:
        ground.asked = _asked(selection, cells)
    return ground


def _citizens(cells: list[dict]) -> dict[str, Citizen]:
    """By ten digits. During a key rotation a number is sought under every live key."""
    digits = {cell["cpr"] for cell in cells if "cpr" in cell}
    wanted = {lookup: number for number in digits for lookup in encryption.lookups(number)}
    found = Citizen.objects.filter(cpr_lookup__in=list(wanted)).only("pk", "cpr_lookup", "team")
    return {wanted[bytes(citizen.cpr_lookup)]: citizen for citizen in found}


def _within(selection: SelectionList, events: QuerySet) -> QuerySet:
    """V031, V034: of the period, by the day of the event; in way 3 by the day it was registered."""
    if selection.period_from is None:
        return events
    period = (selection.period_from, selection.period_to)
    by_registration = selection.way == SelectionWay.REGISTRATION_PERIOD
    return events.filter(**{"registered_at__date__range" if by_registration else "occurred_on__range": period})


def _delivered(references: set[str]) -> dict[str, int]:
    """The case of each register reference, «L0003-00012»."""
    told = {text: tuple(map(int, REGISTER_REFERENCE.fullmatch(text).groups())) for text in references if _is_one(text)}
    numbers = {delivery for delivery, _ in told.values()}
    rows = RegisterDeliveryRow.objects.filter(
        delivery__number__in=numbers, number__in={number for _, number in told.values()}
    )
    cases = {
        (delivery, number): case
        for delivery, number, case in rows.values_list("delivery__number", "number", "decision__case")
    }
    return {text: cases[place] for text, place in told.items() if place in cases}


def _is_one(text: str) -> bool:
    found = REGISTER_REFERENCE.fullmatch(text)
    # More digits than PostgreSQL's integer holds are no number of ours.
    return found is not None and all(int(part) < 2**31 for part in found.groups())


def _sorted_out(ground: Ground, events: QuerySet, of_citizens: QuerySet) -> dict[int, list[NegativeEvent]]:
    within = set(of_citizens.values_list("pk", flat=True))
    by_citizen = defaultdict(list)
    for event in events.distinct().order_by("occurred_on", "pk"):
        if event.reference:
            ground.by_reference[event.reference] = event
        if case := getattr(event, "case", None):
            ground.by_case[case.number] = event
        if event.pk in within:
            by_citizen[event.citizen_id].append(event)
    return by_citizen


def _all(ground: Ground) -> Iterable[NegativeEvent]:
    yield from ground.by_reference.values()
    yield from ground.by_case.values()
    for events in ground.events.values():
        yield from events


def _open_to(ground: Ground, cases: dict[int, NegativeEvent], *, user: User) -> None:
    people = {citizen.pk for citizen in ground.citizens.values()} | {event.citizen_id for event in _all(ground)}
    ground.open_cases = set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
    visible = Citizen.objects.visible_to(user).filter(pk__in=people)
    ground.open_citizens = set(visible.values_list("pk", flat=True))


def _asked(selection: SelectionList, cells: list[dict]) -> dict[str, int]:
    """V033: the row of round 1 each number stood in."""
    return {number: pk for number, (pk, _) in _of_round_1(selection, cells).items()}


def look_ups_asked(selection: SelectionList, cells: list[dict]) -> dict[str, bytes]:
    """The look-up of each number as its row of round 1 has it, which is an older key's while keys are being changed."""
    return {number: look_up for number, (_, look_up) in _of_round_1(selection, cells).items()}


def _of_round_1(selection: SelectionList, cells: list[dict]) -> dict[str, tuple[int, bytes]]:
    digits = {cell["cpr"] for cell in cells if "cpr" in cell}
    wanted = {lookup: number for number in digits for lookup in encryption.lookups(number)}
    rows = SelectionRow.objects.filter(
        selection__supervision=selection.supervision_id,
        selection__round=1,
        selection__status=ListStatus.SENT,
        cpr_lookup__in=list(wanted),
    )
    found = rows.order_by("-pk").values_list("cpr_lookup", "pk")
    return {wanted[bytes(look_up)]: (pk, bytes(look_up)) for look_up, pk in found}
