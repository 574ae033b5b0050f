"""Which papers of a case the directorate reads (V100): approved one by one by a person, and kept as they were then."""

import hashlib

from django.db import transaction
from django.utils import timezone

from sanktion.models import User
from tilsyn.actions.reading_room import settle_access
from tilsyn.material import Paper, papers_of
from tilsyn.models import RoomPaper, RoomPaperContent, SelectedCase
from tilsyn.watermark import can_be_marked


class PaperNotApproved(Exception):
    """Why it may not be shown, as a sentence for the user."""


@transaction.atomic
def approve_papers(selected: SelectedCase, keys: list[str], *, by: User) -> int:
    """The papers with these keys as they are now; how many. One that is already there is left as it was approved,
    unless something of it is held back since: then it gives way to the paper as it may be read now.

    Raises PaperNotApproved: then none is.
    """
    selected = (
        SelectedCase.objects.select_for_update(of=("self",)).select_related("supervision", "case").get(pk=selected.pk)
    )
    if not (selected.takes_part and selected.supervision.is_visit):
        raise PaperNotApproved("Sagen er ikke med i et tilsynsbesøg.")
    own = RoomPaper.objects.in_force().filter(selected=selected)
    old = {paper.paper_key: paper for paper in own.held_back_since()}
    there = set(own.values_list("paper_key", flat=True)) - old.keys()
    chosen = [paper for paper in papers_of(selected, user=by) if paper.key in keys and paper.key not in there]
    for paper in chosen:
        if paper.key in old:
            old[paper.key].withdraw(by=by)
        _approve(selected, paper, by=by)
    settle_access()
    return len(chosen)


def _approve(selected: SelectedCase, paper: Paper, *, by: User) -> None:
    if paper.hindrance:
        raise PaperNotApproved(paper.hindrance)
    data = paper.read(timezone.now())
    if not can_be_marked(data):
        raise PaperNotApproved(f"«{paper.title}» kan ikke åbnes som PDF.")
    approved = RoomPaper.objects.create(
        selected=selected,
        section=paper.section,
        paper_key=paper.key,
        document=paper.document,
        title=paper.title,
        dated=paper.dated,
        sha256=hashlib.sha256(data).hexdigest(),
        approved_by=by,
    )
    RoomPaperContent.objects.create(paper=approved, data=data)


@transaction.atomic
def withdraw_paper(paper: RoomPaper, *, by: User) -> None:
    """Asking again changes nothing."""
    locked = RoomPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.withdrawn_at is None:
        locked.withdraw(by=by)
    settle_access()
