"""Log ind med kommunens login: the way there, the way back, and the silent question whether it still stands."""

import logging
import time
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from mozilla_django_oidc.middleware import SessionRefresh
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from sanktion.actions.oidc import OidcBackend, ProviderUnreachable, TokenRefused
from sanktion.actions.security import note
from sanktion.actions.sign_in import SignInRefused
from sanktion.base import identity
from sanktion.models import SecurityKind
from sanktion.views.identity import ALWAYS_OPEN, go_on, safe_next

logger = logging.getLogger(__name__)

BACKEND = "sanktion.actions.oidc.OidcBackend"
# Seconds that the provider's clock may be behind ours.
LEEWAY = 60
STATUS = {"unreachable": 502, "no_role": 403, "closed": 403, "taken": 403, "directorate": 403}

# Before anybody has said who they are: a line in the log alone, for the rows are never deleted and anybody gets here.
NOBODY_YET = ("state", "unreachable", "ended", "cancelled")


def _refused(request, code: str, user=None) -> HttpResponse:
    """A page that says what to do. ``code`` is ours; nothing of what the provider said is repeated."""
    if code not in NOBODY_YET:
        note(SecurityKind.REFUSED, user)
    logger.warning("oidc.refused reason=%s", code)
    context = {"code": code, "minutes": settings.SANKTION_CONFIRM_MINUTES}
    return render(request, "registration/oidc_refused.html", context, status=STATUS.get(code, 400))


class OidcRequestView(OIDCAuthenticationRequestView):
    """``?next=`` is where to go; with ``bekraeft=1`` the provider must ask for the password again."""

    def get(self, request):
        if not settings.SANKTION_OIDC:
            raise Http404
        response = super().get(request)
        state = parse_qs(urlsplit(response.url).query)["state"][0]
        confirms = self._confirms(request)
        request.session["oidc_states"][state] |= {
            "confirms": request.user.pk if confirms else None,
            "next": request.session.pop("oidc_login_next", None),
        }
        request.session.modified = True
        return response

    def get_extra_params(self, request):
        again = {"prompt": "login", "max_age": "0"} if self._confirms(request) else {}
        return super().get_extra_params(request) | again

    def _confirms(self, request) -> bool:
        return "bekraeft" in request.GET and request.user.is_authenticated


class OidcCallbackView(OIDCAuthenticationCallbackView):
    """Each state is answered once, by the browser that was sent out with it."""

    def get(self, request):
        if not settings.SANKTION_OIDC:
            raise Http404
        states = request.session.get("oidc_states", {})
        begun = states.pop(request.GET.get("state"), None)
        if begun is None:
            return _refused(request, "state")
        request.session.modified = True
        if "code" not in request.GET:
            return self._ended(request, begun)
        try:
            user = OidcBackend().authenticate(request, nonce=begun["nonce"], code_verifier=begun["code_verifier"])
        except ProviderUnreachable:
            return _refused(request, "unreachable")
        except TokenRefused:
            return _refused(request, "token")
        except SignInRefused as refusal:
            self._leave(request)
            return _refused(request, refusal.code)
        if user is None:
            return _refused(request, "token")
        return self._confirm(request, user, begun) if begun.get("confirms") else self._come_in(request, user, begun)

    def _ended(self, request, begun) -> HttpResponse:
        """The provider says no: its own login has ended (``login_required``), or somebody pressed cancel."""
        if not begun.get("confirms"):
            self._leave(request)
        return _refused(request, "cancelled" if begun.get("confirms") else "ended")

    def _leave(self, request) -> None:
        if request.user.is_authenticated:
            logout(request)

    def _come_in(self, request, user, begun) -> HttpResponse:
        path = begun.get("next") or request.session.pop("oidc_login_next", None)
        renews = request.user.is_authenticated and request.user.pk == user.pk
        if not renews:
            login(request, user, backend=BACKEND)
            # With single sign-on the password may have been typed long ago: only the provider knows.
            identity.confirm(request.session, user.auth_time or 0)
        request.session["oidc_id_token_expiration"] = time.time() + settings.OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS
        return go_on(request, safe_next(request, path))

    def _confirm(self, request, user, begun) -> HttpResponse:
        same = request.user.is_authenticated and request.user.pk == user.pk == begun["confirms"]
        if not same or (user.auth_time or 0) < begun["added_on"] - LEEWAY:
            note(SecurityKind.CONFIRM_REFUSED, request.user if request.user.is_authenticated else None)
            return _refused(request, "not_confirmed" if same else "other_person", user)
        identity.confirm(request.session, user.auth_time)
        note(SecurityKind.CONFIRMED, user)
        request.session["oidc_id_token_expiration"] = time.time() + settings.OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS
        return go_on(request, safe_next(request, begun.get("next")))


class RenewalMiddleware(SessionRefresh):
    """A login that has ended at the provider ends here: each page asks, when the last answer is too old.

    What is no page (a posted form, a piece of one) can't be sent there and back; it may wait as long once more.
    """

    def __init__(self, get_response):
        if not settings.SANKTION_OIDC:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    @property
    def exempt_urls(self):
        return {reverse(name) for name in ALWAYS_OPEN}

    def is_refreshable_url(self, request):
        navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        return navigates and "HX-Request" not in request.headers and super().is_refreshable_url(request)

    def process_request(self, request):
        answer = super().process_request(request)
        if answer is None and self._waited_too_long(request):
            request.session_is_over = True
            logout(request)
        return answer

    def _waited_too_long(self, request) -> bool:
        if not request.user.is_authenticated or request.session.get("_auth_user_backend") != BACKEND:
            return False
        overdue = time.time() - request.session.get("oidc_id_token_expiration", 0)
        return request.path not in self.exempt_urls and overdue > settings.OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS


def provider_logout(request) -> str:
    """The provider's page to log out at (OpenID Connect RP-Initiated Logout 1.0 § 2).

    With the client's id and without the token as a hint: it names the person, and is kept nowhere.
    """
    back = request.build_absolute_uri(reverse("login"))
    query = {"client_id": settings.OIDC_RP_CLIENT_ID, "post_logout_redirect_uri": back}
    return f"{settings.SANKTION_OIDC_LOGOUT_URL}?{urlencode(query)}"
