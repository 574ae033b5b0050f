"""Whether a certificate may be used for sealed mail. Whom it belongs to is for those to know who entered it."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID
from django.utils import timezone

MIN_RSA_BITS = 2048
FOR_MAIL = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


class CertificateRefused(Exception):
    """The message is Danish, and names no file."""


def recipients_certificate(pem: str, *, at: datetime | None = None) -> x509.Certificate:
    """The certificate to encrypt for. Raises CertificateRefused."""
    return _checked(pem.encode(), "Modtagerens certifikat", "key_encipherment", "kryptering", at or timezone.now())


def senders_certificate(path: Path, *, at: datetime | None = None) -> x509.Certificate:
    """Our own, to sign with. Raises CertificateRefused."""
    try:
        pem = path.read_bytes()
    except OSError:
        raise CertificateRefused("Kommunens certifikat kan ikke læses. Driften skal se på det.") from None
    return _checked(pem, "Kommunens certifikat", "digital_signature", "underskrift", at or timezone.now())


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _checked(pem: bytes, whose: str, use: str, told: str, at: datetime) -> x509.Certificate:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
    except Exception:
        # Whatever is wrong in it, the parser's own words are no help to a caseworker.
        raise CertificateRefused(f"{whose} mangler eller kan ikke læses.") from None
    if at < certificate.not_valid_before_utc:
        raise CertificateRefused(f"{whose} gælder ikke endnu.")
    if at > certificate.not_valid_after_utc:
        raise CertificateRefused(f"{whose} er udløbet.")
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_RSA_BITS:
        raise CertificateRefused(f"{whose} skal have en RSA-nøgle på mindst {MIN_RSA_BITS} bit.")
    if not _is_for(certificate, use):
        raise CertificateRefused(f"{whose} er ikke udstedt til {told} af e-mail.")
    return certificate


def _is_for(certificate: x509.Certificate, use: str) -> bool:
    """A certificate that names no use may be used for all (RFC 5280 § 4.2.1.3)."""
    usage = _extension(certificate, ExtensionOID.KEY_USAGE)
    purposes = _extension(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    return (usage is None or getattr(usage, use)) and (purposes is None or bool(FOR_MAIL & set(purposes)))


def _extension(certificate: x509.Certificate, oid):
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None
