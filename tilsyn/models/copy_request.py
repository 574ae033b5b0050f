"""V096: a case that couldn't be assessed to its end on the spot, and what the directorate wants copies of."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedTextField
from sanktion.models import MaterialKind, User
from sanktion.models.case import case_scope
from tilsyn.models.selected_case import SelectedCase, SelectedStatus


class CopyRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def awaiting(self):
        """Those whose copies are still to be sent. A case that has left the supervision owes none."""
        return self.filter(settled_at__isnull=True, selected__status=SelectedStatus.NAMED)


class CopyRequest(models.Model):
    app_role_may = "SELECT, INSERT, UPDATE"

    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="copy_requests")
    kinds = ArrayField(models.PositiveSmallIntegerField(choices=MaterialKind.choices), verbose_name="materiale")
    note = EncryptedTextField("bemærkning", blank=True)
    # V097: counted from the day the directorate was here, whenever it was asked for.
    due = models.DateField("frist")
    asked_by = models.CharField("direktoratets medarbejder", max_length=120)
    at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("sendt", null=True, editable=False)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = CopyRequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "kopianmodning", "kopianmodninger"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selected"], condition=Q(settled_at__isnull=True), name="copy_request_one_open"
            ),
            models.CheckConstraint(
                name="copy_request_kinds_known",
                condition=Q(kinds__len__gt=0, kinds__contained_by=MaterialKind.values),
            ),
            models.CheckConstraint(name="copy_request_says_who", condition=Q(asked_by__regex=r"\S")),
            models.CheckConstraint(
                name="copy_request_settled_by_someone",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Kopianmodning {self.pk}"

    @property
    def kind_labels(self) -> list[str]:
        return [MaterialKind(kind).label for kind in self.kinds]

    def follow_visit(self, due: date) -> None:
        self.due = due
        self.save(update_fields=["due"])

    def settle(self, *, by: User) -> None:
        """The copies are sent."""
        self.settled_at, self.settled_by = timezone.now(), by
        self.save(update_fields=["settled_at", "settled_by"])
