"""What there is to administer, and what was changed of it. Each app registers in its ``apps.py:ready()``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sanktion.models import AdminChange, Proposal, ProposalKind, User
from sanktion.models.by_two import ByTwo

DELIVERED = "Leveret med systemet"
# Of each subject; older ones are in the subject's own page or in the database.
KEPT_IN_SIGHT = 200
LONGEST = 160


@dataclass(frozen=True)
class Change:
    """One line of the log: ``lines`` are (what, before, after), in the users' words."""

    at: datetime
    by: str
    what: str
    reason: str = ""
    lines: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_by_somebody(self) -> bool:
        return self.by != DELIVERED


@dataclass(frozen=True)
class Subject:
    """One card of the overview, for those who hold ``permission``. ``changes(most)`` gives the newest first,
    ``coming(today)`` a sentence for each thing that will hold from a later day."""

    key: str
    title: str
    text: str
    url_name: str
    permission: str
    changes: Callable[[int], list[Change]]
    coming: Callable[[date], list[str]] = lambda today: []
    order: int = 50


_subjects: list[Subject] = []


def register_subject(subject: Subject) -> None:
    _subjects.append(subject)


def subjects_for(user: User) -> list[Subject]:
    held = [subject for subject in _subjects if user.has_perm(subject.permission)]
    return sorted(held, key=lambda subject: subject.order)


def noted(key: str) -> Callable[[int], list[Change]]:
    """What ``note_change`` kept of a subject."""

    def changes(most: int) -> list[Change]:
        rows = AdminChange.objects.filter(subject=key).select_related("made_by")[:most]
        return [Change(row.made_at, str(row.made_by), row.what, lines=row.lines) for row in rows]

    return changes


def by_two(rows: Callable[[], QuerySet], kind: ProposalKind, at: str, by: str) -> Callable[[int], list[Change]]:
    """Of a table where some versions take two persons: both are told, and so is what was proposed and not done."""
    done = versions(rows, at, by, and_by="proposal__proposed_by")

    def changes(most: int) -> list[Change]:
        nothing = Proposal.objects.filter(kind=kind).came_to_nothing().with_persons()[:most]
        told = [Change(row.ended_at, row.persons, f"{row}: {row.ended_as.lower()}", row.ended_why) for row in nothing]
        return sorted(done(most) + told, key=lambda change: change.at, reverse=True)[:most]

    return changes


def versions(
    rows: Callable[[], QuerySet], at: str = "made_at", by: str = "made_by", and_by: str = ""
) -> Callable[[int], list[Change]]:
    """Of a table where each version is a row that is never changed."""
    people = [name for name in (by, and_by) if name]

    def changes(most: int) -> list[Change]:
        found = rows().select_related(*people).order_by(f"-{at}", "-pk")[:most]
        return [Change(getattr(row, at), _by(row, by), str(row), getattr(row, "reason", "")) for row in found]

    return changes


def _by(row, by: str) -> str:
    return (row.persons if isinstance(row, ByTwo) else str(getattr(row, by) or "")) or DELIVERED


def history(model) -> Callable[[int], list[Change]]:
    """Of a table whose changes simple-history keeps."""

    def changes(most: int) -> list[Change]:
        rows = list(
            model.history.select_related("history_user").order_by("-history_date", "-history_id")[:KEPT_IN_SIGHT]
        )
        return [_told(row, _before(row, rows[place + 1 :])) for place, row in enumerate(rows[:most])]

    return changes


def coming(rows: Callable[[], QuerySet]) -> Callable[[date], list[str]]:
    """The versions of a dated rule that begin later than today."""
    return lambda today: [
        f"{row} – gælder fra {row.valid_from:%d-%m-%Y}"
        for row in rows().filter(valid_from__gt=today).order_by("valid_from")
    ]


def proposed(kind: ProposalKind) -> list[str]:
    """What waits for another person's yes."""
    return [
        f"{row}. Foreslået af {row.proposed_by}; venter på, at en anden godkender"
        for row in Proposal.objects.filter(kind=kind).open().with_persons()
    ]


def all_changes(subjects: Iterable[Subject], most: int) -> list[tuple[Subject, Change]]:
    """The newest of all of them."""
    found = [(subject, change) for subject in subjects for change in subject.changes(most)]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)[:most]


def midnight(day: date) -> datetime:
    """For what is only known by its day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _before(row, older: list) -> Any | None:
    return next((other for other in older if other.id == row.id), None)


def _told(row, before) -> Change:
    what = {"+": "Oprettet", "~": "Rettet", "-": "Fjernet"}[row.history_type]
    by = str(row.history_user or DELIVERED)
    reason = row.history_change_reason or getattr(row, "reason", "")
    return Change(row.history_date, by, f"{what}: {row.history_object}", reason, _differences(before, row))


def _differences(before, row) -> tuple[tuple[str, str, str], ...]:
    if before is None:
        return ()
    fields = [field for field in row.instance_type._meta.concrete_fields if not field.primary_key]
    pairs = [(field.verbose_name, getattr(before, field.attname), getattr(row, field.attname)) for field in fields]
    return tuple((str(name).capitalize(), _short(old), _short(new)) for name, old, new in pairs if old != new)


def _short(value) -> str:
    text = f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
