"""What is noted of logins, and the ways to end what a login opened."""

import logging

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from sanktion.base import identity, lockout
from sanktion.models import SecurityEvent, SecurityKind, StaffSession, User

logger = logging.getLogger(__name__)


def note(kind: SecurityKind, user: User | None, *, by: User | None = None, **more: str) -> None:
    """A row with what ``more`` is known of it, and a line in the log with ids alone."""
    SecurityEvent.objects.create(kind=kind, user=user, by=by, **more)
    _tell(kind, user, by)


def _tell(kind: SecurityKind, user: User | None, by: User | None = None) -> None:
    line = f"security.{kind.value} user={user.pk if user else '-'} by={by.pk if by else '-'}"
    transaction.on_commit(lambda: logger.info(line))


def on_logged_in(sender, request, user, **kwargs) -> None:
    identity.begin(request.session)
    request.session[identity.AGENT] = identity.agent_of(request)
    note(SecurityKind.LOGIN, user)


def on_logged_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        note(SecurityKind.EXPIRED if getattr(request, "session_is_over", False) else SecurityKind.LOGOUT, user)


def on_login_failed(sender, credentials, request=None, **kwargs) -> None:
    user = User.objects.filter(username__iexact=str(credentials.get("username") or "")).first()
    if _was_locked(request):
        # The rows are never deleted, and a try while it is locked costs nothing: then the line is enough.
        _tell(SecurityKind.REFUSED, user)
    else:
        note(SecurityKind.REFUSED, user, refused=getattr(request, "login_refused", None) or "")


def on_locked_out(sender, request, username, **kwargs) -> None:
    # Told at every try while it lasts; noted when it begins.
    if not _was_locked(request):
        note(SecurityKind.LOCKED, _of_account(username))


def _was_locked(request) -> bool:
    """Whether the account was locked before this try: then axes counts it no more."""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def _of_account(account: str) -> User | None:
    """axes knows the account by what stands for it. Rare enough to look through the unit's few hundred users."""
    rows = User.objects.values_list("pk", "username")
    found = next((pk for pk, name in rows if lockout.account(None, {"username": name}) == account), None)
    return User.objects.filter(pk=found).first()


def is_locked(user: User) -> bool:
    """Whether the account is locked, for one address or for all."""
    recent = AccessAttempt.objects.filter(
        username=lockout.account(None, {"username": user.username}),
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME,
    )
    by_address = recent.values("ip_address").annotate(failures=Sum("failures_since_start"))
    counts = list(by_address.values_list("failures", flat=True))
    return max(counts, default=0) >= settings.AXES_FAILURE_LIMIT or sum(counts) >= settings.SANKTION_ACCOUNT_FAILURES


def unlock(user: User, *, by: User) -> None:
    AxesProxyHandler.reset_attempts(username=lockout.account(None, {"username": user.username}))
    note(SecurityKind.UNLOCKED, user, by=by)


@transaction.atomic
def end_session(user: User, label: str, *, by: User) -> bool:
    """End the one session of ``user`` that has the label; False when there is none (any more)."""
    for session in StaffSession.objects.live().filter(user=user):
        if session.label == label:
            session.delete()
            note(SecurityKind.SESSION_ENDED, user, by=by)
            return True
    return False


@transaction.atomic
def end_sessions(user: User, *, by: User | None, but: str | None = None) -> int:
    """End all sessions of ``user`` except the one whose key is ``but``; how many there were."""
    sessions = StaffSession.objects.filter(user=user).but(but)
    live = sessions.live().count()
    sessions.delete()
    if live:
        note(SecurityKind.SESSION_ENDED, user, by=by)
    return live
