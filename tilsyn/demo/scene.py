"""What the demo's supervisions are made of: the day, the people, the cases and the directorate's letters."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import chain, zip_longest
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.base.uploads import Cleaned
from sanktion.demo.acts import playing
from sanktion.models import Case, CaseStatus, User
from tilsyn.actions.requests import register_supervision
from tilsyn.actions.selection.reading import read_list
from tilsyn.actions.selection.recording import name_cases, record_list
from tilsyn.eligibility import eligibility_of
from tilsyn.models import SelectionWay, Supervision, SupervisionForm

NOON = time(12)
# Of so many times the wanted cases the fitting ones are found.
LOOKED_AT = 6
NOTICE = (
    "{title}\n\nTil Sanktionsenheden\n\nDirektoratet beder om materiale til de sager, der står på listen.\n\n"
    "Demo: opdigtet brev."
)


@contextmanager
def on(day: date, by: User) -> Iterator[None]:
    """One transaction at noon of that day: the worker's part is done in it too."""
    import time_machine  # the demo alone needs it

    moment = timezone.make_aware(datetime.combine(day, NOON))
    with time_machine.travel(min(moment, timezone.now()), tick=False), transaction.atomic(), playing(by):
        yield


def again(row):
    return type(row).objects.get(pk=row.pk)


def letter(text: str) -> Cleaned:
    """As if it had been read in."""
    cleaned, _refusal = look_at(text.encode())
    return cleaned


def register(form: SupervisionForm, received_on: date, *, by: User, **facts) -> Supervision:
    with on(received_on, by):
        notice = letter(NOTICE.format(title=f"{form.label}, {received_on:%d-%m-%Y}"))
        facts = {"way": SelectionWay.NOTICES, "received_on": received_on, "notice": notice} | facts
        return register_supervision(form=form, by=by, key=uuid4(), **facts)


def name(supervision: Supervision, cases: list[Case], *, by: User) -> Supervision:
    """By a list of the directorate's, with the cases' numbers."""
    received_on = supervision.received_on
    if cases:
        with on(received_on, by):
            data = "\n".join(["Sagsnummer", *(case.number for case in cases)]).encode()
            facts = {"way": supervision.way, "received_on": received_on, "key": uuid4()}
            name_cases(record_list(supervision, read_list(data), **facts, by=by), by=by)
    return again(supervision)


def pick(covered: int, outside: int = 0, *, before: date, but: Collection[int] = ()) -> list[Case]:
    """Cases decided by then, the newest first and of the teams by turns; the last of them in match category 4-5.

    None that only named people see, and none of ``but``.
    """
    found = Case.objects.filter(status__in=[CaseStatus.DECIDED, CaseStatus.CLOSED], is_restricted=False)
    found = found.filter(decision__decided_at__date__lt=before).exclude(pk__in=but).order_by("-pk")
    found = found.select_related("event", "citizen")[: LOOKED_AT * (covered + outside)]
    by_team = defaultdict(list)
    for case in found:
        by_team[case.team_id].append(case)
    inside, left_out = [], []
    for case in filter(None, chain.from_iterable(zip_longest(*(by_team[team] for team in sorted(by_team))))):
        (left_out if eligibility_of(case).is_outside_category else inside).append(case)
    return inside[:covered] + left_out[:outside]
