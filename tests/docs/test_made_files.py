"""What is made of the code says what the code says today."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from docs.making.files import FILES

ROOT = Path(settings.ROOT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_file_is_what_the_code_says_today(path):
    assert path.read_text(encoding="utf-8") == FILES[path](), "Run «make docs»."


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_first_line_says_how_it_is_made(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert "«make docs»" in first
    assert (ROOT / re.search(r"docs/making/\w+\.md", first).group()).is_file()


@pytest.mark.thorough
def test_making_needs_no_server_and_no_setting_of_this_machine(tmp_path):
    """It is run by whoever changes a setting: nothing is started, and nothing of the machine gets into the files."""
    made = subprocess.run(
        [sys.executable, "-m", "docs.making", str(tmp_path)],
        cwd=ROOT,
        env={"PATH": "", "SANKTION_VAR": str(tmp_path / "var"), "SANKTION_HEARING_DAYS": "99"},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FILES
    }
