"""What a certificate in PEM says of itself. Nothing is asked of anybody else."""

from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils import timezone

MIN_RSA_BITS = 2048


class CertificateRefused(ValueError):
    """It can't be used to encrypt to the directorate. The message is for the user."""


@dataclass(frozen=True)
class Certificate:
    subject: str
    issuer: str
    serial: str
    valid_from: date
    valid_to: date

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


def read_certificate(pem: str) -> Certificate:
    """Raises CertificateRefused when it is not exactly one certificate."""
    if "PRIVATE KEY" in pem:
        raise CertificateRefused("Det er en privat nøgle. Den må ikke lægges her. Brug direktoratets certifikat.")
    return _told(_parsed(pem))


def check_certificate(pem: str, *, on: date) -> Certificate:
    """One that can be encrypted to from that day. Raises CertificateRefused."""
    found = read_certificate(pem)
    key = _parsed(pem).public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        raise CertificateRefused(f"Certifikatets nøgle er på {key.key_size} bit. Der skal mindst være {MIN_RSA_BITS}.")
    if on > found.valid_to:
        raise CertificateRefused(f"Certifikatet udløb den {found.valid_to:%d-%m-%Y}.")
    if on < found.valid_from:
        raise CertificateRefused(f"Certifikatet gælder først fra den {found.valid_from:%d-%m-%Y}.")
    return found


def _parsed(pem: str) -> x509.Certificate:
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise CertificateRefused("Det er ikke et certifikat i PEM-format (-----BEGIN CERTIFICATE-----).") from None
    if len(found) != 1:
        raise CertificateRefused(f"Der er {len(found)} certifikater. Indsæt kun direktoratets eget.")
    return found[0]


def _told(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        valid_from=_day(certificate.not_valid_before_utc),
        valid_to=_day(certificate.not_valid_after_utc),
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
