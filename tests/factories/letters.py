"""Letters of the set-up: an empty page each, so that a test renders in full only the letters it is about.

Whoever reads a letter that a factory sent asks for the fixture ``whole_letters``.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from weasyprint import CSS, HTML

from sanktion.base import typesetting

_in_full = typesetting._write
_wanted_whole = False


@contextmanager
def whole_letters() -> Iterator[None]:
    global _wanted_whole
    _wanted_whole = True
    try:
        yield
    finally:
        _wanted_whole = False


@contextmanager
def short_letters() -> Iterator[None]:
    """Also a decorator for factories."""
    with patch.object(typesetting, "_write", _in_full if _wanted_whole else _short):
        yield


def _short(text: str, root: Path, sheets: list[CSS], variant: str | None) -> bytes:
    # A comment of its own keeps each a file with another checksum.
    return b"%s\n%% %s\n" % (_page(), hashlib.sha256(text.encode()).hexdigest().encode())


@cache
def _page() -> bytes:
    return HTML(string="<html lang=da><title>Brev</title>").write_pdf()
