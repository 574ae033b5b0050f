"""Users with a password of ours: only when they are switched on, and not for ever at the first try."""

import logging
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher, make_password
from django.urls import reverse
from django.utils import timezone

from sanktion.config.settings import base
from sanktion.demo.logins import PASSWORD as DEMO_PASSWORD
from sanktion.models import Role, SecurityEvent, SecurityKind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "gammel kaktus lampe", "forkert kaktus lampe"


@pytest.fixture
def mette():
    user = UserFactory(username="mette", role=Role.CASEWORKER)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password=PASSWORD, username="mette", address="198.51.100.1", **data):
    posted = {"username": username, "password": password, **data}
    return client.post(reverse("login"), posted, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return client.get(reverse("own_login")).status_code == 200


def kinds(user) -> list[str]:
    return list(SecurityEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_argon2_is_what_passwords_are_kept_with(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_a_login_is_noted_and_gives_the_session_a_new_key(client, mette):
    client.get("/log-ind/")
    session = client.session
    session["noget"] = 1
    session.save()
    before = client.session.session_key
    assert sign_in(client).status_code == 302
    assert client.session.session_key != before
    assert kinds(mette) == ["login"]


def test_without_local_accounts_there_is_no_form_and_a_post_is_refused(client, mette, settings):
    open_session = type(client)()
    sign_in(open_session)
    settings.SANKTION_LOCAL_ACCOUNTS = False
    page = client.get("/log-ind/").content.decode()
    assert "id_password" not in page
    assert "Der er ikke sat noget login op endnu" in page
    assert sign_in(client).status_code == 404
    assert not is_in(client)
    assert not is_in(open_session), "what a password opened ends with it"


def test_the_demos_password_opens_nothing_outside_the_demo(client, mette, settings):
    mette.set_password(DEMO_PASSWORD)
    mette.save()
    sign_in(client, DEMO_PASSWORD)
    assert not is_in(client)
    settings.SANKTION_DEMO = True
    sign_in(client, DEMO_PASSWORD)
    assert is_in(client)


def test_nobody_chooses_the_demos_password_outside_the_demo(client, mette):
    sign_in(client)
    data = {"old_password": PASSWORD, "new_password1": DEMO_PASSWORD, "new_password2": DEMO_PASSWORD}
    assert client.post(reverse("password_change"), data).status_code == 422


def test_five_wrong_passwords_lock_the_account_for_that_address_and_say_until_when(client, mette):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False):
        answers = [sign_in(client, WRONG) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
        page = answers[-1].content.decode()
        assert "Prøv igen 2. mar. 2026 kl. 09.15" in page
        assert "bed enhedens administrator" in page
        assert sign_in(client).status_code == 429, "the right password too"
        assert not is_in(client)
    with time_machine.travel("2026-03-02 09:15:01+01:00", tick=False):
        assert sign_in(client).status_code == 302
        assert is_in(client)
    assert kinds(mette).count("locked") == 1
    assert kinds(mette).count("refused") == 5


def test_a_try_while_it_is_locked_makes_it_no_longer(client, mette):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        for _ in range(5):
            sign_in(client, WRONG)
        clock.shift(timedelta(minutes=10))
        sign_in(client, WRONG)
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(client).status_code == 302


def test_somebody_else_at_the_same_address_is_not_locked_out(client, mette):
    other = UserFactory(username="anders", role=Role.FIELD)
    other.set_password(PASSWORD)
    other.save()
    for _ in range(6):
        sign_in(client, WRONG)
    assert sign_in(client, username="anders").status_code == 302


def test_who_is_attacked_from_elsewhere_still_comes_in(client, mette):
    for _ in range(6):
        sign_in(client, WRONG, address="203.0.113.66")
    assert sign_in(client).status_code == 302


def test_many_addresses_together_lock_the_account_everywhere(client, mette, settings):
    settings.SANKTION_ACCOUNT_FAILURES = 8
    for number in range(8):
        sign_in(client, WRONG, address=f"203.0.113.{number}")
    assert sign_in(client, address="198.51.100.200").status_code == 429


def test_a_forged_header_is_no_other_address(client, mette):
    for number in range(5):
        data = {"username": "mette", "password": WRONG}
        client.post(reverse("login"), data, REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert sign_in(client, address="203.0.113.5").status_code == 429


def test_a_name_nobody_has_is_locked_in_the_same_words(client, mette):
    pages = []
    for name in ("mette", "ingen-af-os"):
        with time_machine.travel("2026-03-02 09:00+01:00", tick=False):
            answers = [sign_in(client, WRONG, username=name) for _ in range(5)]
        pages.append([answer.status_code for answer in answers])
    assert pages[0] == pages[1]


def test_neither_names_nor_what_was_typed_is_kept(client, mette, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(client, WRONG, citizen="Kanariefugl", next="/borgere/17/")
    kept = str(list(AccessAttempt.objects.values())) + str(list(SecurityEvent.objects.values()))
    for text in (WRONG, "mette", "Kanariefugl", "/borgere/17/"):
        assert text not in kept
        assert text not in caplog.text
    assert AccessAttempt.objects.get().ip_address == "198.51.100.1"


def test_an_administrator_sees_it_and_lets_in_again(client, mette):
    for _ in range(5):
        sign_in(client, WRONG)
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    desk = type(client)()
    desk.force_login(administrator)
    url = reverse("staff_login", args=[mette.pk])
    assert "Hæv spærringen" in desk.get(url).content.decode()
    desk.post(reverse("staff_unlock", args=[mette.pk]))
    assert "Hæv spærringen" not in desk.get(url).content.decode()
    assert sign_in(client).status_code == 302
    assert SecurityEvent.objects.get(kind=SecurityKind.UNLOCKED).by == administrator


def test_a_temporary_password_must_be_changed_before_anything_else(client, mette):
    desk = type(client)()
    desk.force_login(UserFactory(role=Role.ADMINISTRATOR))
    given = "midlertidig kaktus lampe"
    desk.post(reverse("staff_password", args=[mette.pk]), {"password": given, "password_again": given})
    sign_in(client, given)
    for name in ("queue", "own_login", "home", "second_factor"):
        assert client.get(reverse(name)).url == reverse("password_change")
    assert client.post(reverse("search"), {"q": "x"}).url == reverse("password_change")
    page = client.get(reverse("password_change")).content.decode()
    assert "midlertidig" in page
    assert "Fortryd" not in page
    same = {"old_password": given, "new_password1": given, "new_password2": given}
    assert client.post(reverse("password_change"), same).status_code == 422
    new = {"old_password": given, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(reverse("password_change"), new).status_code == 302
    assert client.get(reverse("queue")).status_code == 200
    mette.refresh_from_db()
    assert mette.must_change_password is False
    assert [kind for kind in kinds(mette) if kind.startswith("password")] == ["password_reset", "password_changed"]


def test_a_new_colleague_has_a_temporary_password_too(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    person = {"first_name": "Ida", "last_name": "Bo", "username": "ida", "roles": [Role.FIELD]}
    client.post(reverse("staff_new"), {**person, "password": PASSWORD, "password_again": PASSWORD})
    colleague = type(client)()
    sign_in(colleague, username="ida")
    assert colleague.get(reverse("home")).url == reverse("password_change")


def test_the_log_of_logins_is_not_rewritten(client, mette):
    from django.db import DatabaseError, transaction

    sign_in(client)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecurityEvent.objects.update(at=timezone.now() - timedelta(days=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        SecurityEvent.objects.all().delete()
    assert kinds(mette) == ["login"]


def test_tries_while_it_is_locked_are_told_in_the_log_and_fill_no_table(
    client, mette, caplog, django_capture_on_commit_callbacks
):
    """The table is never deleted from, and a try while it is locked costs the one who tries nothing."""
    caplog.set_level(logging.INFO)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(8):
            sign_in(client, WRONG)
    assert sorted(kinds(mette)) == ["locked"] + ["refused"] * 5
    assert caplog.text.count(f"security.refused user={mette.pk}") == 8


def given(client, mette) -> str:
    desk, password = type(client)(), "midlertidig kaktus lampe"
    desk.force_login(UserFactory(role=Role.ADMINISTRATOR))
    desk.post(reverse("staff_password", args=[mette.pk]), {"password": password, "password_again": password})
    return password


@pytest.mark.parametrize(("days", "opens"), [(6, True), (7, False), (400, False)])
def test_a_temporary_password_opens_for_seven_days(client, mette, days, opens):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        password = given(client, mette)
        clock.shift(timedelta(days=days))
        page = sign_in(client, password)
        assert (page.status_code == 302) is opens
        if not opens:
            assert "Den midlertidige adgangskode er udløbet. Bed en administrator om en ny." in page.content.decode()
            assert "udløbet" not in sign_in(client, WRONG).content.decode(), "told only to one who has it"
            assert sign_in(client, given(client, mette)).status_code == 302


def test_one_that_was_chosen_does_not_lapse(client, mette):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        password = given(client, mette)
        sign_in(client, password)
        new = {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
        client.post(reverse("password_change"), new)
        clock.shift(timedelta(days=400))
        assert sign_in(type(client)()).status_code == 302


def test_a_temporary_password_lapses_past_every_form_too(client, mette, rf):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False) as clock:
        password = given(client, mette)
        assert authenticate(rf.post("/"), username="mette", password=password) == mette
        clock.shift(timedelta(days=7))
        assert authenticate(rf.post("/"), username="mette", password=password) is None


def test_the_administrator_sees_why_a_login_was_refused_and_the_one_refused_does_not(client, mette):
    sign_in(client, WRONG)
    mette.is_active = False
    mette.save()
    pages = [sign_in(client, PASSWORD).content.decode()]
    mette.is_active = True
    mette.save()
    assert list(SecurityEvent.objects.filter(user=mette).values_list("refused", flat=True)) == ["password", "closed"]
    sign_in(client)
    pages.append(client.get(reverse("own_login")).content.decode())
    desk = type(client)()
    desk.force_login(UserFactory(role=Role.ADMINISTRATOR))
    seen = desk.get(reverse("staff_login", args=[mette.pk])).content.decode()
    for why in ("Forkert adgangskode", "Rigtig adgangskode, men brugeren er lukket"):
        assert why in seen
        assert not any(why in page for page in pages)
