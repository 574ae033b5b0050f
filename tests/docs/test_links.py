"""What the documents name is there: files, commands and targets; and the SQL is the container's."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.ROOT)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path: path.read_text(encoding="utf-8") for path in PAGES}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXTS[path])
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


def test_every_page_is_in_the_index():
    index = TEXTS[ROOT / "docs" / "README.md"]
    assert [path.name for path in PAGES[1:] if path.name != "README.md" and f"]({path.name})" not in index] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_file_of_ours_that_is_named_is_there(path):
    named = re.findall(
        r"`((?:sanktion|parthoering|koerelister|tilsyn|tests|templates|static|docs)/[\w/.-]+)`", TEXTS[path]
    )
    assert [one for one in named if not (ROOT / one).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_is_there(path):
    named = set(re.findall(r"manage\.py(?: |\n)([a-z_]+)", TEXTS[path]))
    assert named - get_commands().keys() == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_target_of_make_is_there(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"[`«]make ([a-z-]+)", TEXTS[path])) - targets == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_dotted_name_of_ours_can_be_imported(path):
    from django.utils.module_loading import import_string

    for name in re.findall(r"`((?:sanktion|parthoering|koerelister|tilsyn)(?:\.\w+)+)`", TEXTS[path]):
        if name.startswith("sanktion.config.settings") or name.count(".") == 1 or name == "sanktion.env":
            continue
        import_string(name)


def test_the_roles_of_the_database_are_made_as_in_the_container():
    """Whoever installs without Docker gets every grant that the container's own script gives."""
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    script = compose[compose.index("  roles:") : compose.index("  redis:\n    content")]
    granted = re.findall(r"^ +((?:GRANT|REVOKE|CREATE ROLE) [^:;]+?)(?: PASSWORD :'\w+')?;", script, re.MULTILINE)
    assert len(granted) >= 7
    text = TEXTS[ROOT / "docs" / "installation.md"]
    assert [statement for statement in granted if statement not in text] == []


def test_the_settings_of_the_database_and_the_packages_are_the_containers():
    text = TEXTS[ROOT / "docs" / "installation.md"]
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name, value in re.findall(r"- -c(\w+)=(\S+)", compose):
        assert f"{name} = {value}\n" in text
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    packages = re.search(r"apt-get install .*recommends (.+) \\\n", dockerfile)[1]
    assert packages in text
    for command in re.findall(r"^CMD \[(.+)\]|^    command: \[(celery.+)\]", dockerfile + compose, re.MULTILINE):
        words = [word.strip('" ') for word in (command[0] or command[1]).split(",")]
        # Where it listens is another matter: a container's own network, or this machine.
        assert " ".join(words[: words.index("--bind") if "--bind" in words else None]).rstrip() in text
