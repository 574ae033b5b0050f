"""Who acts. Python and PostgreSQL are told the same thing, for one transaction at a time.

Every transaction that touches cases runs inside ``acting(user)`` (a person) or ``system(reason)`` (a task). The
settings ``sanktion.user_id``, ``sanktion.team_ids``, ``sanktion.case_ids`` and ``sanktion.system`` are local to the
transaction, so a pooled connection never carries them over to the next one. ``row_security`` goes by them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

SETTINGS = ("user_id", "team_ids", "case_ids", "system")
TELL = "SELECT " + ", ".join(f"set_config('sanktion.{name}', %s, true)" for name in SETTINGS)


class NobodyActs(RuntimeError):
    """Raised when code that needs an actor runs outside ``acting`` and ``system``."""


@dataclass(frozen=True)
class Actor:
    user: Any = None
    team_ids: tuple[int, ...] = ()
    case_ids: tuple[int, ...] = ()
    reason: str = ""

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def acting(user):
    """Run the block as ``user``, in one transaction. An anonymous visitor acts as nobody with no teams."""
    if not user.is_authenticated:
        return _as(Actor())
    return _as(Actor(user=user, team_ids=tuple(user.team_ids), case_ids=tuple(user.granted_case_ids)))


def system(reason: str):
    """Run the block as the system itself, in one transaction. The reason is what a reader of the log will see."""
    return _as(Actor(reason=reason))


@contextmanager
def unit_wide(reason: str) -> Iterator[Actor | None]:
    """Run the block as the one who acts, over every team: an act or a figure that concerns the unit as a whole.

    For what is asked of the database alone; what a page shows of a case still goes through ``visible_to``. Where
    nobody acts, or the system does, it changes nothing.
    """
    outer = _actor.get()
    if outer is None or outer.reason:
        yield outer
        return
    actor = replace(outer, reason=reason)
    token = _actor.set(actor)
    _change_setting(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)
        # In a transaction that has failed nothing can be told; whoever rolls it back takes the setting with it.
        if not connection.needs_rollback and connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            _change_setting(outer)


def let_in(user, case_id: int) -> None:
    """The one who acts was granted a case just now, by name: what follows in this block may meet it."""
    actor = _actor.get()
    if actor and actor.user == user and case_id not in actor.case_ids:
        actor = replace(actor, case_ids=(*actor.case_ids, case_id))
        _actor.set(actor)
        _change_setting(actor)


def current_actor() -> Actor:
    actor = _actor.get()
    if actor is None:
        raise NobodyActs("Kør koden inden i acting(user) eller system(reason).")
    return actor


def current_user(instance=None, **kwargs):
    """The acting person or None; the signature is the one simple-history's ``get_user`` asks for."""
    actor = _actor.get()
    return actor.user if actor else None


@contextmanager
def _as(actor: Actor) -> Iterator[Actor]:
    outer = _actor.get()
    token = _actor.set(actor)
    try:
        with transaction.atomic():
            _tell_database(actor)
            yield actor
            # Where the transaction ends here, or is to be rolled back, the settings end with it.
            if (outer or connection.savepoint_ids) and not connection.needs_rollback:
                _change_setting(outer)
    finally:
        _actor.reset(token)


def _tell_database(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, _told(actor))


def _change_setting(actor: Actor | None) -> None:
    """In the middle of a transaction, past Django's cursor: nothing is read, so it is no query of the page. Without an
    actor what stands of the transaction is nobody's again."""
    if actor is None:
        connection.connection.execute("; ".join(f"SET LOCAL sanktion.{name} TO DEFAULT" for name in SETTINGS))
    else:
        connection.connection.execute(TELL, _told(actor))


def _told(actor: Actor) -> list[str]:
    return [str(actor.user_id or ""), _array(actor.team_ids), _array(actor.case_ids), actor.reason]


def _array(ids: tuple[int, ...]) -> str:
    return "{" + ",".join(str(pk) for pk in ids) + "}"
