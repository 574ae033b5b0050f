"""B044, B047: «0 fund» means that it was looked for, in every place where a copy would be found."""

import json
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
import redis
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from koerelister.actions.destruction import destroy_and_look, examine
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.destruction.remains import forms, words_on
from koerelister.models import Crew, DestructionRecord, RouteList, Stop
from sanktion.models import Citizen
from sanktion.models.session import SessionStore
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import route_list_of, shredded, visit

pytestmark = pytest.mark.thorough

WORD = "Sølvi Ødegaard"


@pytest.fixture
def places_of_its_own(settings, tmp_path):
    """Folders that no other test writes in."""
    for name in ("SANKTION_OUTBOX", "SANKTION_INBOX", "VAR"):
        folder = tmp_path / name.lower()
        (folder / "log").mkdir(parents=True)
        setattr(settings, name, folder)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        }
    }
    Path(default_storage.location).mkdir()
    return settings


@pytest.fixture
def destroyed(db, places_of_its_own, caseworker, team):
    route_list = route_list_of(caseworker, team=team, count=1)
    log_visit(route_list.stops.get(), visit=visit(), by=caseworker)
    return destroy(route_list, by=caseworker)


def found(record, words=()) -> dict[str, tuple]:
    return {place.name: place.found_in for place in examine(record, words).places if place.found_in}


@given(word=st.text("abcæøå 1,", min_size=6, max_size=20), before=st.binary(max_size=4), after=st.binary(max_size=4))
def test_base64_holds_the_word_wherever_it_begins(word, before, after):
    packed = b64encode(before + word.encode() + after)
    assert any(form in packed for form in forms(word))


@given(word=st.text("abcæøå 1,", min_size=6, max_size=20))
def test_json_and_pdf_text_hold_the_word(word):
    for written in (word.encode(), json.dumps({"a": word}).encode(), f"({word})".encode("utf-16-be")):
        assert any(form in written for form in forms(word))


def test_nothing_is_left_and_each_place_says_how_much_was_looked_at(destroyed):
    finding = examine(destroyed, ["Ida Lund"])
    assert (finding.found, finding.is_clean, finding.broken) == (0, True, None)
    looked_at = {place.name: place.looked_at for place in finding.places}
    assert looked_at["Kørelisternes tabeller"] >= 12
    assert looked_at["Historiktabeller"] >= 15
    assert looked_at["Alle andre tabeller"] > 40
    assert {
        "Sessioner",
        "Nøgler i kø og cache (Redis)",
        "Filer i mediemappen",
        "Filer i ud- og indbakke",
        "Systemets logfiler",
    } < set(looked_at)


def test_the_words_are_the_names_and_addresses_on_the_list(route_list):
    stop = route_list.stops.with_doors().first()
    assert {stop.case.citizen.name, stop.address.first_line} <= set(words_on(route_list))


def test_a_word_is_looked_for_from_five_letters_on(route_list):
    names = [("Bo", "Ek"), ("Al", "K"), ("Ida", "Lund")]
    for stop, (first, last) in zip(route_list.stops.with_doors(), names, strict=True):
        Citizen.objects.filter(pk=stop.case.citizen_id).update(first_name=first, last_name=last)
    words = words_on(route_list)
    assert {"Bo Ek", "Ida Lund"} < set(words)
    assert "Al K" not in words
    assert words == sorted(set(words))


def test_at_the_moment_of_destruction_the_names_on_the_list_are_looked_for_too(
    places_of_its_own, route_list, caseworker
):
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=caseworker)
    Crew.objects.create(name=route_list.stops.with_doors().first().case.citizen.name)
    RouteList.objects.filter(pk=route_list.pk).update(printed_copies=1)
    record, finding = destroy_and_look(route_list, paper=shredded(1, by=caseworker), by=caseworker)
    assert (record.number, record.copies_shredded, record.by) == (route_list.number, 1, caseworker)
    assert finding.sequence == record.sequence == 1
    assert [place.found_in for place in finding.places if place.found_in] == [("koerelister_crew",)]
    assert (finding.found, finding.is_clean) == (1, False)


def test_a_list_or_a_stop_that_is_left_is_found_by_its_key(destroyed, caseworker, team):
    other = route_list_of(caseworker, team=team, count=1)
    same = {"plan": other.plan, "team": team, "area": other.area, "date": other.date, "crew": other.crew}
    left = RouteList.objects.create(pk=destroyed.list_key, number="X-2020-0101-1", **same)
    assert found(destroyed) == {"Kørelisternes tabeller": ("koerelister_routelist",)}
    left.delete()
    other.stops.update(id=destroyed.stop_keys[0])
    assert found(destroyed) == {"Kørelisternes tabeller": ("koerelister_stop",)}


def test_a_record_from_before_the_keys_were_kept_is_no_other_lists(destroyed, caseworker, team):
    other = route_list_of(caseworker, team=team, count=1)
    same = {"plan": other.plan, "team": team, "area": other.area, "date": other.date, "crew": other.crew}
    RouteList.objects.create(pk=1, number="X-2020-0101-1", **same)
    counts = dict.fromkeys(("stops", "visited", "copies_printed", "copies_shredded"), 0)
    where = {"area": destroyed.area, "date": destroyed.date, "by": caseworker}
    old = DestructionRecord.objects.link(number="X-2019-0101-1", **where, **counts)
    assert found(old) == {}


def test_a_session_is_found(destroyed):
    session = SessionStore()
    session["liste"] = {"nr": destroyed.number}
    session.save()
    assert list(found(destroyed)) == ["Sessioner"]


def test_a_name_in_a_table_of_the_lists_is_found(destroyed):
    Crew.objects.create(name=WORD)
    assert found(destroyed, [WORD]) == {"Kørelisternes tabeller": ("koerelister_crew",)}
    assert found(destroyed) == {}


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("kopi.txt", lambda number: f"se {number}".encode()),
        ("kopi.pdf", lambda number: b"%PDF-1.7 stream\n" + zlib.compress(f"({number}) Tj".encode()) + b"endstream"),
        ("koereliste-{}.pdf", lambda number: b"%PDF-1.7"),
    ],
)
def test_a_file_is_found_by_its_name_its_text_and_its_packed_text(destroyed, name, write):
    path = Path(default_storage.location) / name.format(destroyed.number)
    path.write_bytes(write(destroyed.number))
    assert found(destroyed) == {"Filer i mediemappen": (path.suffix,)}


def test_a_log_line_and_a_file_to_be_sent_are_found_but_a_letter_with_the_name_is_not(destroyed, settings):
    (settings.SANKTION_OUTBOX / "brev.xml").write_text(WORD)
    assert found(destroyed, [WORD]) == {}
    (settings.SANKTION_OUTBOX / "kopi.xml").write_text(destroyed.number)
    (settings.VAR / "log" / "web.log").write_text(f"fejl for {WORD}")
    assert found(destroyed, [WORD]) == {"Filer i ud- og indbakke": (".xml",), "Systemets logfiler": (".log",)}


def test_a_cached_value_and_a_queued_message_are_found(destroyed, settings):
    message = {"body": b64encode(json.dumps([[destroyed.number], {}, {}]).encode()).decode(), "headers": {}}
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.set("prøve", f"liste {destroyed.number}", ex=60)
        client.rpush("prøvekø", json.dumps(message))
        try:
            assert found(destroyed) == {"Nøgler i kø og cache (Redis)": ("prøve", "prøvekø")} or found(destroyed) == {
                "Nøgler i kø og cache (Redis)": ("prøvekø", "prøve")
            }
        finally:
            client.delete("prøve", "prøvekø")


def test_without_redis_it_is_said_that_not_all_could_be_read(destroyed, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    finding = examine(destroyed)
    assert not finding.is_clean
    assert [place.unread for place in finding.places if place.unread] == [("ConnectionError",)]


def test_a_table_that_nobody_told_django_of_is_found(own_database, places_of_its_own):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    route_list = route_list_of(worker, team=team, count=1)
    log_visit(route_list.stops.get(), visit=visit(), by=worker)
    own_database.execute("CREATE TABLE koerelister_historicalstop AS SELECT *, 1 AS history_id FROM koerelister_stop")
    own_database.execute("CREATE TABLE elsewhere AS SELECT id AS stop_id FROM koerelister_stop")
    own_database.execute("CREATE TABLE a_historical_one AS SELECT id AS list_id FROM koerelister_routelist")
    record = destroy(route_list, by=worker)
    assert [place.unread for place in examine(record).places if place.unread] == [
        ("koerelister_historicalstop",),
        ("a_historical_one",),
        ("elsewhere",),
    ]
    own_database.execute("GRANT SELECT ON koerelister_historicalstop, a_historical_one, elsewhere TO sanktion_app")
    assert found(record) == {
        "Kørelisternes tabeller": ("koerelister_historicalstop",),
        "Historiktabeller": ("a_historical_one",),
        "Alle andre tabeller": ("elsewhere",),
    }
    assert not Stop.objects.exists()


@pytest.mark.parametrize(("left", "is_unread"), [(0, False), (2, False), (0, True)])
def test_the_log_keeps_the_numbers_alone(destroyed, settings, caplog, left, is_unread):
    for number in range(left):
        Crew.objects.create(name=f"{WORD} {number}")
    if is_unread:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with caplog.at_level("INFO", logger="koerelister.destruction.remains"):
        looked_at = sum(place.looked_at for place in examine(destroyed, [WORD]).places)
    assert caplog.messages == [
        f"destruction.check sequence={destroyed.sequence} looked_at={looked_at} found={left} unread={int(is_unread)}"
    ]
    assert WORD not in caplog.text
    assert destroyed.number not in caplog.text
