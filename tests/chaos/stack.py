"""A whole system of its own that can be killed piece by piece: servers, web, worker and beat, each brought back."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from sanktion.config.embedded import postgres, redis_server
from sanktion.config.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
CELERY = (sys.executable, "-m", "celery", "-A", "sanktion.config.celery")
GUNICORN = (sys.executable, "-m", "gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn")
BEAT = (*CELERY, "beat", "--loglevel", "INFO", "--pidfile", "")
WORKER = (*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
PASSWORD = "kun-for-proever"
PATIENCE = 120  # seconds
BREATH = 0.25  # of the time that a start takes on this machine
HOUR_AGO = "now() - interval '1 hour'"
CHANGED = f"status_changed_at = {HOUR_AGO}"
# What a sweeper waits for before it takes up the work of the dead. A mail has a moment longer: it can't be unsent.
OLD = (
    ("sanktion_importbatch", CHANGED, "status = 'running'"),
    ("parthoering_hearingbatch", CHANGED, "status = 'running'"),
    ("parthoering_hearingbatchrow", CHANGED, f"status IN ('waiting', 'sent') AND status_changed_at > {HOUR_AGO}"),
    ("parthoering_delivery", f"next_try_at = {HOUR_AGO}", "status = 'waiting'"),
    ("tilsyn_bundle", CHANGED, "status = 'waiting'"),
    ("tilsyn_dispatch", CHANGED, "status = 'sending'"),
    (
        "tilsyn_dispatchpart",
        f"{CHANGED}, claimed_at = {HOUR_AGO}",
        "status IN ('waiting', 'sending') AND claimed_at < now() - interval '10 seconds'",
    ),
)
PASS = "UPDATE {0} SET {1} WHERE id IN (SELECT id FROM {0} WHERE {2} FOR UPDATE SKIP LOCKED)"


class Stack:
    def __init__(self, var: Path, port: int, **environment: str) -> None:
        self.var, self.port = var, port
        self.kills: Counter[str] = Counter()
        self.up: dict[str, float] = {}
        self.breath = 1.0  # seconds a process works before it is killed again: else nothing would ever get done
        self.held: set[str] = set()
        self.fetched: list[str] = []
        self.pg, self.redis = var / "pg", var / "redis"
        self.urls = postgres.start(self.pg) | redis_server.start(self.redis, PASSWORD)
        self.supervisor = Supervisor(var / "log", self._environment() | environment, ("web", "beat", "worker"))
        self.commands: dict[str, tuple[str, ...]] = {
            "web": (*GUNICORN, "--bind", f"127.0.0.1:{port}"),
            "worker": WORKER,
            "beat": BEAT,
        }

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANKTION_", "PYTEST_"))}
        keys = {name: os.environ[name] for name in ("SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")}
        mail = {"": "file", "_FROM": "tilsyn@kommunen.invalid", "_SPOOL": str(self.var / "mail")}
        mail |= {"_CERT": str(self.var / "kommunen.crt"), "_KEY": str(self.var / "kommunen.key")}
        ours = {
            **{name: self.urls[name] for name in ("DATABASE_URL", "REDIS_URL")},
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "SANKTION_VAR": str(self.var),
            "SANKTION_CONFIRM_MINUTES": "600",
            "SANKTION_PLAN_SECONDS": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_FORMAT": "line",
            "PYTHONPATH": str(ROOT),
        }
        return kept | keys | ours | {f"SANKTION_MAIL{name}": value for name, value in mail.items()}

    # The database past the application

    def copy_from(self, host: str, name: str) -> None:
        """The schema and what migrations wrote, out of a database of another server."""
        dump = ["-h", host, "-U", "postgres", "--format=plain", name]
        restore = ["-h", str(self.host), "-U", "postgres", "-d", postgres.DATABASE, "-q", "-v", "ON_ERROR_STOP=1"]
        with subprocess.Popen([postgres.programs() / "pg_dump", *dump], stdout=subprocess.PIPE) as source:
            into = [postgres.programs() / "psql", *restore]
            subprocess.run(into, stdin=source.stdout, stdout=subprocess.DEVNULL, check=True)
        assert source.returncode == 0

    @property
    def host(self) -> Path:
        return postgres._socket_folder(self.pg)

    def look(self, query: str, *values) -> list[tuple]:
        """As one who sees everything; waits while the database is being brought back."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self._connect() as connection:
                    return connection.execute(query, values).fetchall()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "the database did not come back"
                time.sleep(0.1)

    def let_time_pass(self) -> None:
        """An hour, for what is begun and nobody holds just now."""
        try:
            with self._connect() as connection:
                for one in OLD:
                    connection.execute(PASS.format(*one))
        except psycopg.OperationalError:
            pass  # it is down just now; time passes again soon

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.host), user="postgres", dbname=postgres.DATABASE, autocommit=True, connect_timeout=2
        )

    # Life and death

    def start(self, *names: str) -> None:
        for name in names:
            self.supervisor.start(name, *self.commands[name])
            self.up.pop(name, None)

    def tend(self) -> None:
        """Bring back what is dead, unless it is held down; be the gateway that fetches mails, and note each."""
        for path in (self.var / "mail").glob("*.eml"):
            # Noted first: whoever asks must find it in one of the two.
            self.fetched.append(path.name)
            path.unlink()
        if "redis" not in self.held and not redis_server._answers(self.redis, PASSWORD):
            redis_server.start(self.redis, PASSWORD)
        if not postgres._is_alive(self.pg / "postmaster.pid"):
            self._raise_postgres()
        for child in list(self.supervisor.children):
            if child.process.poll() is not None:
                self._kill_group(child)
                self.supervisor.children.remove(child)
                self.start(child.name)
        for name, is_up in self._signs().items():
            if is_up():
                self.up.setdefault(name, time.monotonic())

    def _signs(self) -> dict[str, Callable[[], bool]]:
        """How each shows that it is at work."""
        return {
            "web": self._web_answers,
            "worker": lambda: len(self._group("worker")) > 2,
            "beat": lambda: self.talks("beat"),
            "redis": lambda: True,
            "postgres": lambda: True,
        }

    def said(self, name: str) -> str:
        return (self.supervisor.log_folder / f"{name}.log").read_text(errors="replace")

    def talks(self, name: str) -> bool:
        """Whether it is connected with Redis."""
        port = int((self.redis / "port").read_text())
        try:
            found = [link for child in self.of(name) for link in psutil.Process(child.process.pid).net_connections()]
        except psutil.NoSuchProcess:
            return False
        return any(link.raddr and link.raddr.port == port and link.status == "ESTABLISHED" for link in found)

    def _raise_postgres(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                postgres.start(self.pg)
                return
            except (RuntimeError, psycopg.OperationalError):
                # Its children are still letting go of the shared memory.
                assert time.monotonic() < deadline, (self.pg / "server.log").read_text()[-3000:]
                time.sleep(0.1)

    def restart(self, *names: str) -> None:
        for child in [child for name in names for child in self.of(name)]:
            self._kill_group(child)
            child.process.wait()
            self.supervisor.children.remove(child)
        self.start(*names)

    def without_redis(self) -> None:
        """Until ``held`` is emptied."""
        self.held.add("redis")
        for pid in self._pid(self.redis / "redis.pid"):
            os.kill(pid, signal.SIGKILL)

    def wait_until_up(self) -> None:
        began = time.monotonic()
        deadline = began + PATIENCE
        while not (self._web_answers() and len(self._group("worker")) > 2):
            dead = [child.last_lines() for child in self.supervisor.children if child.process.poll() is not None]
            assert not dead, dead
            assert time.monotonic() < deadline, "it does not come up"
            time.sleep(0.1)
        self.breath = max(self.breath, BREATH * (time.monotonic() - began))

    def _web_answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def of(self, name: str) -> list[Child]:
        return [child for child in self.supervisor.children if name in (child.name, child.name.partition(" ")[0])]

    @property
    def victims(self) -> dict[str, Callable[[random.Random], list[int]]]:
        """By what they are called in the count: the processes that die together."""
        return {
            "web, one process": lambda dice: self._one_child("web", dice),
            "web, all": lambda dice: self._group("web"),
            "worker, one process": lambda dice: self._one_child("worker", dice),
            "worker, all": lambda dice: self._group("worker"),
            "beat": lambda dice: self._group("beat"),
            "redis": lambda dice: self._pid(self.redis / "redis.pid"),
            "postgres, one backend": self._backend,
            "postgres, the postmaster": lambda dice: self._pid(self.pg / "postmaster.pid"),
        }

    def kill(self, victim: str, dice: random.Random) -> bool:
        """kill -9. False when there is nobody to kill, or it was brought back a moment ago."""
        name = victim.partition(",")[0]
        if time.monotonic() - self.up.get(name, time.monotonic()) < self.breath:
            return False
        killed = 0
        for pid in self.victims[victim](dice):
            try:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
        self.kills[victim] += bool(killed)
        if killed:
            del self.up[name]
            self._tell(victim)
        return bool(killed)

    def _tell(self, victim: str) -> None:
        with (self.supervisor.log_folder / "kills.log").open("a") as log:
            log.write(f"{time.time():.2f} {victim}\n")

    def _group(self, name: str) -> list[int]:
        found = []
        for child in self.of(name):
            found += [child.process.pid, *(one.pid for one in _children(child.process.pid))]
        return found

    def _one_child(self, name: str, dice: random.Random) -> list[int]:
        born = [one.pid for child in self.of(name) for one in _children(child.process.pid)]
        return [dice.choice(born)] if born else []

    def _backend(self, dice: random.Random) -> list[int]:
        query = "SELECT pid FROM pg_stat_activity WHERE usename = 'sanktion_app' ORDER BY state = 'idle', random()"
        try:
            with self._connect() as connection:
                found = [row[0] for row in connection.execute(query).fetchall()]
        except psycopg.OperationalError:
            return []
        # One that is at work, when there is one.
        return found[:1]

    @staticmethod
    def _pid(path: Path) -> list[int]:
        try:
            return [int(path.read_text().partition("\n")[0])]
        except (FileNotFoundError, ValueError):
            return []

    @staticmethod
    def _kill_group(child: Child) -> None:
        try:
            os.killpg(child.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop(self) -> None:
        for child in self.supervisor.children:
            self._kill_group(child)
            child.process.wait()
        self.supervisor.children.clear()
        redis_server.stop(self.redis, PASSWORD)
        postgres.stop(self.pg)


def mail_of(message_id: str) -> str:
    return f"{message_id.strip('<>').partition('@')[0]}.eml"


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
