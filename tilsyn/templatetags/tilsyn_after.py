"""How the directorate's assessments are shown."""

from django import template
from django.utils.safestring import SafeString

from sanktion.templatetags.sanktion_ui import badge
from tilsyn.models import AssessmentStatus, AssessmentVersion, CaseAssessment
from tilsyn.verdicts import Verdict

register = template.Library()

VERDICT_KINDS = {Verdict.WRONG: "error", Verdict.NOT_ASSESSABLE: "warning", Verdict.NO_CRITICISM: "success"}
STATUS_KINDS = {
    AssessmentStatus.RECEIVED: "info",
    AssessmentStatus.REMARKED: "info",
    AssessmentStatus.REASSESSED: "neutral",
    AssessmentStatus.IN_HEARING: "warning",
    AssessmentStatus.ANSWERED: "info",
    AssessmentStatus.FINAL: "neutral",
}


@register.simple_tag
def verdict_badge(version: AssessmentVersion) -> SafeString:
    return badge(version.get_verdict_display(), VERDICT_KINDS[Verdict(version.verdict)])


@register.simple_tag
def assessment_badge(assessment: CaseAssessment) -> SafeString:
    return badge(assessment.get_status_display(), STATUS_KINDS[AssessmentStatus(assessment.status)])
