from dataclasses import replace

from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from sanktion.base.counting import shown
from sanktion.duties import DutyRow
from sanktion.forms.queue import MINE, NOBODY, CaseFilter
from sanktion.models import AccessKind, Case, CaseStatus, SavedView
from sanktion.panels import bulk_act_for
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.case_rows import case_rows
from sanktion.views.context import QUEUE_PLACE
from sanktion.views.paging import KeyPage, key_page
from sanktion.views.paging_duties import DutyPage
from sanktion.views.queue_counts import count_views, page_of, source_of

FIXED_VIEWS = {
    "late": ("Frist overskredet", "frist=overskredet"),
    "today": ("Forfalder i dag", "frist=i-dag"),
    "mine": ("Mine åbne sager", f"sagsbehandler={MINE}"),
    "waiting": ("Afventer borger", f"status={CaseStatus.HEARING.value}"),
    "ready": ("Klar til afgørelse", f"status={CaseStatus.READY.value}"),
    "ownerless": ("Uden sagsbehandler", f"sagsbehandler={NOBODY}"),
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
        user = self.request.user
        self.case_filter = CaseFilter(self.request.GET, Case.objects.visible_to(user), user=user)
        self.own = list(SavedView.objects.visible_to(user))
        page, rows = self._finished() if self.case_filter.shows_finished else self._open()
        self.log([row.citizen for row in rows if row.citizen], kind=AccessKind.LIST)
        fixed = {name: query for name, (_, query) in FIXED_VIEWS.items()}
        counts = count_views(self.case_filter, fixed | {f"own_{view.pk}": view.query for view in self.own})
        self._remember()
        counted = "opgaver" if self.case_filter.shows_other_duties else "sager"
        return super().get_context_data(
            filter=self.case_filter,
            rows=rows,
            page=replace(page, total_label=f"{len(rows)} af {shown(counts['rows'])} {counted}"),
            views=self._views(counts),
            own_views=self._own_views(counts),
            chips=self._chips(),
            save_query=self._unsaved_query(),
            **self._bulk(rows, counts),
            may_take=any(row.take_url for row in rows),
            is_part=self.is_part,
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def _open(self) -> tuple[DutyPage, list[DutyRow]]:
        page = page_of(self.case_filter, self.request.GET)
        pks: dict[int, list[int]] = {}
        for _, number, pk in page.keys:
            pks.setdefault(number, []).append(pk)
        found = {number: source_of(number).rows(those, self.request.user) for number, those in pks.items()}
        return page, [found[number][pk] for _, number, pk in page.keys]

    def _finished(self) -> tuple[KeyPage, list[DutyRow]]:
        page = key_page(self.case_filter.qs, self.request.GET, key=None, newest_first=True)
        rows = case_rows(page.pks, self.request.user)
        return page, [rows[pk] for pk in page.pks]

    def _remember(self) -> None:
        """Where one was in the queue, for the way back from a case: choices of the filter, never a citizen."""
        places = {name: self.request.GET[name] for name in PLACE if self.request.GET.get(name)}
        place = "&".join(part for part in (self.case_filter.query, *map("=".join, places.items())) if part)
        if self.request.session.get(QUEUE_PLACE, "") != place:
            self.request.session[QUEUE_PLACE] = place

    def _bulk(self, rows: list[DutyRow], counts: dict[str, int]) -> dict:
        """The bar of the act on many rows; left out when no row of the page is for it."""
        picks = [row.pick for row in rows if row.pick]
        if not picks:
            return {}
        shown_all = {"total": counts["bulk"], "total_label": shown(counts["bulk"])}
        return {"bulk": bulk_act_for(self.request.user), "bulk_list": "koe", "picks": picks, **shown_all}

    def _views(self, counts: dict[str, int]) -> list[dict]:
        views = [
            self._view(label, query, counts[name]) | {"late": name == "late" and counts[name]}
            for name, (label, query) in FIXED_VIEWS.items()
        ]
        if self.request.user.has_perm("sanktion.view_citizen"):
            views.append({"url": reverse("events"), "label": "Nye hændelser", "count": shown(counts["events"])})
        return views

    def _own_views(self, counts: dict[str, int]) -> list[dict]:
        return [self._view(view.name, view.query, counts[f"own_{view.pk}"]) for view in self.own]

    def _unsaved_query(self) -> str:
        """The filter in use, unless it is a saved view already."""
        query = self.case_filter.query
        known = {view.query for view in self.own} | {query for _, query in FIXED_VIEWS.values()}
        return "" if query in known else query

    def _view(self, label: str, query: str, count: int) -> dict:
        current = self.case_filter.query == query
        return {"url": f"{reverse('queue')}?{query}", "label": label, "count": shown(count), "current": current}

    def _chips(self) -> list[dict]:
        chips = []
        for name, label in self.case_filter.active():
            query = self.request.GET.copy()
            for dropped in (name, *PLACE):
                query.pop(dropped, None)
            chips.append({"label": label, "url": f"{reverse('queue')}?{query.urlencode()}"})
        return chips
