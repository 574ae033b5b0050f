"""Kroner a day (LAS § 35(4)), by what the citizen gets a month. Without a row for the day there is no number."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.models.rules import DatedRule


def _span(low: str, high: str, function: str) -> Func:
    return Func(F(low), F(high), Value("[]"), function=function)


class SanctionRate(DatedRule):
    app_role_may = "SELECT, INSERT, UPDATE"

    benefit_from = models.DecimalField("hjælp om måneden fra og med (kr.)", max_digits=9, decimal_places=2)
    benefit_to = models.DecimalField(
        "hjælp om måneden til og med (kr.)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    per_day = models.DecimalField("sats pr. dag (kr.)", max_digits=7, decimal_places=2)

    history = HistoricalRecords(get_user=current_user)

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "sanktionssats", "sanktionssatser"
        ordering = ["-valid_from", "benefit_from"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                name="rate_benefit_runs_upward",
                condition=Q(benefit_from__gte=0) & (Q(benefit_to__isnull=True) | Q(benefit_to__gte=F("benefit_from"))),
            ),
            models.CheckConstraint(
                name="rate_is_an_amount",
                condition=Q(per_day__gt=0),
                violation_error_message="Satsen skal være større end 0 kr.",
            ),
            models.CheckConstraint(
                name="rate_has_a_source", condition=~Q(source=""), violation_error_message="Skriv, hvor satsen står."
            ),
            ExclusionConstraint(
                name="rate_one_a_day",
                expressions=[
                    (_span("valid_from", "valid_to", "daterange"), RangeOperators.OVERLAPS),
                    (_span("benefit_from", "benefit_to", "numrange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Der er allerede en sats for den hjælp i en del af perioden.",
            ),
        ]

    def __str__(self):
        return f"Sats fra {self.valid_from}"


def rates_on(day: date) -> list[SanctionRate]:
    """The rates of one day, the lowest help first."""
    return list(SanctionRate.objects.on(day).order_by("benefit_from"))
