"""Papers with something to hold back, and versions of what is held back, made by the application's own actions."""

import io

import pikepdf
from pikepdf import Dictionary, Name, Stream

from sanktion.actions.document import file_document
from sanktion.models import CaseDocument, MaterialKind, SupervisionRelevance, User
from tilsyn.actions.holdback import approve_holdback, fingerprint, mark_word, open_holdback, send_to_approval
from tilsyn.models import HoldBack, HoldReason, SelectedCase

SECRET, KEPT = "Hemmelig", "Synlig"


def pages_saying(*pages: str) -> bytes:
    """A small PDF with one line a page."""
    with pikepdf.new() as pdf:
        font = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica, "Encoding": Name.WinAnsiEncoding}
        for text in pages:
            page = pdf.add_blank_page(page_size=(300, 200))
            page.obj.Resources = Dictionary(Font=Dictionary(F1=Dictionary(**font)))
            page.obj.Contents = Stream(pdf, f"BT /F1 12 Tf 40 150 Td ({text}) Tj ET".encode("cp1252"))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def document_in(selected: SelectedCase, *pages: str, by: User, **facts) -> CaseDocument:
    facts = {"title": "Brev", "kind": MaterialKind.OTHER, "concerns": SupervisionRelevance.PARTLY, **facts}
    data = pages_saying(*(pages or (f"{SECRET} og {KEPT}",)))
    return file_document(selected.case, render=lambda number: data, by=by, **facts)


def marked(selected: SelectedCase, document: CaseDocument, *, by: User) -> HoldBack:
    holdback = open_holdback(selected, document, by=by)
    mark_word(holdback, SECRET, reason=HoldReason.PERSONS, by=by)
    holdback.refresh_from_db()
    return holdback


def waiting(selected: SelectedCase, document: CaseDocument, *, by: User) -> HoldBack:
    holdback = marked(selected, document, by=by)
    send_to_approval(holdback, by=by)
    return again(holdback)


def approved(holdback: HoldBack, *, by: User) -> HoldBack:
    approve_holdback(holdback, seen=fingerprint(again(holdback)), by=by)
    return again(holdback)


def again(holdback: HoldBack) -> HoldBack:
    return HoldBack.objects.select_related("document__case", "selected__case").get(pk=holdback.pk)
