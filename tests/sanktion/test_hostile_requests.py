"""Hostile requests at every address, query parameter and form field: none brings a page down.

``SANKTION_HOSTILE`` is how many: about one for each address and form in the suite, 10,000 by ``make fuzz``.
``SANKTION_HOSTILE_SEED`` gives another order of them.
"""

import os
import traceback

import pytest
from django.db import transaction

from ..checks.hostile import Attacker
from ..checks.pages_forms import Team, shown_forms
from ..checks.urls import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

HOW_MANY = int(os.environ.get("SANKTION_HOSTILE", "750"))
SEED = int(os.environ.get("SANKTION_HOSTILE_SEED", "6"))
# Signing out, and where one is sent to: nothing is asked of them.
ALL = [address for address in addresses() if address.name != "logout"]


def requests(team, forms):
    """(rights of who sends it, the request): pages and forms by turns, each of them equally often."""
    attacker = Attacker(SEED)
    for number in range(HOW_MANY):
        if number % 2:
            form = forms[number // 2 % len(forms)]
            yield form.rights, attacker.at_form(form)
        else:
            address = ALL[number // 2 % len(ALL)]
            team.welcome(address)
            yield address.rights, attacker.at_page(address.url(team.world.arguments_for(address)))


def answer(team, rights, request) -> str:
    """What the client is told, or the exception that would be a 500."""
    client = team.client_for(rights)
    try:
        with transaction.atomic():
            status = request.by(client).status_code
            transaction.set_rollback(True)
    except Exception as error:
        ours = [line for line in traceback.extract_tb(error.__traceback__) if ".venv" not in line.filename]
        return f"{type(error).__name__}: {error}"[:400] + f" at {ours[-1].filename}:{ours[-1].lineno}"
    return str(status)


def test_no_hostile_request_brings_a_page_down(world):
    team = Team(world)
    forms = shown_forms(team)
    assert len(forms) > 100
    sent, down = 0, {}
    for rights, request in requests(team, forms):
        told, sent = answer(team, rights, request), sent + 1
        if not (told.isdigit() and int(told) < 500):
            down[str(request)] = told
    assert not down, "\n".join(f"{told} <- {request}" for request, told in down.items())
    assert sent == HOW_MANY
