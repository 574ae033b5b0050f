"""AES-256-GCM payloads and keyed look-ups (safety.md, «Decided» 2 and 3)."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base import encryption
from sanktion.base.encryption import DecryptionError, decrypt, encrypt, lookup, lookups

CONTEXT = b"sanktion_citizen.name"


def key(byte: bytes) -> str:
    return base64.b64encode(byte * 32).decode()


@pytest.fixture
def two_keys(settings):
    settings.SANKTION_TEXT_KEYS = f"2:{key(b'n')},1:{key(b'o')}"
    settings.SANKTION_LOOKUP_KEYS = f"2:{key(b'N')},1:{key(b'O')}"


@given(st.binary(max_size=2000), st.binary(min_size=1, max_size=60))
def test_round_trip(plain, context):
    assert decrypt(encrypt(plain, context), context) == plain


def test_payload_is_version_nonce_ciphertext_and_tag(two_keys):
    payload = encrypt(b"0123456789", CONTEXT)
    assert payload[0] == 2
    assert len(payload) == 1 + 12 + 10 + 16


def test_the_same_text_gives_different_payloads():
    assert encrypt(b"Ida", CONTEXT) != encrypt(b"Ida", CONTEXT)


@given(st.data())
def test_one_changed_byte_is_always_detected(data):
    payload = bytearray(encrypt(b"ikke hjemme", CONTEXT))
    place = data.draw(st.integers(0, len(payload) - 1))
    payload[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DecryptionError):
        decrypt(bytes(payload), CONTEXT)


@given(st.integers(0, 39))
def test_a_cut_payload_is_detected(length):
    payload = encrypt(b"ikke hjemme", CONTEXT)
    assert len(payload) == 40
    with pytest.raises(DecryptionError):
        decrypt(payload[:length], CONTEXT)


def test_a_payload_moved_to_another_column_does_not_decrypt():
    payload = encrypt(b"Ida", CONTEXT)
    with pytest.raises(DecryptionError):
        decrypt(payload, b"sanktion_citizen.address")


def test_the_error_says_where_but_not_what():
    payload = encrypt(b"hemmelig", CONTEXT)[:-1] + b"\0"
    with pytest.raises(DecryptionError) as caught:
        decrypt(payload, CONTEXT)
    assert "sanktion_citizen.name" in str(caught.value)
    assert "hemmelig" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_old_payloads_are_read_while_both_keys_live(settings, two_keys):
    settings.SANKTION_TEXT_KEYS = f"1:{key(b'o')}"
    old = encrypt(b"Ida", CONTEXT)
    settings.SANKTION_TEXT_KEYS = f"2:{key(b'n')},1:{key(b'o')}"
    assert decrypt(old, CONTEXT) == b"Ida"
    assert encryption.version_of(old) == 1
    assert encryption.current_version() == 2


def test_a_key_that_is_gone_is_named_by_version(settings):
    settings.SANKTION_TEXT_KEYS = f"1:{key(b'o')}"
    old = encrypt(b"Ida", CONTEXT)
    settings.SANKTION_TEXT_KEYS = f"2:{key(b'n')}"
    with pytest.raises(DecryptionError, match="Key version 1"):
        decrypt(old, CONTEXT)


def test_an_empty_payload_has_no_version():
    with pytest.raises(DecryptionError):
        encryption.version_of(b"")


def test_lookup_is_stable_keyed_and_32_bytes(settings):
    first = lookup("0101900001")
    assert first == lookup("0101900001") != lookup("0101900002")
    assert len(first) == 32
    settings.SANKTION_LOOKUP_KEYS = f"1:{key(b'z')}"
    assert lookup("0101900001") != first


def test_lookups_covers_every_live_key_newest_first(settings, two_keys):
    both = lookups("0101900001")
    assert both[0] == lookup("0101900001")
    settings.SANKTION_LOOKUP_KEYS = f"1:{key(b'O')}"
    assert both[1] == lookup("0101900001")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mangler"),
        (" , ", "mangler"),
        ("a2V5", "version:base64"),
        (f"0:{key(b'k')}", "version 1-255"),
        (f"256:{key(b'k')}", "version 1-255"),
        (f"ny:{key(b'k')}", "version:base64"),
        ("1:ikke base64", "ikke gyldig base64"),
        ("1:æøå", "ikke gyldig base64"),
        ("1:a2V5", "nøgle 1 er 3 byte"),
        (f"1:{key(b'k')},1:{key(b'l')}", "version 1 står to gange"),
    ],
)
def test_bad_keys_are_explained(settings, text, message):
    settings.SANKTION_TEXT_KEYS = text
    with pytest.raises(ImproperlyConfigured, match=message):
        encrypt(b"", CONTEXT)


def test_the_explanation_never_repeats_the_key(settings):
    settings.SANKTION_TEXT_KEYS = key(b"k")
    with pytest.raises(ImproperlyConfigured) as caught:
        encrypt(b"", CONTEXT)
    assert key(b"k") not in str(caught.value)
