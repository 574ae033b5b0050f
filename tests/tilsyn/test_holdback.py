"""V074, V056: what is held back, by whom and why; and what leaves in its place."""

from itertools import product

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from sanktion.base.redaction import Box, find, leaks
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import JournalEntry, MediaType, NoteKind, SupervisionRelevance
from tilsyn.actions import holdback as acts
from tilsyn.actions.holdback import HoldBackRefused, fingerprint, open_holdback
from tilsyn.material import hindrances, papers_of
from tilsyn.models import HoldBack, HoldReason, HoldScope, HoldStatus
from tilsyn.models.holdback import HOLD_TRANSITIONS

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import KEPT, SECRET, again, approved, document_in, marked, waiting
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def kirsten(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


def paper(selected, key, user):
    return next((one for one in papers_of(selected, user=user) if one.key == key), None)


def of(selected, document, user):
    return paper(selected, f"document:{document.pk}", user)


def test_a_passage_is_blacked_out_by_two_persons(selected, tove, kirsten):
    document = document_in(selected, by=tove)
    assert "delvis" in of(selected, document, tove).hindrance
    holdback = waiting(selected, document, by=tove)
    assert "ikke godkendt" in of(selected, document, tove).hindrance
    holdback = approved(holdback, by=kirsten)
    leaving = of(selected, document, tove)
    data = leaving.read(timezone.now())
    assert leaving.hindrance == ""
    assert not find(data, SECRET)
    assert find(data, KEPT)
    assert leaks(data, holdback.boxes, words=[SECRET]) == []
    assert find(document.data, SECRET)


def test_the_check_that_was_clean_is_kept(selected, tove, kirsten):
    document = document_in(selected, by=tove)
    holdback = approved(waiting(selected, document, by=tove), by=kirsten)
    [check] = holdback.checks.all()
    assert (check.leaks, check.checked_by) == (0, kirsten)
    assert (check.result_sha256, check.source_sha256) == (holdback.result.sha256, document.sha256)


def test_the_maker_does_not_approve(selected, tove):
    tove.user_permissions.add(Permission.objects.get(codename="approve_redaction"))
    both = type(tove).objects.get(pk=tove.pk)
    holdback = waiting(selected, document_in(selected, by=tove), by=both)
    with pytest.raises(HoldBackRefused, match="en anden"):
        approved(holdback, by=both)


def test_one_without_the_right_does_not_approve(selected, tove, team):
    holdback = waiting(selected, document_in(selected, by=tove), by=tove)
    with pytest.raises(HoldBackRefused, match="en anden"):
        approved(holdback, by=UserFactory(role="tilsynsansvarlig", teams=[team]))


def test_whoever_draws_a_mark_does_not_approve(selected, tove, kirsten):
    holdback = open_holdback(selected, document_in(selected, by=tove), by=tove)
    acts.mark_word(holdback, SECRET, reason="persons", by=kirsten)
    acts.send_to_approval(holdback, by=tove)
    with pytest.raises(HoldBackRefused, match="en anden"):
        approved(holdback, by=kirsten)


def test_what_was_looked_at_is_what_is_approved(selected, tove, kirsten):
    holdback = waiting(selected, document_in(selected, by=tove), by=tove)
    seen = fingerprint(holdback)
    acts.take_back(holdback, by=tove)
    acts.send_to_approval(holdback, by=tove)
    with pytest.raises(HoldBackRefused, match="ændret"):
        acts.approve_holdback(holdback, seen=seen, by=kirsten)


def test_nothing_changes_while_it_waits_and_it_can_be_taken_back(selected, tove):
    holdback = waiting(selected, document_in(selected, by=tove), by=tove)
    with pytest.raises(HoldBackRefused, match="kan ikke ændres"):
        acts.mark_boxes(holdback, [(1, Box(1, 1, 9, 9))], reason="other", note="x", by=tove)
    acts.take_back(holdback, by=tove)
    acts.mark_boxes(holdback, [(1, Box(1, 1, 9, 9))], reason="health", by=tove)
    assert holdback.marks.count() == 2


def test_it_is_undone_until_it_is_approved(selected, tove, kirsten):
    document = document_in(selected, by=tove)
    holdback = waiting(selected, document, by=tove)
    acts.withdraw_holdback(holdback, by=tove)
    assert again(holdback).status == HoldStatus.WITHDRAWN
    holdback = approved(waiting(selected, document, by=tove), by=kirsten)
    with pytest.raises(TransitionNotAllowed):
        acts.withdraw_holdback(holdback, by=tove)


def test_it_is_sent_back_with_a_remark_and_sent_again(selected, tove, kirsten):
    holdback = waiting(selected, document_in(selected, by=tove), by=tove)
    with pytest.raises(HoldBackRefused, match="Skriv"):
        acts.send_back(holdback, remark=" ", seen=fingerprint(holdback), by=kirsten)
    acts.send_back(holdback, remark="Tag også adressen", seen=fingerprint(holdback), by=kirsten)
    holdback = again(holdback)
    assert (holdback.status, holdback.remark) == (HoldStatus.RETURNED, "Tag også adressen")
    acts.send_to_approval(holdback, by=tove)
    assert approved(holdback, by=kirsten).status == HoldStatus.APPROVED


def test_a_new_version_begins_with_the_old_marks_and_replaces_it_when_approved(selected, tove, kirsten):
    document = document_in(selected, by=tove)
    first = approved(waiting(selected, document, by=tove), by=kirsten)
    second = open_holdback(selected, document, by=tove)
    assert (second.sequence, second.marks.count()) == (2, 1)
    assert open_holdback(selected, document, by=tove) == second
    acts.mark_word(second, KEPT, reason="cases", by=tove)
    acts.send_to_approval(second, by=tove)
    approved(second, by=kirsten)
    assert not find(of(selected, document, tove).read(timezone.now()), KEPT)
    assert again(first).status == HoldStatus.APPROVED


def test_the_same_mark_twice_is_one(selected, tove):
    holdback = marked(selected, document_in(selected, by=tove), by=tove)
    assert acts.mark_word(holdback, SECRET, reason="persons", by=tove) == 0
    assert holdback.marks.count() == 1


def test_pages_are_left_out(selected, tove, kirsten):
    document = document_in(selected, KEPT, SECRET, KEPT, by=tove)
    holdback = open_holdback(selected, document, by=tove)
    acts.drop_page(holdback, 2, reason="internal", by=tove)
    acts.drop_page(holdback, 2, reason="internal", by=tove)
    acts.send_to_approval(holdback, by=tove)
    assert approved(holdback, by=kirsten).result.pages == 2
    assert not find(of(selected, document, tove).read(timezone.now()), SECRET)


def test_not_every_page_is_left_out_one_by_one(selected, tove):
    holdback = open_holdback(selected, document_in(selected, by=tove), by=tove)
    acts.drop_page(holdback, 1, reason="internal", by=tove)
    with pytest.raises(HoldBackRefused, match="hele dokumentet"):
        acts.send_to_approval(holdback, by=tove)


def test_nothing_marked_is_not_sent(selected, tove):
    with pytest.raises(HoldBackRefused, match="ikke markeret"):
        acts.send_to_approval(open_holdback(selected, document_in(selected, by=tove), by=tove), by=tove)


def test_a_whole_document_is_left_out_with_a_reason(selected, tove, kirsten):
    """V056."""
    document = document_in(selected, by=tove, concerns=SupervisionRelevance.YES)
    holdback = open_holdback(selected, document, by=tove)
    acts.choose_scope(holdback, HoldScope.WHOLE, reason=HoldReason.UNRELATED, by=tove)
    acts.send_to_approval(holdback, by=tove)
    assert of(selected, document, tove).hindrance
    approved(holdback, by=kirsten)
    assert of(selected, document, tove) is None


def test_what_never_was_the_directorates_business_is_not_there(selected, tove):
    document = document_in(selected, by=tove, concerns=SupervisionRelevance.NO)
    assert of(selected, document, tove) is None


def test_a_paper_held_to_concern_it_in_part_may_be_sent_whole_when_two_say_so(selected, tove, kirsten):
    document = document_in(selected, by=tove)
    holdback = open_holdback(selected, document, by=tove)
    acts.choose_scope(holdback, HoldScope.NOTHING, by=tove)
    acts.send_to_approval(holdback, by=tove)
    approved(holdback, by=kirsten)
    assert of(selected, document, tove).read(timezone.now()) == document.data
    assert hindrances(selected, user=tove) == []


def test_a_word_file_is_left_out_or_stands_in_the_way(selected, tove, kirsten):
    document = document_in(selected, by=tove, concerns=SupervisionRelevance.YES, media_type=MediaType.DOCX)
    assert "ikke en PDF" in of(selected, document, tove).hindrance
    holdback = open_holdback(selected, document, by=tove)
    acts.choose_scope(holdback, HoldScope.NOTHING, by=tove)
    with pytest.raises(HoldBackRefused, match="PDF"):
        acts.send_to_approval(holdback, by=tove)


def test_a_title_with_a_name_is_replaced(selected, tove, kirsten):
    document = document_in(selected, by=tove, title="Brev om Per Hemmelig")
    holdback = marked(selected, document, by=tove)
    acts.name_paper(holdback, "Brev om en anden person", by=tove)
    acts.send_to_approval(again(holdback), by=tove)
    approved(holdback, by=kirsten)
    assert of(selected, document, tove).title == "Brev om en anden person"


def note(selected, text, concerns, by):
    case = selected.case
    return JournalEntry.objects.write(
        case, kind=NoteKind.NOTE, heading="Notat", text=text, concerns=SupervisionRelevance(concerns), by=by
    )


def test_journal_entries_that_concern_it_in_part_are_decided_on(selected, tove, kirsten):
    note(selected, KEPT, "yes", tove)
    entry = note(selected, SECRET, "partly", tove)
    assert "delvis" in paper(selected, "journal", tove).hindrance
    holdback = open_holdback(selected, None, by=tove)
    assert find(holdback.original, SECRET)
    acts.leave_out_entry(holdback, entry, reason="persons", by=tove)
    acts.send_to_approval(holdback, by=tove)
    approved(holdback, by=kirsten)
    leaving = paper(selected, "journal", tove)
    data = leaving.read(timezone.now())
    assert (leaving.hindrance, bool(find(data, SECRET)), bool(find(data, KEPT))) == ("", False, True)


@pytest.mark.thorough
def test_boxes_lie_on_the_sheet_that_was_kept_and_a_later_entry_needs_a_new_one(selected, tove, kirsten):
    note(selected, SECRET, "partly", tove)
    holdback = open_holdback(selected, None, by=tove)
    acts.mark_word(holdback, SECRET, reason="health", by=tove)
    acts.send_to_approval(holdback, by=tove)
    approved(holdback, by=kirsten)
    assert paper(selected, "journal", tove).hindrance == ""
    note(selected, "Internt", "no", tove)
    assert paper(selected, "journal", tove).hindrance == ""
    note(selected, "Noget nyt", "yes", tove)
    assert "ny udgave" in paper(selected, "journal", tove).hindrance
    second = open_holdback(selected, None, by=tove)
    assert find(second.original, "Noget nyt")


def test_leaving_out_an_entry_makes_the_sheet_anew_without_its_boxes(selected, tove):
    entry = note(selected, SECRET, "partly", tove)
    holdback = open_holdback(selected, None, by=tove)
    acts.mark_word(holdback, SECRET, reason="health", by=tove)
    acts.leave_out_entry(holdback, entry, reason="persons", by=tove)
    holdback = again(holdback)
    assert [mark.entry for mark in holdback.marks.all()] == [entry.number]
    acts.remove_mark(holdback.marks.get(), by=tove)
    assert find(again(holdback).original, SECRET)


def test_the_journal_sheet_is_never_left_out(selected, tove):
    """V073."""
    with pytest.raises(HoldBackRefused, match="altid"):
        acts.choose_scope(open_holdback(selected, None, by=tove), HoldScope.WHOLE, reason="unrelated", by=tove)


def test_other_teams_see_nothing_of_it(selected, tove):
    waiting(selected, document_in(selected, by=tove), by=tove)
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    assert not HoldBack.objects.visible_to(stranger).exists()
    assert HoldBack.objects.visible_to(tove).to_approve(stranger).exists()
    assert not HoldBack.objects.to_approve(tove).exists()


@pytest.mark.thorough
@pytest.mark.parametrize("pair", list(product(HoldStatus, HoldStatus)), ids=lambda pair: "-".join(pair))
def test_every_move_is_in_the_table_or_refused(selected, tove, kirsten, pair):
    before, after = pair
    holdback = _standing(before, selected, tove, kirsten)
    facts = {"decided_by": kirsten, "decided_at": timezone.now()}
    if before != HoldStatus.WAITING:
        facts |= {"sent_by": tove, "sent_at": timezone.now()}
    if after in HOLD_TRANSITIONS[before]:
        holdback._move_to(after, by=tove, reason="Prøve", **facts)
        assert holdback.status == after
    else:
        with pytest.raises(TransitionNotAllowed):
            holdback._move_to(after, by=tove, reason="Prøve")


def _standing(status, selected, tove, kirsten):
    """A version of a document left out whole, which needs no file."""
    holdback = open_holdback(selected, document_in(selected, by=tove), by=tove)
    acts.choose_scope(holdback, HoldScope.NOTHING, by=tove)
    if status == HoldStatus.WITHDRAWN:
        acts.withdraw_holdback(holdback, by=tove)
    elif status != HoldStatus.DRAFT:
        acts.send_to_approval(holdback, by=tove)
    if status == HoldStatus.RETURNED:
        acts.send_back(holdback, remark="Nej", seen=fingerprint(again(holdback)), by=kirsten)
    if status == HoldStatus.APPROVED:
        approved(holdback, by=kirsten)
    return again(holdback)
