"""§ 12: the directorate's assessment of one case, our remarks to it, and what it came to.

Nothing here touches a decision or a complaint (V113, V114).
"""

from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.actions.payment import flag_wrong_payment
from sanktion.base.danish import listing, long_date
from sanktion.base.refusal import refusal
from sanktion.base.uploads import PDF, Cleaned
from sanktion.models import CaseDocument, JournalEntry, NoteKind, SupervisionRelevance, User, WrongPayment
from tilsyn.actions.papers import file_paper
from tilsyn.letters.answers import render_remarks
from tilsyn.material import papers_of
from tilsyn.models import (
    AssessmentReply,
    AssessmentStatus,
    AssessmentVersion,
    CaseAssessment,
    PaperKind,
    ReplyDocument,
    SelectedCase,
    SupervisionPaper,
    VersionKind,
)


class AssessmentNotAllowed(Exception):
    """The step can't be taken now. The message is for the user."""


@contextmanager
def _step():
    """All of a step or nothing; what the database refuses is told in its own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise AssessmentNotAllowed(refusal(error)) from error


def receive_assessment(
    selected: SelectedCase, *, file: Cleaned | None = None, by: User, key: UUID | None = None, **facts
) -> CaseAssessment:
    """V108: the first assessment of a case. ``facts`` are those of AssessmentVersion. With a consequence for the
    refund it begins with a hearing of the municipality (V110). A ``key`` twice gives the one there is."""
    with _step():
        SelectedCase.objects.select_for_update(of=("self",)).get(pk=selected.pk)
        if there := CaseAssessment.objects.filter(selected=selected).first():
            if key and there.key == key:
                return there
            raise AssessmentNotAllowed("Der er allerede registreret en vurdering af sagen.")
        hears = facts["has_refund"]
        assessment = CaseAssessment(
            selected=selected,
            status=AssessmentStatus.IN_HEARING if hears else AssessmentStatus.RECEIVED,
            has_refund=hears,
            received_on=facts["received_on"],
            due=CaseAssessment.deadline_from(facts["received_on"]).end,
            registered_by=by,
        )
        assessment.key = key or assessment.key
        assessment._history_user, assessment._change_reason = by, "Vurderingen er modtaget"
        assessment.save()
        _write_version(assessment, VersionKind.PROVISIONAL, file, facts, by=by)
        return assessment


def receive_answer(assessment: CaseAssessment, *, file: Cleaned | None = None, by: User, **facts) -> None:
    """V112, V120: what the directorate held after our reply. A reassessment that finds a consequence for the refund
    is provisional: the municipality is to be heard of it first (V116)."""
    with _step():
        assessment = _again(assessment)
        if assessment.status == AssessmentStatus.ANSWERED:
            _write_version(assessment, VersionKind.FINAL, file, facts, by=by)
            assessment.conclude(by=by)
        elif facts["has_refund"]:
            _write_version(assessment, VersionKind.PROVISIONAL, file, facts, by=by)
            assessment.hear(facts["received_on"], by=by)
        else:
            _write_version(assessment, VersionKind.REASSESSED, file, facts, by=by)
            assessment.reassess(by=by)


def send_remarks(
    assessment: CaseAssessment,
    *,
    text: str,
    documents: list[CaseDocument] = (),
    file: Cleaned | None = None,
    by: User,
) -> AssessmentReply:
    """V111, V117, V119: our remarks as a letter; ``file`` is a letter written elsewhere. Late ones are late."""
    with _step():
        assessment = _again(assessment)
        version = _last(assessment)
        if not assessment.may_remark or hasattr(version, "reply"):
            raise AssessmentNotAllowed("Der kan ikke sendes bemærkninger til vurderingen nu.")
        letter = _file_remarks(version, text, list(documents), file, by=by)
        reply = _reply(assessment, version, has_remarks=True, text=text, paper=letter, by=by)
        ReplyDocument.objects.bulk_create(ReplyDocument(reply=reply, document=document) for document in documents)
        if assessment.status == AssessmentStatus.IN_HEARING:
            assessment.answer(by=by)
        else:
            assessment.remark(by=by)
        new = [("Nye bilag", ", ".join(document.full_number for document in documents))] if documents else []
        _note(assessment, "Bemærkninger til direktoratets vurdering", [("Brev", letter.full_number), *new], by=by)
        return reply


def say_none(assessment: CaseAssessment, *, by: User) -> AssessmentReply:
    """The municipality was heard and has no remarks."""
    with _step():
        assessment = _again(assessment)
        if assessment.status != AssessmentStatus.IN_HEARING:
            raise AssessmentNotAllowed("Der er ingen høring at svare på.")
        reply = _reply(assessment, _last(assessment), has_remarks=False, by=by)
        assessment.answer(by=by)
        _note(assessment, "Ingen bemærkninger til direktoratets vurdering", by=by)
        return reply


def conclude(assessment: CaseAssessment, *, by: User) -> None:
    """V121: the 14 days have passed and we had nothing to say, so the assessment stands."""
    with _step():
        assessment = _again(assessment)
        if not assessment.may_conclude:
            raise AssessmentNotAllowed(
                "Fristen for bemærkninger er ikke gået, eller vurderingen er ikke til at bekræfte."
            )
        assessment.conclude(by=by)
        _note(assessment, "Direktoratets vurdering står", [("Frist for bemærkninger", assessment.due_sum)], by=by)


def flag_payment(assessment: CaseAssessment, *, by: User, **payment) -> WrongPayment:
    """V128, V140: the wrong payment that the assessment found; ``payment`` as flag_wrong_payment takes it."""
    with _step():
        assessment = _again(assessment)
        if assessment.payment_id:
            return assessment.payment
        flagged = flag_wrong_payment(assessment.selected.case, **payment, by=by)
        assessment.link_payment(flagged, by=by)
        return flagged


def link_payment(assessment: CaseAssessment, payment: WrongPayment, *, by: User) -> None:
    """One that was found before the assessment came."""
    with _step():
        assessment = _again(assessment)
        if assessment.payment_id and assessment.payment_id != payment.pk:
            raise AssessmentNotAllowed("Der er allerede knyttet en fejludbetaling til vurderingen.")
        assessment.link_payment(payment, by=by)


def _again(assessment: CaseAssessment) -> CaseAssessment:
    related = ("selected__case__citizen", "selected__supervision__directorate", "payment")
    return CaseAssessment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=assessment.pk)


def _last(assessment: CaseAssessment) -> AssessmentVersion:
    version = assessment.versions.select_related("reply").last()
    version.assessment = assessment
    return version


def _write_version(
    assessment: CaseAssessment, kind: VersionKind, file: Cleaned | None, facts: dict, *, by: User
) -> AssessmentVersion:
    selected = assessment.selected
    paper = None
    if file:
        paper = file_paper(
            selected.supervision,
            kind=PaperKind.ASSESSMENT,
            title=f"{kind.label}, sag {selected.case.number}",
            render=lambda number: file.data,
            selected=selected,
            received_on=facts["received_on"],
            by=by,
        )
    number = assessment.versions.count() + 1
    version = AssessmentVersion.objects.create(
        assessment=assessment, number=number, kind=kind, paper=paper, registered_by=by, **facts
    )
    told = [("Vurdering", version.get_verdict_display()), ("Modtaget", long_date(version.received_on))]
    if version.has_refund:
        told.append(("Kan ikke anmeldes til refusion", version.shown_amount))
    _note(assessment, f"Tilsyn {selected.supervision.number}: {kind.label.lower()}", told, by=by)
    return version


def _file_remarks(
    version: AssessmentVersion, text: str, documents: list[CaseDocument], file: Cleaned | None, *, by: User
) -> SupervisionPaper:
    if file and file.media_type != PDF:
        raise AssessmentNotAllowed("Brevet skal være en PDF.")
    selected = version.assessment.selected
    named = _as_they_leave(selected, documents, by=by)
    return file_paper(
        selected.supervision,
        kind=PaperKind.REMARKS,
        title=f"Bemærkninger, sag {selected.case.number}",
        render=lambda number: file.data if file else render_remarks(version, text, named, number=number, by=by),
        selected=selected,
        by=by,
    )


def _as_they_leave(selected: SelectedCase, documents: list[CaseDocument], *, by: User) -> list[str]:
    """V074: by the title each leaves with; what is held back whole isn't named at all."""
    titles = {paper.document.pk: paper.title for paper in papers_of(selected, user=by) if paper.document}
    if gone := [document.full_number for document in documents if document.pk not in titles]:
        raise AssessmentNotAllowed(f"{listing(gone)} holdes tilbage og kan ikke sendes som nyt bilag.")
    return [f"{document.full_number} {titles[document.pk]}" for document in documents]


def _reply(assessment: CaseAssessment, version: AssessmentVersion, *, has_remarks: bool, by: User, **more):
    day = timezone.localdate()
    facts = {"version": version, "has_remarks": has_remarks, "replied_on": day, "due": assessment.due}
    return AssessmentReply.objects.create(**facts, by=by, **more)


def _note(assessment: CaseAssessment, heading: str, facts=(), *, by: User) -> None:
    case, system = assessment.selected.case, NoteKind.SYSTEM
    concerns = SupervisionRelevance.NO
    JournalEntry.objects.write(case, kind=system, heading=heading, facts=facts, concerns=concerns, by=by)
