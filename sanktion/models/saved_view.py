import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from sanktion.models.staff import User

# However it is written: six digits and four more make a CPR number.
CPR_LIKE = re.compile(r"(?<!\d)\d{6}[\s-]?\d{4}(?!\d)")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: a colleague's way of working is nobody else's business."""
        return self.filter(user=user)


class SavedView(models.Model):
    """A user's own name for a filter of the work queue. ``query`` holds choices of the filter, never a citizen."""

    MAX_NAME, MAX_QUERY, MOST = 40, 500, 12

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField("navn", max_length=MAX_NAME)
    query = models.CharField(max_length=MAX_QUERY, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "egen visning", "egne visninger"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_name_once",
                violation_error_message="Du har allerede en visning med det navn.",
            ),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="saved_view_has_filter", condition=~Q(query="")),
        ]

    def __str__(self):
        return f"Visning {self.pk}"

    def clean(self):
        if CPR_LIKE.search(self.name):
            raise ValidationError({"name": "Navnet ligner et CPR-nummer. Kald visningen noget om filtret i stedet."})
