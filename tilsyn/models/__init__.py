from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.directorate import Directorate
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.selection import (
    CHOICE,
    QUESTION,
    FaultKind,
    ListStatus,
    NamedRow,
    RowOutcome,
    SelectionList,
    SelectionRow,
)
from tilsyn.models.selection_destruction import DestroyedBecause, SelectionChain, SelectionDestruction
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "CHOICE",
    "QUESTION",
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "DestroyedBecause",
    "Directorate",
    "FaultKind",
    "ListStatus",
    "NamedRow",
    "PaperKind",
    "RowOutcome",
    "SelectedCase",
    "SelectedStatus",
    "SelectionChain",
    "SelectionDestruction",
    "SelectionList",
    "SelectionRow",
    "SelectionWay",
    "Supervision",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionStatus",
    "WithdrawnBecause",
]
