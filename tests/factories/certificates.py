"""Keys and certificates made for one test, as files or as PEM."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone

from sanktion.base.secure_mail import Signer

USES = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    " encipher_only decipher_only"
).split()


@dataclass(frozen=True)
class Identity:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def write(self, folder: Path, name: str) -> Signer:
        """As two files."""
        signer = Signer(folder / f"{name}.crt", folder / f"{name}.key")
        signer.certificate.write_text(self.pem)
        unlocked = serialization.NoEncryption()
        pkcs8 = serialization.PrivateFormat.PKCS8
        signer.key.write_bytes(self.key.private_bytes(serialization.Encoding.PEM, pkcs8, unlocked))
        return signer


@lru_cache(maxsize=4)
def key_of(bits: int, name: str) -> rsa.RSAPrivateKey:
    """Making one takes a tenth of a second: each name keeps its own."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def identity(
    name: str = "Kommunen",
    *,
    uses: tuple[str, ...] = ("digital_signature", "key_encipherment"),
    purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION,
    bits: int = 2048,
    from_days: int = -1,
    days: int = 30,
    host: str = "",
) -> Identity:
    """Self-signed. ``host`` makes it a server's."""
    key, subject = key_of(bits, name), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = timezone.now() + timedelta(days=from_days)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(begins).not_valid_after(begins + timedelta(days=days))
    if uses:
        builder = builder.add_extension(x509.KeyUsage(**{use: use in uses for use in USES}), critical=True)
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    if host:
        builder = builder.add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
    return Identity(builder.sign(key, hashes.SHA256()), key)


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
