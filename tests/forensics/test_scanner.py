"""The scanner finds each form it says it finds, and nothing where there is nothing."""

import json
import random
import zlib
from base64 import b64encode

import pytest

from sanktion.base import pdf
from tests.forensics.scanner import LETTERS, Scanner, canary

WORD = canary()
NOISE = random.Random(7).randbytes(50_000)


def forms_in(tmp_path, data: bytes, word: str = WORD, **marks) -> set[str]:
    path = tmp_path / "file"
    path.write_bytes(data)
    hits = Scanner([word], marks).scan(tmp_path)
    assert all(hit.path == path for hit in hits)
    return {hit.form for hit in hits if hit.word in (word, *marks)}


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("raw", WORD.encode()),
        ("raw", WORD.upper().encode()),
        ("utf-16", WORD.encode("utf-16-le")),
        ("utf-16", WORD.encode("utf-16-be")),
        ("hex", WORD.encode().hex().encode()),
        ("hex", WORD.encode().hex().upper().encode()),
        ("base64", b64encode(WORD.encode())),
        ("base64", b64encode(b"a" + WORD.encode() + b"b")),
        ("base64", b64encode(b"ab" + WORD.encode() + b"cd")),
        ("packed raw", zlib.compress(b"<b>" + WORD.encode() + b"</b>")),
    ],
    # The word is another in each run.
    ids=lambda value: value if isinstance(value, str) else "written",
)
def test_each_form_is_found_in_the_middle_of_other_bytes(tmp_path, form, written):
    assert form in forms_in(tmp_path, NOISE + b" " + written + b" " + NOISE)


def test_a_word_with_danish_letters_is_found_as_json_escapes_it(tmp_path):
    word = f"{WORD[:12]}ø{WORD[12:]}"
    assert "raw" in forms_in(tmp_path, json.dumps({"navn": word}).encode(), word)


def test_a_word_that_compression_cuts_every_eighth_byte_is_found(tmp_path):
    """PostgreSQL puts a byte of its own before each eight it could not pack."""
    cut = b"\0".join(WORD.encode()[start : start + 8] for start in range(0, len(WORD), 8))
    assert forms_in(tmp_path, cut) == {"raw"}


def test_the_text_of_a_pdf_is_found_where_its_bytes_say_nothing(tmp_path):
    data = pdf.render(
        "components/plain_text_pdf.html",
        {"text": WORD, "title": "x"},
        stylesheets=("css/pdf/base.css",),
        archival=False,
    )
    assert WORD.encode() not in data
    assert "PDF raw" in forms_in(tmp_path, data)


def test_a_file_name_and_the_keys_of_a_row_are_found(tmp_path):
    (tmp_path / WORD).write_bytes(b"")
    assert {hit.form for hit in Scanner([WORD]).scan(tmp_path)} == {"file name"}
    (tmp_path / WORD).unlink()
    assert forms_in(tmp_path, NOISE + b"\7" * 24, link=b"\7" * 24) == {"mark"}


def test_nothing_is_found_where_there_is_nothing(tmp_path):
    other = canary()
    assert forms_in(tmp_path, NOISE + other.encode() + b64encode(NOISE) + NOISE.hex().encode()) == set()
    assert forms_in(tmp_path, WORD[:7].encode()) == set()
    assert set(other) <= set(LETTERS)
