from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.utils import timezone

from sanktion.base.spreadsheets import write_xlsx

ROWS = [["Åse", 3, date(2026, 11, 22), None], ["010170-1234", 2.5, date(2026, 1, 2), "x\x01y"]]


def written(rows=ROWS, *, at=None) -> bytes:
    return write_xlsx("Ark", ["navn", "tal", "dato", "andet"], rows, at=at or timezone.now())


def sheet(data: bytes):
    return openpyxl.load_workbook(BytesIO(data)).active


def test_cells_keep_their_kind():
    first, second = sheet(written()).iter_rows(min_row=2)
    assert [cell.value for cell in first[:2]] == ["Åse", 3]
    assert first[2].value.date() == date(2026, 11, 22)
    assert first[2].number_format == "dd-mm-yyyy"
    assert [cell.value for cell in second] == ["010170-1234", 2.5, second[2].value, "xy"]


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_nothing_is_run_as_a_formula(text):
    cell = sheet(written([[text]]))["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_same_input_gives_the_same_bytes_whenever_it_is_written():
    at = timezone.now()
    first = written(at=at)
    with time_machine.travel("2031-05-06 07:08:09", tick=False):
        assert written(at=at) == first


def test_other_rows_give_other_bytes():
    at = timezone.now()
    assert written(at=at) != written(ROWS[:1], at=at)


def test_no_row_touches_the_disk(monkeypatch):
    """openpyxl would write each sheet to a temporary file, unencrypted."""

    def refuse(*args, **kwargs):
        raise AssertionError("A temporary file was asked for")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert sheet(written()).max_row == 3
