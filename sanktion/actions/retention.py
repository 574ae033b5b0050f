"""Rules of how long cases are kept, and what a reviewer does with a case whose time has come."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from sanktion.base.refusal import refusal
from sanktion.holds import HoldSource, held, register_hold
from sanktion.models import (
    ArchiveDelivery,
    Case,
    CaseStatus,
    Complaint,
    Disposal,
    DisposalCase,
    Inquiry,
    RetentionDelay,
    RetentionHold,
    RetentionRule,
    SubjectAccess,
    SubjectAccessStatus,
    User,
    WrongPayment,
)
from sanktion.models.retention import past_planned_date


class RetentionNotAllowed(Exception):
    """The case stays as it is. The message is for the user."""


@transaction.atomic
def write_rule(*, kind: str, years: int, fate: str, valid_from: date, source: str, reason: str, by: User) -> None:
    RetentionRule.objects.create(
        kind=kind, years=years, fate=fate, valid_from=valid_from, source=source, reason=reason, made_by=by
    )


@transaction.atomic
def hold(case: Case, *, reason: str, inquiry: Inquiry | None = None, by: User) -> None:
    RetentionHold.objects.create(case=case, reason=reason, inquiry=inquiry, placed_by=by)


@transaction.atomic
def release_hold(placed: RetentionHold, *, by: User) -> None:
    locked = RetentionHold.objects.select_for_update(of=("self",)).get(pk=placed.pk)
    if locked.released_at is None:
        locked.release(by=by)


@transaction.atomic
def postpone(case: Case, *, until: date, reason: str, by: User) -> None:
    RetentionDelay.objects.create(case=case, until=until, reason=reason, made_by=by)


@transaction.atomic
def note_archived(case: Case, *, delivered_on: date, reference: str, by: User) -> None:
    Case.objects.hold(case)
    if ArchiveDelivery.objects.filter(case=case).exists():
        raise RetentionNotAllowed("Afleveringen er allerede noteret.")
    ArchiveDelivery.objects.create(case=case, delivered_on=delivered_on, reference=reference, noted_by=by)


@transaction.atomic
def propose_disposal(cases: list[Case], *, by: User) -> Disposal:
    """The reviewer has seen that these may go. The database has the last word on each."""
    if not cases:
        raise RetentionNotAllowed("Vælg mindst én sag.")
    disposal = Disposal.objects.create(chosen=len(cases), proposed_by=by)
    for case in cases:
        if DisposalCase.objects.filter(case=case).exists():
            raise RetentionNotAllowed(f"Sag {case.number} er allerede foreslået.")
        _choose(disposal, case)
    return disposal


def _choose(disposal: Disposal, case: Case) -> None:
    try:
        with transaction.atomic():
            DisposalCase.objects.create(disposal=disposal, case=case)
    except IntegrityError as error:
        raise RetentionNotAllowed(f"Sag {case.number} kan ikke slettes. {refusal(error)}") from error


def for_review(cases, today: date):
    """Cases whose time has passed and that nobody has proposed yet; what is held is among them."""
    return past_planned_date(cases, today).filter(disposal_item__isnull=True)


def unheld(cases):
    return cases.exclude(held())


def overdue_for_review(day: date) -> int:
    return unheld(for_review(Case.objects.all(), day)).count()


def register_core_holds() -> None:
    closed = Q(status=CaseStatus.CLOSED)
    for source in (
        HoldSource("hold", "Holdes tilbage", lambda: RetentionHold.objects.in_force().values_list("case")),
        HoldSource(
            "complaint",
            "Åben klage",
            lambda: (Complaint.objects.open() | Complaint.objects.filter(next_due__isnull=False)).values_list("case"),
        ),
        HoldSource("payment", "Åben fejludbetaling", lambda: WrongPayment.objects.open().values_list("case")),
        HoldSource(
            "subject_access",
            "Borgeren har bedt om indsigt",
            lambda: Case.objects.filter(closed, citizen__in=_asked_for_access().values("citizen")).values_list("pk"),
        ),
    ):
        register_hold(source)


def _asked_for_access():
    return SubjectAccess.objects.exclude(status=SubjectAccessStatus.DELETED)
