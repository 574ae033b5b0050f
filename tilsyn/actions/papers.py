"""Filing letters to and from the directorate."""

import hashlib
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.models import User
from tilsyn.models import Directorate, PaperKind, SelectedCase, Supervision, SupervisionPaper, SupervisionPaperContent


@transaction.atomic
def file_paper(
    supervision: Supervision,
    *,
    kind: PaperKind,
    title: str,
    render: Callable[[str], bytes],
    selected: SelectedCase | None = None,
    received_on: date | None = None,
    by: User,
) -> SupervisionPaper:
    """Number, render and file one PDF; ``render`` gets the full number. What tells of a citizen gives ``selected``."""
    paper = SupervisionPaper(
        supervision=supervision,
        selected=selected,
        number=SupervisionPaper.objects.next_number(supervision),
        kind=kind,
        title=title,
        received_on=received_on,
        created_by=by,
    )
    data = render(paper.full_number)
    paper.size, paper.sha256 = len(data), hashlib.sha256(data).hexdigest()
    paper.save()
    SupervisionPaperContent.objects.create(paper=paper, data=data)
    return paper


def recipient_of(supervision: Supervision) -> Directorate:
    """Who supervises today: the authority's name, address and certificate change while a supervision lasts. An invented
    supervision has an authority of its own."""
    if supervision.pk is None:
        return supervision.directorate
    found = Directorate.objects.on(timezone.localdate()).order_by("-valid_from").first()
    return found or supervision.directorate


def render_to_directorate(template: str, supervision: Supervision, context: dict, *, number: str) -> bytes:
    """A letter to the directorate on the municipality's paper, as tagged PDF/A-3a."""
    return pdf.render(
        template,
        {
            "supervision": supervision,
            "directorate": recipient_of(supervision),
            "sender": settings.SANKTION_SENDER,
            "number": number,
            "today": timezone.localdate(),
            **context,
        },
        stylesheets=LETTER_STYLES,
        archival=True,
    )
