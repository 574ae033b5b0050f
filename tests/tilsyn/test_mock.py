"""V005, V075: a random draw of the month's decided cases, reviewed blind, with the same four counts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessLog, Case, User
from tilsyn.actions import mock
from tilsyn.actions.mock import (
    MockNotAllowed,
    draw_all_teams,
    draw_cases,
    had_a_hand,
    hand_over,
    last_month,
    repeat,
    review_case,
)
from tilsyn.contributions import reviewed as told_of
from tilsyn.figures.mock import MonthResult, results_by_month
from tilsyn.forms.mock import ReviewForm, as_lines
from tilsyn.models import ChecklistItem, ChecklistVersion, MockDraw, MockReview
from tilsyn.verdicts import Verdict

from ..factories import TeamFactory, UserFactory
from ..factories.mock import draw_of, reviewed, shared_month

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def decided(django_db_setup, django_db_blocker):
    """Two cases of last month, decided by Kirsten; a colleague is there to review them."""
    with django_db_blocker.unblock(), shared_month() as kirsten:
        yield kirsten.pk


@pytest.fixture
def kirsten(decided):
    return User.objects.get(pk=decided)


@pytest.fixture
def draw(kirsten, settings):
    """Of one of the two."""
    settings.SANKTION_MOCK_CASES = 1
    return draw_of(kirsten)


def only(draw) -> MockReview:
    return draw.reviews.select_related("reviewer", "case", "draw__checklist").get()


def month() -> date:
    return last_month(timezone.localdate())


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 3, 1), date(2026, 2, 1)), (date(2026, 1, 31), date(2025, 12, 1))]
)
def test_the_month_before(today, expected):
    assert last_month(today) == expected


GROUND = [(pk, f"2026-{pk:07d}") for pk in range(1, 31)]


def test_the_seed_gives_the_same_cases_every_time_and_another_seed_gives_others():
    drawn = mock._sample(GROUND, 7, 10)
    assert drawn == mock._sample(GROUND, 7, 10) == sorted(set(drawn))
    assert drawn != mock._sample(GROUND, 8, 10)
    assert mock._sample(GROUND[:3], 7, 10) == GROUND[:3]


def test_every_case_is_as_likely_as_the_others():
    """Over many seeds each of 30 is drawn about one time in three."""
    times = dict.fromkeys((pk for pk, _ in GROUND), 0)
    for seed in range(600):
        for pk, _ in mock._sample(GROUND, seed, 10):
            times[pk] += 1
    assert 140 < min(times.values()) <= max(times.values()) < 260


def test_each_case_gets_a_colleague_who_neither_had_nor_decided_it(kirsten, draw):
    review = only(draw)
    assert review.reviewer not in (None, kirsten)
    assert had_a_hand([review.case_id])[review.case_id] >= {kirsten.pk}


def test_a_month_is_drawn_once_a_team(kirsten, draw):
    assert draw_cases(draw.team, draw.month, by=kirsten, seed=99) == draw
    assert draw_all_teams() == []


def test_the_beat_draws_the_month_before_for_each_team_with_decisions(kirsten):
    TeamFactory()
    drawn = draw_all_teams()
    assert [(one.team, one.month, one.drawn_by) for one in drawn] == [(kirsten.teams.get(), month(), None)]


def test_no_more_are_drawn_than_the_setting_says(kirsten, settings):
    settings.SANKTION_MOCK_CASES = 1
    draw = draw_of(kirsten)
    assert (draw.wanted, draw.drawn, draw.population) == (1, 1, 2)


def test_a_month_that_is_not_over_is_not_drawn(kirsten):
    with pytest.raises(MockNotAllowed, match="ikke slut"):
        draw_cases(kirsten.teams.get(), timezone.localdate().replace(day=1), by=kirsten)


def test_the_draw_is_repeated_from_its_seed(kirsten, draw):
    assert repeat(draw) == mock.Repetition(is_same=True, is_same_ground=True)
    case = only(draw).case
    case.is_restricted = True
    case.save()
    assert repeat(draw) == mock.Repetition(is_same=False, is_same_ground=False)


def test_restricted_cases_are_not_drawn(kirsten):
    for case in Case.objects.filter(team=kirsten.teams.get()):
        case.set_restricted(True, by=kirsten)
    assert draw_cases(kirsten.teams.get(), month(), by=None) is None


def test_without_a_colleague_the_case_waits_for_one(kirsten, settings):
    settings.SANKTION_MOCK_CASES = 1
    User.objects.exclude(pk=kirsten.pk).update(is_active=False)
    draw = draw_of(kirsten)
    review = only(draw)
    assert review.reviewer is None
    colleague = UserFactory(role="tilsynsansvarlig", teams=[draw.team])
    hand_over(review, colleague, by=kirsten)
    assert only(draw).reviewer == colleague


def test_it_is_handed_to_nobody_who_decided_it_or_is_of_another_team(kirsten, draw):
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    for person in (kirsten, stranger):
        with pytest.raises(MockNotAllowed, match="hverken"):
            hand_over(only(draw), person, by=kirsten)


def test_the_last_review_closes_the_draw_with_four_counts_that_add_up(kirsten):
    """V136-V139."""
    draw = draw_of(kirsten)
    first, second = draw.reviews.select_related("reviewer", "draw__checklist")
    reviewed(first, Verdict.WRONG, remark="Ingen høring")
    draw.refresh_from_db()
    assert draw.is_open
    reviewed(second, Verdict.NOT_ASSESSABLE)
    draw.refresh_from_db()
    assert not draw.is_open
    assert [count for _, count in draw.counts] == [1, 1, 0, 0]
    second.refresh_from_db()
    assert second.missing_labels == ["Borgerens forklaring"]


def test_a_double_click_reviews_once(draw):
    review = only(draw)
    reviewed(review)
    assert reviewed(review, Verdict.WRONG, remark="x").verdict == Verdict.NO_CRITICISM


def test_nobody_reviews_for_another(draw, kirsten):
    with pytest.raises(MockNotAllowed, match="en anden"):
        reviewed(only(draw), by=kirsten)


def test_who_takes_the_case_over_meanwhile_no_longer_reviews_it(draw):
    review = only(draw)
    review.case.assign(review.reviewer, by=review.reviewer)
    with pytest.raises(MockNotAllowed, match="selv haft"):
        reviewed(review)


def items():
    return list(ChecklistVersion.objects.in_force(timezone.localdate()).items.all())


def posted(**values):
    return {f"answer_{item.pk}": "yes" for item in items()} | values


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"verdict": "no_criticism"}, set()),
        ({"verdict": "not_assessable"}, {"missing"}),
        ({"verdict": "not_assessable", "missing": ["3", "10"]}, set()),
        ({"verdict": "no_criticism", "missing": ["3"]}, {"missing"}),
        ({"verdict": "not_assessable", "missing": ["11"]}, {"missing"}),
        ({"verdict": "wrong"}, {"remark"}),
        ({"verdict": "withdrawn", "remark": "Kategori 4"}, set()),
        ({}, {"verdict"}),
    ],
)
def test_what_the_form_asks_for(values, wrong):
    assert set(ReviewForm(posted(**values), items=items()).errors) == wrong


def test_an_item_without_an_answer_is_missed():
    left_out = f"answer_{items()[0].pk}"
    given = {name: value for name, value in posted(verdict="no_criticism").items() if name != left_out}
    assert set(ReviewForm(given, items=items()).errors) == {left_out}


def test_the_review_is_blind_and_shows_the_papers(client, draw, kirsten):
    review = only(draw)
    client.force_login(review.reviewer)
    page = client.get(reverse("mock_review", args=[draw.pk, 1])).content.decode()
    assert "Journalark" in page
    assert str(kirsten) not in page
    paper = client.get(reverse("mock_paper", args=[draw.pk, 1, 1]))
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Cache-Control"] == "no-store"
    assert client.get(reverse("mock_paper", args=[draw.pk, 1, 99])).status_code == 404
    assert AccessLog.objects.filter(user=review.reviewer, page="mock_paper", case=review.case).exists()


def test_a_colleague_is_sent_away_from_what_another_reviews(client, draw, kirsten):
    client.force_login(kirsten)
    for name, arguments in (("mock_review", [draw.pk, 1]), ("mock_paper", [draw.pk, 1, 1])):
        assert client.get(reverse(name, args=arguments)).headers["Location"] == reverse("mock_draw", args=[draw.pk])


def test_how_a_case_came_out_is_not_told_before_all_are_done(client, kirsten):
    draw = draw_of(kirsten)
    first = draw.reviews.select_related("reviewer", "draw__checklist").first()
    reviewed(first, Verdict.WRONG, remark="Hemmelig endnu")
    client.force_login(kirsten)
    page = client.get(reverse("mock_draw", args=[draw.pk])).content.decode()
    assert "1 af 2 sager er gennemgået" in page
    assert "Hemmelig endnu" not in page
    assert "Forkert afgørelse" not in page


def test_from_draw_to_verdict_on_the_pages(client, kirsten, settings):
    settings.SANKTION_MOCK_CASES = 1
    client.force_login(kirsten)
    asked = {"team": kirsten.teams.get().pk, "month": month().isoformat()}
    assert client.post(reverse("mock_draw_new"), asked).status_code == 302
    draw = MockDraw.objects.get()
    assert str(draw.seed) in client.get(f"{reverse('mock_draw', args=[draw.pk])}?gentag=1").content.decode()
    client.force_login(only(draw).reviewer)
    assert "Du skal gennemgå 1 sag" in client.get(reverse("mock_draws")).content.decode()
    answer = client.post(reverse("mock_review", args=[draw.pk, 1]), posted(verdict="no_criticism"))
    assert answer.status_code == 302
    draw.refresh_from_db()
    assert draw.no_criticism == 1


def test_another_teams_draw_is_not_found(client, draw):
    client.force_login(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    assert client.get(reverse("mock_draw", args=[draw.pk])).status_code == 404


def test_the_results_are_numbers_without_citizens(client, draw):
    review = only(draw)
    reviewed(review)
    client.force_login(UserFactory(role="leder"))
    page = client.get(reverse("mock_results")).content.decode()
    assert "<svg" in page
    assert review.case.number not in page
    assert [(one.drawn, one.error_rate) for one in results_by_month()] == [(1, Decimal("0.0"))]


@pytest.mark.parametrize(
    ("numbers", "rate"), [((1, 1, 1, 0), 33.3), ((1, 0, 1, 2), 50), ((0, 0, 0, 3), None), ((2, 0, 0, 0), 100)]
)
def test_the_error_rate_leaves_out_what_left(numbers, rate):
    result = MonthResult(date(2026, 10, 1), dict(zip(Verdict, numbers, strict=True)))
    assert (result.error_rate and float(result.error_rate), result.label) == (rate, "oktober 2026")


def test_the_review_is_in_the_citizens_own_export(draw):
    """Art. 15."""
    review = reviewed(only(draw), remark="Fin sag")
    assert "Ingen kritik. Fin sag" in dict(told_of(review.case.citizen))[f"Sag {review.case.number}"]


def test_a_first_checklist_is_there_and_waits_for_a_lawyer():
    """V075."""
    version = ChecklistVersion.objects.get()
    assert "Skal bekræftes af jurist" in version.source
    assert {item.kind for item in version.items.all()} >= set(range(1, 11))


def test_a_new_version_takes_over_from_its_day(client):
    client.force_login(UserFactory(role="administrator"))
    url, today = reverse("checklist_new"), timezone.localdate()
    given = {"items": "1. Er hændelsen dokumenteret?\nEr journalen ført?", "source": "www", "reason": "Ny liste"}
    early = f"{today - timedelta(days=1):%d-%m-%Y}"
    assert client.post(url, given | {"valid_from": early}).status_code == 422
    assert client.post(url, given | {"valid_from": f"{today:%d-%m-%Y}"}).status_code == 302
    version = ChecklistVersion.objects.in_force(today)
    assert [(item.text, item.kind) for item in version.items.all()] == [
        ("Er hændelsen dokumenteret?", 1),
        ("Er journalen ført?", None),
    ]
    assert as_lines(version.items.all()) == given["items"]
    assert ChecklistVersion.objects.in_force(today - timedelta(days=1)) != version


def test_a_draw_keeps_the_checklist_it_was_made_with(kirsten, draw):
    version = ChecklistVersion.objects.create(valid_from=timezone.localdate(), source="Ny")
    ChecklistItem.objects.create(version=version, position=1, text="Nyt spørgsmål?")
    assert draw.checklist != version
    assert review_case(
        only(draw),
        answers={item.pk: ("yes", "") for item in draw.checklist.items.all()},
        verdict=Verdict.NO_CRITICISM,
        missing=[],
        remark="",
        by=only(draw).reviewer,
    ).is_done


def test_a_case_that_has_left_the_team_is_told_of_as_a_number(client, draw):
    """It can't be reviewed by anyone who sees the draw, and the draw waits for it."""
    review = draw.reviews.first()
    Case.objects.filter(pk=review.case_id).update(team=TeamFactory())
    client.force_login(review.reviewer)
    page = client.get(reverse("mock_draw", args=[draw.pk])).content.decode()
    assert "1 sag er uden for din adgang" in page
    assert review.case.number not in page
    assert review not in client.get(reverse("mock_draws")).context["mine"]


def test_the_newest_draw_is_first(client, kirsten, draw):
    MockDraw.objects.create(
        **{name: getattr(draw, name) for name in ("team", "seed", "wanted", "population", "drawn", "checklist")},
        population_digest=draw.population_digest,
        month=(draw.month - timedelta(days=1)).replace(day=1),
    )
    client.force_login(kirsten)
    shown = [one.month for one in client.get(reverse("mock_draws")).context["draws"]]
    assert shown == sorted(shown, reverse=True)


def test_a_month_that_is_drawn_already_is_told_of_as_such(client, kirsten, draw):
    client.force_login(kirsten)
    asked = {"team": draw.team.pk, "month": draw.month.isoformat()}
    shown = client.post(reverse("mock_draw_new"), asked, follow=True).content.decode()
    assert "Måneden var udtrukket i forvejen" in shown
    assert MockDraw.objects.count() == 1
