import time

from django.conf import settings
from django.contrib.auth import load_backend, login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from sanktion.actions import second_factor
from sanktion.base import identity
from sanktion.demo.logins import LOGINS, PASSWORD
from sanktion.forms.login import CodeForm, SignInForm, count_wrong_code
from sanktion.views.identity import is_local, question, safe_next
from sanktion.views.lockout import locked_until
from sanktion.views.oidc import provider_logout

# A password that was right waits this long, in seconds, for its code.
BEGUN, BEGUN_SECONDS = "login_begun", 300


class SignInView(LoginView):
    template_name = "registration/login.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        # What waits for an answer is answered there: this page would only lead back to it.
        if request.user.is_authenticated and identity.is_idle(request.session):
            return redirect(question(self.get_success_url()))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not settings.SANKTION_LOCAL_ACCOUNTS:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        user = form.get_user()
        if second_factor.app_of(user) is None:
            return super().form_valid(form)
        # As at the login itself: a key that somebody planted must not stand in front of the code.
        self.request.session.cycle_key()
        self.request.session[BEGUN] = {
            "user": user.pk,
            "password": user.get_session_auth_hash(),
            "at": int(time.time()),
            "next": self.get_redirect_url(),
        }
        return redirect("login_code")

    def form_invalid(self, form):
        until = locked_until(self.request, form.data.get("username", ""))
        context = self.get_context_data(form=form, locked_until=until)
        return self.render_to_response(context, status=429 if until else 200)

    def get_context_data(self, **kwargs):
        logins = [{**login, "password": PASSWORD} for login in LOGINS] if settings.SANKTION_DEMO else []
        ways = {"local_accounts": settings.SANKTION_LOCAL_ACCOUNTS, "oidc": settings.SANKTION_OIDC}
        context = super().get_context_data(demo_logins=logins, **ways, **kwargs)
        # Django's own idea of a site would hide ours, which every page shows.
        del context["site"]
        return context


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignInCodeView(FormView):
    """The second step of a login: nobody is signed in before it is taken."""

    template_name = "registration/login_code.html"
    form_class = CodeForm

    def dispatch(self, request, *args, **kwargs):
        self.user = self._begun_by(request)
        if self.user is None:
            return redirect("login")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.user}

    def post(self, request, *args, **kwargs):
        if until := locked_until(request, self.user.get_username()):
            form = self.get_form_class()(user=self.user)
            return self.render_to_response(self.get_context_data(form=form, locked_until=until), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        count_wrong_code(self.request, self.user)
        until = locked_until(self.request, self.user.get_username())
        context = self.get_context_data(form=form, locked_until=until)
        return self.render_to_response(context, status=429 if until else 422)

    def form_valid(self, form):
        path = self.request.session.pop(BEGUN)["next"]
        login(self.request, self.user, backend="sanktion.base.backends.RoleBackend")
        self.request.session["second_factor"] = True
        return redirect(safe_next(self.request, path))

    def _begun_by(self, request):
        begun = request.session.get(BEGUN)
        if not begun or time.time() - begun["at"] > BEGUN_SECONDS:
            return None
        user = load_backend("sanktion.base.backends.RoleBackend").get_user(begun["user"])
        # A password that was changed meanwhile was the wrong one.
        return user if user and user.get_session_auth_hash() == begun["password"] else None


class SignOutView(LogoutView):
    """What a phone holds of a route list goes with its user, also when no script of ours has run there."""

    def post(self, request, *args, **kwargs):
        # The municipality's own login is left too, or the next one at this machine would be in with one click.
        leads_on = settings.SANKTION_OIDC_LOGOUT_URL and request.user.is_authenticated and not is_local(request)
        url = provider_logout(request) if leads_on else None
        response = super().post(request, *args, **kwargs)
        # A page and not a redirect: the policy lets a form lead to nobody but ourselves.
        return render(request, "registration/logged_out_there.html", {"provider_url": url}) if url else response

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if settings.SANKTION_OFFLINE and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
