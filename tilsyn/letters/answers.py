"""What the unit's letters to the directorate about its assessments and findings say (V111, V129)."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from sanktion.actions.letters import SAMPLE_NUMBER, sample_case, sample_person
from sanktion.base.danish import long_date
from sanktion.models import CaseDocument, User, Words
from sanktion.models.texts import LetterKind, TextBlock, register_letter
from tilsyn.actions.papers import render_to_directorate
from tilsyn.models import (
    AccountReason,
    AssessmentVersion,
    CaseAssessment,
    Directorate,
    FollowUp,
    FollowUpKind,
    SelectedCase,
    Supervision,
    SupervisionForm,
)

REMARKS_FIELDS = ("modtaget", "sagsnr", "nr", "tilsyn", "telefon")
REMARKS_TEXTS = (
    TextBlock("supervision_remarks_intro", "Indledning", REMARKS_FIELDS),
    TextBlock("supervision_remarks_new_papers", "Når der er nye bilag", REMARKS_FIELDS),
    TextBlock("supervision_remarks_end", "Afslutning", REMARKS_FIELDS),
)
ACCOUNT_FIELDS = ("tilsyn", "forhold", "telefon")
ACCOUNT_TEXTS = (
    TextBlock("supervision_account_intro", "Indledning", ACCOUNT_FIELDS),
    TextBlock("supervision_account_end", "Afslutning", ACCOUNT_FIELDS),
)


def render_remarks(
    version: AssessmentVersion,
    text: str,
    documents: list[str],
    *,
    number: str,
    words: Words | None = None,
    by: User,
) -> bytes:
    """Names the case by its number alone: the directorate knows whose it is. ``documents`` are the new papers by
    number and the title they leave with. Raises TextMissing."""
    selected = version.assessment.selected
    words = (words or Words("supervision_remarks")).filled(
        modtaget=long_date(version.received_on),
        sagsnr=selected.case.number,
        nr=selected.number,
        tilsyn=_named(selected.supervision),
        telefon=settings.SANKTION_SENDER["phone"],
    )
    context = {"words": words, "selected": selected, "text": text, "documents": documents, "by": by}
    return render_to_directorate("tilsyn/letters/remarks.html", selected.supervision, context, number=number)


def render_account(follow_up: FollowUp, text: str, *, number: str, words: Words | None = None, by: User) -> bytes:
    """Raises TextMissing."""
    words = (words or Words("supervision_account")).filled(
        tilsyn=_named(follow_up.supervision),
        forhold=follow_up.get_reason_display().lower(),
        telefon=settings.SANKTION_SENDER["phone"],
    )
    context = {"words": words, "follow_up": follow_up, "text": text, "by": by}
    return render_to_directorate("tilsyn/letters/account.html", follow_up.supervision, context, number=number)


def _named(supervision: Supervision) -> str:
    """«tilsyn 2026-3»."""
    return f"tilsyn {supervision.number}"


def _sample_supervision() -> Supervision:
    directorate = Directorate(name="Tilsynsmyndigheden", address="Eksempelgade 1, 1000 Eksempelby")
    day: date = timezone.localdate()
    return Supervision(
        number="0000-1", form=SupervisionForm.CENTRAL_SAMPLE, directorate=directorate, received_on=day, due=day
    )


def _sample_remarks(words: Words) -> bytes:
    selected = SelectedCase(supervision=_sample_supervision(), case=sample_case(), number=1)
    version = AssessmentVersion(assessment=CaseAssessment(selected=selected), received_on=timezone.localdate())
    document = f"{CaseDocument(case=selected.case, number=12).full_number} Lægeerklæring"
    text = "Her står kommunens bemærkninger til vurderingen."
    return render_remarks(version, text, [document], number=SAMPLE_NUMBER, words=words, by=sample_person())


def _sample_account(words: Words) -> bytes:
    reason, kind = AccountReason.ERROR_LEVEL, FollowUpKind.ACCOUNT
    follow_up = FollowUp(supervision=_sample_supervision(), kind=kind, reason=reason, due=timezone.localdate())
    text = "Her står kommunens redegørelse."
    return render_account(follow_up, text, number=SAMPLE_NUMBER, words=words, by=sample_person())


def register_letters() -> None:
    remarks, account = "Bemærkninger til tilsynets vurdering", "Redegørelse til tilsynet"
    register_letter(LetterKind("supervision_remarks", remarks, REMARKS_TEXTS, _sample_remarks))
    register_letter(LetterKind("supervision_account", account, ACCOUNT_TEXTS, _sample_account))
