"""What the case page shows of the hearing. Nothing here tells how contact was sought, only whether (B048)."""

from collections.abc import Iterable

from parthoering.actions import MAY_SEEK_CONTACT, MAY_SEND_HEARING, channels_for, why_not_concluded
from parthoering.models import DeliveryStatus, Hearing
from sanktion.duties import register_reasons, register_step
from sanktion.models import Case, CaseDocument, CaseStatus, User
from sanktion.panels import Context, Panel, register, register_first_step
from sanktion.templatetags.sanktion_ui import short_date

DELIVERY_KINDS = {DeliveryStatus.WAITING: "warning", DeliveryStatus.SENT: "success", DeliveryStatus.FAILED: "error"}


def register_panels() -> None:
    register(Panel(slot="next_step", template="parthoering/panels/next_step.html", context=next_step))
    register(Panel(slot="deadlines", template="parthoering/panels/deadline.html", context=deadline))
    register(Panel(slot="side", template="parthoering/panels/hearing.html", context=side, order=10))
    register_first_step("hearing_new")
    register_step(CaseStatus.HEARING, "Registrér svar", "hearing_answer")
    register_step(CaseStatus.SEEKING_CONTACT, "Notér kontaktforsøg", "contact_new")
    register_reasons(reasons)
    register(Panel(slot="side", template="parthoering/panels/decision.html", context=decision_letter, order=5))


IN_HEARING = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT, CaseStatus.ANSWERED)


def reasons(cases: Iterable[Case]) -> dict[int, str]:
    """Why the cases whose hearing runs, ran out or was answered stand in the queue."""
    pks = [case.pk for case in cases if case.status in IN_HEARING]
    if not pks:
        return {}
    hearings = Hearing.objects.filter(case__in=pks).select_related("letter__delivery").defer("answer")
    latest = hearings.order_by("case_id", "-sent_at", "-pk").distinct("case_id")
    return {hearing.case_id: _reason(hearing) for hearing in latest}


def _reason(hearing: Hearing) -> str:
    if hearing.answered_on:
        return f"Svaret fra {short_date(hearing.answered_on)} er ikke vurderet"
    ends = hearing.runs_until
    if ends is None:
        return "Partshøringen er ikke sendt endnu"
    if hearing.is_open and not hearing.has_run_out:
        return f"Svarfristen udløber {short_date(ends)}"
    return f"Svarfristen udløb {short_date(ends)} uden svar"


def next_step(case: Case, user: User) -> Context | None:
    if not (case.is_open and user.has_perm("sanktion.handle_case")):
        return None
    hearing = _hearing_of(case)
    seeks = case.status == CaseStatus.SEEKING_CONTACT
    missing = hearing.missing_for_decision() if hearing and case.status == CaseStatus.READY else []
    return {
        "hearing": hearing,
        "may_send": case.status in MAY_SEND_HEARING,
        "may_answer": bool(hearing and hearing.may_be_answered),
        "may_note_attempt": bool(hearing) and case.status in MAY_SEEK_CONTACT,
        "seeks_contact": seeks,
        "why_not_concluded": why_not_concluded(case, hearing) if seeks else "",
        "missing": missing,
    }


def deadline(case: Case, user: User) -> Context | None:
    hearing = _hearing_of(case)
    if hearing is None or hearing.answered_on:
        return None
    return {
        "hearing": hearing,
        "extensions": hearing.extensions.all() if hearing.extended_to else [],
        "may_extend": hearing.is_open and user.has_perm("sanktion.handle_case"),
    }


def side(case: Case, user: User) -> Context | None:
    hearing = _hearing_of(case)
    if hearing is None:
        return None
    delivery, last_day = hearing.letter.delivery, hearing.runs_until
    return {
        "hearing": hearing,
        "delivery": delivery,
        "delivery_kind": DELIVERY_KINDS[DeliveryStatus(delivery.status)],
        "sent_late": last_day if hearing.is_open and last_day != hearing.effective_deadline else None,
        "may_resend": delivery.status == DeliveryStatus.FAILED and user.has_perm("sanktion.handle_case"),
    }


def decision_letter(case: Case, user: User) -> Context | None:
    """Has the decision left the house? One that can't be sent is for someone to hand over."""
    if case.is_open or not hasattr(case, "decision"):
        return None
    letter = CaseDocument.objects.select_related("delivery").get(pk=case.decision.letter_id)
    letter.case = case
    delivery = getattr(letter, "delivery", None)
    may_send = delivery.status == DeliveryStatus.FAILED if delivery else bool(channels_for(case.citizen))
    return {
        "letter": letter,
        "delivery": delivery,
        "delivery_kind": DELIVERY_KINDS[DeliveryStatus(delivery.status)] if delivery else "",
        "is_reachable": bool(channels_for(case.citizen)),
        "may_send": may_send and user.has_perm("sanktion.handle_case"),
    }


def _hearing_of(case: Case) -> Hearing | None:
    # The three panels of a page ask for the same row; the case object lives as long as the page.
    if not hasattr(case, "_latest_hearing"):
        case._latest_hearing = Hearing.objects.latest_of(case)
        if case._latest_hearing:
            case._latest_hearing.case = case
            case._latest_hearing.letter.case = case
    return case._latest_hearing
