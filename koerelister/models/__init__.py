from koerelister.models.area import Area
from koerelister.models.crew import Crew, drivers
from koerelister.models.destruction import (
    DestructionChain,
    DestructionRecord,
    LossAssessment,
    PaperCopy,
    PaperFate,
    PhysicalErasure,
)
from koerelister.models.order import VisitOrder
from koerelister.models.plan import PlanArea, PlanStatus, RoutePlan
from koerelister.models.route_list import RouteList, RouteListStatus, Stop, StopStatus, StrikeReason
from koerelister.models.statistics import VisitCount

__all__ = [
    "Area",
    "Crew",
    "DestructionChain",
    "DestructionRecord",
    "LossAssessment",
    "PaperCopy",
    "PaperFate",
    "PhysicalErasure",
    "PlanArea",
    "PlanStatus",
    "RouteList",
    "RouteListStatus",
    "RoutePlan",
    "Stop",
    "StopStatus",
    "StrikeReason",
    "VisitCount",
    "VisitOrder",
    "drivers",
]
