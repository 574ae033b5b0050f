"""Production's settings, in a process of their own: what Django's deployment check says, and what they hold."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.thorough

TELL = """
import django, json
django.setup()
from django.conf import settings
names = ["DEBUG", "SANKTION_DEMO", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
         "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_DOMAIN",
         "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
told = {name: getattr(settings, name) for name in names}
print(json.dumps(told | {"format": settings.LOGGING["handlers"]["console"]["formatter"]}))
"""
# Every secret comes from the environment; these are long and of this test alone.
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.production",
    "SECRET_KEY": "".join(f"{number:02x}" for number in range(64)),
    "SANKTION_TEXT_KEYS": "1:" + "A" * 43 + "=",
    "SANKTION_LOOKUP_KEYS": "1:" + "B" * 43 + "=",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "sanktion.eksempel.invalid",
}


def in_production(*command: str, **changes: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DATABASE_URL") if name in os.environ}
    environment = kept | ENVIRONMENT | changes
    arguments = [sys.executable, *command]
    return subprocess.run(arguments, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_deployment_check_has_nothing_to_say():
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout + done.stderr
    assert "WARNINGS" not in done.stderr


def test_and_would_say_it():
    weak = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="kort")
    assert weak.returncode == 1
    assert "security.W009" in weak.stderr


def test_what_is_silenced_is_known():
    """Guardian's backend is left out on purpose; no check of security is."""
    assert settings.SILENCED_SYSTEM_CHECKS == ["guardian.W001"]


def test_cookies_go_to_this_host_alone_and_nothing_of_the_demo_is_there():
    told = json.loads(in_production("-c", TELL).stdout)
    assert told == {
        "DEBUG": False,
        "SANKTION_DEMO": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        # A browser refuses __Host- with a domain or another path.
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_PATH": "/",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "format": "json",
    }


@pytest.mark.parametrize("name", ["SECRET_KEY", "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS", "REDIS_URL"])
def test_no_secret_has_a_default(name):
    kept = {key: value for key, value in ENVIRONMENT.items() if key != name}
    kept |= {"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://ingen@/intet"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=settings.ROOT, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"Miljøvariablen {name} mangler" in done.stderr
