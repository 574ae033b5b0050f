"""V076, V084: how the directorate wants material sent, as dated data: its words, where they stand, since when."""

from django.db import models
from django.db.models import F, Q

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.rules import DatedRule, DatedRuleQuerySet


class StepMoment(models.TextChoices):
    BEFORE = "before", "Før afsendelse"
    AFTER = "after", "Efter afsendelse"


class DispatchChannel(models.TextChoices):
    """§ 7, stk. 2: secure mail; post where that can't be done."""

    SECURE_MAIL = "secure_mail", "Sikker e-mail"
    POST = "post", "Post"


class ProcedureQuerySet(DatedRuleQuerySet):
    def in_force(self, day):
        return self.on(day).order_by("-valid_from").first()


class Procedure(DatedRule):
    """One version. It is never changed: dispatches were made by it."""

    app_role_may = APPEND_ONLY

    link = models.URLField("beskrevet på", blank=True)
    copied_on = models.DateField("skrevet af den")

    objects = ProcedureQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "fremgangsmåde", "fremgangsmåder"
        ordering = ["-valid_from"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="procedure_once_a_day"),
        ]

    def __str__(self):
        return f"Fremgangsmåde fra {self.valid_from}"


class ProcedureStepQuerySet(models.QuerySet):
    def for_channel(self, channel: str):
        return self.filter(channel__in=["", channel])


class ProcedureStep(models.Model):
    """``channel`` is empty for what is done whichever way it goes."""

    app_role_may = APPEND_ONLY

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("nr.")
    moment = models.CharField("hvornår", max_length=6, choices=StepMoment.choices)
    channel = models.CharField("kun ved", max_length=12, choices=DispatchChannel.choices, blank=True)
    text = models.CharField("trin", max_length=300)

    objects = ProcedureStepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "trin", "trin"
        ordering = [F("position").asc()]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "position"], name="procedure_step_once"),
            models.CheckConstraint(name="procedure_step_moment_known", condition=Q(moment__in=StepMoment.values)),
            models.CheckConstraint(
                name="procedure_step_channel_known", condition=Q(channel__in=["", *DispatchChannel.values])
            ),
        ]

    def __str__(self):
        return f"Trin {self.position}"
