"""«Kategori og tilmelding»: what the citizen was held to be and when (V015-V017, V030)."""

from itertools import pairwise

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from sanktion.actions.standing import Period, correct_period, described, open_period, withdraw_period
from sanktion.forms.standing import DayForm, WhyForm, period_form
from sanktion.models import AccessKind, Citizen, JobSeekerPeriod, MatchCategory, TargetGroupPeriod, standing_on
from sanktion.views.base import CitizenMixin

# The word in the address, and what a new one and an old one are called.
KINDS: dict[str, tuple[type[Period], str]] = {
    "matchkategori": (MatchCategory, "Matchkategori"),
    "maalgruppe": (TargetGroupPeriod, "Målgruppe"),
    "tilmelding": (JobSeekerPeriod, "Tilmelding som arbejdssøgende"),
}


class StandingView(CitizenMixin, TemplateView):
    template_name = "sanktion/standing/standing.html"

    def get_context_data(self, **kwargs):
        asked = DayForm(self.request.GET if "dato" in self.request.GET else None)
        day = asked.cleaned_data["dato"] if asked.is_valid() else None
        return super().get_context_data(
            form=asked,
            day=day,
            answer=standing_on(self.citizen, day) if day else None,
            match_categories=self.citizen.match_categories.select_related("assessor"),
            target_groups=self.citizen.target_groups.all(),
            job_seeker_periods=self.citizen.job_seeker_periods.all(),
            changes=changes_of(self.citizen),
            may_keep=may_keep(self.request.user, self.citizen),
            **kwargs,
        )


class StandingFormView(CitizenMixin, FormView):
    """A form about one kind of period; only the citizen's own team keeps them."""

    permission_required = "sanktion.keep_standing"
    template_name = "sanktion/standing/period.html"

    @property
    def kind(self) -> tuple[type[Period], str]:
        try:
            return KINDS[self.kwargs["kind"]]
        except KeyError:
            raise Http404 from None

    @cached_property
    def row(self) -> Period | None:
        model, _title = self.kind
        pk = self.kwargs.get("period")
        return get_object_or_404(model.objects.filter(citizen=self.citizen), pk=pk) if pk else None

    def get_form(self, form_class=None):
        if not may_keep(self.request.user, self.citizen):
            raise PermissionDenied
        return period_form(self.kind[0])(**self.get_form_kwargs(), citizen=self.citizen, row=self.row)

    def get_context_data(self, **kwargs):
        old = described(self.row) if self.row else ""
        return super().get_context_data(title=self.kind[1], row=self.row, old=old, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            done = self.act(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        self.log([self.citizen], kind=AccessKind.WRITE)
        messages.success(self.request, done)
        return redirect("standing", self.citizen.pk)


class PeriodNewView(StandingFormView):
    def act(self, form) -> str:
        days = {name: form.cleaned_data[name] for name in ("since", "until")}
        open_period(self.kind[0], self.citizen, **days, values=form.values, by=self.request.user)
        return "Perioden er registreret."


class PeriodCorrectView(StandingFormView):
    def act(self, form) -> str:
        told = {name: form.cleaned_data[name] for name in ("since", "until", "why")}
        correct_period(self.row, **told, values=form.values, by=self.request.user)
        return "Perioden er rettet. Det gamle står i ændringsloggen."


class PeriodWithdrawView(StandingFormView):
    template_name = "sanktion/standing/withdraw.html"

    def get_form(self, form_class=None):
        if not may_keep(self.request.user, self.citizen):
            raise PermissionDenied
        return WhyForm(**self.get_form_kwargs())

    def act(self, form) -> str:
        withdraw_period(self.row, why=form.cleaned_data["why"], by=self.request.user)
        return "Perioden er taget ud. Den står i ændringsloggen."


def may_keep(user, citizen: Citizen) -> bool:
    return user.has_perm("sanktion.keep_standing") and citizen.team_id in user.team_ids


def changes_of(citizen: Citizen) -> list[dict]:
    """Every registration and correction, newest first, each with what stood there before."""
    found = [change for model, _title in KINDS.values() for change in _changes(model, citizen)]
    return sorted(found, key=lambda change: change["at"], reverse=True)


def _changes(model: type[Period], citizen: Citizen) -> list[dict]:
    rows = model.history.filter(citizen=citizen.pk).select_related("history_user")
    rows = list(rows.order_by("id", "history_date", "history_id"))
    return [_change(before, row) for before, row in pairwise([None, *rows])]


def _change(before, row) -> dict:
    first = before is None or before.id != row.id
    gone = row.history_type == "-"
    return {
        "at": row.history_date,
        "by": row.history_user or "Systemet",
        "why": row.history_change_reason or ("Registreret" if first else "Ændret"),
        "before": "" if first else _in_words(before),
        "after": "Udgået" if gone else _in_words(row),
    }


def _in_words(row) -> str:
    reason = getattr(row, "reason", "")
    return f"{described(row.instance)}{f': {reason}' if reason else ''}"
