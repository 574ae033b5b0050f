"""V056: what the engine makes of PDFs of every sort, read by another program than the one that made it."""

import hashlib
import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from weasyprint import HTML

from tilsyn.binding import Chapter, Cover, Leaf, Unusable, Volume, bind, bind_request

from ..factories.bundles import a_pdf

ROW = "<p><a href='https://side.invalid/{0}'>{1}</a></p>"


def contents(places) -> bytes:
    return HTML(string="".join(ROW.format(place.first_page, place.number) for place in places)).write_pdf()


def leaf(number: str, data: bytes, title: str = "Brev") -> Leaf:
    return Leaf(number, title, f"Dokument {number}", lambda: data)


def bound(*chapters, before: int = 0):
    file = io.BytesIO()
    found = bind(Cover("Tilsyn 2026-4, sag 1", "sag 1", contents, before), list(chapters), file)
    return found, file.getvalue()


def of(*papers: bytes, before: int = 0):
    return bound(Chapter("1 Hændelsen", [leaf(f"1.{n}", data) for n, data in enumerate(papers, 1)]), before=before)


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]


def changed(data: bytes, change) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(file, deterministic_id=True)
    return file.getvalue()


def test_every_page_says_which_page_it_is():
    """The number in the stamp is the page of the file, and the page's own label."""
    _, data = of(a_pdf("Første", pages=3), a_pdf("Anden"))
    shown = texts(data)
    assert len(shown) == 5
    assert "sag 1 · indhold · side 1 af 5" in shown[0]
    assert "sag 1 · bilag 1.1 · side 4 af 5" in shown[3]
    assert "Anden 1" in shown[4]
    assert "sag 1 · bilag 1.2 · side 5 af 5" in shown[4]
    with pypdfium2.PdfDocument(data) as pdf:
        assert [pdf.get_page_label(number) for number in range(5)] == ["1", "2", "3", "4", "5"]


def test_links_in_the_contents_go_to_the_paper():
    _, data = of(a_pdf(pages=2), a_pdf(), a_pdf())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        order = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        goals = [order[note.Dest[0].objgen] for note in pdf.pages[0].Annots]
        assert goals == [2, 4, 5]
        assert [page.get("/Annots") for page in list(pdf.pages)[1:]] == [None] * 4


def test_bookmarks_name_the_section_the_paper_and_the_page():
    _, data = bound(
        Chapter("1 Hændelsen", [leaf("1.1", a_pdf(pages=2), "Underretning")]),
        Chapter("2 Borgerens forklaring", []),
        Chapter("6 Afgørelsen", [leaf("6.1", a_pdf(), "Afgørelse")]),
    )
    with pypdfium2.PdfDocument(data) as pdf:
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in pdf.get_toc()]
    assert marks == [
        (0, "Indhold (side 1)", 1),
        (0, "1 Hændelsen (side 2)", 2),
        (1, "1.1 Underretning (side 2)", 2),
        (0, "6 Afgørelsen (side 4)", 4),
        (1, "6.1 Afgørelse (side 4)", 4),
    ]


def test_a_supplement_goes_on_from_the_last_page():
    found, data = of(a_pdf(pages=2), before=41)
    assert [(place.first_page, place.last_page) for place in found.places] == [(43, 44)]
    assert "side 42 af 44" in texts(data)[0]
    with pypdfium2.PdfDocument(data) as pdf:
        assert [pdf.get_page_label(number) for number in range(3)] == ["42", "43", "44"]


def test_the_same_papers_give_the_same_bytes():
    papers = [a_pdf("Brev", pages=2), a_pdf("Svar")]
    found, data = of(*papers)
    again = of(*papers)[1]
    assert data == again
    assert [place.sha256 for place in found.places] == [hashlib.sha256(paper).hexdigest() for paper in papers]


BOXES = {
    "upright": {},
    "turned a quarter": {"Rotate": 90},
    "upside down": {"Rotate": 180},
    "turned three quarters": {"Rotate": 270},
    "cropped": {"CropBox": [50, 60, 500, 700]},
    "cropped and turned": {"CropBox": [50, 60, 500, 700], "Rotate": 90},
    "landscape": {"MediaBox": [0, 0, 842, 595]},
    "not from zero": {"MediaBox": [-100, -50, 495, 792]},
    "corners in the other order": {"MediaBox": [595, 842, 0, 0]},
    "in larger units": {"UserUnit": 2},
}


@pytest.mark.parametrize("page", BOXES.values(), ids=BOXES.keys())
def test_the_stamp_stands_below_the_page_as_its_reader_sees_it(page):
    """It covers nothing: the strip is added, and what was seen of the page before is seen as it was."""
    before = a_pdf("Brev", **{key: Array(value) if isinstance(value, list) else value for key, value in page.items()})
    after = of(before)[1]
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        seen, stamped = old[0].render(scale=1).to_pil().convert("L"), new[1].render(scale=1).to_pil().convert("L")
        assert stamped.width == seen.width
        assert stamped.height > seen.height
        assert _difference(seen, stamped.crop((0, 0, *seen.size))) < 2
        strip = stamped.crop((0, seen.height, *stamped.size))
        assert strip.getextrema()[0] < 180, "nothing is written below the page"
        assert "sag 1 · bilag 1.1 · side 2 af 2" in new[1].get_textpage().get_text_range()


def _difference(one, other) -> float:
    """Mean of all pixels: 0-255."""
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height)


@pytest.mark.parametrize("content", [b"q q 5 0 0 5 300 300 cm", b"Q Q Q 0.1 0 0 0.1 0 0 cm", b"BT /F1 9 Tf"])
def test_a_page_that_leaves_its_drawing_unfinished_is_stamped_all_the_same(content):
    def leave(pdf):
        page = pdf.pages[0].obj
        page.Contents = Array([page.Contents, pdf.make_stream(content)])

    data = of(changed(a_pdf(), leave))[1]
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[1].get_textpage()
        place = page.get_charbox(page.get_text_range().index("sag 1"))
    assert place[0] > 200
    assert -17 < place[1] < 0


def test_what_lies_outside_the_page_is_not_uncovered_by_the_strip():
    def hide(pdf):
        page = pdf.pages[0].obj
        page.CropBox = Array([0, 100, 595, 842])
        page.Contents = pdf.make_stream(b"0 g 0 0 595 99 re f")

    data = of(changed(a_pdf(), hide))[1]
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[1].render(scale=1).to_pil().convert("L")
    dark = sum(pixel < 128 for pixel in picture.tobytes())
    assert dark < 500


def active(pdf) -> None:
    """Everything that could tell a name or do something on its own."""
    pdf.docinfo["/Author"] = "KANARIE forfatter"
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta>KANARIE metadata</x:xmpmeta>")
    pdf.attachments["KANARIE.txt"] = b"KANARIE bilag"
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('KANARIE')"))
    pdf.Root.Dests = Dictionary({"/KANARIE": Array([pdf.pages[0].obj, Name.Fit])})
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pikepdf.String("KANARIE")))
    page.PieceInfo = Dictionary(KANARIE=Dictionary(Private=pikepdf.String("KANARIE")))
    link = Dictionary(S=Name.URI, URI=pikepdf.String("https://kanarie.invalid/"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=link)
    note.Contents = pikepdf.String("KANARIE")
    page.Annots = Array([note])
    picture = pdf.make_stream(b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace, picture.Metadata = Name.DeviceGray, pdf.make_stream(b"KANARIE fotograf")
    page.Resources.XObject = Dictionary(Im=picture)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("KANARIE bogmærke", 0))


def test_nothing_comes_along_but_what_is_seen():
    """V074: names in metadata, attachments, bookmarks, links and scripts stay behind."""
    source = changed(a_pdf(), active)
    assert _holds(source, "kanarie"), "the source has nothing to lose"
    data = of(source)[1]
    assert not _holds(data, "kanarie")
    assert not any(_holds(data, word) for word in ("JavaScript", "EmbeddedFile", "/Metadata", "/URI"))


def _holds(data: bytes, word: str) -> bool:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts = [pdf.trailer.unparse(resolved=True)]
        for thing in pdf.objects:
            parts.append(thing.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_bytes())
    return word.lower().encode() in b"\n".join(parts).lower()


def test_what_is_written_in_a_form_is_on_the_page():
    def fill(pdf):
        shown = pdf.make_stream(b"BT /F1 12 Tf 2 5 Td (Udfyldt) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        shown.BBox, shown.Resources = Array([0, 0, 100, 20]), pdf.pages[0].obj.Resources
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("Navn"), F=4)
        field.Rect, field.AP = Array([60, 500, 160, 520]), Dictionary(N=shown)
        field = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    data = of(changed(a_pdf(), fill))[1]
    assert "Udfyldt" in texts(data)[1]


def test_a_layer_that_was_hidden_stays_hidden():
    def layer(pdf):
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("KANARIE")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(Lag=group)
        page.Contents = pdf.make_stream(b"/OC /Lag BDC 0 g 0 0 595 842 re f EMC")

    data = of(changed(a_pdf(), layer))[1]
    with pypdfium2.PdfDocument(data) as pdf:
        assert pdf[1].render(scale=0.2).to_pil().convert("L").getpixel((50, 50)) == 255
    assert not _holds(data, "kanarie")


def locked() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user="hemmeligt", owner="hemmeligt"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [(a_pdf()[:300], "beskadiget"), (b"ikke en PDF %%EOF", "beskadiget"), (locked(), "adgangskode")],
    ids=["cut short", "no PDF", "locked"],
)
def test_a_paper_that_cannot_be_read_is_named(data, told):
    with pytest.raises(Unusable, match=f"Dokument 1.2 .*{told}"):
        of(a_pdf(), data)


def test_contents_of_several_pages_move_everything_along():
    papers = [a_pdf()] * 60
    found, data = of(*papers)
    shown = texts(data)
    place = found.places[-1]
    assert f"bilag 1.60 · side {place.first_page} af {found.pages}" in shown[place.first_page - 1]
    assert found.pages > 61


def volumes() -> list[Volume]:
    one, more, other = of(a_pdf(pages=2))[1], of(a_pdf(), before=3)[1], of(a_pdf("Anden"))[1]
    return [
        Volume("Sag 1", 3, lambda: one, marks=[("1.1 Brev", 1)]),
        Volume("Sag 1, tillæg 1", 2, lambda: more, continues=True),
        Volume("Sag 2", 2, lambda: other),
    ]


def whole(**how) -> tuple[list[str], bytes]:
    file, told = io.BytesIO(), []

    def index(firsts):
        told[:] = firsts
        return HTML(string="".join(ROW.format(first, first) for first in firsts)).write_pdf()

    pages = bind_request("Tilsyn 2026-4", volumes(), index, file, **how)
    shown = texts(file.getvalue())
    assert len(shown) == pages
    return [shown[first - 1] for first in told], file.getvalue()


def test_a_whole_request_keeps_each_cases_own_stamps():
    begins, data = whole()
    assert "indhold · side 1 af 3" in begins[0]
    assert "indhold · side 4 af 5" in begins[1]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        order = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        assert [order[note.Dest[0].objgen] for note in pdf.pages[0].Annots] == [2, 5, 7]
        # The contents page of the first case still leads to its paper.
        assert [order[note.Dest[0].objgen] for note in pdf.pages[1].Annots] == [3]
    with pypdfium2.PdfDocument(data) as pdf:
        marks = [(mark.get_title(), mark.get_dest().get_index() + 1) for mark in pdf.get_toc()]
    assert marks == [
        ("Aktfortegnelse", 1),
        ("Sag 1 (side 2)", 2),
        ("1.1 Brev", 3),
        ("Sag 1, tillæg 1 (side 5)", 5),
        ("Sag 2 (side 7)", 7),
    ]


def test_for_print_each_case_begins_on_a_sheet_of_its_own():
    begins, data = whole(both_sides=True)
    assert "side 1 af 2" in begins[2]
    with pypdfium2.PdfDocument(data) as pdf:
        firsts = [mark.get_dest().get_index() + 1 for mark in pdf.get_toc() if "Sag" in mark.get_title()]
    assert firsts == [3, 6, 9]
