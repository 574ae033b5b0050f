"""Databases of made-up cities, one for each size, kept from run to run: `manage.py grow` goes on where it was."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection

from sanktion.config import env

ROOT = Path(__file__).parents[1]
SMALL = 10_000
EMPTY, MEASURED = "bench_empty", "bench_measured"
BIG = int(os.environ.get("SIZE", "100000"))


def city(citizens: int, *, like: int | None = None) -> dict[str, str]:
    """The environment of a server of this city; it begins empty, or as a copy of the one it is ``like``.

    Nobody may be connected to that."""
    name = f"city_{citizens}"
    owner, application = (_url(variable, name) for variable in ("DATABASE_OWNER_URL", "DATABASE_URL"))
    template = f" TEMPLATE city_{like}" if like else ""
    connection.close()
    with _connected(_url("DATABASE_OWNER_URL", "postgres")) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f"CREATE DATABASE {name}{template}")
    _manage("migrate", "--verbosity", "0", DATABASE_URL=owner)
    _manage("grow", "--citizens", str(citizens), DATABASE_URL=application, DATABASE_OWNER_URL=owner)
    with _connected(owner) as server:
        # What autovacuum does by itself a while after so many new rows.
        server.execute("VACUUM ANALYZE")
    return {"DATABASE_URL": application, "DATABASE_OWNER_URL": owner}


def empty() -> None:
    """A migrated database without rows, for ``copy_of_empty``."""
    _make_anew(EMPTY)
    _manage("migrate", "--verbosity", "0", DATABASE_URL=_url("DATABASE_OWNER_URL", EMPTY))


def copy_of_empty() -> dict[str, str]:
    """The environment of a server of a new one: what another benchmark left would be in the way of the next."""
    _make_anew(MEASURED, f" TEMPLATE {EMPTY}")
    return {variable: _url(variable, MEASURED) for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")}


def _make_anew(name: str, like: str = "") -> None:
    with _connected(_url("DATABASE_OWNER_URL", "postgres")) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}{like}")


@contextmanager
def inside(place: dict[str, str]) -> Iterator[None]:
    """This process is connected to that city's database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(place["DATABASE_URL"]).path.lstrip("/")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _url(variable: str, name: str) -> str:
    return urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()


def owner_connection(name: str) -> psycopg.Connection:
    """The owner's own connection to a database, each statement a transaction."""
    return _connected(_url("DATABASE_OWNER_URL", name))


def _connected(url: str) -> psycopg.Connection:
    found = env.database(url)
    account = {"dbname": found["NAME"], "user": found["USER"], "password": found["PASSWORD"], "host": found["HOST"]}
    return psycopg.connect(**account, port=found["PORT"] or None, autocommit=True)


def _manage(*arguments: str, **environment: str) -> None:
    command = (sys.executable, "manage.py", *arguments)
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | environment)  # noqa: S603
