"""A real browser tells, over TLS alone, of what the policy stopped; it ends as one line of the log."""

import re
import shutil
import socket
import subprocess
import sys
import time

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from playwright.sync_api import Browser

from tests.factories.certificates import identity

from .conftest import CHROMIUM, ROOT, _environment

PATIENCE = 60  # seconds
# A browser otherwise gathers reports for a minute.
SOON = ["--short-reporting-delay", "--ignore-certificate-errors"]
INJECTED = "const script = document.createElement('script'); script.textContent = 'window.stolen = 1';"


def wait_for(what):
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def over_tls(stack, tmp_path):
    """(address, log) of a web of the same system that speaks TLS itself."""
    identity(purpose=ExtendedKeyUsageOID.SERVER_AUTH, host="localhost").write(tmp_path, "web")
    port, log = free_port(), tmp_path / "web.log"
    command = [sys.executable, "-m", "gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn"]
    command += ["--bind", f"127.0.0.1:{port}", "--certfile", tmp_path / "web.crt", "--keyfile", tmp_path / "web.key"]
    environment = _environment(stack.var) | {"WEB_CONCURRENCY": "1", "LOG_FORMAT": "line"}
    with log.open("wb") as output:
        web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: answers(port))
        yield f"https://localhost:{port}", log
    finally:
        web.terminate()
        web.wait(30)


def test_an_injected_script_does_not_run_and_is_reported(over_tls, browser: Browser):
    address, log = over_tls
    # A browser of its own: the delay is one of its switches.
    eager = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=[*CHROMIUM, *SOON])
    page = eager.new_context(ignore_https_errors=True).new_page()
    page.goto(f"{address}/log-ind/?next=/soeg/")
    page.evaluate(f"() => {{ {INJECTED} document.body.append(script); }}")
    assert page.evaluate("() => window.stolen") is None
    told = wait_for(lambda: re.search(r"sanktion\.policy policy broken .*", log.read_text(encoding="utf-8")))
    eager.close()
    assert re.search(r"directive=script-src-elem blocked=inline route=login$", told[0])
