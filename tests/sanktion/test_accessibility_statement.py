"""The law wants a statement open to everyone, with a written contact and a telephone; the draft says the same."""

import pytest
from django.conf import settings as project
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_anybody_can_read_whom_to_tell_and_where_to_complain(client, settings):
    settings.SANKTION_SENDER = {**settings.SANKTION_SENDER, "email": "hjaelp@kommune.invalid", "phone": "12 34 56 78"}
    text = client.get(reverse("accessibility")).content.decode()
    assert "mailto:hjaelp@kommune.invalid" in text
    assert "12 34 56 78" in text
    assert "Digitaliseringsstyrelsen" in text


def test_the_municipalitys_own_statement_goes_before_it(client, settings):
    settings.SANKTION_ACCESSIBILITY_URL = "https://was.eksempel.invalid/sanktion"
    assert 'href="https://was.eksempel.invalid/sanktion"' in client.get(reverse("login")).content.decode()


def test_the_draft_and_the_page_say_the_same_of_what_is_tested(client):
    page = client.get(reverse("accessibility")).content.decode()
    draft = (project.ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    for said in (
        "axe",
        "WCAG 2.0-2.2",
        "WCAG 2.2, niveau AA",
        "skærmlæser",
        "overstregninger",
        "Digitaliseringsstyrelsen",
    ):
        assert said in page, said
        assert said in draft, said
