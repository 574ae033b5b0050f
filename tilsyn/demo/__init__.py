"""Made-up supervisions with something on every screen. Called when the cases are there."""

from collections.abc import Callable

from django.utils import timezone

from sanktion.models import User
from tilsyn.demo import after, control, past, requests, sample, visit
from tilsyn.demo.scene import again, person
from tilsyn.models import Supervision


def load(tell: Callable) -> None:
    """Safe to run again: nothing is made when there is a supervision."""
    if Supervision.objects.exists():
        return
    tove = person("tove")
    load_past(tove)
    load_present(tove)
    tell(f"Tilsyn: {Supervision.objects.count()} tilsyn, det ældste {Supervision.objects.last().number}.")


def load_past(tove: User) -> None:
    today = timezone.localdate()
    for supervision, refund in ((past.visited(today, by=tove), False), (past.sampled(today, by=tove), True)):
        if supervision.ended_on:
            after.assess(supervision, wrong=1, refund=refund, by=tove)
            after.conclude_with_result(supervision, by=tove)
            if refund:
                after.follow_up(again(supervision), today, by=tove)
    after.measure(today, by=tove)


def load_present(tove: User) -> None:
    today = timezone.localdate()
    requests.give_directorate_an_address(by=person("adam"))
    sampled = requests.sample(today, by=tove)
    sample.prepare(sampled, today, by=tove)
    visit.prepare(requests.visit(today, but=sampled, by=tove), today, by=tove)
    control.answer(requests.survey(today, by=tove), today, by=tove)
    control.draw(today, by=tove)
