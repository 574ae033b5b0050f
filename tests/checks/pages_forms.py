"""The forms that the pages themselves show: where they lead, and what a browser would send."""

from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from lxml import html

from .guests import Guests
from .holders import one_of_the_team
from .urls import Address, addresses


@dataclass(frozen=True)
class PageForm:
    """``typed`` is (name, value) as the page was shown; ``files`` the names of what is uploaded."""

    page: Address
    rights: tuple[str, ...]
    method: str
    path: str
    typed: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return sorted({name for name, _ in self.typed} | set(self.files))

    def data(self) -> dict[str, list[str]]:
        data: dict[str, list[str]] = {}
        for name, value in self.typed:
            data.setdefault(name, []).append(value)
        return data


class Team(Guests):
    """Whoever of the team may open the page."""

    def __init__(self, world):
        super().__init__(lambda rights: one_of_the_team(rights, world))
        self.world = world

    def client_for(self, rights):
        """As newly signed in."""
        _, client, cookies = self._known[rights]
        client.cookies = deepcopy(cookies)
        return client

    def user_for(self, rights):
        return self._known[rights][0]


def shown_forms(team: Team) -> list[PageForm]:
    """Those of every page, each once; the sign-out in the page's head left out."""
    found = {}
    for address in addresses():
        if not address.takes("get"):
            continue
        team.welcome(address)
        path = address.url(team.world.arguments_for(address))
        with transaction.atomic():
            response = team.client_for(address.rights).get(path)
            transaction.set_rollback(True)
        if response.status_code == 200 and b"<form" in getattr(response, "content", b""):
            for form in _forms(address, path, response.content):
                found.setdefault((form.method, form.path, *form.names), form)
    return list(found.values())


def _forms(page: Address, path: str, content: bytes):
    for form in html.fromstring(content).forms:
        action = urlsplit(form.get("action") or path).path or path
        if not action.endswith(("/log-ud/", "/log-ind/")):
            files = tuple(form.xpath(".//input[@type='file']/@name"))
            yield PageForm(page, page.rights, form.method.lower(), action, tuple(_typed(form)), files)


def _typed(form):
    """Every choice of a field, the first one first; buttons are left out."""
    for name, value in form.form_values():
        # The test client is let through without it.
        if name != "csrfmiddlewaretoken":
            yield name, value or ""
    sent = {name for name, _ in form.form_values()}
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        if field.get("name") not in sent and field.get("type") not in {"file", "submit"}:
            options = field.xpath(".//option/@value")
            yield field.get("name"), next((option for option in options if option), field.get("value") or "")
