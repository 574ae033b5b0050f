"""Which address a login came from, and what is kept of a name that was typed."""

import pytest
from django.test import RequestFactory

from sanktion.base.lockout import account, client_address


def asked(peer: str, forwarded: str | None = None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


def test_nobody_is_believed_who_is_not_a_trusted_proxy():
    assert asked("203.0.113.9", "10.1.1.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("198.51.100.7, 10.0.0.9", "198.51.100.7"),
        ("noget vrøvl", None),
        (None, "10.0.0.1"),
    ],
)
def test_behind_trusted_proxies_it_is_the_last_that_is_none(settings, forwarded, expected):
    settings.SANKTION_TRUSTED_PROXIES = ["10.0.0.0/24"]
    assert asked("10.0.0.1", forwarded) == expected


def test_a_name_is_kept_as_nothing_that_can_be_read():
    kept = account(None, {"username": "Kirsten "})
    assert kept == account(None, {"username": "kirsten"})
    assert "kirsten" not in kept
    assert len(kept) == 64
