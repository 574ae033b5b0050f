"""Files from strangers, made safe before anybody keeps or shows them.

Nothing is opened here: a process of its own does it (``opening/``), with an empty environment and limits set by the
kernel, so that a hostile file can at worst end that process. Nothing touches the disk.
"""

import io
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from sanktion.base import pdf
from sanktion.base.opening.office import DOCX, ODT
from sanktion.base.opening.refusal import BROKEN, EMPTY, TOO_HEAVY

PDF = "application/pdf"
EXTENSIONS = {PDF: "pdf", DOCX: "docx", ODT: "odt"}
MEBIBYTE = 1024 * 1024
# As a package of its own name: the project's own imports Django and Celery. At the end of the path, behind all else.
START = "import sys; sys.path.append(sys.argv[1]); import opening; opening.main()"

# How many of this process's threads may open files at once: each takes up to ``Limits.memory``.
_at_a_time = threading.BoundedSemaphore(2)


class UploadRefused(ValueError):
    """The file is not taken in, and nothing of it is kept; the message is a Danish sentence for the sender."""


@dataclass(frozen=True)
class Limits:
    """Bytes, pages, pixels of one picture, bytes when unpacked; then the opening process's memory and seconds."""

    max_bytes: int = 20 * MEBIBYTE
    max_pages: int = 500
    max_pixels: int = 64_000_000
    max_unpacked: int = 200 * MEBIBYTE
    memory: int = 1024 * MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: int = 40


@dataclass(frozen=True)
class Cleaned:
    """``pages`` is None for what has none until it is opened in its own program."""

    media_type: str
    data: bytes
    pages: int | None
    extension: str


def clean(data: bytes, *, limits: Limits) -> Cleaned:
    """What may be kept of a file: PDF for PDF, pictures and plain text; Word and LibreOffice text as they are.

    The content decides what it is. Scripts, actions, attachments and hidden facts are gone from what comes out.
    Raises UploadRefused.
    """
    if not data:
        raise UploadRefused(EMPTY)
    if len(data) > limits.max_bytes:
        raise UploadRefused(f"Filen fylder mere end {limits.max_bytes // MEBIBYTE} MB.")
    with _at_a_time:
        answer, body = _open_apart(data, limits)
    if answer["media_type"] == "text/plain":
        return typeset(body.decode())
    return Cleaned(answer["media_type"], body, answer["pages"] or None, EXTENSIONS[answer["media_type"]])


def _open_apart(data: bytes, limits: Limits) -> tuple[dict, bytes]:
    command = [sys.executable, "-I", "-c", START, os.path.dirname(__file__)]
    try:
        done = subprocess.run(  # noqa: S603 - the program's own interpreter and its own code
            command,
            input=json.dumps(asdict(limits)).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "2"},
            cwd="/",
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UploadRefused(TOO_HEAVY) from None
    line, _, body = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # Killed by a limit (the sign is negative), or the libraries could not take it.
        raise UploadRefused(TOO_HEAVY if done.returncode < 0 else BROKEN)
    answer = json.loads(line)
    if "refused" in answer:
        raise UploadRefused(answer["refused"])
    return answer, body


def typeset(text: str) -> Cleaned:
    sheets = ("css/pdf/base.css", "css/pdf/text.css")
    data = pdf.render("components/plain_text_pdf.html", {"text": text}, stylesheets=sheets, archival=True)
    with pikepdf.open(io.BytesIO(data)) as made:
        return Cleaned(PDF, data, len(made.pages), EXTENSIONS[PDF])


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Keeps what is sent in memory, never in a temporary file on disk, where it would lie unencrypted.

    What goes beyond FILE_UPLOAD_MAX_MEMORY_SIZE for one request is counted but not kept: such a file has its true
    ``size`` and ``is_cut``, so that a form can say so.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.left = settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file, self.is_cut = io.BytesIO(), False

    def receive_data_chunk(self, raw_data, start):
        if len(raw_data) > self.left:
            self.is_cut = True
            return
        self.left -= len(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        uploaded = InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
        uploaded.is_cut = self.is_cut
        return uploaded
