"""«Samling»: the cases' bundles, made and read one by one or as a whole request."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess
from sanktion.views.document import file_response, pdf_response
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page
from tilsyn.actions.bundle_request import finished, index_pdf, manifest, whole_pdf
from tilsyn.actions.bundle_states import cases_of, progress_of, states_of
from tilsyn.actions.bundles import BundleNotAllowed, outside_scope, request_bundles
from tilsyn.binding import Unusable
from tilsyn.forms.bundles import MakeForm
from tilsyn.models import Bundle, Supervision
from tilsyn.views.base import SelectedCaseMixin, SupervisionMixin

SEE = ("tilsyn.view_supervision", "sanktion.view_case")
MAKE = (*SEE, "tilsyn.handle_supervision")
CASE = ("supervision", "case__event", "case__citizen__benefit")
TAB = "bundles"


def job_of(supervision: Supervision, user) -> dict | None:
    found = progress_of(supervision, user)
    return found and {
        "url": reverse("bundles_progress", args=[supervision.number]),
        "percent": found.percent,
        "label": f"{found.done} af {found.total} samlinger er dannet",
        "done": False,
    }


class BundlesMixin(SupervisionMixin, LogsAccess):
    permission_required = SEE
    tab = TAB

    @property
    def cases(self):
        return cases_of(self.supervision, self.request.user)

    def back(self):
        return redirect("bundles", self.supervision.number)


class BundlesView(BundlesMixin, TemplateView):
    template_name = "tilsyn/bundle/list.html"

    def get_context_data(self, **kwargs):
        user, total = self.request.user, self.cases.count()
        page = key_page(self.cases, self.request.GET, key="number")
        page = replace(page, total_label=f"{len(page.pks)} af {total} sager")
        rows = states_of(self.cases.filter(pk__in=page.pks).select_related(*CASE).order_by("number"), user=user)
        self.log([row.selected.case.citizen for row in rows], kind=AccessKind.LIST)
        ready = Bundle.objects.visible_to(user).ready().filter(selected__in=self.cases)
        ready = ready.exclude(pk__in=Bundle.objects.held_back_since().values("pk"))
        ready = list(ready.select_related("selected__case").order_by("selected__number", "sequence"))
        return super().get_context_data(
            rows=rows,
            page=page,
            total=total,
            ready=ready,
            cases_ready=len({bundle.selected_id for bundle in ready}),
            pages=sum(bundle.pages for bundle in ready),
            size=sum(bundle.size for bundle in ready),
            outside=outside_scope(self.supervision, user),
            job=job_of(self.supervision, user),
            form=MakeForm(),
            **kwargs,
        )


class BundlesMakeView(BundlesMixin, View):
    """Everything that can be made now. What can't is said, and keeps nothing else from being made."""

    permission_required = MAKE
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if outside := outside_scope(self.supervision, request.user):
            messages.error(
                request, f"Du har ikke adgang til {outside} af sagerne. En, der har, skal danne samlingerne."
            )
            return self.back()
        states = states_of(self.cases.select_related(*CASE).order_by("number"), user=request.user)
        chosen = [one for one in states if one.state.is_wanting and not one.hindrances]
        self.log([one.selected.case.citizen for one in chosen], kind=AccessKind.WRITE)
        ask(request, self.supervision, [one.selected for one in chosen])
        if hindered := [one.selected.number for one in states if one.hindrances]:
            numbers = ", ".join(map(str, hindered))
            messages.warning(request, f"Noget står i vejen i sag {numbers}. Se hvad på listen.")
        return self.back()


def ask(request, supervision: Supervision, cases: list) -> None:
    form = MakeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Siden er for gammel. Prøv igen.")
        return
    key: UUID = form.cleaned_data["key"]
    try:
        asked = request_bundles(supervision, cases, by=request.user, key=key)
    except BundleNotAllowed as refused:
        messages.error(request, str(refused))
        return
    if asked:
        told = "Samlingen dannes." if len(asked) == 1 else f"{len(asked)} samlinger dannes."
        messages.success(request, told)
    else:
        messages.info(request, "Der er intet nyt at samle.")


class BundlesProgressView(BundlesMixin, TemplateView):
    """The progress bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def get(self, request, *args, **kwargs):
        job = job_of(self.supervision, request.user)
        if "HX-Request" not in request.headers:
            return self.back()
        if job is None:
            # The page has more to show than a full bar.
            return HttpResponse(headers={"HX-Redirect": reverse("bundles", args=[self.supervision.number])})
        return self.render_to_response({"job": job})


class WholeView(BundlesMixin, View):
    """A file of the whole request, for those who see all of its cases. Each makes it in ``file(bundles)``."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        try:
            bundles = finished(self.supervision, user=request.user)
            response = self.file(bundles)
        except (BundleNotAllowed, Unusable) as refused:
            messages.error(request, str(refused))
            return self.back()
        self.log([bundle.selected.case.citizen for bundle in bundles], kind=AccessKind.PRINT)
        return response


class IndexView(AsksWhoYouAre, WholeView):
    sends_file = True

    def file(self, bundles):
        return pdf_response(
            index_pdf(self.supervision, bundles), f"tilsyn-{self.supervision.number}-aktfortegnelse.pdf"
        )


class WholePdfView(AsksWhoYouAre, WholeView):
    sends_file = True

    def file(self, bundles):
        return pdf_response(whole_pdf(self.supervision, bundles), f"tilsyn-{self.supervision.number}.pdf")


class PrintView(AsksWhoYouAre, WholeView):
    sends_file = True

    def file(self, bundles):
        data = whole_pdf(self.supervision, bundles, both_sides=True)
        return pdf_response(data, f"tilsyn-{self.supervision.number}-print.pdf")


class ManifestView(AsksWhoYouAre, WholeView):
    sends_file = True

    def file(self, bundles):
        return file_response(manifest(bundles), "manifest.json", "application/json", is_shown=False)


class SelectedBundleView(SelectedCaseMixin, TemplateView):
    """One case: its bundles with all that is in them, and what has come since."""

    permission_required = SEE
    tab = TAB
    template_name = "tilsyn/bundle/case.html"

    def get_context_data(self, **kwargs):
        row = states_of([self.selected], user=self.request.user)[0] if self.selected.takes_part else None
        bundles = row.bundles if row else list(self.selected.bundles.kept().select_related("selected__case"))
        return super().get_context_data(row=row, bundles=bundles, form=MakeForm(), **kwargs)


class SelectedBundleMakeView(SelectedCaseMixin, View):
    permission_required = MAKE
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        ask(request, self.supervision, [self.selected])
        return redirect("selected_bundle", self.supervision.number, self.selected.case.number)


class BundleFileView(AsksWhoYouAre, SelectedCaseMixin, View):
    sends_file = True
    permission_required = SEE
    http_method_names = ["get"]

    def log(self, citizens, *, case=None, kind=AccessKind.READ) -> None:
        super().log(citizens, case=case, kind=AccessKind.PRINT)

    def get(self, request, *args, **kwargs):
        bundles = Bundle.objects.visible_to(request.user).ready().select_related("content", "selected__case")
        bundle = get_object_or_404(bundles, selected=self.selected, sequence=kwargs["sequence"])
        return pdf_response(bundle.data, bundle.file_name)
