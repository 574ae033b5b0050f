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

from koerelister.actions.destruction import examine
from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit
from koerelister.destruction.remains import forms, words_on
from koerelister.models import Crew, Stop
from sanktion.models.session import SessionStore
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import route_list_of, visit

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
    record = destroy(route_list, by=worker)
    assert [place.unread for place in examine(record).places if place.unread] == [
        ("koerelister_historicalstop",),
        ("elsewhere",),
    ]
    own_database.execute("GRANT SELECT ON koerelister_historicalstop, elsewhere TO sanktion_app")
    assert found(record) == {
        "Kørelisternes tabeller": ("koerelister_historicalstop",),
        "Alle andre tabeller": ("elsewhere",),
    }
    assert not Stop.objects.exists()


def test_the_log_keeps_the_numbers_alone(destroyed, caplog):
    with caplog.at_level("INFO", logger="koerelister.destruction.remains"):
        examine(destroyed, [WORD])
    assert len(caplog.messages) == 1
    assert WORD not in caplog.text
    assert destroyed.number not in caplog.text
    assert f"sequence={destroyed.sequence}" in caplog.text
