"""Two persons behind what weakens the citizen's legal protection: one administrator proposes, another answers.

The database asks the same of every such row, see migration ``0101_proposals``.
"""

from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.citizen import TargetGroup
from sanktion.models.decision import Outcome
from sanktion.models.gates import Gate, steps_in_words
from sanktion.models.staff import User

RIGHT = "sanktion.switch_gates"
# What nobody has answered by then was not wanted; it can be proposed again. The database counts the same.
LIVES = timedelta(days=14)


class ProposalKind(models.TextChoices):
    GATE = "gate", "Slå spærringen fra"
    COUNTERSIGN = "countersign", "Fjern kravet om medunderskrift"
    LADDER = "ladder", "Færre kontaktforsøg"


SUBJECTS = {
    ProposalKind.GATE: Gate,
    ProposalKind.COUNTERSIGN: Outcome,
    ProposalKind.LADDER: TargetGroup,
}


class ProposalOutcome(models.TextChoices):
    APPROVED = "approved", "Godkendt"
    REFUSED = "refused", "Afvist"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


def _known_subject() -> Q:
    known = Q()
    for kind, choices in SUBJECTS.items():
        known |= Q(kind=kind, subject__in=choices.values)
    return known


class ProposalQuerySet(models.QuerySet):
    def with_persons(self):
        return self.select_related("proposed_by", "answer__answered_by")

    def open(self):
        return self.filter(answer__isnull=True, proposed_at__gt=timezone.now() - LIVES)

    def came_to_nothing(self):
        """Turned down, withdrawn or never answered."""
        lapsed = Q(answer__isnull=True, proposed_at__lte=timezone.now() - LIVES)
        return self.filter(lapsed | (Q(answer__isnull=False) & ~Q(answer__outcome=ProposalOutcome.APPROVED)))

    def waiting_for(self, user: User):
        """Those the user may answer: nobody approves their own."""
        return self.open().exclude(proposed_by=user) if user.has_perm(RIGHT) else self.none()


class Proposal(models.Model):
    """What one administrator asks another to agree to. Carried out in the moment it is approved."""

    app_role_may = APPEND_ONLY

    kind = models.CharField("forslag", max_length=12, choices=ProposalKind.choices)
    subject = models.CharField("om", max_length=20)
    # Of a ladder alone; its reason is the source of the new version.
    steps = ArrayField(models.CharField(max_length=20), null=True, verbose_name="trin")
    valid_from = models.DateField("gælder fra", null=True)
    reason = models.CharField("begrundelse", max_length=500)
    proposed_at = models.DateTimeField("foreslået", default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="foreslået af")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "forslag", "forslag"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_about_something_known", condition=_known_subject()),
            models.CheckConstraint(name="proposal_has_reason", condition=Q(reason__regex=r"\S")),
            models.CheckConstraint(
                name="proposal_of_ladder_is_whole",
                condition=Q(kind=ProposalKind.LADDER, steps__isnull=False, valid_from__isnull=False)
                | (~Q(kind=ProposalKind.LADDER) & Q(steps__isnull=True, valid_from__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject_label.lower()}"

    @property
    def subject_label(self) -> str:
        return str(SUBJECTS[ProposalKind(self.kind)](self.subject).label)

    @property
    def in_words(self) -> str:
        """What a ladder would ask for, and from when."""
        if self.kind != ProposalKind.LADDER:
            return ""
        steps = ", ".join(steps_in_words({step: self.steps.count(step) for step in self.steps})) or "ingen forsøg"
        return f"{steps}, for hændelser fra {self.valid_from:%d-%m-%Y}"

    @property
    def lapses_at(self) -> datetime:
        return self.proposed_at + LIVES

    @property
    def last_day(self) -> date:
        return timezone.localtime(self.lapses_at).date()

    @property
    def given(self) -> "ProposalAnswer | None":
        try:
            return self.answer
        except ObjectDoesNotExist:
            return None

    @property
    def is_lapsed(self) -> bool:
        return self.given is None and self.lapses_at <= timezone.now()

    @property
    def ended_at(self) -> datetime:
        return self.given.answered_at if self.given else self.lapses_at

    @property
    def ended_as(self) -> str:
        return self.given.get_outcome_display() if self.given else "Faldet væk uden svar"

    @property
    def ended_why(self) -> str:
        return self.given.word if self.given else self.reason

    @property
    def persons(self) -> str:
        if self.given and self.given.answered_by_id != self.proposed_by_id:
            return f"{self.proposed_by} foreslog, {self.given.answered_by} svarede"
        return str(self.proposed_by)


class ProposalAnswer(models.Model):
    """What became of it, and in whose name: another's yes or no, or its maker's own change of mind."""

    app_role_may = APPEND_ONLY

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="answer")
    outcome = models.CharField("svar", max_length=10, choices=ProposalOutcome.choices)
    word = models.CharField("bemærkning", max_length=500)
    answered_at = models.DateTimeField("besvaret", default=timezone.now, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="besvaret af")

    class Meta:
        verbose_name, verbose_name_plural = "svar på forslag", "svar på forslag"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_outcome_known", condition=Q(outcome__in=ProposalOutcome.values)),
            models.CheckConstraint(name="proposal_answer_has_word", condition=Q(word__regex=r"\S")),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.proposal}"
