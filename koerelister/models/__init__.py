from koerelister.models.area import Area
from koerelister.models.crew import Crew, MeetingPlace, drivers
from koerelister.models.destruction import (
    DestructionChain,
    DestructionRecord,
    LossAssessment,
    PaperCopy,
    PaperFate,
    PhysicalErasure,
)
from koerelister.models.order import VisitOrder
from koerelister.models.outcome import OutcomeCount, OutcomeGroup, OutcomeSwitch
from koerelister.models.plan import PlanArea, PlanStatus, RoutePlan
from koerelister.models.route_list import RouteList, RouteListStatus, Stop, StopStatus, StrikeReason
from koerelister.models.statistics import StatisticsMonth, VisitCorrection, VisitCount, month_label

__all__ = [
    "Area",
    "Crew",
    "DestructionChain",
    "DestructionRecord",
    "LossAssessment",
    "MeetingPlace",
    "OutcomeCount",
    "OutcomeGroup",
    "OutcomeSwitch",
    "PaperCopy",
    "PaperFate",
    "PhysicalErasure",
    "PlanArea",
    "PlanStatus",
    "RouteList",
    "RouteListStatus",
    "RoutePlan",
    "StatisticsMonth",
    "Stop",
    "StopStatus",
    "StrikeReason",
    "VisitCorrection",
    "VisitCount",
    "VisitOrder",
    "drivers",
    "month_label",
]
