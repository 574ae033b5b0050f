"""V054, V085: sealed mail, with openssl as the outside party."""

import email
import os
import subprocess
from email import policy

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sanktion.base.secure_mail import (
    Attachment,
    Outside,
    SecureMailError,
    empty_left_folders,
    message_size,
    mime_entity,
    private_folder,
    seal,
    write_message,
)

from ..factories.certificates import identity

SECRET = b"%PDF-1.7 KANARIE " + bytes(range(256)) * 40
CIPHERS = ["aes-256-cbc", "aes-256-gcm"]


@pytest.fixture
def sealing(tmp_path):
    """Seals a source with keys of the test's own, in ``work``; the recipient's key stands in ``keys``."""
    keys, work = tmp_path / "keys", tmp_path / "work"
    keys.mkdir()
    work.mkdir()
    signer = identity("Kommunen").write(keys, "kommunen")
    recipient = identity("Direktoratet", uses=("key_encipherment",))
    recipient.write(keys, "direktoratet")

    def sealed(source=(SECRET,), **facts):
        facts = {"signer": signer, "recipient_pem": recipient.pem, **facts}
        return seal(source, work=work, **facts)

    sealed.keys, sealed.work = keys, work
    return sealed


def openssl(*arguments, data: bytes | None = None) -> tuple[int, bytes]:
    done = subprocess.run(["openssl", "cms", *map(str, arguments)], input=data, capture_output=True)
    return done.returncode, done.stdout


def opened(keys, path) -> tuple[int, bytes]:
    """As the directorate would: decrypt, then check the signature."""
    pem = ["-recip", keys / "direktoratet.crt", "-inkey", keys / "direktoratet.key"]
    code, signed = openssl("-decrypt", "-binary", "-inform", "DER", "-in", path, *pem)
    return openssl("-verify", "-binary", "-CAfile", keys / "kommunen.crt", data=signed) if code == 0 else (code, b"")


@pytest.mark.parametrize("cipher", CIPHERS)
def test_the_recipient_gets_what_was_sealed_byte_for_byte(sealing, cipher):
    source = b"".join(mime_entity("Hej", [Attachment("01.pdf", "application/pdf", lambda: SECRET)], boundary="x"))
    sealed = sealing([source], cipher=cipher)
    assert opened(sealing.keys, sealed.path) == (0, source)
    attached = email.message_from_bytes(source, policy=policy.SMTP).get_payload()[1]
    assert (attached.get_filename(), attached.get_content()) == ("01.pdf", SECRET)


@pytest.mark.thorough
@pytest.mark.parametrize("cipher", CIPHERS)
def test_one_byte_changed_anywhere_is_found(sealing, cipher):
    whole = sealing(cipher=cipher).path.read_bytes()
    changed = sealing.work / "changed"
    for place in range(60, len(whole), len(whole) // 30):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        code, text = opened(sealing.keys, changed)
        # A byte that only says how the pieces are divided may be written in more ways than one.
        assert code != 0 or text == SECRET, place


def test_nothing_of_it_lies_in_the_clear(sealing):
    sealing()
    left = {path.name: path.read_bytes() for path in sealing.work.iterdir()}
    assert set(left) == {"modtager.pem", "smime.p7m"}
    assert not any(b"KANARIE" in data for data in left.values())


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"days": 0}, "er udløbet"),
        ({"from_days": 2}, "gælder ikke endnu"),
        ({"uses": ("digital_signature",)}, "ikke udstedt til kryptering"),
        ({"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, "ikke udstedt til kryptering"),
        ({"bits": 1024}, "mindst 2048 bit"),
    ],
)
def test_a_certificate_that_may_not_be_used_is_refused(sealing, facts, told):
    pem = identity("Anden", **{"uses": ("key_encipherment",), **facts}).pem
    with pytest.raises(SecureMailError, match=told):
        sealing(recipient_pem=pem)
    assert list(sealing.work.iterdir()) == []


def test_no_certificate_at_all_is_refused(sealing):
    with pytest.raises(SecureMailError, match="mangler eller kan ikke læses"):
        sealing(recipient_pem="")


def test_a_key_of_another_certificate_leaves_no_file(sealing):
    signer = identity("Kommunen").write(sealing.work, "a")
    other = identity("Anden").write(sealing.work, "b")
    with pytest.raises(SecureMailError, match="underskrives"):
        sealing(signer=type(signer)(signer.certificate, other.key))
    assert not (sealing.work / "smime.p7m").exists()


def test_a_source_that_breaks_off_leaves_no_file(sealing):
    def source():
        yield SECRET
        raise RuntimeError("væk")

    with pytest.raises(RuntimeError):
        sealing(source())
    assert not (sealing.work / "smime.p7m").exists()


def test_without_openssl_nothing_is_sealed(sealing, monkeypatch):
    monkeypatch.setenv("PATH", str(sealing.work))
    with pytest.raises(SecureMailError, match="openssl mangler"):
        sealing()


def test_the_outside_shows_only_its_own_words(sealing):
    sealed = sealing()
    outside = Outside("a@kommune.invalid", "b@direktorat.invalid", "Tilsyn 2026-4, del 1 af 3", "<x@kommune.invalid>")
    size = write_message(sealed, outside, sealing.work / "mail.eml")
    data = (sealing.work / "mail.eml").read_bytes()
    mail = email.message_from_bytes(data, policy=policy.SMTP)
    assert (mail["Subject"], mail.get_content_type()) == ("Tilsyn 2026-4, del 1 af 3", "application/pkcs7-mime")
    assert mail.get_content() == sealed.path.read_bytes()
    assert size == len(data)
    assert max(map(len, data.split(b"\r\n"))) <= 100


@given(sizes=st.lists(st.integers(0, 30_000), max_size=4))
@example(sizes=[300_000])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mail_never_gets_longer_than_foretold(sealing, sizes):
    files = [Attachment(f"{size}.pdf", "application/pdf", lambda size=size: b"x" * size) for size in sizes]
    for path in sealing.work.iterdir():
        path.unlink()
    sealed = sealing(mime_entity("Hej", files, boundary="x" * 36))
    outside = Outside("a@kommune.invalid", "b@direktorat.invalid", "Tilsyn", "<x@kommune.invalid>")
    size = write_message(sealed, outside, sealing.work / "mail.eml")
    assert size <= message_size(sizes) < 1.95 * sum(sizes) + 50_000


def test_the_folder_is_private_and_emptied_also_after_a_fault(tmp_path, settings):
    settings.SANKTION_SEAL_DIR = tmp_path / "seal"

    def work():
        with private_folder() as folder:
            (folder / "x").write_text("y")
            assert folder.stat().st_mode & 0o777 == 0o700
            raise RuntimeError("væk")

    with pytest.raises(RuntimeError):
        work()
    assert list((tmp_path / "seal").iterdir()) == []


def test_what_a_killed_worker_left_is_removed_and_what_is_in_use_is_not(tmp_path, settings):
    settings.SANKTION_SEAL_DIR = tmp_path
    left = tmp_path / "forsegling-doed"
    left.mkdir()
    os.utime(left, (0, 0))
    with private_folder() as used:
        os.utime(used, (0, 0))
        assert empty_left_folders() == 1
        assert used.exists()
    assert not left.exists()
