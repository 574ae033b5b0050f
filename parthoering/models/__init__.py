from parthoering.models.batch import BatchStatus, HearingBatch, HearingBatchRow, Refusal, RowStatus
from parthoering.models.channel import NEVER_DELETED, Channel
from parthoering.models.delivery import (
    DISPATCHED,
    UNDELIVERED,
    Delivery,
    DeliveryQuerySet,
    DeliveryStatus,
    days_under_way,
)
from parthoering.models.extension import HearingExtension, HearingReminder
from parthoering.models.hearing import (
    HEARD,
    HEARING_TRANSITIONS,
    NO_HEARING,
    AnswerChannel,
    Hearing,
    HearingQuerySet,
    HearingStatus,
    explain,
    latest_sent,
    response_deadline,
)
from parthoering.models.receipt import (
    DeliveryPrint,
    DeliveryReceipt,
    ExemptionCheck,
    ReceiptState,
    RejectedReceipt,
)
from parthoering.models.representative import Representative, RepresentativeRole

__all__ = [
    "DISPATCHED",
    "HEARD",
    "HEARING_TRANSITIONS",
    "NEVER_DELETED",
    "NO_HEARING",
    "UNDELIVERED",
    "AnswerChannel",
    "BatchStatus",
    "Channel",
    "Delivery",
    "DeliveryPrint",
    "DeliveryQuerySet",
    "DeliveryReceipt",
    "DeliveryStatus",
    "ExemptionCheck",
    "Hearing",
    "HearingBatch",
    "HearingBatchRow",
    "HearingExtension",
    "HearingQuerySet",
    "HearingReminder",
    "HearingStatus",
    "ReceiptState",
    "Refusal",
    "RejectedReceipt",
    "Representative",
    "RepresentativeRole",
    "RowStatus",
    "days_under_way",
    "explain",
    "latest_sent",
    "response_deadline",
]
