"""The pages of the route lists: who may see them, what they save, and what they cost."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.visits import log_visit
from koerelister.models import DestructionRecord, RouteList, RoutePlan, Stop, StopStatus, VisitCount, VisitOrder
from koerelister.visit import DOOR_RULE
from sanktion.models import AccessLog, JournalEntry
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import CrewFactory, ordered, route_list_of, seeking_case, visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def signed_in(client, caseworker):
    client.force_login(caseworker)
    return client


def filled(stop, **changes):
    """What a browser sends for one stop."""
    now = timezone.localtime()
    fields = {
        "date": f"{now:%d-%m-%Y}",
        "time": f"{now:%H.%M}",
        "door_phone": "citizen",
        "mailbox": "not_read",
        "front_door": "not_read",
        "other_name": "",
        "contact": "no",
        "other_opened": "no",
        "told": "",
        "remarks": "",
    }
    return {f"stop{stop.position}-{name}": value for name, value in (fields | changes).items()}


def struck(stop, reason="unsafe", remarks=""):
    return {"strike": "1", f"strike{stop.position}-reason": reason, f"strike{stop.position}-remarks": remarks}


def addresses(route_list):
    """Every page of one list: (method, url)."""
    stop = [route_list.pk, 1]
    return [
        ("get", reverse("route_list", args=[route_list.pk])),
        ("post", reverse("route_print", args=[route_list.pk])),
        ("get", reverse("route_register", args=[route_list.pk])),
        ("get", reverse("route_changes", args=[route_list.pk])),
        ("get", reverse("route_destroy", args=[route_list.pk])),
        ("post", reverse("route_destroy", args=[route_list.pk])),
        ("get", reverse("stop_visit", args=stop)),
        ("get", reverse("stop_changes", args=stop)),
        ("post", reverse("stop_visit", args=stop)),
        ("post", reverse("stop_register", args=stop)),
        ("post", reverse("stop_strike", args=stop)),
        ("post", reverse("stop_move", args=stop)),
        ("get", reverse("plan_detail", args=[route_list.plan_id])),
        ("get", reverse("plan_progress", args=[route_list.plan_id])),
        ("post", reverse("plan_retry", args=[route_list.plan_id])),
    ]


def test_another_teams_list_does_not_exist(client, route_list):
    client.force_login(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    answers = {url: getattr(client, method)(url).status_code for method, url in addresses(route_list)}
    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("role", ["leder", "tilsynsansvarlig", "administrator"])
def test_roles_without_the_right_are_refused(client, route_list, team, role):
    client.force_login(UserFactory(role=role, teams=[team]))
    answers = {url: getattr(client, method)(url).status_code for method, url in addresses(route_list)}
    assert set(answers.values()) == {403}, answers
    assert client.get(reverse("routes")).status_code == 403
    assert client.get(reverse("plan_new")).status_code == 403


def test_nobody_gets_in_without_signing_in(client, route_list):
    for method, url in addresses(route_list):
        assert getattr(client, method)(url).url.startswith("/log-ind/")


def test_the_crew_sees_its_own_list_from_its_day_until_it_is_destroyed(client, caseworker, team):
    driver = UserFactory(role="udkørende")
    today = timezone.localdate()
    own = CrewFactory(members=[driver])
    lists = {
        "yesterday": route_list_of(caseworker, team=team, count=1, crew=own),
        "today": route_list_of(caseworker, team=team, count=1, crew=own, day=today),
        "tomorrow": route_list_of(caseworker, team=team, count=1, crew=own, day=today + timedelta(days=1)),
        "theirs": route_list_of(caseworker, team=team, count=1),
    }
    RouteList.objects.filter(pk=lists["yesterday"].pk).update(date=today - timedelta(days=1))
    client.force_login(driver)
    seen = {name: client.get(reverse("route_list", args=[one.pk])).status_code for name, one in lists.items()}
    assert seen == {"yesterday": 200, "today": 200, "tomorrow": 404, "theirs": 404}
    overview = client.get(reverse("routes")).content.decode()
    assert lists["today"].number in overview
    assert lists["theirs"].number not in overview
    assert "Venter på en liste" not in overview
    assert client.get(reverse("plan_new")).status_code == 403
    assert client.get(reverse("route_destroy", args=[lists["today"].pk])).status_code == 403


def test_the_overview_shows_numbers_and_no_names(signed_in, route_list, caseworker, team, area):
    ordered(seeking_case(caseworker, team=team), area)
    ordered(seeking_case(caseworker, team=team), None)
    RouteList.objects.filter(pk=route_list.pk).update(date=timezone.localdate() - timedelta(days=2))
    before = AccessLog.objects.count()
    text = signed_in.get(reverse("routes")).content.decode()
    assert "Uden område" in text
    assert "2 dage over" in text
    assert "Mangler registrering" in text
    assert all(stop.case.citizen.name not in text for stop in route_list.stops.with_doors())
    assert AccessLog.objects.count() == before


def test_the_overview_without_lists(signed_in):
    assert "Der er ingen kørelister" in signed_in.get(reverse("routes")).content.decode()


def test_planning_a_day(signed_in, caseworker, team, area, crew, django_capture_on_commit_callbacks):
    seeking_case(caseworker, team=team)
    page = signed_in.get(reverse("plan_new"))
    assert "Odense C – 1 venter" in page.content.decode()
    today = timezone.localdate()
    data = {"date": f"{today:%d-%m-%Y}", "areas": [area.pk], "crews": [crew.pk], "max_stops": "40", "key": uuid.uuid4()}
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in.post(reverse("plan_new"), data)
    plan = RoutePlan.objects.get()
    assert answer.url == reverse("plan_detail", args=[plan.pk])
    page = signed_in.get(answer.url).content.decode()
    assert "1 af 1 områder er planlagt" in page
    assert RouteList.objects.get().number in page


def test_two_clicks_plan_the_day_once(signed_in, caseworker, team, area, crew, django_capture_on_commit_callbacks):
    """The second would make another list of those there was no room for, or refuse areas where nobody waits now."""
    for _ in range(2):
        seeking_case(caseworker, team=team)
    key = signed_in.get(reverse("plan_new")).context["form"]["key"].value()
    day = f"{timezone.localdate():%d-%m-%Y}"
    data = {"date": day, "areas": [area.pk], "crews": [crew.pk], "max_stops": "1", "key": key, f"lists_{area.pk}": "1"}
    urls = set()
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            urls.add(signed_in.post(reverse("plan_new"), data).url)
    assert urls == {reverse("plan_detail", args=[RoutePlan.objects.get().pk])}
    VisitOrder.objects.all().delete()
    assert signed_in.post(reverse("plan_new"), data).url in urls
    assert RouteList.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("date", "01-01-2020", "Datoen skal ligge fra i dag"),
        ("date", "i morgen", "Skriv datoen som dd-mm-åååå"),
        ("areas", [], "Vælg mindst ét område."),
        ("crews", [], "Vælg mindst ét hold."),
        ("max_stops", "0", "1"),
    ],
)
def test_a_faulty_plan_is_sent_back(signed_in, caseworker, team, area, crew, field, value, message):
    ordered(seeking_case(caseworker, team=team), area)
    today = timezone.localdate()
    data = {
        "date": f"{today:%d-%m-%Y}",
        "areas": [area.pk],
        "crews": [crew.pk],
        "max_stops": "40",
        "key": uuid.uuid4(),
        field: value,
    }
    answer = signed_in.post(reverse("plan_new"), data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not RoutePlan.objects.exists()


def test_the_progress_bar_asks_until_the_plan_is_over(signed_in, route_list):
    plan = route_list.plan
    url = reverse("plan_progress", args=[plan.pk])
    assert signed_in.get(url, headers={"HX-Request": "true"}).url == reverse("plan_detail", args=[plan.pk])
    RoutePlan.objects.filter(pk=plan.pk).update(status="running")
    text = signed_in.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<progress" in text
    assert "<html" not in text


def test_the_list_shows_name_and_address_and_logs_it(signed_in, route_list, caseworker):
    text = signed_in.get(reverse("route_list", args=[route_list.pk])).content.decode()
    for stop in route_list.stops.with_doors():
        assert stop.case.citizen.name in text
        assert str(stop.address) in text
        assert stop.case.number not in text
        assert stop.case.citizen.cpr[:6] not in text
    assert AccessLog.objects.filter(user=caseworker).count() == 3


def test_a_stop_whose_citizen_has_answered_is_struck_by_one_click(signed_in, route_list, stop, caseworker):
    stop.case.receive_answer(by=caseworker)
    text = signed_in.get(reverse("route_list", args=[route_list.pk])).content.decode()
    assert "Udgår" in text
    assert "Borgeren har svaret" in text
    signed_in.post(reverse("stop_strike", args=[route_list.pk, 1]), {"strike": "1", "strike1-reason": "answered"})
    assert Stop.objects.get(pk=stop.pk).strike_reason == "answered"


def test_a_citizen_who_became_protected_is_shown_nowhere(signed_in, route_list, stop):
    citizen = stop.case.citizen
    citizen.first_name, citizen.protected_until = "Skjult", timezone.localdate()
    citizen.save()
    for _, url in [one for one in addresses(route_list)[:6] if one[0] == "get"]:
        text = signed_in.get(url).content.decode()
        assert "Skjult" not in text
        assert stop.address.first_line not in text


def test_printing_streams_a_numbered_copy_that_nobody_keeps(signed_in, route_list):
    answer = signed_in.post(reverse("route_print", args=[route_list.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
    assert RouteList.objects.get(pk=route_list.pk).printed_copies == 1
    assert signed_in.get(reverse("route_print", args=[route_list.pk])).status_code == 405


def test_the_form_asks_in_the_order_of_the_paper(signed_in, route_list):
    text = signed_in.get(reverse("stop_visit", args=[route_list.pk, 1])).content.decode()
    names = "date time door_phone mailbox front_door other_name contact other_opened opened_by told adverse remarks"
    names = names.split()
    places = [text.index(f'name="stop1-{name}"') for name in names]
    assert places == sorted(places)
    assert DOOR_RULE in text
    assert "Ingen GPS, ingen billeder, ingen lyd." in text


def test_keying_in_a_stop_goes_on_to_the_next(signed_in, route_list, stop):
    answer = signed_in.post(reverse("stop_register", args=[route_list.pk, 1]), filled(stop, remarks="Ingen hjemme"))
    assert answer.url == reverse("route_register", args=[route_list.pk]) + "#stop-2"
    assert JournalEntry.objects.filter(case=stop.case).first().facts[-1] == ("Bemærkninger", "Ingen hjemme")


def test_with_htmx_only_the_stop_is_swapped(signed_in, route_list, stop):
    url = reverse("stop_register", args=[route_list.pk, 1])
    text = signed_in.post(url, filled(stop), headers={"HX-Request": "true"}).content.decode()
    assert text.count("<section") == 1
    assert 'data-focus-next="stop-2"' in text
    assert "1 af 3 registreret" in text


def test_a_faulty_stop_is_sent_back_with_what_was_written(signed_in, route_list, stop):
    url = reverse("stop_register", args=[route_list.pk, 1])
    data = filled(stop, contact="", remarks="Halvt skrevet")
    whole = signed_in.post(url, data)
    part = signed_in.post(url, data, headers={"HX-Request": "true"})
    for answer in (whole, part):
        assert answer.status_code == 422
        assert "Svar ja eller nej." in answer.content.decode()
        assert "Halvt skrevet" in answer.content.decode()
    assert whole.content.decode().count('<section class="visitblock') == 3
    assert not VisitCount.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"time": ""}, "Udfyld feltet."),
        ({"time": "halv fem"}, "Skriv klokkeslættet som tt.mm"),
        ({"date": "01-01-2999"}, "Besøget kan ikke ligge ude i fremtiden."),
        ({"date": "01-01-2020"}, "Besøget kan ikke ligge før listens dato"),
        ({"door_phone": "not_read"}, "Vælg, hvad der stod mindst ét af de tre steder."),
        ({"mailbox": "other"}, "Skriv det navn, der stod."),
        ({"other_name": "Friis"}, "Vælg «Andet navn» ved det sted, hvor navnet stod."),
        ({"other_opened": ""}, "Svar ja eller nej."),
        ({"contact": "maybe"}, "maybe"),
        ({"told": "Er ude at rejse"}, "Skriv kun her, når en anden person åbnede."),
    ],
)
def test_what_the_form_refuses(signed_in, route_list, stop, changes, message):
    answer = signed_in.post(reverse("stop_visit", args=[route_list.pk, 1]), filled(stop, **changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Stop.objects.get(pk=stop.pk).status == StopStatus.OPEN


def test_the_evening_before_the_list_is_allowed(signed_in, route_list, stop):
    evening = timezone.localdate() - timedelta(days=1)
    data = filled(stop, date=f"{evening:%d-%m-%Y}", time="2130")
    assert signed_in.post(reverse("stop_visit", args=[route_list.pk, 1]), data).status_code == 302
    assert Stop.objects.get(pk=stop.pk).status == StopStatus.LOGGED


def test_at_the_door_one_goes_from_stop_to_stop(signed_in, route_list, stop):
    answer = signed_in.post(reverse("stop_visit", args=[route_list.pk, 1]), filled(stop))
    assert answer.url == reverse("stop_visit", args=[route_list.pk, 2])
    text = signed_in.get(answer.url).content.decode()
    assert reverse("stop_visit", args=[route_list.pk, 1]) in text
    assert reverse("stop_visit", args=[route_list.pk, 3]) in text
    assert "ført i borgerens sag" in signed_in.get(reverse("stop_visit", args=[route_list.pk, 1])).content.decode()


@pytest.mark.parametrize("name", ["stop_visit", "stop_register"])
def test_a_stop_is_struck_with_a_reason(signed_in, route_list, stop, name):
    url = reverse(name, args=[route_list.pk, 1])
    assert signed_in.post(url, struck(stop, reason="")).status_code == 422
    assert signed_in.post(url, struck(stop, reason="other")).status_code == 422
    signed_in.post(url, struck(stop, reason="other", remarks="Vejen var spærret"))
    assert Stop.objects.get(pk=stop.pk).strike_reason == "other"
    assert JournalEntry.objects.filter(case=stop.case).first().text == "Vejen var spærret"


@pytest.mark.parametrize("name", ["stop_visit", "stop_register", "stop_strike"])
def test_saving_a_noted_stop_again_changes_nothing_and_says_so(signed_in, route_list, stop, caseworker, name):
    log_visit(stop, visit=visit(), by=caseworker)
    answer = signed_in.post(reverse(name, args=[route_list.pk, 1]), filled(stop, contact="yes"), follow=True)
    assert "Stop 1 er allerede registreret. Intet er ændret." in answer.content.decode()
    assert VisitCount.objects.get().contact is False


def test_moving_a_stop(signed_in, route_list):
    first, second, third = route_list.stops.all()
    signed_in.post(reverse("stop_move", args=[route_list.pk, 3]), {"up": "1"})
    signed_in.post(reverse("stop_move", args=[route_list.pk, 1]), {"down": "1"})
    signed_in.post(reverse("stop_move", args=[route_list.pk, 1]), {"up": "1"})
    assert list(route_list.stops.all()) == [third, first, second]


def test_destroying_asks_for_the_shredded_paper(signed_in, route_list, caseworker):
    signed_in.post(reverse("route_print", args=[route_list.pk]))
    url = reverse("route_destroy", args=[route_list.pk])
    assert "kan ikke destrueres endnu" in signed_in.get(url).content.decode()
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=caseworker)
    assert "Eksemplar 1" in signed_in.get(url).content.decode()
    assert "Vælg, hvad der er blevet af det." in signed_in.post(url, {}).content.decode()
    assert signed_in.post(url, {"fate1": "shredded", "by1": UserFactory().pk}).status_code == 422
    answer = signed_in.post(url, {"fate1": "shredded", "by1": caseworker.pk})
    record = DestructionRecord.objects.get()
    assert answer.url == reverse("destruction", args=[record.sequence])
    assert record.by == caseworker
    assert signed_in.get(url).status_code == 404


def test_a_forced_destruction_names_the_open_stops(signed_in, route_list):
    answer = signed_in.post(reverse("route_destroy", args=[route_list.pk]), {})
    assert answer.status_code == 422
    assert "stop 1, 2 og 3 mangler" in answer.content.decode()


@pytest.mark.parametrize("name", ["routes", "route_list", "route_register", "stop_visit", "plan_detail"])
def test_a_page_costs_the_same_however_many_stops(client, caseworker, team, crew, name):
    client.force_login(caseworker)
    costs = []
    for count in (2, 9):
        route_list = route_list_of(caseworker, team=team, count=count, crew=crew)
        args = {"routes": [], "stop_visit": [route_list.pk, 1], "plan_detail": [route_list.plan_id]}
        costs.append(queries_of(client, reverse(name, args=args.get(name, [route_list.pk]))))
    assert costs[0] == costs[1] <= 22


def queries_of(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
