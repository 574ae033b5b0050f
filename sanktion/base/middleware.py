import logging
import time

from django.db import transaction
from django.urls import get_resolver, resolve

from sanktion.base import metrics, tracing
from sanktion.base.acting import acting

CSP_REPORTS = "/csp-rapport/"
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        f"report-uri {CSP_REPORTS}",
        "report-to csp",
    ]
)
# Nothing of the device is used, today or by a script that got in.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "geolocation camera microphone display-capture accelerometer gyroscope magnetometer bluetooth usb serial hid"
        " midi payment publickey-credentials-create publickey-credentials-get idle-detection browsing-topics"
    ).split()
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Reporting-Endpoints": f'csp="{CSP_REPORTS}"',
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cache-Control": "no-store",
}
REFUSED = (403, 404)
requests_log = logging.getLogger("sanktion.requests")
security_log = logging.getLogger("sanktion.security")


class RequestLogMiddleware:
    """One line a request: the address's name, who, the answer, how long. What is refused is told apart, with the
    numbers that were asked for. Never a path, a query, a form or an address of the network."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        with tracing.part_of() as request_id:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            self._tell(request, response.status_code, time.perf_counter() - began)
        return response

    def _tell(self, request, status: int, seconds: float) -> None:
        route = tracing.route_of(request)
        metrics.observe_request(route, request.method, status, seconds)
        facts = {"route": route, "method": request.method, "status": status, "ms": round(seconds * 1000)}
        # Probes and static files are asked for all day.
        is_dull = status < 400 and (route == tracing.NO_ROUTE or getattr(request, "is_machine", False))
        requests_log.log(logging.DEBUG if is_dull else logging.INFO, "request", extra={"facts": facts})
        if status in REFUSED:
            security_log.warning("refused", extra={"facts": facts | {"asked": _numbers(request)}})


def _numbers(request) -> dict[str, int | str]:
    """What the address named: row numbers and case numbers, which lead to a person only through the system itself."""
    match = getattr(request, "resolver_match", None)
    kwargs = match.kwargs if match else {}
    return {name: value for name, value in kwargs.items() if isinstance(value, int) or name == "number"}


class SecurityHeadersMiddleware:
    """A strict policy from the first page; pages behind a login are kept by no browser or proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class MachinesFirstMiddleware:
    """What machines ask is answered before the host is checked and a session or a transaction is begun, so that it
    can be answered with the database away. Such a view says ``answers_first``."""

    def __init__(self, get_response):
        self.get_response = get_response
        entries = get_resolver().url_patterns
        self.paths = {f"/{entry.pattern}" for entry in entries if _answers_first(getattr(entry, "callback", None))}

    def __call__(self, request):
        if request.path_info not in self.paths:
            return self.get_response(request)
        request.is_machine = True
        request.resolver_match = match = resolve(request.path_info)
        return match.func(request)


def _answers_first(view) -> bool:
    return getattr(getattr(view, "view_class", None), "answers_first", False)


class ActingUserMiddleware:
    """One transaction a request, with the acting user and teams set in it. A view that raises keeps nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with acting(request.user) as actor:
            if actor.user_id:
                tracing.note_user(actor.user_id)
            response = self.get_response(request)
            if getattr(request, "view_raised", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        # The rollback waits until the error page is rendered: its template may still read the user.
        request.view_raised = True
