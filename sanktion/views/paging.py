"""Paging by key: page 4,000 of a list costs what page 1 costs, and no row is skipped when others come and go."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

PAGE_SIZE = 25


@dataclass(frozen=True)
class KeyPage:
    """``pks`` of the page in order, and the addresses of its neighbours (query strings) or None."""

    pks: list[int]
    previous_url: str | None
    next_url: str | None
    total_label: str = ""
    first: int | None = None
    last: int | None = None


def key_page(queryset: QuerySet, params: QueryDict, *, key: str | None, newest_first: bool = False) -> KeyPage:
    """One page of ``queryset`` ordered by ``key`` (a column without nulls) and id; ``key`` None orders by id alone.

    ``after`` and ``before`` in ``params`` hold the last row of the page before or the first row of the page after.
    An unreadable place gives the first page.
    """
    place = _place(queryset, params.get("before") or params.get("after", ""), key)
    going_back = bool(params.get("before")) and place is not None
    ascending = newest_first == going_back
    if place:
        queryset = queryset.filter(_beyond(key, *place, "gt" if ascending else "lt"))
    names = [key, "pk"] if key else ["pk"]
    order = names if ascending else [f"-{name}" for name in names]
    rows = list(queryset.order_by(*order).values_list(*names)[: PAGE_SIZE + 1])
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if going_back:
        rows.reverse()
    has_previous, has_next = (has_more, True) if going_back else (place is not None, has_more)
    return KeyPage(
        pks=[row[-1] for row in rows],
        previous_url=_url(params, "before", rows[0]) if rows and has_previous else None,
        next_url=_url(params, "after", rows[-1]) if rows and has_next else None,
    )


def _place(queryset: QuerySet, text: str, key: str | None) -> tuple | None:
    value, _, pk = text.rpartition("_")
    try:
        return (queryset.model._meta.get_field(key).to_python(value) if key else None), int(pk)
    except (ValueError, ValidationError):
        return None


def _beyond(key: str | None, value, pk: int, side: str) -> Q:
    if key is None:
        return Q(**{f"pk__{side}": pk})
    # The first condition is what the index can start from.
    return Q(**{f"{key}__{side}e": value}) & (Q(**{f"{key}__{side}": value}) | Q(**{f"pk__{side}": pk}))


def _url(params: QueryDict, side: str, row: tuple) -> str:
    query = params.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    *value, pk = row
    query[side] = f"{value[0].isoformat() if value else ''}_{pk}"
    return f"?{query.urlencode()}"
