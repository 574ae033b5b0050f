"""How django-axes counts failed logins here: by account and address, with nothing in its table that names anybody."""

import copy
import ipaddress
from datetime import datetime

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.db.models import Max, Sum
from django.http import QueryDict
from django.utils.crypto import salted_hmac


def account(request, credentials: dict | None) -> str:
    """What stands for the account: 64 hexadecimal digits. A name that was mistyped may be anything, a password too."""
    name = str((credentials or {}).get("username") or "").strip().casefold()
    return salted_hmac("sanktion.lockout", name, algorithm="sha256").hexdigest()


def client_address(request) -> str | None:
    """The address the browser came from: the last in X-Forwarded-For that is no trusted proxy, else the peer's own."""
    address = request.META.get("REMOTE_ADDR") or None
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while forwarded and _is_trusted(address):
        address = forwarded.pop()
    return address if _parsed(address) else None


def page_as_it_is(request, response, credentials):
    """The views say themselves that one must wait, with 429."""
    return response


def _parsed(address: str | None):
    try:
        return ipaddress.ip_address(address or "")
    except ValueError:
        return None


def _is_trusted(address: str | None) -> bool:
    parsed = _parsed(address)
    networks = [ipaddress.ip_network(proxy, strict=False) for proxy in settings.SANKTION_TRUSTED_PROXIES]
    return parsed is not None and any(parsed in network for network in networks)


class LockoutHandler(AxesDatabaseHandler):
    """Two limits: few failures from one address to an account, more to the account from everywhere.

    So one address alone locks nobody else out, and many addresses together still can't guess for ever.
    """

    def get_failures(self, request, credentials=None) -> int:
        """Failures as AXES_FAILURE_LIMIT counts them: at the limit when either of the two is reached."""
        pair, whole = (
            attempts.aggregate(failures=Sum("failures_since_start", default=0))["failures"]
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(pair, whole - settings.SANKTION_ACCOUNT_FAILURES + settings.AXES_FAILURE_LIMIT)

    def user_login_failed(self, sender, credentials, request=None, **kwargs) -> None:
        if request is None:
            return
        # What was typed is not kept: the rest of a form may be about a citizen.
        bare = copy.copy(request)
        bare.GET = bare.POST = QueryDict()
        bare.axes_user_agent = bare.axes_path_info = bare.axes_http_accept = ""
        super().user_login_failed(sender, credentials, bare, **kwargs)
        request.axes_locked_out = bare.axes_locked_out
        request.axes_failures_since_start = bare.axes_failures_since_start

    def until(self, request, credentials) -> datetime | None:
        """When the account can be tried again from this address; None when it can be now."""
        if not self.is_locked(request, credentials):
            return None
        last = self.get_user_attempts(request, credentials)[1].aggregate(last=Max("attempt_time"))["last"]
        return last + get_cool_off(request)
