"""Made-up supervisions with something on every screen. Called when the cases are there."""

from collections.abc import Callable

from django.utils import timezone

from sanktion.models import User
from tilsyn.demo import after, control, past, requests, sample, visit
from tilsyn.demo.scene import again
from tilsyn.models import Supervision


def load(tell: Callable) -> None:
    """Safe to run again: nothing is made when there is a supervision."""
    if Supervision.objects.exists():
        return
    tove = User.objects.get(username="tove")
    load_past(tove)
    load_present(tove)
    tell(f"Tilsyn: {Supervision.objects.count()} tilsyn, det ældste {Supervision.objects.last().number}.")


def load_past(tove: User) -> None:
    today = timezone.localdate()
    visited, sampled = past.visited(today, by=tove), past.sampled(today, by=tove)
    if visited.ended_on:
        after.assess(visited, wrong=2, refund=False, by=tove)
        after.conclude_with_result(visited, by=tove)
    if sampled.ended_on:
        after.assess(sampled, wrong=1, refund=True, by=tove)
        after.conclude_with_result(sampled, by=tove)
        after.follow_up(again(sampled), today, by=tove)
    after.measure(today, by=tove)


def load_present(tove: User) -> None:
    today = timezone.localdate()
    requests.give_directorate_an_address(by=User.objects.get(username="adam"))
    sampled = requests.sample(today, by=tove)
    sample.prepare(sampled, today, by=tove)
    visit.prepare(requests.visit(today, but=sampled, by=tove), today, by=tove)
    control.answer(requests.survey(today, by=tove), today, by=tove)
    control.draw(today, by=tove)
