from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.delay import DirectorateDelay, SupervisionDelay
from tilsyn.models.directorate import Directorate
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus
from tilsyn.models.trend import BenchmarkFigure, BenchmarkReport, ErrorTarget

__all__ = [
    "BenchmarkFigure",
    "BenchmarkReport",
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "Directorate",
    "ErrorTarget",
    "DirectorateDelay",
    "PaperKind",
    "SelectedCase",
    "SelectedStatus",
    "SelectionWay",
    "Supervision",
    "SupervisionDelay",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionStatus",
    "WithdrawnBecause",
]
