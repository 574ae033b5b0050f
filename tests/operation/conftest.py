"""The system's own processes under production's settings, on a database of their own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from psycopg import sql

from ..conftest import _copy, _default_connection, _drop, connect_as_owner

GUNICORN = ("-m", "gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn")
CELERY = ("-m", "celery", "-A", "sanktion.config.celery", "worker", "--concurrency", "1", "--loglevel", "INFO")
PATIENCE = 60  # seconds


def redis_number(which: int) -> str:
    """One of two Redis databases of this test process's own: another's worker must not take our calls."""
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    return f"{settings.REDIS_URL.rpartition('/')[0]}/{8 + 2 * own + which}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> dict:
        return json.loads(self.text)


@dataclass
class Site:
    """``var`` is the data folder of the processes; ``name`` their database."""

    var: Path
    name: str
    port: int = 0
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    sessions: dict[int, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        default = connections["default"].settings_dict
        ours = {
            "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.production",
            "DATABASE_URL": f"postgresql://{default['USER']}@/{self.name}?host={default['HOST']}",
            "REDIS_URL": redis_number(0),
            "SANKTION_VAR": str(self.var),
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_FORMAT": "json",
            "SANKTION_LOCAL_ACCOUNTS": "1",
            "SANKTION_REQUIRE_SECOND_FACTOR": "0",
            "PYTHONUNBUFFERED": "1",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANKTION_", "PYTEST_"))}
        keys = {name: os.environ[name] for name in ("SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")}
        return kept | keys | ours

    def start(self, name: str, *command: str, **environment: str) -> subprocess.Popen:
        with self.log_of(name).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.ROOT,
                env=self.environment() | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes[name] = process
        return process

    def log_of(self, name: str) -> Path:
        return self.var / f"{name}.log"

    def said(self, name: str) -> str:
        return self.log_of(name).read_text(encoding="utf-8", errors="replace")

    def lines(self, name: str, **wanted) -> list[dict]:
        """The JSON lines that hold the wanted facts."""
        found = [json.loads(line) for line in self.said(name).splitlines() if line.startswith("{")]
        return [line for line in found if wanted.items() <= line.items()]

    def wait_for(self, what, name: str):
        deadline = time.monotonic() + PATIENCE
        while not (found := what()):
            assert self.processes[name].poll() is None, self.said(name)
            assert time.monotonic() < deadline, self.said(name)
            time.sleep(0.1)
        return found

    def ask(self, path: str, *, method="GET", port: int = 0, user=None, https=True) -> Answer:
        web = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)
        headers = {"X-Forwarded-Proto": "https"} if https else {}
        if user is not None:
            headers["Cookie"] = f"__Host-sessionid={self.session_of(user)}"
        web.request(method, path, headers=headers)
        response = web.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        web.close()
        return answer

    def session_of(self, user) -> str:
        """As if the user had signed in."""
        if user.pk not in self.sessions:
            client = Client()
            client.force_login(user)
            self.sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[user.pk]

    def stop(self, *names: str) -> None:
        """The named ones, or all."""
        chosen = [self.processes.pop(name) for name in names or list(self.processes)]
        for process in chosen:
            process.terminate()
        for process in chosen:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def site(request, django_db_setup, django_db_blocker, template_database, tmp_path_factory) -> Iterator[Site]:
    name = f"{connections['default'].settings_dict['NAME']}_site"
    site = Site(tmp_path_factory.mktemp("site"), name, free_port())
    with django_db_blocker.unblock(), connect_as_owner() as admin:
        _copy(admin, template_database, name)
        with _default_connection(NAME=name):
            try:
                site.start("static", "manage.py", "collectstatic", "--no-input", "--verbosity", "0").wait(PATIENCE)
                site.stop("static")
                site.start("web", *GUNICORN, "--bind", f"127.0.0.1:{site.port}", "--access-logfile", "-")
                site.wait_for(lambda: answers(site.port), "web")
                yield site
            finally:
                site.stop()
        _drop(admin, name)


@pytest.fixture
def owner(site):
    with connect_as_owner(site.name) as connection:
        yield connection


@contextmanager
def database_setting(site: Site, change: str, back: str) -> Iterator[None]:
    """``ALTER DATABASE``, felt by every connection from here on, and taken back."""
    alter = sql.SQL("ALTER DATABASE {} ").format(sql.Identifier(site.name))
    with connect_as_owner() as admin:
        admin.execute(alter + sql.SQL(change))
        let_go(admin, site)
        try:
            yield
        finally:
            admin.execute(alter + sql.SQL(back))
            let_go(admin, site)


def let_go(admin, site: Site) -> None:
    """End the application's connections, as a server that restarts does."""
    connections["default"].close()
    admin.execute("SET ROLE sanktion_app")
    ours = "datname = %s AND usename = 'sanktion_app' AND pid <> pg_backend_pid()"
    admin.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {ours}", [site.name])  # noqa: S608
    admin.execute("RESET ROLE")


PERSON = """
CREATE TABLE IF NOT EXISTS person (name text UNIQUE);
CREATE OR REPLACE FUNCTION again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
AS $$ BEGIN INSERT INTO person SELECT name FROM person; RETURN NEW; END $$;
"""


@contextmanager
def violating(owner, table: str, name: str) -> Iterator[None]:
    """Whatever is written to the table breaks a real unique key, whose row is the name."""
    owner.execute(PERSON)
    owner.execute("INSERT INTO person VALUES (%s) ON CONFLICT DO NOTHING", [name])
    make, take = "CREATE TRIGGER again BEFORE INSERT ON {} EXECUTE FUNCTION again()", "DROP TRIGGER again ON {}"
    owner.execute(sql.SQL(make).format(sql.Identifier(table)))
    try:
        yield
    finally:
        owner.execute(sql.SQL(take).format(sql.Identifier(table)))
