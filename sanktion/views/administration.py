"""The administrator's overview: what can be set up, who last changed it, and what is about to hold."""

from dataclasses import dataclass

from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.administration import Change, Subject, all_changes, subjects_for
from sanktion.models import Proposal
from sanktion.views.base import RightRequiredMixin

SHOWN = 100


@dataclass(frozen=True)
class Card:
    subject: Subject
    last: Change | None
    coming: list[str]


class AdministrationMixin(RightRequiredMixin):
    permission_required = "sanktion.change_team"


class AdministrationView(AdministrationMixin, TemplateView):
    template_name = "sanktion/administration/overview.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        cards = [
            Card(subject, next(iter(subject.changes(1)), None), subject.coming(today))
            for subject in subjects_for(self.request.user)
        ]
        waiting = Proposal.objects.waiting_for(self.request.user).with_persons()
        return super().get_context_data(cards=cards, waiting=waiting, **kwargs)


class ChangesView(AdministrationMixin, TemplateView):
    """«Ændringer»: all of it in one list, or one subject's by ``?emne=``."""

    template_name = "sanktion/administration/changes.html"

    def get_context_data(self, **kwargs):
        subjects = subjects_for(self.request.user)
        chosen = next((one for one in subjects if one.key == self.request.GET.get("emne")), None)
        rows = all_changes([chosen] if chosen else subjects, SHOWN)
        return super().get_context_data(
            rows=rows, subjects=subjects, chosen=chosen, is_cut=len(rows) == SHOWN, shown=SHOWN, **kwargs
        )
