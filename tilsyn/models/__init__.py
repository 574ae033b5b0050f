from tilsyn.models.assessment import (
    AssessmentReply,
    AssessmentStatus,
    AssessmentVersion,
    CaseAssessment,
    ReplyDocument,
    Severity,
    VersionKind,
)
from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.delay import DirectorateDelay, SupervisionDelay
from tilsyn.models.checklist import ChecklistItem, ChecklistVersion
from tilsyn.models.directorate import Directorate
from tilsyn.models.mock import Answered, MockAnswer, MockDraw, MockReview, MockStatus
from tilsyn.models.notice import SentBy, WithdrawalNotice
from tilsyn.models.copy_request import CopyRequest
from tilsyn.models.directorate import Directorate
from tilsyn.models.material_ask import MaterialAsk
from tilsyn.models.holdback import HoldBack, HoldReason, HoldScope, HoldStatus
from tilsyn.models.holdback_parts import HoldBackCheck, HoldBackMark, HoldBackResult, HoldBackSource
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.reading_room import ReadingRoom, RoomLook, RoomReader
from tilsyn.models.room_paper import RoomPaper, RoomPaperContent
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
from tilsyn.models.follow_up import AccountReason, DialogueNote, FollowUp, FollowUpKind
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.result import Recipient, SupervisionResult, ToldEntry
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
from tilsyn.models.trend import BenchmarkFigure, BenchmarkReport, ErrorTarget

__all__ = [
    "BenchmarkFigure",
    "BenchmarkReport",
from tilsyn.models.survey import Consequence, SurveyAnswer, SurveyAnswerRow, SurveyColumn, SurveyRun

__all__ = [
    "Answered",
    "CHOICE",
    "QUESTION",
    "AccountReason",
    "AssessmentReply",
    "AssessmentStatus",
    "AssessmentVersion",
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "ChecklistItem",
    "ChecklistVersion",
    "Consequence",
    "Directorate",
    "ErrorTarget",
    "DirectorateDelay",
    "MockAnswer",
    "MockDraw",
    "MockReview",
    "MockStatus",
    "DestroyedBecause",
    "Directorate",
    "FaultKind",
    "ListStatus",
    "NamedRow",
    "HoldBack",
    "HoldBackCheck",
    "HoldBackMark",
    "HoldBackResult",
    "HoldBackSource",
    "HoldReason",
    "HoldScope",
    "HoldStatus",
    "PaperKind",
    "RowOutcome",
    "CopyRequest",
    "Directorate",
    "MaterialAsk",
    "PaperKind",
    "ReadingRoom",
    "RoomLook",
    "RoomPaper",
    "RoomPaperContent",
    "RoomReader",
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
    "CaseAssessment",
    "DialogueNote",
    "Directorate",
    "FollowUp",
    "FollowUpKind",
    "PaperKind",
    "Recipient",
    "ReplyDocument",
    "SelectedCase",
    "SelectedStatus",
    "SelectionChain",
    "SelectionDestruction",
    "SelectionList",
    "SelectionRow",
    "SelectionWay",
    "SentBy",
    "StepMoment",
    "Severity",
    "Supervision",
    "SupervisionDelay",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionResult",
    "SupervisionStatus",
    "SurveyAnswer",
    "SurveyAnswerRow",
    "SurveyColumn",
    "SurveyRun",
    "WithdrawalNotice",
    "ToldEntry",
    "VersionKind",
    "WithdrawnBecause",
    "not_yet_sent",
]
