"""The tests' database: migrated once by the owner role, copied for each worker, used as the application's role."""

import gc
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from sanktion.config import env

from .factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from .factories.letters import whole_letters as in_full
from .memory import DISK, place, prepare

TEMPLATE_LOCK = 72_001
LEDGER = settings.SANKTION_LEDGER
KEPT_TEMPLATES = 6
MANY_CASES = 3
ASKS_MUCH = {"own_database", "django_assert_num_queries", "django_assert_max_num_queries"}


def pytest_collection_modifyitems(items):
    """What the fast run leaves out of itself, besides what says so.

    Whatever really commits, beside other processes or connections; whatever makes many rows to count queries; and of a
    test that meets the database with many cases of one rule all but the first, unless it says ``each_case``.
    """
    cases = Counter(_test_of(item) for item in items)
    seen = set()
    for item in items:
        again = _test_of(item) in seen and cases[_test_of(item)] >= MANY_CASES
        seen.add(_test_of(item))
        is_one_of_many = again and _meets_database(item) and not item.get_closest_marker("each_case")
        if is_one_of_many or ASKS_MUCH & set(item.fixturenames):
            item.add_marker("thorough")


def _test_of(item) -> str:
    return item.nodeid.partition("[")[0]


def _meets_database(item) -> bool:
    return "db" in item.fixturenames or bool(item.get_closest_marker("django_db"))


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _owner() -> dict:
    return env.database(env.text("DATABASE_OWNER_URL"))


def connect_as_owner(name: str = "sanktion") -> psycopg.Connection:
    owner = _owner()
    return psycopg.connect(
        dbname=name,
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=owner["PORT"] or None,
        options="-c sanktion.system=tests",
        autocommit=True,
    )


def _fingerprint() -> str:
    digest = hashlib.sha256()
    root = Path(settings.ROOT)
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(root) and ".venv" not in folder.parts:
            for path in sorted([folder / "apps.py", *folder.glob("migrations/*.py"), *folder.glob("models/*.py")]):
                digest.update(path.read_bytes())
    for name in ("privileges", "reencryption", "row_security"):
        digest.update((root / f"sanktion/base/{name}.py").read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _default_connection(**changes):
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in changes}
    connection.close()
    connection.settings_dict.update(changes)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _drop(admin: psycopg.Connection, name: str) -> None:
    # PostgreSQL itself waits some seconds for connections that are just closing.
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _copy(admin: psycopg.Connection, template: str, name: str, *, tablespace: str = "") -> None:
    _drop(admin, name)
    # File by file: a server that does not wait for the disk copies faster so than through its log.
    made, names = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", [name, template]
    # The template is on the disk, and only an administrator of the server may name that place.
    if (where := tablespace or place(admin)) != DISK:
        made, names = f"{made} TABLESPACE {{}}", [*names, where]
    admin.execute(sql.SQL(made).format(*map(sql.Identifier, names)))


def _make_template(admin: psycopg.Connection) -> str:
    name = f"test_template_{_fingerprint()}"
    admin.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
    try:
        prepare(admin)
        rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_templ%' ORDER BY oid").fetchall()
        existing = [row[0] for row in rows]
        if name not in existing:
            # A few are kept: another run may be copying one.
            for stale in existing[:-KEPT_TEMPLATES]:
                _drop(admin, stale)
            half = f"test_templ_unfinished_{os.getpid()}"
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
            owner = _owner()
            with _default_connection(NAME=half, USER=owner["USER"], PASSWORD=owner["PASSWORD"]):
                call_command("migrate", verbosity=0, interactive=False)
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))
    finally:
        admin.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATE_LOCK])
    return name


def _kept(admin: psycopg.Connection, template: str) -> str:
    """One that stays for the next run, and is nobody else's while ``admin`` is open: `make mutants` runs thousands."""

    def is_mine(name: str) -> bool:
        return admin.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name]).fetchone()[0]

    there = {name for (name,) in admin.execute("SELECT datname FROM pg_database").fetchall()}
    made_of = {name: f"test_template_{name.rpartition('_')[2]}" for name in there if name.startswith("test_stays_")}
    for stale in [name for name, source in made_of.items() if source not in there and is_mine(name)]:
        _drop(admin, stale)
    kind = template.removeprefix("test_template_")
    name = next(name for n in count() if is_mine(name := f"test_stays_{n}_{kind}"))
    if name not in there:
        _copy(admin, template, name, tablespace=DISK)
    return name


@pytest.fixture(scope="session")
def template_database(django_db_blocker):
    with django_db_blocker.unblock(), connect_as_owner() as admin:
        return _make_template(admin)


@pytest.fixture(scope="session")
def django_db_setup(request, template_database):
    name = f"test_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}_{os.getpid()}"
    with connect_as_owner() as admin:
        if is_kept := "SANKTION_KEPT_TEST_DATABASES" in os.environ:
            name = _kept(admin, template_database)
        else:
            _copy(admin, template_database, name)
        # Blocked all the while: a test that forgot to ask for the database would leave its rows to the others.
        with _default_connection(NAME=name):
            yield
        if not is_kept:
            _drop(admin, name)


@contextmanager
def database_from(template: str, name: str) -> Iterator[psycopg.Connection]:
    """A copy of ``template`` that the default connection uses meanwhile; gives a connection as the owner."""
    with connect_as_owner() as admin:
        _copy(admin, template, name)
        with _default_connection(NAME=name), connect_as_owner(name) as owner:
            yield owner
        _drop(admin, name)


@pytest.fixture
def own_database(request, django_db_setup, django_db_blocker, template_database, tmp_path_factory, settings):
    """A database of the test's own in which transactions really commit; gives a connection as the owner.

    For tests of concurrency, on_commit and crashes; use it instead of ``django_db(transaction=True)``, whose clean-up
    truncates tables that the application's role may not truncate.
    """
    # What is committed is written in the ledgers too, and the next database knows nothing of it.
    if settings.SANKTION_LEDGER == LEDGER:
        settings.SANKTION_LEDGER = tmp_path_factory.mktemp("ledger")
    name = f"{connections['default'].settings_dict['NAME']}_own"
    with django_db_blocker.unblock(), database_from(template_database, name) as owner:
        yield owner


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """An object of each kind for the tests of a whole module; they need ``django_db`` as well, and undo what they do.

    The import waits for the settings and the tables.
    """
    from .checks.shared import shared_world

    with django_db_blocker.unblock(), shared_world() as world:
        yield world


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def caseworker(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def citizen(team):
    return CitizenFactory(team=team)


@pytest.fixture
def case(citizen, caseworker):
    return CaseFactory(event__citizen=citizen, by=caseworker)


@pytest.fixture
def whole_letters():
    """For a test that reads what a factory's letter says."""
    with in_full():
        yield
