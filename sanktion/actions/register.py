"""V036-V039: what the sanction register delivers to the common data set, and whether it can be made again."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sanktion.base import encryption
from sanktion.base.acting import unit_wide
from sanktion.base.spreadsheets import write_xlsx
from sanktion.base.tables import write_csv
from sanktion.models import Decision, DecisionChange, FileFormat, RegisterDelivery, RegisterDeliveryRow, RowChange, User
from sanktion.models.decision import SANCTIONS

COLUMNS = (
    "reference",
    "cpr",
    "haendelse",
    "haendelsesdato",
    "paragraf",
    "udfald",
    "virkning_fra",
    "afgoerelsesdato",
    "sagsnummer",
    "siden_sidst",
)
TEXTS = ("reasons", "answer_to_statement")
PARTS = ("case__citizen", "case__event", "legal_basis")
DELIVERY_LOCK = 72_036


class DeliveryNotAllowed(Exception):
    """The delivery can't be made now. The message tells the user why."""


@dataclass(frozen=True)
class ExtractRow:
    decision: Decision
    facts: tuple
    change: RowChange


@dataclass(frozen=True)
class Extract:
    """``hidden``: how many decisions of the period lie in cases the user may not see."""

    rows: list[ExtractRow]
    hidden: int

    @property
    def counts(self) -> dict[RowChange, int]:
        found = Counter(row.change for row in self.rows)
        return {change: found[change] for change in RowChange}

    @property
    def refusal(self) -> str:
        """Why it can't be delivered; empty when it can. The duty is the unit's: half an extract is a wrong one."""
        if self.hidden:
            cases = "1 sag" if self.hidden == 1 else f"{self.hidden} sager"
            return f"Perioden kan ikke leveres: afgørelser i {cases} er uden for din adgang. Bed om adgang til dem."
        return "" if self.rows else "Der er ikke truffet afgørelse om sanktion i perioden."


@dataclass(frozen=True)
class Recreation:
    """``altered``: the references of the rows that no longer say what was delivered."""

    data: bytes
    altered: list[str]
    is_same: bool


def extract(first: date, last: date, *, user: User) -> Extract:
    """The sanctions decided from ``first`` to ``last``, and those delivered earlier that are sanctions no more, each
    held against the last delivery that had it; in the order they were decided."""
    reported = _reported(first, last)
    before = RegisterDeliveryRow.objects.latest_of(reported)
    visible = reported.visible_to(user).with_standing().select_related(*PARTS).defer(*TEXTS)
    visible = visible.order_by("decided_at", "pk")
    rows = []
    for decision in visible:
        facts = _facts(decision)
        if change := _change(decision, facts, before.get(decision.pk)):
            rows.append(ExtractRow(decision, facts, change))
    with unit_wide("Sanktionsregisteret er hele enhedens"):
        return Extract(rows, hidden=reported.count() - len(visible))


@transaction.atomic
def deliver(
    first: date, last: date, *, file_format: FileFormat, purpose: str, by: User, key: UUID | None = None
) -> RegisterDelivery:
    """Make and note one delivery. The same ``key`` twice (a double click) gives the delivery already made."""
    with connection.cursor() as cursor:
        # What is new is told from the last delivery, so two can't be made at once.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DELIVERY_LOCK])
    if key and (made := RegisterDelivery.objects.filter(key=key, delivered_by=by).first()):
        return made
    found = extract(first, last, user=by)
    if found.refusal:
        raise DeliveryNotAllowed(found.refusal)
    delivery = RegisterDelivery(
        number=RegisterDelivery.objects.next_number(),
        period_from=first,
        period_to=last,
        file_format=file_format,
        purpose=purpose,
        rows=len(found.rows),
        delivered_by=by,
    )
    delivery.key = key or delivery.key
    delivery.sha256 = hashlib.sha256(_file(delivery, found.rows)).hexdigest()
    delivery.save()
    _note_rows(delivery, found.rows)
    return delivery


def recreate(delivery: RegisterDelivery, *, user: User) -> Recreation:
    """The file of an earlier delivery, made again from what the cases say today."""
    parts = ("decision", *(f"decision__{part}" for part in PARTS))
    noted = delivery.delivered_rows.visible_to(user).select_related(*parts)
    noted = noted.prefetch_related("decision__changes__legal_basis")
    rows, altered = [], []
    for row in noted.defer(*(f"decision__{text}" for text in TEXTS)):
        facts = _facts(row.decision)
        rows.append(ExtractRow(row.decision, facts, RowChange(row.change)))
        if not _is_hash_of(row.row_hash, facts):
            altered.append(_reference(delivery, row.number))
    data = _file(delivery, rows)
    return Recreation(data, altered, is_same=hashlib.sha256(data).hexdigest() == delivery.sha256)


def _reported(first: date, last: date) -> QuerySet:
    delivered = RegisterDeliveryRow.objects.filter(decision=OuterRef("pk"))
    decisions = Decision.objects.filter(Q(outcome__in=SANCTIONS) | Exists(delivered))
    # A change made in the period is delivered with it, whenever the decision itself was made.
    changed = DecisionChange.objects.decided_within(first, last).values("decision")
    return decisions.decided_within(first, last) | decisions.filter(Exists(delivered), pk__in=changed)


def _facts(decision: Decision) -> tuple:
    """What a row says, in the order of COLUMNS between the reference and the change."""
    case, standing = decision.case, decision.standing
    return (
        case.citizen.formatted_cpr,
        case.event.kind,
        case.event.occurred_on,
        str(standing.legal_basis or ""),
        standing.get_outcome_display(),
        standing.effect_from,
        timezone.localdate(decision.decided_at),
        case.number,
    )


def _change(decision: Decision, facts: tuple, before: RegisterDeliveryRow | None) -> RowChange | None:
    was_delivered = before is not None and before.change != RowChange.GONE
    if not decision.standing.is_sanction:
        return RowChange.GONE if was_delivered else None
    if not was_delivered:
        return RowChange.NEW
    return RowChange.SAME if _is_hash_of(before.row_hash, facts) else RowChange.CHANGED


def delivered_text(row: RegisterDeliveryRow) -> str:
    """What the row would be the hash of if it were delivered today."""
    return _text(_facts(row.decision))


def _text(facts: tuple) -> str:
    return "\x1f".join(str(fact) for fact in facts)


def _is_hash_of(row_hash, facts: tuple) -> bool:
    return bytes(row_hash) in encryption.lookups(_text(facts))


def _reference(delivery: RegisterDelivery, number: int) -> str:
    return f"{delivery}-{number:05d}"


def _file(delivery: RegisterDelivery, rows: list[ExtractRow]) -> bytes:
    lines = [(_reference(delivery, number), *row.facts, row.change.label) for number, row in enumerate(rows, start=1)]
    if delivery.file_format == FileFormat.XLSX:
        return write_xlsx("Sanktioner", COLUMNS, lines, at=delivery.delivered_at)
    return write_csv(COLUMNS, lines)


def _note_rows(delivery: RegisterDelivery, rows: list[ExtractRow]) -> None:
    RegisterDeliveryRow.objects.bulk_create(
        RegisterDeliveryRow(
            delivery=delivery,
            number=number,
            decision=row.decision,
            change=row.change,
            row_hash=encryption.lookup(_text(row.facts)),
        )
        for number, row in enumerate(rows, start=1)
    )
