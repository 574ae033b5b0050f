"""The stack's own PostgreSQL, read and aged past the application."""

import subprocess
import time
from pathlib import Path

import psycopg

from sanktion.config.embedded import postgres

PATIENCE = 120  # seconds
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


class Database:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.urls = postgres.start(folder)
        self.host = postgres._socket_folder(folder)

    def copy_from(self, host: str, name: str) -> None:
        """The schema and what migrations wrote, out of a database of another server."""
        dump = ["-h", host, "-U", "postgres", "--format=plain", name]
        restore = ["-h", str(self.host), "-U", "postgres", "-d", postgres.DATABASE, "-q", "-v", "ON_ERROR_STOP=1"]
        with subprocess.Popen([postgres.programs() / "pg_dump", *dump], stdout=subprocess.PIPE) as source:
            into = [postgres.programs() / "psql", *restore]
            subprocess.run(into, stdin=source.stdout, stdout=subprocess.DEVNULL, check=True)
        assert source.returncode == 0

    def raise_again(self) -> None:
        """Brought back as `make run` would, if it is dead."""
        deadline = time.monotonic() + PATIENCE
        while not postgres._is_alive(self.folder / "postmaster.pid"):
            try:
                postgres.start(self.folder)
            except (RuntimeError, psycopg.OperationalError):
                # Its children are still letting go of the shared memory.
                assert time.monotonic() < deadline, (self.folder / "server.log").read_text()[-3000:]
                time.sleep(0.1)

    def look(self, query: str, *values) -> list[tuple]:
        """As one who sees everything; waits while the database is being brought back."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self.connect() as connection:
                    return connection.execute(query, values).fetchall()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "the database did not come back"
                time.sleep(0.1)

    def let_time_pass(self) -> None:
        """An hour, for what is begun and nobody holds just now."""
        try:
            with self.connect() as connection:
                for one in OLD:
                    connection.execute(PASS.format(*one))
        except psycopg.OperationalError:
            pass  # it is down just now; time passes again soon

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.host), user="postgres", dbname=postgres.DATABASE, autocommit=True, connect_timeout=2
        )
