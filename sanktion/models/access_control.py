"""Control of the access log (Datatilsynet, «Stikprøver i log»): what is to be looked at, and that somebody did.

Findings name no citizen: they hold the numbers of rows in the log.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.staff import User

MAX_SAMPLE = 100


class FindingKind(models.TextChoices):
    SAMPLE = "sample", "Stikprøve"
    MANY = "many", "Mange opslag"
    OWN_NAME = "own_name", "Eget efternavn"
    NO_CASE = "no_case", "Ingen sag i eget team"
    OFF_HOURS = "off_hours", "Uden for arbejdstid"
    PROTECTED = "protected", "Beskyttet borger"


class ReviewOutcome(models.TextChoices):
    SEEN = "seen", "Set, giver ikke anledning til mere"
    ASKED = "asked", "Spurgt kollegaen"


class AccessSample(models.Model):
    """Look-ups of a month drawn at random. The database chooses the seed and the rows: nobody picks whom to control.

    The rows are the first ``size`` by SHA-256 of «seed:number of the row», of the ``population`` that was there.
    """

    app_role_may = APPEND_ONLY

    month = models.DateField("måned")
    size = models.PositiveSmallIntegerField("antal opslag")
    seed = models.CharField("frø", max_length=32, editable=False, default="")
    population = models.PositiveIntegerField("udtrukket af", editable=False, default=0)
    drawn_at = models.DateTimeField("udtrukket", default=timezone.now, editable=False)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "stikprøve", "stikprøver"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="access_sample_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="access_sample_of_some", condition=Q(size__range=(1, MAX_SAMPLE))),
        ]

    def __str__(self):
        return f"Stikprøve {self.pk}"


class AccessFindingQuerySet(models.QuerySet):
    def unusual(self):
        return self.filter(sample__isnull=True)

    def with_state(self):
        reviews = AccessReview.objects.filter(finding=OuterRef("pk"))
        return self.annotate(is_reviewed=Exists(reviews))

    def open(self):
        return self.with_state().filter(is_reviewed=False)


class AccessFinding(models.Model):
    """A colleague's look-ups on a day, for one reason. Read by those who control the log, on behalf of the unit."""

    app_role_may = APPEND_ONLY
    row_rule = "false"

    kind = models.CharField("grund", max_length=10, choices=FindingKind.choices)
    sample = models.ForeignKey(AccessSample, models.PROTECT, null=True, related_name="findings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kollega")
    day = models.DateField("dag")
    log_ids = ArrayField(models.BigIntegerField(), verbose_name="opslag")
    counted = models.PositiveIntegerField("borgere")
    # The colleague's own median of a day, where the finding rests on it.
    usual = models.PositiveIntegerField("sædvanligt", null=True)
    found_at = models.DateTimeField("fundet", default=timezone.now, editable=False)

    objects = AccessFindingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "fund i loggen", "fund i loggen"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "user", "day"], condition=Q(sample__isnull=True), name="access_finding_once"
            ),
            models.CheckConstraint(
                name="access_finding_of_sample",
                condition=Q(kind="sample", sample__isnull=False) | (~Q(kind="sample") & Q(sample__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Fund {self.pk}"


class AccessReview(models.Model):
    """That a finding was looked at; written in one's own name, and never of one's own look-ups."""

    app_role_may = APPEND_ONLY
    seen_through = "finding"

    finding = models.ForeignKey(AccessFinding, models.PROTECT, related_name="reviews")
    outcome = models.CharField("behandlet", max_length=10, choices=ReviewOutcome.choices)
    note = EncryptedTextField("notat")
    at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "behandling af fund", "behandlinger af fund"
        ordering = ["-pk"]

    def __str__(self):
        return f"Behandling {self.pk}"
