"""``python -m sanktion.config.run``: the whole system on one machine, from the servers to the printed logins.

``--reset`` throws the embedded database and everything sent away, loads the demo data anew and ends. ``--replay``
deletes again, after a restore, what was destroyed since the copy was taken.
"""

import fcntl
import hashlib
import http.client
import os
import shutil
import socket
import sys
from pathlib import Path

import psycopg

from sanktion.config import embedded
from sanktion.config.supervisor import ChildDied, Stopped, Supervisor
from sanktion.demo.logins import logins_table

ROOT = embedded.ROOT
MANAGE = (sys.executable, str(ROOT / "manage.py"))
CELERY = (sys.executable, "-m", "celery", "-A", "sanktion.config.celery")
START_SECONDS = 60


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    if arguments not in ([], ["--reset"], ["--replay"]):
        print("Brug: python -m sanktion.config.run [--reset | --replay]")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.dev")
    if arguments:
        if os.environ.get("DATABASE_URL"):
            print("Det gælder kun den indbyggede database; DATABASE_URL er sat.")
            return 2
        return _supervised(_reset if arguments == ["--reset"] else _replay)
    with (_folder() / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Sanktion kører allerede. Stop den først med Ctrl-C.")
            return 1
        return _supervised(_serve)


def _folder() -> Path:
    folder = embedded.folder()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def _supervised(act) -> int:
    supervisor = Supervisor(_folder() / "log", _for_children(), stop_order=("web", "beat", "worker"))
    supervisor.obey_signals()
    try:
        supervisor.environment |= embedded.environment()
        act(supervisor)
    except Stopped:
        print("\nStopper …", flush=True)
    except ChildDied as died:
        print(f"\n{died}. De sidste linjer i {died.child.log}:\n\n{died.child.last_lines()}\n", flush=True)
        return 1
    finally:
        supervisor.stop()
    return 0


def _for_children() -> dict[str, str]:
    """Six processes load the same modules: what one has compiled is kept for the rest, outside the source."""
    kept = {"LOG_FORMAT": "line", "PYTHONPYCACHEPREFIX": str(_folder() / "pycache")}
    return kept | dict(os.environ) | {"PYTHONDONTWRITEBYTECODE": ""}


def _reset(supervisor: Supervisor) -> None:
    embedded.reset()
    for name in ("outbox", "inbox", "media", "ledger"):
        shutil.rmtree(_folder() / name, ignore_errors=True)
    _prepare(supervisor)
    print("Demodata er indlæst på ny.")


def _replay(supervisor: Supervisor) -> None:
    owner = supervisor.environment["DATABASE_OWNER_URL"]
    replay = supervisor.start("replay", *MANAGE, "replay_destructions", "--wet-run", DATABASE_URL=owner)
    supervisor.finish(replay)
    print(replay.last_lines())


def _serve(supervisor: Supervisor) -> None:
    _prepare(supervisor)
    print("Starter …", flush=True)
    port = _free_port(int(os.environ.get("PORT", "8000")))
    supervisor.start(
        "web",
        *(sys.executable, "-m", "gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn"),
        *("--bind", f"127.0.0.1:{port}"),
    )
    quiet = ("--without-gossip", "--without-mingle")
    supervisor.start("worker", *CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO", *quiet)
    supervisor.start("beat", *CELERY, "beat", "--loglevel", "INFO", "--pidfile", "")
    _wait_for_answer(supervisor, port)
    print(f"\nSanktion kører på http://127.0.0.1:{port}/\n\n{logins_table()}\n\nStop med Ctrl-C.", flush=True)
    while True:
        supervisor.watch(0.5)


def _prepare(supervisor: Supervisor) -> None:
    print("Klargør databasen …", flush=True)
    # Only the migrations get the owner's rights.
    owner = supervisor.environment.pop("DATABASE_OWNER_URL", supervisor.environment["DATABASE_URL"])
    steps = [supervisor.start("migrate", *MANAGE, "migrate", "--no-input", DATABASE_URL=owner)]
    stamp, state = _folder() / "static.stamp", _static_state()
    if not stamp.exists() or stamp.read_text() != state:
        steps.append(supervisor.start("static", *MANAGE, "collectstatic", "--no-input", "--verbosity", "0"))
    supervisor.finish(*steps)
    stamp.write_text(state)
    if not _is_loaded(supervisor.environment["DATABASE_URL"]):
        print("Indlæser demodata, hvis databasen er tom …", flush=True)
        supervisor.finish(supervisor.start("demo", *MANAGE, "demo"))


def _is_loaded(url: str) -> bool:
    """Whether somebody can log in, which the demo sees to last. Asked without a process of its own: each start asks."""
    with psycopg.connect(url) as connection:
        # Django's mark of an account without a password.
        query = "SELECT EXISTS (SELECT FROM sanktion_user WHERE password NOT LIKE '!%')"
        return connection.execute(query).fetchone()[0]


def _static_state() -> str:
    """A fingerprint of the files collectstatic would read, so that a second start can leave it out."""
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        found = path.stat()
        state.update(f"{path.relative_to(ROOT)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"Ingen ledig port fra {wanted} til {wanted + 99}")


def _wait_for_answer(supervisor: Supervisor, port: int) -> None:
    for _ in range(START_SECONDS * 10):
        supervisor.watch(0.1)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/")
            status = connection.getresponse().status
        except OSError:
            continue
        finally:
            connection.close()
        if status >= 500:
            raise SystemExit(f"Forsiden svarer {status}; se {supervisor.log_folder / 'web.log'}")
        return
    raise SystemExit(f"Ingen svarer på port {port}; se {supervisor.log_folder / 'web.log'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
