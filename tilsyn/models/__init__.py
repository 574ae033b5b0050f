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
from tilsyn.models.directorate import Directorate
from tilsyn.models.follow_up import AccountReason, DialogueNote, FollowUp, FollowUpKind
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.result import Recipient, SupervisionResult, ToldEntry
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "AccountReason",
    "AssessmentReply",
    "AssessmentStatus",
    "AssessmentVersion",
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
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
    "SelectionWay",
    "Severity",
    "Supervision",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionResult",
    "SupervisionStatus",
    "ToldEntry",
    "VersionKind",
    "WithdrawnBecause",
]
