"""V062, V071: earlier sanctions of the last twelve months, counted back from the event, never typed."""

from datetime import date

import pypdfium2
import pytest
from django.urls import reverse

from sanktion.models import AccessLog, Case, Decision, Outcome
from sanktion.models.decision import look_back_period

from ..factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from ..factories.decisions import sanction_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

EVENT_DAY = date(2026, 11, 10)


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def current(citizen, caseworker) -> Case:
    return CaseFactory(event=EventFactory(citizen=citizen, occurred_on=EVENT_DAY), by=caseworker)


def earlier(case) -> list[Decision]:
    return list(Decision.objects.earlier_sanctions(case))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 10), date(2025, 11, 10)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2026, 2, 28)),
        (date(2028, 3, 31), date(2027, 3, 31)),
    ],
)
def test_period_is_twelve_calendar_months_with_both_days_in_it(day, first):
    assert look_back_period(day) == (first, day)


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("event_on", "counts"),
    [
        (date(2025, 11, 9), False),
        (date(2025, 11, 10), True),
        (date(2026, 5, 1), True),
        (date(2026, 11, 10), True),
        (date(2026, 11, 11), False),
    ],
)
def test_the_day_of_the_event_decides(current, citizen, caseworker, event_on, counts):
    """Not the day of the decision: every one of these is decided today."""
    sanction_of(citizen, caseworker, event_on=event_on)
    assert len(earlier(current)) == counts


@pytest.mark.parametrize("outcome", [Outcome.NO_SANCTION, Outcome.EVENT_WITHDRAWN])
def test_only_sanctions_count(current, citizen, caseworker, outcome):
    sanction_of(citizen, caseworker, outcome=outcome)
    assert earlier(current) == []


def test_neither_the_case_itself_nor_another_citizens_counts(citizen, team, caseworker):
    own = sanction_of(citizen, caseworker)
    sanction_of(CitizenFactory(team=team), caseworker)
    assert earlier(own.case) == []


def test_newest_event_first(current, citizen, caseworker):
    days = [date(2026, 3, 1), date(2026, 9, 1), date(2026, 6, 1)]
    for day in days:
        sanction_of(citizen, caseworker, event_on=day)
    assert [one.case.event.occurred_on for one in earlier(current)] == sorted(days, reverse=True)


def panel(client, case) -> str:
    text = client.get(reverse("case", args=[case.number])).content.decode()
    return text.split('id="earlier-sanctions"')[1].split("</section>")[0]


def test_case_page_shows_them(visitor, current, citizen, caseworker):
    decision = sanction_of(citizen, caseworker, event_on=date(2026, 5, 1), outcome=Outcome.REDUCTION)
    shown = panel(visitor, current)
    for part in ("1. maj", "Nedsættelse", "udeblevet fra jobsamtale", decision.case.number):
        assert part in shown


def test_case_page_says_when_there_are_none(visitor, current):
    assert "Ingen i de 12 måneder før hændelsen" in panel(visitor, current)


@pytest.fixture
def elsewhere(citizen, caseworker) -> Decision:
    """A sanction in a case that the caseworker may no longer see: another team's, or for named people only."""
    return sanction_of(citizen, caseworker, event_on=date(2026, 5, 1))


@pytest.mark.parametrize("closed_by", ["restriction", "team"])
def test_of_a_case_not_seen_date_kind_and_outcome_alone_are_shown(visitor, current, elsewhere, closed_by):
    change = {"is_restricted": True} if closed_by == "restriction" else {"team": TeamFactory()}
    Case.objects.filter(pk=elsewhere.case_id).update(**change)
    shown = panel(visitor, current)
    assert "1. maj" in shown
    assert "Fradrag" in shown
    assert elsewhere.case.number not in shown
    printed = pdf_text(visitor.get(reverse("earlier_sanctions", args=[current.number])).content)
    assert "1. maj 2026" in printed
    assert elsewhere.case.number not in printed
    assert elsewhere.legal_basis.section not in printed


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 1
        page = document[0]
        text = page.get_textpage()
        found = " ".join(text.get_text_bounded().split())
        text.close()
        page.close()
        return found


def test_print_is_one_page_streamed_and_logged(visitor, current, citizen, caseworker):
    decision = sanction_of(citizen, caseworker, event_on=date(2026, 5, 1))
    documents = current.documents.count()
    response = visitor.get(reverse("earlier_sanctions", args=[current.number]))
    text = pdf_text(response.content)
    for part in ("Tidligere sanktioner, 12 måneder", "10. november 2025 til og med 10. november 2026", citizen.name):
        assert part in text
    for part in (current.number, decision.case.number, decision.legal_basis.section, "Fradrag"):
        assert part in text
    assert response.headers["Cache-Control"] == "no-store"
    assert current.documents.count() == documents
    assert AccessLog.objects.filter(case=current, kind="print", page="earlier_sanctions").count() == 1


def test_print_says_when_there_are_none(visitor, current):
    text = pdf_text(visitor.get(reverse("earlier_sanctions", args=[current.number])).content)
    assert "ingen andre hændelser i perioden" in text


def test_reader_of_the_case_may_print_it(client, current, team):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    assert client.get(reverse("earlier_sanctions", args=[current.number])).status_code == 200


def test_case_page_asks_no_more_with_many(visitor, current, citizen, caseworker, django_assert_max_num_queries):
    for month in range(1, 7):
        sanction_of(citizen, caseworker, event_on=date(2026, month, 1))
    with django_assert_max_num_queries(15):
        panel(visitor, current)
    decided = Decision.objects.first().case
    with django_assert_max_num_queries(15):
        panel(visitor, decided)
