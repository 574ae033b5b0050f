"""A login at the provider, while it lasts: confirmed anew, renewed, ended. Against a provider process."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as configured
from django.urls import reverse

from sanktion.models import Role, SecurityEvent

from .test_oidc import CASEWORKER, MANAGER, is_in, known, roles, tell

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_logging_out_leads_to_the_providers_own_logout(client, provider):
    tell(provider, "liv", CASEWORKER)
    provider.sign_in(client, "liv")
    page = client.post(reverse("logout"))
    told = page.context["provider_url"]
    assert told.startswith(f"{provider.url}/oauth2/end_session?client_id=sanktion&post_logout_redirect_uri=")
    assert 'http-equiv="refresh"' in page.content.decode()
    assert not is_in(client)


def expire(client):
    session = client.session
    session["oidc_id_token_expiration"] = time.time() - 1
    session.save()


def test_a_login_that_ended_at_the_provider_ends_here(client, provider):
    tell(provider, "rie", CASEWORKER)
    provider.sign_in(client, "rie")
    expire(client)
    asked = client.get(reverse("queue"))
    query = parse_qs(urlsplit(asked.url).query)
    assert asked.url.startswith(f"{provider.url}/oauth2/authorize")
    assert query["prompt"] == ["none"]
    ended = client.get(reverse("oidc_authentication_callback"), {"error": "login_required", "state": query["state"][0]})
    assert ended.status_code == 400
    assert not is_in(client)


def test_a_login_that_still_stands_goes_on_with_the_roles_of_now(client, provider):
    tell(provider, "tea", CASEWORKER)
    provider.sign_in(client, "tea")
    key, confirmed = client.session.session_key, client.session["confirmed_at"]
    tell(provider, "tea", MANAGER)
    expire(client)
    asked = client.get("/natlig-kontrol/")
    # This provider can't answer without showing a page.
    assert client.get(provider.answer(asked.url.replace("prompt=none", ""), "tea")).url == "/natlig-kontrol/"
    assert client.get("/natlig-kontrol/").status_code == 200
    assert roles("tea") == {Role.MANAGER}
    assert client.session.session_key == key
    assert client.session["confirmed_at"] == confirmed, "nobody has typed a password"


def test_a_form_is_not_sent_away_but_does_not_keep_a_dead_login_alive(client, provider):
    tell(provider, "ebb", CASEWORKER)
    provider.sign_in(client, "ebb")
    expire(client)
    assert client.post(reverse("own_sessions_end")).status_code == 302
    session = client.session
    session["oidc_id_token_expiration"] = time.time() - configured.OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS - 5
    session.save()
    answer = client.post(reverse("own_sessions_end"))
    assert answer.url.startswith(reverse("login"))
    assert not is_in(client)


def test_a_forged_error_logs_nobody_out(client, provider):
    tell(provider, "pia", CASEWORKER)
    provider.sign_in(client, "pia")
    assert client.get(reverse("oidc_authentication_callback"), {"error": "x", "state": "y"}).status_code == 400
    assert is_in(client)


def test_single_sign_on_long_ago_is_no_fresh_confirmation(client, provider):
    tell(provider, "sif", CASEWORKER, "sanktion-admin", auth_time=int(time.time()) - 3600)
    provider.sign_in(client, "sif")
    asked = client.get(reverse("staff_new"))
    assert asked.url.startswith(reverse("confirm_identity"))
    page = client.get(asked.url).content.decode()
    assert "Bekræft med kommunens login" in page
    begun = client.get(reverse("oidc_authentication_init"), {"bekraeft": "1", "next": reverse("staff_new")})
    query = parse_qs(urlsplit(begun.url).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    # The provider did not ask again.
    refused = client.get(provider.answer(begun.url, "sif"))
    assert refused.status_code == 400
    assert client.get(reverse("staff_new")).status_code == 302
    tell(provider, "sif", CASEWORKER, "sanktion-admin")
    begun = client.get(reverse("oidc_authentication_init"), {"bekraeft": "1", "next": reverse("staff_new")})
    assert client.get(provider.answer(begun.url, "sif")).url == reverse("staff_new")
    assert client.get(reverse("staff_new")).status_code == 200


def test_what_was_filled_in_waits_beside_the_providers_window(client, provider):
    tell(provider, "rut", "sanktion-admin", auth_time=int(time.time()) - 3600)
    provider.sign_in(client, "rut")
    asked = client.post(reverse("staff_new"), {"first_name": "Ida", "bekraeft_password": "noget"})
    assert asked.status_code == 403
    assert asked.context["kept"] == [("first_name", "Ida")]
    assert 'target="_blank"' in asked.content.decode()
    tell(provider, "rut", "sanktion-admin")
    begun = client.get(reverse("oidc_authentication_init"), {"bekraeft": "1", "next": reverse("own_login")})
    assert client.get(provider.answer(begun.url, "rut")).url == reverse("own_login")
    # «Gå videre»: the form is answered now, and says what else it wants.
    assert client.post(reverse("staff_new"), {"first_name": "Ida"}).status_code == 422


def test_somebody_else_confirms_nothing(client, provider):
    tell(provider, "ane", CASEWORKER, "sanktion-admin", auth_time=int(time.time()) - 3600)
    tell(provider, "ben", CASEWORKER, "sanktion-admin")
    provider.sign_in(client, "ane")
    begun = client.get(reverse("oidc_authentication_init"), {"bekraeft": "1"})
    answer = client.get(provider.answer(begun.url, "ben"))
    assert "Det var en anden bruger" in answer.content.decode()
    assert client.get(reverse("staff_new")).status_code == 302
    assert int(client.session["_auth_user_id"]) == known("ane").pk


def test_who_comes_from_the_provider_has_no_password_here(client, provider):
    tell(provider, "leo", CASEWORKER)
    provider.sign_in(client, "leo")
    for name in ("password_change", "second_factor", "second_factor_scan"):
        assert client.get(reverse(name)).status_code in (302, 404)
    assert client.get(reverse("password_change")).status_code == 404
    assert client.get(reverse("second_factor")).status_code == 404


def test_anybody_may_ask_for_an_answer_nobody_waits_for_and_it_fills_no_table(client, provider):
    """The table is never deleted from, and no login is needed to get here."""
    for number in range(3):
        assert client.get(reverse("oidc_authentication_callback"), {"state": str(number)}).status_code == 400
    assert not SecurityEvent.objects.exists()


def test_a_login_that_is_switched_off_ends_what_it_opened(client, provider, settings):
    tell(provider, "bo", CASEWORKER)
    provider.sign_in(client, "bo")
    assert is_in(client)
    settings.SANKTION_OIDC = False
    assert not is_in(client)
