"""V081-V083: each citizen in a dispatch gets one letter, with the data rights of its day."""

import io
from datetime import date

import pypdfium2
import pytest
import time_machine
from django.utils import timezone

from sanktion.contributions import holdings_of
from sanktion.models import CaseDocument, JournalEntry, MaterialKind, SupervisionRelevance, Words
from sanktion.models.texts import LETTERS
from tilsyn.actions.dispatch import create_dispatch
from tilsyn.actions.orientation import (
    OrientationNotAllowed,
    hand_out,
    run_orientation,
    told_citizens,
    try_again,
    waiting_dispatches,
)
from tilsyn.models import OrientationLetter, OrientationStatus

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import dispatch_of, posted, ready_bundle
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@short_letters()
def sent(tove, *selected):
    dispatch = posted(dispatch_of(*selected, by=tove), tove)
    run_orientation(dispatch.pk)
    return dispatch


def text_of(document) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(document.data)) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_each_citizen_gets_one_letter(tove, selected):
    dispatch = sent(tove, selected)
    letter = OrientationLetter.objects.get()
    run_orientation(dispatch.pk)
    assert (letter.status, letter.document.case) == (OrientationStatus.SENT, selected.case)
    assert CaseDocument.objects.filter(case=selected.case, title="Orientering om tilsyn").count() == 1


def test_the_letter_is_no_part_of_the_material(tove, selected):
    sent(tove, selected)
    document = OrientationLetter.objects.get().document
    assert (document.kind, document.concerns_supervision) == (MaterialKind.OTHER, SupervisionRelevance.NO)


@pytest.mark.usefixtures("whole_letters")
def test_the_letter_tells_of_todays_rights_and_names_nobody_else(tove, selected):
    """V082."""
    sent(tove, selected)
    text = text_of(OrientationLetter.objects.get().document)
    assert "databeskyttelsesforordningen" in text
    assert selected.case.number in text
    assert "Persondataloven" not in text


@pytest.mark.parametrize(("day", "act"), [(date(2007, 3, 1), "persondataloven"), (date(2018, 5, 25), "artikel 15")])
def test_the_rights_are_those_of_the_day(day, act):
    """V082."""
    assert act in Words("orientation", on=day).filled(myndighed="Direktoratet")["orientation_rights"]


@pytest.mark.parametrize("code", ["orientation", "dispatch_cover"])
def test_the_wording_can_be_seen_before_it_is_used(code):
    """V083."""
    assert LETTERS[code].preview(Words(code)).startswith(b"%PDF")


def test_a_supplement_tells_nobody_twice(tove, selected):
    first = sent(tove, selected)
    bundles = [ready_bundle(selected)]
    facts = {"kind": "supplement", "channel": "post", "post_reason": "Mailen er nede.", "bundles": bundles}
    second = posted(create_dispatch(selected.supervision, **facts, by=tove), tove)
    run_orientation(second.pk)
    assert OrientationLetter.objects.get().dispatch == first


def unreachable(tove):
    citizen = CitizenFactory(team=tove.teams.first(), address=None, digital_post=False)
    return selected_of(tove, case=eligible(CaseFactory(event__citizen=citizen, by=tove)))


def test_one_who_cannot_be_reached_is_shown_with_the_reason_and_nothing_is_filed(tove):
    selected = unreachable(tove)
    sent(tove, selected)
    letter = OrientationLetter.objects.get()
    assert (letter.status, bool(letter.refusal)) == (OrientationStatus.REFUSED, True)
    assert not CaseDocument.objects.filter(case=selected.case).exists()


def test_it_can_be_tried_again_or_handed_out(tove):
    selected = unreachable(tove)
    dispatch = sent(tove, selected)
    assert try_again(dispatch, by=tove) == 1
    assert waiting_dispatches() == [dispatch.pk]
    run_orientation(dispatch.pk)
    hand_out(OrientationLetter.objects.get(), on=timezone.localdate(), note="Givet ved skranken", by=tove)
    letter = OrientationLetter.objects.get()
    assert (letter.status, letter.handed_by, letter.document.case) == ("handed", tove, selected.case)
    assert JournalEntry.objects.filter(case=selected.case).latest("number").text == "Givet ved skranken"


def test_a_letter_that_was_sent_is_not_handed_out_too(tove, selected):
    sent(tove, selected)
    with pytest.raises(OrientationNotAllowed, match="udleveres"):
        hand_out(OrientationLetter.objects.get(), on=timezone.localdate(), note="x", by=tove)


def test_a_day_before_it_was_sent_is_no_day_to_hand_it_out(tove):
    with time_machine.travel("2026-11-16 10:00+01:00"):
        selected = unreachable(tove)
        sent(tove, selected)
        with pytest.raises(OrientationNotAllowed, match="til i dag"):
            hand_out(OrientationLetter.objects.get(), on=date(2026, 11, 15), note="x", by=tove)


def test_who_lost_the_right_meanwhile_sends_nothing(tove, selected):
    dispatch = posted(dispatch_of(selected, by=tove), tove)
    tove.groups.clear()
    run_orientation(dispatch.pk)
    assert OrientationLetter.objects.get().status == OrientationStatus.REFUSED


def test_the_told_list_and_the_citizens_own_export_know_it(tove, selected):
    """V081, art. 15."""
    sent(tove, selected)
    assert [letter.selected for letter in told_citizens(selected.supervision)] == [selected]
    titles = [title for title, _rows in holdings_of(selected.case.citizen)]
    assert "Sendt til tilsynsmyndigheden" in titles
