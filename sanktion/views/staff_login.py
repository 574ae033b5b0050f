"""A colleague's login, for an administrator: sessions, lock-out, second factor."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from sanktion.actions import second_factor
from sanktion.actions.security import end_session, is_locked, unlock
from sanktion.forms.login import ReasonForm
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.login_rows import events_of, sessions_of
from sanktion.views.staff import ColleagueMixin, ColleagueView


class StaffLoginView(ColleagueMixin, TemplateView):
    template_name = "sanktion/login/colleague.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sessions=sessions_of(self.colleague),
            events=events_of(self.colleague),
            app=second_factor.app_of(self.colleague),
            locked=is_locked(self.colleague),
            lockout_minutes=settings.SANKTION_LOCKOUT_MINUTES,
            **kwargs,
        )


class UnlockView(AsksWhoYouAre, ColleagueMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        unlock(self.colleague, by=request.user)
        messages.success(request, "Spærringen er ophævet. Medarbejderen kan logge ind nu.")
        return redirect("staff_login", pk)


class EndSessionView(ColleagueMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk, label):
        ended = end_session(self.colleague, label, by=request.user)
        messages.success(request, "Sessionen er afsluttet." if ended else "Sessionen var allerede slut.")
        return redirect("staff_login", pk)


class ResetCodeView(AsksWhoYouAre, ColleagueView):
    """For a telephone that is gone. Who did it, and why, stays in the log."""

    form_class = ReasonForm
    confirm_label = "Nulstil kode"

    def get_context_data(self, **kwargs):
        text = (
            "Medarbejderen bliver logget ud overalt og sætter en ny telefon op ved næste login. "
            "Vær sikker på, at det er medarbejderen selv, der spørger."
        )
        shown = {"text": text, "cancel_url": self.get_success_url()}
        return super().get_context_data(**shown | {"title": f"Nulstil kode for {self.colleague}"} | kwargs)

    def get_success_url(self):
        return reverse("staff_login", args=[self.colleague.pk])

    def act(self, form) -> str:
        second_factor.reset(self.colleague, reason=form.cleaned_data["reason"], by=self.request.user)
        return "Koden er nulstillet."
