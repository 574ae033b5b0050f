"""Reading what people send and writing what Danish Excel opens (domain.md § 9: «;», UTF-8 with BOM)."""

import codecs
import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.tables import Row, TableError, read_table, write_csv

pytestmark = pytest.mark.thorough

TEXT = "navn;by\nÅse Ærø;Ølby\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data, encoding):
    table = read_table(data)
    assert table.encoding == encoding
    assert table.header == ["navn", "by"]
    assert table.rows == [Row(2, {"navn": "Åse Ærø", "by": "Ølby"})]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(delimiter, newline):
    text = newline.join([delimiter.join(["a", '"b; c, d|\t"']), delimiter.join(["1", "2"])])
    table = read_table(text.encode())
    assert table.delimiter == delimiter
    assert table.header == ["a", "b; c, d|"]
    assert table.rows[0].values == {"a": "1", "b; c, d|": "2"}


def test_one_column():
    assert read_table(b"cpr\n1\n").rows == [Row(2, {"cpr": "1"})]


def test_the_sep_line_of_excel_is_obeyed_and_counted():
    table = read_table(b"sep=,\r\na;b,c\r\n1,2\r\n")
    assert table.delimiter == ","
    assert table.rows == [Row(3, {"a;b": "1", "c": "2"})]


def test_numbers_are_the_rows_of_excel():
    table = read_table(b'a;b\n1;2\n\n;\n"line one\nline two";4\n5;6\n')
    assert [(row.number, row.values["a"]) for row in table.rows] == [(2, "1"), (5, "line one\nline two"), (6, "5")]


def test_blank_rows_above_the_header_are_counted():
    table = read_table(b"\n;;\na;b\n1;2\n")
    assert table.header == ["a", "b"]
    assert table.rows[0].number == 4


def test_spaces_and_quotes_are_taken_off():
    table = read_table('  a  ; " b\u00a0 c"\n\u00a01 ;"2 ""x"" "\n'.encode())
    assert table.header == ["a", '" b c"']
    assert table.rows[0].values == {"a": "1", '" b c"': '2 "x"'}


def test_short_and_long_rows_are_kept_and_flagged():
    table = read_table(b"a;b;c;;\n1\n1;2;3;4;;5\n1;2;3;;;;\n")
    assert table.header == ["a", "b", "c"]
    short, long, padded = table.rows
    assert short == Row(2, {"a": "1", "b": "", "c": ""}, missing=("b", "c"))
    assert long == Row(3, {"a": "1", "b": "2", "c": "3"}, extra=("4", "", "5"))
    assert padded == Row(4, {"a": "1", "b": "2", "c": "3"})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Filen er tom"),
        (b" \r\n\t\n", "Filen er tom"),
        (b";;;\n", "Filen er tom"),
        (codecs.BOM_UTF8, "Filen er tom"),
        (b"%PDF-1.7\n\0\x01", "Filen er ikke en tekstfil (CSV)"),
        (b"\x89PNG\r\n\x1a\n\x81", "Filen er ikke en tekstfil (CSV)"),
        (codecs.BOM_UTF16_LE + b"a", "Filen er ikke en tekstfil (CSV)"),
        (b"PK\x03\x04....", "Filen er et regneark. Gem den som CSV (semikolonsepareret), og prøv igen"),
        (b"cpr;navn;CPR\n", "Overskriften «CPR» står to gange"),
        (b"a;;c\n", "Kolonne 2 har ingen overskrift"),
        (b'a;b\n1;2\n3;"4\n5;6\n', "Række 3: et anførselstegn mangler eller står forkert"),
        (b'a;b\n"1"x;2\n', "Række 2: et anførselstegn mangler eller står forkert"),
    ],
)
def test_clear_refusals(data, message):
    with pytest.raises(TableError) as caught:
        read_table(data)
    assert str(caught.value) == message


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_table_error(data):
    try:
        header = read_table(data).header
    except TableError as error:
        header = [str(error)]
    assert all(header)


@pytest.mark.thorough
def test_a_hundred_thousand_rows():
    data = b"cpr;navn;dato\n" + b"610190-0001;Ida;01-02-2026\n" * 100_000
    rows = read_table(data).rows
    assert len(rows) == 100_000
    assert rows[-1].number == 100_001


def test_written_for_danish_excel():
    data = write_csv(["Navn", "Beløb"], [["Åse; Bo", Decimal("1234.50")], [None, -3], ["to\nlinjer", 'med "']])
    assert data == '\ufeffNavn;Beløb\r\n"Åse; Bo";1234,50\r\n;-3\r\n"to\nlinjer";"med """\r\n'.encode()


def test_dates_and_yes_no_are_danish():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    data = write_csv(["a"], [[date(2026, 12, 3)], [moment], [True], [False]])
    assert data.decode("utf-8-sig").split() == ["a", "03-12-2026", "02-07-2026", "00:30", "ja", "nej"]


@pytest.mark.parametrize("text", ["=1+1", "+45 12 34 56 78", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_made_harmless(text):
    rows = list(csv.reader(StringIO(write_csv([text], [[text]]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [[f"'{text}"], [f"'{text}"]]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_what_is_written_can_be_read(rows):
    table = read_table(write_csv(["a", "b"], rows))
    read = [(row.values["a"].removeprefix("'"), row.values["b"].removeprefix("'")) for row in table.rows]
    assert read == [(one.removeprefix("'"), other.removeprefix("'")) for one, other in rows]
