"""The queue: what stands in it, in which order, page by page, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.base.counting import CountOf, shown
from sanktion.models import AccessLog, Case, CaseStatus, EventKind, User
from sanktion.views.paging import PAGE_SIZE

from ..factories import CaseFactory, CitizenFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db


def due_in(days: int):
    return timezone.localdate() + timedelta(days=days)


def make_cases(team, by, count: int, **fields) -> list[Case]:
    """Many cases on one citizen's events: the factory's own way would be too slow for a thousand."""
    citizen = CitizenFactory(team=team)
    events = [EventFactory(citizen=citizen, reference=None) for _ in range(count)]
    last = Case.objects.count()
    fields = {"next_due": due_in(3), "owner": by} | fields
    return Case.objects.bulk_create(
        Case(number=f"2099-{last + place:07d}", citizen=citizen, event=event, team=team, **fields)
        for place, event in enumerate(events, start=1)
    )


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return lambda **query: client.get(reverse("queue"), query)


def numbers(response) -> list[str]:
    return [row.number for row in response.context["rows"]]


def test_nearest_deadline_stands_first(page, team, caseworker):
    late, far, soon = (
        CaseFactory(event__citizen__team=team, by=caseworker, next_due=due_in(days)) for days in (-6, 9, 1)
    )
    response = page()
    assert numbers(response) == [late.number, soon.number, far.number]
    text = response.content.decode()
    assert "6 dage over" in text
    assert "i morgen" in text


def test_only_the_users_own_teams_cases(page, case):
    other = CaseFactory()
    response = page()
    assert numbers(response) == [case.number]
    assert other.citizen.name not in response.content.decode()


def test_restricted_case_is_not_in_the_queue_of_its_team(page, case):
    case.is_restricted = True
    case.save()
    assert numbers(page()) == []


def test_whole_cpr_number_is_never_in_the_list(page, case):
    text = page().content.decode()
    assert case.citizen.masked_cpr in text
    assert case.citizen.cpr not in text
    assert case.citizen.formatted_cpr not in text


def test_no_address_is_in_the_list(page, case):
    text = page().content.decode()
    assert case.citizen.address.street not in text
    assert case.citizen.address.post_district not in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "ready"}, {"ready"}),
        ({"status": "closed"}, {"closed"}),
        ({"frist": "overskredet"}, {"late"}),
        ({"frist": "i-dag"}, {"today"}),
        ({"frist": "uge"}, {"today", "ready"}),
        ({"sagsbehandler": "mig"}, {"late", "today", "ready", "other_kind"}),
        ({"sagsbehandler": "ingen"}, {"ownerless"}),
        ({"haendelse": "2"}, {"other_kind"}),
        ({"status": "ready", "frist": "overskredet"}, set()),
        ({}, {"late", "today", "ready", "ownerless", "other_kind"}),
    ],
)
def test_filters(page, team, caseworker, query, expected):
    made = {
        "late": {"next_due": due_in(-1)},
        "today": {"next_due": due_in(0)},
        "ready": {"next_due": due_in(5), "status": CaseStatus.READY},
        "ownerless": {"next_due": due_in(20), "owner": None},
        "closed": {"next_due": None, "status": CaseStatus.CLOSED},
    }
    cases = {name: make_cases(team, caseworker, 1, **fields)[0] for name, fields in made.items()}
    event = EventFactory(citizen__team=team, kind=EventKind.MISSED_STATE_INTERVIEW)
    cases["other_kind"] = CaseFactory(event=event, by=caseworker, next_due=due_in(30))
    names = {case.number: name for name, case in cases.items()}
    assert {names[number] for number in numbers(page(**query))} == expected


def test_unknown_filter_value_shows_the_open_cases_and_no_error(page, case):
    response = page(status="besøgt", frist="x", haendelse="y", after="zzz")
    assert response.status_code == 200
    assert numbers(response) == [case.number]


def test_a_colleagues_cases_can_be_chosen(page, team, case):
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    theirs = CaseFactory(event__citizen__team=team, by=colleague)
    assert numbers(page(sagsbehandler=str(colleague.pk))) == [theirs.number]


def test_no_filter_or_column_tells_of_a_home_visit(page, case):
    """B048, B049."""
    response = page()
    assert set(response.context["filter"].form.fields) == {
        "status",
        "haendelse",
        "frist",
        "sagsbehandler",
        "udfald",
        "haendelse_fra",
        "haendelse_til",
        "afgjort_fra",
        "afgjort_til",
    }
    assert "besøg" not in response.content.decode().lower()


def test_counters_count_what_their_view_shows(page, team, caseworker):
    make_cases(team, caseworker, 3, next_due=due_in(-2))
    make_cases(team, caseworker, 2, next_due=due_in(0), status=CaseStatus.HEARING)
    make_cases(team, caseworker, 1, owner=None, status=CaseStatus.READY)
    EventFactory(citizen__team=team)
    views = {view["label"]: view for view in page().context["views"]}
    assert {label: view["count"] for label, view in views.items()} == {
        "Frist overskredet": "3",
        "Forfalder i dag": "2",
        "Mine åbne sager": "5",
        "Afventer borger": "2",
        "Klar til afgørelse": "1",
        "Uden sagsbehandler": "1",
        "Nye hændelser": "1",
    }
    for view in list(views.values())[:-1]:
        query = dict(part.split("=") for part in view["url"].split("?")[1].split("&"))
        shown_page = page(**query)
        assert str(len(shown_page.context["rows"])) == view["count"]
        assert [other["label"] for other in shown_page.context["views"] if other.get("current")] == [view["label"]]


def test_counting_stops_at_the_cap(team, caseworker):
    make_cases(team, caseworker, 6)
    counted = User.objects.filter(pk=caseworker.pk).values_list(CountOf(Case.objects.all(), cap=4)).get()[0]
    assert counted == 5
    assert shown(counted, cap=4) == "4+"
    assert [shown(7), shown(1000), shown(1001)] == ["7", "1.000", "1.000+"]


@pytest.mark.thorough
def test_pages_hold_every_case_once_forwards_and_back(page, team, caseworker):
    # Many cases share a deadline, so the pages must part them by id.
    for days in (2, 2, 5):
        make_cases(team, caseworker, PAGE_SIZE - 1, next_due=due_in(days))
    seen, response = [], page()
    pages = [numbers(response)]
    while url := response.context["page"].next_url:
        response = page(**dict([url.removeprefix("?").split("=")]))
        pages.append(numbers(response))
    seen = [number for numbers_of_page in pages for number in numbers_of_page]
    assert len(seen) == len(set(seen)) == 3 * (PAGE_SIZE - 1)
    assert [len(one) for one in pages] == [PAGE_SIZE, PAGE_SIZE, PAGE_SIZE - 3]
    back = []
    while url := response.context["page"].previous_url:
        response = page(**dict([url.removeprefix("?").split("=")]))
        back.append(numbers(response))
    assert back == pages[-2::-1]


def test_closed_cases_are_paged_newest_first(page, team, caseworker):
    cases = make_cases(team, caseworker, PAGE_SIZE + 2, status=CaseStatus.CLOSED, next_due=None)
    newest = sorted((case.number for case in cases), reverse=True)
    first = page(status="closed")
    assert numbers(first) == newest[:PAGE_SIZE]
    after = first.context["page"].next_url.split("after=")[1]
    assert numbers(page(status="closed", after=after)) == newest[PAGE_SIZE:]


def test_everyone_shown_is_in_the_access_log(page, team, caseworker):
    cases = [CaseFactory(event__citizen__team=team, by=caseworker) for _ in range(3)]
    page()
    logged = AccessLog.objects.filter(user=caseworker, kind="list", page="queue")
    assert {row.citizen_id for row in logged} == {case.citizen_id for case in cases}


def test_htmx_gets_the_rows_alone_and_a_browser_the_page(page, client, case):
    part = client.get(reverse("queue"), headers={"HX-Request": "true"})
    assert case.number in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    assert "<html" in page().content.decode()
    restored = client.get(reverse("queue"), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_empty_queue_says_what_to_do(page):
    assert "Der er ingen åbne sager" in page().content.decode()
    assert "Ingen sager passer til filtrene" in page(status="ready").content.decode()


@pytest.mark.parametrize("count", [10, 1000])
def test_query_count_is_the_same_for_10_and_1000_cases(page, team, caseworker, count, django_assert_num_queries):
    make_cases(team, caseworker, count)
    with django_assert_num_queries(11):
        assert len(numbers(page())) == min(count, PAGE_SIZE)
