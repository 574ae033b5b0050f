"""A PostgreSQL and the benchmark's Redis reached over TCP, as from another machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sanktion.config.embedded import folder, postgres

ROOT = Path(__file__).parents[1]


@contextmanager
def over_tcp(citizens: int) -> Iterator[dict[str, str]]:
    """The environment of a server that listens on a loopback port, with a made-up city in it."""
    data = folder() / "tcp"
    data.mkdir(mode=0o711, exist_ok=True)
    # One that was left by a run that was killed listens on another port.
    postgres.stop(data / "pg")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        # libpq and the server itself read the port here.
        os.environ["PGPORT"] = str(probe.getsockname()[1])
    postgres.SETTINGS["listen_addresses"] = "127.0.0.1"
    try:
        urls = {name: _tcp(url) for name, url in postgres.start(data / "pg").items()}
        for command, url in (("migrate", "DATABASE_OWNER_URL"), ("grow", "DATABASE_URL")):
            options = ("--citizens", str(citizens)) if command == "grow" else ()
            environment = os.environ | urls | {"DATABASE_URL": urls[url]}
            arguments = (sys.executable, "manage.py", command, *options, "--verbosity", "0")
            subprocess.run(arguments, check=True, cwd=ROOT, env=environment)  # noqa: S603
        yield urls
    finally:
        postgres.stop(data / "pg")
        postgres.SETTINGS["listen_addresses"] = ""
        del os.environ["PGPORT"]


def _tcp(url: str) -> str:
    parts = urlsplit(url)
    return f"postgresql://{parts.username}@127.0.0.1:{os.environ['PGPORT']}{parts.path}"
