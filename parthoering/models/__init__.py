from parthoering.models.channel import NEVER_DELETED, Channel
from parthoering.models.delivery import Delivery, DeliveryQuerySet, DeliveryStatus
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

__all__ = [
    "HEARD",
    "HEARING_TRANSITIONS",
    "NEVER_DELETED",
    "NO_HEARING",
    "AnswerChannel",
    "Channel",
    "Delivery",
    "DeliveryQuerySet",
    "DeliveryStatus",
    "Hearing",
    "HearingExtension",
    "HearingQuerySet",
    "HearingReminder",
    "HearingStatus",
    "explain",
    "latest_sent",
    "response_deadline",
]
