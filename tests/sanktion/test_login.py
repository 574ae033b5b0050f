import pytest
from django.test import Client

from sanktion.demo.logins import LOGINS, PASSWORD

pytestmark = pytest.mark.django_db


def page() -> str:
    return Client().get("/log-ind/").content.decode()


def test_the_login_page_says_whose_system_it_is(settings):
    assert settings.SANKTION_SENDER["municipality"] in page()


def test_the_demo_shows_one_login_a_role(settings):
    settings.SANKTION_DEMO = True
    shown = page()
    assert PASSWORD in shown
    assert all(login["username"] in shown for login in LOGINS)


def test_no_test_login_is_shown_outside_the_demo(settings):
    settings.SANKTION_DEMO = False
    assert PASSWORD not in page()
