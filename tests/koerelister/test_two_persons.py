"""Nobody is met alone who shouldn't be: said of the list as a whole, on screen, and never beside a name (B023)."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.making import make_lists
from koerelister.actions.plans import request_plan
from koerelister.models import RouteList, Stop
from sanktion.actions.safety import set_two_persons
from tests.factories import AddressFactory, UserFactory
from tests.factories.koerelister import CrewFactory, ordered, route_list_of, seeking_case

pytestmark = pytest.mark.django_db

SAID = "Mindst to personer"


def flag(stop, by, *, since=None, until=None):
    set_two_persons(stop.case.citizen, since=since or timezone.localdate(), until=until, by=by)


def pages(client, route_list) -> dict[str, str]:
    urls = {
        "route_list": reverse("route_list", args=[route_list.pk]),
        "stop_visit": reverse("stop_visit", args=[route_list.pk, 2]),
        "plan_detail": reverse("plan_detail", args=[route_list.plan_id]),
    }
    return {name: client.get(url).content.decode() for name, url in urls.items()}


@pytest.mark.thorough
def test_the_list_says_so_once_and_no_stop_does(client, route_list, stop, caseworker):
    client.force_login(caseworker)
    assert not any(SAID in page for page in pages(client, route_list).values())
    flag(stop, caseworker)
    assert {name: page.count(SAID) for name, page in pages(client, route_list).items()} == dict.fromkeys(
        ["route_list", "stop_visit", "plan_detail"], 1
    )
    text = pages(client, route_list)["route_list"]
    assert "person" not in text[text.index("<tbody>") :].split("</tbody>")[0]


@pytest.mark.thorough
def test_the_paper_is_the_same_with_and_without(client, route_list, stop, caseworker):
    """B023: name and address, and nothing else about the person."""
    client.force_login(caseworker)
    url = reverse("route_print", args=[route_list.pk])
    papers = []
    for _ in range(2):
        with pypdfium2.PdfDocument(io.BytesIO(client.post(url).content)) as document:
            papers.append(" ".join(page.get_textpage().get_text_range() for page in document))
        flag(stop, caseworker)
    assert stop.case.citizen.name in papers[0]
    assert papers[0].replace("Eksemplar 1", "Eksemplar 2") == papers[1]


@pytest.mark.parametrize(
    ("since", "until", "said"), [(0, 0, True), (0, None, True), (1, None, False), (-5, -1, False), (-5, 0, True)]
)
def test_it_counts_on_the_day_of_the_list(route_list, stop, caseworker, since, until, said):
    today = timezone.localdate()
    until = None if until is None else today + timedelta(days=until)
    flag(stop, caseworker, since=today + timedelta(days=since), until=until)
    assert RouteList.objects.with_progress().get().needs_two_persons is said


def test_a_stop_that_is_done_asks_for_nobody(route_list, stop, caseworker):
    flag(stop, caseworker)
    Stop.objects.filter(pk=stop.pk).update(status="struck", strike_reason="unsafe")
    assert not RouteList.objects.with_progress().get().needs_two_persons


@pytest.mark.parametrize("has_two", [True, False])
def test_a_crew_of_two_is_chosen_when_there_is_one(caseworker, team, area, has_two):
    alone = CrewFactory(members=[UserFactory(role="udkørende")])
    pair = CrewFactory(members=[UserFactory(role="udkørende") for _ in range(2 if has_two else 1)])
    case = seeking_case(caseworker, team=team, address=AddressFactory())
    set_two_persons(case.citizen, since=timezone.localdate(), until=None, by=caseworker)
    ordered(case, area)
    plan = request_plan(timezone.localdate(), [area], [alone, pair], team=team, by=caseworker)
    assert make_lists(plan.pk, area.pk)[0].crew == (pair if has_two else alone)


def test_a_crew_that_may_be_one_is_told_of(client, caseworker, team, crew):
    made = route_list_of(caseworker, team=team, count=2, crew=crew)
    flag(made.stops.first(), caseworker)
    client.force_login(caseworker)
    assert "Holdet har ikke to medlemmer" in pages(client, made)["plan_detail"]
