from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.directorate import Directorate
from tilsyn.models.dispatch import (
    Dispatch,
    DispatchBundle,
    DispatchKind,
    DispatchPaper,
    DispatchReceipt,
    DispatchStatus,
    DispatchTick,
    not_yet_sent,
)
from tilsyn.models.dispatch_part import DispatchPart, PartStatus
from tilsyn.models.orientation import OrientationLetter, OrientationStatus
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.procedure import DispatchChannel, Procedure, ProcedureStep, StepMoment
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "Directorate",
    "Dispatch",
    "DispatchBundle",
    "DispatchChannel",
    "DispatchKind",
    "DispatchPaper",
    "DispatchPart",
    "DispatchReceipt",
    "DispatchStatus",
    "DispatchTick",
    "OrientationLetter",
    "OrientationStatus",
    "PaperKind",
    "PartStatus",
    "Procedure",
    "ProcedureStep",
    "SelectedCase",
    "SelectedStatus",
    "SelectionWay",
    "StepMoment",
    "Supervision",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionStatus",
    "WithdrawnBecause",
    "not_yet_sent",
]
