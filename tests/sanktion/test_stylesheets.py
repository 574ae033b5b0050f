"""A stylesheet that doesn't close what it opens swallows everything after it, and no browser says a word."""

from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((Path(settings.ROOT) / "static" / "css").rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_brace_is_closed(sheet):
    depth = 0
    for number, line in enumerate(sheet.read_text().splitlines(), start=1):
        depth += line.count("{") - line.count("}")
        assert 0 <= depth <= 2, f"line {number}"
    assert depth == 0
