"""The embedded servers: one start for many processes, nothing left running, nothing lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")
USE = """
import json, sys
from sanktion.config import embedded
print(json.dumps(embedded.environment()), flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses the servers until it is told to end."""

    def __init__(self, var: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in NAMES}
        self.process = subprocess.Popen(
            [sys.executable, "-c", USE],
            cwd=ROOT,
            env=environment | {"SANKTION_VAR": str(var)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def values(self) -> dict[str, str]:
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    # Deeper than a unix socket's path may be.
    return tmp_path_factory.mktemp("x" * 60) / ("y" * 40)


def is_up(values: dict[str, str]) -> tuple[bool, bool]:
    try:
        psycopg.connect(values["DATABASE_URL"]).close()
        postgres = True
    except psycopg.OperationalError:
        postgres = False
    try:
        with redis.Redis.from_url(values["REDIS_URL"]) as client:
            return postgres, client.ping()
    except redis.ConnectionError:
        return postgres, False


@pytest.mark.thorough
def test_many_at_once_share_one_start_and_the_last_one_out_stops_it(var):
    users = [User(var) for _ in range(4)]
    found = [user.values() for user in users]
    assert found[0].keys() == set(NAMES)
    assert [values == found[0] for values in found] == [True] * 4
    for user in users[1:]:
        user.end()
    assert is_up(found[0]) == (True, True)
    users[0].end()
    assert is_up(found[0]) == (False, False)


def test_the_application_owns_nothing_and_the_owner_is_no_superuser(var):
    user = User(var)
    values = user.values()
    with psycopg.connect(values["DATABASE_URL"]) as application:
        row = application.execute(
            "SELECT current_user, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert row == ("sanktion_app", False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("CREATE TABLE own (id int)")
    with psycopg.connect(values["DATABASE_OWNER_URL"]) as owner:
        found = owner.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
        assert found == (False, True)
        assert owner.execute("SHOW wal_recycle").fetchone() == ("off",)
    user.end()


@pytest.mark.thorough
def test_a_killed_server_and_a_killed_user_lose_nothing(var):
    user = User(var)
    values = user.values()
    with psycopg.connect(values["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with redis.Redis.from_url(values["REDIS_URL"]) as client:
        client.rpush("queue", 1)
    user.process.kill()
    user.process.communicate()
    os.kill(int((var / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    time.sleep(0.5)  # the server's children notice that it is gone
    again = User(var)
    assert again.values() == values
    with psycopg.connect(values["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("SELECT answer FROM kept").fetchone() == (42,)
    again.end()
    third = User(var)
    with redis.Redis.from_url(third.values()["REDIS_URL"]) as client:
        assert client.lrange("queue", 0, -1) == [b"1"]
    third.end()
    assert is_up(values) == (False, False)
