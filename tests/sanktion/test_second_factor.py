"""The code from a telephone: set up with the password, asked for at each login, and lost with a reason."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken

from sanktion.actions import second_factor
from sanktion.models import AuthenticatorApp, Role, SecurityEvent, SecurityKind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "gammel kaktus lampe"
START = "2026-03-02 09:00:05+01:00"


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
def codes(mette):
    """Set up; the recovery codes."""
    second_factor.begin(mette)
    return second_factor.finish(mette, code_of(mette))


def code_of(user) -> str:
    app = AuthenticatorApp.objects.filter(user=user).latest("pk")
    totp = TOTP(app.bin_key, app.step, app.t0, app.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def sign_in(client):
    return client.post(reverse("login"), {"username": "mette", "password": PASSWORD})


def is_in(client) -> bool:
    return client.get(reverse("own_login")).status_code == 200


def test_set_up_with_password_square_and_code_then_codes_once(client, mette, clock):
    sign_in(client)
    assert client.get(reverse("second_factor_scan")).url == reverse("second_factor")
    assert client.post(reverse("second_factor"), {"password": "forkert"}).status_code == 422
    assert not AuthenticatorApp.objects.exists()
    assert client.post(reverse("second_factor"), {"password": PASSWORD}).url == reverse("second_factor_scan")
    page = client.get(reverse("second_factor_scan")).content.decode()
    app = AuthenticatorApp.objects.get()
    assert '<svg class="qr"' in page
    assert app.secret_as_typed in page
    assert second_factor.app_of(mette) is None, "not before a code is typed"
    assert client.post(reverse("second_factor_scan"), {"code": "000000"}).status_code == 422
    # django-otp makes the next try wait a second after a wrong one.
    clock.shift(2)
    told = client.post(reverse("second_factor_scan"), {"code": code_of(mette)})
    shown = re.findall(r"<li>([A-Z0-9]{5}-[A-Z0-9]{5})</li>", told.content.decode())
    assert len(set(shown)) == 10
    assert second_factor.app_of(mette) == app
    assert client.get(reverse("second_factor_scan")).url == reverse("second_factor"), "the square is gone"


def test_the_square_says_what_an_app_needs(mette):
    app = second_factor.begin(mette)
    told = parse_qs(urlsplit(app.config_url).query)
    assert told["issuer"] == ["Sanktion"]
    assert told["digits"] == ["6"]
    assert told["secret"][0] == app.secret_as_typed.replace(" ", "")


def test_the_secret_is_sealed_and_the_parents_column_is_not_it(mette, codes):
    app = AuthenticatorApp.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM sanktion_authenticatorapp")
        kept = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT key FROM otp_totp_totpdevice")
        assert cursor.fetchone()[0] != app.secret
    assert app.secret.encode() not in kept


def test_a_password_alone_opens_nothing(client, mette, codes, clock):
    answer = sign_in(client)
    assert answer.url == reverse("login_code")
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    clock.shift(31)
    assert client.post(answer.url, {"code": code_of(mette)}).status_code == 302
    assert is_in(client)


def test_next_is_kept_through_the_code(client, mette, codes, clock):
    client.post(reverse("login") + "?next=/dit-login/", {"username": "mette", "password": PASSWORD})
    clock.shift(31)
    assert client.post(reverse("login_code"), {"code": code_of(mette)}).url == "/dit-login/"


def test_a_code_is_taken_once(client, mette, codes, clock):
    clock.shift(31)
    code = code_of(mette)
    sign_in(client)
    client.post(reverse("login_code"), {"code": code})
    other = type(client)()
    sign_in(other)
    assert other.post(reverse("login_code"), {"code": code}).status_code == 422
    assert not is_in(other)


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(client, mette, codes, clock):
    sign_in(client)
    answers = []
    for _ in range(5):
        clock.shift(40)
        answers.append(client.post(reverse("login_code"), {"code": "000000"}).status_code)
    assert answers == [422, 422, 422, 422, 429]
    refused = SecurityEvent.objects.filter(user=mette, kind=SecurityKind.REFUSED)
    assert set(refused.values_list("refused", flat=True)) == {"code"}
    clock.shift(60)
    assert client.post(reverse("login_code"), {"code": code_of(mette)}).status_code == 429
    assert sign_in(client).status_code == 429


def test_the_second_step_can_wait_five_minutes_and_no_longer(client, mette, codes, clock):
    sign_in(client)
    clock.shift(301)
    assert client.get(reverse("login_code")).url == reverse("login")
    assert client.post(reverse("login_code"), {"code": code_of(mette)}).url == reverse("login")
    assert not is_in(client)


def test_a_password_that_is_changed_meanwhile_ends_the_first_step(client, mette, codes, clock):
    sign_in(client)
    mette.set_password("en ganske anden lampe")
    mette.save()
    clock.shift(31)
    assert client.post(reverse("login_code"), {"code": code_of(mette)}).url == reverse("login")
    assert not is_in(client)


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(client, mette, codes):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not kept & {code.replace("-", "") for code in codes}
    sign_in(client)
    assert client.post(reverse("login_code"), {"code": codes[0].lower()}).status_code == 302
    assert is_in(client)
    assert StaticToken.objects.count() == 9
    other = type(client)()
    sign_in(other)
    assert other.post(reverse("login_code"), {"code": codes[0]}).status_code == 422
    assert SecurityEvent.objects.filter(kind=SecurityKind.RECOVERY_USED, user=mette).count() == 1


def test_what_is_stored_can_not_be_typed(client, mette, codes):
    stored = StaticToken.objects.first().token
    sign_in(client)
    assert client.post(reverse("login_code"), {"code": stored}).status_code == 422


def test_another_ones_code_is_not_ones_own(mette, codes):
    other = UserFactory()
    second_factor.begin(other)
    theirs = second_factor.finish(other, code_of(other))
    assert not second_factor.accepts(mette, theirs[0])
    assert second_factor.accepts(other, theirs[0])


def test_where_it_is_required_nothing_else_comes_before_it(client, mette, settings):
    settings.SANKTION_REQUIRE_SECOND_FACTOR = True
    sign_in(client)
    for name in ("queue", "home", "own_login"):
        assert client.get(reverse(name)).url == reverse("second_factor")
    assert "Før du kan bruge Sanktion" in client.get(reverse("second_factor")).content.decode()
    client.post(reverse("second_factor"), {"password": PASSWORD})
    assert client.post(reverse("second_factor_scan"), {"code": code_of(mette)}).status_code == 200
    assert client.get(reverse("queue")).status_code == 200


def test_new_recovery_codes_want_the_password_and_end_the_old(client, mette, codes, clock):
    clock.shift(31)
    sign_in(client)
    client.post(reverse("login_code"), {"code": code_of(mette)})
    wrong = {"password": "forkert", "code": codes[2]}
    assert client.post(reverse("recovery_codes"), wrong).status_code == 422
    # The code beside a wrong password was not used up.
    right = {"password": PASSWORD, "code": codes[2]}
    page = client.post(reverse("recovery_codes"), right).content.decode()
    assert len(re.findall(r"<li>[A-Z0-9]{5}-[A-Z0-9]{5}</li>", page)) == 10
    assert not second_factor.accepts(mette, codes[1])


def test_an_administrator_resets_it_with_a_reason(client, mette, codes, clock):
    clock.shift(31)
    sign_in(client)
    client.post(reverse("login_code"), {"code": code_of(mette)})
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    desk = type(client)()
    desk.force_login(administrator)
    url = reverse("staff_code_reset", args=[mette.pk])
    assert desk.post(url, {"reason": " "}).status_code == 422
    assert second_factor.app_of(mette)
    assert desk.post(url, {"reason": "Telefonen er tabt. Set legitimation."}).status_code == 302
    assert second_factor.app_of(mette) is None
    assert not StaticToken.objects.exists()
    assert not is_in(client)
    event = SecurityEvent.objects.get(kind=SecurityKind.FACTOR_RESET)
    assert (event.user, event.by, event.reason) == (mette, administrator, "Telefonen er tabt. Set legitimation.")
    assert "Telefonen er tabt" in desk.get(reverse("staff_login", args=[mette.pk])).content.decode()


def test_the_database_takes_no_reset_without_a_reason(mette):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecurityEvent.objects.create(kind=SecurityKind.FACTOR_RESET, user=mette, by=mette)


def test_who_has_the_password_and_an_open_machine_changes_no_second_factor(client, mette, codes, clock):
    clock.shift(31)
    sign_in(client)
    client.post(reverse("login_code"), {"code": code_of(mette)})
    for name in ("second_factor", "recovery_codes"):
        assert client.post(reverse(name), {"password": PASSWORD}).status_code == 422
        assert client.post(reverse(name), {"password": PASSWORD, "code": "000000"}).status_code == 422
        clock.shift(40)
    assert second_factor.begun_by(mette) is None
    assert second_factor.recovery_codes_left(mette) == 10
    assert client.post(reverse("second_factor"), {"password": PASSWORD, "code": codes[0]}).status_code == 302


def test_the_first_step_gives_the_session_a_new_key(client, mette, codes):
    """Whoever planted the key would otherwise stand in front of the code alone."""
    client.get(reverse("login"))
    session = client.session
    session["noget"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    assert sign_in(client).url == reverse("login_code")
    assert client.session.session_key != planted
