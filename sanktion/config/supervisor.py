"""Runs programs side by side, each in a process group and with a log of its own, and stops them in order."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

LOG_LIMIT = 5_000_000  # bytes; a longer log is moved aside at the next start
LAST_LINES = 25
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Stopped(Exception):
    """Somebody asked us to stop."""


class ChildDied(Exception):
    def __init__(self, child: "Child") -> None:
        super().__init__(f"{child.name} stoppede med kode {child.process.returncode}")
        self.child = child


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen
    log: Path
    grace: float

    def last_lines(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:])


class Supervisor:
    """Children are stopped in the order they are listed in ``stop_order``: who asks for work before who does it."""

    def __init__(self, log_folder: Path, environment: dict[str, str], stop_order: tuple[str, ...]) -> None:
        log_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log_folder = log_folder
        self.environment = environment
        self.stop_order = stop_order
        self.children: list[Child] = []
        self.stopping = threading.Event()

    def obey_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self, name: str, *command: str, grace: float = 30, **environment: str) -> Child:
        """Start a program; ``grace`` is the seconds it gets to finish what it is doing when it is stopped."""
        log = self.log_folder / f"{name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.rename(log.with_suffix(".old.log"))
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - our own words
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment | environment,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop the others in order
                preexec_fn=_end_with_parent,
            )
        child = Child(name, process, log, grace)
        self.children.append(child)
        return child

    def finish(self, *children: Child) -> None:
        """Wait for programs that do one thing and end."""
        for child in children:
            while child.process.poll() is None:
                self.pause(0.05)
            self.children.remove(child)
            if child.process.returncode:
                raise ChildDied(child)

    def pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise Stopped

    def watch(self, seconds: float) -> None:
        """Pause, and raise if a program that should run for ever has ended."""
        self.pause(seconds)
        for child in self.children:
            if child.process.poll() is not None:
                raise ChildDied(child)

    def stop(self) -> None:
        ranks = {name: rank for rank, name in enumerate(self.stop_order)}
        for child in sorted(self.children, key=lambda child: ranks.get(child.name, -1)):
            _stop(child)
        self.children.clear()


def _stop(child: Child) -> None:
    if child.process.poll() is None:
        child.process.terminate()
        deadline = time.monotonic() + child.grace
        while child.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
    # Whatever is left of the group after its leader has ended, or would not end.
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.process.wait()


def _end_with_parent() -> None:
    # If we are killed without warning, nobody is left to stop the children.
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
