"""«Bekræft, at det er dig»: before what leaves the house, is switched on or is protected, and after a pause.

A view that must be asked for inherits ``AsksWhoYouAre``; which they are stands in tests/checks/identity.py.
"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from sanktion.actions.security import note
from sanktion.base import identity
from sanktion.forms.login import ConfirmForm
from sanktion.models import SecurityKind
from sanktion.views.lockout import locked_until

# Reached however old or idle the session is, and whatever is still to be set up.
ALWAYS_OPEN = {
    "login",
    "login_code",
    "logout",
    "accessibility",
    "confirm_identity",
    "oidc_authentication_init",
    "oidc_authentication_callback",
}
SETTING_UP = {"second_factor", "second_factor_scan", "password_change"}
# Asked by an open page of itself: nobody is at the keyboard.
BACKGROUND = {"route_changes", "stop_changes", "field_lists", "field_state", "field_worker"}
CONFIRM_TEMPLATE = "registration/confirm_identity.html"
FIELDS = ("bekraeft_password", "bekraeft_kode")


def _is_background(request) -> bool:
    match = request.resolver_match
    return match is None or match.view_name in BACKGROUND or match.view_name.endswith("_progress")


def is_local(request) -> bool:
    """Whether the session was opened with a password of ours, and not by the municipality's own login."""
    return "RoleBackend" in request.session.get(BACKEND_SESSION_KEY, "")


class IdentityMiddleware:
    """Ends a session that is over, asks again after a pause, and lets nobody past a password that must be changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # After a failure the database may be away, and with it the session.
        if response.status_code < 500 and not _is_background(request):
            self._note_use(request.session)
        return response

    def _note_use(self, session) -> None:
        if SESSION_KEY in session and not identity.is_idle(session):
            identity.note_use(session)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if identity.is_over(request.session):
            return _over(request, name)
        if name in ALWAYS_OPEN:
            return None
        asked = _asked(request) if identity.is_idle(request.session) else None
        return asked or _set_up_first(request, name)


def _over(request, name: str) -> HttpResponse | None:
    request.session_is_over = True
    logout(request)
    hours = settings.SANKTION_SESSION_HOURS
    messages.info(request, f"Du er logget ud, fordi det er over {hours} timer siden, du loggede ind.")
    if name in ALWAYS_OPEN:
        return None
    return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("home"))


def _set_up_first(request, name: str) -> HttpResponse | None:
    if not is_local(request):
        return None
    if request.user.must_change_password and name != "password_change":
        return redirect("password_change")
    lacks_code = settings.SANKTION_REQUIRE_SECOND_FACTOR and not request.session.get("second_factor")
    return redirect("second_factor") if lacks_code and name not in SETTING_UP else None


class AsksWhoYouAre:
    """First among the bases: nothing of the page is looked up or logged before the answer."""

    # A page with a form asks before it is filled in; what is only posted asks then.
    sends_file = False

    def dispatch(self, request, *args, **kwargs):
        asked = None
        if request.user.is_authenticated and not identity.is_confirmed(request.session):
            asked = _asked(request)
        return asked or super().dispatch(request, *args, **kwargs)


class AsksWhenProtected:
    """First among the bases of a page with a letter: the address is on it. Asks as for the address itself, when the
    citizen's is protected."""

    sends_file = True

    def asked_first(self, *citizens) -> HttpResponse | None:
        is_needed = any(citizen.is_protected for citizen in citizens)
        return _asked(self.request) if is_needed and not identity.is_confirmed(self.request.session) else None


def _asked(request) -> HttpResponse | None:
    """The question, or None when the request itself has the answer. What was posted comes along and is not lost."""
    is_piece = "HX-Request" in request.headers
    if is_piece and _is_background(request):
        # The page stays as it is: something may be half written in it.
        return HttpResponse(status=204)
    if is_piece or request.content_type == "application/json":
        # Our scripts take a redirect for a page of its own, as when nobody is signed in.
        return redirect(question(urlsplit(request.headers.get("HX-Current-URL", "")).path or reverse("home")))
    if request.method in ("GET", "HEAD"):
        return redirect(question(request.get_full_path()))
    form = _form(request) if FIELDS[0] in request.POST and is_local(request) else None
    if form and form.is_valid():
        _confirmed(request)
        posted = request.POST.copy()
        for name in FIELDS:
            posted.pop(name, None)
        request.POST = posted
        return None
    return _question_page(request, form, kept=_kept(request), status=403)


def question(path: str) -> str:
    return f"{reverse('confirm_identity')}?{urlencode({'next': path})}"


def _kept(request) -> list[tuple[str, str]]:
    own = {*FIELDS, "csrfmiddlewaretoken"}
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]


def _form(request) -> ConfirmForm:
    return ConfirmForm(request.POST if FIELDS[0] in request.POST else None, request=request)


def _confirmed(request) -> None:
    identity.confirm(request.session)
    note(SecurityKind.CONFIRMED, request.user)


def _question_page(request, form, *, status: int = 200, **context) -> HttpResponse:
    until = locked_until(request, request.user.get_username())
    if form and form.errors:
        note(SecurityKind.CONFIRM_REFUSED, request.user)
        status = 429 if until else 422
    by_provider = not is_local(request)
    shown = {
        "form": None if by_provider else form or ConfirmForm(request=request),
        "by_provider": by_provider,
        "locked_until": until,
        "is_idle": identity.is_idle(request.session),
        "lost_files": bool(request.FILES),
        "minutes": settings.SANKTION_CONFIRM_MINUTES,
        "idle_minutes": settings.SANKTION_SESSION_IDLE_MINUTES,
    }
    return render(request, CONFIRM_TEMPLATE, shown | context, status=status)


def safe_next(request, path: str | None) -> str:
    """``path`` when it is one of our own, else the front page."""
    ours = url_has_allowed_host_and_scheme(path or "", allowed_hosts={request.get_host()})
    return path if ours and path else resolve_url("home")


def go_on(request, path: str) -> HttpResponse:
    """To where one was going; a file is fetched from a page that says so, for no page comes with it."""
    try:
        view = getattr(resolve(urlsplit(path).path).func, "view_class", None)
    except Resolver404:
        view = None
    if getattr(view, "sends_file", False):
        return render(request, "registration/confirmed.html", {"file_url": path})
    return redirect(path)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmIdentityView(FormView):
    """Where a link that asks leads first."""

    def get(self, request, *args, **kwargs):
        return _question_page(request, None, next=safe_next(request, request.GET.get("next")))

    def post(self, request, *args, **kwargs):
        path = safe_next(request, request.POST.get("next"))
        form = ConfirmForm(request.POST, request=request)
        if not is_local(request) or not form.is_valid():
            return _question_page(request, form, next=path)
        _confirmed(request)
        return go_on(request, path)
