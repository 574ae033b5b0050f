"""How long a session lives, who sees it, and who ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from sanktion.config.settings import base
from sanktion.models import Role, SecurityEvent, SecurityKind, StaffSession
from sanktion.tasks import clear_sessions
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "gammel kaktus lampe", "ny kaktus lampe himmel"
START = "2026-03-02 08:00+01:00"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mette(clock):
    user = UserFactory(username="mette", role=Role.CASEWORKER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def at_work(client, mette):
    client.force_login(mette)
    return client


def second_place(client, user):
    other = type(client)(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    other.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    return other


def is_in(client) -> bool:
    return client.get(reverse("own_login")).status_code == 200


def test_the_cookies_are_for_the_server_alone(client, mette, settings):
    answer = client.post(reverse("login"), {"username": "mette", "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 10 * 60 * 60
    settings.SESSION_COOKIE_SECURE = True
    assert (
        type(client)()
        .post(reverse("login"), {"username": "mette", "password": PASSWORD})
        .cookies["sessionid"]["secure"]
    )
    assert base.CSRF_COOKIE_HTTPONLY


@pytest.mark.parametrize(("minutes", "status"), [(30, 200), (31, 302)])
def test_after_half_an_hour_without_use_one_is_asked(at_work, clock, minutes, status):
    clock.shift(timedelta(minutes=minutes))
    answer = at_work.get(reverse("queue") + "?side=2")
    assert answer.status_code == status
    if status == 302:
        assert answer.url == "/bekraeft/?next=%2Fkoe%2F%3Fside%3D2"
        assert "har ikke været brugt i 30 minutter" in at_work.get(answer.url).content.decode()


def test_the_password_opens_it_again_where_one_was(at_work, clock):
    clock.shift(timedelta(minutes=31))
    wrong = at_work.post(reverse("confirm_identity"), {"bekraeft_password": "x", "next": "/koe/"})
    assert wrong.status_code == 422
    assert at_work.get(reverse("queue")).status_code == 302
    right = at_work.post(reverse("confirm_identity"), {"bekraeft_password": PASSWORD, "next": "/koe/"})
    assert right.url == "/koe/"
    assert at_work.get(reverse("queue")).status_code == 200


def test_use_keeps_it_open_but_what_a_page_asks_of_itself_does_not(at_work, clock):
    for _ in range(4):
        clock.shift(timedelta(minutes=20))
        assert at_work.get(reverse("queue")).status_code == 200
    for _ in range(2):
        clock.shift(timedelta(minutes=16))
        answer = at_work.get(reverse("field_lists"))
    assert answer.status_code == 302
    assert at_work.get(reverse("queue")).status_code == 302


def test_what_a_page_asks_of_itself_takes_nobody_away_from_what_is_half_written(at_work, clock):
    clock.shift(timedelta(minutes=31))
    asked = at_work.get(reverse("import_progress", args=[1]), headers={"HX-Request": "true"})
    assert asked.status_code == 204
    note = at_work.post(reverse("field_state", args=[1]), "{}", content_type="application/json")
    assert note.status_code == 302, "the phone takes it for nobody signed in, and keeps what it has"


def test_after_ten_hours_it_is_over_however_busy(at_work, clock, mette):
    for _ in range(30):
        clock.shift(timedelta(minutes=20))
        assert at_work.get(reverse("queue")).status_code == 200
    clock.shift(timedelta(seconds=1))
    answer = at_work.get(reverse("queue"))
    assert answer.url == "/log-ind/?next=/koe/"
    page = at_work.get(answer.url).content.decode()
    assert "over 10 timer siden" in page
    assert not StaffSession.objects.filter(user=mette).exists()
    assert SecurityEvent.objects.filter(kind=SecurityKind.EXPIRED, user=mette).count() == 1


def test_a_form_that_waited_too_long_is_not_lost(at_work, clock, mette):
    clock.shift(timedelta(minutes=31))
    asked = at_work.post(reverse("shortcuts"), {"uses_shortcuts": "", "note": "Det tog <tid>"})
    assert asked.status_code == 403
    assert '<input type="hidden" name="note" value="Det tog &lt;tid&gt;">' in asked.content.decode()
    mette.refresh_from_db()
    assert mette.uses_shortcuts is True
    kept = dict(asked.context["kept"])
    done = at_work.post(reverse("shortcuts"), {**kept, "bekraeft_password": PASSWORD})
    assert done.url == reverse("shortcuts")
    mette.refresh_from_db()
    assert mette.uses_shortcuts is False


def test_a_session_without_its_times_is_over(at_work):
    session = at_work.session
    del session["signed_in_at"]
    session.save()
    assert at_work.get(reverse("queue")).url.startswith(reverse("login"))


def test_ones_own_sessions_are_listed_and_the_key_is_not(at_work, mette):
    other = second_place(at_work, mette)
    page = at_work.get(reverse("own_login"))
    text = page.content.decode()
    assert "Firefox på Windows" in text
    assert [row["here"] for row in page.context["sessions"]].count(True) == 1
    for client in (at_work, other):
        assert client.session.session_key not in text


def test_one_of_them_is_ended(at_work, mette):
    other = second_place(at_work, mette)
    row = next(row for row in at_work.get(reverse("own_login")).context["sessions"] if not row["here"])
    at_work.post(reverse("own_session_end", args=[row["label"]]))
    assert not is_in(other)
    assert is_in(at_work)
    assert SecurityEvent.objects.get(kind=SecurityKind.SESSION_ENDED).by == mette


def test_all_the_others_are_ended(at_work, mette):
    others = [second_place(at_work, mette) for _ in range(2)]
    at_work.post(reverse("own_sessions_end"))
    assert [is_in(client) for client in (at_work, *others)] == [True, False, False]


def test_ending_ones_own_leads_to_the_login(at_work):
    row = at_work.get(reverse("own_login")).context["sessions"][0]
    assert at_work.post(reverse("own_session_end", args=[row["label"]])).url == reverse("login")
    assert not is_in(at_work)


def test_nobody_ends_another_ones_from_their_own_page(at_work, mette):
    stranger = UserFactory(role=Role.CASEWORKER)
    theirs = type(at_work)()
    theirs.force_login(stranger)
    label = StaffSession.objects.get(user=stranger).label
    at_work.post(reverse("own_session_end", args=[label]))
    assert is_in(theirs)


def test_an_administrator_ends_a_colleagues(at_work, mette):
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    desk = type(at_work)()
    desk.force_login(administrator)
    row = desk.get(reverse("staff_login", args=[mette.pk])).context["sessions"][0]
    desk.post(reverse("staff_session_end", args=[mette.pk, row["label"]]))
    assert not is_in(at_work)
    assert SecurityEvent.objects.get(kind=SecurityKind.SESSION_ENDED).by == administrator


def test_a_new_password_ends_the_other_sessions(at_work, mette):
    other = second_place(at_work, mette)
    new = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    key = at_work.session.session_key
    assert at_work.post(reverse("password_change"), new).status_code == 302
    assert is_in(at_work)
    assert not is_in(other)
    assert at_work.session.session_key != key
    assert StaffSession.objects.filter(user=mette).count() == 1


def test_what_has_run_out_is_cleared_away(at_work, clock):
    clock.shift(timedelta(hours=10, seconds=1))
    clear_sessions()
    assert not StaffSession.objects.exists()
