"""What the case page shows of the hearing. Nothing here tells how contact was sought, only whether (B048)."""

from collections.abc import Iterable

from django.utils import timezone

from parthoering.actions import (
    MAY_SEEK_CONTACT,
    channels_for,
    may_send_hearing,
    why_not_concluded,
    why_not_undeliverable,
)
from parthoering.models import Channel, Delivery, DeliveryStatus, Hearing, HearingStatus, Representative
from sanktion.duties import register_reasons, register_step
from sanktion.models import Case, CaseDocument, CaseStatus, User
from sanktion.panels import BulkAct, Context, Panel, register, register_bulk, register_first_step
from sanktion.templatetags.sanktion_ui import short_date

DELIVERY_KINDS = {
    DeliveryStatus.WAITING: "warning",
    DeliveryStatus.QUEUED: "warning",
    DeliveryStatus.SENT: "success",
    DeliveryStatus.AVAILABLE: "success",
    DeliveryStatus.FAILED: "error",
    DeliveryStatus.RETURNED: "error",
}


def register_panels() -> None:
    register(Panel(slot="next_step", template="parthoering/panels/next_step.html", context=next_step))
    register(Panel(slot="deadlines", template="parthoering/panels/deadline.html", context=deadline))
    register(Panel(slot="side", template="parthoering/panels/hearing.html", context=side, order=10))
    register(Panel(slot="side", template="parthoering/panels/representatives.html", context=representatives, order=12))
    register_first_step("hearing_new")
    register_bulk(
        BulkAct(
            url_name="hearing_batch_new",
            earlier_url_name="hearing_batches",
            label="Send partshøring",
            permission="sanktion.handle_case",
            status=CaseStatus.REGISTERED,
        )
    )
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
    return {pk: _reason(hearing) for pk, hearing in Hearing.objects.latest_of_each(pks).items()}


def _reason(hearing: Hearing) -> str:
    if hearing.answered_on:
        return f"Svaret fra {short_date(hearing.answered_on)} er ikke vurderet"
    if hearing.undelivered:
        return "Partshøringsbrevet nåede ikke frem"
    if hearing.status == HearingStatus.UNDELIVERABLE:
        return "Partshøringsbrevet kunne ikke leveres"
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
    undelivered = hearing.undelivered if hearing else None
    return {
        "undelivered": undelivered,
        "is_undeliverable": bool(undelivered) and not why_not_undeliverable(hearing),
        "is_reachable": bool(undelivered and channels_for(case.citizen)),
        "hearing": hearing,
        "may_send": may_send_hearing(case, hearing),
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
    deliveries, may_handle = hearing.current_deliveries, user.has_perm("sanktion.handle_case")
    runs_until = hearing.runs_until if hearing.is_open else None
    return {
        "hearing": hearing,
        "deliveries": [_shown(delivery) for delivery in deliveries],
        "runs_until": runs_until if runs_until != hearing.effective_deadline else None,
        "may_resend": may_handle and any(one.status == DeliveryStatus.FAILED for one in deliveries),
        "may_handle": may_handle,
    }


def _shown(delivery: Delivery) -> dict:
    """One row of a letter's fate."""
    return {
        "delivery": delivery,
        "kind": DELIVERY_KINDS[DeliveryStatus(delivery.status)],
        "at": delivery.available_at or delivery.sent_at,
        "may_come_back": delivery.channel == Channel.LETTER and delivery.status == DeliveryStatus.SENT,
    }


def decision_letter(case: Case, user: User) -> Context | None:
    """Has the decision left the house? One that can't be sent is for someone to hand over."""
    if case.is_open or not hasattr(case, "decision"):
        return None
    rows = Delivery.objects.filter(document=case.decision.letter_id).select_related("document", "representative")
    latest = {row.representative_id: row for row in rows.order_by("pk")}
    delivery = latest.pop(None, None)
    letter = delivery.document if delivery else CaseDocument.objects.get(pk=case.decision.letter_id)
    letter.case = case
    may_send = delivery.is_undelivered if delivery else bool(channels_for(case.citizen))
    return {
        "letter": letter,
        "delivery": delivery,
        "shown": _shown(delivery) if delivery else None,
        "copies": [_shown(copy) for copy in latest.values()],
        "may_handle": user.has_perm("sanktion.handle_case"),
        "is_reachable": bool(channels_for(case.citizen)),
        "may_send": may_send and user.has_perm("sanktion.handle_case"),
    }


def representatives(case: Case, user: User) -> Context | None:
    """Who else gets the letters. A hearing brought the answer along; a new case has to ask."""
    if not user.has_perm("sanktion.handle_case") or not case.is_open:
        return None
    hearing = _hearing_of(case)
    today = Representative.objects.on(timezone.localdate()).filter(case=case)
    return {"representatives": today if hearing is None or hearing.is_represented else []}


def _hearing_of(case: Case) -> Hearing | None:
    # The panels of a page ask for the same row; the case object lives as long as the page.
    if case.status == CaseStatus.REGISTERED:
        return None
    if not hasattr(case, "_latest_hearing"):
        case._latest_hearing = Hearing.objects.latest_of(case)
        if case._latest_hearing:
            case._latest_hearing.case = case
            case._latest_hearing.letter.case = case
    return case._latest_hearing
