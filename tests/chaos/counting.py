"""What is lost and what is doubled, in words; nothing when all of it is there once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Sum

from koerelister.actions.destruction import broken_link
from koerelister.destruction import ledger
from koerelister.models import DestructionRecord, RouteList, Stop, VisitCount, VisitOrder
from parthoering.models import Delivery, DeliveryStatus, Hearing
from sanktion.models import Case, CaseDocument, ContactAttempt, JournalEntry, NegativeEvent, NoteKind
from tilsyn.models import Bundle, Dispatch, DispatchPart, OrientationLetter

from .round import Round
from .stack import Stack, mail_of

SENT_HEADING = "Sagens materiale er sendt til direktoratet"


def faults(stack: Stack, rounds: list[Round]) -> list[str]:
    found = [fault for one in rounds for fault in _of_round(stack, one)]
    return [*found, *_of_destruction(rounds), *_of_letters(stack)]


def _once(what: str, wanted: Iterable, there: Iterable) -> Iterator[str]:
    wanted, there = Counter(wanted), Counter(there)
    for key in wanted | there:
        if there[key] != wanted[key]:
            yield f"{what} {key}: {there[key]} instead of {wanted[key]}"


def _of_round(stack: Stack, one: Round) -> Iterator[str]:
    imported = NegativeEvent.objects.filter(reference__startswith=f"K-{one.number}-")
    yield from _once("imported event", one.references, imported.values_list("reference", flat=True))
    events = [event.pk for event in one.events]
    hearings = Hearing.objects.filter(case__event__in=events)
    yield from _once("hearing of event", events, hearings.values_list("case__event", flat=True))
    visited = [case.pk for drive in one.drives for case in drive.cases]
    attempts = ContactAttempt.objects.filter(case__in=visited)
    yield from _once("contact with case", visited, attempts.values_list("case", flat=True))
    yield from _of_supervision(stack, one)
    yield from _of_cases(one, visited, [row.case_id for row in one.selected])


def _of_supervision(stack: Stack, one: Round) -> Iterator[str]:
    selected = [row.pk for row in one.selected]
    bundles = Bundle.objects.filter(selected__in=selected)
    yield from _once("bundle of case", selected, bundles.values_list("selected", flat=True))
    told = OrientationLetter.objects.filter(selected__in=selected, document__isnull=False)
    yield from _once("orientation of case", selected, told.values_list("selected", flat=True))
    dispatches = Dispatch.objects.filter(supervision=one.supervision)
    yield from _once("dispatch", ["sent"], dispatches.values_list("status", flat=True))


def _of_cases(one: Round, visited: list[int], sent: list[int]) -> Iterator[str]:
    lettered = list(Case.objects.filter(event__in=[event.pk for event in one.events]).values_list("pk", flat=True))
    entries = list(JournalEntry.objects.filter(case__in=[*visited, *sent, *lettered]))
    told = Counter((entry.case_id, entry.heading) for entry in entries)
    yield from (
        f"case {case}: «{heading}» is told {count} times" for (case, heading), count in told.items() if count > 1
    )
    visits = [entry.case_id for entry in entries if entry.kind == NoteKind.VISIT]
    yield from _once("visit in the journal of case", visited, visits)
    yield from _once("material told of in case", sent, [case for case, heading in told if heading == SENT_HEADING])
    papers = CaseDocument.objects.filter(case__in=[*lettered, *sent]).values_list("case", flat=True)
    yield from _once("letter filed in case", [*lettered, *sent], papers)


def _of_destruction(rounds: list[Round]) -> Iterator[str]:
    areas = [drive.area.pk for one in rounds for drive in one.drives]
    records = list(DestructionRecord.objects.filter(area__in=areas))
    yield from _once("destruction in area", areas, [record.area_id for record in records])
    yield from _once(
        "destroyed visits",
        [sum(len(drive.cases) for one in rounds for drive in one.drives)],
        [sum(record.visited for record in records)],
    )
    yield from _once(
        "line in the ledger",
        [record.sequence for record in records],
        [entry["facts"]["sequence"] for entry in ledger.entries()],
    )
    visits = sum(len(drive.cases) for one in rounds for drive in one.drives)
    yield from _once("visits in the statistics", [visits], [VisitCount.objects.aggregate(Sum("count"))["count__sum"]])
    if link := broken_link():
        yield f"the chain of destructions is broken at {link}"
    for model in (RouteList, Stop, VisitOrder):
        if left := model.objects.count():
            yield f"{left} {model.__name__} left"


def _of_letters(stack: Stack) -> Iterator[str]:
    """Every letter of the system and every file in the outbox; every mail that the gateway got."""
    parts = DispatchPart.objects.values_list("message_id", flat=True)
    yield from _once("mail", map(mail_of, parts), stack.fetched)
    deliveries = list(Delivery.objects.all())
    yield from _once(
        "delivery of document", {one.document_id for one in deliveries}, [one.document_id for one in deliveries]
    )
    yield from (f"delivery {one.pk} is {one.status}" for one in deliveries if one.status != DeliveryStatus.SENT)
    files = [path.name for path in (stack.var / "outbox").rglob("*") if path.is_file()]
    yield from _once("file in the outbox", [f"{one.message_uuid}.xml" for one in deliveries], files)
