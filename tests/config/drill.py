"""A system on servers of its own, with its log archived, and what its database holds, counted and summed."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from sanktion.config import env
from sanktion.config.embedded import postgres
from tests.conftest import _default_connection

SUM = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0) FROM {} t"


class Site:
    def __init__(self, var: Path) -> None:
        self.var = var
        self.pg = var / "pg"

    def start(self) -> None:
        postgres.start(self.pg)

    def fill_from(self, template: str) -> None:
        """The migrated database of the other tests: migrating anew takes longer than all the rest."""
        source = env.text("DATABASE_OWNER_URL").replace("/sanktion?", f"/{template}?")
        dump_rows = [postgres.programs() / "pg_dump", "--enable-row-security", source]
        seeing = os.environ | {"PGOPTIONS": "-c sanktion.system=tests"}
        dump = subprocess.run(dump_rows, env=seeing, check=True, capture_output=True).stdout
        url = postgres.start(self.pg)["DATABASE_OWNER_URL"]
        load = [postgres.programs() / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", url]
        subprocess.run(load, input=dump, env=seeing, check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def in_use(self):
        """Django works on this server, as the application's role."""
        host = env.database(postgres.start(self.pg)["DATABASE_URL"])["HOST"]
        where = {"NAME": "sanktion", "HOST": host, "PORT": "", "USER": postgres.APPLICATION, "PASSWORD": ""}
        with _default_connection(**where):
            yield

    def execute(self, statement: str) -> list[tuple]:
        """As the superuser, past all rules of rows."""
        with postgres._connect(self.pg, "sanktion") as admin:
            cursor = admin.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def snapshot(self) -> dict[str, tuple]:
        """Of each table how many rows, and a sum over them that doesn't ask for their order."""
        names = self.execute("SELECT relname FROM pg_stat_user_tables ORDER BY 1")
        return {name: self.execute(SUM.format(name))[0] for (name,) in names}

    def behind(self) -> list[str]:
        """The sequences that would give a key that is taken."""
        owned = self.execute(
            "SELECT s.relname, t.relname, a.attname FROM pg_class s"
            " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') JOIN pg_class t ON t.oid = d.refobjid"
            " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid WHERE s.relkind = 'S'"
        )
        assert len(owned) > 100
        return [
            sequence
            for sequence, table, column in owned
            if self.execute(f"SELECT nextval('{sequence}') <= coalesce(max({column}), 0) FROM {table}")[0][0]  # noqa: S608
        ]

    def archive_all(self) -> None:
        """Until everything written so far is in the archive."""
        ((name,),) = self.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        self.execute("SELECT pg_switch_wal()")
        for _ in range(600):
            if self.execute("SELECT last_archived_wal FROM pg_stat_archiver")[0][0] >= name:
                return
            time.sleep(0.1)
        raise AssertionError(f"{name} was not archived")

    def lose(self) -> None:
        """The disk is gone: the server with its data."""
        postgres._execute(self.pg, "pg_ctl", "-D", str(self.pg), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.pg)
