"""What a row of the queue says and where it leads; taking a case that nobody has; duties of other kinds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion import duties
from sanktion.actions.assessment import assess
from sanktion.duties import DutySource
from sanktion.models import AccessLog, Case, CaseStatus
from sanktion.templatetags.sanktion_ui import short_date
from sanktion.views.case_rows import case_rows
from sanktion.views.paging import PAGE_SIZE

from ..factories import CaseFactory, CitizenFactory, EventFactory, UserFactory
from ..factories.parthoering import WEIGHED, case_ready, hearing_answered, hearing_expired, hearing_sent

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return lambda **query: client.get(reverse("queue"), query)


def row_of(response, case):
    return next(row for row in response.context["rows"] if row.number == case.number)


def address(name: str, case) -> str:
    return reverse(name, args=[case.number])


def test_new_case_leads_to_the_letter(page, case):
    row = row_of(page(), case)
    assert row.why == f"Hændelsen {short_date(case.event.occurred_on)} er ikke partshørt"
    assert (row.step, row.step_url) == ("Send partshøring", address("hearing_new", case))


def test_running_deadline_leads_to_the_answer(page, case, caseworker):
    hearing = hearing_sent(case, caseworker)
    row = row_of(page(), case)
    assert row.why == f"Svarfristen udløber {short_date(hearing.deadline)}"
    assert row.step_url == address("hearing_answer", case)


def test_deadline_that_ran_out_says_which_and_leads_to_contact(page, case, caseworker):
    hearing = hearing_expired(case, caseworker)
    response = page()
    row = row_of(response, case)
    assert row.why == f"Svarfristen udløb {short_date(hearing.deadline)} uden svar"
    assert row.step_url == address("contact_new", case)
    assert row.why in response.content.decode()


def test_answer_leads_to_the_assessment_and_that_to_the_decision(page, case, caseworker):
    hearing = hearing_answered(case, caseworker)
    row = row_of(page(), case)
    assert row.why.startswith(f"Svaret fra {short_date(hearing.answered_on)} ")
    assert row.step_url == address("assess", case)
    assess(case, **WEIGHED, by=caseworker)
    assert row_of(page(), case).step_url == address("decide", case)


def test_ready_without_assessment_is_assessed_first(page, case, caseworker):
    case_ready(case, caseworker)
    row = row_of(page(), case)
    assert "ikke vurderet" in row.why
    assert row.step_url == address("assess", case)


@pytest.mark.parametrize("status", list(CaseStatus))
def test_every_status_says_why(page, case, status):
    Case.objects.filter(pk=case.pk).update(status=status)
    assert row_of(page(status=status.value), case).why


def test_who_may_only_read_gets_no_form(client, team, case):
    case.assign(None, by=None)
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    response = client.get(reverse("queue"))
    row = row_of(response, case)
    assert (row.step, row.step_url, row.take_url) == ("Send partshøring", "", "")
    assert "Tag sagen" not in response.content.decode()


@pytest.fixture
def nobodys(case):
    case.assign(None, by=None)
    return case


def test_case_without_owner_is_red_and_taken_with_one_click(page, client, nobodys, caseworker):
    text = page().content.decode()
    assert 'class="ownerless"' in text
    assert f'formaction="{address("case_take", nobodys)}"' in text
    here = f"{reverse('queue')}?sagsbehandler=ingen"
    response = client.post(address("case_take", nobodys), {"next": here}, follow=True)
    assert response.redirect_chain == [(here, 302)]
    nobodys.refresh_from_db()
    assert nobodys.owner == caseworker
    assert nobodys.history.first().history_user == caseworker
    assert f'action="{address("case_give_back", nobodys)}"' in response.content.decode()
    assert "ownerless" not in page().content.decode()


def test_taking_is_undone_with_one_click_too(client, nobodys, caseworker):
    client.force_login(caseworker)
    client.post(address("case_take", nobodys))
    client.post(address("case_give_back", nobodys))
    nobodys.refresh_from_db()
    assert nobodys.owner is None


def test_second_who_takes_is_told_who_came_first(client, nobodys, caseworker, team):
    first = UserFactory(role="sagsbehandler", teams=[team])
    nobodys.assign(first, by=first)
    client.force_login(caseworker)
    response = client.post(address("case_take", nobodys), follow=True)
    assert f"{first} har allerede taget sagen." in response.content.decode()
    client.post(address("case_give_back", nobodys))
    nobodys.refresh_from_db()
    assert nobodys.owner == first


def test_only_the_cases_own_team_takes_it(client, nobodys, caseworker):
    from sanktion.base.permissions import grant

    stranger = UserFactory(role="sagsbehandler")
    grant(stranger, "sanktion.view_case", nobodys)
    client.force_login(stranger)
    assert row_of(client.get(reverse("queue")), nobodys).take_url == ""
    assert "andet team" in client.post(address("case_take", nobodys), follow=True).content.decode()
    nobodys.refresh_from_db()
    assert nobodys.owner is None


@pytest.mark.parametrize("elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "", "\\\\ond"])
def test_the_way_back_never_leads_out_of_the_system(client, nobodys, caseworker, elsewhere):
    client.force_login(caseworker)
    response = client.post(address("case_take", nobodys), {"next": elsewhere})
    assert response.headers["Location"] == address("case", nobodys)


def test_the_way_back_to_the_queue_keeps_the_filters(page, client, case):
    page(sagsbehandler="mig", frist="", opdigtet="x", after="2000-01-01_0_1")
    here = f"{reverse('queue')}?sagsbehandler=mig&amp;after=2000-01-01_0_1"
    for tab in ("case", "case_documents", "case_history"):
        assert f'href="{here}"' in client.get(address(tab, case)).content.decode()
    page()
    assert f'href="{reverse("queue")}" data-key="u"' in client.get(address("case", case)).content.decode()


@pytest.fixture
def other_duty(monkeypatch):
    """Closed cases with a date stand in for another app's duty: every column a source needs is there."""
    source = DutySource(
        name="others",
        open_for=lambda user: Case.objects.visible_to(user).filter(status=CaseStatus.CLOSED),
        rows=case_rows,
        due="next_due",
    )
    monkeypatch.setattr(duties, "_sources", [source])


def closed(case, **fields):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, **fields)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def make(team, by, days: int, count: int) -> list[Case]:
    citizen = CitizenFactory(team=team)
    events = [EventFactory(citizen=citizen, reference=None) for _ in range(count)]
    last = Case.objects.count()
    return Case.objects.bulk_create(
        Case(number=f"2098-{last + n:07d}", citizen=citizen, event=event, team=team, owner=by, next_due=in_days(days))
        for n, event in enumerate(events, start=1)
    )


def test_other_duties_stand_in_the_same_list_by_date(page, team, caseworker, other_duty):
    first, second, third = (CaseFactory(event__citizen__team=team, by=caseworker) for _ in range(3))
    Case.objects.filter(pk=first.pk).update(next_due=in_days(-5))
    closed(second, next_due=in_days(-3), owner=None)
    Case.objects.filter(pk=third.pk).update(next_due=in_days(4))
    response = page()
    assert [row.number for row in response.context["rows"]] == [first.number, second.number, third.number]
    counts = {view["label"]: view["count"] for view in response.context["views"]}
    assert (counts["Frist overskredet"], counts["Uden sagsbehandler"], counts["Mine åbne sager"]) == ("2", "1", "2")
    assert "3 af 3 opgaver" in response.content.decode()
    assert AccessLog.objects.filter(user=caseworker, kind="list").count() == 3


@pytest.mark.parametrize(
    ("query", "has_duty"),
    [
        ({"frist": "overskredet"}, True),
        ({"sagsbehandler": "ingen"}, True),
        ({"sagsbehandler": "mig"}, False),
        ({"status": "hearing"}, False),
        ({"haendelse": "2"}, False),
        ({"haendelse_fra": "01-01-2020"}, False),
    ],
)
def test_filters_that_only_cases_have_leave_other_duties_out(page, case, other_duty, query, has_duty):
    closed(case, next_due=in_days(-3), owner=None)
    response = page(**query)
    assert (case.number in [row.number for row in response.context["rows"]]) is has_duty


def test_pages_of_two_tables_hold_every_row_once_forwards_and_back(page, team, caseworker, other_duty):
    # The same dates in both, so that a page ends in the middle of a day of either.
    for days in (1, 1, 2):
        make(team, caseworker, days, PAGE_SIZE // 2)
        for case in make(team, caseworker, days, PAGE_SIZE // 2):
            closed(case)
    response = page()
    pages = [[row.number for row in response.context["rows"]]]
    while url := response.context["page"].next_url:
        response = page(**dict([url.removeprefix("?").split("=")]))
        pages.append([row.number for row in response.context["rows"]])
    seen = [number for one in pages for number in one]
    assert len(seen) == len(set(seen)) == 6 * (PAGE_SIZE // 2)
    back = []
    while url := response.context["page"].previous_url:
        response = page(**dict([url.removeprefix("?").split("=")]))
        back.append([row.number for row in response.context["rows"]])
    assert back == pages[-2::-1]


def test_two_sources_cost_one_query_more(page, team, caseworker, other_duty, django_assert_max_num_queries):
    make(team, caseworker, 1, 5)
    for case in make(team, caseworker, 1, 5):
        closed(case)
    with django_assert_max_num_queries(15):
        assert len(page().context["rows"]) == 10


@pytest.mark.parametrize(
    "place", ["x", "2026-01-01", "2026-01-01_0", "2026-13-01_0_1", "_0_1", "2026-01-01_9_" + "9" * 30]
)
def test_unreadable_place_gives_a_page(page, case, place):
    assert page(after=place).status_code == page(before=place).status_code == 200


def test_the_reasons_of_all_rows_cost_one_query(page, team, caseworker, django_assert_max_num_queries):
    for _ in range(4):
        case = CaseFactory(event__citizen__team=team, by=caseworker)
        hearing_expired(case, caseworker)
    with django_assert_max_num_queries(13):
        assert all("uden svar" in row.why for row in page().context["rows"])
