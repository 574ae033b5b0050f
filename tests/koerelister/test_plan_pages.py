"""The planner's pages: what they show, what they do, and what they refuse."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.drafts import publish
from koerelister.models import Crew, MeetingPlace, PlanArea, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.views.plans import duration, saving
from sanktion.models import AccessLog, Role
from tests.factories import AddressFactory, TeamFactory, UserFactory
from tests.factories.koerelister import CrewFactory, drafts_of, ordered, route_list_of, seeking_case

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def signed_in(client, caseworker):
    client.force_login(caseworker)
    return client


def wait(by, team, area, count):
    for number in range(count):
        address = AddressFactory(latitude=55.40 + number / 500, longitude=10.38)
        ordered(seeking_case(by, team=team, address=address), area)


@pytest.fixture
def drafts(caseworker, team, area, crew):
    wait(caseworker, team, area, 4)
    return drafts_of(caseworker, team=team, areas=[area], crews=[crew, CrewFactory()], lists={area.pk: 2}, max_stops=3)


def sent(area, crews, **changes):
    day = f"{timezone.localdate():%d-%m-%Y}"
    fields = {"date": day, "areas": [area.pk], "crews": [one.pk for one in crews], "max_stops": "2"}
    return fields | {"key": uuid.uuid4()} | changes


def test_the_planning_page_says_how_few_lists_there_can_be(signed_in, caseworker, team, area, crew, settings):
    settings.SANKTION_MAX_STOPS = 2
    wait(caseworker, team, area, 3)
    text = signed_in.get(reverse("plan_new")).content.decode()
    assert "Odense C – 3 venter" in text
    assert "Mindst 2 lister nødvendige." in text


def test_more_lists_than_crews_are_only_made_when_told(signed_in, caseworker, team, area, crew):
    wait(caseworker, team, area, 3)
    answer = signed_in.post(reverse("plan_new"), sent(area, [crew]))
    assert answer.status_code == 422
    assert "Der skal køres 2 lister, men der er kun valgt 1 hold." in answer.content.decode()
    assert signed_in.post(reverse("plan_new"), sent(area, [crew], share_crews="on")).status_code == 302
    assert PlanArea.objects.get().crew_ids == [crew.pk, crew.pk]


def test_the_number_of_lists_is_the_planners_choice(signed_in, caseworker, team, area, crew):
    wait(caseworker, team, area, 3)
    signed_in.post(reverse("plan_new"), sent(area, [crew, CrewFactory()], **{f"lists_{area.pk}": "1"}))
    assert len(PlanArea.objects.get().crew_ids) == 1


def test_who_there_was_no_room_for_is_said_to_wait_for_the_next_day(signed_in, caseworker, team, area, crew):
    wait(caseworker, team, area, 3)
    (draft,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew], lists={area.pk: 1}, max_stops=2)
    page = signed_in.get(reverse("plan_detail", args=[draft.plan_id])).content.decode()
    assert "1 besøg nåede ikke med" in page
    assert "1 besøg nåede ikke med i dag og er sat til næste dag." in signed_in.get(reverse("routes")).content.decode()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert VisitOrder.objects.get().is_urgent_on(tomorrow)


def test_a_plan_is_published_from_its_page(signed_in, drafts):
    page = signed_in.get(reverse("plan_detail", args=[drafts[0].plan_id])).content.decode()
    assert "Udgiv 2 lister" in page
    assert page.count("<svg") >= 2
    answer = signed_in.post(reverse("plan_publish", args=[drafts[0].plan_id]), follow=True).content.decode()
    assert "2 lister er udgivet" in answer
    assert not RouteList.objects.drafts().exists()


def test_one_list_is_published_from_its_page(signed_in, drafts):
    url = reverse("route_list", args=[drafts[0].pk])
    page = signed_in.get(url).content.decode()
    assert "Kun planlæggere ser listen" in page
    assert reverse("route_print", args=[drafts[0].pk]) not in page
    signed_in.post(reverse("route_publish", args=[drafts[0].pk]))
    assert [one.pk for one in RouteList.objects.drafts()] == [drafts[1].pk]
    assert reverse("route_print", args=[drafts[0].pk]) in signed_in.get(url).content.decode()


def test_what_changed_since_the_draft_is_told_without_a_name(signed_in, drafts, caseworker):
    stop = drafts[0].stops.first()
    stop.case.receive_answer(by=caseworker)
    text = signed_in.post(reverse("plan_publish", args=[drafts[0].plan_id]), follow=True).content.decode()
    assert "1 besøg er taget af, fordi forholdene har ændret sig siden kladden: borgeren har svaret (1)." in text
    messages = text[text.index('id="messages"') : text.index("<main")]
    assert stop.case.citizen.last_name not in messages


@pytest.mark.parametrize("name", ["route_print", "route_register", "route_destroy", "stop_visit", "stop_register"])
def test_a_draft_has_none_of_the_pages_of_a_list(signed_in, drafts, name):
    arguments = [drafts[0].pk, 1] if name.startswith("stop") else [drafts[0].pk]
    method = signed_in.post if name in ("route_print", "stop_register") else signed_in.get
    assert method(reverse(name, args=arguments)).status_code == 404


def test_giving_up_a_draft_asks_first(signed_in, drafts):
    url = reverse("plan_discard", args=[drafts[0].plan_id])
    assert "4 besøg kommer tilbage blandt de ventende." in signed_in.get(url).content.decode()
    assert RouteList.objects.count() == 2
    assert "4 besøg venter igen." in signed_in.post(url, follow=True).content.decode()
    assert VisitOrder.objects.count() == 4


def test_a_stop_is_moved_by_choosing_its_list(signed_in, drafts, caseworker):
    first, second = drafts
    stop, url = first.stops.first(), reverse("plan_board", args=[first.plan_id])
    text = signed_in.get(url).content.decode()
    assert all(one.case.citizen.name in text for one in Stop.objects.with_doors())
    assert AccessLog.objects.filter(user=caseworker).count() == 4
    signed_in.post(url, {"stop": stop.pk, "route_list": second.pk})
    assert Stop.objects.get(pk=stop.pk).route_list == second


@pytest.mark.parametrize("name", ["plan_board", "plan_detail", "route_add"])
def test_a_planners_page_costs_the_same_for_more_stops(signed_in, caseworker, team, area, crew, name):
    costs = []
    for count in (2, 6):
        if name == "route_add":
            route_list = RouteList.objects.first() or route_list_of(caseworker, team=team, count=1, area=area)
            wait(caseworker, team, area, count)
            url = reverse(name, args=[route_list.pk])
        else:
            wait(caseworker, team, area, count)
            (made,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew], day=timezone.localdate())
            url = reverse(name, args=[made.plan_id])
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 22


def test_a_stop_of_another_list_than_the_days_drafts_is_not_moved(signed_in, drafts, caseworker, team):
    published = route_list_of(caseworker, team=team, count=1)
    url = reverse("plan_board", args=[drafts[0].plan_id])
    text = signed_in.post(url, {"stop": published.stops.get().pk, "route_list": drafts[0].pk}, follow=True)
    assert "Intet er ændret." in text.content.decode()
    assert published.stops.count() == 1


def test_waiting_visits_are_chosen_by_name_and_those_without_room_are_named(
    signed_in, route_list, caseworker, team, area
):
    RoutePlan.objects.update(max_stops=4)
    wait(caseworker, team, area, 2)
    url, orders = reverse("route_add", args=[route_list.pk]), list(VisitOrder.objects.all())
    text = signed_in.get(url).content.decode()
    assert all(order.case.citizen.name in text for order in orders)
    text = signed_in.post(url, {"orders": [order.pk for order in orders]}).content.decode()
    assert "1 besøg er tilføjet listen. Ingen andre stop har skiftet liste." in text
    assert "Listen er fuld, eller vagten er for kort til:" in text
    assert route_list.stops.count() == 4


def test_another_teams_waiting_visit_is_not_added(signed_in, route_list, area):
    other = TeamFactory()
    wait(UserFactory(role=Role.CASEWORKER, teams=[other]), other, area, 1)
    answer = signed_in.post(reverse("route_add", args=[route_list.pk]), {"orders": [VisitOrder.objects.get().pk]})
    assert answer.status_code == 422
    assert route_list.stops.count() == 3


def test_a_form_shown_before_the_order_changed_is_not_saved_at_another_door(signed_in, route_list):
    stop = route_list.stops.first()
    page = signed_in.get(reverse("stop_visit", args=[route_list.pk, 1])).content.decode()
    assert page.count(f'name="stop" value="{stop.pk}"') == 2
    signed_in.post(reverse("stop_move", args=[route_list.pk, 1]), {"down": "1"})
    sent = {"stop": stop.pk, "strike": "1", "strike1-reason": "unsafe"}
    for name in ("stop_visit", "stop_register", "stop_strike"):
        answer = signed_in.post(reverse(name, args=[route_list.pk, 1]), sent, follow=True)
        assert "stop 1 er nu et andet. Intet er gemt." in answer.content.decode()
    assert not Stop.objects.noted().exists()


def test_an_area_is_planned_anew_after_the_number_was_shown(signed_in, drafts, caseworker, area):
    publish(drafts, by=caseworker)
    plan = drafts[0].plan_id
    page = signed_in.get(reverse("plan_detail", args=[plan])).content.decode()
    url = reverse("plan_replan", args=[plan, area.pk])
    assert url in page
    asked = signed_in.get(url)
    assert "af 4 stop skifter liste" in asked.content.decode()
    proposal = asked.context["form"]["proposal"].value()
    assert "Området er lagt om." in signed_in.post(url, {"proposal": proposal}, follow=True).content.decode()
    assert "Forslaget er for gammelt" in signed_in.post(url, {"proposal": "x"}, follow=True).content.decode()
    assert Stop.objects.count() == 4


def test_an_area_that_cannot_be_planned_anew_says_why(signed_in, route_list, area):
    url = reverse("plan_replan", args=[route_list.plan_id, area.pk])
    assert "det kræver to udgivne lister" in signed_in.get(url, follow=True).content.decode()


def test_a_meeting_place_is_made_and_given_to_a_crew(client):
    client.force_login(UserFactory(role=Role.MANAGER))
    answer = client.post(
        reverse("meeting_place_new"), {"name": "Rådhuset", "latitude": "55,3959", "longitude": "10.3883"}
    )
    assert answer.url == reverse("meeting_places")
    place = MeetingPlace.objects.get()
    assert place.place == (55.3959, 10.3883)
    fields = {"name": "Hold Nord", "starts_at": "09.00", "ends_at": "13.30", "start": place.pk, "is_active": "on"}
    client.post(reverse("crew_new"), fields)
    crew = Crew.objects.get()
    assert (crew.start, crew.end, crew.shift_seconds) == (place, None, 16_200)
    assert "Rådhuset" in client.get(reverse("crews")).content.decode()
    assert "Rådhuset" in client.get(reverse("meeting_places")).content.decode()
    client.post(reverse("meeting_place_edit", args=[place.pk]), {"name": "Huset", "latitude": "55", "longitude": "10"})
    assert str(MeetingPlace.objects.get()) == "Huset"


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"ends_at": "08.00"}, "Vagten skal slutte senere, end den begynder."), ({"starts_at": ""}, "Udfyld feltet.")],
)
def test_a_shift_has_a_length(client, crew, fields, message):
    client.force_login(UserFactory(role=Role.MANAGER))
    sent = {"name": crew.name, "starts_at": "09.00", "ends_at": "13.30", "is_active": "on"} | fields
    answer = client.post(reverse("crew_edit", args=[crew.pk]), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()


@pytest.mark.parametrize(
    ("travel", "clerk", "said"),
    [
        (3600, 7920, "Planen sparer 1 t 12 min kørsel i forhold til sortering efter postnummer og vej."),
        (3600, 3600, "Kørslen er lige så lang som ved sortering efter postnummer og vej."),
        (3900, 3600, "Kørslen er 5 min længere end ved sortering efter postnummer og vej."),
        (None, None, ""),
    ],
)
def test_the_saving_is_told_honestly(travel, clerk, said):
    assert saving([PlanArea(travel=travel, clerk_travel=clerk)]) == said


def test_a_duration_is_told_to_the_minute():
    assert [duration(seconds) for seconds in (60, 3599, 7260)] == ["1 min", "1 t 0 min", "2 t 1 min"]
