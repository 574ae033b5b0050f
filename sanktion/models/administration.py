"""Who changed what of the set-up, for the subjects whose own rows do not tell: staff, teams, crews and areas."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.staff import User


class AdminChange(models.Model):
    """One change, as it was told when it was made. Names colleagues, never a citizen, a case or a house."""

    app_role_may = APPEND_ONLY

    subject = models.SlugField("emne", max_length=30, db_index=False)
    what = models.CharField("hvad", max_length=200)
    before = models.TextField("før", blank=True)
    after = models.TextField("efter", blank=True)
    made_at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "ændring i opsætningen", "ændringer i opsætningen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "-id"], name="admin_change_subject")]
        constraints = [
            models.CheckConstraint(name="admin_change_says_what", condition=Q(what__regex=r"\S")),
            models.CheckConstraint(
                name="admin_change_is_one",
                condition=Q(before="", after="") | ~Q(before=F("after")),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """One (what, before, after), or none where there are no values."""
        return (("", self.before, self.after),) if self.before or self.after else ()
