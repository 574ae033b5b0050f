"""Inquiries made by the application's own actions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from sanktion.actions.inquiry import answer_inquiry, answer_question, register_inquiry
from sanktion.models import Inquiry, InquiryDocument, InquiryKind, User

from .letters import short_letters

# The questions of the letter of 2018.
QUESTIONS = [
    "Hvordan kan det dokumenteres, at K-kassen opsøger folk personligt, før de sanktioner?",
    "Og hvor mange besøg medførte sanktion og hvor mange sanktioner der blev droppet?",
]


def inquiry_facts(by: User, **changes) -> dict:
    return {
        "kind": InquiryKind.COUNCIL,
        "asker_name": "Hanne Nygaard",
        "asker_role": "MB",
        "asker_organisation": "",
        "asker_email": "hanne@eksempel.invalid",
        "asker_address": "",
        "subject": "hjemmebesøg i forbindelse med sanktionering",
        "received_on": timezone.localdate() - timedelta(days=5),
        "due_on": None,
        "owner": by,
        **changes,
    }


def inquiry_received(by: User, *, questions: list[str] = QUESTIONS, **changes) -> Inquiry:
    return register_inquiry(inquiry_facts(by, **changes), questions, by=by, key=uuid.uuid4())


@short_letters()
def all_questions_answered(inquiry: Inquiry, by: User) -> Inquiry:
    for question in inquiry.questions.all():
        answer_question(question, f"Svaret på spørgsmål {question.number}.", by=by)
    inquiry.refresh_from_db()
    return inquiry


@short_letters()
def inquiry_answered(by: User, **changes) -> InquiryDocument:
    letter = answer_inquiry(all_questions_answered(inquiry_received(by, **changes), by), by=by)
    letter.inquiry.refresh_from_db()
    return letter
