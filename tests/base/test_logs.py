"""What an unexpected error leaves in the log: PostgreSQL's messages quote whole rows, names and all (safety, § 1)."""

import logging
import sys
from logging.config import DictConfigurator

import pytest
from celery.signals import setup_logging
from django.conf import settings
from django.db import IntegrityError

SECRET = "Failing row contains (7, Ida, Nielsen, Lilledal 23)."


def line(message, *args) -> str:
    """What the log's own formatter makes of ``message`` and the error being handled."""
    record = logging.getLogger("test").makeRecord("test", logging.ERROR, __file__, 1, message, args, True)
    record.exc_info = sys.exc_info()
    formatter = DictConfigurator(settings.LOGGING).configure_formatter(settings.LOGGING["formatters"]["line"])
    return formatter.format(record)


@pytest.fixture
def logged():
    def _logged(message="Internal Server Error: %s", *args, cause=None):
        try:
            raise IntegrityError(SECRET) from cause
        except IntegrityError as error:
            return line(message, *(argument(error) for argument in args or [lambda error: "/sager/"]))

    return _logged


def test_the_kind_of_error_and_the_place_are_told_but_not_its_words(logged):
    text = logged()
    assert "Ida" not in text
    assert "IntegrityError" in text
    assert "test_logs.py" in text
    assert "Internal Server Error: /sager/" in text


def test_neither_are_the_words_of_its_cause(logged):
    text = logged(cause=ValueError("Key (cpr_lookup)=(4711)"))
    assert "4711" not in text
    assert "ValueError" in text


@pytest.mark.parametrize("shown", [str, repr])
def test_nor_when_the_message_repeats_them(logged, shown):
    """Celery and Django's on_commit both put the error into the message itself."""
    text = logged("Task raised unexpected: %s", shown)
    assert "Ida" not in text
    assert "Task raised unexpected: IntegrityError" in text


def test_a_line_without_an_error_is_left_alone():
    formatter = DictConfigurator(settings.LOGGING).configure_formatter(settings.LOGGING["formatters"]["line"])
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "staff.close by=%s", (3,), None)
    assert formatter.format(record).endswith("INFO a staff.close by=3")


def test_the_worker_keeps_this_log_and_does_not_set_up_its_own():
    import sanktion.config.celery  # noqa: F401

    assert setup_logging.receivers
