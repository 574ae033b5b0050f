"""V054, V055, V084: making a dispatch, following its procedure, and ending it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sanktion.models import Case, JournalEntry
from tilsyn.actions.dispatch import DispatchNotAllowed, create_dispatch
from tilsyn.actions.dispatch_course import add_receipt, complete, discard, mark_posted, tick
from tilsyn.actions.orientation import run_orientation
from tilsyn.actions.papers import file_paper
from tilsyn.models import Bundle, Dispatch, DispatchStatus, PaperKind, Supervision, SupervisionStatus, not_yet_sent

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import dispatch_of, posted, ready_bundle, recipient_known, small_pdf, ticked
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
REASON = "Direktoratets server tager ikke imod i dag."


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


def another(selected, by):
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by))
    return selected_of(by, supervision=selected.supervision, case=case)


@short_letters()
def create(selected, by, **facts):
    facts = {"kind": "material", "channel": "post", "post_reason": REASON, "bundles": [], **facts}
    return create_dispatch(selected.supervision, **facts, by=by)


def test_a_dispatch_has_a_cover_letter_that_states_the_reason_for_post(tove, selected):
    dispatch = dispatch_of(selected, by=tove)
    (row,) = dispatch.papers.all()
    assert (dispatch.number, dispatch.status, row.paper.kind) == (1, DispatchStatus.READY, PaperKind.COVER)


def test_post_without_a_reason_is_refused(tove, selected):
    """V055."""
    with pytest.raises(DispatchNotAllowed, match="hvorfor"):
        create(selected, tove, post_reason="  ", bundles=[ready_bundle(selected)])
    assert not Dispatch.objects.exists()


def test_an_empty_dispatch_is_refused(tove, selected):
    with pytest.raises(DispatchNotAllowed, match="Vælg mindst"):
        create(selected, tove)


def test_a_double_click_is_one_dispatch(tove, selected):
    key = "5b1f2c4e-8f5e-4c77-9f7e-2b7f5f7d5a11"
    bundles = [ready_bundle(selected)]
    assert create(selected, tove, bundles=bundles, key=key) == create(selected, tove, bundles=bundles, key=key)


def test_a_bundle_is_sent_once_but_comes_back_from_a_discarded_dispatch(tove, selected):
    dispatch = dispatch_of(selected, by=tove)
    bundle = Bundle.objects.get()
    assert not not_yet_sent(selected.supervision).exists()
    with pytest.raises(DispatchNotAllowed, match="allerede sendt"):
        create(selected, tove, bundles=[bundle])
    discard(dispatch, by=tove)
    assert list(not_yet_sent(selected.supervision)) == [bundle]


def test_the_bundle_of_a_case_that_left_is_not_offered(tove, selected):
    ready_bundle(selected)
    selected.withdraw("directorate", by=tove)
    assert not not_yet_sent(selected.supervision).exists()


def test_a_bundle_that_is_not_what_was_made_is_refused(tove, selected):
    with pytest.raises(DispatchNotAllowed, match="ikke det, der blev dannet"):
        create(selected, tove, bundles=[ready_bundle(selected, stored=b"noget andet")])


def test_secure_mail_without_an_address_or_a_certificate_says_what_is_missing(tove, selected):
    with pytest.raises(DispatchNotAllowed, match="e-mailadresse"):
        create(selected, tove, channel="secure_mail", post_reason="", bundles=[ready_bundle(selected)])
    recipient_known(selected.supervision.directorate)
    with pytest.raises(DispatchNotAllowed, match="ikke sat op"):
        create(selected, tove, channel="secure_mail", post_reason="", bundles=[ready_bundle(selected)])


def test_steps_come_in_their_time(tove, selected):
    """V084."""
    dispatch = dispatch_of(selected, by=tove)
    with pytest.raises(DispatchNotAllowed, match="efter afsendelsen"):
        tick(dispatch, dispatch.unticked("after").first(), by=tove)
    with pytest.raises(DispatchNotAllowed, match="før afsendelsen"):
        mark_posted(dispatch, sent_on=timezone.localdate(), tracking="RR1", by=tove)
    assert posted(dispatch, tove).status == DispatchStatus.SENT


def test_steps_of_the_other_channel_are_not_asked(tove, selected):
    texts = set(dispatch_of(selected, by=tove).steps.values_list("channel", flat=True))
    assert texts == {"", "post"}


def test_post_needs_a_tracking_number_and_a_day_that_has_been(tove, selected):
    dispatch = ticked(dispatch_of(selected, by=tove), tove)
    with pytest.raises(DispatchNotAllowed, match="til i dag"):
        mark_posted(dispatch, sent_on=timezone.localdate() + timedelta(days=1), tracking="RR1", by=tove)


def test_what_was_sent_is_noted_in_each_case(tove, selected):
    posted(dispatch_of(selected, by=tove), tove)
    headings = [entry.heading for entry in JournalEntry.objects.filter(case=selected.case)]
    assert "Sagens materiale er sendt til direktoratet" in headings


@short_letters()
def end(dispatch, by):
    run_orientation(dispatch.pk)
    complete(ticked(dispatch, by, moment="after"), by=by)


def test_a_dispatch_ends_when_everybody_is_told_and_every_step_done(tove, selected):
    """V081, V084."""
    dispatch = posted(dispatch_of(selected, by=tove), tove)
    with pytest.raises(DispatchNotAllowed, match="mangler trin"):
        complete(dispatch, by=tove)
    ticked(dispatch, tove, moment="after")
    with pytest.raises(DispatchNotAllowed, match="orienteringsbreve"):
        complete(dispatch, by=tove)
    end(dispatch, tove)
    dispatch.refresh_from_db()
    assert (dispatch.status, dispatch.completed_by) == (DispatchStatus.COMPLETED, tove)


def test_the_supervision_is_sent_with_the_last_of_its_cases(tove, selected):
    other = another(selected, tove)
    end(posted(dispatch_of(selected, by=tove), tove), tove)
    assert Supervision.objects.get().status == SupervisionStatus.COLLECTING
    end(posted(dispatch_of(other, by=tove), tove), tove)
    assert Supervision.objects.get().status == SupervisionStatus.SENT


def test_a_case_that_left_is_not_waited_for(tove, selected):
    another(selected, tove).withdraw("directorate", by=tove)
    end(posted(dispatch_of(selected, by=tove), tove), tove)
    assert Supervision.objects.get().status == SupervisionStatus.SENT


def test_one_who_does_not_see_all_the_cases_can_do_nothing_with_it(tove, selected):
    dispatch = dispatch_of(selected, by=tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    with pytest.raises(DispatchNotAllowed, match="1 af forsendelsens sager"):
        discard(dispatch, by=stranger)


def test_nor_one_who_does_not_see_the_case_that_a_letter_is_about(tove, selected):
    """V018: the letter that a case has left names it."""
    bundle, left = ready_bundle(selected), another(selected, tove)
    facts = {"kind": PaperKind.WITHDRAWAL, "title": "Sag udgår", "selected": left, "by": tove}
    letter = file_paper(selected.supervision, render=lambda number: small_pdf(), **facts)
    dispatch = create(selected, tove, bundles=[bundle], papers=[letter])
    Case.objects.filter(pk=left.case_id).update(team=TeamFactory())
    with pytest.raises(DispatchNotAllowed, match="1 af forsendelsens sager"):
        discard(dispatch, by=tove)


def test_a_receipt_is_kept_and_a_missing_one_is_seen(tove, selected, settings):
    settings.SANKTION_RECEIPT_DAYS = 0
    dispatch = posted(dispatch_of(selected, by=tove), tove)
    assert dispatch.misses_receipt
    receipt = add_receipt(dispatch, small_pdf(), received_on=timezone.localdate(), by=tove)
    assert (receipt.paper.kind, dispatch.misses_receipt) == (PaperKind.RECEIPT, False)


def test_no_receipt_comes_before_anything_is_sent(tove, selected):
    with pytest.raises(DispatchNotAllowed, match="ikke sendt"):
        add_receipt(dispatch_of(selected, by=tove), small_pdf(), received_on=timezone.localdate(), by=tove)


def test_another_supervisions_letter_does_not_come_along(tove, selected):
    paper = dispatch_of(selected, by=tove).papers.get().paper
    other = supervision_of(tove)
    with pytest.raises(DispatchNotAllowed, match="andet tilsyn"):
        create_dispatch(other, kind="letter", channel="post", post_reason=REASON, papers=[paper], by=tove)
