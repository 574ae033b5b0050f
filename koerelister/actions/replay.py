"""After a restore: delete again what was destroyed since the copy was taken (B044, B047)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from koerelister.destruction import ledger
from koerelister.models import (
    Area,
    DestructionChain,
    DestructionRecord,
    DeviceCopy,
    RouteList,
    RoutePlan,
    Stop,
    VisitOrder,
)
from sanktion.base.chain import first_broken
from sanktion.models import User

# They hold back what the copy has as open: when the list was destroyed, its visits were noted and its phones empty.
GATES = [(Stop, "stop_gate"), (DeviceCopy, "device_gate")]


class CannotReplay(Exception):
    """The file and the database don't belong together, or somebody changed one of them. The message is for the user."""


@dataclass(frozen=True)
class Replayed:
    records: int
    lists: int
    stops: int
    orders: int
    # Not noted in the copy: the visit has to be found in the paper of the days that were lost, if it was made.
    open_stops: int


@transaction.atomic
def replay() -> Replayed:
    """Put back the records the database lacks and delete their lists and stops. Takes the owner of the tables."""
    entries = ledger.entries()
    _must_fit(entries)
    known = set(DestructionRecord.objects.values_list("sequence", flat=True))
    missing = [entry for entry in entries if entry["facts"]["sequence"] not in known]
    for entry in missing:
        _put_back(entry)
    lists = _lists(entries)
    stop_keys = [key for entry in entries for key in entry["facts"]["stop_keys"]]
    stops = Stop.objects.filter(route_list__in=lists) | Stop.objects.filter(pk__in=stop_keys)
    return _delete(len(missing), lists, stops)


def _must_fit(entries: list[dict[str, Any]]) -> None:
    genesis = DestructionChain.objects.get().genesis
    if number := first_broken(((entry["facts"], entry["hash"]) for entry in entries), genesis):
        raise CannotReplay(f"Linje {number} i filen {ledger.path()} er ændret. Hent filen fra en sikkerhedskopi.")
    marks = [entry["hash"] for entry in entries]
    for sequence, mark in DestructionRecord.objects.in_order().values_list("sequence", "hash"):
        if sequence <= len(marks) and marks[sequence - 1] != mark:
            raise CannotReplay(f"Destruktion {sequence} er en anden i databasen end i filen {ledger.path()}.")


def _put_back(entry: dict[str, Any]) -> None:
    for row in ledger.missing_rows(entry):
        row.save(force_insert=True)
    facts = entry["facts"]
    record = DestructionRecord.objects.link(
        number=facts["number"],
        list_key=facts["list"],
        stop_keys=facts["stop_keys"],
        area_id=facts["area"],
        date=facts["date"],
        stops=facts["stops"],
        visited=facts["visited"],
        copies_printed=facts["printed"],
        copies_shredded=facts["shredded"],
        paper=facts["paper"],
        legal_ground=facts["ground"],
        by_id=facts["by"],
        at=datetime.fromisoformat(facts["at"]),
    )
    if record.hash != entry["hash"]:
        raise CannotReplay(f"Destruktion {facts['sequence']} kan ikke genskabes, som den var.")


def _lists(entries: list[dict[str, Any]]):
    """By number and key together: neither alone says that it is the same list."""
    keys = {entry["facts"]["number"]: entry["facts"]["list"] for entry in entries}
    found = RouteList.objects.filter(number__in=keys).values_list("pk", "number")
    return RouteList.objects.filter(pk__in=[pk for pk, number in found if keys[number] == pk])


def _delete(records: int, lists, stops) -> Replayed:
    lists, stops = _fixed(lists), _fixed(stops)
    open_stops = stops.open().count()
    orders, _ = VisitOrder.objects.filter(case__in=list(stops.values_list("case_id", flat=True))).delete()
    plans = list(lists.values_list("plan_id", flat=True))
    with _gates_open():
        for rows in (stops, lists):
            _forget_what_points_at(rows)
        gone_stops, _ = stops.delete()
    gone_lists, _ = lists.delete()
    RoutePlan.objects.spent().filter(pk__in=plans).delete()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Area, User]):
            cursor.execute(statement)
    return Replayed(records, gone_lists, gone_stops, orders, open_stops)


def _fixed(rows):
    """The same rows whatever is deleted meanwhile."""
    return rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))


def _forget_what_points_at(rows) -> None:
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not Stop:
            relation.related_model.objects.filter(**{f"{relation.field.name}__in": rows}).delete()


@contextmanager
def _gates_open() -> Iterator[None]:
    """The database lets no stop go that is not noted. Whoever owns the tables can open the gates, and nobody else."""
    with connection.cursor() as cursor:
        for model, gate in GATES:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} DISABLE TRIGGER {gate}")
        yield
        # A table with checks still to be made can't be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model, gate in GATES:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} ENABLE TRIGGER {gate}")
