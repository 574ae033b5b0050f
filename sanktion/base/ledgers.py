"""A file outside the database that says once more what was destroyed: one line of JSON each, in order.

Opened by one at a time, readable by its owner alone, and on the disk before the call returns.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file alone, at its beginning; a line that a crash cut short is taken off it first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole = file.read()
        file.truncate(whole.rfind(b"\n") + 1)
        file.seek(0)
        yield file


def last(file: IO[bytes]) -> dict[str, Any] | None:
    """The newest entry; leaves the file at its end."""
    lines = file.read().splitlines()
    return json.loads(lines[-1]) if lines else None


def entries(path: Path) -> list[dict[str, Any]]:
    with opened(path) as file:
        return [json.loads(line) for line in file]


def append(file: IO[bytes], lines: Iterable[str]) -> None:
    file.write("".join(f"{line}\n" for line in lines).encode())
    file.flush()
    os.fsync(file.fileno())
