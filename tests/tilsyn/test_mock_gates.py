"""V005, V136-V139: ways round the rules of the unit's own supervision, tried in the database itself."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from sanktion.base.acting import acting
from sanktion.models import User
from tilsyn.models import Answered, ChecklistItem, ChecklistVersion, MockAnswer, MockDraw, MockReview
from tilsyn.verdicts import Verdict

from ..factories import UserFactory
from ..factories.mock import draw_of, reviewed, shared_month

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


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


def change(row, **facts):
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**facts)


def answer_all(review):
    MockAnswer.objects.bulk_create(
        MockAnswer(review=review, item=item, answer=Answered.YES) for item in review.draw.checklist.items.all()
    )


def verdict(word=Verdict.NO_CRITICISM, **facts):
    return {"verdict": word, "reviewed_at": timezone.now()} | facts


@pytest.mark.parametrize(
    "facts", [{"seed": 8}, {"drawn": 2}, {"population": 9}, {"population_digest": "x"}, {"wanted": 3}]
)
def test_a_draw_stays_as_it_was_made(draw, facts):
    with pytest.raises(IntegrityError, match="udtræk kan ikke ændres"):
        change(draw, **facts)


def test_counts_that_do_not_add_up_are_refused(draw):
    counts = {"wrong": 0, "not_assessable": 0, "no_criticism": 2, "withdrawn": 0}
    answer_all(only(draw))
    change(only(draw), **verdict())
    for wrong in (counts, counts | {"no_criticism": 0}, counts | {"no_criticism": 0, "wrong": 1}):
        with pytest.raises(IntegrityError, match=r"passer ikke|add_up"):
            change(draw, status="closed", **wrong)


def test_a_draw_does_not_close_before_all_are_reviewed(draw):
    with pytest.raises(IntegrityError, match="passer ikke"):
        change(draw, status="closed", wrong=0, not_assessable=0, no_criticism=1, withdrawn=0)


def test_an_open_draw_has_no_counts(draw):
    with pytest.raises(IntegrityError, match="add_up"):
        change(draw, wrong=1)


def test_a_closed_draw_is_closed(draw):
    reviewed(only(draw))
    draw.refresh_from_db()
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        change(draw, wrong=1, no_criticism=0)


def test_who_decided_the_case_does_not_review_it(draw, kirsten):
    with pytest.raises(IntegrityError, match="en anden end den"):
        change(only(draw), reviewer=kirsten)


def test_who_once_had_the_case_does_not_review_it(draw):
    review = only(draw)
    former = UserFactory(role="sagsbehandler", teams=[draw.team])
    review.case.assign(former, by=former)
    review.case.assign(None, by=former)
    with pytest.raises(IntegrityError, match="en anden end den"):
        change(review, reviewer=former)


def test_not_assessable_names_what_was_missing(draw):
    """V137."""
    answer_all(only(draw))
    with pytest.raises(IntegrityError, match="names_what_is_missing"):
        change(only(draw), **verdict(Verdict.NOT_ASSESSABLE))
    with pytest.raises(IntegrityError, match="names_what_is_missing"):
        change(only(draw), **verdict(Verdict.NOT_ASSESSABLE, missing=[11]))
    with pytest.raises(IntegrityError, match="names_what_is_missing"):
        change(only(draw), **verdict(missing=[2]))


def test_the_checklist_is_filled_in(draw):
    with pytest.raises(IntegrityError, match="Tjeklisten"):
        change(only(draw), **verdict())


def test_a_case_is_reviewed_in_ones_own_name(draw, kirsten):
    answer_all(only(draw))
    with pytest.raises(IntegrityError, match="eget navn"), acting(kirsten):
        change(only(draw), **verdict())


def test_a_review_is_not_made_again(draw):
    review = reviewed(only(draw))
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        change(review, verdict=Verdict.WRONG)
    with pytest.raises(IntegrityError, match="hører ikke"), transaction.atomic():
        MockAnswer.objects.create(review=review, item=review.draw.checklist.items.first(), answer=Answered.NO)


def test_only_the_draws_own_checklist_is_answered(draw):
    version = ChecklistVersion.objects.create(valid_from=timezone.localdate(), source="Ny")
    item = ChecklistItem.objects.create(version=version, position=1, text="Nyt?")
    with pytest.raises(IntegrityError, match="hører ikke"), transaction.atomic():
        MockAnswer.objects.create(review=only(draw), item=item, answer=Answered.YES)


@pytest.mark.parametrize("model", [MockDraw, MockReview, MockAnswer, ChecklistVersion, ChecklistItem])
def test_nothing_of_it_is_deleted(draw, model):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model._base_manager.all()._raw_delete("default")


@pytest.mark.parametrize("model", [MockAnswer, ChecklistVersion, ChecklistItem])
def test_what_was_answered_and_asked_is_not_rewritten(draw, model):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model._base_manager.update(id=1)
