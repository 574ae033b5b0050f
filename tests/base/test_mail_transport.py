"""V054, V085: mail to a real server on this machine. Whatever is not as it should be, nothing leaves."""

import socket
import ssl
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from sanktion.base import mail_transport
from sanktion.base.mail_transport import NotSent, Smtp, Spool, Uncertain
from sanktion.base.secure_mail import Outside, Sealed

from ..factories.certificates import identity

HOST = "127.0.0.1"
OUTSIDE = Outside("a@kommune.invalid", "b@direktorat.invalid", "Tilsyn 2026-4", "<en@kommune.invalid>")


class Mailbox:
    """Keeps what it is given; ``answer`` is what it says to it."""

    def __init__(self, answer: str = "250 OK"):
        self.answer, self.kept = answer, []

    async def handle_DATA(self, server, session, envelope):
        self.kept.append((session.ssl is not None, envelope.content))
        if not self.answer:
            server.transport.abort()
        return self.answer


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


@contextmanager
def server(folder: Path, mailbox: Mailbox, *, tls: bool = True, host: str = HOST, newest=None, **options):
    """Gives a client that knows the server's certificate as its authority."""
    signer = identity("Mailserver", purpose=None, uses=(), host=host).write(folder, "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signer.certificate, signer.key)
    if newest:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
        context.set_ciphers("ALL:@SECLEVEL=0")
    options |= {"tls_context": context, "require_starttls": True} if tls else {}
    controller = Controller(mailbox, hostname=HOST, port=free_port(), **options)
    controller.start()
    try:
        yield Smtp(HOST, controller.port, ca_file=str(signer.certificate))
    finally:
        controller.stop()


@pytest.fixture
def mail(tmp_path):
    path = tmp_path / "mail.eml"
    path.write_bytes(b"Subject: Tilsyn 2026-4\r\n\r\n" + b"QUJD\r\n" * 5000)
    return path


@pytest.fixture
def said():
    return []


def send(client, mail, said):
    client.send(mail, OUTSIDE, on_handover=lambda: said.append("handover"))


def test_a_server_with_tls_takes_it_whole(tmp_path, mail, said):
    mailbox = Mailbox()
    with server(tmp_path, mailbox) as client:
        send(client, mail, said)
    assert (mailbox.kept, said) == ([(True, mail.read_bytes())], ["handover"])


def refused(client, mail, said, mailbox, told):
    with pytest.raises(NotSent, match=told):
        send(client, mail, said)
    assert (mailbox.kept, said) == ([], [])


def test_without_starttls_nothing_is_sent(tmp_path, mail, said):
    mailbox = Mailbox()
    with server(tmp_path, mailbox, tls=False) as client:
        refused(client, mail, said, mailbox, "STARTTLS")


def test_tls_1_1_is_not_enough(tmp_path, mail, said):
    mailbox = Mailbox()
    with server(tmp_path, mailbox, newest=ssl.TLSVersion.TLSv1_1) as client:
        refused(client, mail, said, mailbox, "TLS 1.2")


def test_the_certificate_of_another_host_is_not_accepted(tmp_path, mail, said):
    mailbox = Mailbox()
    with server(tmp_path, mailbox, host="en-anden.invalid") as client:
        refused(client, mail, said, mailbox, "certifikat")


def test_the_certificate_of_another_authority_is_not_accepted(tmp_path, mail, said):
    mailbox, other = Mailbox(), identity("En anden", host=HOST).write(tmp_path, "anden")
    with server(tmp_path, mailbox) as client:
        stranger = Smtp(HOST, client.port, ca_file=str(other.certificate))
        refused(stranger, mail, said, mailbox, "certifikat")


def test_a_server_that_takes_no_so_large_mail_is_not_given_it(tmp_path, mail, said):
    mailbox = Mailbox()
    with server(tmp_path, mailbox, data_size_limit=1000) as client:
        refused(client, mail, said, mailbox, "så store")


def test_a_server_that_is_away_is_no_uncertainty(mail, said):
    refused(Smtp(HOST, 1), mail, said, Mailbox(), "svarer ikke")


def test_a_refusal_after_the_last_word_is_certain(tmp_path, mail, said):
    with server(tmp_path, Mailbox("554 nej")) as client, pytest.raises(NotSent, match="554"):
        send(client, mail, said)
    assert said == ["handover"]


def test_no_answer_after_the_last_word_is_uncertain(tmp_path, mail, said):
    with server(tmp_path, Mailbox("")) as client, pytest.raises(Uncertain):
        send(client, mail, said)
    assert said == ["handover"]


def test_a_caller_who_stops_at_the_last_word_has_sent_nothing(tmp_path, mail):
    """What another worker has sent in the meantime is not sent twice."""

    def stop():
        raise RuntimeError("en anden kom først")

    mailbox = Mailbox()
    with server(tmp_path, mailbox) as client, pytest.raises(RuntimeError):
        client.send(mail, OUTSIDE, on_handover=stop)
    assert mailbox.kept == []


def test_the_folder_gets_one_private_file(tmp_path, mail, said):
    send(Spool(tmp_path / "ud"), mail, said)
    (path,) = (tmp_path / "ud").iterdir()
    assert (path.name, path.stat().st_mode & 0o777, path.read_bytes()) == ("en.eml", 0o600, mail.read_bytes())


def sealed(path: Path) -> Sealed:
    return Sealed(path, 1, "", "aes-256-cbc", "", "")


def test_what_is_not_encrypted_is_never_sent(tmp_path, mail, said):
    """V085."""
    with pytest.raises(NotSent, match="ikke krypteret"):
        mail_transport.send(mail, sealed(mail), OUTSIDE, on_handover=lambda: said.append("handover"))
    assert said == []


def test_with_nothing_set_up_only_post_is_left(settings):
    settings.SANKTION_MAIL = ""
    with pytest.raises(NotSent, match="med post"):
        mail_transport.transport()
