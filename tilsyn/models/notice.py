"""V092: the directorate is told of a case that has left, «hurtigst muligt»: what is owed, and what was sent."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.models import User
from sanktion.models.case import case_scope
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import SupervisionStatus


class SentBy(models.TextChoices):
    SECURE_MAIL = "secure_mail", "Sikker e-mail"
    POST = "post", "Post"


class WithdrawalNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def standing(self):
        """Those of cases that came back are dropped."""
        return self.filter(dropped_at__isnull=True)

    def owed(self):
        """Neither sent, nor of a supervision that is closed."""
        closed = Q(selected__supervision__status=SupervisionStatus.CLOSED)
        return self.standing().filter(sent_on__isnull=True).exclude(closed)

    def unwritten(self):
        return self.owed().filter(paper__isnull=True)

    def unsent(self):
        return self.owed().filter(paper__isnull=False)


class WithdrawalNotice(models.Model):
    """Made by the database when a case leaves (see migration 0005), so that no way of leaving forgets it. Not when the
    directorate took the case out itself: it knows."""

    app_role_may = "SELECT, INSERT, UPDATE"

    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="notices")
    due = models.DateField("skal sendes", db_index=True)
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, null=True, related_name="notice")
    sent_on = models.DateField("sendt", null=True)
    sent_way = models.CharField("sendt med", max_length=12, choices=SentBy.choices, blank=True, db_default="")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField("bortfaldet", null=True)

    objects = WithdrawalNoticeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "meddelelse om udgået sag", "meddelelser om udgåede sager"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selected"], condition=Q(dropped_at__isnull=True), name="withdrawal_notice_once"
            ),
            models.CheckConstraint(
                name="withdrawal_notice_sent_whole",
                condition=Q(sent_on__isnull=True, sent_by__isnull=True, sent_way="")
                | Q(
                    sent_on__isnull=False,
                    sent_by__isnull=False,
                    sent_way__in=SentBy.values,
                    sent_on__gte=F("due"),
                    paper__isnull=False,
                    dropped_at__isnull=True,
                ),
            ),
        ]

    def __str__(self):
        return f"Meddelelse {self.pk}"

    @property
    def age(self) -> int:
        """Whole days since it was owed."""
        return (timezone.localdate() - self.due).days

    def mark_sent(self, sent_on: date, way: SentBy, *, by: User) -> None:
        self.sent_on, self.sent_way, self.sent_by = sent_on, way, by
        self.save(update_fields=["sent_on", "sent_way", "sent_by"])
