import uuid

from django import forms
from django.conf import settings
from django.http import QueryDict

from sanktion.forms.fields import OnceKeyField
from sanktion.forms.queue import CaseFilter
from sanktion.models import Case, CaseStatus, NegativeEvent, User

CHOSEN, PAGE, ALL = "valgte", "side", "alle"
QUEUE, EVENTS = "koe", "haendelser"


class IdsField(forms.CharField):
    """«1,2,3» ↔ [1, 2, 3]: one hidden field however many there are."""

    widget = forms.HiddenInput

    def prepare_value(self, value):
        return ",".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        texts = (super().to_python(value) or "").split(",")
        if not all(text.isdecimal() and len(text) < 19 for text in texts):
            raise forms.ValidationError("Valget kan ikke læses. Vælg rækkerne igen.")
        return [int(text) for text in texts]


class ChosenForm(forms.Form):
    """What a list posts, see ``sanktion.panels.BulkAct``."""

    valg = forms.ChoiceField(choices=[(value, value) for value in (CHOSEN, PAGE, ALL)])
    liste = forms.ChoiceField(choices=[(value, value) for value in (QUEUE, EVENTS)])
    filter = forms.CharField(required=False)

    def chosen(self, user: User) -> list[int]:
        """The ids of the events, those with the nearest deadline first when a whole list was asked for."""
        wanted = self.cleaned_data
        if wanted["valg"] != ALL:
            name = "valgt" if wanted["valg"] == CHOSEN else "paa_siden"
            return [int(value) for value in self.data.getlist(name) if value.isdecimal() and len(value) < 19]
        # One more than may be sent, so that the page can tell.
        return list(self._all(user)[: settings.SANKTION_MAX_LETTERS + 1])

    def _all(self, user: User):
        if self.cleaned_data["liste"] == EVENTS:
            waiting = NegativeEvent.objects.for_teams_of(user).without_case()
            return waiting.order_by("occurred_on", "pk").values_list("pk", flat=True)
        cases = CaseFilter(QueryDict(self.cleaned_data["filter"]), Case.objects.visible_to(user), user=user).qs
        new = cases.filter(status=CaseStatus.REGISTERED).order_by("next_due", "pk")
        return new.values_list("event_id", flat=True)


class BatchForm(forms.Form):
    events = IdsField()
    key = OnceKeyField(initial=uuid.uuid4)
