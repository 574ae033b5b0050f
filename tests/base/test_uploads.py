"""Files from strangers: what comes out is safe, and what can't be made safe is refused with a sentence."""

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import asdict, replace

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from sanktion.base import uploads
from sanktion.base.opening.office import DOCX, ODT
from sanktion.base.uploads import Limits, UploadRefused, clean

from ..factories import files

pytestmark = pytest.mark.thorough

LIMITS = Limits()
DANGERS = (b"/JavaScript", b"/Launch", b"/SubmitForm", b"/OpenAction", b"/AA", b"/XFA", b"/EmbeddedFile", b"/RichMedia")


def refusal(data: bytes, **limits) -> str:
    with pytest.raises(UploadRefused) as refused:
        clean(data, limits=replace(LIMITS, **limits))
    return str(refused.value)


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


# PDF


def test_pdf_keeps_its_pages_and_their_text():
    cleaned = clean(files.pdf(3), limits=LIMITS)
    assert (cleaned.media_type, cleaned.extension, cleaned.pages) == ("application/pdf", "pdf", 3)
    assert words(cleaned.data).split() == ["Side", "1", "Side", "2", "Side", "3"]


def test_pdf_loses_all_that_acts_by_itself():
    hostile = files.pdf(edit=files.arm)
    before, after = files.everything_in(hostile), files.everything_in(clean(hostile, limits=LIMITS).data)
    hidden = (*DANGERS, b"bang", b"MZ-attached-program", b"calc.exe", b"fetch.invalid", b"xfa-form", b"Skjult")
    assert [word for word in hidden if word not in before] == []
    assert [word for word in hidden if word in after] == []
    assert b"/GoTo" in after
    assert b"(felt)" in after


def test_a_script_is_found_wherever_it_hangs_and_however_its_kind_is_written():
    def hide(made):
        kind = made.make_indirect(Name.JavaScript)
        made.Root.Outlines = Dictionary(First=Dictionary(Title="x", A=Dictionary(S=kind, JS="hidden-script")))
        made.pages[0].Resources.Deep = Array([Array([Dictionary(S=Name.JavaScript, JS="hidden-script")])])

    hostile = files.pdf(edit=hide)
    assert files.everything_in(hostile).count(b"hidden-script") == 2
    assert b"hidden-script" not in files.everything_in(clean(hostile, limits=LIMITS).data)


def test_our_own_letter_keeps_its_structure_for_screen_readers():
    letter = clean(b"En tekst", limits=LIMITS).data
    with (
        pikepdf.open(io.BytesIO(letter)) as before,
        pikepdf.open(io.BytesIO(clean(letter, limits=LIMITS).data)) as after,
    ):
        assert before.Root.StructTreeRoot is not None
        assert after.Root.keys() == before.Root.keys() - {"/Metadata"}
        assert str(after.Root.Lang) == "da"


def test_pdf_with_names_nobody_can_read_is_refused_with_a_way_out():
    odd = files.pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable).replace(b"/Font", b"/F#F8t")
    assert "udskriv den til en ny PDF-fil" in refusal(odd)


def test_a_font_may_be_called_what_an_action_is_called():
    def rename(made):
        made.pages[0].Resources.Font["/AA"] = made.pages[0].Resources.Font["/F1"]
        made.pages[0].Contents = made.make_stream(b"BT /AA 12 Tf 72 720 Td (Bogstaver) Tj ET")

    cleaned = clean(files.pdf(edit=rename), limits=LIMITS)
    with pikepdf.open(io.BytesIO(cleaned.data)) as read:
        assert "/AA" in read.pages[0].Resources.Font


def test_a_page_fetched_from_another_file_is_not_fetched():
    def refer(made):
        form = made.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        form["/Ref"] = pikepdf.Dictionary(F=pikepdf.String("other-file.pdf"), Page=0)
        made.pages[0].Resources["/XObject"] = pikepdf.Dictionary(X1=form)

    hostile = files.pdf(edit=refer)
    assert b"other-file.pdf" in files.everything_in(hostile)
    assert b"other-file.pdf" not in files.everything_in(clean(hostile, limits=LIMITS).data)


def test_pdf_that_needs_a_password_is_refused():
    locked = files.pdf(encryption=pikepdf.Encryption(owner="ejer", user="bruger"))
    assert "adgangskode" in refusal(locked)


def test_pdf_that_opens_without_a_password_is_unlocked():
    cleaned = clean(files.pdf(encryption=pikepdf.Encryption(owner="ejer", user="")), limits=LIMITS)
    with pikepdf.open(io.BytesIO(cleaned.data)) as read:
        assert not read.is_encrypted


@pytest.mark.parametrize("broken", [b"%PDF-1.7\nnonsense\n%%EOF", files.pdf(3)[:-200], b"%PDF-"])
def test_broken_pdf_is_refused(broken):
    assert "beskadiget" in refusal(broken)


def test_too_many_pages_are_refused():
    assert clean(files.pdf(3), limits=replace(LIMITS, max_pages=3)).pages == 3
    assert refusal(files.pdf(4), max_pages=3) == "Filen har mere end 3 sider. Del den op."


def test_stream_that_swells_is_refused():
    def swell(made):
        packed = zlib.compress(b" " * 3_000_000)
        made.pages[0].Contents = pikepdf.Stream(made, packed, Filter=pikepdf.Name.FlateDecode)

    hostile = files.pdf(edit=swell)
    assert len(hostile) < 10_000
    assert "for tung" in refusal(hostile, max_unpacked=2_000_000)


def test_picture_in_a_pdf_that_swells_is_refused():
    def swell(made):
        image = {"Subtype": pikepdf.Name.Image, "Width": 90_000, "Height": 90_000}
        made.pages[0].Resources["/XObject"] = pikepdf.Dictionary(X1=made.make_stream(b"", **image))

    assert "megapixel" in refusal(files.pdf(edit=swell))


def test_nothing_before_or_behind_the_pdf_comes_along():
    both = files.pdf() + files.archive({"bang.txt": b"hidden"})
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert not zipfile.is_zipfile(io.BytesIO(clean(both, limits=LIMITS).data))
    assert "Filtypen" in refusal(b"GIF89a\x00\x00" + files.pdf())


# Pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_picture_becomes_a_pdf_page_of_paper_size(kind):
    cleaned = clean(files.picture(kind, (600, 800)), limits=LIMITS)
    assert (cleaned.media_type, cleaned.pages) == ("application/pdf", 1)
    with pypdfium2.PdfDocument(cleaned.data) as document:
        across, down = document[0].get_size()
    assert down <= 842
    assert across <= 596
    assert across / down == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_colour_can_be_read(mode):
    assert clean(files.picture("PNG", mode=mode), limits=LIMITS).pages == 1


def test_transparent_paper_is_white():
    file = io.BytesIO()
    Image.new("RGBA", (60, 80), (0, 0, 0, 0)).save(file, "PNG")
    with pypdfium2.PdfDocument(clean(file.getvalue(), limits=LIMITS).data) as document:
        assert document[0].render().to_pil().convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_where_and_when_a_picture_was_taken_is_gone_but_not_which_way_is_up():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kameramærke", 6
    exif.get_ifd(0x8825)[1] = "N"
    taken = files.picture("JPEG", (80, 60), exif=exif, comment=b"private-comment")
    assert b"private-comment" in taken
    assert b"Exif" in taken
    cleaned = clean(taken, limits=LIMITS).data
    plain = files.everything_in(cleaned)
    assert not any(word in text for word in (b"Exif", b"private", b"Kamera") for text in (cleaned, plain))
    with pypdfium2.PdfDocument(cleaned) as document:
        across, down = document[0].get_size()
    assert down > across


def test_each_page_of_a_tiff_becomes_a_page_up_to_the_limit():
    pages = [Image.new("RGB", (60, 80), "white") for _ in range(3)]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    assert clean(file.getvalue(), limits=LIMITS).pages == 3
    assert "mere end 2 sider" in refusal(file.getvalue(), max_pages=2)


@pytest.mark.thorough
def test_picture_of_huge_dimensions_is_refused_unopened():
    bomb = files.picture("PNG", (30_000, 30_000), "1")
    assert len(bomb) < 200_000
    assert "megapixel" in refusal(bomb)
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    assert refusal(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + crc)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_broken_picture_is_refused(kind):
    assert "beskadiget" in refusal(files.picture(kind, (600, 800))[:60])


def test_archive_hidden_behind_a_picture_does_not_come_along():
    both = files.picture("JPEG") + files.archive({"bang.txt": b"hidden"})
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert not zipfile.is_zipfile(io.BytesIO(clean(both, limits=LIMITS).data))


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_becomes_a_pdf_whatever_its_letters_are_written_in(encoding):
    cleaned = clean("Kære enhed\r\n<b>Æblegrød</b>".encode(encoding), limits=LIMITS)
    assert (cleaned.media_type, cleaned.pages) == ("application/pdf", 1)
    assert "<b>Æblegrød</b>" in words(cleaned.data)


@pytest.mark.thorough
def test_endless_line_is_set_in_reasonable_time_and_nothing_of_it_is_lost():
    text = "æ" * 20_000
    assert words(clean(text.encode(), limits=LIMITS).data).count("æ") == 20_000


def test_text_without_end_is_refused():
    assert "for lang" in refusal(b"en linje\n" * 20_000)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03\x00\x00\x00 renamed.exe to .pdf",
        b"\x7fELF\x02\x01\x01\x00",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  <html><body>Hej</body></html>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<svg onload='alert(1)'></svg>",
        b"\xef\xbb\xbf<svg></svg>",
        b"{\\rtf1 Hej}",
        b"%!PS-Adobe-3.0",
        b"#!/bin/sh\nrm -rf /",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word",
        b"GIF89a\x01\x00\x01\x00",
        files.archive({"hello.txt": b"hello"}),
        files.docx(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    ],
)
def test_other_kinds_of_files_are_refused(data):
    assert refusal(data).startswith("Filtypen tages ikke imod.")


@pytest.mark.parametrize("data", [b"", b"   \n"])
def test_empty_file_is_refused(data):
    assert refusal(data) == "Filen er tom."


# Word and LibreOffice


@pytest.mark.parametrize(("data", "media_type", "extension"), [(files.docx(), DOCX, "docx"), (files.odt(), ODT, "odt")])
def test_office_files_are_packed_anew_with_the_same_parts(data, media_type, extension):
    cleaned = clean(data + b"behind the archive", limits=LIMITS)
    assert (cleaned.media_type, cleaned.extension, cleaned.pages) == (media_type, extension, None)
    assert b"behind the archive" not in cleaned.data
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(cleaned.data)) as after:
        assert {name: after.read(name) for name in after.namelist()} == {n: before.read(n) for n in before.namelist()}


@pytest.mark.parametrize(
    "data",
    [
        files.docx({"word/vbaProject.bin": b"macro"}),
        files.docx({"word/VBAPROJECT.BIN": b"macro"}),
        files.docx({"word/activeX/activeX1.xml": b"<x/>"}),
        files.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        files.odt(extra={"Basic/Standard/Module1.xml": "<x/>"}),
        files.odt(extra={"Scripts/python/bang.py": "x"}),
        files.odt("<d xmlns:script='s'><script:event-listener/></d>"),
    ],
)
def test_macros_are_refused(data):
    assert "makroer" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        files.docx({"word/embeddings/oleObject1.bin": b"ole"}),
        files.docx({"word/bang.exe": b"MZ"}),
        files.docx({"word/_rels/settings.xml.rels": files.relations("attachedTemplate", "https://fetch.invalid/a")}),
        files.odt("<d xmlns:xlink='x'><draw xlink:href='https://fetch.invalid/pixel.png'/></d>"),
    ],
)
def test_inserted_and_fetched_parts_are_refused(data):
    assert "indlejrede" in refusal(data)


def test_links_and_printer_settings_are_no_harm():
    extra = {
        "word/_rels/document.xml.rels": files.relations("hyperlink", "https://www.eksempel.invalid"),
        "word/printerSettings1.bin": b"\0\1",
    }
    assert clean(files.docx(extra), limits=LIMITS).extension == "docx"


def test_archive_that_swells_is_refused():
    bomb = files.docx({"word/media/a.bmp": b"\0" * 5_000_000})
    assert len(bomb) < 20_000
    assert "for tung" in refusal(bomb, max_unpacked=4_000_000)


def test_archive_that_lies_of_its_size_is_refused():
    honest = files.docx({"word/media/a.bmp": b"\0" * 5_000_000})
    lie = honest.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 100))
    assert lie != honest
    assert "beskadiget" in refusal(lie, max_unpacked=4_000_000)


def test_entities_are_refused():
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    assert refusal(files.odt(bomb))


# The process that opens


def test_size_is_judged_before_anything_is_opened():
    assert refusal(b"x" * 2_097_153, max_bytes=2_097_152) == "Filen fylder mere end 2 MB."


@pytest.mark.thorough
def test_file_that_needs_too_much_memory_ends_the_opening_process_alone():
    large = files.picture("PNG", (7_000, 7_000))
    assert clean(large, limits=LIMITS).pages == 1
    assert "for tung" in refusal(large, memory=220_000_000)


@pytest.mark.thorough
def test_file_that_takes_too_long_is_refused():
    assert "for tung" in refusal(files.picture("PNG", (7_900, 7_900), "RGBA"), cpu_seconds=1)
    assert "for tung" in refusal(files.pdf(), wall_seconds=0.01)


def apart(code: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run code the way files are opened, after the limits are set."""
    start = uploads.START.replace("opening.main()", f"opening._confine({asdict(LIMITS)!r})\n{code}")
    command = [sys.executable, "-I", "-c", start, os.path.dirname(uploads.__file__), *arguments]
    return subprocess.run(command, env={}, capture_output=True, text=True, check=False)


def test_the_opening_process_can_write_no_file(tmp_path):
    done = apart("with open(sys.argv[2], 'w') as left: left.write('x')", str(tmp_path / "left"))
    assert "File too large" in done.stderr
    assert (tmp_path / "left").read_bytes() == b""


def test_the_opening_process_knows_neither_the_project_nor_its_keys():
    done = apart(
        "import os; print(sorted(os.environ), [name for name in sys.modules if name in ('django', 'sanktion')])"
    )
    assert done.stdout.replace("'LC_CTYPE'", "") == "[] []\n"


def test_its_environment_is_empty_of_keys(monkeypatch):
    given = {}

    def spy(command, **how):
        given.update(how)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setenv("SANKTION_TEXT_KEYS", "1:secret")
    monkeypatch.setattr("sanktion.base.uploads.subprocess.run", spy)
    assert refusal(files.pdf())
    assert set(given["env"]) == {"MALLOC_ARENA_MAX"}
