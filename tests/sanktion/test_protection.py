"""A protected address lapses by its date, and until then stands behind a click wherever citizens are listed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.models import RouteList, Stop, VisitOrder
from sanktion.models import Address, Case, Citizen
from tests.factories.koerelister import AreaFactory, ordered, seeking_case

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[(-1, False), (0, True), (1, True)], ids=["lapsed yesterday", "last day", "tomorrow"])
def protected(request, citizen):
    days, is_protected = request.param
    citizen.protected_until = timezone.localdate() + timedelta(days=days)
    citizen.save()
    return is_protected


def pages(client, case) -> dict[str, str]:
    answers = {
        "case": client.get(reverse("case", args=[case.number])),
        "citizen": client.get(reverse("citizen", args=[case.citizen_id])),
        "search": client.post(reverse("search"), {"q": case.citizen.cpr}),
        "queue": client.get(reverse("queue")),
        "events": client.get(reverse("events")),
    }
    return {name: answer.content.decode() for name, answer in answers.items()}


def test_the_address_is_shown_from_the_day_after(client, case, caseworker, protected):
    client.force_login(caseworker)
    address = case.citizen.address
    shown = pages(client, case)
    for name in ("case", "citizen", "search"):
        assert (address.first_line in shown[name]) is not protected, name
    assert address.post_district not in shown["queue"]
    if protected:
        assert not [name for name, page in shown.items() if address.street in page]


def test_route_planning_leaves_the_protected_out(caseworker, team, citizen, protected):
    case = seeking_case(caseworker, team=team, citizen=citizen)
    ordered(case, AreaFactory())
    assert VisitOrder.objects.ready().exists() is not protected
    assert Citizen.objects.may_be_visited().filter(pk=citizen.pk).exists() is not protected


@pytest.mark.parametrize(
    ("of_citizen", "of_address", "may_be"),
    [
        ({}, {}, True),
        ({"cpr_status": 3}, {}, False),
        ({}, {"latitude": None}, False),
        ({}, {"longitude": None}, False),
    ],
)
def test_only_who_lives_at_a_place_that_can_be_found_is_visited(citizen, of_citizen, of_address, may_be):
    Citizen.objects.filter(pk=citizen.pk).update(protected_until=None, **of_citizen)
    Address.objects.filter(pk=citizen.address_id).update(**{"latitude": 55.4, "longitude": 10.4} | of_address)
    assert Citizen.objects.may_be_visited().filter(pk=citizen.pk).exists() is may_be


@pytest.mark.parametrize(
    ("is_protected", "is_restricted", "is_separate", "is_shielded", "may_be_revealed"),
    [
        (False, False, False, False, False),
        (True, False, False, True, False),
        (False, True, False, True, False),
        (True, True, False, True, False),
        (False, False, True, False, True),
        (True, False, True, True, True),
        (False, True, True, True, False),
        (True, True, True, True, False),
    ],
)
def test_a_door_is_shielded_for_the_citizen_or_the_case_and_told_on_a_separate_list_alone(
    is_protected, is_restricted, is_separate, is_shielded, may_be_revealed
):
    """Safety: the protected are never on a mixed list. Who is kept to the named is told on no list at all."""
    citizen = Citizen(protected_until=timezone.localdate() if is_protected else None)
    case = Case(citizen=citizen, is_restricted=is_restricted)
    stop = Stop(case=case, route_list=RouteList(is_separate=is_separate))
    assert (stop.is_shielded, stop.may_be_revealed) == (is_shielded, may_be_revealed)
