"""V092: ways round the letter about a case that has left, tried in the database itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tilsyn.actions.papers import file_paper
from tilsyn.models import PaperKind, SentBy, WithdrawalNotice, WithdrawnBecause

from ..factories import TeamFactory, UserFactory
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def notice(tove):
    selected = selected_of(tove)
    # Past the action: whatever way it leaves.
    selected.withdraw(WithdrawnBecause.NO_DUTY, note="x", by=tove)
    return selected.notices.get()


def paper_of(selected, by, kind=PaperKind.WITHDRAWAL):
    facts = {"title": "Udgår", "render": lambda number: b"%PDF", "selected": selected, "by": by}
    return file_paper(selected.supervision, kind=kind, **facts)


def save(notice, **facts):
    for name, value in facts.items():
        setattr(notice, name, value)
    with transaction.atomic():
        notice.save()


def sent(notice, by):
    save(notice, paper=paper_of(notice.selected, by))
    save(notice, sent_on=timezone.localdate(), sent_way=SentBy.POST, sent_by=by)


def test_whoever_takes_the_case_out_the_letter_is_owed(notice):
    assert (notice.due, notice.paper, notice.sent_on) == (timezone.localdate(), None, None)


def test_no_letter_is_owed_of_a_case_that_takes_part(tove):
    with pytest.raises(IntegrityError, match="ikke udgået"), transaction.atomic():
        WithdrawalNotice.objects.create(selected=selected_of(tove), due=timezone.localdate())


def test_a_letter_is_not_sent_before_it_is_written_or_before_the_case_left(tove, notice):
    facts = {"sent_on": timezone.localdate(), "sent_way": SentBy.POST, "sent_by": tove}
    with pytest.raises(IntegrityError, match="sent_whole"):
        save(notice, **facts)
    early = facts | {"sent_on": notice.due - timedelta(days=1), "paper": paper_of(notice.selected, tove)}
    with pytest.raises(IntegrityError, match="sent_whole"):
        save(notice, **early)


def test_the_letter_is_about_this_case_and_of_this_kind(tove, notice):
    with pytest.raises(IntegrityError, match="en anden sag"):
        save(notice, paper=paper_of(selected_of(tove), tove))
    with pytest.raises(IntegrityError, match="en anden sag"):
        save(notice, paper=paper_of(notice.selected, tove, PaperKind.OTHER))


def test_what_is_sent_is_not_changed(tove, notice):
    sent(notice, tove)
    for change in ({"sent_on": None}, {"dropped_at": timezone.now()}, {"due": timezone.localdate()}):
        with pytest.raises(IntegrityError, match="kan ikke ændres"):
            save(WithdrawalNotice.objects.get(pk=notice.pk), **change)


def test_a_case_whose_letter_is_sent_does_not_come_back(tove, notice):
    sent(notice, tove)
    with pytest.raises(IntegrityError, match="fået brev"), transaction.atomic():
        notice.selected.bring_back(by=tove)


def test_the_debt_is_not_deleted(notice):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM tilsyn_withdrawalnotice")
