"""Pages over HTTP: gunicorn with one worker that does one thing at a time, and requests taken in turn."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from sanktion.base import identity
from sanktion.models import User
from sanktion.models.session import SessionStore

# Posted back with each form; the server asks only that the cookie and the form say the same.
TOKEN = "a" * 32


@dataclass
class Page:
    """One address of one server. ``form`` is posted when there is one."""

    port: int
    path: str
    session: str = ""
    form: dict[str, str] = field(default_factory=dict)

    def get(self) -> float:
        """Milliseconds from the first byte sent to the last one read. Raises when the answer is no page."""
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
            body = None
            if self.form:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urlencode(self.form | {"csrfmiddlewaretoken": TOKEN})
            connection.request("POST" if body else "GET", self.path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.path} svarer {answer.status}")
        return 1000 * (time.perf_counter() - begun)


def pages_a_second(page: Page, *, at_once: int, seconds: float) -> float:
    """How many pages a server gives in a second to so many readers at once, each asking again when it has its answer.

    Each page on a connection of its own, asked for in ready bytes and read to the end: asking costs little beside
    answering.
    """
    request = (
        f"GET {page.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: sessionid={page.session}; csrftoken={TOKEN}\r\n\r\n"
    ).encode()
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as readers:
        counts = list(readers.map(lambda _: _pages_until(begun + seconds, page.port, request), range(at_once)))
    return sum(counts) / (time.perf_counter() - begun)


def _pages_until(end: float, port: int, request: bytes) -> int:
    count = 0
    while time.perf_counter() < end:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(request)
            answer = connection.recv(65536)
            while connection.recv(65536):
                pass
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"Port {port} svarer {answer[:12]!r}")
        count += 1
    return count


def in_turn(rounds: int, *works: Callable[[], float]) -> list[list[float]]:
    """What each gives in each round, one after the other: what else the machine does falls on all of them."""
    for work in works:
        for _ in range(3):
            work()
    return [list(times) for times in zip(*([work() for work in works] for _ in range(rounds)), strict=True)]


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


@contextmanager
def served(module: str, **environment: str) -> Iterator[int]:
    """gunicorn on a free loopback port; waits until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", module, "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn startede ikke")


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "sanktion.base.backends.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    identity.begin(session)
    session.create()
    return session.session_key
