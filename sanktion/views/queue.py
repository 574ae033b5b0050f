from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from sanktion.base.counting import CountOf, shown
from sanktion.forms.queue import MINE, NOBODY, CaseFilter
from sanktion.models import AccessKind, Case, CaseStatus, NegativeEvent, User
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.paging import KeyPage, key_page

SAVED_VIEWS = {
    "late": ("Frist overskredet", {"frist": "overskredet"}),
    "today": ("Forfalder i dag", {"frist": "i-dag"}),
    "mine": ("Mine åbne sager", {"sagsbehandler": MINE}),
    "waiting": ("Afventer borger", {"status": CaseStatus.HEARING.value}),
    "ready": ("Klar til afgørelse", {"status": CaseStatus.READY.value}),
    "ownerless": ("Uden sagsbehandler", {"sagsbehandler": NOBODY}),
}
PLACE = ("after", "before")


class QueueView(RightRequiredMixin, LogsAccess, TemplateView):
    permission_required = "sanktion.view_case"
    template_name = "sanktion/queue.html"

    @property
    def is_part(self) -> bool:
        headers = self.request.headers
        return "HX-Request" in headers and "HX-History-Restore-Request" not in headers

    def get_template_names(self):
        return ["sanktion/queue_rows.html" if self.is_part else self.template_name]

    def get_context_data(self, **kwargs):
        user, params = self.request.user, self.request.GET
        case_filter = CaseFilter(params, Case.objects.visible_to(user), user=user)
        page = self._page(case_filter)
        cases = self._cases(page)
        self.log([case.citizen for case in cases], kind=AccessKind.LIST)
        counts = count_views(user, case_filter.qs)
        return super().get_context_data(
            filter=case_filter,
            cases=cases,
            page=replace(page, total_label=f"{len(cases)} af {shown(counts['rows'])} sager"),
            views=self._views(counts),
            chips=self._chips(case_filter),
            is_part=self.is_part,
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def _page(self, case_filter: CaseFilter) -> KeyPage:
        finished = case_filter.shows_finished
        key = None if finished else "next_due"
        return key_page(case_filter.qs, self.request.GET, key=key, newest_first=finished)

    def _cases(self, page: KeyPage) -> list[Case]:
        """Relations are fetched for the rows of the page alone, so the sorting never carries them."""
        rows = Case.objects.filter(pk__in=page.pks).select_related("citizen__address", "event", "owner")
        by_pk = {case.pk: case for case in rows}
        return [by_pk[pk] for pk in page.pks]

    def _views(self, counts: dict[str, int]) -> list[dict]:
        in_use = {name: value for name, value in self.request.GET.items() if value and name not in PLACE}
        views = [
            {
                "url": reverse("queue", query=query),
                "label": label,
                "count": shown(counts[name]),
                "current": in_use == query,
                "late": name == "late" and counts[name],
            }
            for name, (label, query) in SAVED_VIEWS.items()
        ]
        if self.request.user.has_perm("sanktion.view_citizen"):
            views.append({"url": reverse("events"), "label": "Nye hændelser", "count": shown(counts["events"])})
        return views

    def _chips(self, case_filter: CaseFilter) -> list[dict]:
        chips = []
        for name, label in case_filter.active():
            query = self.request.GET.copy()
            for dropped in (name, *PLACE):
                query.pop(dropped, None)
            chips.append({"label": label, "url": f"{reverse('queue')}?{query.urlencode()}"})
        return chips


def count_views(user: User, rows) -> dict[str, int]:
    """Every counter of the page in one query, each stopping at 1,000."""
    today = timezone.localdate()
    open_cases = Case.objects.visible_to(user).open()
    counted = {
        "late": open_cases.filter(next_due__lt=today),
        "today": open_cases.filter(next_due=today),
        "mine": open_cases.filter(owner=user),
        "waiting": open_cases.filter(status=CaseStatus.HEARING),
        "ready": open_cases.filter(status=CaseStatus.READY),
        "ownerless": open_cases.filter(owner__isnull=True),
        "events": NegativeEvent.objects.for_teams_of(user).without_case(),
        "rows": rows,
    }
    columns = {f"count_{name}": CountOf(queryset) for name, queryset in counted.items()}
    found = User.objects.filter(pk=user.pk).values_list(*columns.values()).get()
    return dict(zip(counted, found, strict=True))
