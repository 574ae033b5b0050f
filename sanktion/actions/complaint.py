"""A complaint's course: received, reassessed, sent on, ruled on. Each step is journalled and its letter filed."""

from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from sanktion.actions import complaint_papers as papers
from sanktion.base.danish import long_date
from sanktion.base.refusal import refusal
from sanktion.models import (
    AppealRuling,
    Case,
    CaseDocument,
    ChangeOccasion,
    Complaint,
    ComplaintChannel,
    ComplaintStatus,
    Decision,
    DecisionChange,
    LegalBasis,
    MaterialKind,
    Outcome,
    RulingOutcome,
    TextMissing,
    User,
    Words,
)


class ComplaintNotAllowed(Exception):
    """The step can't be taken now. The message tells the user why."""


@contextmanager
def _step():
    """All of a step or nothing; what the database refuses is told in its own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ComplaintNotAllowed(refusal(error)) from error


def receive_complaint(
    case: Case,
    *,
    received_on: date,
    channel: ComplaintChannel,
    text: str,
    decision_received_on: date,
    by: User,
    key: UUID | None = None,
) -> Complaint:
    """Note the complaint in the citizen's own words and acknowledge it. ``key`` twice gives the same complaint."""
    with _step():
        case = _locked(case)
        if written := Complaint.objects.filter(case=case, key=key).first() if key else None:
            return written
        if Complaint.objects.open().filter(case=case).exists():
            raise ComplaintNotAllowed("Der er allerede en klage under behandling i sagen.")
        deadline, reassess = Complaint.deadlines(decision_received_on, received_on)
        complaint = Complaint(
            case=case,
            received_on=received_on,
            channel=channel,
            text=text,
            decision_received_on=decision_received_on,
            deadline=deadline.end,
            reassess_due=reassess.end,
            next_due=reassess.end,
            registered_by=by,
        )
        complaint.key = key or complaint.key
        complaint.acknowledgement = papers.letter(complaint, papers.RECEIVED, "Vi har modtaget din klage", by=by)
        complaint._history_user, complaint._change_reason = by, "Klagen er modtaget"
        complaint.save()
        facts = [
            ("Modtaget", long_date(received_on)),
            ("Modtaget med", complaint.get_channel_display()),
            ("Klagefrist", deadline.explanation),
            ("Rettidig", "Nej" if complaint.is_late else "Ja"),
            ("Genvurdering senest", reassess.explanation),
        ]
        papers.note(complaint, "Klage modtaget", text, facts, letter=complaint.acknowledgement, by=by)
        return complaint


def decide_dispensation(complaint: Complaint, *, granted: bool, reason: str, by: User) -> None:
    """A late complaint: taken up all the same, or dismissed with a letter."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.RECEIVED)
        if not complaint.is_late or complaint.dispensation is not None:
            raise ComplaintNotAllowed("Der skal ikke tages stilling til dispensation.")
        if granted:
            complaint.dispense(reason, by=by)
            papers.note(complaint, "Klage: dispensation fra klagefristen", reason, by=by)
            return
        letter = papers.letter(complaint, papers.DISMISSED, "Din klage er afvist", {"reason": reason}, by=by)
        complaint.dismiss(letter, reason, by=by)
        papers.note(complaint, "Klage afvist: kom for sent", reason, letter=letter, by=by)


def begin_reassessment(complaint: Complaint, *, by: User) -> None:
    with _step():
        complaint = _again(complaint, ComplaintStatus.RECEIVED)
        if complaint.is_late and not complaint.dispensation:
            raise ComplaintNotAllowed("Klagen kom for sent. Tag først stilling til dispensation.")
        complaint.begin(by=by)
        papers.note(complaint, "Klage: genvurderingen er begyndt", by=by)


def uphold(complaint: Complaint, *, reasons: str, by: User) -> None:
    """The decision stands as it was; the complaint then goes to Ankestyrelsen."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.REASSESSING)
        letter = papers.letter(complaint, papers.UPHELD, "Genvurdering: fastholdt", {"reasons": reasons}, by=by)
        complaint.uphold(letter, reasons, by=by)
        papers.note(complaint, "Klage genvurderet: afgørelsen er fastholdt", reasons, letter=letter, by=by)


def give_way(complaint: Complaint, *, status: ComplaintStatus, by: User, **act) -> DecisionChange:
    """Medhold, whole or in part: a new act of its own beside the decision (V113). ``act`` as in ``_change``."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.REASSESSING)
        change = _change(complaint, ChangeOccasion.REASSESSMENT, by=by, partly=status == ComplaintStatus.PARTLY, **act)
        complaint.give_way(status, change.letter, change.reasons, by=by)
        label = ComplaintStatus(status).label.lower()
        papers.note_change(complaint, change, f"Klage genvurderet: {label}", by=by)
        return change


def forward(complaint: Complaint, *, remarks: str, by: User) -> None:
    """File the note to Ankestyrelsen, with the case's documents listed, and tell the citizen."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.UPHELD, ComplaintStatus.PARTLY)
        documents = list(CaseDocument.objects.filter(case=complaint.case).select_related("case").order_by("number"))
        context = {"remarks": remarks, "documents": documents, "decision": complaint.case.decision.standing}
        note = papers.letter(complaint, papers.FORWARDING, "Oversendelse til Ankestyrelsen", context, by=by)
        complaint.forward(note, by=by)
        papers.note(complaint, "Klage sendt til Ankestyrelsen", remarks, [("Oversendelse", note.full_number)], by=by)
        letter = papers.letter(complaint, papers.FORWARDED, "Din klage er sendt til Ankestyrelsen", context, by=by)
        papers.note(complaint, "Borgeren er orienteret om oversendelsen", letter=letter, by=by)


def record_ruling(
    complaint: Complaint,
    *,
    outcome: RulingOutcome,
    ruled_on: date,
    received_on: date,
    reference: str,
    text: str,
    by: User,
) -> AppealRuling:
    """V115: what Ankestyrelsen held, apart from our own acts. «Ændret» and «hjemvist» call for a new decision."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.FORWARDED)
        ruling = AppealRuling.objects.create(
            complaint=complaint,
            outcome=outcome,
            ruled_on=ruled_on,
            received_on=received_on,
            reference=reference,
            text=text,
            registered_by=by,
        )
        complaint.receive_ruling(needs_decision=ruling.needs_decision, by=by)
        facts = [("Afgjort", long_date(ruled_on)), ("Modtaget", long_date(received_on)), ("Deres sagsnr.", reference)]
        heading = f"Ankestyrelsen har afgjort klagen: {ruling.get_outcome_display().lower()}"
        papers.note(complaint, heading, text, [fact for fact in facts if fact[1]], by=by)
        return ruling


def follow_ruling(complaint: Complaint, *, by: User, **act) -> DecisionChange:
    """The municipality's own new decision when Ankestyrelsen has changed or remitted the old one."""
    with _step():
        complaint = _again(complaint, ComplaintStatus.RULED)
        change = _change(complaint, ChangeOccasion.RULING, by=by, **act)
        complaint.settle(by=by)
        papers.note_change(complaint, change, "Ny afgørelse efter Ankestyrelsen", by=by)
        return change


def _change(
    complaint: Complaint,
    occasion: ChangeOccasion,
    *,
    outcome: Outcome,
    reasons: str,
    legal_basis: LegalBasis | None = None,
    effect_from: date | None = None,
    partly: bool = False,
    by: User,
) -> DecisionChange:
    decision = Decision.objects.with_standing().get(case=complaint.case)
    change = DecisionChange(
        decision=decision,
        complaint=complaint,
        occasion=occasion,
        outcome=outcome,
        legal_basis=legal_basis,
        effect_from=effect_from,
        reasons=reasons,
        decided_by=by,
    )
    if _is_same(change, decision.standing):
        raise ComplaintNotAllowed("Den nye afgørelse er den samme som den gamle. Ret den, eller fasthold afgørelsen.")
    words = _words()
    context = {"change": change, "decision": decision, "partly": partly, "words": words}
    title, kind = f"Ny afgørelse: {change.get_outcome_display().lower()}", MaterialKind.DECISION
    change.letter = papers.letter(complaint, papers.CHANGED, title, context, kind=kind, words=words, by=by)
    change.save()
    return change


def _is_same(change: DecisionChange, standing: Decision | DecisionChange) -> bool:
    parts = ("outcome", "legal_basis_id", "effect_from")
    return all(getattr(change, part) == getattr(standing, part) for part in parts)


def _words() -> Words:
    """A new decision is complained of like the first, so it says so with the same words."""
    try:
        return Words("decision")
    except TextMissing as missing:
        raise ComplaintNotAllowed(str(missing)) from missing


def _locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("citizen__address", "citizen__benefit", "event", "decision").get(pk=case.pk)


def _again(complaint: Complaint, *statuses: ComplaintStatus) -> Complaint:
    """The complaint as it is now, behind the case's lock. What another has already done is not done twice."""
    case = _locked(complaint.case)
    complaint = Complaint.objects.get(pk=complaint.pk)
    complaint.case = case
    if complaint.status not in statuses:
        raise ComplaintNotAllowed(f"Klagen er «{complaint.get_status_display()}», så det skridt er taget eller forbi.")
    return complaint
