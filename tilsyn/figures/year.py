"""V020: what happens in the supervisions over a year, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sanktion.base.danish import month_name
from tilsyn.models import Supervision, SupervisionStatus


@dataclass(frozen=True)
class Entry:
    """``is_open``: it is still to be done, so it can be late."""

    day: date
    what: str
    supervision: Supervision
    is_open: bool = False


@dataclass(frozen=True)
class Month:
    name: str
    entries: list[Entry]


def months_of(year: int, supervisions: Iterable[Supervision]) -> list[Month]:
    """All twelve, each with its entries by date. ``supervisions`` come with ``result_by``."""
    entries = [entry for supervision in supervisions for entry in entries_of(supervision) if entry.day.year == year]
    entries.sort(key=lambda entry: (entry.day, entry.supervision.pk))
    return [
        Month(month_name(number).capitalize(), [entry for entry in entries if entry.day.month == number])
        for number in range(1, 13)
    ]


def entries_of(supervision: Supervision) -> list[Entry]:
    # Of a visit the day of the copies means something once it was held.
    due = supervision.due if supervision.visit_was_held or not supervision.is_visit else None
    found = [
        (supervision.received_on, "Anmodning modtaget", False),
        (supervision.visit_on, "Besøg" if supervision.awaits_visit else "Besøg holdt", supervision.awaits_visit),
        (due, "Frist for materiale", supervision.is_owing),
        (supervision.ended_on, "Tilsynet afsluttet", False),
        (supervision.result_by, "Frist for direktoratets resultat", supervision.status == SupervisionStatus.ENDED),
    ]
    return [Entry(day, what, supervision, is_open) for day, what, is_open in found if day]
