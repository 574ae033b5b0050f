"""The parts of a bundle: the ten kinds of § 7, stk. 1, by number, and the journal sheet after them (V073)."""

from django.db import models

from sanktion.models import MaterialKind


class Section(models.IntegerChoices):
    EVENT = MaterialKind.EVENT.value, MaterialKind.EVENT.label
    EXPLANATION = MaterialKind.EXPLANATION.value, MaterialKind.EXPLANATION.label
    AVAILABILITY = MaterialKind.AVAILABILITY.value, MaterialKind.AVAILABILITY.label
    CONSEQUENCE = MaterialKind.CONSEQUENCE.value, MaterialKind.CONSEQUENCE.label
    EARLIER_SANCTIONS = MaterialKind.EARLIER_SANCTIONS.value, MaterialKind.EARLIER_SANCTIONS.label
    DECISION = MaterialKind.DECISION.value, MaterialKind.DECISION.label
    BENEFIT = MaterialKind.BENEFIT.value, MaterialKind.BENEFIT.label
    TIME_SHEETS = MaterialKind.TIME_SHEETS.value, MaterialKind.TIME_SHEETS.label
    PAYMENTS = MaterialKind.PAYMENTS.value, MaterialKind.PAYMENTS.label
    OTHER = MaterialKind.OTHER.value, MaterialKind.OTHER.label
    JOURNAL = 11, "Journalark"
