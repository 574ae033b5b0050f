"""B046: the records are a chain that the database makes, and that anybody can make again from the facts."""

import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from koerelister.actions.destruction import broken_link, examine
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.models import Area, DestructionChain, DestructionRecord, PaperCopy, PaperFate, RouteList
from sanktion.base.acting import acting
from sanktion.base.chain import canonical, fingerprint, first_broken
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, route_list_of, visit
from tests.koerelister.test_at_once import at_once

GENESIS = "0" * 64


def settled_list(by, team, **fields) -> RouteList:
    route_list = route_list_of(by, team=team, count=1, **fields)
    log_visit(route_list.stops.get(), visit=visit(), by=by)
    return route_list


def links(count: int) -> list[tuple[dict, str]]:
    entries, previous = [], GENESIS
    for number in range(1, count + 1):
        facts = {"sequence": number, "stops": 3, "previous": previous}
        previous = fingerprint(facts)
        entries.append((facts, previous))
    return entries


def test_an_untouched_chain_is_whole():
    assert first_broken(links(5), GENESIS) is None
    assert first_broken([], GENESIS) is None


@given(place=st.integers(0, 4), change=st.sampled_from(["fact", "mark", "gone", "twice"]))
def test_any_change_is_found_where_it_was_made(place, change):
    entries = links(5)
    facts, mark = entries[place]
    if change == "fact":
        entries[place] = (facts | {"stops": 4}, mark)
    elif change == "mark":
        entries[place] = (facts, mark[::-1])
    elif change == "twice":
        entries.insert(place, entries[place])
    else:
        del entries[place]
    # The last one taken out leaves a chain that is whole, but shorter: the ledger knows how long it was.
    expected = {"twice": place + 2, "gone": place + 1 if place < 4 else None}.get(change, place + 1)
    assert first_broken(entries, GENESIS) == expected


def test_a_chain_of_another_database_is_broken_at_once():
    assert first_broken(links(2), "f" * 64) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"b": 1, "aa": 2, "a": None},
        {"æ": "ø", "z": 'en "to" \\ \n\t\x01', "paper": [{"fate": "lost", "by": 7, "copy": 1}], "list": []},
    ],
)
def test_the_json_is_postgresqls_own(facts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(facts)])
        assert cursor.fetchone()[0] == canonical(facts)


@pytest.mark.django_db
def test_the_database_and_the_program_make_the_same_fingerprint(team, caseworker):
    route_list = settled_list(caseworker, team)
    RouteList.objects.filter(pk=route_list.pk).update(printed_copies=2)
    paper = [PaperCopy(1, caseworker), PaperCopy(2, caseworker, PaperFate.STOLEN)]
    record = destroy(route_list, paper=paper, by=caseworker)
    record = DestructionRecord.objects.get(pk=record.pk)
    assert record.sequence == 1
    assert record.previous_hash == DestructionChain.objects.get().genesis
    assert record.hash == fingerprint(record.facts)
    assert broken_link() is None


@pytest.mark.django_db
def test_what_the_application_says_of_its_place_in_the_chain_is_not_heard(caseworker):
    area = AreaFactory()
    fields = {"area": area, "date": "2026-11-23", "stops": 0, "visited": 0, "copies_printed": 0, "copies_shredded": 0}
    for number in ("A", "B"):
        DestructionRecord.objects.create(
            number=number, by=caseworker, sequence=900, hash="f" * 64, previous_hash="f" * 64, **fields
        )
    assert list(DestructionRecord.objects.in_order().values_list("number", "sequence")) == [("A", 1), ("B", 2)]
    assert broken_link() is None


def test_two_destructions_at_once_are_two_links_and_a_change_by_the_owner_is_found(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    lists = [settled_list(worker, team) for _ in range(3)]

    def work(route_list):
        def run():
            with acting(worker):
                destroy(route_list, by=worker)

        return run

    assert at_once(*map(work, lists)) == []
    assert list(DestructionRecord.objects.in_order().values_list("sequence", flat=True)) == [1, 2, 3]
    assert broken_link() is None
    own_database.execute("ALTER TABLE koerelister_destructionrecord DISABLE TRIGGER append_only")
    own_database.execute("UPDATE koerelister_destructionrecord SET stops = 9 WHERE sequence = 2")
    assert broken_link() == 2
    assert broken_link(1) is None
    assert [examine(record).broken for record in DestructionRecord.objects.in_order()] == [None, 2, 2]
    own_database.execute("DELETE FROM koerelister_destructionrecord WHERE sequence = 2")
    assert broken_link() == 2
    assert Area.objects.exists()
