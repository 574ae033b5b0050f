"""The tests' databases lie in memory where the machine has room for them.

Each test that really commits has a database to itself, a copy of some 2,000 files: on a disk that costs a second, in
memory a twentieth of it. The template and what is kept between runs stay on the disk.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from sanktion.config import embedded
from sanktion.config.embedded import postgres

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, closed to others
ROOM = 2 * 1024**3  # bytes; a container has often 64 MB
DISK, NAME = "pg_default", "test_memory"
OF_A_RUN = re.compile(r"test_(?:main|gw\d+)_(\d+)")


def place(admin: psycopg.Connection) -> str:
    """The tablespace for a new database."""
    there = admin.execute("SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = %s", [NAME]).fetchone()
    return NAME if there and _is_whole(Path(there[0])) and _has_room() else DISK


def prepare(admin: psycopg.Connection) -> None:
    """Make the tablespace, or anew when the machine was started again; drop what killed runs left behind.

    Of the embedded server alone. To be called by one process at a time.
    """
    _drop_orphans(admin)
    folder = embedded.folder() / "pg"
    if place(admin) == NAME or not _has_room() or admin.info.host != str(postgres._socket_folder(folder)):
        return
    mine = MEMORY / f"sanktion-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    with postgres._connect(folder, "postgres") as superuser:
        lost = "SELECT datname FROM pg_database JOIN pg_tablespace t ON t.oid = dattablespace WHERE spcname = %s"
        for (name,) in superuser.execute(lost, [NAME]).fetchall():
            superuser.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        superuser.execute(f"DROP TABLESPACE IF EXISTS {NAME}")
        shutil.rmtree(mine, ignore_errors=True)
        mine.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(mine, postgres.SYSTEM_USER, postgres.SYSTEM_USER)
        superuser.execute(f"CREATE TABLESPACE {NAME} OWNER {postgres.OWNER} LOCATION '{mine}'")


def _has_room() -> bool:
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM


def _is_whole(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _drop_orphans(admin: psycopg.Connection) -> None:
    for (name,) in admin.execute("SELECT datname FROM pg_database").fetchall():
        run = OF_A_RUN.match(name)
        if run and not psutil.pid_exists(int(run[1])):
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
