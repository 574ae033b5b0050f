import hashlib
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sanktion.base import pdf
from sanktion.models import (
    Case,
    CaseDocument,
    CaseMaterial,
    DocumentContent,
    DocumentText,
    MaterialKind,
    MediaType,
    SupervisionRelevance,
    User,
    Words,
)

LETTER_STYLES = ("css/pdf/base.css", "css/pdf/letter.css")


@transaction.atomic
def file_document(
    case: Case,
    *,
    title: str,
    kind: MaterialKind,
    render: Callable[[str], bytes],
    concerns: SupervisionRelevance = SupervisionRelevance.YES,
    media_type: MediaType = MediaType.PDF,
    received_on: date | None = None,
    words: Words | None = None,
    by: User | None,
) -> CaseDocument:
    """Number, render and file one document. ``render`` gets the full number, on every page we write (B004, B005).

    With ``words``, the versions of the texts that ``render`` used are kept with the document (V004).
    """
    document = CaseDocument(
        case=case,
        number=CaseDocument.objects.next_number(case),
        title=title,
        kind=kind,
        concerns_supervision=concerns,
        media_type=media_type,
        received_on=received_on,
        created_by=by,
    )
    data = render(document.full_number)
    document.size, document.sha256 = len(data), hashlib.sha256(data).hexdigest()
    document.save()
    DocumentContent.objects.create(document=document, data=data)
    if words:
        DocumentText.objects.bulk_create(DocumentText(document=document, text=text) for text in words.used.values())
    CaseMaterial.objects.note(case, kind, concerns)
    return document


def render_letter(template: str, case: Case, context: dict, *, number: str) -> bytes:
    """A letter on the municipality's paper, as tagged PDF/A-3a; ``number`` is the full document number or a draft mark.

    The template gets ``case``, ``citizen``, ``sender`` (B001, B051), ``number``, ``today`` and what ``context`` adds.
    """
    return pdf.render(
        template,
        {
            "case": case,
            "citizen": case.citizen,
            "sender": settings.SANKTION_SENDER,
            "number": number,
            "today": timezone.localdate(),
            **context,
        },
        stylesheets=LETTER_STYLES,
        archival=True,
    )
