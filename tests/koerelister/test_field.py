"""A list on a phone (B023, B045): who gets it, what is in it, and that each note is taken in exactly once."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.field import NothingToCarry, hand_out
from koerelister.actions.visits import log_visit
from koerelister.models import DeviceCopy, RouteList, StopStatus, VisitCount
from sanktion.config.settings import base
from sanktion.models import AccessKind, AccessLog, Citizen, ContactAttempt, JournalEntry
from tests.factories import UserFactory
from tests.factories.koerelister import CrewFactory, route_list_of, visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def driver(team, crew):
    driver = UserFactory(role="udkørende", teams=[team])
    crew.members.add(driver)
    return driver


@pytest.fixture
def phone(client, driver):
    client.force_login(driver)
    return client


def post(client, name, *args, **body):
    return client.post(reverse(name, args=args), json.dumps(body), content_type="application/json")


def note(stop, **changes):
    """What the phone sends for one stop."""
    now = timezone.localtime()
    names = {"door_phone": "citizen", "mailbox": "not_read", "front_door": "not_read", "other_name": ""}
    fields = {"date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "contact": "no", "other_opened": "no", "told": ""}
    entry = {"stop": stop.pk, "key": str(uuid4()), "kind": "visit"}
    return entry | {"fields": {**names, **fields, "remarks": "Ringede på to gange."}} | changes


def counted() -> int:
    return sum(VisitCount.objects.values_list("count", flat=True))


def written(stop) -> tuple[int, int, int]:
    """(journal entries about visits, attempts at contact, visits counted)"""
    entries = [
        entry for entry in JournalEntry.objects.filter(case=stop.case) if entry.heading.startswith("Hjemmebesøg")
    ]
    return len(entries), ContactAttempt.objects.filter(case=stop.case).count(), counted()


def test_the_phone_gets_number_name_and_address_and_nothing_else(phone, route_list, driver):
    """B023."""
    answer = post(phone, "field_hand_out", route_list.pk)
    carried = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(carried) == {"number", "copy", "expires", "stops"}
    stops = list(route_list.stops.with_doors())
    assert carried["stops"] == [
        {"stop": stop.pk, "position": stop.position, "name": stop.case.citizen.name, "address": str(stop.address)}
        for stop in stops
    ]
    for stop in stops:
        assert stop.case.number not in answer.content.decode()
        assert stop.case.citizen.cpr[:6] not in answer.content.decode()


def test_the_copy_ends_at_midnight(phone, route_list):
    expires = post(phone, "field_hand_out", route_list.pk).json()["expires"]
    midnight = timezone.localtime(timezone.datetime.fromtimestamp(expires / 1000, tz=timezone.get_current_timezone()))
    assert (midnight.date(), midnight.hour, midnight.minute) == (route_list.date + timedelta(days=1), 0, 0)


def test_each_hand_out_is_counted_as_a_paper_copy_is_and_written_in_the_log(phone, route_list, driver):
    numbers = [post(phone, "field_hand_out", route_list.pk).json()["copy"] for _ in range(2)]
    assert numbers == [1, 2]
    assert list(DeviceCopy.objects.values_list("route_list", "user", "number", "wiped_at")) == [
        (route_list.pk, driver.pk, number, None) for number in (1, 2)
    ]
    assert AccessLog.objects.filter(user=driver, kind=AccessKind.PRINT).count() == 2 * route_list.stops.count()


def everything(client, stop) -> set[int]:
    route_list = stop.route_list
    return {
        post(client, "field_hand_out", route_list.pk).status_code,
        post(client, "field_state", route_list.pk).status_code,
        post(client, "field_entry", route_list.pk, stop.position, **note(stop)).status_code,
        post(client, "field_remark", route_list.pk, stop.position, **note(stop)).status_code,
    }


def test_another_crews_list_does_not_exist(client, stop, team):
    other = UserFactory(role="udkørende", teams=[team])
    CrewFactory(members=[other])
    client.force_login(other)
    assert everything(client, stop) == {404}


def test_a_planner_who_is_not_of_the_crew_gets_no_copy(client, stop, caseworker):
    client.force_login(caseworker)
    assert everything(client, stop) == {404}


@pytest.mark.parametrize("days", [-1, 1])
def test_another_days_list_does_not_exist(phone, stop, days):
    RouteList.objects.filter(pk=stop.route_list_id).update(date=timezone.localdate() + timedelta(days=days))
    assert everything(phone, stop) == {404}


def test_a_list_given_to_another_crew_is_gone_at_the_next_contact(phone, route_list):
    assert post(phone, "field_hand_out", route_list.pk).status_code == 200
    RouteList.objects.filter(pk=route_list.pk).update(crew=CrewFactory())
    assert post(phone, "field_state", route_list.pk).status_code == 404


def test_everything_is_closed_where_it_is_not_switched_on(phone, stop, settings):
    settings.SANKTION_OFFLINE = False
    assert everything(phone, stop) == {404}
    pages = [reverse(name) for name in ("field", "field_worker", "field_lists")]
    assert {phone.get(page).status_code for page in pages} == {404}
    assert reverse("field") not in phone.get(reverse("routes")).content.decode()
    assert "Clear-Site-Data" not in phone.post(reverse("logout")).headers


def test_it_is_off_until_it_is_asked_for():
    assert base.SANKTION_OFFLINE is False


def test_protected_citizens_never_go_on_a_phone(route_list, driver, phone):
    stop = route_list.stops.with_doors().first()
    Citizen.objects.filter(pk=stop.case.citizen_id).update(protected_until=timezone.localdate() + timedelta(days=90))
    carried = hand_out(route_list, by=driver)
    assert stop.pk not in {one["stop"] for one in carried["stops"]}
    assert len(carried["stops"]) == route_list.stops.count() - 1
    assert post(phone, "field_state", route_list.pk).json()["stops"][str(stop.pk)] == "struck"


def test_a_list_without_a_stop_to_visit_is_not_handed_out(phone, route_list, driver):
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=driver)
    with pytest.raises(NothingToCarry):
        hand_out(route_list, by=driver)
    assert post(phone, "field_hand_out", route_list.pk).status_code == 409
    assert not DeviceCopy.objects.exists()


def test_a_note_is_saved_in_the_case_and_counted(phone, stop):
    answer = post(phone, "field_entry", stop.route_list_id, stop.position, **note(stop))
    assert (answer.status_code, answer.json()) == (200, {"saved": stop.position})
    assert written(stop) == (1, 1, 1)


def test_the_same_note_again_is_saved_once(phone, stop):
    """The phone never heard the answer."""
    sent = note(stop)
    answers = [post(phone, "field_entry", stop.route_list_id, stop.position, **sent) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert written(stop) == (1, 1, 1)


def test_a_strike_again_is_written_once(phone, stop):
    sent = note(stop, kind="strike", fields={"reason": "unsafe", "remarks": ""})
    answers = [post(phone, "field_entry", stop.route_list_id, stop.position, **sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert written(stop) == (1, 0, 0)
    stop.refresh_from_db()
    assert stop.status == StopStatus.STRUCK


def test_a_colleagues_note_is_shown_and_not_overwritten(phone, stop, caseworker):
    entry = log_visit(stop, visit=visit(), by=caseworker)
    answer = post(phone, "field_entry", stop.route_list_id, stop.position, **note(stop))
    clock = f"{timezone.localtime(entry.written_at):%H.%M}"
    assert answer.status_code == 409
    assert answer.json() == {
        "message": f"Stop {stop.position} er allerede registreret af {caseworker} kl. {clock}. "
        "Jeres notat er ikke gemt."
    }
    assert written(stop) == (1, 1, 1)


def test_the_lost_note_can_be_added_to_the_case_once_and_is_not_counted(phone, stop, caseworker):
    log_visit(stop, visit=visit(), by=caseworker)
    sent = note(stop)
    for _ in range(2):
        answer = post(phone, "field_remark", stop.route_list_id, stop.position, **sent)
        assert answer.status_code == 200
    assert written(stop) == (2, 1, 1)
    added = JournalEntry.objects.filter(case=stop.case).order_by("-number").first()
    assert ("Bemærkninger", "Ringede på to gange.") in added.facts


def test_a_lost_strike_can_be_added_too(phone, stop, caseworker):
    log_visit(stop, visit=visit(), by=caseworker)
    sent = note(stop, kind="strike", fields={"reason": "other", "remarks": "Elevatoren var i stykker."})
    assert post(phone, "field_remark", stop.route_list_id, stop.position, **sent).status_code == 200
    added = JournalEntry.objects.filter(case=stop.case).order_by("-number").first()
    assert (added.text, ("Grund", "Andet") in added.facts) == ("Elevatoren var i stykker.", True)


def test_an_open_stop_takes_no_remark_past_the_count(phone, stop):
    assert post(phone, "field_remark", stop.route_list_id, stop.position, **note(stop)).status_code == 400
    assert written(stop) == (0, 0, 0)


def test_the_forms_rules_are_those_of_the_page_at_the_door(phone, stop):
    sent = note(stop)
    del sent["fields"]["contact"]
    answer = post(phone, "field_entry", stop.route_list_id, stop.position, **sent)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["contact"])
    assert written(stop) == (0, 0, 0)


def test_a_list_that_was_renumbered_sends_no_note_to_the_wrong_door(phone, stop):
    other = stop.route_list.stops.last()
    answer = post(phone, "field_entry", stop.route_list_id, other.position, **note(stop))
    assert (answer.status_code, answer.json()["again"]) == (409, True)
    assert written(stop) == written(other) == (0, 0, 0)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"stop": 1, "key": "x", "kind": "visit", "fields": {}}'])
def test_what_is_no_note_is_refused(phone, stop, body):
    url = reverse("field_entry", args=[stop.route_list_id, stop.position])
    assert phone.post(url, body, content_type="application/json").status_code == 400
    assert phone.post(reverse("field_wiped"), b"{}", content_type="application/json").status_code == 400


def test_a_stop_that_needs_no_visit_any_more_is_struck_on_the_phone(phone, route_list, caseworker):
    logged, answered, left = route_list.stops.all()
    log_visit(logged, visit=visit(), by=caseworker)
    Citizen.objects.filter(pk=answered.case.citizen_id).update(address=left.address)
    answer = post(phone, "field_state", route_list.pk)
    states = {str(logged.pk): "logged", str(answered.pk): "struck", str(left.pk): "open"}
    assert answer.json() == {"stops": states}


def test_the_lists_that_may_be_fetched_are_todays_of_the_own_crew(phone, route_list, team, caseworker, crew):
    other = route_list_of(caseworker, team=team, count=1)
    later = route_list_of(caseworker, team=team, count=1, crew=crew, day=timezone.localdate() + timedelta(days=1))
    page = phone.get(reverse("field_lists")).content.decode()
    assert f'data-fetch="{route_list.pk}"' in page
    assert f'data-list="{other.pk}"' not in page
    assert f'data-list="{later.pk}"' not in page
    assert [stop.case.citizen.last_name for stop in route_list.stops.with_doors() if stop.case.number in page] == []


def test_the_page_that_is_kept_is_the_same_for_everybody_and_every_day(phone, client, team, crew):
    with time_machine.travel("2026-11-03 08:15+01:00"):
        first = phone.get(reverse("field"))
    colleague = UserFactory(role="udkørende", teams=[team])
    crew.members.add(colleague)
    client.force_login(colleague)
    assert client.get(reverse("field")).content == first.content
    assert "csrf" not in first.content.decode()
    assert "manifest-src 'self'; worker-src 'self'" in first.headers["Content-Security-Policy"]
    assert "manifest-src" not in client.get(reverse("routes")).headers["Content-Security-Policy"]


def test_the_worker_names_only_files_of_the_page(phone):
    answer = phone.get(reverse("field_worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    shell = json.loads(answer.content.decode().split("self.SHELL = ")[1].split(";\n")[0])
    assert len(shell["files"]) > 10
    assert [name for name in shell["files"] if not name.startswith("/static/")] == []


def test_signing_out_clears_what_the_browser_keeps(phone):
    assert phone.post(reverse("logout")).headers["Clear-Site-Data"] == '"storage"'
