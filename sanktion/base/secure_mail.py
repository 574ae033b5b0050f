"""Mail that only its recipient can read: signed, then encrypted (CMS, RFC 5652) by ``openssl``.

Signed first, because AES-CBC alone doesn't show that a byte was changed. What is to be sealed goes through pipes, a
piece at a time: nothing of it is written to the disk in the clear, and a large message takes no more memory than a
small one. The signature lies beside the text (multipart/signed): inside the text it would make it a third longer.
"""

import base64
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sanktion.base.certificates import CertificateRefused, fingerprint, recipients_certificate, senders_certificate

# DER of the object identifiers of EnvelopedData and AuthEnvelopedData: how what openssl gives begins.
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
AUTH_ENVELOPED = bytes.fromhex("060b2a864886f70d0109100117")
CIPHERS = {"aes-256-cbc": ENVELOPED, "aes-256-gcm": AUTH_ENVELOPED}
SMIME_TYPES = {"aes-256-cbc": "enveloped-data", "aes-256-gcm": "authEnveloped-data"}
SECONDS = 600
PREFIX, YOUNG_SECONDS = "forsegling-", 60
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
LINE = 57  # Bytes in a base64 line of 76 characters.
LINES = LINE * 1024


class SecureMailError(Exception):
    """Nothing left the house. The message is Danish and meant for the sender."""


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """Files outside the database: the certificate and its private key, as PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Sealed:
    """``serial`` and ``fingerprint`` are the recipient's certificate's."""

    path: Path
    size: int
    sha256: str
    cipher: str
    serial: str
    fingerprint: str


@dataclass(frozen=True)
class Outside:
    """What the envelope shows everybody on the way."""

    sender: str
    recipient: str
    subject: str
    message_id: str


def configured_signer() -> Signer:
    """Raises SecureMailError."""
    if not (settings.SANKTION_MAIL_CERT and settings.SANKTION_MAIL_KEY):
        raise SecureMailError("Sikker e-mail er ikke sat op: kommunens certifikat eller nøgle mangler.")
    return Signer(Path(settings.SANKTION_MAIL_CERT), Path(settings.SANKTION_MAIL_KEY))


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for sealed messages on their way, emptied whatever happens; 0700."""
    root = Path(settings.SANKTION_SEAL_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def empty_left_folders() -> int:
    """Remove the folders of workers that were killed: a lock goes with its process."""
    removed = 0
    for folder in Path(settings.SANKTION_SEAL_DIR).glob(f"{PREFIX}*"):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def seal(
    source: Iterable[bytes], *, signer: Signer, recipient_pem: str, work: Path, cipher: str = "aes-256-cbc"
) -> Sealed:
    """Sign and encrypt a MIME entity into a DER file in ``work``. Raises SecureMailError and leaves no file then."""
    program = shutil.which("openssl")
    if program is None:
        raise SecureMailError("Programmet openssl mangler på serveren. Intet er sendt; driften skal installere det.")
    try:
        senders_certificate(signer.certificate)
        certificate = recipients_certificate(recipient_pem)
    except CertificateRefused as refused:
        raise SecureMailError(str(refused)) from refused
    pem, target = work / "modtager.pem", work / "smime.p7m"
    pem.write_text(recipient_pem, encoding="ascii")
    try:
        _pipe(source, _sign(program, signer), _encrypt(program, cipher, pem), target)
        return Sealed(
            target, *_measured(target, cipher), cipher, f"{certificate.serial_number:x}", fingerprint(certificate)
        )
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def mime_entity(text: str, attachments: Iterable[Attachment], *, boundary: str) -> Iterator[bytes]:
    """A text and files, as they are before they are sealed; one file is in memory at a time."""
    start = f"--{boundary}\r\n".encode()
    yield f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
    yield start + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    yield from _base64(text.encode())
    for attachment in attachments:
        if not FILE_NAME.fullmatch(attachment.name):
            raise ValueError("A file name in mail is letters, digits, full stops and hyphens.")
        yield start + f'Content-Type: {attachment.media_type}; name="{attachment.name}"\r\n'.encode()
        yield f'Content-Disposition: attachment; filename="{attachment.name}"\r\n'.encode()
        yield b"Content-Transfer-Encoding: base64\r\n\r\n"
        yield from _base64(attachment.read())
    yield f"--{boundary}--\r\n".encode()


def write_message(sealed: Sealed, outside: Outside, target: Path) -> int:
    """The whole mail as a file with lines as SMTP sends them; its size in bytes."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = outside.sender, outside.recipient, outside.subject
    mail["Date"], mail["Message-ID"] = format_datetime(timezone.localtime()), outside.message_id
    mail["MIME-Version"] = "1.0"
    kind = SMIME_TYPES[sealed.cipher]
    mail["Content-Type"] = f'application/pkcs7-mime; smime-type={kind}; name="smime.p7m"'
    mail["Content-Disposition"] = 'attachment; filename="smime.p7m"'
    mail["Content-Transfer-Encoding"] = "base64"
    with target.open("wb") as out, sealed.path.open("rb") as body:
        out.write(mail.as_bytes())
        while chunk := body.read(LINES):
            for line in _base64(chunk):
                out.write(line)
    return target.stat().st_size


def message_size(sizes: Iterable[int]) -> int:
    """At most how long the whole mail gets with files of these sizes: written as base64 inside, and again outside."""
    inside = 4_000 + sum(600 + _written(size) for size in sizes)
    return 4_000 + _written(inside + inside // 500 + 12_000)


def _written(size: int) -> int:
    return -(-size // LINE) * 78


def _base64(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for start in range(0, len(view), LINES):
        yield base64.encodebytes(view[start : start + LINES]).replace(b"\n", b"\r\n")


def _sign(program: str, signer: Signer) -> list[str]:
    # An empty pass phrase, so that a key with one fails instead of asking at a terminal.
    key = ["-signer", str(signer.certificate), "-inkey", str(signer.key), "-passin", "pass:"]
    return [program, "cms", "-sign", "-binary", "-stream", "-md", "sha256", *key, "-outform", "SMIME"]


def _encrypt(program: str, cipher: str, recipient: Path) -> list[str]:
    if cipher not in CIPHERS:
        raise SecureMailError("Krypteringen skal være aes-256-cbc eller aes-256-gcm.")
    return [program, "cms", "-encrypt", "-binary", "-stream", f"-{cipher}", "-outform", "DER", str(recipient)]


def _pipe(source: Iterable[bytes], sign: list[str], encrypt: list[str], target: Path) -> None:
    """``source`` through both programs into the file. Both must end well, or there is nothing."""
    quiet = {"stderr": subprocess.DEVNULL, "start_new_session": True, "env": {"PATH": os.environ.get("PATH", "")}}
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        first = subprocess.Popen(sign, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **quiet)  # noqa: S603 - openssl with our own words
        second = subprocess.Popen(encrypt, stdin=first.stdout, stdout=out, **quiet)  # noqa: S603 - openssl with our own words
        first.stdout.close()
        watch = threading.Timer(SECONDS, lambda: (first.kill(), second.kill()))
        watch.start()
        try:
            _feed(source, first.stdin)
            ended = (first.wait(), second.wait())
        finally:
            watch.cancel()
            for process in (first, second):
                process.kill()
                process.wait()
    if ended != (0, 0):
        raise SecureMailError("Forsendelsen kunne ikke underskrives og krypteres. Passer nøglen til certifikatet?")


def _feed(source: Iterable[bytes], pipe) -> None:
    try:
        for chunk in source:
            pipe.write(chunk)
    except BrokenPipeError:
        pass  # The program gave up, and its exit status says so.
    finally:
        try:
            pipe.close()
        except BrokenPipeError:
            pass


def _measured(path: Path, cipher: str) -> tuple[int, str]:
    """Size and SHA-256 of what was made, which begins as something encrypted does."""
    with path.open("rb") as sealed:
        if CIPHERS[cipher] not in sealed.read(32):
            raise SecureMailError("Det, der blev dannet, er ikke krypteret. Intet er sendt.")
        sealed.seek(0)
        return path.stat().st_size, hashlib.file_digest(sealed, "sha256").hexdigest()


def _is_left(folder: Path) -> bool:
    try:
        if time.time() - folder.stat().st_mtime < YOUNG_SECONDS:
            # Its maker may not have come to the lock yet.
            return False
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
