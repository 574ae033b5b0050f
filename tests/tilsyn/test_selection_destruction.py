"""V033: the numbers nobody chose are destroyed with proof, and every way round it is refused or found."""

import json
from base64 import b64encode
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.base.chain import fingerprint
from sanktion.base.privileges import is_destroyed
from sanktion.models.session import SessionStore
from tests.koerelister.test_ledger import as_owner, put_back_after
from tilsyn.actions.selection.destruction import destroy_overdue, destroy_unchosen, examine, numbers_of
from tilsyn.actions.selection.recording import discard, name_cases
from tilsyn.models import (
    DestroyedBecause,
    NamedRow,
    SelectionDestruction,
    SelectionRow,
    Supervision,
)
from tilsyn.selection import ledger
from tilsyn.selection.remains import Sought
from tilsyn.shown import selection as checks
from tilsyn.tasks import destroy_selection_lists

from ..factories import TeamFactory, UserFactory
from ..factories.selection import answered, asked, demo_events, opened, recorded
from ..factories.tilsyn import selected_of, supervision_of


@pytest.fixture(autouse=True)
def ledger_folder(settings, tmp_path):
    """The copies of one template share a chain's beginning, and so the ledger's name."""
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    settings.VAR = tmp_path / "var"
    return settings.SANKTION_LEDGER


def a_tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def tove(db):
    return a_tove()


def two_rounds(tove, *, name: bool = True):
    """Five numbers are asked about, and two of them are chosen."""
    events = demo_events(tove.teams.get())
    opened(events, tove)
    supervision = supervision_of(tove, way="cpr_list")
    question = answered(supervision, [event.citizen for event in events], tove)
    choice = recorded(supervision, [event.citizen.cpr for event in events[:2]], tove)
    numbers = numbers_of([question])
    return question, choice, name_cases(choice, by=tove)[1] if name else [], numbers


def refused(match: str):
    @contextmanager
    def tried():
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            yield

    return tried()


def sql(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_record_says_how_many_and_nothing_else(tove):
    question, _, (record,), numbers = two_rounds(tove)
    record = SelectionDestruction.objects.get(pk=record.pk)
    assert (record.rows, record.kept, len(record.row_keys), record.by) == (3, 2, 3, tove)
    assert record.hash == fingerprint(record.facts)
    assert not any(number in json.dumps(record.facts) for number in numbers)
    assert question.rows.count() == 2


@pytest.mark.thorough
def test_nothing_is_left_and_the_search_finds_what_is(tove):
    """Another request may ask about the same numbers, and has them by right."""
    question, _, (record,), numbers = two_rounds(tove)
    recorded(supervision_of(tove), sorted(numbers), tove)
    assert len(numbers) == 3
    finding = examine(record, numbers)
    assert (finding.found, finding.broken) == (0, None)
    assert {place.name: place.looked_at > 3 for place in finding.places if "abeller" in place.name} == {
        "Tilsynenes tabeller": True,
        "Historiktabeller": True,
        "Alle andre tabeller": True,
    }
    gone = min(numbers)
    Supervision.objects.filter(pk=question.supervision_id).update(contact=f"Ring om {gone[:6]}-{gone[6:]}")
    session = SessionStore()
    session["nummer"] = gone
    session.save()
    found = {place.name for place in examine(record, numbers).places if place.found_in}
    assert found == {"Tilsynenes tabeller", "Sessioner"}


@pytest.mark.parametrize(
    "write",
    [
        lambda number: f"x{chr(10)}{number}".encode(),
        lambda number: f"{number[:6]}-{number[6:]}".encode("utf-16-be"),
        lambda number: json.dumps({"body": b64encode(f"[['{number}']]".encode()).decode()}).encode(),
        lambda number: b"a" + b64encode(f"cpr={number};".encode()),
    ],
    ids=["text", "pdf", "queue", "base64-within"],
)
def test_a_number_is_known_however_it_is_written(write):
    assert Sought((), frozenset({"9008860121"})).is_in(write("9008860121"))
    assert not Sought((), frozenset({"6910830113"})).is_in(write("9008860121"))


def test_the_nightly_step_takes_the_rows_off_the_disk_too(tove):
    """No sample of them is kept in PostgreSQL's statistics either."""
    assert is_destroyed(SelectionRow)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute"
            " WHERE attrelid = 'tilsyn_selectionrow'::regclass AND attstattarget = 0"
        )
        assert cursor.fetchone()[0] == ["cells", "correction", "cpr_lookup", "fault"]


@pytest.mark.thorough
def test_a_log_line_is_found(tove, settings):
    *_, (record,), numbers = two_rounds(tove)
    (settings.VAR / "log").mkdir(parents=True)
    (settings.VAR / "log" / "web.log").write_text(f"fejl for {min(numbers)}")
    assert [place.name for place in examine(record, numbers).places if place.found_in] == ["Systemets logfiler"]


@pytest.mark.thorough
def test_what_is_left_when_the_supervision_is_over_goes_by_itself(tove):
    events = demo_events(tove.teams.get())
    opened(events[:1], tove)
    supervision = supervision_of(tove)
    selection = recorded(supervision, [event.citizen.cpr for event in events], tove)
    name_cases(selection, by=tove)
    assert (checks.not_destroyed(timezone.localdate()), destroy_overdue()) == (0, [])
    supervision.refresh_from_db()
    supervision.mark_sent(by=tove)
    supervision.end(ended_on=timezone.localdate(), by=tove)
    assert checks.not_destroyed(timezone.localdate()) == 1
    destroy_selection_lists()
    record = SelectionDestruction.objects.get()
    assert (record.rows, record.kept, record.reason, record.by) == (4, 1, DestroyedBecause.OVER, None)
    assert checks.not_destroyed(timezone.localdate()) == 0
    assert len(ledger.entries()) == 1


def test_the_ledger_follows_the_chain_and_tells_of_an_older_copy(tove, ledger_folder):
    discard(asked(supervision_of(tove, way="cpr_list"), [], tove, "7101019999"), by=tove)
    assert (ledger.catch_up(), ledger.catch_up()) == (1, 0)
    assert "7101019999" not in ledger.path().read_text()
    whole = ledger.path().read_bytes()
    ledger.path().write_bytes(whole.replace(b'"hash": "', b'"hash": "0'))
    with pytest.raises(ledger.LedgerAhead):
        ledger.catch_up()
    assert checks.restored(timezone.localdate()) == 1


@pytest.mark.thorough
def test_destruction_is_refused_while_round_2_is_not_recorded(tove):
    question, *_ = two_rounds(tove, name=False)
    with refused("Runde 2 er ikke registreret"):
        destroy_unchosen(question, because=DestroyedBecause.CHOSEN, by=tove)
    with refused("Tilsynet er ikke afsluttet"):
        destroy_unchosen(question, because=DestroyedBecause.OVER, by=tove)
    with refused("Listen er brugt"):
        destroy_unchosen(question, because=DestroyedBecause.DISCARDED, by=tove)
    with refused("før destruktionen er noteret"):
        question.rows.not_chosen().delete()
    with refused("Destruktionen er ikke noteret"):
        question.mark_destroyed(by=tove)


@pytest.mark.thorough
@pytest.mark.parametrize("change", [{"rows": 2}, {"kept": 0}, {"row_keys": []}, {"number": "2026-1/9"}])
def test_a_record_that_is_untrue_is_refused(tove, change):
    selection = asked(supervision_of(tove, way="cpr_list"), [], tove, "7101019999")
    facts = {
        "number": f"{selection.supervision.number}/{selection.number}",
        "supervision": selection.supervision,
        "list_key": selection.pk,
        "row_keys": [selection.rows.get().pk],
        "rows": 1,
        "kept": 0,
        "reason": DestroyedBecause.DISCARDED,
        "by": tove,
    }
    with refused("findes ikke|passer ikke" if change != {"kept": 0} else "passer ikke"):
        SelectionDestruction.objects.link(**facts | ({"kept": 5} if change == {"kept": 0} else change))


@pytest.mark.thorough
def test_what_the_directorate_wrote_is_not_edited(tove):
    """V022, V033: a chosen row is not made another's, and no row is chosen by hand."""
    question, choice, *_ = two_rounds(tove, name=False)
    first, other = question.rows.first(), question.rows.last()
    chosen = choice.rows.first()
    with refused("kan ikke ændres"):
        sql("UPDATE tilsyn_selectionrow SET cells = %s WHERE id = %s", b"x", chosen.pk)
    with refused("kan ikke ændres"):
        sql("UPDATE tilsyn_selectionrow SET cpr_lookup = %s WHERE id = %s", bytes(other.cpr_lookup), chosen.pk)
    with refused("kan ikke ændres"):
        sql("UPDATE tilsyn_selectionrow SET asked_in_id = %s WHERE id = %s", other.pk, chosen.pk)
    with refused("kan ikke ændres"):
        sql("UPDATE tilsyn_selectionlist SET round = 2 WHERE id = %s", question.pk)
    with refused("stod ikke i runde 1"):
        SelectionRow.objects.create(
            selection=choice, number=99, cells={}, cpr_lookup=b"x" * 32, outcome="found", asked_in=other
        )
    with refused("udpeger ikke sagen"):
        NamedRow.objects.create(row=first, selected=selected_of(tove, supervision=choice.supervision))


@pytest.mark.thorough
def test_a_row_of_another_supervision_names_nothing(tove):
    _, choice, *_ = two_rounds(tove, name=False)
    with refused("udpeger ikke sagen"):
        NamedRow.objects.create(row=choice.rows.first(), selected=selected_of(tove))


@pytest.mark.thorough
@pytest.mark.parametrize("statement", ["UPDATE {} SET rows = 9", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["tilsyn_selectiondestruction", "tilsyn_namedrow", "tilsyn_selectionchain"])
def test_the_proof_is_neither_changed_nor_deleted(tove, statement, table):
    two_rounds(tove)
    with refused("permission denied"):
        sql(statement.format(table).replace("rows", "rows" if "destruction" in table else "id"))


def test_a_change_by_the_owner_is_found(own_database):
    tove = a_tove()
    *_, (record,), numbers = two_rounds(tove)
    discard(asked(supervision_of(tove, way="cpr_list"), [], tove, "7101019999"), by=tove)
    assert ledger.entries()[0]["hash"] == record.hash
    own_database.execute("ALTER TABLE tilsyn_selectiondestruction DISABLE TRIGGER append_only")
    own_database.execute("UPDATE tilsyn_selectiondestruction SET rows = 1 WHERE sequence = 1")
    assert checks.links_broken(timezone.localdate() + timedelta(days=1)) == 1
    assert examine(record, numbers).broken == 1
    own_database.execute(
        "CREATE TABLE elsewhere AS SELECT unnest(row_keys) AS asked_in_id FROM tilsyn_selectiondestruction"
    )
    own_database.execute("GRANT SELECT ON elsewhere TO sanktion_app")
    assert [place.found_in for place in examine(record).places if place.found_in] == [("elsewhere",) * 3]


def test_an_older_copy_is_destroyed_again(own_database):
    """Numbers of a list in the copy, and a supervision and a colleague that the copy doesn't know."""
    tove = a_tove()
    question, choice, _, numbers = two_rounds(tove, name=False)
    with put_back_after(own_database):
        name_cases(choice, by=tove)
        other = a_tove()
        discard(asked(supervision_of(other, way="cpr_list"), [], other, "7101019999"), by=other)
    assert (numbers_of([question]) == numbers, checks.restored(timezone.localdate())) == (True, 1)
    with pytest.raises(CommandError, match="ejerens"):
        call_command("destroy_lists_again", wet_run=True)
    with as_owner():
        call_command("destroy_lists_again")
        assert SelectionRow.objects.filter(selection=question).count() == 5
        call_command("destroy_lists_again", wet_run=True)
        call_command("destroy_lists_again", wet_run=True)
    assert not ledger.is_ahead()
    assert SelectionDestruction.objects.count() == 2
    assert SelectionDestruction.objects.first_broken() is None
    assert [row.cells for row in SelectionRow.objects.filter(selection=question)] == [None, None]
    assert examine(SelectionDestruction.objects.get(sequence=1), numbers).is_clean
    assert not Supervision.objects.get(destructions__sequence=2).lists.exists()


@pytest.mark.django_db
def test_the_site_is_closed_until_they_are_destroyed_again(client, ledger_folder, monkeypatch):
    """V033: as for the lists of routes, a restored copy shows nobody the numbers that were destroyed."""
    monkeypatch.setattr(ledger, "LOOK_AGAIN_SECONDS", 0)
    assert client.get(reverse("login")).status_code == 200
    ledger_folder.mkdir()
    ledger.path().write_text(json.dumps({"facts": {"sequence": 7}, "hash": "0" * 64}) + "\n")
    page = client.get(reverse("login"))
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "destroy_lists_again --wet-run" in page.content.decode()
    ledger.path().unlink()
    assert client.get(reverse("login")).status_code == 200
