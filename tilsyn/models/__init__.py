from tilsyn.models.assessment import AssessmentStatus, CaseAssessment
from tilsyn.models.assessment_version import (
    AssessmentReply,
    AssessmentVersion,
    ReplyDocument,
    Severity,
    VersionKind,
)
from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.checklist import ChecklistItem, ChecklistVersion
from tilsyn.models.copy_request import CopyRequest
from tilsyn.models.delay import DirectorateDelay, SupervisionDelay
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
from tilsyn.models.follow_up import AccountReason, DialogueNote, FollowUp, FollowUpKind
from tilsyn.models.holdback import HoldBack, HoldReason, HoldScope, HoldStatus
from tilsyn.models.holdback_parts import HoldBackCheck, HoldBackMark, HoldBackResult, HoldBackSource
from tilsyn.models.material_ask import MaterialAsk
from tilsyn.models.mock import Answered, MockAnswer, MockDraw, MockReview, MockStatus
from tilsyn.models.notice import SentBy, WithdrawalNotice
from tilsyn.models.orientation import OrientationLetter, OrientationStatus
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.procedure import DispatchChannel, Procedure, ProcedureStep, StepMoment
from tilsyn.models.reading_room import ReadingRoom, RoomLook, RoomReader
from tilsyn.models.result import Recipient, SupervisionResult, ToldEntry
from tilsyn.models.room_paper import RoomPaper, RoomPaperContent
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
from tilsyn.models.survey import Consequence, SurveyAnswer, SurveyAnswerRow, SurveyColumn, SurveyRun
from tilsyn.models.trend import BenchmarkFigure, BenchmarkReport, ErrorTarget

__all__ = [
    "CHOICE",
    "QUESTION",
    "AccountReason",
    "Answered",
    "AssessmentReply",
    "AssessmentStatus",
    "AssessmentVersion",
    "BenchmarkFigure",
    "BenchmarkReport",
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "CaseAssessment",
    "ChecklistItem",
    "ChecklistVersion",
    "Consequence",
    "CopyRequest",
    "DestroyedBecause",
    "DialogueNote",
    "Directorate",
    "DirectorateDelay",
    "Dispatch",
    "DispatchBundle",
    "DispatchChannel",
    "DispatchKind",
    "DispatchPaper",
    "DispatchPart",
    "DispatchReceipt",
    "DispatchStatus",
    "DispatchTick",
    "ErrorTarget",
    "FaultKind",
    "FollowUp",
    "FollowUpKind",
    "HoldBack",
    "HoldBackCheck",
    "HoldBackMark",
    "HoldBackResult",
    "HoldBackSource",
    "HoldReason",
    "HoldScope",
    "HoldStatus",
    "ListStatus",
    "MaterialAsk",
    "MockAnswer",
    "MockDraw",
    "MockReview",
    "MockStatus",
    "NamedRow",
    "OrientationLetter",
    "OrientationStatus",
    "PaperKind",
    "PartStatus",
    "Procedure",
    "ProcedureStep",
    "ReadingRoom",
    "Recipient",
    "ReplyDocument",
    "RoomLook",
    "RoomPaper",
    "RoomPaperContent",
    "RoomReader",
    "RowOutcome",
    "SelectedCase",
    "SelectedStatus",
    "SelectionChain",
    "SelectionDestruction",
    "SelectionList",
    "SelectionRow",
    "SelectionWay",
    "SentBy",
    "Severity",
    "StepMoment",
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
    "ToldEntry",
    "VersionKind",
    "WithdrawalNotice",
    "WithdrawnBecause",
    "not_yet_sent",
]
