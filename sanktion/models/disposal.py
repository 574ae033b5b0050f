"""Cases destroyed for good: proposed by one person, approved by another, done one by one, and proved without a name."""

from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.retention import RetentionKind, RetentionRule
from sanktion.models.staff import User

LEGAL_GROUND = "Databeskyttelsesforordningen artikel 5, stk. 1, litra e (opbevaringsbegrænsning)"
MAX_CASES = 500


class DisposalStatus(models.TextChoices):
    PROPOSED = "proposed", "Venter på godkendelse"
    APPROVED = "approved", "Slettes"
    DONE = "done", "Slettet"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


TRANSITIONS = {
    DisposalStatus.PROPOSED: {DisposalStatus.APPROVED, DisposalStatus.WITHDRAWN},
    DisposalStatus.APPROVED: {DisposalStatus.DONE},
    DisposalStatus.DONE: set(),
    DisposalStatus.WITHDRAWN: set(),
}
APPROVED_BY_TWO = [DisposalStatus.APPROVED, DisposalStatus.DONE]


class DisposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Numbers alone; which cases they are is asked of the cases."""
        return self if user.has_perm("sanktion.view_disposal") else self.none()

    def waiting_for(self, user):
        """Proposed by another than the one who is to approve."""
        return self.visible_to(user).filter(status=DisposalStatus.PROPOSED).exclude(proposed_by=user)

    def unfinished(self):
        return self.filter(status=DisposalStatus.APPROVED)


class Disposal(StatusModel):
    """What was destroyed is counted by the database, and by nobody else, as each case goes."""

    TRANSITIONS = TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"
    app_role_calls = ("sanktion_destroy_case(bigint, bigint)",)

    status = models.CharField(
        "status", max_length=10, choices=DisposalStatus.choices, default=DisposalStatus.PROPOSED, editable=False
    )
    proposed_at = models.DateTimeField("foreslået", default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gennemgået af")
    approved_at = models.DateTimeField("godkendt", null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="godkendt af"
    )
    chosen = models.PositiveIntegerField("valgte sager")
    left_out = models.PositiveIntegerField("udeladt", default=0, editable=False)
    destroyed = models.PositiveIntegerField("slettet", default=0, editable=False)
    # {"<kind> <year closed> <id of the rule>": number of cases}
    counts = models.JSONField(default=dict, editable=False)
    # SHA-256 over the one before and the case's number, in the order of the numbers.
    numbers_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "sletning", "sletninger"
        ordering = ["-pk"]
        permissions = [("approve_disposal", "Kan godkende, at sager slettes")]
        constraints = [
            models.CheckConstraint(name="disposal_status_known", condition=Q(status__in=DisposalStatus.values)),
            models.CheckConstraint(name="disposal_of_something", condition=Q(chosen__range=(1, MAX_CASES))),
            models.CheckConstraint(
                name="disposal_approved_by_someone",
                condition=Q(status__in=APPROVED_BY_TWO, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(status__in=APPROVED_BY_TWO) & Q(approved_by__isnull=True, approved_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="disposal_two_persons",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                violation_error_message="En anden end den, der har gennemgået sagerne, skal godkende.",
            ),
        ]

    def __str__(self):
        return f"Sletning {self.pk}"

    @property
    def percent(self) -> int:
        return 100 * (self.destroyed + self.left_out) // self.chosen

    def approve(self, *, by: User) -> None:
        facts = {"approved_by": by, "approved_at": timezone.now()}
        self._move_to(DisposalStatus.APPROVED, by=by, reason="Godkendt af en anden", **facts)

    def withdraw(self, *, by: User) -> None:
        self._move_to(DisposalStatus.WITHDRAWN, by=by, reason="Trukket tilbage")

    def finish(self) -> None:
        self._move_to(DisposalStatus.DONE, by=None, reason="Sagerne er slettet")

    def leave_out(self, item: "DisposalCase") -> None:
        item.delete()
        self.left_out += 1
        self.save(update_fields=["left_out"])

    def destroy(self, case: Case) -> None:
        """The case and all under it. IntegrityError with the database's own sentence when it must stay."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sanktion_destroy_case(%s, %s)", [case.pk, self.pk])
        self.refresh_from_db()


class DisposalCase(models.Model):
    """A case chosen for destruction; the row goes with it."""

    app_role_may = "SELECT, INSERT, DELETE"

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    case = models.OneToOneField(Case, models.PROTECT, related_name="disposal_item")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "sag til sletning", "sager til sletning"

    def __str__(self):
        return f"Sag i sletning {self.disposal_id}"


class DisposalCertificateQuerySet(models.QuerySet):
    def broken(self) -> list[int]:
        """The numbers of those that no longer say what they said, or whose place in the chain is another's."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sanktion_broken_certificates()")
            return [row[0] for row in cursor.fetchall()]


class DisposalCertificate(models.Model):
    """Everything but the disposal is written by the database from what it counted itself; each holds the hash of the
    one before. No name and no case number."""

    app_role_may = APPEND_ONLY

    sequence = models.PositiveIntegerField("løbenummer", unique=True, default=0, editable=False)
    disposal = models.OneToOneField(Disposal, models.PROTECT, related_name="certificate")
    destroyed = models.PositiveIntegerField("slettede sager", default=0, editable=False)
    left_out = models.PositiveIntegerField("udeladt", default=0, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    numbers_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    ground = models.CharField("hjemmel", max_length=200, default=LEGAL_GROUND, editable=False)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    reviewed_at = models.DateTimeField("gennemgået", null=True, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    approved_at = models.DateTimeField("godkendt", null=True, editable=False)
    completed_at = models.DateTimeField("slettet", null=True, editable=False)
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField("kontrolsum", max_length=64, default="", editable=False)

    objects = DisposalCertificateQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "sletteattest", "sletteattester"
        ordering = ["-sequence"]

    def __str__(self):
        return f"S{self.sequence:04d}"

    def rows(self) -> list[tuple[str, str, RetentionRule, int]]:
        """(kind, year closed, rule, number of cases), by kind and year."""
        rules = RetentionRule.objects.in_bulk()
        keys = sorted(self.counts, key=str.split)
        parts = [(*key.split(), self.counts[key]) for key in keys]
        return [(RetentionKind(kind).label, year, rules[int(rule)], count) for kind, year, rule, count in parts]
