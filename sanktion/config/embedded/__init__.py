"""PostgreSQL and Redis out of Python packages, for development, demo and tests: nothing to install or configure.

Whoever uses the servers holds a shared lock on ``users.lock``. The kernel lets go of it however a process ends, so
the last one out can tell that it is the last, and stops them.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sanktion.config.embedded import keys, postgres, redis_server

ROOT = Path(__file__).resolve().parents[3]
_handles: list[IO] = []


def folder() -> Path:
    """Where data, keys and logs lie: $SANKTION_VAR, else var/ in the project."""
    return Path(os.environ.get("SANKTION_VAR", ROOT / "var")).resolve()


def environment() -> dict[str, str]:
    """The variables the settings need and the environment lacks; starts the servers behind them when necessary.

    Safe to call from many processes at once, and free of cost when the environment has everything.
    """
    found: dict[str, str] = {}
    if all(map(_given, ("DATABASE_URL", "REDIS_URL", *keys.MAKERS))):
        return found
    with _alone() as var:
        if not _given("DATABASE_URL"):
            _join(var)
            found |= postgres.start(var / "pg")
        if not _given("REDIS_URL"):
            _join(var)
            found |= redis_server.start(var / "redis", keys.read(var / "keys" / "redis", keys.password))
        for name, make in keys.MAKERS.items():
            if not _given(name):
                found[name] = keys.read(var / "keys" / name.lower(), make)
    return found


def stop() -> None:
    """Stop both servers, whoever uses them."""
    with _alone() as var:
        _stop_servers(var)


def reset() -> None:
    """Drop the database and empty the queues. Keys stay, so that other copies of the data can still be read."""
    environment()
    with _alone() as var:
        postgres.recreate(var / "pg")
        redis_server.empty(var / "redis", keys.read(var / "keys" / "redis", keys.password))


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


@contextmanager
def _alone() -> Iterator[Path]:
    var = folder()
    # 711: as root PostgreSQL runs as a user of its own, who must be able to pass through.
    var.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (var / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield var


def _join(var: Path) -> None:
    if _handles:
        return
    handle = (var / "users.lock").open("a")
    fcntl.flock(handle, fcntl.LOCK_SH)
    _handles.append(handle)
    atexit.register(_leave, os.getpid())


def _leave(owner: int) -> None:
    # A forked child inherits both the lock and this exit function; only the process that joined may leave.
    if os.getpid() != owner:
        return
    with _alone() as var, _handles.pop() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _stop_servers(var)


def _stop_servers(var: Path) -> None:
    redis_server.stop(var / "redis", keys.read(var / "keys" / "redis", keys.password))
    postgres.stop(var / "pg")
