"""Somebody at a page: presses again until there is an answer, as people and phones do."""

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 120  # seconds
TOKEN = "k" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str

    @property
    def number(self) -> int:
        """The last number of the address that was led to."""
        return int(self.location.partition("#")[0].rstrip("/").rpartition("/")[2])


@dataclass
class Person:
    """``clicks``: how often each act is sent, at the same time. ``wrong`` gets what is no answer to give a person."""

    port: int
    session: str
    wrong: list[str]
    clicks: int = 1
    dice: random.Random = field(default_factory=lambda: random.Random(6))

    def get(self, path: str) -> Answer:
        return self._until_answered("GET", path, None, "")

    def post(self, path: str, data: dict | None = None) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **(data or {})}, doseq=True)
        return self._act(path, body, "application/x-www-form-urlencoded")

    def send(self, path: str, data: dict) -> Answer:
        """As the phone does."""
        return self._act(path, json.dumps(data), "application/json")

    def _act(self, path: str, body: str, kind: str) -> Answer:
        answers: list[Answer] = []
        others = [
            threading.Thread(target=lambda: answers.append(self._until_answered("POST", path, body, kind)))
            for _ in range(self.clicks - 1)
        ]
        for other in others:
            other.start()
        answers.append(self._until_answered("POST", path, body, kind))
        for other in others:
            other.join()
        # A second press may be told that it is the second.
        return min(answers, key=lambda answer: answer.status if answer.status != 200 else 299)

    def _until_answered(self, method: str, path: str, body: str | None, kind: str) -> Answer:
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.ask(method, path, body, kind)
            if answer and answer.status < 500:
                return answer
            assert time.monotonic() < deadline, f"no answer from {path}"
            time.sleep(self.dice.uniform(0.05, 0.3))

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "") -> Answer | None:
        """Once; None when nobody answers."""
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        try:
            web.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            response = web.getresponse()
            answer = Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            web.close()
        if answer.status >= 500 and answer.status != 503:
            self.wrong.append(f"{answer.status} from {method} {path}")
        return answer
