from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.directorate import Directorate
from tilsyn.models.holdback import HoldBack, HoldReason, HoldScope, HoldStatus
from tilsyn.models.holdback_parts import HoldBackCheck, HoldBackMark, HoldBackResult, HoldBackSource
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "Directorate",
    "HoldBack",
    "HoldBackCheck",
    "HoldBackMark",
    "HoldBackResult",
    "HoldBackSource",
    "HoldReason",
    "HoldScope",
    "HoldStatus",
    "PaperKind",
    "SelectedCase",
    "SelectedStatus",
    "SelectionWay",
    "Supervision",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionStatus",
    "WithdrawnBecause",
]
