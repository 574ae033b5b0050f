"""Gates in front of a sanction (V004): dated like every rule of law, and each can be switched off by the unit.

The gate of the hearing (B012) is none of these: it always stands. The database reads the same tables when a decision
is stored, see migration ``0005_decision_gates`` and parthoering's ``0004_decision_gates``.
"""

from calendar import monthrange
from collections import Counter
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sanktion.base.deadlines import add_months
from sanktion.base.encryption import EncryptedJSONField
from sanktion.base.privileges import APPEND_ONLY, READ_ONLY
from sanktion.models.by_two import ByTwo
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.citizen import TargetGroup
from sanktion.models.contact import ContactChannel
from sanktion.models.document import CaseDocument
from sanktion.models.rules import DatedRule, DatedRuleQuerySet
from sanktion.models.staff import User

# A case decided under a ladder that asks for a home visit would tell that the home was visited (B048).
LADDER_CHANNELS = [channel for channel in ContactChannel if channel != ContactChannel.VISIT]
WHOLE_MONTHS = 3  # LAS § 35, stk. 3


class Gate(models.TextChoices):
    GUIDANCE = "guidance", "Skriftlig vejledning"  # LAS § 35, stk. 1
    LADDER = "ladder", "Kontaktforsøg før sanktion"  # vejl. 9333/2020
    ADVERSE = "adverse", "Oplysninger, borgeren ikke er hørt om"  # forvaltningsloven § 19
    STRICT_GROUP = "strict_group", "Skærpet sanktion ved aktivitetsparate"  # LAS § 40 a
    EFFECT_NOT_BEFORE_LETTER = "effect_letter", "Virkning tidligst fra brevets dato"
    EFFECT_IN_TIME = "effect_in_time", "Virkning inden for tre hele måneder"  # LAS § 35, stk. 3


def latest_effect(event_date: date) -> date:
    """The last day of the third whole calendar month after the event; the event's own month is never whole."""
    month = add_months(event_date.replace(day=1), WHOLE_MONTHS)
    return month.replace(day=monthrange(month.year, month.month)[1])


class GateRuleQuerySet(DatedRuleQuerySet):
    def with_switch(self):
        """``is_on``: what the latest switch says; on when nobody has ever switched."""
        latest = GateSwitch.objects.filter(gate=OuterRef("gate")).order_by("-pk").values("is_on")[:1]
        return self.annotate(is_on=Coalesce(Subquery(latest), True))

    def closed_on(self, event_date):
        """The gates that stand in front of a decision on an event of that day."""
        return self.on(event_date).with_switch().filter(is_on=True)


class GateRule(DatedRule):
    """When a gate holds. A new period comes with a new version of the system; the unit itself can only switch."""

    app_role_may = READ_ONLY

    gate = models.CharField("spærring", max_length=20, choices=Gate.choices)

    objects = GateRuleQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "spærring", "spærringer"
        ordering = ["pk"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["gate", "valid_from"], name="gate_rule_once"),
            models.CheckConstraint(name="gate_rule_known", condition=Q(gate__in=Gate.values)),
        ]

    def __str__(self):
        return self.get_gate_display()


class GateSwitch(ByTwo):
    """A gate switched on or off, by whom and why. The latest row of a gate decides; none is ever changed.

    Off takes two persons: then ``switched_by`` is who approved.
    """

    app_role_may = APPEND_ONLY
    added_by = "switched_by"

    gate = models.CharField("spærring", max_length=20, choices=Gate.choices)
    is_on = models.BooleanField("slået til")
    reason = models.CharField("begrundelse", max_length=500)
    switched_at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    switched_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "skift af spærring", "skift af spærringer"
        ordering = ["-pk"]
        permissions = [("switch_gates", "Kan slå spærringer til og fra")]
        constraints = [
            models.CheckConstraint(name="gate_switch_known", condition=Q(gate__in=Gate.values)),
            models.CheckConstraint(name="gate_switch_has_reason", condition=Q(reason__regex=r"\S")),
        ]

    def __str__(self):
        return f"{self.get_gate_display()}: {'til' if self.is_on else 'fra'}"


class LadderRuleQuerySet(DatedRuleQuerySet):
    def newest_first(self):
        return self.order_by("-valid_from", "-pk")

    def steps_on(self, group: TargetGroup, date) -> list[str]:
        """What is asked of the group on that date."""
        return self.on(date).filter(group=group).newest_first().values_list("steps", flat=True).first() or []


class LadderRule(ByTwo, DatedRule):
    """What must be tried before a sanction, for one target group. A new version is a new row, never a changed one.

    ``steps`` names each channel as many times as it must be tried. The channels of the attempts made are sealed
    (B048): the application opens them and counts each; the database only counts that there are as many as the steps.
    A version that asks for less of a channel than the one before takes two persons.
    """

    app_role_may = APPEND_ONLY
    added_by = "made_by"

    group = models.CharField("målgruppe", max_length=20, choices=TargetGroup.choices)
    steps = ArrayField(models.CharField(max_length=20), verbose_name="trin", blank=True)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = LadderRuleQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "kontakttrin", "kontakttrin"
        ordering = ["group", "-valid_from", "-pk"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(name="ladder_group_known", condition=Q(group__in=TargetGroup.values)),
            models.CheckConstraint(
                name="ladder_never_asks_for_home", condition=~Q(steps__contains=[ContactChannel.VISIT.value])
            ),
            models.CheckConstraint(name="ladder_has_source", condition=Q(source__regex=r"\S")),
        ]

    def __str__(self):
        return f"Kontakttrin: {self.get_group_display().lower()}"

    @property
    def in_words(self) -> list[str]:
        """«2 × telefon», in the order of the channels."""
        return steps_in_words(Counter(self.steps))


def steps_in_words(wanted: dict[str, int]) -> list[str]:
    return [f"{wanted[channel]} × {channel.label.lower()}" for channel in LADDER_CHANNELS if wanted.get(channel)]


class WrittenGuidance(models.Model):
    """LAS § 35, stk. 1: the municipality must prove that the citizen was guided, when and with what wording."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="guidances")
    given_on = models.DateField("givet")
    document = models.ForeignKey(CaseDocument, models.PROTECT, related_name="+", verbose_name="dokument")
    recorded_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "skriftlig vejledning", "skriftlige vejledninger"
        ordering = ["-given_on", "-pk"]

    def __str__(self):
        return "Skriftlig vejledning"


class AdverseInformation(models.Model):
    """That something adverse came to the case. Who told, how it came and who wrote it down lie in the sealed journal
    entry and in ``content``: a row from a door and one from a telephone look the same (B048)."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="adverse_information")
    noted_at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    content = EncryptedJSONField()

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "oplysning til ugunst", "oplysninger til ugunst"
        ordering = ["-noted_at", "-pk"]

    def __str__(self):
        return "Oplysning til ugunst"


# What the journal entry with such information says of it.
ADVERSE_FACT = ("Til ugunst for borgeren", "Borgeren er ikke hørt om oplysningerne")
