"""A start with keys that don't fit what stands in the database stops, and says which."""

import base64

import pytest
from django.conf import settings as configured

from sanktion.config import celery
from sanktion.config.checks import keys_are_at_hand
from tests.config.test_production_login import started
from tests.factories import CitizenFactory

RIGHT = {name: getattr(configured, name) for name in ("SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")}
OTHER = base64.b64encode(b"x" * 32).decode()
LOST = "SANKTION_TEXT_KEYS mangler nøgle 1"


def told() -> str:
    return " ".join(problem.msg for problem in keys_are_at_hand(None, databases=["default"]))


@pytest.fixture
def written(db):
    CitizenFactory()


@pytest.mark.parametrize(
    ("name", "keys", "sentence"),
    [
        ("SANKTION_TEXT_KEYS", f"2:{OTHER}", LOST),
        ("SANKTION_TEXT_KEYS", f"1:{OTHER}", "Databasen er ikke skrevet med de nøgler, der står i SANKTION_TEXT_KEYS"),
        ("SANKTION_LOOKUP_KEYS", f"1:{OTHER}", "kan ikke slås op med de nøgler, der står i SANKTION_LOOKUP_KEYS"),
        ("SANKTION_TEXT_KEYS", f"2:{OTHER},{RIGHT['SANKTION_TEXT_KEYS']}", ""),
        ("SANKTION_LOOKUP_KEYS", f"2:{OTHER},{RIGHT['SANKTION_LOOKUP_KEYS']}", ""),
    ],
)
def test_what_can_not_be_opened_is_told_and_no_key(written, settings, name, keys, sentence):
    assert told() == ""
    setattr(settings, name, keys)
    assert (sentence in told()) if sentence else (told() == "")
    assert OTHER not in told()


def test_the_first_rows_are_asked_too(written, settings):
    settings.SANKTION_TEXT_KEYS = f"2:{OTHER},{RIGHT['SANKTION_TEXT_KEYS']}"
    CitizenFactory()
    settings.SANKTION_TEXT_KEYS = f"2:{OTHER}"
    assert LOST in told()


def test_it_is_asked_in_two_queries(written, django_assert_num_queries):
    # Each of the two in a transaction that says who acts, and takes it back.
    with django_assert_num_queries(8):
        told()


def test_a_new_database_starts_with_any_keys(db, settings):
    settings.SANKTION_TEXT_KEYS, settings.SANKTION_LOOKUP_KEYS = f"7:{OTHER}", f"7:{OTHER}"
    assert told() == ""


def test_neither_web_nor_worker_starts(own_database, django_db_blocker, settings):
    database = own_database.info.dbname
    with django_db_blocker.unblock():
        CitizenFactory()
        refused = started(database, SANKTION_TEXT_KEYS=f"2:{OTHER}")
        assert refused.returncode != 0
        assert LOST in refused.stderr
        settings.SANKTION_TEXT_KEYS = f"2:{OTHER}"
        with pytest.raises(SystemExit, match=LOST):
            celery.signals.worker_init.send(sender=None)
