from koerelister.models.area import Area, House, Road
from koerelister.models.area_rules import AreaOverride, AreaStreet, Parity
from koerelister.models.crew import Crew, drivers
from koerelister.models.destruction import DestructionRecord
from koerelister.models.order import VisitOrder
from koerelister.models.placing import Placing, Rule
from koerelister.models.plan import PlanArea, PlanStatus, RoutePlan
from koerelister.models.route_list import RouteList, RouteListStatus, Stop, StopStatus, StrikeReason
from koerelister.models.separate import SeparateAnswer, SeparateReason, SeparateStatus, SeparateVisit
from koerelister.models.statistics import VisitCount

__all__ = [
    "Area",
    "AreaOverride",
    "AreaStreet",
    "Crew",
    "DestructionRecord",
    "House",
    "Parity",
    "Placing",
    "PlanArea",
    "PlanStatus",
    "Road",
    "RouteList",
    "RouteListStatus",
    "RoutePlan",
    "Rule",
    "SeparateAnswer",
    "SeparateReason",
    "SeparateStatus",
    "SeparateVisit",
    "Stop",
    "StopStatus",
    "StrikeReason",
    "VisitCount",
    "VisitOrder",
    "drivers",
]
