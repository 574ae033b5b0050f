from django.db import models
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case
from sanktion.models.citizen import Citizen
from sanktion.models.staff import User


class AccessKind(models.TextChoices):
    LIST = "list", "Set i liste"
    READ = "read", "Åbnet"
    SEARCH = "search", "Fundet ved søgning"
    PRINT = "print", "Udskrevet eller hentet"
    WRITE = "write", "Ændret"


class AccessLogQuerySet(models.QuerySet):
    def note(self, user, kind: AccessKind, *, page: str, citizens=(), case: Case | None = None) -> None:
        """One row a citizen, written in the page's own transaction: no log, no page. Ids only."""
        rows = [(citizen.pk, case.pk if case else None) for citizen in citizens]
        self.bulk_create(
            AccessLog(user=user, kind=kind, page=page, citizen_id=citizen, case_id=case_id) for citizen, case_id in rows
        )


class AccessLog(models.Model):
    """Who saw which citizen, where and when (domain, «Privacy»)."""

    app_role_may = APPEND_ONLY

    at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("handling", max_length=10, choices=AccessKind.choices)
    page = models.CharField("side", max_length=80)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "opslag", "opslag"
        indexes = [models.Index(fields=["citizen", "at"], name="access_citizen_at")]

    def __str__(self):
        return f"Opslag {self.pk}"
