"""`make run`: from an empty data folder to a printed address and logins, and down again with nothing left running."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from .conftest import COMPILED

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
# The whole demo is the same work many times over.
OURS = {"PORT": "8400", "SANKTION_DEMO_EVERY": "20"}
TOLD = ("haendelser.csv: indlæst, 600 rækker", "Tilsyn: 5 tilsyn", "Demoen er indlæst.")
pytestmark = pytest.mark.e2e


class Run:
    def __init__(self, var: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sanktion.config.run"],
            cwd=ROOT,
            env=environment | OURS | COMPILED | {"SANKTION_VAR": str(var)},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def read_until(self, wanted: str) -> str:
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(wanted, line):
                return found.group()
        raise AssertionError("".join(self.lines))

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        if not self.process.stdout.closed:
            self.lines += self.process.stdout.readlines()
            self.process.stdout.close()
        return self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "var"


@pytest.fixture
def run(var):
    run = Run(var)
    yield run
    run.end()


def servers_left(var: Path) -> list[str]:
    left = ["postgres"] if (var / "pg" / "postmaster.pid").exists() else []
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", int((var / "redis" / "port").read_text()))) == 0:
            left.append("redis")
    return left


def test_an_empty_folder_becomes_a_system_with_logins(run, var):
    address = run.read_until(r"http://127\.0\.0\.1:\d+/")
    run.read_until("Stop med Ctrl-C")
    assert "sanktion-demo-2026" in "".join(run.lines)
    demo = (var / "log" / "demo.log").read_text()
    assert [words for words in TOLD if words not in demo] == []
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own address
        assert (answer.status, "csrfmiddlewaretoken" in answer.read().decode()) == (200, True)
    family, waited = run.family(), 0
    while len(family) < 6 and waited < 30:  # a busy machine forks the last worker after the first answer
        time.sleep(1)
        family, waited = run.family(), waited + 1
    assert len(family) >= 6  # gunicorn and its three workers, Celery, beat
    assert run.end() == 0
    assert [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    assert servers_left(var) == []


def test_a_second_start_takes_under_fifteen_seconds(run, var):
    run.read_until("Stop med Ctrl-C")
    assert time.monotonic() - run.began < 15
    assert run.end(signal.SIGTERM) == 0
    assert servers_left(var) == []


def test_when_a_part_dies_the_whole_stops_and_says_which(run, var):
    run.read_until("Stop med Ctrl-C")
    beat = next(process for process in run.family() if " beat " in " ".join(process.cmdline()))
    beat.kill()
    assert run.process.wait(timeout=60) == 1
    assert run.end() == 1
    assert "beat stoppede med kode -9" in "".join(run.lines)
    assert servers_left(var) == []
