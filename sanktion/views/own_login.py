"""«Dit login»: everyone's own sessions, second factor and password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView, TemplateView, View
from segno import make_qr

from sanktion.actions import second_factor
from sanktion.actions.security import end_session, end_sessions
from sanktion.actions.staff import change_own_password
from sanktion.forms.login import NewAppForm, OwnPassword
from sanktion.forms.staff import OwnPasswordForm
from sanktion.models import StaffSession
from sanktion.views.identity import is_local
from sanktion.views.login_rows import events_of, sessions_of


class OwnLoginView(TemplateView):
    template_name = "sanktion/login/own.html"

    def get_context_data(self, **kwargs):
        user, session = self.request.user, self.request.session
        local = is_local(self.request)
        return super().get_context_data(
            sessions=sessions_of(user, here=session.session_key),
            events=events_of(user),
            local=local,
            app=second_factor.app_of(user) if local else None,
            codes_left=second_factor.recovery_codes_left(user) if local else 0,
            idle_minutes=settings.SANKTION_SESSION_IDLE_MINUTES,
            hours=settings.SANKTION_SESSION_HOURS,
            **kwargs,
        )


class EndSessionView(View):
    http_method_names = ["post"]

    def post(self, request, label):
        if not end_session(request.user, label, by=request.user):
            messages.info(request, "Sessionen var allerede slut.")
        elif StaffSession.objects.filter(session_key=request.session.session_key).exists():
            messages.success(request, "Sessionen er afsluttet.")
        else:
            request.session.flush()
            return redirect("login")
        return redirect("own_login")


class EndOthersView(View):
    http_method_names = ["post"]

    def post(self, request):
        ended = end_sessions(request.user, by=request.user, but=request.session.session_key)
        messages.success(request, "De andre sessioner er afsluttet." if ended else "Der var ingen andre sessioner.")
        return redirect("own_login")


class LocalOnly:
    """A page about passwords of ours; whoever comes in by the municipality's login has none."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_local(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class OwnPasswordForStep(LocalOnly, FormView):
    form_class = OwnPassword
    template_name = "components/confirm.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondFactorView(OwnPasswordForStep):
    """First the password, also right after a login: a machine that was left open must not change who can come in."""

    extra_context = {
        "title": "Kode fra telefonen",
        "confirm_label": "Fortsæt",
        "cancel_url": reverse_lazy("own_login"),
    }

    def get_context_data(self, **kwargs):
        asked = settings.SANKTION_REQUIRE_SECOND_FACTOR and not self.request.session.get("second_factor")
        need = "Før du kan bruge Sanktion, skal dit login have en kode fra din telefon. " if asked else ""
        text = f"{need}Du skal bruge en app, der laver engangskoder, fx Microsoft eller Google Authenticator."
        return super().get_context_data(text=text, **kwargs)

    def form_valid(self, form):
        second_factor.begin(self.request.user)
        return redirect("second_factor_scan")


@method_decorator([sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class ScanView(LocalOnly, FormView):
    form_class = NewAppForm
    template_name = "sanktion/login/scan.html"

    def dispatch(self, request, *args, **kwargs):
        self.app = second_factor.begun_by(request.user) if request.user.is_authenticated else None
        if request.user.is_authenticated and self.app is None:
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        square = make_qr(self.app.config_url, error="m")
        size = square.symbol_size(border=0)[0]
        rows = enumerate(square.matrix)
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)
        secret = self.app.secret_as_typed
        return super().get_context_data(qr_path=path, qr_size=size, secret=secret, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        codes = second_factor.finish(self.request.user, form.cleaned_data["code"])
        if codes is None:
            form.add_error("code", "Koden passer ikke. Se efter, at telefonens ur går rigtigt, og prøv den næste kode.")
            return self.form_invalid(form)
        self.request.session["second_factor"] = True
        end_sessions(self.request.user, by=self.request.user, but=self.request.session.session_key)
        return render(self.request, "sanktion/login/codes.html", {"codes": codes})


@method_decorator(sensitive_post_parameters(), name="dispatch")
class RecoveryCodesView(OwnPasswordForStep):
    extra_context = {
        "title": "Nye nødkoder",
        "confirm_label": "Lav nye nødkoder",
        "cancel_url": reverse_lazy("own_login"),
        "text": "De nødkoder, du har nu, virker ikke længere bagefter.",
    }

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and second_factor.app_of(request.user) is None:
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        codes = second_factor.new_recovery_codes(self.request.user)
        return render(self.request, "sanktion/login/codes.html", {"codes": codes})


class OwnPasswordView(LocalOnly, PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "components/confirm.html"
    success_url = reverse_lazy("home")
    extra_context = {"title": "Skift adgangskode", "confirm_label": "Skift adgangskode"}

    def get_context_data(self, **kwargs):
        must = self.request.user.must_change_password
        text = "Den adgangskode, du har, er midlertidig. Vælg din egen, før du går videre." if must else ""
        # Whoever must choose one has nowhere else to go.
        return super().get_context_data(cancel_url="" if must else self.success_url, text=text, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        messages.success(self.request, "Din adgangskode er skiftet, og du er logget ud alle andre steder.")
        response = super().form_valid(form)
        change_own_password(self.request.user, session_key=self.request.session.session_key)
        return response
