"""PDF of templates: readable, archival, the same each time, and deaf to what a document asks for (ui.md § 4)."""

import multiprocessing
import os
import re
import shutil
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings as project

from sanktion.base import pdf, typesetting
from sanktion.base.typesetting import PdfError

FONT = Path(project.STATICFILES_DIRS[0]) / "fonts" / "IBMPlexSans-Regular.ttf"
STYLE = """
@font-face { font-family: Plex; src: url("../../fonts/plex.ttf") }
@page { size: A4; @bottom-right { content: "side " counter(page) " af " counter(pages) } }
body { font-family: Plex }
"""
LETTER = """<!doctype html><html lang="da"><head><title>Brev</title></head>
<body><h1>Kære {{ name }}</h1><p>Blåbærgrød på Ærø</p>{% if extra %}{{ extra|safe }}{% endif %}</body></html>"""
DOT = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"


@pytest.fixture
def folder(tmp_path, settings):
    static = tmp_path / "static"
    (static / "css" / "pdf").mkdir(parents=True)
    (static / "fonts").mkdir()
    shutil.copy(FONT, static / "fonts" / "plex.ttf")
    (static / "css" / "pdf" / "letter.css").write_text(STYLE)
    (static / "dot.svg").write_text(DOT)
    (tmp_path / "secret.svg").write_text(DOT)
    settings.STATICFILES_DIRS = [static]
    loader = ("django.template.loaders.locmem.Loader", {"letter.html": LETTER})
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]
    return static


def letter(archival=False, stylesheets=("css/pdf/letter.css",), **context):
    return pdf.render("letter.html", {"name": "Åse", **context}, stylesheets=stylesheets, archival=archival)


def text_of(data):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


@pytest.mark.parametrize("archival", [True, False])
def test_the_text_can_be_read_back(folder, archival):
    text = text_of(letter(archival))
    assert "Kære Åse" in text
    assert "Blåbærgrød på Ærø" in text
    assert "side 1 af 1" in text


def inflated(data):
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    return b"".join(_inflate(stream) for stream in streams)


def _inflate(stream):
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def test_archival_is_tagged_pdf_a_3a_in_danish(folder):
    data = letter(archival=True)
    document = pypdfium2.PdfDocument(data)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == "Brev"
    assert re.search(rb'pdfaid:part="3"[^>]*pdfaid:conformance="A"', inflated(data))
    assert b"/Lang (da)" in inflated(data)


def test_what_is_soon_destroyed_is_plain(folder):
    assert not pypdfium2.PdfDocument(letter()).is_tagged()


def test_the_vendored_font_is_used(folder):
    assert b"Plex" in inflated(letter())


@pytest.mark.parametrize("archival", [True, False])
def test_the_same_input_gives_the_same_bytes(folder, archival):
    assert letter(archival) == letter(archival) != letter(archival, name="Bo")


def test_text_from_a_case_is_escaped(folder):
    assert "<b>x</b>" in text_of(letter(name="<b>x</b>"))


@pytest.mark.parametrize(
    "extra",
    [
        "<img alt='' src='dot.svg'>",
        "<img alt='' src='/static/dot.svg'>",
        "<img alt='' src='data:image/svg+xml;utf8,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E'>",
    ],
)
def test_static_files_and_data_are_served(folder, extra):
    assert "Kære" in text_of(letter(extra=extra))


@pytest.mark.parametrize(
    "extra",
    [
        "<img alt='' src='http://127.0.0.1:9/x.png'>",
        "<img alt='' src='https://example.invalid/x.png'>",
        "<img alt='' src='//example.invalid/x.png'>",
        "<img alt='' src='ftp://example.invalid/x.png'>",
        "<img alt='' src='file:///etc/hostname'>",
        "<img alt='' src='../secret.svg'>",
        "<img alt='' src='%2e%2e/secret.svg'>",
        "<img alt='' src='..%2fsecret.svg'>",
        "<img alt='' src='static/../../secret.svg'>",
        "<img alt='' src='https://static.invalid@example.invalid/dot.svg'>",
        "<img alt='' src='link.svg'>",
        "<img alt='' src='not-there.svg'>",
        "<link rel=attachment href='file:///etc/hostname'>",
        "<link rel=stylesheet href='file:///etc/hostname'>",
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/hostname) }</style>",
        "<p style='background: url(http://127.0.0.1:9/x.png)'>x</p>",
        "<object data='http://127.0.0.1:9/x.svg'></object>",
        "<base href='file:///etc/'><img alt='' src='hostname'>",
        "<img alt='' src='data:image/svg+xml;utf8,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E"
        "%3Cimage href=%22file:///etc/hostname%22 width=%229%22 height=%229%22/%3E%3C/svg%3E'>",
    ],
)
def test_anything_else_stops_the_document(folder, extra):
    (folder / "link.svg").symlink_to(folder.parent / "secret.svg")
    with pytest.raises(PdfError) as caught:
        letter(extra=extra)
    assert "hostname" not in str(caught.value)


def test_a_missing_stylesheet_is_named(folder):
    with pytest.raises(PdfError, match=r"css/pdf/absent\.css"):
        letter(stylesheets=("css/pdf/absent.css",))


def test_no_path_of_the_machine_gets_into_a_link(folder):
    data = letter(extra="<a href='vejledning'>x</a>")
    data += inflated(data)
    assert b"static.invalid/vejledning" in data
    assert str(folder).encode() not in data


def test_stylesheets_are_parsed_once_per_process(folder):
    letter()
    before = typesetting._sheet.cache_info().misses
    letter(name="Bo")
    assert typesetting._sheet.cache_info().misses == before


def test_threads_take_turns(folder):
    expected = letter()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _n: letter(), range(12))) == {expected}


def test_a_forked_process_parses_for_itself_and_leaves_the_fonts_alone(folder):
    expected = letter()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_forked_letter, range(4)) == [expected] * 4
    assert typesetting._fonts(os.getpid())._folder.exists()
    assert letter(name="Bo") != expected


def _forked_letter(_number):
    return letter()
