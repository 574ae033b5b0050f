"""What goes with a dispatch: the cover letter, the list of what is in it, and the citizens' letters (V081-V083)."""

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sanktion.actions.document import render_letter
from sanktion.actions.letters import SAMPLE_NUMBER, sample_case
from sanktion.base import pdf
from sanktion.base.danish import long_date
from sanktion.models import Case, Words
from sanktion.models.texts import LetterKind, TextBlock
from tilsyn.actions.papers import render_to_directorate
from tilsyn.models import (
    Directorate,
    Dispatch,
    DispatchChannel,
    DispatchKind,
    DispatchPaper,
    PaperKind,
    Supervision,
    SupervisionForm,
)

COVER = "tilsyn/letters/dispatch_cover.html"
ORIENTATION = "tilsyn/letters/orientation.html"
INDEX = "tilsyn/letters/dispatch_index.html"
INDEX_STYLES = ("css/pdf/base.css", "css/pdf/index.css")
INDEX_NAME, MANIFEST_NAME = "00-aktfortegnelse.pdf", "manifest.json"
CONTENTS = {
    DispatchKind.MATERIAL: "materialet i de sager, der indgår i tilsynet,",
    DispatchKind.SUPPLEMENT: "supplerende materiale i de sager, der indgår i tilsynet,",
    DispatchKind.REMARKS: "kommunens bemærkninger",
    DispatchKind.ROUND_ANSWER: "kommunens svar på listen",
    DispatchKind.LETTER: "et brev",
}
# V083: the wording is the directorate's own template, kept as dated texts.
ORIENTATION_TEXTS = (
    TextBlock("orientation_why", "Hvorfor du får brevet", ("myndighed", "dato", "sagsnr")),
    TextBlock("orientation_what", "Hvad vi har sendt", ("myndighed", "sagsnr")),
    TextBlock("orientation_rights", "Dine rettigheder", ("myndighed",)),
    TextBlock("orientation_contact", "Spørgsmål", ("telefon", "sagsnr")),
    TextBlock("orientation_english", "In English", ("myndighed", "sagsnr"), is_optional=True),
)
COVER_TEXTS = (
    TextBlock("dispatch_cover_intro", "Indledning", ("indhold", "tilsyn", "modtaget")),
    TextBlock("dispatch_cover_post", "Når det sendes med post", ("grund",)),
    TextBlock("dispatch_cover_secrecy", "Fortrolighed", ("telefon",)),
)


def render_orientation(case: Case, directorate: Directorate, *, number: str, words: Words) -> bytes:
    """To the citizen. Names no other case, and says what day the material was sent: today."""
    words = words.filled(
        myndighed=directorate.name,
        dato=long_date(timezone.localdate()),
        sagsnr=case.number,
        telefon=settings.SANKTION_SENDER["phone"],
    )
    return render_letter(ORIENTATION, case, {"directorate": directorate, "words": words}, number=number)


def render_cover(dispatch: Dispatch, *, number: str, words: Words, bundles: list | None = None) -> bytes:
    supervision = dispatch.supervision
    words = words.filled(
        indhold=CONTENTS[DispatchKind(dispatch.kind)],
        tilsyn=f"{supervision.get_form_display().lower()} {supervision.number}",
        modtaget=long_date(supervision.received_on),
        grund=dispatch.post_reason,
        telefon=settings.SANKTION_SENDER["phone"],
    )
    cases = {bundle.selected_id for bundle in bundles or []}
    context = {"dispatch": dispatch, "words": words, "bundles": bundles or [], "cases": len(cases)}
    return render_to_directorate(COVER, supervision, context, number=number)


def papers_in_order(dispatch: Dispatch) -> list[DispatchPaper]:
    """The cover letter first."""
    rows = dispatch.papers.select_related("paper__supervision", "part")
    return sorted(rows, key=lambda row: (row.paper.kind != PaperKind.COVER, row.paper.number))


def contents_of(dispatch: Dispatch) -> list[dict]:
    """Each file of the dispatch in its order: name, what it is, SHA-256, size, pages and the part it goes in."""
    papers = papers_in_order(dispatch)
    files = [_file(row.paper.file_name, row.paper.title, row.paper, 0, row.part) for row in papers]
    bundles = dispatch.bundles.select_related("bundle__selected__case", "part").prefetch_related("bundle__entries")
    for row in bundles:
        bundle = row.bundle
        file = _file(bundle.file_name, f"Sag {bundle.selected.case.number}", bundle, bundle.pages, row.part)
        files.append(file | {"entries": [_entry(entry) for entry in bundle.entries.all()]})
    return files


def render_manifest(dispatch: Dispatch) -> bytes:
    """For a program to check what came against: every file with its SHA-256."""
    supervision = dispatch.supervision
    head = {"tilsyn": supervision.number, "forsendelse": dispatch.number, "reference": supervision.reference}
    files = [_told(file) for file in contents_of(dispatch)]
    return json.dumps(head | {"filer": files}, ensure_ascii=False, indent=1).encode()


def render_index(dispatch: Dispatch) -> bytes:
    """The list of what is in the dispatch, for people. The same dispatch gives the same bytes."""
    context = {
        "dispatch": dispatch,
        "supervision": dispatch.supervision,
        "files": contents_of(dispatch),
        "sender": settings.SANKTION_SENDER,
        "on": timezone.localdate(dispatch.created_at),
    }
    return pdf.render(INDEX, context, stylesheets=INDEX_STYLES, archival=True)


def _file(name: str, title: str, row, pages: int, part) -> dict:
    facts = {"name": name, "title": title, "sha256": row.sha256, "size": row.size, "pages": pages}
    return facts | {"part": part.number if part else None, "entries": []}


def _entry(entry) -> dict:
    facts = {"position": entry.position, "title": entry.title, "dated": entry.dated, "first_page": entry.first_page}
    return facts | {"pages": entry.pages, "sha256": entry.sha256, "section": entry.get_section_display()}


def _told(file: dict) -> dict:
    told = {"navn": file["name"], "sha256": file["sha256"], "byte": file["size"], "sider": file["pages"]}
    entries = [
        {"nr": one["position"], "titel": one["title"], "foerste_side": one["first_page"], "sider": one["pages"]}
        | {"sha256": one["sha256"]}
        for one in file["entries"]
    ]
    return told | {"del": file["part"], "bilag": entries}


def _sample_dispatch() -> Dispatch:
    """Nothing of it is stored."""
    today = timezone.localdate()
    directorate = Directorate.objects.on(today).first() or Directorate(name="Direktoratet")
    supervision = Supervision(number="0000-1", form=SupervisionForm.CENTRAL_SAMPLE, directorate=directorate)
    supervision.received_on = today - timedelta(days=7)
    dispatch = Dispatch(supervision=supervision, number=1, kind=DispatchKind.MATERIAL, channel=DispatchChannel.POST)
    dispatch.post_reason = "Her står grunden."
    return dispatch


def _sample_orientation(words: Words) -> bytes:
    directorate = _sample_dispatch().supervision.directorate
    return render_orientation(sample_case(), directorate, number=SAMPLE_NUMBER, words=words)


def _sample_cover(words: Words) -> bytes:
    return render_cover(_sample_dispatch(), number=SAMPLE_NUMBER, words=words)


LETTERS = (
    LetterKind("orientation", "Orientering om tilsyn", ORIENTATION_TEXTS, _sample_orientation),
    LetterKind("dispatch_cover", "Følgebrev til direktoratet", COVER_TEXTS, _sample_cover),
)
