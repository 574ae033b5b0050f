"""``python -m sanktion.config.backup take FOLDER`` and ``restore FOLDER``: a copy of the embedded system, and back.

The copy holds the database, the files and the ledgers of destructions, and never the keys: without them it can't be
read, and they are kept somewhere else. Servers of one's own are copied by PostgreSQL's own means: docs/backup.md.
"""

import argparse
import hashlib
import os
import shutil
import sys
from pathlib import Path

from sanktion.config import embedded
from sanktion.config.embedded import postgres

FILES = ("media", "ledger")
SUMS = "sha256.txt"


class NotCopied(Exception):
    """Nothing was copied or put back. The message is for the operator."""


def take(var: Path, to: Path) -> int:
    """Copy the running system in ``var`` to the new folder ``to``. Returns how many files besides the database's."""
    if to.exists() and any(to.iterdir()):
        raise NotCopied(f"{to} er ikke tom. Vælg en ny mappe til hver kopi.")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    postgres.copy_to(var / "pg", to / "pg")
    for name in FILES:
        if (var / name).exists():
            shutil.copytree(var / name, to / name)
    if changed := postgres.changed_in(to / "pg"):
        raise NotCopied(f"Kopien passer ikke med databasen: {len(changed)} filer. Prøv igen i en ny mappe.")
    sums = _sums(to)
    (to / SUMS).write_text("".join(f"{mark}  {path}\n" for path, mark in sums.items()), encoding="utf-8")
    return len(sums)


def restore(copy: Path, var: Path, *, log: Path | None = None, until: str = "", point: str = "") -> None:
    """Put the copy into ``var``, which must have no database. A ledger that is there is newer and stays."""
    if not (copy / "pg" / "PG_VERSION").exists():
        raise NotCopied(f"{copy} er ikke en kopi.")
    if (var / "pg").exists():
        raise NotCopied(f"Der er en database i {var / 'pg'}. Flyt den væk først.")
    if _sums(copy) != _noted(copy) or postgres.changed_in(copy / "pg"):
        raise NotCopied(f"Filerne i {copy} er ikke dem, der blev kopieret.")
    var.mkdir(mode=0o711, parents=True, exist_ok=True)
    postgres.put_back(copy / "pg", var / "pg", log=log, until=until, point=point)
    for name in FILES:
        if (copy / name).exists() and not (var / name).exists():
            shutil.copytree(copy / name, var / name)


def _sums(copy: Path) -> dict[str, str]:
    files = [path for name in FILES for path in sorted((copy / name).rglob("*")) if path.is_file()]
    return {str(path.relative_to(copy)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _noted(copy: Path) -> dict[str, str]:
    lines = (copy / SUMS).read_text(encoding="utf-8").splitlines()
    return {path: mark for mark, path in (line.split("  ", 1) for line in lines)}


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sanktion.config.backup", description="Den indbyggede database")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("take", help="tag en kopi, mens systemet kører").add_argument("folder", type=Path)
    back = acts.add_parser("restore", help="læg en kopi tilbage i en tom mappe")
    back.add_argument("folder", type=Path)
    back.add_argument("--log", type=Path, help="mappe med arkiverede WAL-filer")
    back.add_argument("--until", default="", help="så langt frem, fx «2026-11-22 14:30:00+01»")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    asked = _arguments(words)
    if os.environ.get("DATABASE_URL"):
        print("Det gælder kun den indbyggede database; DATABASE_URL er sat. Se docs/backup.md.")
        return 2
    try:
        if asked.act == "take":
            embedded.environment()
            files = take(embedded.folder(), asked.folder.resolve())
            print(f"Databasen og {files} filer ligger i {asked.folder}. Nøglerne er ikke med: gem dem et andet sted.")
        else:
            log = asked.log.resolve() if asked.log else None
            restore(asked.folder.resolve(), embedded.folder(), log=log, until=asked.until)
            print("Kopien er lagt tilbage. Læg de samme nøgler i mappen keys, og kør make replay, før systemet åbnes.")
    except NotCopied as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
