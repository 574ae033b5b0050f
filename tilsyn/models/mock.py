"""V005: the unit's own supervision: a random draw of the month's decided cases, each reviewed blind by a colleague."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, CaseChildQuerySet, MaterialKind, Team, User
from tilsyn.models.checklist import ChecklistItem, ChecklistVersion
from tilsyn.verdicts import Verdict


class MockStatus(models.TextChoices):
    OPEN = "open", "Gennemgås"
    CLOSED = "closed", "Afsluttet"


MOCK_TRANSITIONS = {MockStatus.OPEN: {MockStatus.CLOSED}, MockStatus.CLOSED: set()}


class MockDrawQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=user.team_ids)

    def closed(self):
        return self.filter(status=MockStatus.CLOSED)


class MockDraw(StatusModel):
    """One team's cases of one month. Anybody can draw them again from ``seed`` and see that they are the same.

    The four counts are written when it closes, and stay when the cases are destroyed one day.
    """

    TRANSITIONS = MOCK_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="team")
    # Its first day.
    month = models.DateField("måned")
    status = models.CharField(
        "status", max_length=10, choices=MockStatus.choices, default=MockStatus.OPEN, editable=False
    )
    seed = models.PositiveBigIntegerField("startværdi")
    wanted = models.PositiveSmallIntegerField("ønsket antal")
    population = models.PositiveIntegerField("afgjorte sager i måneden")
    # SHA-256 of the numbers of the cases that were drawn from.
    population_digest = models.CharField(max_length=64)
    drawn = models.PositiveSmallIntegerField("udtrukne sager")
    checklist = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="+", verbose_name="tjekliste")
    drawn_at = models.DateTimeField("udtrukket", default=timezone.now, editable=False)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="udtrukket af")
    wrong = models.PositiveSmallIntegerField(Verdict.WRONG.label, null=True)
    not_assessable = models.PositiveSmallIntegerField(Verdict.NOT_ASSESSABLE.label, null=True)
    no_criticism = models.PositiveSmallIntegerField(Verdict.NO_CRITICISM.label, null=True)
    withdrawn = models.PositiveSmallIntegerField(Verdict.WITHDRAWN.label, null=True)

    objects = MockDrawQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "egen kontrol", "egne kontroller"
        ordering = ["-month", "team"]
        constraints = [
            models.UniqueConstraint(fields=["team", "month"], name="mock_draw_once_a_month"),
            models.CheckConstraint(name="mock_status_known", condition=Q(status__in=MockStatus.values)),
            models.CheckConstraint(name="mock_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="mock_draws_what_there_is",
                condition=Q(drawn__gt=0, drawn__lte=F("wanted")) & Q(drawn__lte=F("population")),
            ),
            # V136-V139: they exclude each other and add up.
            models.CheckConstraint(
                name="mock_four_counts_add_up",
                condition=Q(
                    status=MockStatus.OPEN,
                    wrong__isnull=True,
                    not_assessable__isnull=True,
                    no_criticism__isnull=True,
                    withdrawn__isnull=True,
                )
                | Q(
                    status=MockStatus.CLOSED,
                    wrong__isnull=False,
                    not_assessable__isnull=False,
                    no_criticism__isnull=False,
                    withdrawn__isnull=False,
                    drawn=F("wrong") + F("not_assessable") + F("no_criticism") + F("withdrawn"),
                ),
            ),
        ]

    def __str__(self):
        return f"Egen kontrol {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == MockStatus.OPEN

    @property
    def counts(self) -> list[tuple[Verdict, int]]:
        """The four, of a draw that is closed."""
        return [(verdict, getattr(self, verdict.value)) for verdict in Verdict]

    def close(self, counts: dict[Verdict, int], *, by: User) -> None:
        named = {verdict.value: counts[verdict] for verdict in Verdict}
        self._move_to(MockStatus.CLOSED, by=by, reason="Alle sager er gennemgået", **named)


class MockReviewQuerySet(CaseChildQuerySet):
    def done(self):
        return self.exclude(verdict="")


class MockReview(models.Model):
    """One case of a draw. Who reviews it has neither had nor decided it (see the trigger in migration 0005)."""

    app_role_may = "SELECT, INSERT, UPDATE"

    draw = models.ForeignKey(MockDraw, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField("nr.")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="sag")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="gennemgås af")
    verdict = models.CharField("resultat", max_length=20, choices=Verdict.choices, blank=True, db_default="")
    missing = ArrayField(
        models.PositiveSmallIntegerField(choices=MaterialKind.choices),
        verbose_name="manglende materiale",
        default=list,
        blank=True,
    )
    remark = EncryptedTextField("bemærkning", blank=True)
    reviewed_at = models.DateTimeField("gennemgået", null=True, editable=False)

    objects = MockReviewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "gennemgang", "gennemgange"
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="mock_review_number_once"),
            models.UniqueConstraint(fields=["draw", "case"], name="mock_review_case_once"),
            models.CheckConstraint(
                name="mock_review_done_whole",
                condition=Q(verdict="", reviewed_at__isnull=True)
                | Q(verdict__in=Verdict.values, reviewed_at__isnull=False, reviewer__isnull=False),
            ),
            models.CheckConstraint(
                name="mock_review_names_what_is_missing",
                condition=Q(
                    verdict=Verdict.NOT_ASSESSABLE, missing__len__gt=0, missing__contained_by=MaterialKind.values
                )
                | (~Q(verdict=Verdict.NOT_ASSESSABLE) & Q(missing=[])),
            ),
        ]

    def __str__(self):
        return f"Gennemgang {self.number}"

    @property
    def is_done(self) -> bool:
        return self.verdict != ""

    @property
    def missing_labels(self) -> list[str]:
        """V137: what it could not be assessed without."""
        return [MaterialKind(kind).label for kind in self.missing]


class Answered(models.TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nej"
    NOT_RELEVANT = "not_relevant", "Ikke relevant"


class MockAnswer(models.Model):
    app_role_may = APPEND_ONLY

    review = models.ForeignKey(MockReview, models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    answer = models.CharField("svar", max_length=12, choices=Answered.choices)
    remark = EncryptedTextField("bemærkning", blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "svar i gennemgang", "svar i gennemgange"
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="mock_answer_once"),
            models.CheckConstraint(name="mock_answer_known", condition=Q(answer__in=Answered.values)),
        ]

    def __str__(self):
        return f"Svar {self.pk}"
