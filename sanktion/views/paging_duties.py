"""Paging by key through several tables at once: each gives at most one page, and PostgreSQL merges them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.http import QueryDict

from sanktion.views.paging import PAGE_SIZE

Place = tuple[date, int, int]


class Branch(NamedTuple):
    """One table's open rows; ``due`` names its date column. ``number`` is its own, whichever others there are."""

    number: int
    queryset: QuerySet
    due: str


@dataclass(frozen=True)
class DutyPage:
    """``keys`` are (due, number of the branch, id), in order."""

    keys: list[Place]
    previous_url: str | None
    next_url: str | None
    total_label: str = ""


class DutyPlace:
    """Where in the list a page stands: after the last row of the one before it, or before the first of the next."""

    def __init__(self, params: QueryDict):
        self._params = params
        self.place = _place(params.get("before") or params.get("after", ""))
        self.going_back = bool(params.get("before")) and self.place is not None

    @property
    def key(self) -> tuple:
        return self.place, self.going_back

    def rows_of(self, branches: list[Branch]) -> QuerySet:
        """The page's keys and one more, from the place on."""
        return _merged([_part(branch, self.place, self.going_back) for branch in branches], self.going_back)

    def page(self, keys: list[Place]) -> DutyPage:
        has_more, keys = len(keys) > PAGE_SIZE, keys[:PAGE_SIZE]
        if self.going_back:
            keys.reverse()
        has_previous, has_next = (has_more, True) if self.going_back else (self.place is not None, has_more)
        return DutyPage(
            keys=keys,
            previous_url=_url(self._params, "before", keys[0]) if keys and has_previous else None,
            next_url=_url(self._params, "after", keys[-1]) if keys and has_next else None,
        )


def _part(branch: Branch, place: Place | None, going_back: bool) -> QuerySet:
    number, rows, due = branch
    if place:
        rows = rows.filter(_beyond(due, number, place, "lt" if going_back else "gt"))
    order = (f"-{due}", "-pk") if going_back else (due, "pk")
    # Ordered and cut off in each table, where an index has the order, before they are merged.
    columns = {"duty_due": F(due), "duty_number": Value(number), "duty_pk": F("pk")}
    return rows.order_by(*order).annotate(**columns).values_list(*columns)[: PAGE_SIZE + 1]


def _beyond(due: str, number: int, place: Place, side: str) -> Q:
    day, place_number, pk = place
    if number == place_number:
        # The first condition is what the index can start from.
        return Q(**{f"{due}__{side}e": day}) & (Q(**{f"{due}__{side}": day}) | Q(**{f"pk__{side}": pk}))
    stands_after = number > place_number if side == "gt" else number < place_number
    return Q(**{f"{due}__{side}{'e' if stands_after else ''}": day})


def _merged(parts: list[QuerySet], going_back: bool) -> QuerySet:
    if len(parts) == 1:
        return parts[0]
    names = ("duty_due", "duty_number", "duty_pk")
    order = [f"-{name}" if going_back else name for name in names]
    return parts[0].union(*parts[1:], all=True).order_by(*order)[: PAGE_SIZE + 1]


def _place(text: str) -> Place | None:
    try:
        day, number, pk = text.split("_")
        return date.fromisoformat(day), int(number), int(pk)
    except ValueError:
        return None


def _url(params: QueryDict, side: str, key: Place) -> str:
    query = params.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    day, number, pk = key
    query[side] = f"{day.isoformat()}_{number}_{pk}"
    return f"?{query.urlencode()}"
