"""That the owner of a named case has been asked for what it lacks: a duty in the queue until nothing is missing."""

from django.db import models
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User
from sanktion.models.case import case_scope
from sanktion.models.readiness import lacking
from tilsyn.models.selected_case import SelectedCase, SelectedStatus
from tilsyn.models.supervision import OWING


class MaterialAskQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def unanswered(self):
        """What is still missing is asked of the case itself: nobody ticks a duty off."""
        owing = {"selected__status": SelectedStatus.NAMED, "selected__supervision__status__in": OWING}
        return self.filter(lacking("selected__case__"), **owing)


class MaterialAsk(models.Model):
    app_role_may = APPEND_ONLY

    selected = models.OneToOneField(SelectedCase, models.PROTECT, related_name="ask")
    asked_at = models.DateTimeField("bedt om", default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = MaterialAskQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "anmodning om materiale", "anmodninger om materiale"

    def __str__(self):
        return f"Anmodning om materiale {self.pk}"
