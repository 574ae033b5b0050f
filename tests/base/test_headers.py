"""Every address answers with the same strict headers, whoever asks and whatever it answers."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.text import slugify

from ..checks.holders import one_of_the_team
from ..checks.urls import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = addresses()
EXACT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Reporting-Endpoints": 'csp="/csp-rapport/"',
}
# Before a session is begun there is nothing to frame; the two answers to probes are JSON.
ANSWERED_FIRST = {"alive", "ready", "policy_report"}
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "data:", "blob:", "http:", "https:")


def policy_of(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


def assert_strict(response, name: str) -> None:
    wanted = {key: value for key, value in EXACT.items() if not (name in ANSWERED_FIRST and key == "X-Frame-Options")}
    assert {key: response.headers.get(key) for key in wanted} == wanted
    policy = policy_of(response)
    assert policy["default-src"] == policy["frame-ancestors"] == ["'none'"]
    assert [value for values in policy.values() for value in values if value in LOOSE] == []
    assert {value for key, values in policy.items() if key.endswith("-src") for value in values} <= {"'none'", "'self'"}
    for feature in ("geolocation", "camera", "microphone", "usb", "payment"):
        assert f"{feature}=()" in response.headers["Permissions-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "Server" not in response.headers
    assert len(response.headers["X-Request-ID"]) == 16


@pytest.mark.parametrize("address", ALL, ids=lambda one: slugify(one.name))
def test_every_address_is_strict_to_a_stranger_and_to_a_colleague(client, world, address):
    url = address.url(world.arguments_for(address))
    assert_strict(client.get(url), address.name)
    client.force_login(one_of_the_team(address.rights, world))
    assert_strict(client.get(url), address.name)


def test_so_is_an_address_that_is_not_there(client):
    answer = client.get("/findes-ikke/")
    assert answer.status_code == 404
    assert_strict(answer, "")


def test_so_is_a_request_without_the_token():
    answer = Client(enforce_csrf_checks=True).post("/log-ind/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert_strict(answer, "")


def test_static_files_may_be_kept_and_are_strict_otherwise(client):
    answer = client.get(f"/{settings.STATIC_URL.strip('/')}/css/base.css")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" not in answer.headers["Cache-Control"]


def test_cookies_are_for_this_site_and_out_of_reach_of_scripts(client, caseworker):
    client.force_login(caseworker)
    cookies = client.get("/adgangskode/").cookies
    # A message is kept in the session, so its cookie is sent anew.
    cookies |= client.post("/genveje/", {"uses_shortcuts": "on"}).cookies
    assert set(cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert [cookies[name]["httponly"] for name in cookies] == [True, True]
    assert {cookies[name]["samesite"] for name in cookies} == {"Lax"}
    assert {cookies[name]["domain"] for name in cookies} == {""}
