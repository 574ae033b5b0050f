"""V074: what is blacked out is nowhere in the finished file, and what isn't can still be read and searched.

The files are made here, each with one thing that hides text where a reader doesn't look.
"""

import io

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String
from weasyprint import HTML

from sanktion.base.redaction import (
    Box,
    Unreadable,
    after_dropping,
    find,
    leaks,
    one_page,
    page_picture,
    page_sizes,
    redact,
    words_under,
)

from ..factories.pdfs import HELVETICA, KEPT, PLAIN, SECRET, boxes_of, drawn, taken, text_at, told


def test_the_word_goes_and_the_rest_can_be_searched():
    data = drawn(PLAIN)
    made = taken(data)
    assert SECRET not in told(made)
    assert KEPT in told(made)
    # Where it stood, too: a mark in the finished file lies where its reader sees the word.
    [before], [after] = find(data, KEPT), find(made, KEPT)
    assert abs(before.box.x0 - after.box.x0) < 2
    assert abs(before.box.y0 - after.box.y0) < 2


def test_the_place_is_black_and_the_rest_is_as_it_was():
    data = drawn(PLAIN)
    boxes, made = boxes_of(data), taken(data)
    picture = page_picture(made, 0, dpi=72)
    assert picture.crop(boxes[0][0].pixels(200, 1)).getextrema()[0] == 0
    assert picture.getpixel((290, 10)) == 255
    assert page_sizes(made) == [(300, 200)]


def test_the_same_input_gives_the_same_bytes():
    data = drawn(PLAIN)
    assert redact(data, boxes_of(data)) == redact(data, boxes_of(data))


@pytest.mark.parametrize("word", ["affjeldsen", "effløjte", "fint"])
def test_ligatures(word):
    """A ligature is one drawing of several letters: it goes when one of them does."""
    font = "@font-face{font-family:P;src:url(static/fonts/IBMPlexSans-Regular.ttf)}"
    html = f"<style>{font}body{{font-variant-ligatures:common-ligatures}}</style><p>affjeldsen effløjte fint ende</p>"
    made = taken(HTML(string=html).write_pdf(), word)
    assert "ende" in told(made)


def test_a_box_that_only_touches_a_ligature_takes_all_of_it():
    data = HTML(string="<p>xx eﬃx yy</p>").write_pdf()
    [one] = find(data, "eﬃx") or find(data, "effix")
    middle = one.box.middle
    boxes = {0: [Box(middle[0] - 0.2, one.box.y0, middle[0] + 0.2, one.box.y1)]}
    made = redact(data, boxes)
    assert leaks(made, boxes) == []
    assert "ffi" not in told(made)
    assert "ﬃ" not in told(made)
    assert "xx" in told(made)
    assert "yy" in told(made)


@pytest.mark.parametrize("matrix", ["0 1 -1 0", "0.7071 0.7071 -0.7071 0.7071", "-1 0 0 -1", "0 -1 1 0"])
def test_text_that_is_turned(matrix):
    data = drawn(text_at(150, 100, SECRET, matrix=matrix) + text_at(20, 20, KEPT, matrix="0 1 -1 0"))
    assert KEPT in "".join(told(taken(data)).split())


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_that_are_turned_and_cropped(turned):
    def change(pdf):
        pdf.pages[0].obj.Rotate = turned
        pdf.pages[0].obj.CropBox = Array([20, 30, 280, 190])

    data = drawn(PLAIN, change=change)
    made = taken(data)
    assert page_sizes(made) == [(260, 160) if turned % 180 == 0 else (160, 260)]
    assert KEPT in told(made)
    [before], [after] = find(data, KEPT), find(made, KEPT)
    assert max(abs(a - b) for a, b in zip(before.box.middle, after.box.middle, strict=True)) < 2


def _field(pdf):
    appearance = Stream(pdf, text_at(2, 4, SECRET))
    appearance.Type, appearance.Subtype, appearance.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 20])
    appearance.Resources = pdf.pages[0].obj.Resources
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("navn"),
            V=String(SECRET),
            Rect=Array([40, 145, 140, 165]),
            F=4,
            AP=Dictionary(N=appearance),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA=String("/F1 12 Tf"))


def _note(pdf):
    popup = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([150, 150, 250, 190]), Contents=String(SECRET))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([40, 145, 60, 165]),
        Contents=String(SECRET),
        T=String(SECRET),
        Popup=pdf.make_indirect(popup),
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note), popup])


def _link(pdf):
    action = Dictionary(S=Name.URI, URI=String(f"https://eksempel.dk/{SECRET}"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([40, 50, 140, 70]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _document(pdf):
    pdf.docinfo["/Title"] = SECRET
    pdf.Root.Metadata = Stream(pdf, f"<x>{SECRET}</x>".encode())
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(SECRET))]))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, Alt=String(SECRET)))
    pdf.Root.Dests = Dictionary({f"/{SECRET}": Array([pdf.pages[0].obj, Name.Fit])})
    pdf.attachments[f"{SECRET}.txt"] = SECRET.encode()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _piece(pdf):
    pdf.pages[0].obj.PieceInfo = Dictionary(Word=Dictionary(Private=String(SECRET)))
    pdf.pages[0].obj.Resources.Font.F1.Metadata = Stream(pdf, SECRET.encode())


HIDING = {"field": _field, "note": _note, "link": _link, "document": _document, "piece": _piece}


@pytest.mark.parametrize("change", HIDING.values(), ids=HIDING)
@pytest.mark.parametrize("has_box", [True, False], ids=["box", "copied"])
def test_what_is_told_beside_the_page_goes(change, has_box):
    data = drawn(text_at(40, 50, KEPT), change=change)
    boxes = {0: [Box(38, 143, 160, 167)]} if has_box else {}
    assert any(leak.what for leak in leaks(data, {}, words=[SECRET]))
    made = redact(data, boxes)
    assert leaks(made, boxes, words=[SECRET]) == []
    assert KEPT in told(made)
    assert SECRET.encode() not in made


@pytest.mark.parametrize("has_box", [True, False], ids=["box", "copied"])
def test_other_words_for_what_is_drawn_go(has_box):
    """ActualText, in the page's own stream and by name."""
    content = b"/Span <</ActualText (Hemmelig)>> BDC " + text_at(40, 50, KEPT) + b"EMC /Span /P1 BDC EMC"
    properties = {"Properties": lambda pdf: Dictionary(P1=Dictionary(ActualText=String(SECRET)))}
    data = drawn(content, **properties)
    assert leaks(data, {}, words=[SECRET])
    boxes = {0: [Box(200, 100, 220, 120)]} if has_box else {}
    made = redact(data, boxes)
    assert leaks(made, boxes, words=[SECRET]) == []
    assert KEPT in told(made)


def _form(pdf):
    form = Stream(pdf, text_at(0, 0, SECRET))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, -5, 100, 20])
    form.Resources = Dictionary(Font=Dictionary(F1=Dictionary(**HELVETICA)))
    return Dictionary(X1=pdf.make_indirect(form))


def test_text_in_a_drawing_of_its_own():
    data = drawn(b"q 1 0 0 1 40 150 cm /X1 Do Q " + text_at(40, 50, KEPT), XObject=_form)
    made = taken(data)
    assert SECRET not in told(made)
    assert KEPT in told(made)


def test_a_drawing_listed_on_a_page_that_does_not_use_it_stays_behind():
    """Some programs list every drawing of the file on each page."""
    data = drawn(b"q 1 0 0 1 40 150 cm /X1 Do Q", text_at(40, 50, KEPT), XObject=_form)
    boxes = {0: [Box(30, 140, 200, 180)]}
    made = redact(data, boxes)
    assert leaks(made, boxes, words=[SECRET]) == []
    assert KEPT in told(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/XObject" not in pdf.pages[1].obj.Resources


HIDDEN = {
    "white on white": b"1 g " + text_at(40, 100, SECRET) + b"0 g ",
    "painted over": text_at(40, 100, SECRET) + b"0 g 30 90 120 30 re f ",
    "never painted": b"BT 3 Tr /F1 12 Tf 40 100 Td (Hemmelig) Tj ET BT 0 Tr ET ",
    "outside the page": text_at(400, 100, SECRET),
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_text_that_nobody_sees_does_not_follow(hidden):
    """No one could have marked it: also on a page without a box."""
    made = redact(drawn(hidden + text_at(40, 50, KEPT)), {})
    assert leaks(made, {}, words=[SECRET]) == []
    assert KEPT in told(made)


def test_a_word_within_another_is_not_that_word():
    data = drawn(text_at(40, 150, "ham") + text_at(40, 50, "hammer"))
    boxes = {0: [Box(38, 146, 90, 165)]}
    assert leaks(redact(data, boxes), boxes, words=["ham", "type", "font"]) == []


def test_a_picture_within_the_page_stays():
    inline = b"q 50 0 0 50 200 20 cm BI /W 1 /H 1 /CS /C1 /BPC 8 ID \x60 EI Q "
    data = drawn(inline + text_at(40, 50, KEPT), ColorSpace=lambda pdf: Dictionary(C1=Name.DeviceGray))
    made = redact(data, {})
    assert (
        page_picture(made, 0, dpi=72).getpixel((220, 150)) == page_picture(data, 0, dpi=72).getpixel((220, 150)) < 200
    )


def test_layers_that_are_turned_off_stay_off():
    def change(pdf):
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lag")))
        pdf.pages[0].obj.Resources.Properties = Dictionary(L1=group)
        off = Dictionary(OFF=Array([group]), Order=Array([group]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=off)

    data = drawn(b"/OC /L1 BDC " + text_at(40, 100, SECRET) + b"EMC " + text_at(40, 50, KEPT), change=change)
    made = redact(data, {})
    assert leaks(made, {}, words=[SECRET]) == []
    assert KEPT in told(made)


def test_pages_are_dropped_and_the_boxes_follow():
    data = drawn(text_at(40, 150, "Nul"), PLAIN, PLAIN)
    boxes = {2: boxes_of(data)[2]}
    made, moved = redact(data, boxes, drop_pages={0, 1}), after_dropping(boxes, {0, 1})
    assert list(moved) == [0]
    assert len(page_sizes(made)) == 1
    assert leaks(made, moved, words=[SECRET, "Nul"]) == []
    with pytest.raises(Unreadable):
        redact(data, {}, drop_pages={0, 1, 2})


def test_one_page_is_that_page():
    assert KEPT in told(one_page(drawn(b"", PLAIN), 1))


def test_what_is_no_pdf_is_refused():
    for act in (lambda: redact(b"x", {}), lambda: leaks(b"x", {}), lambda: find(b"x", "a")):
        with pytest.raises(Unreadable):
            act()


def test_words_covered_everywhere_are_known_and_those_left_are_not():
    data = drawn(PLAIN + text_at(40, 100, "Bo " + SECRET + " Holm"))
    first = {0: [find(data, SECRET)[0].box]}
    assert words_under(data, first) == set()
    assert words_under(data, boxes_of(data)) == {SECRET.casefold()}


LETTER = "<h1>Afgørelse</h1>" + "".join(
    f"<p>Afsnit {n}: Kommunen har den {n}. maj talt med Hemmelig om det, der skete, og har set på papirerne.</p>"
    for n in range(1, 24)
)


@pytest.mark.thorough
def test_a_letter_stays_within_three_times_its_size():
    data = HTML(string=LETTER).write_pdf(pdf_variant="pdf/a-3a")
    assert len(taken(data)) <= 3 * len(data)


WORDS = st.text(alphabet="abcdefghijklmnoæøåÅÉ", min_size=4, max_size=9)


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(words=["aaaaa", "aaaa", "aaab"], box=(231, 82, 5, 80), turned=180, matrix="1 0 0 1")
@given(
    words=st.lists(WORDS, min_size=3, max_size=9, unique_by=str.casefold),
    box=st.tuples(st.integers(0, 250), st.integers(0, 170), st.integers(5, 200), st.integers(5, 80)),
    turned=st.sampled_from([0, 90, 180, 270]),
    matrix=st.sampled_from(["1 0 0 1", "0 1 -1 0", "0.9 0.3 -0.3 0.9"]),
)
def test_no_box_on_any_page_leaves_anything(words, box, turned, matrix):
    content = b"".join(text_at(30 + 20 * n, 20 + 18 * n, word, matrix=matrix) for n, word in enumerate(words))

    def change(pdf):
        pdf.pages[0].obj.Rotate = turned

    x, y, width, height = box
    boxes = {0: [Box(x, y, x + width, y + height)]}
    assert leaks(redact(drawn(content, change=change), boxes), boxes) == []
