"""§ 13: the directorate's overall result, and who was told of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.danish import kroner
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.models import User
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.supervision import Supervision
from tilsyn.verdicts import Verdict


class SupervisionResult(models.Model):
    """V136-V139: four counts that exclude each other. The database holds their sum against the cases selected."""

    app_role_may = "SELECT, INSERT, UPDATE"
    row_rule = SOMEBODY

    supervision = models.OneToOneField(Supervision, models.PROTECT, related_name="result")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    received_on = models.DateField("modtaget")
    follows_rules = models.BooleanField("afgørelserne følger reglerne")
    wrong = models.PositiveIntegerField("forkert afgørelse")
    not_assessable = models.PositiveIntegerField("kunne ikke vurderes")
    no_criticism = models.PositiveIntegerField("ingen kritik")
    withdrawn = models.PositiveIntegerField("udgået")
    wrong_paid = models.PositiveBigIntegerField("fejlagtigt udbetalt (øre)", default=0)
    text = EncryptedTextField("det væsentlige", blank=True)
    # Why the letter's figures are not those of our own cases; empty when they are.
    difference = EncryptedTextField("forklaring på forskellen", blank=True)
    paper = models.ForeignKey(SupervisionPaper, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "samlet resultat", "samlede resultater"
        ordering = ["-received_on", "-pk"]

    def __str__(self):
        return f"Resultat {self.pk}"

    @property
    def counts(self) -> dict[Verdict, int]:
        return {verdict: getattr(self, verdict.value) for verdict in Verdict}

    @property
    def shown_wrong_paid(self) -> str:
        return kroner(self.wrong_paid)


class Recipient(models.TextChoices):
    COUNCIL = "council", "Kommunalbestyrelsen"
    AUDITOR = "auditor", "Kommunens revisor"
    CITIZENS = "citizens", "Borgerne i tilsynet"
    DIRECTORATE = "directorate", "Direktoratet"
    MINISTRY = "ministry", "Ministerium"
    OTHER = "other", "Andre"


class ToldEntry(models.Model):
    """V081, V122, V123: that somebody was told, when and how. A mistake is put right by a new entry."""

    app_role_may = APPEND_ONLY
    row_rule = SOMEBODY

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="told")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    recipient = models.CharField("hvem", max_length=12, choices=Recipient.choices)
    told_on = models.DateField("orienteret")
    how = models.CharField("hvordan", max_length=200)
    paper = models.ForeignKey(SupervisionPaper, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("noteret", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "orientering", "orienteringer"
        ordering = [F("told_on").asc(), "pk"]
        constraints = [
            models.CheckConstraint(name="told_recipient_known", condition=Q(recipient__in=Recipient.values)),
            models.CheckConstraint(name="told_says_how", condition=Q(how__regex=r"\S")),
        ]

    def __str__(self):
        return f"Orientering {self.pk}"
