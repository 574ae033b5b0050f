"""V005: the unit's own supervision: the draws, and the blind review of each case."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from sanktion.base.charts import stacked_bars
from sanktion.models import AccessKind, MediaType
from sanktion.views.base import ActFormView, LogsAccess, RightRequiredMixin
from sanktion.views.document import file_response
from tilsyn.actions.mock import MockNotAllowed, colleagues_for, draw_cases, hand_over, repeat, review_case
from tilsyn.figures.mock import results_by_month
from tilsyn.forms.mock import DrawForm, ReviewerForm, ReviewForm
from tilsyn.material import papers_of
from tilsyn.models import MockDraw, MockReview, SelectedCase
from tilsyn.verdicts import Verdict

RIGHTS = ("tilsyn.handle_mock", "sanktion.view_case")


class MockDrawsView(RightRequiredMixin, LogsAccess, TemplateView):
    permission_required = RIGHTS
    template_name = "tilsyn/mock/draws.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        draws = MockDraw.objects.visible_to(user).select_related("team")
        draws = draws.annotate(done=Count("reviews", filter=~Q(reviews__verdict=""))).order_by(*MockDraw._meta.ordering)
        mine = MockReview.objects.visible_to(user).filter(reviewer=user, verdict="", draw__in=draws.values("pk"))
        mine = mine.select_related("draw", "case")
        return super().get_context_data(draws=draws, mine=mine, **kwargs)


class MockDrawNewView(ActFormView):
    permission_required = RIGHTS
    form_class = DrawForm
    template_name = "tilsyn/mock/draw_new.html"
    list_name = "mock_draws"
    title, confirm_label = "Udtræk sager til egen kontrol", "Udtræk sager"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form) -> str:
        asked = form.cleaned_data
        was_drawn = MockDraw.objects.filter(team=asked["team"], month=asked["month"]).exists()
        try:
            draw = draw_cases(asked["team"], asked["month"], by=self.request.user)
        except MockNotAllowed as refused:
            raise ValidationError(str(refused)) from None
        if draw is None:
            raise ValidationError("Teamet traf ingen afgørelser i den måned, så der er intet at udtrække.")
        told = f"{draw.drawn} af {draw.population} sager"
        return f"Måneden var udtrukket i forvejen: {told}." if was_drawn else f"Der er udtrukket {told}."


class MockDrawView(RightRequiredMixin, LogsAccess, TemplateView):
    """Blind: how the single case came out is not told before all of them are reviewed."""

    permission_required = RIGHTS
    template_name = "tilsyn/mock/draw.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        draws = MockDraw.objects.visible_to(user).select_related("team", "checklist", "drawn_by")
        draw = get_object_or_404(draws, pk=self.kwargs["pk"])
        reviews = MockReview.objects.visible_to(user).filter(draw=draw).select_related("case__citizen", "reviewer")
        reviews = list(reviews)
        self.log([review.case.citizen for review in reviews], kind=AccessKind.LIST)
        return super().get_context_data(
            draw=draw,
            reviews=reviews,
            outside=draw.drawn - len(reviews),
            done=draw.reviews.done().count(),
            repetition=repeat(draw) if "gentag" in self.request.GET else None,
            **kwargs,
        )


class ReviewMixin(RightRequiredMixin, LogsAccess):
    """For a page of one case of a draw: 404 outside the user's scope."""

    permission_required = RIGHTS
    access_kind = AccessKind.READ
    is_only_for_the_reviewer = True

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        found = MockReview.objects.visible_to(request.user).filter(draw__in=MockDraw.objects.visible_to(request.user))
        found = found.select_related("draw__team", "draw__checklist", "case__event", "case__citizen", "reviewer")
        self.review = get_object_or_404(found, draw=kwargs["pk"], number=kwargs["review"])
        if self.is_only_for_the_reviewer and (self.review.reviewer_id != request.user.pk or self.review.is_done):
            told = "Sagen er gennemgået." if self.review.is_done else "Sagen gennemgås af en kollega."
            messages.info(request, told)
            return redirect("mock_draw", self.review.draw_id)
        self.log([self.review.case.citizen], case=self.review.case, kind=self.access_kind)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(review=self.review, draw=self.review.draw, case=self.review.case, **kwargs)

    def get_success_url(self):
        return reverse("mock_draw", args=[self.review.draw_id])

    @cached_property
    def papers(self):
        """As the directorate would have them; the case is in no supervision."""
        return papers_of(SelectedCase(case=self.review.case), user=self.request.user)


class MockReviewView(ReviewMixin, ActFormView):
    form_class = ReviewForm
    template_name = "tilsyn/mock/review.html"
    title, confirm_label = "Gennemgå sagen", "Gem gennemgangen"

    def get_form_kwargs(self):
        items = list(self.review.draw.checklist.items.all())
        return super().get_form_kwargs() | {"items": items}

    def get_context_data(self, **kwargs):
        return super().get_context_data(papers=self.papers, **kwargs)

    def act(self, form) -> str:
        given = form.cleaned_data
        facts = {"missing": given["missing"], "remark": given["remark"], "by": self.request.user}
        try:
            review_case(self.review, answers=form.answers, verdict=Verdict(given["verdict"]), **facts)
        except MockNotAllowed as refused:
            raise ValidationError(str(refused)) from None
        return f"Sag {self.review.number} er gennemgået."


class MockPaperView(ReviewMixin, View):
    access_kind = AccessKind.PRINT

    def get(self, request, *args, **kwargs):
        place = kwargs["paper"]
        if not 1 <= place <= len(self.papers):
            raise Http404
        paper = self.papers[place - 1]
        document = paper.document
        name = document.file_name if document else f"{self.review.case.number}-{place:02d}.pdf"
        media_type = document.media_type if document else MediaType.PDF
        is_shown = document.is_shown if document else True
        return file_response(paper.read(timezone.now()), name, media_type, is_shown=is_shown)


class MockReviewerView(ReviewMixin, ActFormView):
    is_only_for_the_reviewer = False
    form_class = ReviewerForm
    template_name = "tilsyn/mock/reviewer.html"
    title, confirm_label = "Skift kollega", "Giv sagen videre"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"colleagues": colleagues_for(self.review)}

    def act(self, form) -> str:
        reviewer = form.cleaned_data["reviewer"]
        try:
            hand_over(self.review, reviewer, by=self.request.user)
        except MockNotAllowed as refused:
            raise ValidationError(str(refused)) from None
        return f"Sag {self.review.number} gennemgås nu af {reviewer}."


class MockResultsView(RightRequiredMixin, TemplateView):
    """Numbers of the whole unit; no case and no citizen."""

    permission_required = "tilsyn.view_results"
    template_name = "tilsyn/mock/results.html"

    def get_context_data(self, **kwargs):
        months = results_by_month()
        series = [(verdict.label, [month.counts[verdict] for month in months]) for verdict in Verdict]
        chart = stacked_bars("Egen kontrol pr. måned", [month.short for month in months], series) if months else ""
        return super().get_context_data(
            months=months,
            newest_first=months[::-1],
            chart=chart,
            names=Verdict.labels,
            is_open=MockDraw.objects.exclude(pk__in=MockDraw.objects.closed()).count(),
            **kwargs,
        )
