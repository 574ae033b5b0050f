from django.db import models
from django.utils import timezone

from koerelister.models.area import Area
from sanktion.models import Case, CaseChildQuerySet, Citizen


class VisitOrderQuerySet(CaseChildQuerySet):
    def ready(self):
        """Those that may still go on a list: the case seeks contact, and everybody on the team may see where."""
        return self.filter(
            case__in=Case.objects.seeking_contact().filter(is_restricted=False),
            case__citizen__in=Citizen.objects.may_be_visited(),
        )

    def drop_outdated(self) -> int:
        return self.exclude(pk__in=self.ready()).delete()[0]


class VisitOrder(models.Model):
    """B020: this home is to be sought. Short-lived: gone as soon as it is on a list or no longer needed.

    The case has no way back to it (``related_name="+"``), so no query on cases can ask for it (B048).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name="område")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VisitOrderQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "bestilling", "bestillinger"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"Bestilling {self.pk}"
