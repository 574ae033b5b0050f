"""Bundles made as the application makes them, and PDFs to put in them."""

import io
from uuid import uuid4

import pikepdf

from sanktion.actions.document import file_document
from sanktion.models import CaseDocument, MaterialKind
from tilsyn.actions.bundles import make, request_bundles
from tilsyn.models import Bundle, SelectedCase

from .letters import short_letters


def a_pdf(text: str = "Underretning", pages: int = 1, **page) -> bytes:
    """Pages that each say ``text`` and their own number. ``page`` goes on each, e.g. ``Rotate=90``."""
    with pikepdf.new() as made:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        for number in range(1, pages + 1):
            words = f"BT /F1 12 Tf 60 400 Td ({text} {number}) Tj ET".encode("cp1252")
            one = made.add_blank_page(page_size=(595, 842)).obj
            one.Contents = made.make_stream(words)
            one.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            for key, value in page.items():
                one[f"/{key}"] = value
        file = io.BytesIO()
        made.save(file, deterministic_id=True)
    return file.getvalue()


def paper(selected: SelectedCase, *, data: bytes | None = None, kind=MaterialKind.EVENT, **facts) -> CaseDocument:
    facts = {"title": "Underretning", "by": selected.named_by, **facts}
    return file_document(selected.case, kind=kind, render=lambda number: data or a_pdf(), **facts)


@short_letters()
def bundle_of(selected: SelectedCase) -> Bundle:
    """The case's next bundle, made. Its own pages are empty unless the test asks for ``whole_letters``."""
    asked = request_bundles(selected.supervision, [selected], by=selected.named_by, key=uuid4())
    for bundle in asked:
        make(bundle.pk)
    return Bundle.objects.select_related("selected__case", "selected__supervision").get(pk=asked[0].pk)
