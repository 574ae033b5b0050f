"""What assessments, results and follow-ups put in the queue, the nightly check, the overview and the core's papers."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from sanktion.base.danish import listing, long_date
from sanktion.checks import Check, register_check
from sanktion.contributions import Holding, register_holding
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import Citizen, User
from sanktion.readiness_notes import ReadinessNote, register_readiness_note
from tilsyn.figures import results
from tilsyn.letters.answers import register_letters
from tilsyn.models import (
    AssessmentReply,
    AssessmentStatus,
    AssessmentVersion,
    CaseAssessment,
    FollowUp,
    Supervision,
    SupervisionResult,
)
from tilsyn.tabs import Card, Tab, register_card, register_tab
from tilsyn.verdicts import Verdict

REMIND_DAYS = 3


def register_all() -> None:
    register_letters()
    register_tab(Tab("supervision_assessments", "Vurderinger", "tilsyn.view_supervision", order=80))
    register_tab(Tab("supervision_result", "Resultat", "tilsyn.view_supervision", order=85))
    register_tab(Tab("supervision_follow_ups", "Opfølgning", "tilsyn.view_supervision", order=90))
    register_card(Card("tilsyn/after/card.html", card, order=70))
    assessments = {"rows": assessment_rows, "owner": "selected__owner"}
    register_duty(DutySource("supervision_assessments", open_for=_assessments, **assessments))
    register_duty(DutySource("supervision_follow_ups", open_for=_follow_ups, rows=follow_up_rows))
    register_holding(Holding("Tilsynets vurderinger", held))
    register_readiness_note(latest_missing)
    _register_checks()


def _register_checks() -> None:
    queue = {"url_name": "queue", "permission": "sanktion.view_case"}
    list_of_all = {"url_name": "supervisions", "permission": "tilsyn.view_supervision"}
    hearings = "Høringer fra tilsynsmyndigheden, hvis frist er gået uden svar"
    register_check(Check("supervision_hearings", hearings, unheard, **queue))
    standing = "Vurderinger fra tilsynsmyndigheden, som ingen har bekræftet efter fristen"
    register_check(Check("supervision_standing", standing, unconfirmed, **queue, days=7))
    follow_ups = "Opfølgninger på tilsyn, hvis frist er gået"
    register_check(Check("supervision_follow_ups", follow_ups, late_follow_ups, **list_of_all))


def unheard(day: date) -> int:
    return CaseAssessment.objects.unheard(day).count()


def unconfirmed(day: date) -> int:
    return CaseAssessment.objects.unconfirmed(day).count()


def late_follow_ups(day: date) -> int:
    return FollowUp.objects.overdue(day).count()


def _assessments(user: User) -> QuerySet:
    return CaseAssessment.objects.visible_to(user).ours()


def _follow_ups(user: User) -> QuerySet:
    found = FollowUp.objects.ours()
    return found if user.has_perm("tilsyn.view_supervision") else found.none()


def assessment_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    related = ("selected__case__citizen", "selected__supervision", "selected__owner")
    found = CaseAssessment.objects.filter(pk__in=pks).select_related(*related)
    return {assessment.pk: _assessment_row(assessment, user) for assessment in found}


def _assessment_row(assessment: CaseAssessment, user: User) -> DutyRow:
    selected = assessment.selected
    case, supervision = selected.case, selected.supervision
    url = reverse("supervision_assessment", args=[supervision.number, case.number])
    may_see = user.has_perm("tilsyn.view_supervision")
    return DutyRow(
        due=assessment.due,
        citizen=case.citizen,
        number=case.number,
        url=url if may_see else reverse("case", args=[case.number]),
        title=f"Tilsyn {supervision.number}: {'høring' if assessment.has_refund else 'vurdering'}",
        why=f"Vurderingen er modtaget {long_date(assessment.received_on)}",
        step=assessment.next_step,
        step_url=url if user.has_perm("tilsyn.handle_supervision") else "",
        owner=selected.owner,
    )


def follow_up_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    found = FollowUp.objects.filter(pk__in=pks).select_related("supervision", "owner")
    return {follow_up.pk: _follow_up_row(follow_up, user) for follow_up in found}


def _follow_up_row(follow_up: FollowUp, user: User) -> DutyRow:
    url = reverse("supervision_follow_up", args=[follow_up.supervision.number, follow_up.pk])
    return DutyRow(
        due=follow_up.due,
        citizen=None,
        number=follow_up.supervision.number,
        url=url,
        title=f"Opfølgning på tilsyn: {follow_up.title}",
        why=follow_up.get_kind_display(),
        step="Gør det færdigt, og læg dokumentationen op",
        step_url=url if user.has_perm("tilsyn.handle_supervision") else "",
        owner=follow_up.owner,
    )


def card(supervision: Supervision, user: User) -> dict | None:
    """The hearings that run, the nearest first; none when there is nothing to say."""
    soon = timezone.localdate() + timedelta(days=REMIND_DAYS)
    ours = CaseAssessment.objects.ours().of(supervision)
    in_hearing = Q(status=AssessmentStatus.IN_HEARING)
    facts = ours.aggregate(
        hearings=Count("pk", filter=in_hearing),
        open=Count("pk", filter=~in_hearing),
        soon=Count("pk", filter=in_hearing & Q(due__lte=soon)),
        next_due=Min("due", filter=in_hearing),
    )
    follow_ups = FollowUp.objects.ours().filter(supervision=supervision).aggregate(count=Count("pk"), due=Min("due"))
    if not (facts["hearings"] or facts["open"] or follow_ups["count"]):
        return None
    return {"facts": facts, "follow_ups": follow_ups}


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """Art. 15: what the directorate held of the citizen's cases, and what we said to it."""
    of_citizen = {"assessment__selected__case__citizen": citizen}
    versions = AssessmentVersion.objects.filter(**of_citizen).select_related(
        "assessment__selected__case", "assessment__selected__supervision"
    )
    replies = {
        reply.version_id: reply
        for reply in AssessmentReply.objects.filter(version__in=versions.order_by().values("pk"))
    }
    for version in versions.order_by("assessment", "number"):
        selected = version.assessment.selected
        label = f"Sag {selected.case.number}, tilsyn {selected.supervision.number}"
        yield label, " ".join(_told(version))
        if reply := replies.get(version.pk):
            said = reply.text or "Se brevet." if reply.has_remarks else "Ingen bemærkninger."
            yield f"{label}: kommunens svar {long_date(reply.replied_on)}", said


def _told(version: AssessmentVersion) -> Iterator[str]:
    yield f"{version.get_kind_display()}, modtaget {long_date(version.received_on)}: {version.get_verdict_display()}."
    if version.missing:
        yield f"Manglede: {listing([kind.label for kind in version.missing_kinds])}."
    if version.has_refund:
        period = f"{long_date(version.period_from)} til {long_date(version.period_to)}"
        yield f"Kan ikke anmeldes til refusion: {version.shown_amount}, {period}."
    if version.text:
        yield version.text


def latest_missing() -> ReadinessNote | None:
    """V137: of the last supervision with a result in which something could not be assessed."""
    found = SupervisionResult.objects.select_related("supervision").defer("text", "difference")
    result = found.filter(not_assessable__gt=0).order_by("-received_on", "-pk").first()
    if result is None:
        return None
    supervision = result.supervision
    return ReadinessNote(
        label=f"Tilsyn {supervision.number}, resultat modtaget {long_date(result.received_on)}:"
        f" {result.not_assessable} sag{'er' if result.not_assessable > 1 else ''}"
        f" {Verdict.NOT_ASSESSABLE.label.lower()}",
        missing=tuple(results.missing_kinds(supervision)),
        url=reverse("supervision_result", args=[supervision.number]),
    )
