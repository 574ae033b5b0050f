"""B006: an inquiry from the day it comes to the letter that answers it, question by question."""

import hashlib
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.base import pdf
from sanktion.base.refusal import refusal
from sanktion.models import (
    CaseNumberSeries,
    Inquiry,
    InquiryDocument,
    InquiryKind,
    InquiryQuestion,
    InquiryStatus,
    Signatory,
    User,
)
from sanktion.models.inquiry import due_date

ANSWER_LETTER = "sanktion/letters/inquiry.html"
ANSWER_STYLES = ("css/pdf/base.css", "css/pdf/letter.css", "css/pdf/inquiry.css")
DRAFT_MARK = "UDKAST"


class InquiryNotChanged(Exception):
    """What was asked for can't be done. The message is for the user."""


@transaction.atomic
def register_inquiry(facts: dict, questions: list[str], *, by: User, key: UUID) -> Inquiry:
    """``facts`` are the inquiry's own fields; no ``due_on``: it is computed. The same ``key`` is one inquiry."""
    with transaction.atomic():
        # Takes the series' lock first: the second of two clicks finds what the first one stored, and its number falls.
        number = CaseNumberSeries.next_number(timezone.localdate().year)
        if earlier := Inquiry.objects.filter(key=key).first():
            transaction.set_rollback(True)
            return earlier
        inquiry = Inquiry(number=number, key=key, **_with_due(facts))
        inquiry._history_user, inquiry._change_reason = by, "Henvendelsen er oprettet"
        inquiry.save()
        _store_questions(inquiry, questions, [""] * len(questions))
    return inquiry


@transaction.atomic
def change_inquiry(inquiry: Inquiry, facts: dict, questions: list[str], *, by: User) -> None:
    locked = _open(inquiry)
    for name, value in _with_due(facts).items():
        setattr(locked, name, value)
    locked._history_user, locked._change_reason = by, "Oplysningerne er rettet"
    locked.save()
    _store_questions(locked, questions, _carried(list(locked.questions.all()), questions))


@transaction.atomic
def answer_question(question: InquiryQuestion, answer: str, *, by: User) -> None:
    """Write, or rewrite, the answer; the first one starts the answering."""
    inquiry = _open(question.inquiry)
    question.answer = answer
    question._history_user, question._change_reason = by, "Svaret er skrevet"
    question.save(update_fields=["answer"])
    if inquiry.status == InquiryStatus.RECEIVED:
        inquiry.start_answering(by=by)


def answer_inquiry(inquiry: Inquiry, *, by: User) -> InquiryDocument:
    """File the letter under its number and close the inquiry, both or neither. The database asks for every answer."""
    try:
        with transaction.atomic():
            return _answer(inquiry, by=by)
    except IntegrityError as error:
        raise InquiryNotChanged(refusal(error)) from error


def render_answer(inquiry: Inquiry, *, by: User, number: str = DRAFT_MARK) -> bytes:
    """The letter as it would be filed today."""
    today = timezone.localdate()
    context = {
        "inquiry": inquiry,
        "questions": list(inquiry.questions.all()),
        "signatory": Signatory.objects.for_kind(InquiryKind(inquiry.kind), today) or _default_signatory(by),
        "sender": settings.SANKTION_SENDER,
        "number": number,
        "today": today,
    }
    return pdf.render(ANSWER_LETTER, context, stylesheets=ANSWER_STYLES, archival=True)


def missing_for_answer(inquiry: Inquiry) -> list[str]:
    """What stands between the inquiry and its letter, in the user's words."""
    unanswered = [str(question.number) for question in inquiry.questions.all() if not question.answer]
    return [f"Spørgsmål {number} er ikke besvaret." for number in unanswered]


def _answer(inquiry: Inquiry, *, by: User) -> InquiryDocument:
    inquiry = _open(inquiry)
    if missing := missing_for_answer(inquiry):
        raise InquiryNotChanged(" ".join(missing))
    letter = InquiryDocument(
        inquiry=inquiry, number=InquiryDocument.objects.next_number(inquiry), title="Svarbrev", created_by=by
    )
    letter.sealed = render_answer(inquiry, by=by, number=letter.full_number)
    letter.size, letter.sha256 = len(letter.sealed), hashlib.sha256(letter.sealed).hexdigest()
    letter.save()
    inquiry.mark_answered(by=by)
    return letter


def _open(inquiry: Inquiry) -> Inquiry:
    locked = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if not locked.is_open:
        raise InquiryNotChanged("Henvendelsen er besvaret og kan ikke ændres.")
    return locked


def _with_due(facts: dict) -> dict:
    due_on: date | None = facts.get("due_on")
    return facts | {"due_on": due_on or due_date(InquiryKind(facts["kind"]), facts["received_on"]).end}


def _carried(old: list[InquiryQuestion], texts: list[str]) -> list[str]:
    """The answer each question keeps: its own when it was moved, that of its place when it was reworded."""
    kept = {question.text: question.answer for question in old}
    reworded = [index < len(old) and old[index].text not in texts for index in range(len(texts))]
    for index, question in enumerate(old):
        is_kept = question.text in texts or (index < len(texts) and texts[index] not in kept)
        if question.answer and not is_kept:
            raise InquiryNotChanged(f"Spørgsmål {question.number} er besvaret og kan ikke fjernes.")
    return [kept.get(text, old[index].answer if reworded[index] else "") for index, text in enumerate(texts)]


def _store_questions(inquiry: Inquiry, texts: list[str], answers: list[str]) -> None:
    rows = {question.number: question for question in inquiry.questions.all()}
    for number, (text, answer) in enumerate(zip(texts, answers, strict=True), start=1):
        row = rows.pop(number, None) or InquiryQuestion(inquiry=inquiry, number=number)
        if (row.text, row.answer) != (text, answer):
            row.text, row.answer = text, answer
            row.save()
    for row in rows.values():
        row.delete()


def _default_signatory(by: User) -> Signatory:
    sender = settings.SANKTION_SENDER
    return Signatory(name=sender["signatory"] or str(by), title=sender["signatory_title"], office=sender["unit"])
