"""V102, V106: what a spot survey asks of the cases, and what was answered: kept as it was when it was answered."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.acting import unit_wide
from sanktion.base.encryption import EncryptedJSONField, EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import Case, CaseChildQuerySet, EventKind, Outcome, User
from tilsyn.models.supervision import Supervision


class Consequence(models.TextChoices):
    """V106: what the event has led to: the outcome that stands, or that there is none yet."""

    UNDECIDED = "undecided", "Ikke afgjort"
    NO_SANCTION = Outcome.NO_SANCTION.value, Outcome.NO_SANCTION.label
    DEDUCTION = Outcome.DEDUCTION.value, Outcome.DEDUCTION.label
    REDUCTION = Outcome.REDUCTION.value, Outcome.REDUCTION.label
    TERMINATION = Outcome.TERMINATION.value, Outcome.TERMINATION.label
    STRICT = Outcome.STRICT.value, Outcome.STRICT.label
    EVENT_WITHDRAWN = Outcome.EVENT_WITHDRAWN.value, Outcome.EVENT_WITHDRAWN.label


class SurveyColumn(models.TextChoices):
    """All that can be asked for. Nothing of how a citizen was sought (B048)."""

    CASE_NUMBER = "case_number", "Sagsnummer"
    EVENT_KIND = "event_kind", "Hændelse"
    EVENT_DATE = "event_date", "Hændelsesdato"
    OUTCOME = "outcome", "Konsekvens"
    LEGAL_BASIS = "legal_basis", "Paragraf"
    EFFECT_FROM = "effect_from", "Virkning fra"
    MATCH_CATEGORY = "match_category", "Matchkategori på hændelsesdatoen"
    BENEFIT = "benefit", "Ydelse"
    CPR = "cpr", "CPR-nummer"


class SurveyQuestion(models.Model):
    """What was asked, of which days, by whom."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="%(class)ss")
    kinds = ArrayField(models.PositiveSmallIntegerField(choices=EventKind.choices), verbose_name="hændelser")
    outcomes = ArrayField(models.CharField(max_length=20, choices=Consequence.choices), verbose_name="konsekvenser")
    columns = ArrayField(models.CharField(max_length=20, choices=SurveyColumn.choices), verbose_name="kolonner")
    first = models.DateField("fra og med")
    last = models.DateField("til og med")
    found = models.PositiveIntegerField("sager")
    at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_asks_what_is_known",
                condition=Q(
                    kinds__len__gt=0,
                    kinds__contained_by=EventKind.values,
                    outcomes__len__gt=0,
                    outcomes__contained_by=Consequence.values,
                    columns__len__gt=0,
                    columns__contained_by=SurveyColumn.values,
                ),
            ),
            models.CheckConstraint(name="%(class)s_period_runs_forward", condition=Q(last__gte=F("first"))),
        ]


class SurveyRun(SurveyQuestion):
    """Each time the cases were searched for a survey, whether it was answered or not."""

    app_role_may = APPEND_ONLY

    class Meta(SurveyQuestion.Meta):
        verbose_name, verbose_name_plural = "søgning", "søgninger"
        ordering = ["-pk"]

    def __str__(self):
        return f"Søgning {self.pk}"


class SurveyAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only whole: one row of a case outside the user's scope hides the answer."""
        rows = SurveyAnswerRow.objects.filter(answer__in=self.values("pk"))
        unseen = rows.exclude(pk__in=SurveyAnswerRow.objects.visible_to(user).values("pk"))
        # Asked before row security hides the very rows that shut the answer.
        with unit_wide("Et svar vises kun helt"):
            shut = list(unseen.order_by().values_list("answer", flat=True).distinct())
        return self.exclude(pk__in=shut)

    def next_number(self, supervision: Supervision) -> int:
        """Called with the supervision's row locked."""
        return (self.filter(supervision=supervision).aggregate(last=Max("number"))["last"] or 0) + 1


class SurveyAnswer(SurveyQuestion):
    """Never changed: a later search is a new answer. ``counts`` is the table of kind and consequence, in numbers."""

    app_role_may = APPEND_ONLY

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("nr.")
    theme = models.CharField("tema", max_length=300)
    cpr_reason = EncryptedTextField("begrundelse for CPR-numre", null=True)
    counts = models.JSONField("optælling")
    # Events of the question that nobody has opened a case for: they have no consequence yet (V024).
    without_case = models.PositiveIntegerField("hændelser uden sag")
    # Sealed: with all but the CPR number known, the number could be tried out against the open sum of a short file.
    sha256 = EncryptedTextField("kontrolsum")

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta(SurveyQuestion.Meta):
        verbose_name, verbose_name_plural = "svar på spotundersøgelse", "svar på spotundersøgelse"
        ordering = ["-number"]
        constraints = [
            *SurveyQuestion.Meta.constraints,
            models.UniqueConstraint(fields=["supervision", "number"], name="survey_answer_number_once"),
            models.CheckConstraint(
                name="survey_answer_cpr_has_reason",
                condition=~Q(columns__contains=[SurveyColumn.CPR.value]) | Q(cpr_reason__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Svar {self.number}"

    @property
    def file_stem(self) -> str:
        return f"svar-{self.supervision.number}-{self.number}"

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """The columns as (name, label), in their order."""
        return [(column, SurveyColumn(column).label) for column in self.columns]


class SurveyAnswerRow(models.Model):
    """One case as it was answered; it goes with the case."""

    app_role_may = APPEND_ONLY

    answer = models.ForeignKey(SurveyAnswer, models.PROTECT, related_name="answer_rows")
    number = models.PositiveIntegerField("nr.")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    facts = EncryptedJSONField("oplysninger")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "række i svar", "rækker i svar"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="survey_row_number_once"),
            models.UniqueConstraint(fields=["answer", "case"], name="survey_row_case_once"),
        ]

    def __str__(self):
        return f"Række {self.number}"
