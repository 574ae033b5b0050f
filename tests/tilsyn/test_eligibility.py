"""V015, V017, V023, V024: the three conditions on the day of the event, and what the page says of them."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from sanktion.models import AccessLog, MatchCategory
from sanktion.models.standing import Standing
from tilsyn.eligibility import judge, judge_all, moved_outside
from tilsyn.models import SelectedCase, WithdrawnBecause

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


def a_case(by, **facts):
    return eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.get()), by=by), **facts)


def correct_category(case, category: int) -> None:
    """The period that holds on the day of the event says something else now."""
    row = MatchCategory.objects.get(citizen=case.citizen)
    row.category, row.reason, row.assessor_name = category, "Andre problemer", "Rådgiver Hansen"
    row.save()


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("standing", "met", "reasons"),
    [
        (Standing(2, None, True), [True, True, True], []),
        (Standing(4, None, True), [False, True, True], [WithdrawnBecause.CATEGORY]),
        (Standing(None, None, True), [False, True, True], [WithdrawnBecause.NOT_COVERED]),
        (Standing(3, None, False), [True, False, True], [WithdrawnBecause.NOT_REGISTERED]),
        (Standing(5, None, False), [False, False, True], [WithdrawnBecause.CATEGORY, WithdrawnBecause.NOT_REGISTERED]),
    ],
)
def test_each_condition_is_judged_for_itself(tove, standing, met, reasons):
    found = judge(standing, CaseFactory(by=tove))
    assert [condition.is_met for condition in found.conditions] == met
    assert [condition.otherwise for condition in found.unmet] == reasons


def test_the_day_of_the_event_counts_and_no_other(tove):
    """V015: category 4 from the day after the event changes nothing."""
    case = a_case(tove)
    row = MatchCategory.objects.get(citizen=case.citizen)
    day = case.event.occurred_on
    row.period = DateRange(date(2020, 1, 1), day + timedelta(days=1))
    row.save()
    after = DateRange(day + timedelta(days=1), None)
    facts = {"category": 4, "reason": "Sygdom", "assessor_name": "Rådgiver Hansen"}
    MatchCategory.objects.create(citizen=case.citizen, period=after, **facts)
    judged = judge_all(SelectedCase.objects.filter(pk=selected_of(tove, case=case).pk))
    assert judged[0].eligibility.is_met


def test_the_page_says_each_condition_in_words_and_logs_the_look(client, tove):
    selected = selected_of(tove)
    client.force_login(tove)
    page = client.get(reverse("supervision_eligibility", args=[selected.supervision.number]))
    text = page.content.decode()
    assert text.count("Opfyldt") == 3
    assert "Matchkategori 2 på hændelsens dato" in text
    assert AccessLog.objects.filter(user=tove, page="supervision_eligibility").exists()


def test_cases_outside_the_scope_are_counted_and_not_shown(client, tove):
    selected = selected_of(tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(stranger)
    page = client.get(reverse("supervision_eligibility", args=[selected.supervision.number])).content.decode()
    assert "1 sag i tilsynet er uden for din adgang" in page
    assert selected.case.number not in page


def test_the_number_of_queries_does_not_follow_the_number_of_cases(client, tove, django_assert_num_queries):
    supervision = supervision_of(tove)
    url = reverse("supervision_eligibility", args=[supervision.number])
    client.force_login(tove)
    selected_of(tove, supervision=supervision)
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    for category in (4, 2, 3):
        selected_of(tove, supervision=supervision, case=a_case(tove, category=category))
    with django_assert_num_queries(10):
        client.get(url)


def test_a_category_corrected_later_is_told_and_counted(client, tove):
    """V018: the case was named in good faith; by now it should leave."""
    selected = selected_of(tove)
    assert not moved_outside().exists()
    correct_category(selected.case, 4)
    assert list(moved_outside()) == [selected]
    client.force_login(tove)
    page = client.get(reverse("supervision_eligibility", args=[selected.supervision.number])).content.decode()
    assert "Kategorien er ændret siden udpegningen: matchkategori 4" in page


def test_a_case_that_left_for_its_category_may_come_back_when_that_is_corrected(tove):
    selected = selected_of(tove, case=a_case(tove, category=4))
    correct_category(selected.case, 2)
    one = judge_all(SelectedCase.objects.filter(pk=selected.pk))[0]
    assert one.told_change.startswith("Kategorien er ændret, siden sagen udgik")
    assert one.can_come_back


def test_the_case_page_names_the_supervision(client, tove):
    selected = selected_of(tove)
    client.force_login(tove)
    page = client.get(reverse("case", args=[selected.case.number])).content.decode()
    assert f"tilsyn {selected.supervision.number}" in page
