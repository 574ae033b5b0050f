"""``python -m benchmarks [name …]``: run every benchmarks/bench_*.py, print one table, write results.json. Those that
are named renew their own rows of it.

Each module has ``run() -> list[dict]`` with the keys name, ours, peer, ratio, goal and unit, and ``higher`` where more
is better. A ratio on the wrong side of its goal is marked and makes the whole run fail. Modules run one at a time in a
process of their own, on a database of their own.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
COLUMNS = ("name", "ours", "peer", "unit", "ratio", "goal")


def main(arguments: list[str]) -> int:
    os.environ.setdefault("SANKTION_VAR", str(FOLDER.parent / "var" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.dev")
    if arguments[:1] == ["--one"]:
        _run_one(arguments[1], Path(arguments[2]))
        return 0
    names = arguments or sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    _prepare()
    rows: list[dict] = []
    for name in names:
        rows += _run_apart(name)
        # What is measured is kept, should a later one break off.
        _keep(rows, among=_kept())
    if not arguments:
        _keep(rows, among=[])
    _print(rows)
    return int(any(_missed(row) for row in rows))


def _prepare() -> None:
    from benchmarks import cities
    from sanktion.config import embedded

    # Kept in this process' environment, so that the servers live as long as the whole run.
    os.environ.update(embedded.environment())
    os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
    cities.empty()


def _run_apart(name: str) -> list[dict]:
    from benchmarks import cities

    print(f"{name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "rows.json"
        command = (sys.executable, "-m", "benchmarks", "--one", name, str(output))
        # What one destroys is told in the ledger, and a database that doesn't know of it is closed.
        apart = cities.copy_of_empty() | {"SANKTION_LEDGER": str(Path(folder) / "ledger")}
        subprocess.run(command, check=True, cwd=FOLDER.parent, env=os.environ | apart)  # noqa: S603
        return json.loads(output.read_text(encoding="utf-8"))


def _run_one(name: str, output: Path) -> None:
    import django

    django.setup()
    rows = importlib.import_module(f"benchmarks.{name}").run()
    kept = [{column: row[column] for column in (*COLUMNS, "higher") if column in row} for row in rows]
    output.write_text(json.dumps(kept), encoding="utf-8")


def _kept() -> list[dict]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []


def _keep(rows: list[dict], *, among: list[dict]) -> None:
    by_name = {row["name"]: row for row in (*among, *rows)}
    RESULTS.write_text(json.dumps(list(by_name.values()), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _missed(row: dict) -> bool:
    return row["ratio"] < row["goal"] if row.get("higher") else row["ratio"] > row["goal"]


def _print(rows: list[dict]) -> None:
    cells = [COLUMNS, *(tuple(_text(row[column]) for column in COLUMNS) for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(COLUMNS))]
    marks = ["", *(" ← målet er ikke nået" if _missed(row) else "" for row in rows)]
    for line, mark in zip(cells, marks, strict=True):
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() + mark)


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
