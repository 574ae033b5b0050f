from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from sanktion.actions.case import ComplaintOpen, assign_case, close_case, write_note
from sanktion.actions.countersign import countersign_of
from sanktion.actions.gates import gate_columns, missing_for, standing
from sanktion.actions.lookback import earlier_sanctions
from sanktion.base.counting import CountOf
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.case import AssignForm, NoteForm
from sanktion.models import (
    AccessKind,
    Case,
    CaseDocument,
    CaseStatus,
    Complaint,
    CountersignRequest,
    JournalEntry,
    MaterialKind,
    NegativeEvent,
    Standing,
    WrongPayment,
    standing_columns,
)
from sanktion.models.readiness import Row, readiness
from sanktion.panels import panel_columns, panels_for
from sanktion.views.base import CaseMixin
from sanktion.views.context import QUEUE_PLACE
from sanktion.views.course import changes, steps
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.tour import tour_on


class CasePage(CaseMixin, TemplateView):
    """What the tabs of a case share: identity, steps, next step, deadlines, residence."""

    shows_address = False

    def get_context_data(self, **kwargs):
        case, user = self.case, self.request.user
        decision = getattr(case, "decision", None) if case.status in (CaseStatus.DECIDED, CaseStatus.CLOSED) else None
        counted = self._counted()
        place = self.request.session.get(QUEUE_PLACE)
        return super().get_context_data(
            steps=steps(case, decision),
            tour=tour_on(case, user),
            tabs=self._tabs(counted),
            panels=panels_for(case, user, counted),
            earlier_sanctions=earlier_sanctions(case, user=user) if self._has_earlier() else [],
            standing=Standing(*(counted[name] for name in ("match_category", "target_group", "job_seeker"))),
            readiness=self.rows(),
            **self._gates(counted),
            countersign=countersign_of(case) if counted["asked"] else None,
            complaint_due=counted["complaint_due"],
            wrong_payments=payments_of(case) if counted["has_wrong_payment"] else [],
            has_assessment=case.status == CaseStatus.READY and case.is_assessed(),
            may_handle=user.has_perm("sanktion.handle_case"),
            queue_url=f"{reverse('queue')}?{place}" if place else reverse("queue"),
            shows_address=self.shows_address or not case.citizen.is_protected,
            **kwargs,
        )

    def rows(self) -> list[Row]:
        """«Tilsynsklar», the ten rows (V077)."""
        if not hasattr(self, "_rows"):
            self._rows = readiness(self.case)
        return self._rows

    def _has_earlier(self) -> bool:
        return any(row.details for row in self.rows() if row.kind == MaterialKind.EARLIER_SANCTIONS)

    def _counted(self) -> dict[str, Any]:
        """What the head and the tabs say, in one query."""
        case = self.case
        other_events = NegativeEvent.objects.visible_to(self.request.user).exclude(pk=case.event_id)
        columns = {
            "journal_count": CountOf(JournalEntry.objects.filter(case=case)),
            "documents_count": CountOf(CaseDocument.objects.filter(case=case)),
            "events_count": CountOf(other_events.filter(citizen=case.citizen_id)),
            **standing_columns(OuterRef("citizen_id"), OuterRef("event__occurred_on")),
            "asked": Exists(CountersignRequest.objects.filter(case=case, case__status=CaseStatus.READY)),
            "complaint_due": Subquery(Complaint.objects.filter(case=case).due().values("next_due")[:1]),
            "has_wrong_payment": Exists(WrongPayment.objects.filter(case=case)),
            **panel_columns(case),
            **(gate_columns(case) if case.is_open else {}),
        }
        return Case.objects.filter(pk=case.pk).values(**columns).get()

    def _gates(self, counted: dict) -> dict:
        """What a sanction still waits for. Read in the query of the head, for no open case is without it."""
        if not self.case.is_open:
            return {}
        at = standing(self.case, counted)
        return {"gates": at, "gates_missing": missing_for(self.case, at=at)}

    def _tabs(self, counted: dict[str, Any]) -> list[dict]:
        tabs = {
            "case": f"Journal ({counted['journal_count']})",
            "case_documents": f"Dokumenter ({counted['documents_count']})",
            "case_events": f"Øvrige hændelser ({counted['events_count']})",
            "case_supervision": "Tilsyn",
            "case_history": "Ændringslog",
        }
        if not self.case.is_open:
            # There is nothing to complain of before the decision.
            tabs = {**tabs, "case_complaint": "Klage"}
        return [
            {"url": reverse(name, args=[self.case.number]), "label": label, "current": name == self.tab}
            for name, label in tabs.items()
        ]


def payments_of(case: Case) -> list[WrongPayment]:
    return list(WrongPayment.objects.filter(case=case).defer("found").order_by("pk"))


class CaseView(CasePage):
    tab = "case"
    template_name = "sanktion/case.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(entries=JournalEntry.objects.filter(case=self.case), **kwargs)


class CaseAddressView(AsksWhoYouAre, CaseView):
    """The protected address, one deliberate click away; the access log holds this page's own name."""

    shows_address = True

    def access_kind_for(self, request):
        return AccessKind.READ

    def get(self, request, *args, **kwargs):
        return redirect("case", self.case.number)

    def post(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)


class CaseEventsView(CasePage):
    tab = "case_events"
    template_name = "sanktion/case_events.html"

    def get_context_data(self, **kwargs):
        user, citizen = self.request.user, self.case.citizen
        events = (
            NegativeEvent.objects.visible_to(user)
            .filter(citizen=citizen)
            .exclude(pk=self.case.event_id)
            .with_standing()
            .order_by("-occurred_on", "-pk")
            .select_related("case")
        )
        cases = Case.objects.visible_to(user).filter(citizen=citizen).select_related("decision")
        by_event = {case.event_id: case for case in cases.prefetch_related("decision__changes")}
        rows = [(event, by_event.get(event.pk)) for event in events]
        return super().get_context_data(rows=rows, **kwargs)


class CaseHistoryView(CasePage):
    tab = "case_history"
    template_name = "sanktion/case_history.html"

    def get_context_data(self, **kwargs):
        rows = self.case.history.select_related("history_user", "owner").order_by("history_date", "history_id")
        return super().get_context_data(changes=changes(list(rows)), **kwargs)


class CaseFormView(CaseMixin, FormView):
    """A form about one case; back to the case when it is done."""

    permission_required = "sanktion.handle_case"
    success_message = ""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return reverse("case", args=[self.case.number])

    def done(self, message: str) -> HttpResponseRedirect:
        messages.success(self.request, message)
        return redirect(self.get_success_url())


class NoteView(CaseFormView):
    form_class = NoteForm
    template_name = "sanktion/note.html"

    def form_valid(self, form):
        write_note(self.case, **form.cleaned_data, by=self.request.user)
        return self.done("Notatet er gemt i journalen.")


class AssignView(CaseFormView):
    form_class = AssignForm
    template_name = "sanktion/assign.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case}

    def get_initial(self):
        return {"owner": self.case.owner_id}

    def form_valid(self, form):
        owner = form.cleaned_data["owner"]
        assign_case(self.case, owner, by=self.request.user)
        return self.done(f"{owner} er nu sagsbehandler.")


class CloseView(CaseMixin, TemplateView):
    permission_required = "sanktion.handle_case"
    template_name = "sanktion/close.html"

    def post(self, request, *args, **kwargs):
        try:
            close_case(self.case, by=request.user)
        except (TransitionNotAllowed, ComplaintOpen) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Sagen er lukket.")
        return redirect("case", self.case.number)
