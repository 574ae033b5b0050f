"""What a session knows about its own age, as whole seconds since 1970: signed in, last used, last confirmed.

And why somebody got none.
"""

import time

from django.conf import settings
from django.db.models import TextChoices

SIGNED_IN, SEEN, CONFIRMED, AGENT = "signed_in_at", "seen_at", "confirmed_at", "agent"
# An open page is not somebody at the keyboard, and a session is not written at every click.
NOTED_EVERY = 60


class Refused(TextChoices):
    PASSWORD = "password", "Forkert adgangskode"
    CODE = "code", "Rigtig adgangskode, forkert kode"
    CLOSED = "closed", "Rigtig adgangskode, men brugeren er lukket"
    LAPSED = "lapsed", "Den midlertidige adgangskode er udløbet"


def begin(session) -> None:
    now = int(time.time())
    session[SIGNED_IN] = session[SEEN] = session[CONFIRMED] = now


def confirm(session, at: float | None = None) -> None:
    """The person at the keyboard has said who they are, now or ``at`` (the provider's own time)."""
    now = int(time.time())
    session[CONFIRMED] = min(int(at), now) if at is not None else now
    session[SEEN] = now


def is_over(session) -> bool:
    return _age(session, SIGNED_IN) > settings.SANKTION_SESSION_HOURS * 3600


def is_idle(session) -> bool:
    return _age(session, SEEN) > settings.SANKTION_SESSION_IDLE_MINUTES * 60


def is_confirmed(session) -> bool:
    return not is_idle(session) and _age(session, CONFIRMED) <= settings.SANKTION_CONFIRM_MINUTES * 60


def note_use(session) -> None:
    if _age(session, SEEN) > NOTED_EVERY:
        session[SEEN] = int(time.time())


def _age(session, mark: str) -> float:
    """In seconds; a mark that is missing is as old as can be."""
    return time.time() - session.get(mark, 0)


BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {mark: mark for mark in ("iPhone", "iPad", "Android", "Windows")} | {"Mac OS": "Mac", "Linux": "Linux"}


def agent_of(request) -> str:
    """«Chrome på Windows»: enough to recognise one's own by."""
    header = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for mark, name in BROWSERS.items() if mark in header), "Browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in header), "")
    return f"{browser} på {system}" if system else browser
