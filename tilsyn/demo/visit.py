"""The visit in three weeks: one case's papers are approved for the reading room, which nobody has opened yet."""

from datetime import date, timedelta

from sanktion.models import User
from tilsyn.actions.room_papers import approve_papers
from tilsyn.demo.scene import on
from tilsyn.material import papers_of
from tilsyn.models import SelectedCase, Supervision


def prepare(supervision: Supervision, today: date, *, by: User) -> None:
    if first := SelectedCase.objects.taking_part().filter(supervision=supervision).order_by("number").first():
        with on(today - timedelta(days=1), by):
            free = [paper.key for paper in papers_of(first, user=by) if not paper.hindrance]
            approve_papers(first, free, by=by)
