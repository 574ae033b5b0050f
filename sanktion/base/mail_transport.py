"""How a sealed mail leaves: over SMTP with forced TLS, or into a folder from which a gateway fetches it.

A transport says one of three things: it was taken (no exception), it was certainly not taken (``NotSent``), or nobody
can know (``Uncertain``). It calls ``on_handover`` when everything but the last word is said: what a caller stores
there is stored before anyone can have taken the mail.
"""

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sanktion.base.secure_mail import AUTH_ENVELOPED, ENVELOPED, Outside, Sealed, SecureMailError

CONNECT_SECONDS = 60
# RFC 5321 § 4.5.3.2.6: a server may be long about its answer to a whole message.
ANSWER_SECONDS = 600
PIECE = 64 * 1024


class NotSent(SecureMailError):
    """The mail server never took the message."""


class Uncertain(SecureMailError):
    """All of it left, and no answer came."""


@dataclass(frozen=True)
class Smtp:
    host: str
    port: int
    ca_file: str = ""
    user: str = ""
    password: str = ""

    def send(self, message: Path, outside: Outside, *, on_handover: Callable[[], None]) -> None:
        server = self._connect()
        try:
            self._begin(server, message, outside)
            with message.open("rb") as body:
                # No line of ours begins with a full stop: they are headers and base64.
                while piece := body.read(PIECE):
                    server.sock.sendall(piece)
            on_handover()
        except (smtplib.SMTPException, OSError) as error:
            server.close()
            raise NotSent(_told(error)) from None
        except BaseException:
            server.close()
            raise
        self._end(server)

    def _connect(self) -> smtplib.SMTP:
        """A connection that is encrypted and whose other end has shown who it is; there is no other kind."""
        if not self.host:
            raise NotSent("Sikker e-mail er ikke sat op: mailserverens navn mangler.")
        server = None
        try:
            context = self._context()
            server = smtplib.SMTP(self.host, self.port, timeout=CONNECT_SECONDS)
            server.starttls(context=context)
            server.ehlo()
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError) as error:
            if server:
                server.close()
            raise NotSent(_told(error)) from None
        return server

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    @staticmethod
    def _begin(server: smtplib.SMTP, message: Path, outside: Outside) -> None:
        size = message.stat().st_size
        takes = server.esmtp_features.get("size", "")
        if takes.isdecimal() and 0 < int(takes) < size:
            raise NotSent("Mailserveren tager ikke så store e-mails. Sæt grænsen hos modtageren ned.")
        options = [f"size={size}"] if "size" in server.esmtp_features else []
        for code, _answer in (server.mail(outside.sender, options), server.rcpt(outside.recipient)):
            if code not in (250, 251):
                raise smtplib.SMTPResponseException(code, b"")
        code, _answer = server.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPResponseException(code, b"")

    @staticmethod
    def _end(server: smtplib.SMTP) -> None:
        try:
            server.sock.settimeout(ANSWER_SECONDS)
            server.sock.sendall(b".\r\n")
            code, _answer = server.getreply()
        except (smtplib.SMTPException, OSError):
            raise Uncertain("Mailserveren svarede ikke, da e-mailen var afleveret.") from None
        finally:
            server.close()
        if code != 250:
            raise NotSent(f"Mailserveren afviste e-mailen (svar {code}).")


@dataclass(frozen=True)
class Spool:
    """For a gateway on the same machine, and for trying out: one file a mail."""

    folder: Path

    def send(self, message: Path, outside: Outside, *, on_handover: Callable[[], None]) -> None:
        name = f"{outside.message_id.strip('<>').partition('@')[0]}.eml"
        half = self.folder / f".{name}.del"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(message.read_bytes())
        except OSError:
            half.unlink(missing_ok=True)
            raise NotSent("Mappen til e-mails kan ikke skrives.") from None
        try:
            on_handover()
            half.replace(self.folder / name)
        finally:
            half.unlink(missing_ok=True)


def transport() -> Smtp | Spool:
    """As the settings say. Raises NotSent when they say nothing."""
    if settings.SANKTION_MAIL == "smtp":
        return Smtp(
            settings.SANKTION_MAIL_HOST,
            settings.SANKTION_MAIL_PORT,
            settings.SANKTION_MAIL_CA,
            settings.SANKTION_MAIL_USER,
            settings.SANKTION_MAIL_PASSWORD,
        )
    if settings.SANKTION_MAIL == "file":
        return Spool(Path(settings.SANKTION_MAIL_SPOOL))
    raise NotSent("Sikker e-mail er ikke sat op. Driften skal sætte det op, eller materialet må sendes med post.")


def send(message: Path, sealed: Sealed, outside: Outside, *, on_handover: Callable[[], None]) -> None:
    """Send what is sealed and nothing else. Raises NotSent or Uncertain."""
    with sealed.path.open("rb") as body:
        start = body.read(32)
    if ENVELOPED not in start and AUTH_ENVELOPED not in start:
        raise NotSent("E-mailen er ikke krypteret og bliver ikke sendt.")
    transport().send(message, outside, on_handover=on_handover)


def _told(error: Exception) -> str:
    """Our own words: a server's answer may hold anything."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "Mailserveren tilbyder ikke kryptering (STARTTLS). Intet er sendt."
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Mailserverens certifikat kan ikke godkendes. Intet er sendt."
    if isinstance(error, ssl.SSLError):
        return "Der kan ikke oprettes en krypteret forbindelse med TLS 1.2 eller nyere. Intet er sendt."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Mailserveren kender ikke kommunens bruger eller adgangskode. Intet er sendt."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Mailserveren afviste e-mailen (svar {error.smtp_code}). Intet er sendt."
    return "Mailserveren svarer ikke. Intet er sendt."
