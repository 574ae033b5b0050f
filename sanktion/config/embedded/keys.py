"""Keys made once and kept outside the database, readable by their owner alone."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def password() -> str:
    return secrets.token_urlsafe(32)


def versioned_key() -> str:
    """``1:<base64 of 32 random bytes>``, the form sanktion.base.encryption reads."""
    return f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "SANKTION_TEXT_KEYS": versioned_key,
    "SANKTION_LOOKUP_KEYS": versioned_key,
}


def read(path: Path, make: Callable[[], str]) -> str:
    """The file's key; a missing one is made. A half-written key can't be left behind: it is renamed into place."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    return path.read_text(encoding="ascii")
