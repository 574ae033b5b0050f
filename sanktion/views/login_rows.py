"""How sessions and the log of logins are shown, to oneself and to an administrator."""

from datetime import UTC, datetime

from sanktion.base import identity
from sanktion.models import SecurityEvent, StaffSession, User

SHOWN = 20


def sessions_of(user: User, *, here: str | None = None) -> list[dict]:
    """The user's live sessions, the latest used first; ``here`` is the key of the one that asks."""
    rows = [(session, session.get_decoded()) for session in StaffSession.objects.live().filter(user=user)]
    live = [(session, data) for session, data in rows if not identity.is_over(data)]
    live.sort(key=lambda row: row[1].get(identity.SEEN, 0), reverse=True)
    return [
        {
            "label": session.label,
            "agent": data.get(identity.AGENT, "Browser"),
            "signed_in": _moment(data.get(identity.SIGNED_IN)),
            "seen": _moment(data.get(identity.SEEN)),
            "here": session.session_key == here,
        }
        for session, data in live
    ]


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None


def events_of(user: User):
    return SecurityEvent.objects.filter(user=user).select_related("by").order_by("-at", "-pk")[:SHOWN]
