from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from koerelister.models.area import Area
from koerelister.models.plan import PlanArea
from koerelister.models.route_list import Stop
from sanktion.models import Case, CaseChildQuerySet, Citizen
from sanktion.models.gates import latest_effect

# LAS § 35, stk. 3: a sanction takes effect within three whole months; its decision and letter need the last weeks.
TIME_TO_DECIDE = timedelta(days=28)


class VisitOrderQuerySet(CaseChildQuerySet):
    def ready(self):
        """Those that may still go on a list: the case seeks contact, and everybody on the team may see where."""
        return self.filter(
            case__in=Case.objects.seeking_contact().filter(is_restricted=False),
            case__citizen__in=Citizen.objects.may_be_visited(),
        )

    def placeable(self):
        """Ready, and nobody who stands on a list already: one who is sought again, or in another case, waits."""
        return self.ready().exclude(case__citizen__in=Stop.objects.open().values("citizen"))

    def deferred(self):
        """Whom a plan that is still there had no room for."""
        parts = PlanArea.objects.filter(
            plan__date=OuterRef("deferred_on"), plan__team=OuterRef("case__team"), area=OuterRef("area")
        )
        return self.placeable().filter(Exists(parts))

    def drop_outdated(self) -> int:
        return self.exclude(pk__in=self.ready()).delete()[0]


class VisitOrder(models.Model):
    """B020: this home is to be sought. Short-lived: gone as soon as it is on a list or no longer needed.

    The case has no way back to it (``related_name="+"``), so no query on cases can ask for it (B048).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name="område")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deferred_on = models.DateField("dato for den liste, der ikke var plads på", null=True, editable=False)

    objects = VisitOrderQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "bestilling", "bestillinger"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"Bestilling {self.pk}"

    def is_urgent_on(self, day: date) -> bool:
        """One an earlier day had no room for, that has waited long, or whose sanction soon could take no effect."""
        was_deferred = self.deferred_on is not None and self.deferred_on < day
        waited = day - timezone.localdate(self.created_at)
        return (
            was_deferred
            or waited >= timedelta(days=settings.SANKTION_VISIT_URGENT_DAYS)
            or latest_effect(self.case.event.occurred_on) - day < TIME_TO_DECIDE
        )
