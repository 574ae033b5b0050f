"""The demo's logins can't be started with production settings: each time a process of its own is asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from sanktion.config.checks import no_demo_passwords, passwords_have_a_second_factor, provider_is_whole
from sanktion.config.settings import base
from sanktion.demo.logins import PASSWORD
from tests.factories import UserFactory

pytestmark = pytest.mark.thorough

ROOT = Path(settings.ROOT)
START = "import sanktion.config.wsgi; print('started')"


def started(database: str | None = None, **environment: str) -> subprocess.CompletedProcess:
    """The web application as gunicorn loads it, against the database of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANKTION_DEMO")}
    url = kept["DATABASE_URL"]
    if database:
        url = url.replace("/sanktion?", f"/{database}?") if "?" in url else url.rpartition("/")[0] + f"/{database}"
    production = {"DJANGO_SETTINGS_MODULE": "sanktion.config.settings.production", "DATABASE_URL": url}
    command = [sys.executable, "-c", START]
    return subprocess.run(
        command, cwd=ROOT, env=kept | production | environment, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("name", ["SANKTION_DEMO", "SANKTION_DEMO_BARE"])
def test_production_refuses_the_demo(name):
    refused = started(**{name: "1"})
    assert refused.returncode != 0
    assert "Demoen og dens logins findes ikke her" in refused.stderr


def test_production_refuses_a_database_that_was_a_demo(own_database, django_db_blocker, settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    database = own_database.info.dbname
    assert "started" in started(database).stdout
    with django_db_blocker.unblock():
        kirsten = UserFactory(username="kirsten")
        kirsten.set_password(PASSWORD)
        kirsten.save()
        refused = started(database)
        assert refused.returncode != 0
        assert "Demoens adgangskode åbner stadig for: kirsten" in refused.stderr
        kirsten.set_password("en ganske anden lampe")
        kirsten.save()
        assert "started" in started(database).stdout


def without_a_choice(tell: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run([sys.executable, "-c", tell], cwd=ROOT, env=kept, capture_output=True, text=True, timeout=120)


def test_the_web_starts_with_productions_settings_when_nobody_says_which(own_database):
    """Not with the demo's: printed logins, and no second factor."""
    told = without_a_choice(
        "import sanktion.config.wsgi; from django.conf import settings as s;"
        "print(s.SETTINGS_MODULE, s.SANKTION_DEMO, s.SANKTION_LOCAL_ACCOUNTS)"
    )
    assert told.stdout.split() == ["sanktion.config.settings.production", "False", "False"]


def test_a_worker_does_not_start_when_nobody_says_which_settings():
    told = without_a_choice("from sanktion.config.celery import app; app.conf.broker_url")
    assert told.returncode != 0
    assert "ImproperlyConfigured" in told.stderr


@pytest.mark.django_db
def test_a_check_finds_the_demos_password_too():
    kirsten = UserFactory(username="kirsten")
    kirsten.set_password(PASSWORD)
    kirsten.save()
    assert [problem.id for problem in no_demo_passwords(None, databases=["default"])] == ["sanktion.E002"]
    kirsten.is_active = False
    kirsten.save()
    assert no_demo_passwords(None, databases=["default"]) == []


def test_production_starts_without_passwords_and_with_a_second_factor():
    tell = (
        "from sanktion.config.settings import production as p;"
        "print(p.SANKTION_LOCAL_ACCOUNTS, p.SANKTION_REQUIRE_SECOND_FACTOR, p.SANKTION_DEMO,"
        " p.SESSION_COOKIE_SECURE, p.SESSION_COOKIE_HTTPONLY)"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANKTION_LOCAL")}
    told = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True", "False", "True", "True"]


def test_half_a_provider_is_told():
    whole = {
        "SANKTION_OIDC": True,
        "SANKTION_OIDC_ISSUER": "https://login.invalid",
        "OIDC_OP_AUTHORIZATION_ENDPOINT": "https://login.invalid/a",
        "OIDC_OP_TOKEN_ENDPOINT": "https://login.invalid/t",
        "OIDC_OP_JWKS_ENDPOINT": "https://login.invalid/j",
        "SANKTION_OIDC_ROLE_MAP": {"gruppe": "leder"},
    }
    with override_settings(**whole):
        assert provider_is_whole(None) == []
    with override_settings(**whole | {"SANKTION_OIDC_ISSUER": "", "SANKTION_OIDC_ROLE_MAP": {"gruppe": "chef"}}):
        assert [problem.id for problem in provider_is_whole(None)] == ["sanktion.E003", "sanktion.E004"]
    for name in ("OIDC_OP_JWKS_ENDPOINT", "OIDC_OP_USER_ENDPOINT"):
        with override_settings(**whole | {name: "http://login.invalid/j"}):
            assert [problem.id for problem in provider_is_whole(None)] == ["sanktion.E005"]


def test_passwords_without_a_second_factor_are_told():
    with override_settings(SANKTION_LOCAL_ACCOUNTS=True, SANKTION_REQUIRE_SECOND_FACTOR=False):
        assert [problem.id for problem in passwords_have_a_second_factor(None)] == ["sanktion.W001"]
    with override_settings(SANKTION_LOCAL_ACCOUNTS=True, SANKTION_REQUIRE_SECOND_FACTOR=True):
        assert passwords_have_a_second_factor(None) == []
