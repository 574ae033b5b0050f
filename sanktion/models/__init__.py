from sanktion.models.access import CONTACT_PAGE, AccessKind, AccessLog, AccessSeal
from sanktion.models.access_control import (
    AccessFinding,
    AccessReview,
    AccessSample,
    FindingKind,
    ReviewOutcome,
)
from sanktion.models.access_months import DroppedAccessMonth
from sanktion.models.address import Address
from sanktion.models.administration import AdminChange
from sanktion.models.assessment import (
    Assessment,
    GroundAssessment,
    PaymentConsequence,
    PaymentEffect,
    ReasonableGround,
)
from sanktion.models.case import Case, CaseChildQuerySet, CaseNumberSeries, CaseStatus, CaseUserObjectPermission
from sanktion.models.citizen import Citizen, CprStatus, TargetGroup
from sanktion.models.closing_days import ClosingDay
from sanktion.models.complaint import AppealRuling, Complaint, ComplaintChannel, ComplaintStatus, RulingOutcome
from sanktion.models.contact import ContactAttempt, ContactChannel, ContactResult
from sanktion.models.countersign import (
    Countersignature,
    CountersignRequest,
    CountersignRule,
    DecisionDraft,
    Verdict,
)
from sanktion.models.decision import Decision, NothingMore, Outcome
from sanktion.models.decision_change import ChangeOccasion, DecisionChange
from sanktion.models.disposal import Disposal, DisposalCase, DisposalCertificate, DisposalStatus
from sanktion.models.document import CaseDocument, DocumentContent, MediaType
from sanktion.models.event import EventNotice, EventOrigin, NegativeEvent
from sanktion.models.event_details import EventKind
from sanktion.models.gates import AdverseInformation, Gate, GateRule, GateSwitch, LadderRule, WrittenGuidance
from sanktion.models.guideline import GuidedPage, Guideline, GuidelineKind, GuidelineVersion
from sanktion.models.imports import MAX_LIST, ImportBatch, ImportFile, ImportKind, ImportRow, ImportStatus, RowOutcome
from sanktion.models.inquiry import (
    AnswerBlock,
    Inquiry,
    InquiryDocument,
    InquiryKind,
    InquiryQuestion,
    InquiryStatus,
    Signatory,
)
from sanktion.models.journal import JournalEntry, NoteKind
from sanktion.models.material import CaseMaterial, MaterialKind, MaterialWaiver, SupervisionRelevance
from sanktion.models.nightly import NightlyCheck
from sanktion.models.payment import RefundStatus, WrongPayment
from sanktion.models.proposal import Proposal, ProposalAnswer, ProposalKind, ProposalOutcome
from sanktion.models.rates import SanctionRate
from sanktion.models.register import FileFormat, RegisterDelivery, RegisterDeliveryRow, RowChange
from sanktion.models.retention import (
    ArchiveDelivery,
    Fate,
    RetentionDelay,
    RetentionHold,
    RetentionKind,
    RetentionRule,
)
from sanktion.models.rules import Benefit, LegalBasis
from sanktion.models.saved_view import SavedView
from sanktion.models.security import AuthenticatorApp, SecurityEvent, SecurityKind
from sanktion.models.session import StaffSession
from sanktion.models.staff import Role, Team, User
from sanktion.models.standing import (
    OUTSIDE_SUPERVISION,
    JobSeekerPeriod,
    MatchCategory,
    Standing,
    TargetGroupPeriod,
    standing_columns,
    standing_on,
)
from sanktion.models.subject_access import SubjectAccess, SubjectAccessPiece, SubjectAccessStatus
from sanktion.models.texts import DocumentText, LetterText, TextMissing, Words

__all__ = [
    "CONTACT_PAGE",
    "MAX_LIST",
    "OUTSIDE_SUPERVISION",
    "AccessFinding",
    "AccessKind",
    "AccessLog",
    "AccessReview",
    "AccessSample",
    "AccessSeal",
    "Address",
    "AdminChange",
    "AdverseInformation",
    "AnswerBlock",
    "AppealRuling",
    "ArchiveDelivery",
    "Assessment",
    "AuthenticatorApp",
    "Benefit",
    "Case",
    "CaseChildQuerySet",
    "CaseDocument",
    "CaseMaterial",
    "CaseNumberSeries",
    "CaseStatus",
    "CaseUserObjectPermission",
    "ChangeOccasion",
    "Citizen",
    "ClosingDay",
    "Complaint",
    "ComplaintChannel",
    "ComplaintStatus",
    "ContactAttempt",
    "ContactChannel",
    "ContactResult",
    "CountersignRequest",
    "CountersignRule",
    "Countersignature",
    "CprStatus",
    "Decision",
    "DecisionChange",
    "DecisionDraft",
    "Disposal",
    "DisposalCase",
    "DisposalCertificate",
    "DisposalStatus",
    "DocumentContent",
    "DocumentText",
    "DroppedAccessMonth",
    "EventKind",
    "EventNotice",
    "EventOrigin",
    "Fate",
    "FileFormat",
    "FindingKind",
    "Gate",
    "GateRule",
    "GateSwitch",
    "GroundAssessment",
    "GuidedPage",
    "Guideline",
    "GuidelineKind",
    "GuidelineVersion",
    "ImportBatch",
    "ImportFile",
    "ImportKind",
    "ImportRow",
    "ImportStatus",
    "Inquiry",
    "InquiryDocument",
    "InquiryKind",
    "InquiryQuestion",
    "InquiryStatus",
    "JobSeekerPeriod",
    "JournalEntry",
    "LadderRule",
    "LegalBasis",
    "LetterText",
    "MatchCategory",
    "MaterialKind",
    "MaterialWaiver",
    "MediaType",
    "NegativeEvent",
    "NightlyCheck",
    "NoteKind",
    "NothingMore",
    "Outcome",
    "PaymentConsequence",
    "PaymentEffect",
    "Proposal",
    "ProposalAnswer",
    "ProposalKind",
    "ProposalOutcome",
    "ReasonableGround",
    "RefundStatus",
    "RegisterDelivery",
    "RegisterDeliveryRow",
    "RetentionDelay",
    "RetentionHold",
    "RetentionKind",
    "RetentionRule",
    "ReviewOutcome",
    "Role",
    "RowChange",
    "RowOutcome",
    "RulingOutcome",
    "SanctionRate",
    "SavedView",
    "SecurityEvent",
    "SecurityKind",
    "Signatory",
    "StaffSession",
    "Standing",
    "SubjectAccess",
    "SubjectAccessPiece",
    "SubjectAccessStatus",
    "SupervisionRelevance",
    "TargetGroup",
    "TargetGroupPeriod",
    "Team",
    "TextMissing",
    "User",
    "Verdict",
    "Words",
    "WrittenGuidance",
    "WrongPayment",
    "standing_columns",
    "standing_on",
]
