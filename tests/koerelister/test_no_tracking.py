"""B023: neither staff nor doors are tracked. No page asks a phone where it is, for a picture or for sound."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

ROOT = Path(settings.ROOT)
OURS = [
    path
    for folder, ending in (("static/js", "*.js"), ("templates", "*.html"), ("koerelister", "*.py"))
    for path in sorted((ROOT / folder).rglob(ending))
]
SENSORS = re.compile(
    r"geolocation|getUserMedia|mediaDevices|MediaRecorder|ImageCapture|DeviceMotion|DeviceOrientation|watchPosition"
    r"|\bcapture\s*=|accept=[\"'](image|audio|video)|navigator\.bluetooth|SpeechRecognition",
    re.IGNORECASE,
)


def test_no_page_or_script_touches_a_sensor():
    assert len(OURS) > 50
    assert [path.name for path in OURS if SENSORS.search(path.read_text(encoding="utf-8"))] == []


def test_the_pattern_finds_what_it_looks_for():
    for written in ("navigator.geolocation.watchPosition(f)", '<input type="file" capture="environment">'):
        assert SENSORS.search(written)


@pytest.mark.django_db
def test_the_browser_is_told_to_refuse(client, caseworker, route_list):
    client.force_login(caseworker)
    answer = client.get(reverse("stop_visit", args=[route_list.pk, 1]))
    policy = answer.headers["Permissions-Policy"]
    for sensor in ("geolocation", "camera", "microphone"):
        assert f"{sensor}=()" in policy
    text = answer.content.decode()
    assert "Ingen GPS, ingen billeder, ingen lyd." in text
    assert not re.search(r'type="file"', text)
