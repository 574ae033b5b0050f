"""«Kan ikke vurderes endeligt» (V096): what the directorate wants copies of after having been here."""

from django.db import transaction

from sanktion.base.danish import listing, long_date
from sanktion.base.deadlines import add_days
from sanktion.models import JournalEntry, MaterialKind, NoteKind, SupervisionRelevance, User
from tilsyn.models import CopyRequest, SelectedCase, Supervision
from tilsyn.models.supervision import MATERIAL_DAYS


class CopiesNotAsked(Exception):
    """Why it can't be registered, as a sentence for the user."""


@transaction.atomic
def ask_for_copies(
    selected: SelectedCase, *, kinds: list[MaterialKind], note: str = "", asked_by: str, by: User
) -> CopyRequest:
    """The copies are owed 14 days after the day the directorate was here (V097). One that is open already is given
    back as it is. Raises CopiesNotAsked."""
    selected = (
        SelectedCase.objects.select_for_update(of=("self",)).select_related("supervision", "case").get(pk=selected.pk)
    )
    if there := CopyRequest.objects.filter(selected=selected, settled_at__isnull=True).first():
        return there
    supervision = selected.supervision
    if not (supervision.is_visit and supervision.visit_on and supervision.takes_cases and selected.takes_part):
        raise CopiesNotAsked("Kopier kan kun bestilles af en sag, der er med i et besøg, som ikke er afsluttet.")
    due = add_days(supervision.visit_on, MATERIAL_DAYS).end
    facts = {"kinds": sorted(kinds), "note": note, "asked_by": asked_by}
    asked = CopyRequest.objects.create(selected=selected, **facts, due=due, by=by)
    _tell_journal(asked, by=by)
    return asked


def _tell_journal(asked: CopyRequest, *, by: User) -> None:
    selected = asked.selected
    told = "Direktoratet kan ikke vurdere sagen endeligt og beder om kopier"
    JournalEntry.objects.write(
        selected.case,
        kind=NoteKind.SYSTEM,
        heading=f"{told} (tilsyn {selected.supervision.number})",
        text=asked.note,
        facts=[
            ("Materiale", listing(asked.kind_labels)),
            ("Frist", long_date(asked.due)),
            ("Bedt om af", asked.asked_by),
        ],
        concerns=SupervisionRelevance.NO,
        by=by,
    )


@transaction.atomic
def follow_visit(supervision: Supervision, *, by: User) -> None:
    """V097: the day of the visit is another than it was when the copies were asked for, and they are owed from it."""
    if supervision.visit_on is None:
        return
    due = add_days(supervision.visit_on, MATERIAL_DAYS).end
    open_ones = CopyRequest.objects.filter(selected__supervision=supervision, settled_at__isnull=True)
    for asked in open_ones.exclude(due=due).select_for_update(of=("self",)).select_related("selected__case"):
        asked.follow_visit(due)
        JournalEntry.objects.write(
            asked.selected.case,
            kind=NoteKind.SYSTEM,
            heading=f"Fristen for kopier til direktoratet er ændret (tilsyn {supervision.number})",
            facts=[("Besøget", long_date(supervision.visit_on)), ("Frist", long_date(due))],
            concerns=SupervisionRelevance.NO,
            by=by,
        )


def awaiting_copies(supervision: Supervision):
    """The cases whose copies are to be sent."""
    return SelectedCase.objects.filter(
        pk__in=CopyRequest.objects.awaiting().values("selected"), supervision=supervision
    )


@transaction.atomic
def settle_copies(selected: SelectedCase, *, by: User) -> None:
    """Called when the copies are sent. Asking again changes nothing."""
    for asked in CopyRequest.objects.select_for_update(of=("self",)).filter(selected=selected, settled_at__isnull=True):
        asked.settle(by=by)
