"""V026-V038: what the directorate sends is read row by row, and each row is accounted for."""

import csv
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sanktion.base.spreadsheets import read_xlsx, write_xlsx
from sanktion.base.tables import TableError
from tilsyn.actions.selection.reading import read_list

AT = datetime(2026, 11, 22, tzinfo=UTC)


def cells_of(data: bytes) -> list[dict]:
    return [row.cells for row in read_list(data).rows]


def book(*rows) -> bytes:
    made, file = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def test_numbers_alone_need_no_header():
    read = read_list(b"9008860121\n691083-0113\n123\n")
    assert [row.number for row in read.rows] == [1, 2, 3]
    assert [row.cells.get("cpr") for row in read.rows] == ["9008860121", "6910830113", None]
    assert read.rows[2].fault == "CPR-nummer skal have ti cifre"


def test_a_line_without_header_is_known_by_its_cells():
    wanted = {"cpr": "9008860121", "day": "2026-11-09", "kind": 9}
    assert cells_of(b"900886-0121;09-11-2026;9\n") == [wanted]
    assert cells_of(
        "CPR-nr.;Hændelsesdato;Negativ hændelse\n9008860121;2026-11-09;Udeblevet fra tilbud\n".encode()
    ) == [wanted]


def test_the_registers_own_extract_is_read_as_it_was_delivered():
    """V036, V039: what came out goes in again."""
    text = "reference;cpr;haendelsesdato;paragraf;udfald;virkning_fra;afgoerelsesdato;sagsnummer;siden_sidst\n"
    text += "L0003-00012;900886-0121;09-11-2026;§ 39;Fradrag;01-12-2026;20-11-2026;2026-0000012;ny\n"
    read = read_list(text.encode())
    assert read.ignored == ("siden_sidst",)
    assert read.rows[0].cells == {
        "reference": "L0003-00012",
        "cpr": "9008860121",
        "day": "2026-11-09",
        "basis": "§ 39",
        "outcome": "Fradrag",
        "effect": "2026-12-01",
        "decided": "2026-11-20",
        "case": "2026-0000012",
    }


def test_the_same_row_twice_is_told_of():
    rows = read_list(b"cpr;dato\n9008860121;09-11-2026\n9008860121;10-11-2026\n900886-0121;2026-11-09\n").rows
    assert [row.repeats for row in rows] == [None, None, 2]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("cpr;dato\n9008860121;31-02-2026", "datoen findes ikke"),
        ("cpr;haendelse\n9008860121;77", "hændelsen «77» kendes ikke; skriv et tal 1-10 eller 99"),
        ("cpr;sagsnummer\n;12", "«12» er ikke et sagsnummer (åååå-nnnnnnn)"),
        ("cpr;dato\n;09-11-2026", "rækken har hverken CPR-nummer, sagsnummer eller reference"),
        ("cpr\n9008860121;x", "rækken har flere felter end overskriften"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_of_the_row_is_kept(line, fault):
    row = read_list(line.encode()).rows[0]
    assert (row.fault, row.cells) == (fault, {})


@pytest.mark.parametrize("data", [b"", b"navn\nIda\n", b"cpr\n", b"PK\x03\x04 ingen zip", b"\xff\xfe\x00"])
def test_what_is_no_list_is_refused_with_a_sentence(data):
    with pytest.raises(TableError):
        read_list(data)


def test_a_spreadsheet_is_read_as_a_person_sees_it():
    data = book(["CPR", "Dato", "Hændelse"], [9008860121, datetime(2026, 11, 9), 9.0], [], ["691083-0113", None, ""])
    read = read_list(data)
    assert [(row.number, row.cells) for row in read.rows] == [
        (2, {"cpr": "9008860121", "day": "2026-11-09", "kind": 9}),
        (4, {"cpr": "6910830113"}),
    ]
    # What we write ourselves is read back, the zero Excel took off put on again.
    assert cells_of(write_xlsx("Liste", ["cpr"], [[101701234]], at=AT)) == [{"cpr": "0101701234"}]


def test_a_formula_is_refused():
    with pytest.raises(TableError, match="Række 2 indeholder en formel"):
        read_xlsx(book(["cpr"], ["=1+1"]))


def archive(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/worksheets/sheet1.xml": b"0" * (65 * 1024 * 1024)},
        {f"{number}.xml": b"" for number in range(501)},
        {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'},
        {"hej.txt": b"hej"},
    ],
    ids=["bomb", "entries", "entities", "no-book"],
)
def test_a_hostile_archive_is_refused(parts):
    with pytest.raises(TableError):
        read_xlsx(archive(parts))


cell = st.one_of(
    st.sampled_from(["", "9008860121", "2026-0000001", "L0001-00001", "09-11-2026", "9", "99-99-9999"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
)


@pytest.mark.thorough
@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(cell, min_size=3, max_size=4), max_size=8), has_header=st.booleans())
def test_no_list_breaks_the_reading_and_no_row_is_lost(rows, has_header):
    file = StringIO()
    csv.writer(file, delimiter=";").writerows([["cpr", "sagsnummer", "dato"], *rows] if has_header else rows)
    try:
        read = read_list(file.getvalue().encode())
    except TableError:
        return
    assert len({row.number for row in read.rows}) == len(read.rows)
    for row in read.rows:
        assert bool(row.cells) != bool(row.fault)
    if has_header:
        filled = [row for row in rows if any(text.strip() for text in row)]
        assert len(read.rows) == len(filled)


@pytest.mark.thorough
@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200), is_zip=st.booleans())
def test_no_bytes_break_the_reading(data, is_zip):
    rows = []
    with suppress(TableError):
        rows = read_list(b"PK\x03\x04" + data if is_zip else data).rows
    assert all(bool(row.cells) != bool(row.fault) for row in rows)
