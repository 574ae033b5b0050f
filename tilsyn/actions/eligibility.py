"""V018, V092: a case leaves a supervision or comes back, and the directorate is told."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from sanktion.models import Case, JournalEntry, NoteKind, SupervisionRelevance, User
from tilsyn.actions.papers import file_paper
from tilsyn.eligibility import eligibility_of
from tilsyn.letters.withdrawal import render_withdrawal
from tilsyn.models import (
    PaperKind,
    SelectedCase,
    SentBy,
    Supervision,
    SupervisionPaper,
    WithdrawalNotice,
    WithdrawnBecause,
)

# A letter takes a good part of a second to draw, and the page waits for them.
MOST_AT_ONCE = 25


class WithdrawalNotAllowed(Exception):
    """The message is for the user."""


@transaction.atomic
def withdraw_case(selected: SelectedCase, because: WithdrawnBecause, *, note: str, by: User) -> None:
    """The database notes what the directorate is owed. Asking twice does nothing more. Raises WithdrawalNotAllowed."""
    locked = _locked(selected)
    if not locked.takes_part:
        return
    check_ground(locked.case, because)
    locked.withdraw(because, note=note, by=by)
    label = locked.get_withdrawn_because_display()
    _tell_journal(locked, f"Sagen udgår af tilsyn {locked.supervision.number}", f"{label}.\n\n{note}", by=by)


def check_ground(case: Case, because: WithdrawnBecause) -> None:
    """V018, V022: what the register can tell, it must bear out; the rest is told in the note.

    Raises WithdrawalNotAllowed.
    """
    covered, registered, _ = eligibility_of(case).conditions
    if because == WithdrawnBecause.CATEGORY and covered.otherwise != because:
        raise WithdrawalNotAllowed(_not_so("Matchkategorien på hændelsens dato er ikke registreret"))
    if because == WithdrawnBecause.CATEGORY and covered.is_met:
        raise WithdrawalNotAllowed(_not_so(f"Borgeren står i {covered.told[:1].lower()}{covered.told[1:]}"))
    if because == WithdrawnBecause.NOT_REGISTERED and registered.is_met:
        raise WithdrawalNotAllowed(_not_so("Borgeren står som tilmeldt på hændelsens dato"))


def _not_so(told: str) -> str:
    return f"{told}. Er det forkert, skal det først rettes på borgerens side."


@transaction.atomic
def bring_back_case(selected: SelectedCase, *, by: User) -> None:
    """Taken out by mistake: possible until the letter is sent. Raises WithdrawalNotAllowed."""
    locked = _locked(selected)
    if locked.takes_part:
        return
    if locked.notices.standing().filter(sent_on__isnull=False).exists():
        raise WithdrawalNotAllowed(
            "Direktoratet har fået brev om, at sagen er udgået. Aftal med direktoratet, hvad nu."
        )
    if eligibility_of(locked.case).is_outside_category:
        raise WithdrawalNotAllowed(
            "Borgeren var i matchkategori 4-5 på hændelsens dato. Sagen kan ikke komme med igen."
        )
    locked.bring_back(by=by)
    _tell_journal(locked, f"Sagen er med i tilsyn {locked.supervision.number} igen", "", by=by)


@transaction.atomic
def write_letters(supervision: Supervision, *, by: User) -> list[SupervisionPaper]:
    """A letter for each case that has left and has none: of the cases ``by`` sees, the oldest first, at most
    MOST_AT_ONCE. Raises TextMissing."""
    waiting = _of(supervision, by).unwritten().select_for_update(of=("self",))
    waiting = waiting.select_related("selected__supervision__directorate", "selected__case__event")[:MOST_AT_ONCE]
    return [_write(notice, by) for notice in waiting]


@transaction.atomic
def mark_letters_sent(
    supervision: Supervision,
    *,
    sent_on: date,
    way: SentBy,
    letters: Collection[WithdrawalNotice] | None = None,
    by: User,
) -> int:
    """Those of ``letters``, or all, that are written and not sent; how many there were. Raises WithdrawalNotAllowed."""
    unsent = _of(supervision, by).unsent()
    if letters is not None:
        unsent = unsent.filter(pk__in=[letter.pk for letter in letters])
    notices = list(unsent.select_for_update(of=("self",)))
    if any(sent_on < notice.due for notice in notices):
        raise WithdrawalNotAllowed("Datoen kan ikke ligge, før sagerne udgik.")
    for notice in notices:
        notice.mark_sent(sent_on, way, by=by)
    return len(notices)


def _of(supervision: Supervision, user: User) -> QuerySet:
    return WithdrawalNotice.objects.visible_to(user).filter(selected__supervision=supervision)


def _write(notice: WithdrawalNotice, by: User) -> SupervisionPaper:
    selected = notice.selected
    notice.paper = file_paper(
        selected.supervision,
        kind=PaperKind.WITHDRAWAL,
        title=f"Sag {selected.case.number} udgår af tilsynet",
        render=lambda number: render_withdrawal(selected, number=number),
        selected=selected,
        by=by,
    )
    notice.save(update_fields=["paper"])
    return notice.paper


def _locked(selected: SelectedCase) -> SelectedCase:
    # The supervision first, as name_case does: it must not end meanwhile.
    Supervision.objects.select_for_update(of=("self",)).get(pk=selected.supervision_id)
    found = SelectedCase.objects.select_for_update(of=("self",)).select_related("supervision", "case__event")
    locked = found.get(pk=selected.pk)
    if not locked.supervision.takes_cases:
        raise WithdrawalNotAllowed("Tilsynet er afsluttet. Sagerne i det kan ikke ændres.")
    return locked


def _tell_journal(selected: SelectedCase, heading: str, text: str, *, by: User) -> None:
    JournalEntry.objects.write(
        selected.case,
        kind=NoteKind.SYSTEM,
        heading=heading,
        text=text,
        concerns=SupervisionRelevance.NO,
        by=by,
    )
