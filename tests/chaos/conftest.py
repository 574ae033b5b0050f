"""One stack for the tests of this folder, with the tests' own connection led to its database."""

from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.db import connections

from ..conftest import _default_connection
from ..operation.conftest import free_port
from .round import Round, Staff, people
from .stack import Stack


@pytest.fixture(scope="package")
def stack(django_db_setup, django_db_blocker, template_database, tmp_path_factory) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("kaos"), free_port())
    try:
        stack.database.copy_from(connections["default"].settings_dict["HOST"], template_database)
        stack.start("web", "worker", "beat")
        with django_db_blocker.unblock(), _default_connection(HOST=str(stack.database.host), NAME="sanktion"):
            stack.wait_until_up()
            yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="package")
def staff(stack) -> Staff:
    return people(stack)


@pytest.fixture(scope="package")
def rounds() -> list[Round]:
    """What the stack has been given to do so far, by this test and those before it: all of it is counted each time."""
    return []


@pytest.fixture(autouse=True)
def same_folders(stack, settings):
    """What the test itself reads and writes lies where the processes have it."""
    settings.SANKTION_OUTBOX, settings.SANKTION_LEDGER = stack.var / "outbox", stack.var / "ledger"
    settings.SANKTION_MAIL_SPOOL, settings.SANKTION_SEAL_DIR = stack.var / "mail", stack.var / "seal"
    yield
    connections["default"].close()
    assert configured.SANKTION_OUTBOX
