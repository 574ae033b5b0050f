"""A whole system of its own that can be killed piece by piece: servers, web, worker and beat, each brought back."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from sanktion.config.embedded import postgres, redis_server
from sanktion.config.supervisor import Child, Supervisor

from .database import PATIENCE, Database

ROOT = Path(__file__).resolve().parents[2]
CELERY = (sys.executable, "-m", "celery", "-A", "sanktion.config.celery")
GUNICORN = (sys.executable, "-m", "gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn")
BEAT = (*CELERY, "beat", "--loglevel", "INFO", "--pidfile", "")
WORKER = (*CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
PASSWORD = "kun-for-proever"
BREATH = 0.25  # of the time that a start takes on this machine


class Stack:
    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.up: dict[str, float] = {}
        self.breath = 0.0  # seconds; known when it has started once
        self.held: set[str] = set()
        self.fetched: list[str] = []
        self.redis, self.database = var / "redis", Database(var / "pg")
        self.urls = self.database.urls | redis_server.start(self.redis, PASSWORD)
        self.supervisor = Supervisor(var / "log", self._environment(), ("web", "beat", "worker"))
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
        self.database.raise_again()
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
            "worker": lambda: len(self.processes("worker")) > 2,
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

    def restart(self, *names: str) -> None:
        for child in [child for name in names for child in self.of(name)]:
            self._kill_group(child)
            child.process.wait()
            self.supervisor.children.remove(child)
        self.start(*names)

    def without_redis(self) -> None:
        """Until ``held`` is emptied."""
        self.held.add("redis")
        for pid in pid_in(self.redis / "redis.pid"):
            os.kill(pid, signal.SIGKILL)

    def wait_until_up(self) -> None:
        began = time.monotonic()
        while not (self._web_answers() and len(self.processes("worker")) > 2):
            said = [child.last_lines() for child in self.supervisor.children]
            assert time.monotonic() - began < PATIENCE, said
            time.sleep(0.1)
            self.tend()
        if not self.breath:
            self.breath = max(1.0, BREATH * (time.monotonic() - began))

    def _web_answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def of(self, name: str) -> list[Child]:
        return [child for child in self.supervisor.children if name in (child.name, child.name.partition(" ")[0])]

    def processes(self, name: str) -> list[int]:
        """The named one and all its children."""
        found = []
        for child in self.of(name):
            found += [child.process.pid, *(one.pid for one in _children(child.process.pid))]
        return found

    def has_worked(self, name: str) -> bool:
        """Long enough to be killed: else nothing would ever get done."""
        now = time.monotonic()
        return now - self.up.get(name, now) >= self.breath

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
        postgres.stop(self.database.folder)


def pid_in(path: Path) -> list[int]:
    try:
        return [int(path.read_text().partition("\n")[0])]
    except (FileNotFoundError, ValueError):
        return []


def mail_of(message_id: str) -> str:
    return f"{message_id.strip('<>').partition('@')[0]}.eml"


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
