"""What reviewers forget about the tools: pinned packages, one entry point, nothing of one machine in the files."""

import ast
import os
import re
import runpy
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Written in pieces, so that this file is not a finding itself.
REGISTRY_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.", "yarn" + "pkg.com")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(home|root|Users|work|mnt)/[A-Za-z0-9_.-]+")


def requirements(name: str) -> dict[str, str]:
    """Each pinned package's name and everything that belongs to it, comments left out."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")]
    return {re.split(r"[=;\s]", line, maxsplit=1)[0]: line for line in lines}


def tracked_texts() -> dict[str, str]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in filter(None, names.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data:
            texts[name] = data.decode("utf-8", errors="replace")
    return texts


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name):
    found = requirements(name)
    assert len(found) > 20
    without = [line for line in found.values() if not re.search(r"==\S+.*--hash=sha256:[0-9a-f]{64}", line)]
    assert without == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_address(name):
    assert not re.search(r"https?://|file:/|--[a-z-]*(url|links|host)\b", (ROOT / name).read_text())


def test_the_two_lock_files_agree_on_what_runs_in_production():
    production, development = map(requirements, LOCKS)
    assert {name: development.get(name) for name in production} == production


@pytest.mark.parametrize(("extra", "name"), [(None, LOCKS[0]), ("embedded", LOCKS[1]), ("dev", LOCKS[1])])
def test_every_declared_package_is_locked(extra, name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["optional-dependencies"][extra] if extra else project["dependencies"]
    names = {re.split(r"[\[<>=;\s]", line, maxsplit=1)[0] for line in declared}
    assert names - requirements(name).keys() == set()


def imported(path: Path) -> set[str]:
    """The top-level packages a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def is_only_local(path: Path) -> bool:
    """The embedded servers and the demo run on one machine only and may use what is installed there."""
    return path.is_relative_to(ROOT / "sanktion/config/embedded") or "demo" in (path.stem, path.parent.name)


def test_the_program_imports_no_package_that_production_does_not_declare():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    production, local = (
        {re.split(r"[\[<>=;\s]", line, maxsplit=1)[0].lower() for line in lines}
        for lines in (project["dependencies"], project["optional-dependencies"]["embedded"])
    )
    own = ("sanktion", "parthoering", "koerelister", "tilsyn")
    files = [path for package in own for path in (ROOT / package).rglob("*.py")]
    found = {(path, name) for path in files for name in imported(path) - set(own) - sys.stdlib_module_names}
    assert (ROOT / "sanktion/config/celery.py", "celery") in found
    distributions = packages_distributions()
    undeclared = {
        (str(path.relative_to(ROOT)), name)
        for path, name in found
        if not {distribution.lower().replace("_", "-") for distribution in distributions.get(name, [])}
        & (production | local if is_only_local(path) else production)
    }
    assert undeclared == set()


def test_ci_runs_make_test_and_stops_at_the_first_failure():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text()
    assert "set -euo pipefail" in text
    assert re.search(r"^exec make test$", text, re.MULTILINE)


def test_make_test_runs_style_imports_migrations_and_both_kinds_of_tests():
    plan = subprocess.run(["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wanted = [
        "ruff check",
        "ruff format --check",
        "lint-imports",
        "bandit",
        "makemigrations --check",
        '-m "not e2e"',
        "-m e2e",
    ]
    assert [part for part in wanted if part not in plan] == []


def test_a_finding_of_bandits_needs_its_own_reason_on_its_own_line():
    explained = runpy.run_path(str(ROOT / ".ci" / "bandit.py"))["is_explained"]
    name = "sanktion/base/uploads.py"
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "noqa: S603 -" in line)
    assert explained({"filename": name, "test_id": "B603", "line_range": [number]})
    assert not explained({"filename": name, "test_id": "B608", "line_range": [number]})
    assert not explained({"filename": name, "test_id": "B603", "line_range": [1]})


def test_no_audit_takes_silence_for_an_answer():
    plan = subprocess.run(["make", "--dry-run", "audit"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert plan.count("pip_audit --strict --require-hashes") == 2
    assert "npm audit" in plan


def test_no_file_names_a_package_registry():
    texts = tracked_texts()
    assert "pyproject.toml" in texts
    assert [(name, host) for name, text in texts.items() for host in REGISTRY_HOSTS if host in text] == []


def test_no_file_names_a_folder_on_somebodys_machine():
    found = [(name, hit.group()) for name, text in tracked_texts().items() for hit in MACHINE_PATH.finditer(text)]
    assert found == []


def test_compose_takes_every_secret_from_the_environment():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    secrets = re.findall(r"\$\{((?:\w*PASSWORD|SECRET_KEY|\w+_KEYS))(\S*?)\}", text)
    assert {name for name, _ in secrets} == {
        *("POSTGRES_PASSWORD", "SANKTION_OWNER_PASSWORD", "SANKTION_APP_PASSWORD", "REDIS_PASSWORD"),
        *("SECRET_KEY", "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS"),
    }
    assert {rule for _, rule in secrets} == {":?"}  # compose refuses to start without


def test_every_variable_compose_demands_is_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\$\{(\w+):[?-]", text)) == set(example)


def test_the_container_and_the_embedded_server_keep_deleted_rows_out_of_log_and_wal():
    from sanktion.config.embedded import postgres

    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    kept = {name: value for name, value in postgres.SETTINGS.items() if name != "listen_addresses"}
    assert kept["wal_recycle"] == "off"
    assert [f"-c{name}={value}" for name, value in kept.items() if f"- -c{name}={value}\n" not in text] == []


def test_a_process_with_a_full_environment_starts_no_server(tmp_path):
    names = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS")
    environment = os.environ | {"SANKTION_VAR": str(tmp_path / "var")} | dict.fromkeys(names, "given")
    code = "from sanktion.config import embedded; print(embedded.environment())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "{}\n"
    assert not (tmp_path / "var").exists()


def test_keys_are_made_once_and_read_by_their_owner_alone(tmp_path):
    from sanktion.config.embedded import keys

    path = tmp_path / "keys" / "sanktion_text_keys"
    first = keys.read(path, keys.versioned_key)
    assert first.startswith("1:")
    assert keys.read(path, keys.versioned_key) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
