"""A visit with its reading room, made by the application's own actions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from sanktion.models import User
from tilsyn.actions.reading_room import open_room
from tilsyn.actions.room_papers import approve_papers
from tilsyn.models import ReadingRoom, SelectedCase, Supervision

from .core import UserFactory
from .letters import short_letters
from .tilsyn import selected_of, supervision_of


def visit_of(by: User, **facts) -> Supervision:
    return supervision_of(by, form="visit", **{"visit_on": timezone.localdate() + timedelta(days=20)} | facts)


def reader_of(**facts) -> User:
    return UserFactory(role="direktoratet", **facts)


@short_letters()
def shown_of(by: User, *, supervision: Supervision | None = None, keys=("look_back",), **facts) -> SelectedCase:
    """A case of a visit with papers that the directorate may read."""
    selected = selected_of(by, supervision=supervision or visit_of(by), **facts)
    approve_papers(selected, list(keys), by=by)
    return selected


def room_of(supervision: Supervision, by: User, *readers: User, opens_in: int = -1, hours: int = 8) -> ReadingRoom:
    """Opened an hour ago, unless told otherwise."""
    opens_at = timezone.now() + timedelta(hours=opens_in)
    closes_at = opens_at + timedelta(hours=hours)
    facts = {"opens_at": opens_at, "closes_at": closes_at, "key": uuid.uuid4()}
    return open_room(supervision, **facts, readers=list(readers or [reader_of()]), by=by)
