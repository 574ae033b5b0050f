"""The administrator's pages: staff, their roles and teams. No page here shows a citizen or a case."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from sanktion.actions.staff import add_user, change_user, close_user, reopen_user, reset_password, save_team
from sanktion.base.danish import sort_key
from sanktion.forms.staff import StaffForm, StaffNewForm, TeamForm, TwicePassword
from sanktion.models import Team, User
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre

PAGE_SIZE = 50


class StaffTabs(RightRequiredMixin):
    """The two lists, one tab each."""

    current_tab = "staff"

    def get_context_data(self, **kwargs):
        names = [("staff", "Medarbejdere"), ("teams", "Teams")]
        tabs = [{"url": reverse(name), "label": label, "current": name == self.current_tab} for name, label in names]
        return super().get_context_data(tabs=tabs, **kwargs)


class StaffView(StaffTabs, TemplateView):
    permission_required = "sanktion.view_user"
    template_name = "sanktion/staff/staff.html"

    def get_context_data(self, **kwargs):
        page = Paginator(self._in_order(), PAGE_SIZE).get_page(self.request.GET.get("side"))
        rows = User.objects.prefetch_related("groups", "teams").in_bulk(page.object_list)
        people = [rows[pk] for pk in page.object_list]
        return super().get_context_data(people=people, page=_pages(page), **kwargs)

    def _in_order(self) -> list[int]:
        """A unit has some hundred colleagues at most, so Danish order is made here; the closed come last."""
        names = User.objects.values_list("pk", "is_active", "first_name", "last_name", "username")
        order = [(not active, sort_key(f"{first} {last}"), name, pk) for pk, active, first, last, name in names]
        return [pk for *_, pk in sorted(order)]


def _pages(page) -> dict:
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total_label": f"{page.paginator.count} medarbejdere" if page.paginator.count != 1 else "1 medarbejder",
        "previous_url": f"?side={page.previous_page_number()}" if page.has_previous() else None,
        "next_url": f"?side={page.next_page_number()}" if page.has_next() else None,
    }


def _handed_over() -> str:
    days = settings.SANKTION_TEMPORARY_PASSWORD_DAYS
    within = "1 dag" if days == 1 else f"{days} dage"
    return f"Giv adgangskoden videre mundtligt. Den skal bruges inden {within} og skiftes ved første login."


class StaffFormView(ActFormView):
    permission_required = "sanktion.change_user"
    list_name = "staff"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class StaffNewView(AsksWhoYouAre, StaffFormView):
    permission_required = "sanktion.add_user"
    form_class = StaffNewForm
    template_name = "sanktion/staff/new.html"
    title, confirm_label = "Ny medarbejder", "Opret medarbejder"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": User()}

    def act(self, form) -> str:
        chosen = {name: form.cleaned_data[name] for name in ("password", "roles", "teams")}
        add_user(form.instance, **chosen, by=self.request.user)
        return f"Medarbejderen er oprettet. {_handed_over()}"


class ColleagueMixin(RightRequiredMixin):
    """For a page under ``/medarbejdere/<pk>/``: ``self.colleague`` is the person it is about."""

    permission_required = "sanktion.change_user"

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.colleague = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_self(self) -> bool:
        return self.colleague.pk == self.request.user.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"colleague": self.colleague, "is_self": self.is_self} | kwargs)


class ColleagueView(ColleagueMixin, StaffFormView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"cancel_url": reverse("staff_edit", args=[self.colleague.pk])} | kwargs)


class StaffEditView(AsksWhoYouAre, ColleagueView):
    form_class = StaffForm
    template_name = "sanktion/staff/edit.html"
    confirm_label = "Gem ændringer"

    def get_form_kwargs(self):
        # The form writes on its instance also when it is refused; the page's heading keeps the name that is saved.
        return super().get_form_kwargs() | {"instance": User.objects.get(pk=self.colleague.pk)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=str(self.colleague), cancel_url=reverse("staff"), **kwargs)

    def act(self, form) -> str:
        chosen = {name: form.cleaned_data[name] for name in ("roles", "teams")}
        change_user(form.instance, **chosen, by=self.request.user)
        return "Medarbejderen er gemt. Roller og teams gælder fra medarbejderens næste sidevisning."


class ConfirmView(ColleagueView):
    """A page with nothing to fill in."""

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(form=None))

    def post(self, request, *args, **kwargs):
        try:
            messages.success(request, self.act())
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        return redirect("staff")


class StaffCloseView(ConfirmView):
    confirm_label = "Luk brugeren"

    def get_context_data(self, **kwargs):
        text = (
            "Medarbejderen kan ikke længere logge ind, og en session, der er i gang, slutter med det samme. "
            "Det, medarbejderen har skrevet, bliver stående. Åbne sager skal have en ny sagsbehandler."
        )
        return super().get_context_data(title=f"Luk {self.colleague}?", text=text, danger=True, **kwargs)

    def act(self) -> str:
        close_user(self.colleague, by=self.request.user)
        return "Brugeren er lukket."


class StaffReopenView(AsksWhoYouAre, ConfirmView):
    confirm_label = "Genåbn brugeren"

    def get_context_data(self, **kwargs):
        text = "Medarbejderen kan igen logge ind med samme adgangskode, roller og teams."
        return super().get_context_data(title=f"Genåbn {self.colleague}?", text=text, **kwargs)

    def act(self) -> str:
        reopen_user(self.colleague, by=self.request.user)
        return "Brugeren er åbnet igen."


@method_decorator(sensitive_post_parameters(), name="dispatch")
class StaffPasswordView(AsksWhoYouAre, ColleagueView):
    form_class = TwicePassword
    confirm_label = "Nulstil adgangskode"

    def get(self, request, *args, **kwargs):
        return redirect("password_change") if self.is_self else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        # One's own is changed where the present one is asked for.
        return redirect("password_change") if self.is_self else super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        text = "Medarbejderen bliver logget ud overalt og logger ind igen med den midlertidige adgangskode."
        return super().get_context_data(title=f"Nulstil adgangskode for {self.colleague}", text=text, **kwargs)

    def act(self, form) -> str:
        reset_password(self.colleague, form.cleaned_data["password"], by=self.request.user)
        return f"Adgangskoden er nulstillet. {_handed_over()}"


class TeamsView(StaffTabs, TemplateView):
    permission_required = "sanktion.view_team"
    template_name = "sanktion/staff/teams.html"
    current_tab = "teams"

    def get_context_data(self, **kwargs):
        teams = sorted(Team.objects.prefetch_related("members"), key=lambda team: sort_key(team.name))
        return super().get_context_data(teams=teams, **kwargs)


class TeamFormView(StaffFormView):
    form_class = TeamForm
    list_name = "teams"

    def act(self, form) -> str:
        save_team(form.instance, by=self.request.user)
        return "Teamet er gemt."


class TeamNewView(TeamFormView):
    permission_required = "sanktion.add_team"
    title, confirm_label = "Nyt team", "Opret team"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Team()}


class TeamEditView(TeamFormView):
    permission_required = "sanktion.change_team"
    title, confirm_label = "Ret team", "Gem ændringer"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": get_object_or_404(Team, pk=self.kwargs["pk"])}
