"""AES-256-GCM for columns that must be unreadable without a key standing outside the database.

A payload is ``version byte ‖ 12-byte nonce ‖ ciphertext ‖ 16-byte tag``. The context is authenticated but not
stored: a payload moved to another column no longer decrypts. Nonces are random, so one key may encrypt 2**32
payloads (NIST SP 800-38D § 8.3) before it has to be rotated.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.mixins import CheckFieldDefaultMixin

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class DecryptionError(Exception):
    """The payload is damaged, belongs to another column, or its key is gone. Carries no data."""


def encrypt(plain: bytes, context: bytes) -> bytes:
    """The payload of ``plain`` under the newest key: 29 bytes longer than ``plain``."""
    version = current_version()
    nonce = os.urandom(NONCE_BYTES)
    return bytes([version]) + nonce + _cipher(version).encrypt(nonce, plain, context)


def decrypt(payload: bytes, context: bytes) -> bytes:
    """The plain bytes. Raises DecryptionError on any tampering, another context or a key that is not live."""
    if len(payload) < 1 + NONCE_BYTES + TAG_BYTES:
        raise DecryptionError(f"The payload in {context.decode()} is too short.")
    version = version_of(payload)
    nonce, sealed = payload[1 : 1 + NONCE_BYTES], payload[1 + NONCE_BYTES :]
    try:
        return _cipher(version).decrypt(nonce, sealed, context)
    except KeyError:
        raise DecryptionError(f"Key version {version} of {context.decode()} is not live.") from None
    except InvalidTag:
        raise DecryptionError(f"The payload in {context.decode()} can't be authenticated.") from None


def current_version() -> int:
    """The version (1..255) that new payloads get: the first of SANKTION_TEXT_KEYS."""
    return next(iter(_live_keys("SANKTION_TEXT_KEYS")))


def versions() -> list[int]:
    """The versions of the live text keys, newest first."""
    return list(_live_keys("SANKTION_TEXT_KEYS"))


def lookup_versions() -> list[int]:
    """The versions of the live look-up keys, newest first: as long as ``lookups``."""
    return list(_live_keys("SANKTION_LOOKUP_KEYS"))


def version_of(payload: bytes) -> int:
    """The key version a payload was made with; what rotation filters on."""
    if not payload:
        raise DecryptionError("The payload is empty.")
    return payload[0]


def lookup(value: str) -> bytes:
    """32 bytes (HMAC-SHA-256, newest look-up key) that stand for ``value`` in an indexed column.

    The caller normalises first; the key makes the small space of CPR numbers impossible to try out from a dump.
    """
    return lookups(value)[0]


def lookups(value: str) -> list[bytes]:
    """``lookup`` under every live key, newest first: search with ``__in`` while a rotation is under way."""
    keys = _live_keys("SANKTION_LOOKUP_KEYS").values()
    return [hmac.digest(key, value.encode(), hashlib.sha256) for key in keys]


def _live_keys(setting: str) -> dict[int, bytes]:
    return _parse(setting, getattr(settings, setting, "") or "")


# Cached on the text itself, so that overridden settings are followed without a signal.
@lru_cache(maxsize=16)
def _parse(setting: str, text: str) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        version, key = _parse_key(setting, part)
        if version in keys:
            raise ImproperlyConfigured(f"{setting}: version {version} står to gange.")
        keys[version] = key
    if not keys:
        raise ImproperlyConfigured(f"{setting} mangler. Formen er «version:base64», nyeste nøgle først.")
    return keys


def _parse_key(setting: str, part: str) -> tuple[int, bytes]:
    version, colon, encoded = part.partition(":")
    # The message never repeats the part: it may be the key itself, pasted without its version.
    if not colon or not version.isdecimal() or not 1 <= int(version) <= 255:
        raise ImproperlyConfigured(f"{setting}: hver nøgle skal have formen «version:base64» med version 1-255.")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{setting}: nøgle {version} er ikke gyldig base64.") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{setting}: nøgle {version} er {len(key)} byte; den skal være {KEY_BYTES}.")
    return int(version), key


def _cipher(version: int) -> AESGCM:
    return AESGCM(_live_keys("SANKTION_TEXT_KEYS")[version])


class EncryptedFieldMixin:
    """Stores the value as one payload in a bytea column; in Python the value is plain.

    The context is the table and column of the model the field sits on. simple-history copies the plain value to
    a model with a table of its own, so a historical row is sealed to the historical table.
    """

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_placeholder(self, value, compiler, connection):
        return connection.ops.binary_placeholder_sql(value)

    @property
    def context(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.from_plain(decrypt(bytes(value), self.context))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        return connection.Database.Binary(encrypt(self.to_plain(value), self.context))

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can't be searched with «{lookup_name}».")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted and can't be searched with «{lookup_name}».")


class EncryptedTextField(EncryptedFieldMixin, models.TextField):
    """Text of any length, UTF-8."""

    def to_plain(self, value: str) -> bytes:
        return str(value).encode()

    def from_plain(self, plain: bytes) -> str:
        return plain.decode()


class EncryptedBytesField(EncryptedFieldMixin, models.BinaryField):
    """Bytes, e.g. a file."""

    def to_plain(self, value: bytes) -> bytes:
        return bytes(value)

    def from_plain(self, plain: bytes) -> bytes:
        return plain


class EncryptedJSONField(EncryptedFieldMixin, CheckFieldDefaultMixin, models.Field):
    """What JSON can hold. Dates, times, Decimal and UUID are accepted and come back as text.

    Filled up with spaces to whole blocks: the length of a payload stands in the open, and must not tell a long form
    from a short one.
    """

    BLOCK = 1024
    empty_strings_allowed = False
    _default_hint = ("dict", "{}")

    def to_plain(self, value) -> bytes:
        plain = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()
        return plain.ljust(-(-len(plain) // self.BLOCK) * self.BLOCK)

    def from_plain(self, plain: bytes):
        return json.loads(plain)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})
