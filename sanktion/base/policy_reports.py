"""What browsers send when a page breaks the content security policy.

Anybody can send anything here, so little is read, seldom, and less is kept: one log line with the directive, the host
that was blocked and the name of the page's address. No path, no query, nothing of who it was.
"""

import json
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from sanktion.base import tracing

logger = logging.getLogger("sanktion.policy")
CONTENT_TYPES = ("application/csp-report", "application/reports+json", "application/json")
MOST_BYTES = 16 * 1024
MOST_AT_ONCE = 20
MOST_A_MINUTE = 60  # in each process
DIRECTIVE = re.compile(r"[a-z-]{3,40}")
HOST = re.compile(r"[a-z0-9.-]{1,100}")
# What a browser says in place of an address.
KEYWORDS = ("inline", "eval", "wasm-eval", "self", "data", "blob", "about", "trusted-types-policy")


class Limit:
    """No more than so many in a minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.times: deque[float] = deque()
        self.lock = threading.Lock()

    def allows(self) -> bool:
        now = time.monotonic()
        with self.lock:
            while self.times and self.times[0] <= now - 60:
                self.times.popleft()
            if len(self.times) >= self.most:
                return False
            self.times.append(now)
            return True


limit = Limit(MOST_A_MINUTE)


@method_decorator(csrf_exempt, name="dispatch")
class PolicyReportView(View):
    """204 whatever was sent, unless it is too much (413, 429), of another kind (415) or unreadable (400)."""

    answers_first = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.content_type not in CONTENT_TYPES:
            return HttpResponse(status=415)
        if not 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES:
            return HttpResponse(status=413)
        if not limit.allows():
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        try:
            reports = list(_reports(json.loads(request.read(MOST_BYTES))))
        except (ValueError, RecursionError):
            return HttpResponse(status=400)
        for facts in reports[:MOST_AT_ONCE]:
            logger.warning("policy broken", extra={"facts": facts})
        return HttpResponse(status=204)


def _reports(sent: Any) -> Iterator[dict[str, str]]:
    """Of the older form, one report with dashes in its names, or the newer, a list of them."""
    for one in sent if isinstance(sent, list) else [sent]:
        body = one.get("csp-report") or one.get("body") if isinstance(one, dict) else None
        if isinstance(body, dict):
            yield {
                "directive": _directive(body.get("effective-directive") or body.get("effectiveDirective")),
                "blocked": _host(body.get("blocked-uri") or body.get("blockedURL")),
                "route": _route(body.get("document-uri") or body.get("documentURL")),
            }


def _directive(value: Any) -> str:
    return value if isinstance(value, str) and DIRECTIVE.fullmatch(value) else tracing.NO_ROUTE


def _host(value: Any) -> str:
    if not isinstance(value, str):
        return tracing.NO_ROUTE
    if value in KEYWORDS:
        return value
    host = urlsplit(value).hostname or ""
    return host if HOST.fullmatch(host) else tracing.NO_ROUTE


def _route(value: Any) -> str:
    """The name of the page's address, as in every other line."""
    if not isinstance(value, str):
        return tracing.NO_ROUTE
    try:
        return tracing.name_of(resolve(urlsplit(value).path))
    except Http404:
        return tracing.NO_ROUTE
