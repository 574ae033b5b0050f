"""A virus scanner that is asked before a file is opened. Which one is a setting; without one, none is asked.

``SANKTION_SCANNER`` is the dotted path of a function that takes the bytes and raises UploadRefused. A scanner that
doesn't answer refuses: a file nobody has looked at is not taken in.
"""

import logging
import socket
import struct

from django.conf import settings
from django.utils.module_loading import import_string

from sanktion.base.uploads import UploadRefused

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
SECONDS = 30
FOUND = "Virusscanneren har fundet skadelig kode i filen."
SILENT = "Virusscanneren svarer ikke, så filen kan ikke tages imod. Prøv igen senere."


def scan(data: bytes) -> None:
    """Raises UploadRefused if the scanner of the settings finds something or doesn't answer."""
    if settings.SANKTION_SCANNER:
        import_string(settings.SANKTION_SCANNER)(data)


def clamd(data: bytes) -> None:
    """ClamAV's daemon at SANKTION_CLAMD (``host:port`` or a socket's path), by its INSTREAM command (clamd(8))."""
    try:
        with _connected(settings.SANKTION_CLAMD) as daemon:
            answer = _ask(daemon, data)
    except OSError:
        logger.error("The virus scanner can't be reached.")
        raise UploadRefused(SILENT) from None
    if answer.endswith("FOUND"):
        raise UploadRefused(FOUND)
    if answer != "stream: OK":
        logger.error("The virus scanner gave no verdict.")
        raise UploadRefused(SILENT)


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host:
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(SECONDS)
    daemon.connect(address)
    return daemon


def _ask(daemon: socket.socket, data: bytes) -> str:
    daemon.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), CHUNK):
        part = data[start : start + CHUNK]
        daemon.sendall(struct.pack("!I", len(part)) + part)
    daemon.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and (part := daemon.recv(1024)):
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()
