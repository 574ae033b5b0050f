#!/usr/bin/env python3
"""Bandit, with ruff's explanations: a finding is explained by the line's own ``# noqa: S…`` and the reason after it.

Ruff asks the same questions as bandit and is the one the code answers. This asks bandit too, of what runs in
production, and fails for a finding whose line gives no reason. Which questions are not asked, and why, stands in
pyproject.toml.
"""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Two parts, about equally long, one for each of a small machine's cores.
PARTS = (("sanktion",), ("parthoering", "koerelister", "tilsyn", "manage.py"))
EXPLAINED = re.compile(r"#\s*noqa:\s*(S\d{3}(?:,\s*S\d{3})*)\s*[-–(]\s*\S+")
# What bandit asks twice, once by each name.
SAME = {"B703": "S308"}


def main() -> int:
    with ThreadPoolExecutor() as at_once:
        told = list(at_once.map(_ask, PARTS))
    unexplained = [one for part in told for one in part["results"] if not is_explained(one)]
    errors = [one for part in told for one in part["errors"]]
    for one in unexplained:
        print(f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}")  # noqa: T201
    for one in errors:
        print(f"{one['filename']}: {one['reason']}")  # noqa: T201
    return 1 if unexplained or errors else 0


def _ask(packages: tuple[str, ...]) -> dict:
    bandit = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-f", "json", "-r", *packages]
    done = subprocess.run(bandit, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return json.loads(done.stdout)


def is_explained(finding: dict) -> bool:
    wanted = SAME.get(finding["test_id"], finding["test_id"].replace("B", "S", 1))
    lines = (ROOT / finding["filename"]).read_text(encoding="utf-8").splitlines()
    first, last = min(finding["line_range"]), max(finding["line_range"])
    found = [EXPLAINED.search(line) for line in lines[first - 1 : last]]
    return any(wanted in match[1] for match in found if match)


if __name__ == "__main__":
    sys.exit(main())
