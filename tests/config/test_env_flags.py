"""What is switched on or off by a word in the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sanktion.config import env

NAME = "SANKTION_A_FLAG"


@pytest.mark.parametrize("default", [True, False])
@pytest.mark.parametrize(("said", "meant"), [("1", True), ("True", True), ("ja", True), ("0", False), ("off ", False)])
def test_a_known_word_counts(monkeypatch, said, meant, default):
    monkeypatch.setenv(NAME, said)
    assert env.flag(NAME, default) is meant


@pytest.mark.parametrize("default", [True, False])
def test_nothing_is_the_default(monkeypatch, default):
    monkeypatch.delenv(NAME, raising=False)
    assert env.flag(NAME, default) is default
    monkeypatch.setenv(NAME, "")
    assert env.flag(NAME, default) is default


@pytest.mark.parametrize("said", ["yes", "2", "SANKTION"])
def test_any_other_word_stops_the_start_and_switches_nothing_off(monkeypatch, said):
    monkeypatch.setenv(NAME, said)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.flag(NAME, True)
