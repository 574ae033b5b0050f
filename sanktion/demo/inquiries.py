"""The demo's inquiries, one of each state, and two guidelines."""

import uuid
from datetime import timedelta

from django.utils import timezone

from sanktion.actions.guideline import add_guideline
from sanktion.actions.inquiry import answer_inquiry, answer_question, register_inquiry
from sanktion.actions.upload import look_at
from sanktion.demo.acts import playing
from sanktion.models import AnswerBlock, GuidedPage, Guideline, GuidelineKind, InquiryKind, Signatory, User

BLOCK = (
    "I forbindelse med sanktionsopgaven er det lovbestemt, at borgeren skal partshøres. Har det ikke været muligt at "
    "skabe kontakt gennem den skriftlige partshøring, foretages andre forsøg på kontakt."
)
COUNCIL = [
    "Hvordan dokumenteres det, at enheden søger kontakt, før der sanktioneres?",
    "Hvor mange besøg førte til en sanktion, og hvor mange sanktioner blev droppet?",
]
GUIDELINES = [
    ("Når en borger ikke svarer", GuidelineKind.PROCEDURE, GuidedPage.HEARING),
    ("Tjekliste før en afgørelse", GuidelineKind.CHECKLIST, GuidedPage.DECIDE),
]


def load() -> None:
    manager = User.objects.get(username="lene")
    with playing(manager):
        _texts(manager)
        _register(manager, InquiryKind.ACCESS, "Mads Kjær", "advokat", "retningslinjer for partshøring", 9, ["Hvilke?"])
        _register(manager, InquiryKind.COUNCIL, "Hanne Nygaard", "MB", "kontaktforsøg før sanktion", 3, COUNCIL)
        answered = _register(manager, InquiryKind.PRESS, "Ida Toft", "journalist", "frister", 12, ["Hvor lang er den?"])
        answer_question(answered.questions.get(), "Svarfristen er som udgangspunkt 14 dage.", by=manager)
        answer_inquiry(answered, by=manager)
        for title, kind, page in GUIDELINES:
            _guideline(manager, title, kind, page)


def _texts(manager: User) -> None:
    since = timezone.localdate() - timedelta(days=200)
    AnswerBlock.objects.create(title="Om partshøring", body=BLOCK, valid_from=since, written_by=manager)
    Signatory.objects.create(
        kind=InquiryKind.COUNCIL,
        name="Tanja Ravn",
        title="Adm. direktør",
        office="Direktionen",
        valid_from=since,
        written_by=manager,
    )


def _register(manager: User, kind: InquiryKind, name: str, role: str, subject: str, days_ago: int, questions):
    facts = {
        "kind": kind,
        "asker_name": name,
        "asker_role": role,
        "asker_email": "henvendelse@eksempel.invalid",
        "subject": subject,
        "received_on": timezone.localdate() - timedelta(days=days_ago),
        "owner": manager,
    }
    return register_inquiry(facts, questions, by=manager, key=uuid.uuid4())


def _guideline(manager: User, title: str, kind: GuidelineKind, page: GuidedPage) -> None:
    file, _refusal = look_at(f"{title}\n\nDemo: her ligger enhedens egen tekst.".encode())
    facts = {"valid_from": timezone.localdate(), "change_note": "Første udgave", "auditor_on": None}
    guideline = Guideline(title=title, kind=kind, owner=manager, page=page)
    add_guideline(guideline, facts, file, by=manager, key=uuid.uuid4())
