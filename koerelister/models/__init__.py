from koerelister.models.area import Area
from koerelister.models.crew import Crew, drivers
from koerelister.models.destruction import DestructionRecord
from koerelister.models.device import DeviceCopy
from koerelister.models.order import VisitOrder
from koerelister.models.plan import PlanArea, PlanStatus, RoutePlan
from koerelister.models.route_list import RouteList, RouteListStatus, Stop, StopStatus, StrikeReason
from koerelister.models.statistics import VisitCount

__all__ = [
    "Area",
    "Crew",
    "DestructionRecord",
    "DeviceCopy",
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
