#!/usr/bin/env python3
"""Change one thing at a time in the code that everything rests on, and see that a test fails: ``make mutants``.

Mutmut makes the changes and runs the tests. What belongs together stands in pyproject.toml, a group at a time: the
files (with the functions of them after «::», where not all are meant) and the tests that must notice. What is known to
survive, and why, stands in docs/mutants.md.

Two things are done here because mutmut has no setting for them. It passes functions with a decorator by, so the copy
it changes has the decorators put on by a line of their own below. And one folder for each group keeps its results:
what has been tried is not tried again until the function or its tests change.
"""

import argparse
import importlib
import os
import re
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import libcst as cst

ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = {".git", ".venv", "node_modules", "var"}
# What mutmut can follow itself, and what is put on a function by the name of another.
STAYS = ("staticmethod", "classmethod")
NOTICED = {"killed", "timeout"}
SENTENCE = re.compile(r"[A-ZÆØÅ«][a-zæøå']*[ ,].*[a-zæøå]|.*[a-zæøå][.?!]$")

SQL = re.compile(r"\b(SELECT|FROM|JOIN|WHERE|AND|ALTER|CREATE|EXISTS)\b")


def main() -> int:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]["groups"]
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("group", choices=known)
    asked.add_argument("changes", nargs="*", help="names of mutmut's, with *: tried again; all that is left without")
    asked.add_argument("--children", type=int, default=2)
    asked.add_argument("--show", action="store_true", help="only show what survived")
    args = asked.parse_args()
    os.environ.setdefault("SANKTION_VAR", str(ROOT / "var" / "test"))
    _enter(Path(os.environ["SANKTION_VAR"]) / "mutants" / args.group)
    group = known[args.group]
    if not args.show:
        # Copied again: mutmut copies over what is there, and what was taken away would stay.
        shutil.rmtree(Path("mutants", "tests"), ignore_errors=True)
        _start_servers()
    _tell_mutmut(group)
    return _show() if args.show else _run(args.changes, args.children)


def _enter(folder: Path) -> None:
    """A folder with a link to everything in the project: mutmut writes beside what it reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in ROOT.iterdir():
        link = folder / path.name
        if path.name not in NOT_COPIED and not link.is_symlink():
            link.symlink_to(path)
    os.chdir(folder)


def _start_servers() -> None:
    """Once, here: every child finds them in its environment, and the last one out is this process."""
    # A database made for each change would take longer than its tests.
    os.environ["SANKTION_KEPT_TEST_DATABASES"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanktion.config.settings.test"
    sys.path.insert(0, str(ROOT))
    importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    # The children import the changed copy.
    sys.path.remove(str(ROOT))
    for name in [name for name in sys.modules if name.partition(".")[0] == "sanktion"]:
        del sys.modules[name]


def _tell_mutmut(group: dict[str, Any]) -> None:
    from mutmut import configuration
    from mutmut.mutation import file_mutation
    from mutmut.runners.harness import PytestRunner

    settings = configuration.config()
    split = [file.partition("::") for file in group["files"]]
    functions = {file: set(filter(None, names.split(","))) for file, _, names in split}
    settings.only_mutate = list(functions)
    settings.pytest_add_cli_args_test_selection = list(group["tests"])
    PytestRunner.run_tests = _in_order(PytestRunner.run_tests, group["tests"])
    file_mutation.create_mutations = _create(file_mutation.create_mutations, functions)


def _in_order(original: Callable, files: list[str]) -> Callable:
    """The files as the group names them: the quick ones first, for the first test that fails is enough."""

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        ordered = sorted(tests, key=lambda test: (files.index(test.partition("::")[0]), test))
        return original(self, mutant_name=mutant_name, tests=ordered)

    return run_tests


def _create(original: Callable, functions: dict[str, set[str]]) -> Callable:
    def create(filename: str, code: str, *rest):
        module, mutations, *others = original(filename, _without_decorators(code), *rest)
        asked = functions[filename]
        wanted = [one for one in mutations if (not asked or _name(one) in asked) and not _is_wording(one)]
        return module, wanted, *others

    return create


def _name(mutation) -> str:
    function = mutation.contained_by_top_level_function
    return function.name.value if isinstance(function, cst.FunctionDef) else ""


def _is_wording(mutation) -> bool:
    """A sentence somebody reads, of which no test should hold on to each letter, or SQL in letters of another size."""
    before, after = mutation.original_node, mutation.mutated_node
    if not isinstance(before, cst.SimpleString):
        return False
    is_resized = before.raw_value.lower() == after.raw_value.lower()
    return bool(SENTENCE.match(before.raw_value) or (is_resized and SQL.search(before.raw_value)))


def _without_decorators(code: str) -> str:
    return cst.parse_module(code).visit(_Below()).code


class _Below(cst.CSTTransformer):
    """``@made`` above ``def f`` becomes ``f = made(f)`` below it."""

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef):
        wrappers = [one.decorator for one in updated_node.decorators]
        if not wrappers or any(_stays(one) for one in wrappers):
            return updated_node
        value: cst.BaseExpression = updated_node.name
        for wrapper in reversed(wrappers):
            value = cst.Call(wrapper, [cst.Arg(value)])
        put_on = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(updated_node.name)], value)])
        return cst.FlattenSentinel([updated_node.with_changes(decorators=[]), put_on])


def _stays(wrapper: cst.BaseExpression) -> bool:
    if isinstance(wrapper, cst.Attribute):
        return wrapper.attr.value in ("setter", "deleter")
    return isinstance(wrapper, cst.Name) and wrapper.value in STAYS


def _run(changes: list[str], children: int) -> int:
    from mutmut.__main__ import _run as run

    run(changes, children)
    return _show()


def _show() -> int:
    """Tell of every mutant that no test noticed, as a change of the code; 1 when docs/mutants.md doesn't explain it."""
    from mutmut.__main__ import get_diff_for_mutant, walk_mutatable_files
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.stats import status_by_exit_code

    text = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    explained = {line.strip() for line in text.splitlines()}
    counted: Counter[str] = Counter()
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            status = status_by_exit_code[code]
            if status not in NOTICED:
                difference = get_diff_for_mutant(name, path=path)
                if _is_explained(difference, explained):
                    status = "explained"
                else:
                    print(f"\n# {status}: {name}\n{difference}")  # noqa: T201
            counted[status] += 1
    print(dict(counted))  # noqa: T201
    return 0 if set(counted) <= {"explained", *NOTICED} else 1


def _is_explained(difference: str, explained: set[str]) -> bool:
    """The lines as the change left them stand in the text, each on a line of its own."""
    changed = [line[1:].strip() for line in difference.splitlines() if line.startswith("+") and line[:3] != "+++"]
    return bool(changed) and all(line in explained for line in changed)


if __name__ == "__main__":
    sys.exit(main())
