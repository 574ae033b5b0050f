"""A real OpenID Connect provider, a process of its own on this machine: ``oidc-provider-mock``.

What is told of a person goes into the signed token as it stands, so that a token can also be wrong in any way.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests
from django.urls import reverse

START_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    url: str

    def settings(self) -> dict:
        return {
            "SANKTION_OIDC": True,
            "SANKTION_OIDC_ISSUER": self.url,
            "SANKTION_OIDC_LOGOUT_URL": f"{self.url}/oauth2/end_session",
            "OIDC_RP_CLIENT_ID": "sanktion",
            "OIDC_RP_CLIENT_SECRET": "hemmelig",
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{self.url}/oauth2/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{self.url}/oauth2/token",
            "OIDC_OP_USER_ENDPOINT": f"{self.url}/userinfo",
            "OIDC_OP_JWKS_ENDPOINT": f"{self.url}/jwks",
            # It has one key, and its tokens don't say which.
            "OIDC_VERIFY_KID": False,
        }

    def tell(self, sub: str, **claims) -> None:
        answer = requests.put(f"{self.url}/users/{sub}", json=claims, timeout=10)
        assert answer.status_code == 204, answer.text

    def answer(self, authorization_url: str, sub: str | None) -> str:
        """Where the provider sends the browser back to; ``None`` presses cancel."""
        form = {"sub": sub} if sub else {"action": "deny"}
        answer = requests.post(authorization_url, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        if "state=" in back.query:
            return f"{back.path}?{back.query}"
        # This one forgets it when it says no (RFC 6749 § 4.1.2.1 requires it).
        state = parse_qs(urlsplit(authorization_url).query)["state"][0]
        return f"{back.path}?{back.query}&state={state}"

    def sign_in(self, client, sub: str, **query):
        """The whole way round, as a browser goes it; gives our own answer to what the provider said."""
        begun = client.get(reverse("oidc_authentication_init"), query)
        return client.get(self.answer(begun.url, sub))


@contextmanager
def running_provider(port: int | None = None):
    port = port or _free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, env={**os.environ, "NO_COLOR": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    provider = Provider(f"http://127.0.0.1:{port}")
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(provider):
            assert process.poll() is None, "the provider did not start"
            assert time.monotonic() < deadline, "the provider did not answer"
            time.sleep(0.1)
        yield provider
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(provider: Provider) -> bool:
    try:
        return requests.get(f"{provider.url}/jwks", timeout=5).ok
    except requests.ConnectionError:
        return False
