"""Folders that another program fetches from."""

import os
from pathlib import Path


def put(folder: Path, name: str, data: bytes) -> None:
    """The file is there whole or not at all, and only for our own user; the same name again replaces it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target, half = folder / name, folder / f".{name}.{os.getpid()}"
    try:
        with open(half, "wb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except BaseException:
        # With the disk full, half a letter with a citizen's number in it would lie here for good.
        half.unlink(missing_ok=True)
        raise


def _private(path, flags):
    return os.open(path, flags, 0o600)
