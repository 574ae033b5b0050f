"""What is told of a letter after it was handed over. Rows are added, never changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from parthoering.models.delivery import Delivery
from parthoering.models.representative import Representative
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.models import Case, CaseChildQuerySet, User
from sanktion.models.case import case_scope


class ReceiptState(models.TextChoices):
    CREATED = "created", "Modtaget af afsendersystemet"
    SENT = "sent", "Afsendt"
    AVAILABLE = "available", "Fremme hos modtageren"
    FAILED = "failed", "Kunne ikke afsendes"
    RETURNED = "returned", "Kom retur"


class DeliveryChildQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "delivery__document__case__"))


class DeliveryReceipt(models.Model):
    """One thing told of one delivery, by the gateway or (``noted_by``) by a colleague with the envelope in hand."""

    app_role_may = APPEND_ONLY

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="receipts", verbose_name="afsendelse")
    state = models.CharField("besked", max_length=10, choices=ReceiptState.choices)
    happened_at = models.DateTimeField("tidspunkt")
    code = models.CharField("kode", max_length=80, blank=True)
    noted_at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DeliveryChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "kvittering", "kvitteringer"
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(name="receipt_state_known", condition=Q(state__in=ReceiptState.values)),
            # A file read twice tells nothing twice.
            models.UniqueConstraint(name="receipt_once", fields=["delivery", "state", "happened_at"]),
        ]

    def __str__(self):
        return f"Kvittering {self.pk}"


class RejectedReceipt(models.Model):
    """A file in the inbox that couldn't be used, for the manager. The file lies in «rejected» under ``reference``;
    its own name and what is in it are not kept: they may be about a person."""

    app_role_may = APPEND_ONLY
    row_rule = SOMEBODY

    reference = models.UUIDField("reference", unique=True, default=uuid.uuid4)
    reason = models.CharField("grund", max_length=120)
    noted_at = models.DateTimeField("modtaget", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "afvist kvittering", "afviste kvitteringer"
        ordering = ["-noted_at", "-pk"]

    def __str__(self):
        return f"Afvist kvittering {self.pk}"


class DeliveryPrint(models.Model):
    """Someone printed the letter."""

    app_role_may = APPEND_ONLY

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="prints", verbose_name="afsendelse")
    printed_at = models.DateTimeField("udskrevet", default=timezone.now, editable=False)
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DeliveryChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "udskrift af brev", "udskrifter af breve"

    def __str__(self):
        return f"Udskrift {self.pk}"


class ExemptionCheck(models.Model):
    """Digital Post was asked before a sending whether the addressee is exempt, and answered: the evidence."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="exemption_checks")
    representative = models.ForeignKey(Representative, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("spurgt", default=timezone.now, editable=False)
    is_exempt = models.BooleanField("fritaget")
    source = models.CharField("spurgt hos", max_length=40)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "spørgsmål om fritagelse", "spørgsmål om fritagelse"
        ordering = ["asked_at", "pk"]

    def __str__(self):
        return f"Spørgsmål om fritagelse {self.pk}"
