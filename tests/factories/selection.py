"""The directorate's lists, made from the demo's own citizens and events by the application's own actions."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from sanktion.actions.event import open_case
from sanktion.base.cpr import normalise
from sanktion.models import Case, Citizen, NegativeEvent, User
from tilsyn.actions.selection.answering import mark_sent
from tilsyn.actions.selection.reading import read_list
from tilsyn.actions.selection.recording import record_list
from tilsyn.models import QUESTION, SelectionList, SelectionWay, Supervision

from .core import CitizenFactory, EventFactory

DATA = Path(settings.ROOT) / "sanktion" / "demo" / "data"
PERIOD = (date(2026, 1, 1), date(2026, 12, 31))
# Day + 60: nobody's.
STRANGER = "7101019999"


def demo_events(team, count: int = 5) -> list[NegativeEvent]:
    """The first events of the demo, of as many different citizens."""
    with (DATA / "borgere.csv").open(encoding="utf-8-sig") as file:
        people = {normalise(row["cpr"]): row for row in csv.DictReader(file, delimiter=";")}
    events: dict[str, NegativeEvent] = {}
    with (DATA / "haendelser.csv").open(encoding="cp1252") as file:
        for row in csv.DictReader(file, delimiter=";"):
            cpr = normalise(row["cpr"])
            if cpr in people and cpr not in events:
                events[cpr] = _event(row, people[cpr], cpr, team)
            if len(events) == count:
                break
    return list(events.values())


def _event(row: dict, person: dict, cpr: str, team) -> NegativeEvent:
    names = {"first_name": person["fornavn"], "last_name": person["efternavn"]}
    return EventFactory(
        citizen=CitizenFactory(cpr=cpr, team=team, **names),
        kind=int(row["haendelse"]),
        occurred_on=datetime.strptime(row["dato"], "%d-%m-%Y").date(),
        origin=row["indberetter"],
        reference=row["reference"],
        description="Prøve",
    )


def opened(events: list[NegativeEvent], by: User) -> list[Case]:
    return [open_case(event, by=by) for event in events]


def recorded(supervision: Supervision, lines: list[str] | str, by: User, **how) -> SelectionList:
    text = lines if isinstance(lines, str) else "\n".join(lines)
    facts = {"way": supervision.way, "received_on": supervision.received_on, **how}
    return record_list(supervision, read_list(text.encode()), **facts, by=by)


def asked(supervision: Supervision, citizens: list[Citizen], by: User, *more: str) -> SelectionList:
    """Round 1 of a CPR list."""
    lines = [citizen.cpr for citizen in citizens] + list(more)
    return recorded(supervision, lines, by, way=SelectionWay.CPR_LIST, list_round=QUESTION, period=PERIOD)


def answered(supervision: Supervision, citizens: list[Citizen], by: User, *more: str) -> SelectionList:
    question = asked(supervision, citizens, by, *more)
    return mark_sent(question, file_format="csv", sent_on=supervision.received_on, by=by)
