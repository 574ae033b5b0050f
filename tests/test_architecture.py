"""The shape of the code, held by machine."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
APPS = ("sanktion", "parthoering", "koerelister", "tilsyn")
CODE = sorted(path for folder in (*APPS, "benchmarks", "tests") for path in (ROOT / folder).rglob("*.py"))
SOURCE = [path for path in CODE if "tests" not in path.relative_to(ROOT).parts and "migrations" not in path.parts]
MAX_LINES, MAX_FUNCTION = 400, 50
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "signals.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_one_way():
    checked = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert "Contracts: 3 kept, 0 broken." in checked.stdout


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_file_is_too_long():
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in CODE
        if "migrations" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_no_function_is_too_long():
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        f"{name_of(path)}: {node.name}": node.end_lineno - node.lineno + 1
        for path in CODE
        for node in ast.walk(parsed(path))
        if isinstance(node, functions)
    }
    assert {name: length for name, length in lengths.items() if length > MAX_FUNCTION} == {}


def test_time_is_asked_of_django():
    clocks = ("datetime.now", "datetime.today", "datetime.utcnow", "date.today")
    calls = [
        f"{name_of(path)}: {ast.unparse(node.func)}"
        for path in SOURCE
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
    ]
    assert [call for call in calls if call.endswith(clocks)] == []


def test_rights_are_asked_of_one_file():
    askers = {name_of(path) for path in SOURCE for name in _imported(parsed(path)) if name.split(".")[0] == "guardian"}
    assert askers == {"sanktion/base/permissions.py"}


def _imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_no_file_is_named_after_nothing():
    assert [name_of(path) for path in SOURCE if path.name in FORBIDDEN_NAMES] == []


def test_no_unfinished_business_in_the_code():
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX")
    assert [name_of(path) for path in CODE for mark in marks if mark in path.read_text(encoding="utf-8")] == []


def test_no_inline_script_or_style_in_the_templates():
    """The content security policy would refuse it; see that it is found here first."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "letters" in path.parts or "print" in path.parts:
            continue
        assert " style=" not in text, name_of(path)
        assert "<style" not in text, name_of(path)
        assert " onclick=" not in text, name_of(path)
        assert "<script>" not in text, name_of(path)


def test_nothing_bypasses_the_escaping_of_what_people_write():
    # Each escapes what it is given before it says so; the pictures of routes in ``drawing.py``.
    allowed = {
        "sanktion/templatetags/sanktion_ui.py",
        "sanktion/base/charts.py",
        "koerelister/views/pictures.py",
    }
    marked = [name_of(path) for path in SOURCE if "mark_safe" in path.read_text(encoding="utf-8")]
    assert set(marked) <= allowed
    unsafe = [
        name_of(path)
        for path in (ROOT / "templates").rglob("*.html")
        # The help texts of fields are our own, and Django's template for them says |safe too.
        if path.name != "hint.html" and re.search(r"\|safe\b|autoescape off", path.read_text(encoding="utf-8"))
    ]
    assert unsafe == []
