"""Each setting is described, and the container can be given it."""

import re

from docs.making.configuration import ROOT, composed, described_but_gone, in_the_image, settings, undescribed


def test_each_setting_is_described_and_nothing_else():
    assert undescribed() == set()
    assert described_but_gone() == set()


def test_the_settings_are_found_in_the_code():
    found = settings()
    assert len(found) > 70
    assert (found["DATABASE_URL"].kind, found["DATABASE_URL"].default) == ("text", None)
    assert (found["SANKTION_HEARING_DAYS"].kind, found["SANKTION_HEARING_DAYS"].default) == ("integer", "`14`")
    assert (found["SANKTION_OUTBOX"].kind, found["SANKTION_OUTBOX"].default) == ("path", "`outbox` i `SANKTION_VAR`")
    assert found["SANKTION_DEMO_BARE"].is_local
    assert not found["WEB_CONCURRENCY"].is_local


def test_what_must_be_set_is_demanded_by_compose():
    given, image = composed(), in_the_image()
    missing = [
        name
        for name, setting in settings().items()
        if setting.must_be_set and name not in image and not re.search(r"\$\{\w+:\?\}", given.get(name, ""))
    ]
    assert missing == []


def test_compose_gives_nothing_that_the_program_does_not_read():
    read = settings().keys()
    outside = {"XDG_CACHE_HOME"}  # fontconfig's
    assert {name for name in composed() if name not in outside and name.removesuffix("_FILE") not in read} == set()


def test_a_name_alone_in_compose_is_told_as_given_in_env():
    """Compose takes it from .env or nowhere: sanktion.env is not asked for it."""
    assert composed()["SECRET_KEY_FALLBACKS"] == "${SECRET_KEY_FALLBACKS}"


def test_what_has_a_default_can_be_given_in_a_file_beside():
    """Not .env: it holds the owner's password, which the application must not know."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    app = re.search(r"^x-app: &app\n((?:  .*\n)+)", text, re.MULTILINE)[1]
    assert "  env_file:\n    - path: sanktion.env\n      required: false\n" in app
    assert not re.search(r"path: \.env\b", text)
    assert "sanktion.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
