"""B044, B047, safety § 1: after destruction and the nightly step no byte of a list is left on the disk.

On servers of its own, with everything that makes traces: pages, prints, a half-typed form, a double entry, a rollback,
a killed process, a queued task and ANALYZE. First the scanner must find a naive copy in every form it can take.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

import psycopg
import pytest
import redis

from sanktion.base import pdf
from sanktion.config import env
from sanktion.config.embedded import keys, postgres, redis_server
from tests.forensics.scanner import Hit, Scanner, canary

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
FILE_OF_TABLE = re.compile(r"pg/base/\d+/(\d+)")
# Where a citizen's name and address may stand: in the citizen's own row, its history, and the samples of the two.
ALLOWED = re.compile(r"(sanktion_(historical)?citizen|sanktion_address|pg_statistic|pg_toast).*")


class Server:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("tmp", "log", "media", "keys"):
            (folder / name).mkdir(parents=True)
        folder.chmod(0o711)
        self.urls = postgres.start(folder / "pg") | redis_server.start(folder / "redis", "prøve")
        self.owner = self._connect()

    def stop(self) -> None:
        self.owner.close()
        redis_server.stop(self.folder / "redis", "prøve")
        postgres.stop(self.folder / "pg")

    def _connect(self) -> psycopg.Connection:
        owner = env.database(self.urls["DATABASE_OWNER_URL"])
        account = {"dbname": owner["NAME"], "user": owner["USER"], "host": owner["HOST"]}
        return psycopg.connect(**account, options="-c sanktion.system=tests", autocommit=True)

    def run(self, *command: str, **environment: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANKTION_", "DATABASE_"))}
        own = {"SANKTION_VAR": str(self.folder), "TMPDIR": str(self.folder / "tmp"), "PYTHONUNBUFFERED": "1"}
        own |= {name: make() for name, make in keys.MAKERS.items() if name not in self.urls}
        self.urls |= {name: own[name] for name in keys.MAKERS if name in own}
        with (self.folder / "log" / "web.log").open("ab") as log:
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=kept | own | self.urls | environment,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert done.returncode == 0, (self.folder / "log" / "web.log").read_text()[-4000:]
        return done.stdout.decode()

    def live(self, act: str) -> dict:
        """What the program says last; before it may stand a library's own remark."""
        return json.loads(self.run("-m", "tests.forensics", act).splitlines()[-1])

    def copy(self, template: str) -> None:
        """The migrated database of the other tests: migrating anew takes longer than all the rest."""
        source = env.text("DATABASE_OWNER_URL").replace("/sanktion?", f"/{template}?")
        seeing = os.environ | {"PGOPTIONS": "-c sanktion.system=tests"}
        dump = [postgres.programs() / "pg_dump", "--enable-row-security", source]
        dump = subprocess.run(dump, env=seeing, check=True, capture_output=True).stdout
        target = [postgres.programs() / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", self.urls["DATABASE_OWNER_URL"]]
        subprocess.run(target, input=dump, env=seeing, check=True, stdout=subprocess.DEVNULL)

    def relations(self) -> dict[str, str]:
        rows = self.owner.execute(
            "SELECT pg_relation_filenode(c.oid)::text, coalesce(i.indrelid::regclass::text, c.relname)"
            " FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE pg_relation_filenode(c.oid) > 0"
        )
        return dict(rows.fetchall())

    def where(self, hits: list[Hit]) -> dict[str, set[str]]:
        """The place of each hit: a table by its name, any other file by its path; and in which form."""
        relations, places = self.relations(), {}
        for hit in hits:
            path = str(hit.path.relative_to(self.folder))
            table = FILE_OF_TABLE.match(path)
            place = relations.get(table[1], path) if table else path
            places.setdefault(place, set()).add(hit.form)
        return places


@pytest.fixture(scope="module")
def server(template_database):
    # Not pytest's own folder, which no other user may pass through: as root PostgreSQL runs as a user of its own.
    folder = Path(tempfile.mkdtemp(prefix="forensic-"))
    with pytest.MonkeyPatch.context() as patch:
        # The scanner reads what the kernel has; that the disk has it too is not what is tested, and takes long.
        patch.setattr(postgres, "INITDB", (*postgres.INITDB, "--no-sync"))
        patch.setattr(postgres, "SETTINGS", postgres.SETTINGS | {"fsync": "off"})
        server = Server(folder)
    try:
        server.copy(template_database)
        # Keys that no other bytes look like.
        for number, name in enumerate(("sanktion_case", "koerelister_routelist", "koerelister_stop"), start=1):
            server.owner.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {0x5A3C0F1E2D0000 * number})")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def plant(server: Server, word: str) -> None:
    """What a system without care leaves: copies in a table, a history, a statistic, a queue, a file and a log."""
    owner = server.owner
    owner.execute("CREATE TABLE naive (name text, note text)")
    owner.execute("CREATE TABLE historical_naive AS TABLE naive")
    owner.execute("INSERT INTO naive VALUES (%s, %s)", [word, f"{word} " * 400 + os.urandom(3000).hex()])
    owner.execute("INSERT INTO historical_naive TABLE naive")
    owner.execute("INSERT INTO naive SELECT name, 'x' FROM naive")
    owner.execute("ANALYZE naive")
    owner.execute("DELETE FROM naive")
    owner.execute("CHECKPOINT")
    with redis.Redis.from_url(server.urls["REDIS_URL"]) as client:
        client.rpush("celery", json.dumps({"body": b64encode(json.dumps([[word]]).encode()).decode()}))
        client.bgrewriteaof()
    text = {"text": word, "title": "Liste"}
    data = pdf.render("components/plain_text_pdf.html", text, stylesheets=("css/pdf/base.css",), archival=False)
    (server.folder / "media" / "liste.pdf").write_bytes(data)
    with (server.folder / "log" / "web.log").open("a") as log:
        log.write(f"ERROR Key (name)=({word}) already exists.\n")


def test_the_scanner_finds_a_naive_copy_everywhere_it_is(server):
    """The positive control: without it «0 hits» says nothing."""
    word = canary()
    plant(server, word)
    where = server.where(Scanner([word]).scan(server.folder))
    assert {"naive", "historical_naive", "pg_statistic", "media/liste.pdf", "log/web.log"} <= set(where)
    assert any(place.startswith("pg_toast") for place in where), "compressed and moved out of its row"
    assert any(place.startswith("pg/pg_wal/") for place in where)
    assert any("base64" in forms for place, forms in where.items() if place.startswith("redis/"))
    assert where["media/liste.pdf"] == {"PDF raw"}
    (server.folder / "media" / "liste.pdf").unlink()


def links(told: dict) -> dict[str, bytes]:
    """The one thing that stands on a list alone: who is on it. As the row of the stop holds it."""
    return {f"link {number}": struct.pack("<qq", route_list, case) for number, (_, case, route_list) in _numbered(told)}


def _numbered(told: dict):
    return enumerate(told["keys"], start=1)


def test_after_the_destruction_and_the_nightly_step_nothing_is_left(server):
    told = server.live("make")
    server.owner.execute("ANALYZE")
    server.owner.execute("CHECKPOINT")
    scanner = Scanner([*told["typed"].values(), told["number"]], links(told))
    before = server.where(scanner.scan(server.folder / "pg"))
    assert "koerelister_stop" in before, "the links stand in the table while the list is there"
    assert "0 fund" in server.live("destroy")["receipt"]
    server.owner.execute("CHECKPOINT")
    assert server.where(Scanner([], links(told)).scan(server.folder / "pg")), "deleted rows lie on the disk until then"
    server.live("erase")

    after = Scanner(told["typed"].values(), links(told)).scan(server.folder)
    assert server.where(after) == {}, "what was typed is in the sealed journal alone, and who was on the list nowhere"
    people = [word for person in told["people"] for word in person.values()]
    addresses = {f"address {number}": bytes.fromhex(address) for number, (address, _, _) in _numbered(told)}
    found = server.where(Scanner(people, addresses).scan(server.folder))
    assert "sanktion_citizen" in found
    assert [place for place in found if not ALLOWED.fullmatch(place)] == []
