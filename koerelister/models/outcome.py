"""The question of 2018 (B011, B042, B049): how many visits led to a sanction. Off until two persons have decided it."""

from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.models import User


class OutcomeSwitchQuerySet(models.QuerySet):
    def standing(self):
        """The one that is proposed or decided and not withdrawn: there is one at most."""
        return self.filter(withdrawn_on__isnull=True)

    def in_force(self):
        return self.standing().filter(decided_on__isnull=False)


class OutcomeSwitch(models.Model):
    """The management's decision to count outcomes: proposed by one, approved by another, ended by anybody of them."""

    app_role_may = "SELECT, INSERT, UPDATE"

    purpose = models.TextField("formål", max_length=2000)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="foreslået af")
    proposed_on = models.DateField("foreslået", default=timezone.localdate, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="godkendt af")
    decided_on = models.DateField("besluttet", null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="afsluttet af")
    withdrawn_on = models.DateField("afsluttet", null=True, editable=False)

    objects = OutcomeSwitchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "beslutning om udfaldstal", "beslutninger om udfaldstal"
        ordering = ["-pk"]
        permissions = [("decide_outcome_count", "Kan beslutte, om udfald tælles")]
        constraints = [
            models.CheckConstraint(name="outcome_switch_purpose", condition=Q(purpose__regex=r"\S")),
            models.CheckConstraint(
                name="outcome_switch_two_persons",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="outcome_switch_approved_whole",
                condition=Q(approved_by__isnull=True, decided_on__isnull=True)
                | Q(approved_by__isnull=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_switch_withdrawn_whole",
                condition=Q(withdrawn_by__isnull=True, withdrawn_on__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="outcome_switch_one_standing",
                fields=["withdrawn_on"],
                condition=Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"Beslutning {self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.decided_on is not None and self.withdrawn_on is None

    @property
    def is_proposed(self) -> bool:
        return self.decided_on is None and self.withdrawn_on is None


class OutcomeGroup(models.TextChoices):
    SANCTION = "sanction", "Sanktion"
    NONE = "none", "Ingen sanktion"
    WITHDRAWN = "withdrawn", "Hændelsen trukket tilbage"


class OutcomeCountQuerySet(models.QuerySet):
    def add_one(self, group: OutcomeGroup, *, visited: bool, contact: bool) -> None:
        """The database counts only while a decision is in force, and answers the same when none is."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT koerelister_count_outcome(%s, %s, %s)", [visited, contact, group])

    def closed(self) -> list[tuple]:
        """(quarter, level, way, outcome, count) of the closed quarters of which something may be told."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT quarter, level, way, outcome, count FROM koerelister_closed_outcomes()")
            return cursor.fetchall()


class OutcomeCount(models.Model):
    """Quarter × visited × contact × outcome group, and a number. The application's role may not even read it."""

    app_role_may = ""
    app_role_calls = ("koerelister_count_outcome(boolean, boolean, text)", "koerelister_closed_outcomes()")

    pk = models.CompositePrimaryKey("quarter", "visited", "contact", "outcome")
    quarter = models.DateField("kvartal")
    visited = models.BooleanField("søgt på bopælen")
    contact = models.BooleanField("kontakt opnået")
    outcome = models.CharField("udfald", max_length=10, choices=OutcomeGroup.choices)
    count = models.PositiveIntegerField("antal")

    objects = OutcomeCountQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "udfaldstal", "udfaldstal"
        constraints = [
            models.CheckConstraint(
                name="outcome_first_of_quarter", condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10])
            ),
            models.CheckConstraint(name="outcome_contact_is_visited", condition=Q(contact=False) | Q(visited=True)),
            models.CheckConstraint(name="outcome_group_known", condition=Q(outcome__in=OutcomeGroup.values)),
        ]

    def __str__(self):
        return f"{self.quarter:%Y-%m}"
