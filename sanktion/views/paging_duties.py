"""Paging by key through several tables at once: each gives at most one page, and PostgreSQL merges them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.http import QueryDict

from sanktion.views.paging import PAGE_SIZE

Place = tuple[date, int, int]


@dataclass(frozen=True)
class Branch:
    """One table's open rows; ``due`` names its date column."""

    queryset: QuerySet
    due: str


@dataclass(frozen=True)
class DutyPage:
    """``keys`` are (due, number of the branch, id), in order."""

    keys: list[Place]
    previous_url: str | None
    next_url: str | None
    total_label: str = ""


def duty_page(branches: list[Branch], params: QueryDict) -> DutyPage:
    place = _place(params.get("before") or params.get("after", ""))
    going_back = bool(params.get("before")) and place is not None
    parts = [_part(number, branch, place, going_back) for number, branch in enumerate(branches)]
    keys = list(_merged(parts, going_back))
    has_more, keys = len(keys) > PAGE_SIZE, keys[:PAGE_SIZE]
    if going_back:
        keys.reverse()
    has_previous, has_next = (has_more, True) if going_back else (place is not None, has_more)
    return DutyPage(
        keys=keys,
        previous_url=_url(params, "before", keys[0]) if keys and has_previous else None,
        next_url=_url(params, "after", keys[-1]) if keys and has_next else None,
    )


def _part(number: int, branch: Branch, place: Place | None, going_back: bool) -> QuerySet:
    rows, due = branch.queryset, branch.due
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
