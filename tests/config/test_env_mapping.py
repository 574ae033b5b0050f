import pytest
from django.core.exceptions import ImproperlyConfigured

from sanktion.config import env


def test_a_mapping_is_json(monkeypatch):
    monkeypatch.setenv("MAP", '{"gruppe-1": "leder", "gruppe-2": "leder"}')
    assert env.mapping("MAP") == {"gruppe-1": "leder", "gruppe-2": "leder"}


@pytest.mark.parametrize("text", ["", "{}"])
def test_nothing_maps_nothing(monkeypatch, text):
    monkeypatch.setenv("MAP", text)
    assert env.mapping("MAP") == {}


@pytest.mark.parametrize("text", ["gruppe=leder", '["leder"]', '{"gruppe": ["leder"]}', '{"gruppe": null}'])
def test_what_is_no_mapping_is_told_with_its_name(monkeypatch, text):
    monkeypatch.setenv("MAP", text)
    with pytest.raises(ImproperlyConfigured, match="MAP"):
        env.mapping("MAP")
