import pytest
from django.core.exceptions import ImproperlyConfigured

from sanktion.config import env


def test_days_of_every_year_and_of_one(monkeypatch):
    monkeypatch.setenv("DAYS", "27-12, 15-05-2026,29-02")
    assert env.days("DAYS") == {(12, 27), (2026, 5, 15), (2, 29)}


def test_none_are_none(monkeypatch):
    monkeypatch.delenv("DAYS", raising=False)
    assert env.days("DAYS") == set()


@pytest.mark.parametrize("text", ["31-02", "2026-05-15", "juleaften", "1", "27-12-26"])
def test_what_is_no_day_is_told_with_its_name(monkeypatch, text):
    monkeypatch.setenv("DAYS", text)
    with pytest.raises(ImproperlyConfigured, match="DAYS: "):
        env.days("DAYS")
