"""The access log, and rights that are taken while one is logged in."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from sanktion.base.permissions import grant, revoke
from sanktion.models import CONTACT_PAGE, AccessLog

from ..checks.guests import Guests, failing
from ..checks.holders import one_of_the_team
from ..checks.urls import addresses
from ..checks.world import World
from ..factories import CaseFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

# There is nothing to see on these before a colleague has asked: tests/sanktion/test_countersign_log.py.
ASKED_FIRST = {"countersign", "countersign_letter"}
CASE_PAGES = [one for one in addresses() if one.arguments == {"number"} and one.name not in ASKED_FIRST]
# Work to get in contact is one thing in the log, however it was done (B048).
SHARED_NAMES = {"contact_new": CONTACT_PAGE, "contact_check": CONTACT_PAGE, "contact_documentation": CONTACT_PAGE}
CITIZEN_PAGES = ["citizen", "citizen_cpr", "citizen_address", "event_new"]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_of_a_case_writes_who_saw_whom(case, team, caseworker, method):
    guests = Guests(lambda rights: one_of_the_team(rights, World(team, caseworker)))

    def is_logged(page):
        guests.visit(method, page, {"number": case.number})
        row = AccessLog.objects.filter(page=SHARED_NAMES.get(page.name, page.name)).first()
        return row and (row.user, row.citizen, row.case) == (guests.welcome(page), case.citizen, case)

    assert failing(CASE_PAGES, is_logged, guests) == {}


@pytest.mark.parametrize("name", CITIZEN_PAGES)
def test_every_page_of_a_citizen_writes_who_saw_whom(visitor, citizen, caseworker, name):
    visitor.get(reverse(name, args=[citizen.pk]))
    row = AccessLog.objects.get()
    assert (row.user, row.citizen, row.page) == (caseworker, citizen, name)


@pytest.mark.parametrize("address", [one for one in addresses() if one.maker], ids=lambda one: one.name)
def test_every_page_that_names_a_citizen_has_logged_that_citizen(visitor, team, caseworker, address):
    arguments = address.maker(World(team, caseworker))
    response = visitor.get(address.url(arguments))
    text = response.content.decode(errors="replace")
    named = {citizen.pk for citizen in team.citizens.all() if citizen.name in text}
    logged = set(AccessLog.objects.filter(user=caseworker).values_list("citizen_id", flat=True))
    assert named <= logged


def test_no_log_no_page(visitor, case, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("sanktion.models.access.connection", SimpleNamespace(cursor=broken))
    with pytest.raises(RuntimeError):
        visitor.get(reverse("case", args=[case.number]))


def test_refused_lookup_leaves_no_trace_of_having_seen(visitor):
    visitor.get(reverse("case", args=[CaseFactory().number]))
    assert not AccessLog.objects.exists()


def test_role_taken_in_mid_session_is_gone_at_the_next_request(visitor, case, caseworker):
    url = reverse("case", args=[case.number])
    assert visitor.get(url).status_code == 200
    caseworker.groups.clear()
    assert visitor.get(url).status_code == 403


def test_right_taken_from_the_role_is_gone_at_the_next_request(visitor, case):
    assert visitor.get(reverse("note_new", args=[case.number])).status_code == 200
    group = Group.objects.get(name="sagsbehandler")
    group.permissions.remove(group.permissions.get(codename="handle_case"))
    assert visitor.get(reverse("note_new", args=[case.number])).status_code == 403
    assert visitor.get(reverse("case", args=[case.number])).status_code == 200


def test_team_left_in_mid_session_hides_its_cases_at_the_next_request(visitor, case, caseworker):
    url = reverse("case", args=[case.number])
    assert visitor.get(url).status_code == 200
    caseworker.teams.clear()
    assert visitor.get(url).status_code == 404


def test_closed_user_is_out_at_the_next_request(visitor, case, caseworker):
    caseworker.is_active = False
    caseworker.save()
    assert visitor.get(reverse("case", args=[case.number])).headers["Location"].startswith(reverse("login"))


def test_case_granted_by_name_opens_for_that_person_until_it_is_taken_back(client, case):
    colleague = UserFactory(role="sagsbehandler")
    client.force_login(colleague)
    url = reverse("case", args=[case.number])
    assert client.get(url).status_code == 404
    grant(colleague, "sanktion.view_case", case)
    assert client.get(url).status_code == 200
    revoke(colleague, "sanktion.view_case", case)
    assert client.get(url).status_code == 404


def test_restricted_case_is_for_those_named_alone(visitor, client, case, caseworker):
    case.is_restricted = True
    case.save()
    url = reverse("case", args=[case.number])
    assert visitor.get(url).status_code == 404
    grant(caseworker, "sanktion.view_case", case)
    assert visitor.get(url).status_code == 200


def test_user_without_any_role_is_told_whom_to_ask(client, team):
    client.force_login(UserFactory(teams=[team]))
    assert "ikke fået adgang" in client.get(reverse("home")).content.decode()


def test_what_the_log_holds_is_ids_and_the_names_of_pages(visitor, case):
    visitor.get(reverse("case", args=[case.number]))
    fields = {field.name for field in AccessLog._meta.get_fields()}
    assert fields == {"id", "at", "user", "citizen", "case", "kind", "page"}
    assert case.citizen.name not in str(AccessLog.objects.values().get())
