"""V074: what was put together before something of it was held back doesn't leave, in whatever way."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.models import SupervisionRelevance
from tilsyn.actions.bundle_request import finished
from tilsyn.actions.bundle_states import State, states_of
from tilsyn.actions.bundles import BundleNotAllowed, request_bundles
from tilsyn.actions.dispatch import DispatchNotAllowed, create_dispatch
from tilsyn.actions.dispatch_course import begin_sending, mark_posted
from tilsyn.actions.eligibility import withdraw_case
from tilsyn.actions.holdback import choose_scope, open_holdback, send_to_approval, withdraw_holdback
from tilsyn.actions.reading_room import shown_papers
from tilsyn.actions.room_papers import PaperNotApproved, approve_papers
from tilsyn.models import Bundle, BundleStatus, DispatchStatus, RoomPaper, WithdrawnBecause, not_yet_sent

from ..factories import TeamFactory, UserFactory
from ..factories.bundles import bundle_of, paper
from ..factories.dispatch import dispatch_of, mail_set_up, posted, ticked
from ..factories.letters import short_letters
from ..factories.redaction import again, approved, document_in, waiting
from ..factories.rooms import visit_of
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def lene(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture
def document(selected, tove):
    return document_in(selected, by=tove, concerns=SupervisionRelevance.YES)


def hold_back(selected, document, tove, lene):
    return approved(waiting(selected, document, by=tove), by=lene)


def leave_out(selected, document, tove, lene):
    holdback = open_holdback(selected, document, by=tove)
    choose_scope(holdback, "whole", reason="unrelated", by=tove)
    send_to_approval(holdback, by=tove)
    return approved(again(holdback), by=lene)


@short_letters()
def by_post(selected, bundle, by):
    facts = {"kind": "material", "channel": "post", "post_reason": "Mailen er nede.", "bundles": [bundle]}
    return create_dispatch(selected.supervision, **facts, by=by)


def state(selected):
    return states_of([selected], user=selected.named_by)[0]


@pytest.mark.parametrize("how", [hold_back, leave_out])
def test_a_bundle_made_before_is_put_in_no_dispatch(selected, document, tove, lene, how):
    bundle = bundle_of(selected)
    assert list(not_yet_sent(selected.supervision)) == [bundle]
    how(selected, document, tove, lene)
    assert list(not_yet_sent(selected.supervision)) == []
    with pytest.raises(DispatchNotAllowed, match="dannes igen"):
        by_post(selected, bundle, tove)


def test_nor_while_somebody_is_marking_and_again_when_it_is_undone(selected, document, tove):
    bundle = bundle_of(selected)
    holdback = open_holdback(selected, document, by=tove)
    assert state(selected).state == State.HINDERED
    with pytest.raises(DispatchNotAllowed, match="dannes igen"):
        by_post(selected, bundle, tove)
    withdraw_holdback(holdback, by=tove)
    assert by_post(selected, bundle, tove).status == DispatchStatus.READY


def test_a_dispatch_that_is_ready_does_not_leave_with_it(selected, document, tove, lene):
    dispatch = ticked(by_post(selected, bundle_of(selected), tove), tove)
    hold_back(selected, document, tove, lene)
    with pytest.raises(DispatchNotAllowed, match="holdt noget tilbage"):
        mark_posted(dispatch, sent_on=timezone.localdate(), tracking="RR123456785DK", by=tove)


def test_the_database_holds_it_back_from_every_way_around(selected, document, tove, lene):
    dispatch = ticked(by_post(selected, bundle_of(selected), tove), tove)
    hold_back(selected, document, tove, lene)
    with (
        pytest.raises(IntegrityError, match="holdt noget tilbage"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE tilsyn_dispatch SET status = 'sent', sent_at = now(), sent_by_id = %s, tracking = 'RR1'"
            " WHERE id = %s",
            [tove.pk, dispatch.pk],
        )


def test_the_case_is_put_together_again_and_the_new_one_takes_its_place(selected, document, tove, lene):
    paper(selected, title="Underretning")
    first = bundle_of(selected)
    hold_back(selected, document, tove, lene)
    assert state(selected).state == State.STALE
    second = bundle_of(selected)
    first.refresh_from_db()
    assert (first.status, second.status) == (BundleStatus.SCRAPPED, BundleStatus.READY)
    assert (second.sequence, second.first_page, second.file_name) == (1, 1, first.file_name)
    assert [entry.full_number for entry in second.entries.all()] == [e.full_number for e in first.entries.all()]
    assert state(selected).state == State.READY
    assert [one.pk for one in state(selected).bundles] == [second.pk]
    assert list(not_yet_sent(selected.supervision)) == [second]
    assert finished(selected.supervision, user=tove) == [second]


@pytest.mark.thorough
def test_a_supplement_after_it_is_put_together_again_with_it(selected, document, tove, lene):
    bundle_of(selected)
    paper(selected, title="Kom senere")
    assert bundle_of(selected).sequence == 2
    hold_back(selected, document, tove, lene)
    again_made = bundle_of(selected)
    assert again_made.sequence == 1
    assert {"Kom senere", "Brev"} <= {entry.title for entry in again_made.entries.all()}
    assert Bundle.objects.ready().filter(selected=selected).count() == 1


@pytest.mark.thorough
def test_what_is_sent_stays_as_it_was(selected, document, tove, lene):
    """The directorate has it; the next papers are numbered on from it."""
    bundle = bundle_of(selected)
    posted(by_post(selected, bundle, tove), tove)
    hold_back(selected, document, tove, lene)
    paper(selected, title="Kom senere")
    supplement = bundle_of(selected)
    bundle.refresh_from_db()
    assert (bundle.status, supplement.sequence) == (BundleStatus.READY, 2)
    assert supplement.first_page == bundle.last_page + 1


@pytest.mark.thorough
def test_no_bundle_in_a_dispatch_is_scrapped(selected, document, tove, lene):
    bundle = bundle_of(selected)
    by_post(selected, bundle, tove)
    hold_back(selected, document, tove, lene)
    with pytest.raises(BundleNotAllowed, match="Kassér forsendelsen"):
        request_bundles(selected.supervision, [selected], by=tove, key=uuid4())
    with pytest.raises(IntegrityError, match="i en forsendelse"), transaction.atomic():
        bundle.scrap(by=tove)


def test_a_finished_bundle_is_only_ever_scrapped(selected, tove):
    bundle = bundle_of(selected)
    with pytest.raises(IntegrityError, match="kan ikke ændres"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tilsyn_bundle SET status = 'scrapped', pages = 9 WHERE id = %s", [bundle.pk])
    bundle.scrap(by=tove)
    with pytest.raises(IntegrityError, match="kan ikke ændres"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tilsyn_bundle SET status = 'ready' WHERE id = %s", [bundle.pk])


def test_whole_files_hold_nothing_of_it(selected, document, tove, lene):
    bundle_of(selected)
    hold_back(selected, document, tove, lene)
    with pytest.raises(BundleNotAllowed):
        finished(selected.supervision, user=tove)


def test_what_is_sent_whole_after_all_changes_nothing(selected, tove, lene, document):
    bundle = bundle_of(selected)
    holdback = open_holdback(selected, document, by=tove)
    choose_scope(holdback, "nothing", by=tove)
    send_to_approval(holdback, by=tove)
    approved(again(holdback), by=lene)
    assert list(not_yet_sent(selected.supervision)) == [bundle]


def test_nothing_is_printed_of_a_case_that_has_left(client, selected, tove):
    """V018, V055: the envelope is filled from the print, so what may not leave is not printed either."""
    dispatch_of(selected, by=tove)
    withdraw_case(selected, WithdrawnBecause.DIRECTORATE, note="Taget ud i brev af i dag", by=tove)
    client.force_login(tove)
    address = reverse("dispatch_print", args=[selected.supervision.number, 1])
    page = client.get(address, follow=True)
    assert page["Content-Type"].startswith("text/html")
    assert "udgået af tilsynet" in page.content.decode()


@pytest.mark.thorough
def test_nor_of_one_in_which_something_is_held_back_since(client, selected, document, tove, lene):
    by_post(selected, bundle_of(selected), tove)
    hold_back(selected, document, tove, lene)
    client.force_login(tove)
    page = client.get(reverse("dispatch_print", args=[selected.supervision.number, 1]), follow=True)
    assert "holdt noget tilbage" in page.content.decode()


@pytest.mark.thorough
def test_the_dispatchs_page_says_so_and_offers_to_discard_it(client, selected, document, tove, lene):
    by_post(selected, bundle_of(selected), tove)
    hold_back(selected, document, tove, lene)
    client.force_login(tove)
    place = [selected.supervision.number, 1]
    page = client.get(reverse("dispatch", args=place)).content.decode()
    assert ("Kan ikke sendes" in page, reverse("dispatch_discard", args=place) in page) == (True, True)
    assert reverse("dispatch_posted", args=place) not in page


@pytest.mark.thorough
def test_secure_mail_does_not_begin(selected, document, tove, lene, settings, tmp_path):
    mail_set_up(settings, tmp_path, selected.supervision.directorate)
    facts = {"kind": "material", "channel": "secure_mail", "bundles": [bundle_of(selected)]}
    dispatch = ticked(create_dispatch(selected.supervision, **facts, by=tove), tove)
    hold_back(selected, document, tove, lene)
    with pytest.raises(DispatchNotAllowed, match="holdt noget tilbage"):
        begin_sending(dispatch, by=tove)


@pytest.fixture
def visited(tove):
    return selected_of(tove, supervision=visit_of(tove))


def test_the_reading_room_shows_it_no_longer(visited, tove, lene):
    """V093, V100: from the moment somebody begins, until the paper is approved as it may be read."""
    document = document_in(visited, by=tove, concerns=SupervisionRelevance.YES)
    key = f"document:{document.pk}"
    approve_papers(visited, [key], by=tove)
    assert shown_papers(visited.supervision).count() == 1
    holdback = waiting(visited, document, by=tove)
    assert not shown_papers(visited.supervision).exists()
    with pytest.raises(PaperNotApproved):
        approve_papers(visited, [key], by=tove)
    approved(holdback, by=lene)
    assert not shown_papers(visited.supervision).exists()
    assert approve_papers(visited, [key], by=tove) == 1
    (shown,) = shown_papers(visited.supervision)
    assert shown.sha256 == again(holdback).result.sha256
    assert RoomPaper.objects.in_force().filter(selected=visited).count() == 1


def test_the_page_of_its_papers_says_so(client, visited, tove, lene):
    document = document_in(visited, by=tove, concerns=SupervisionRelevance.YES)
    approve_papers(visited, [f"document:{document.pk}"], by=tove)
    hold_back(visited, document, tove, lene)
    client.force_login(tove)
    page = client.get(reverse("selected_room", args=[visited.supervision.number, visited.case.number]))
    assert "Vises ikke" in page.content.decode()
    assert f'value="document:{document.pk}"' in page.content.decode()
