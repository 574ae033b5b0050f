"""The filters of the queue: the case row, its event and its decision. None of them tells of a home visit (B048)."""

from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sanktion.base.compiled import Kept
from sanktion.forms.fields import DanishDateField
from sanktion.models import Case, CaseStatus, Decision, EventKind, Outcome, SavedView, User

MINE, NOBODY = "mig", "ingen"
DEADLINES = [("overskredet", "Overskredet"), ("i-dag", "I dag"), ("uge", "Inden for 7 dage")]
FINISHED = (CaseStatus.DECIDED, CaseStatus.CLOSED)
EVENT_PERIOD = ("haendelse_fra", "haendelse_til")
OF_DECISION = ("udfald", "afgjort_fra", "afgjort_til")
MORE = (*OF_DECISION, *EVENT_PERIOD)
# What other duties than cases have too.
OF_ANY_DUTY = {"frist", "sagsbehandler"}
_colleagues = Kept()


class DanishDateFilter(django_filters.Filter):
    field_class = DanishDateField


def colleagues_of(user: User) -> list[tuple[str, str]]:
    names = _colleagues.get((user.pk, user.team_ids), lambda: _names_of(user)).fetch()
    return [(str(pk), f"{first} {last}".strip() or username) for pk, first, last, username in names]


def _names_of(user: User) -> QuerySet:
    found = User.objects.filter(teams__in=user.team_ids, is_active=True).exclude(pk=user.pk).distinct()
    return found.order_by("first_name", "last_name").values_list("pk", "first_name", "last_name", "username")


class CaseFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label="Status", choices=CaseStatus.choices, method="with_status", empty_label="Alle åbne"
    )
    haendelse = django_filters.ChoiceFilter(
        label="Hændelse", field_name="event__kind", choices=EventKind.choices, empty_label="Alle hændelser"
    )
    frist = django_filters.ChoiceFilter(
        label="Frist", choices=DEADLINES, method="due_within", empty_label="Alle frister"
    )
    sagsbehandler = django_filters.ChoiceFilter(label="Sagsbehandler", method="owned_by", empty_label="Alle")
    udfald = django_filters.ChoiceFilter(
        label="Udfald", choices=Outcome.choices, method="by_decision", empty_label="Alle udfald"
    )
    haendelse_fra = DanishDateFilter(label="Hændelse fra", field_name="event__occurred_on", lookup_expr="gte")
    haendelse_til = DanishDateFilter(label="Hændelse til og med", field_name="event__occurred_on", lookup_expr="lte")
    afgjort_fra = DanishDateFilter(label="Afgjort fra", method="by_decision")
    afgjort_til = DanishDateFilter(label="Afgjort til og med", method="by_decision")

    class Meta:
        model = Case
        fields = ()

    def __init__(self, *args, user: User, people: list[tuple[str, str]] | None = None, **kwargs):
        """``people`` are the colleagues to choose from, when they have been read already."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.people = colleagues_of(user) if people is None else people
        choices = [(MINE, "Mig"), (NOBODY, "Uden sagsbehandler"), *self.people]
        self.filters["sagsbehandler"].extra["choices"] = choices

    @cached_property
    def wanted(self) -> dict:
        """What was asked for and understood; a date or choice that can't be read is said so at its field."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_queryset(self, queryset):
        wanted = self.wanted
        if "status" not in wanted and not self.shows_finished:
            queryset = queryset.open()
        decisions = self._decisions(wanted)
        if decisions is not None:
            queryset = queryset.filter(Exists(decisions.filter(case=OuterRef("pk"))))
        return super().filter_queryset(queryset)

    def _decisions(self, wanted: dict) -> QuerySet | None:
        if not any(name in wanted for name in OF_DECISION):
            return None
        decisions = Decision.objects.decided_within(wanted.get("afgjort_fra"), wanted.get("afgjort_til"))
        return decisions.filter(outcome=wanted["udfald"]) if "udfald" in wanted else decisions

    def with_status(self, queryset, name, value):
        return queryset.filter(status=value)

    def by_decision(self, queryset, name, value):
        # The three are one question, asked once, see filter_queryset.
        return queryset

    def due_within(self, queryset, name, value):
        return queryset.filter(self._due(value, "next_due"))

    def owned_by(self, queryset, name, value):
        return queryset.filter(self._owned(value, "owner"))

    @staticmethod
    def _due(value: str, column: str) -> Q:
        today = timezone.localdate()
        if value == "overskredet":
            return Q(**{f"{column}__lt": today})
        return Q(**{column: today} if value == "i-dag" else {f"{column}__range": (today, today + timedelta(days=7))})

    def _owned(self, value: str, column: str) -> Q:
        if value == NOBODY:
            return Q(**{f"{column}__isnull": True})
        return Q(**{column: self.user.pk if value == MINE else int(value)})

    @property
    def shows_finished(self) -> bool:
        """Cases that are decided or closed have no deadline to sort by."""
        wanted = self.wanted
        return wanted.get("status") in FINISHED or ("status" not in wanted and any(n in wanted for n in OF_DECISION))

    @property
    def main_fields(self) -> list:
        return [field for field in self.form if field.name not in MORE]

    @property
    def more_fields(self) -> list:
        return [field for field in self.form if field.name in MORE]

    @property
    def uses_more(self) -> bool:
        """Stands open when it is in use or something in it couldn't be read."""
        return any(name in self.wanted or name in self.form.errors for name in MORE)

    @property
    def shows_other_duties(self) -> bool:
        return set(self.wanted) <= OF_ANY_DUTY

    def of_duties(self, *, due: str, owner: str) -> Q:
        """The same question put to another kind of duty."""
        wanted = self.wanted
        asked = self._due(wanted["frist"], due) if "frist" in wanted else Q()
        return asked & self._owned(wanted["sagsbehandler"], owner) if "sagsbehandler" in wanted else asked

    @property
    def query(self) -> str:
        """The filters in use as an address has them, always in the same order; nothing else of what was sent."""
        return urlencode({name: self.data[name].strip() for name in self.wanted})

    def active(self) -> list[tuple[str, str]]:
        """(parameter, «Status: Klar til afgørelse») for each filter in use."""
        found = []
        for name, value in self.wanted.items():
            field = self.form.fields[name]
            labels = {str(key): label for key, label in getattr(field, "choices", ())}
            text = labels[str(value)] if labels else f"{value:%d-%m-%Y}"
            found.append((name, f"{field.label}: {text}"))
        return found


class ViewNameForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ("name",)
        labels = {"name": "Navn på visningen"}
        help_texts = {"name": "Fx «Mine høringer i denne uge». Skriv aldrig en borgers navn, CPR-nummer eller adresse."}
