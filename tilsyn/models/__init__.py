from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.directorate import Directorate
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "Directorate",
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
