"""Opens what strangers have made, in a process of its own that can be lost: see ``uploads.py``, which starts it.

Knows neither Django nor the rest of the project, and its environment is empty: no key is near a hostile file. Its
limits are the kernel's: memory, seconds, and not one byte written to any file.
"""

import json
import resource
import sys

from .office import open_office
from .pdf import open_pdf
from .picture import open_picture
from .refusal import BROKEN, EMPTY, TOO_HEAVY, Refused
from .text import open_text

JPEG, PNG, PDF, ZIP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04"
TIFF = (b"II*\x00", b"MM\x00*")


def open_file(data: bytes, limits: dict) -> tuple[str, bytes, int]:
    """Media type, clean bytes and pages (0: not in pages). The first bytes decide, never a name. Raises Refused."""
    if not data.strip():
        raise Refused(EMPTY)
    if data.startswith(PDF):
        return "application/pdf", *open_pdf(data, limits)
    if data.startswith((JPEG, PNG, *TIFF)):
        kind = "JPEG" if data.startswith(JPEG) else "PNG" if data.startswith(PNG) else "TIFF"
        return "application/pdf", *open_picture(data, kind, limits)
    if data.startswith(ZIP):
        return *open_office(data, limits), 0
    return "text/plain", open_text(data), 0


def main() -> None:
    """Reads one line of limits and the file from standard input; writes one line of answer and the clean file."""
    limits = json.loads(sys.stdin.buffer.readline())
    _confine(limits)
    body = b""
    try:
        media_type, body, pages = open_file(sys.stdin.buffer.read(), limits)
        answer = {"media_type": media_type, "pages": pages}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_HEAVY}
    except Exception:
        # Whatever a hostile file makes the libraries say is not shown to anybody.
        answer = {"refused": BROKEN}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + body)


def _confine(limits: dict) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
