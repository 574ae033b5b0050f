"""B044, B047: a copy and the archived log bring everything back to the moment, and what was destroyed stays destroyed.

The whole drill of docs/backup.md on servers of its own: base backup while colleagues work, archived log, the disk is
lost, restore to a point in time on another server, destroy again, and count.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command

from koerelister.actions.destruction import broken_link
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.destruction import ledger
from koerelister.models import DestructionRecord, RouteList, Stop
from sanktion.base.encryption import DecryptionError
from sanktion.base.sealed import sealed_tables, unreadable
from sanktion.config import backup
from sanktion.config.embedded import postgres
from sanktion.models import CaseDocument, Citizen, DisposalCertificate
from tests.config.drill import Site
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import route_list_of, visit
from tests.factories.retention import complained_case, reviewer_of
from tests.factories.selection import answered, demo_events, opened, recorded
from tests.factories.tilsyn import supervision_of
from tests.keys.conftest import NEW
from tests.koerelister.test_ledger import as_owner
from tilsyn.actions.selection.recording import name_cases
from tilsyn.models import SelectionDestruction, SelectionRow
from tilsyn.selection import ledger as selection_ledger

pytestmark = pytest.mark.thorough
POINT = "proeve"
SECRETS = ("SECRET_KEY", "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")


@dataclass
class Drill:
    """Where things lie, and what was so when."""

    root: Path
    was: dict[str, tuple] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    destroyed: list[str] = field(default_factory=list)
    destroyed_rows: list[int] = field(default_factory=list)
    kept: str = ""
    name: str = ""

    @property
    def copy(self) -> Path:
        return self.root / "kopi"

    @property
    def log(self) -> Path:
        return self.root / "log"


@pytest.fixture(scope="module")
def drill(django_db_setup, django_db_blocker, template_database):
    # Not pytest's own folder, which no other user may pass through: as root PostgreSQL runs as a user of its own.
    made = Drill(Path(tempfile.mkdtemp(prefix="drill-")))
    made.root.chmod(0o711)
    made.log.mkdir(mode=0o777)
    made.log.chmod(0o777)
    site, back = Site(made.root / "var"), Site(made.root / "back")
    site.var.mkdir(mode=0o711)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        archive = {"archive_mode": "on", "archive_command": f"test ! -f {made.log}/%f && cp %p {made.log}/%f"}
        patch.setattr(postgres, "INITDB", (*postgres.INITDB, "--no-sync"))
        patch.setattr(postgres, "SETTINGS", postgres.SETTINGS | archive | {"fsync": "off"})
        patch.setattr(ledger, "LOOK_AGAIN_SECONDS", 0)
        patch.setattr("django.conf.settings.SANKTION_LEDGER", site.var / "ledger")
        site.fill_from(template_database)
        try:
            with site.in_use():
                _live(site, made)
            site.lose()
            _restore(site, back, made)
            patch.setattr("django.conf.settings.SANKTION_LEDGER", back.var / "ledger")
            with back.in_use():
                yield made, back
        finally:
            for one in (site, back):
                postgres.stop(one.pg)
            shutil.rmtree(made.root)


def _live(site: Site, made: Drill) -> None:
    """A day: the copy is taken in the middle, a point is marked later, and more is done after it."""
    team = TeamFactory()
    worker, tove = UserFactory(role="sagsbehandler", teams=[team]), UserFactory(role="tilsynsansvarlig", teams=[team])
    (site.var / "media").mkdir()
    (site.var / "media" / "bilag.pdf").write_bytes(os.urandom(50_000))
    made.name = complained_case(worker, reviewer_of(team)).citizen.last_name
    made.destroyed = [_destroyed(worker).number]
    going, staying = (route_list_of(worker, team=team, count=2) for _ in range(2))
    log_visit(going.stops.first(), visit=visit(), by=worker)
    choice = _two_rounds(tove)
    assert backup.take(site.var, made.copy) == 2
    complained_case(worker, reviewer_of(team))
    made.destroyed.append(_destroyed(worker).number)
    made.documents = _documents()
    made.was, made.kept = site.snapshot(), staying.number
    site.execute(f"SELECT pg_create_restore_point('{POINT}')")
    log_visit(going.stops.open().get(), visit=visit(), by=worker)
    made.destroyed.append(destroy(going, by=worker).number)
    _, records = name_cases(choice, by=tove)
    made.destroyed_rows = [key for record in records for key in record.row_keys]
    selection_ledger.catch_up()
    complained_case(worker, reviewer_of(team))
    site.archive_all()


def _documents() -> dict[str, str]:
    return {one.full_number: hashlib.sha256(one.data).hexdigest() for one in CaseDocument.objects.all()}


def _destroyed(by) -> DestructionRecord:
    route_list = route_list_of(by, team=by.teams.get(), count=2)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=by)
    return destroy(route_list, by=by)


def _two_rounds(tove):
    events = demo_events(tove.teams.get())
    opened(events, tove)
    supervision = supervision_of(tove, way="cpr_list")
    answered(supervision, [event.citizen for event in events], tove)
    return recorded(supervision, [event.citizen.cpr for event in events[:2]], tove)


def _restore(site: Site, back: Site, made: Drill) -> None:
    # The ledger's own second copy is newer than the one in the backup, and stays.
    back.var.mkdir(mode=0o711)
    shutil.copytree(site.var / "ledger", back.var / "ledger")
    backup.restore(made.copy, back.var, log=made.log, point=POINT)
    back.start()


def test_the_drill(drill, client, settings, capsys):
    """In the order of docs/backup.md; what follows is about the system as it then is."""
    made, back = drill
    now = back.snapshot()
    assert len(now) > 150
    assert sum(rows for rows, _ in now.values()) > 500
    assert {name: (now[name], was) for name, was in made.was.items() if now[name] != was} == {}
    assert {
        one.full_number: hashlib.sha256(one.data).hexdigest() for one in CaseDocument.objects.all()
    } == made.documents
    assert len(made.documents) > 3
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (back.var / "media").iterdir()]
    assert sums == [hashlib.sha256((made.copy / "media" / "bilag.pdf").read_bytes()).hexdigest()]
    assert RouteList.objects.filter(number=made.destroyed[2]).exists(), "the copy is older than its destruction"
    assert SelectionRow.objects.filter(pk__in=made.destroyed_rows).exists()
    assert client.get("/log-ind/").status_code == 503
    with as_owner():
        call_command("replay_destructions", wet_run=True)
        call_command("destroy_lists_again", wet_run=True)
    assert "1 destruktioner sat ind igen; 1 lister, 2 stop" in capsys.readouterr().out
    assert client.get("/log-ind/").status_code == 200
    assert [one.number for one in DestructionRecord.objects.in_order()] == made.destroyed
    assert [one.number for one in RouteList.objects.all()] == [made.kept]
    assert Stop.objects.exclude(route_list__number=made.kept).count() == 0
    assert not SelectionRow.objects.filter(pk__in=made.destroyed_rows).exists()
    assert SelectionDestruction.objects.count() == 1
    touched = {name for name, (rows, mark) in back.snapshot().items() if made.was[name] != (rows, mark)}
    assert {"koerelister_routelist", "koerelister_stop", "tilsyn_selectionrow"} <= touched
    assert not {name for name in touched if name.startswith(("sanktion_", "parthoering_"))} - {"sanktion_user"}
    # Everything else the copy had is there: what is gone is the destroyed list and the destroyed numbers.
    assert broken_link() is None
    assert DisposalCertificate.objects.broken() == []
    assert ledger.catch_up() == 0
    assert back.behind() == []
    assert {table.name: found for table in sealed_tables() if (found := unreadable(table))} == {}
    for name, value in NEW.items():
        setattr(settings, name, value)
    with pytest.raises(DecryptionError):
        list(Citizen.objects.all())


def test_the_keys_are_not_in_the_copy(drill, settings):
    made, _ = drill
    secrets = [part.partition(":")[2].encode() for name in SECRETS[1:] for part in getattr(settings, name).split(",")]
    secrets.append(settings.SECRET_KEY.encode())
    held = [path.read_bytes() for folder in (made.copy, made.log) for path in folder.rglob("*") if path.is_file()]
    assert not any(secret in data for secret in secrets for data in held)
    # The control: what is there is found.
    assert any(made.name.encode() in data for data in held)
    assert not (made.copy / "keys").exists()


@pytest.mark.parametrize("file", ["media/bilag.pdf", "pg/global/pg_filenode.map"])
def test_a_copy_that_somebody_changed_is_not_put_back(drill, tmp_path, file):
    made, _ = drill
    changed = tmp_path / "kopi"
    shutil.copytree(made.copy, changed)
    data = (changed / file).read_bytes()
    (changed / file).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    with pytest.raises(backup.NotCopied, match="ikke dem, der blev kopieret"):
        backup.restore(changed, tmp_path / "var")
    assert not (tmp_path / "var").exists()


def test_a_copy_is_never_put_over_a_database(drill):
    made, back = drill
    with pytest.raises(backup.NotCopied, match="Flyt den væk"):
        backup.restore(made.copy, back.var)
    with pytest.raises(backup.NotCopied, match="ikke tom"):
        backup.take(back.var, made.copy)
    with pytest.raises(backup.NotCopied, match="ikke en kopi"):
        backup.restore(made.log, made.root / "var")


def test_the_command_leaves_other_servers_alone(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://et@andet/sted")
    assert backup.main(["take", str(tmp_path / "kopi")]) == 2
    assert "docs/backup.md" in capsys.readouterr().out
    assert not (tmp_path / "kopi").exists()
