"""The filters of the queue. All of them are columns of the case row or the event's kind; none tells of a home visit."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone

from sanktion.models import Case, CaseStatus, EventKind, User

MINE, NOBODY = "mig", "ingen"
DEADLINES = [("overskredet", "Overskredet"), ("i-dag", "I dag"), ("uge", "Inden for 7 dage")]
FINISHED = (CaseStatus.DECIDED, CaseStatus.CLOSED)


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

    class Meta:
        model = Case
        fields = ()

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        colleagues = User.objects.filter(teams__in=user.team_ids, is_active=True).exclude(pk=user.pk).distinct()
        people = [(str(person.pk), str(person)) for person in colleagues.order_by("first_name", "last_name")]
        choices = [(MINE, "Mig"), (NOBODY, "Uden sagsbehandler"), *people]
        self.filters["sagsbehandler"].extra["choices"] = choices

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.open()
        return super().filter_queryset(queryset)

    def with_status(self, queryset, name, value):
        return queryset.filter(status=value)

    def due_within(self, queryset, name, value):
        today = timezone.localdate()
        due = {
            "overskredet": Q(next_due__lt=today),
            "i-dag": Q(next_due=today),
            "uge": Q(next_due__range=(today, today + timedelta(days=7))),
        }
        return queryset.filter(due[value])

    def owned_by(self, queryset, name, value):
        if value == NOBODY:
            return queryset.filter(owner__isnull=True)
        return queryset.filter(owner=self.user.pk if value == MINE else int(value))

    @property
    def shows_finished(self) -> bool:
        """Cases that are decided or closed have no deadline to sort by."""
        return self.form.is_valid() and self.form.cleaned_data["status"] in FINISHED

    def active(self) -> list[tuple[str, str]]:
        """(parameter, «Status: Klar til afgørelse») for each filter in use."""
        if not self.form.is_valid():
            return []
        found = []
        for name, field in self.form.fields.items():
            if value := self.form.cleaned_data.get(name):
                labels = {str(key): label for key, label in field.choices}
                found.append((name, f"{field.label}: {labels[str(value)]}"))
        return found
