from koerelister.models.area import Area, House, Road
from koerelister.models.area_rules import AreaOverride, AreaStreet, Parity
from koerelister.models.crew import Crew, MeetingPlace, drivers
from koerelister.models.destruction import (
    DestructionChain,
    DestructionRecord,
    LossAssessment,
    PaperCopy,
    PaperFate,
    PhysicalErasure,
)
from koerelister.models.device import DeviceCopy
from koerelister.models.order import VisitOrder
from koerelister.models.outcome import OutcomeCount, OutcomeGroup, OutcomeSwitch
from koerelister.models.placing import Placing, Rule
from koerelister.models.plan import PlanArea, PlanStatus, RoutePlan
from koerelister.models.route_list import RouteList, RouteListStatus, Stop, StopStatus, StrikeReason
from koerelister.models.separate import SeparateAnswer, SeparateReason, SeparateStatus, SeparateVisit
from koerelister.models.statistics import StatisticsMonth, VisitCorrection, VisitCount, month_label

__all__ = [
    "Area",
    "AreaOverride",
    "AreaStreet",
    "Crew",
    "DestructionChain",
    "DestructionRecord",
    "DeviceCopy",
    "House",
    "LossAssessment",
    "MeetingPlace",
    "OutcomeCount",
    "OutcomeGroup",
    "OutcomeSwitch",
    "PaperCopy",
    "PaperFate",
    "Parity",
    "PhysicalErasure",
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
