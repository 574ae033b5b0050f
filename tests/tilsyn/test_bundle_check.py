"""V074: what is blacked out is gone from the finished bundle too, or there is no bundle."""

from uuid import uuid4

import pypdfium2
import pytest

from sanktion.base.redaction import Box, under_boxes
from tilsyn.actions.bundles import make, request_bundles
from tilsyn.models import BundleStatus, HoldBackResult

from ..factories import TeamFactory, UserFactory
from ..factories.letters import short_letters
from ..factories.redaction import KEPT, SECRET, approved, document_in, pages_saying, waiting
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def blacked_out(tove):
    selected = selected_of(tove)
    holdback = waiting(selected, document_in(selected, by=tove), by=tove)
    return approved(holdback, by=UserFactory(role="sagsbehandler", teams=tove.teams.all()))


def made(selected, tove):
    with short_letters():
        [bundle] = request_bundles(selected.supervision, [selected], by=tove, key=uuid4())
        make(bundle.pk)
    bundle.refresh_from_db()
    return bundle


def text_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def test_the_rest_of_the_page_can_be_searched_and_the_blacked_out_is_gone(blacked_out, tove):
    bundle = made(blacked_out.selected, tove)
    assert (bundle.status, SECRET in text_of(bundle.data), KEPT in text_of(bundle.data)) == ("ready", False, True)


def test_no_bundle_is_made_with_something_to_read_under_a_blackout(blacked_out, tove, monkeypatch):
    """Whatever let it through before: the original with nothing but a promise over it."""
    monkeypatch.setattr(HoldBackResult, "checked", property(lambda result: result.holdback.original))
    bundle = made(blacked_out.selected, tove)
    assert bundle.status == BundleStatus.FAILED
    assert "under en overstregning i bilag 10.1" in bundle.failure


def test_only_what_is_under_the_boxes_is_asked_for():
    data = pages_saying("Ingen ting her", "Noget andet")
    everywhere, nowhere = Box(0, 0, 300, 200), Box(0, 0, 20, 20)
    assert {leak.page for leak in under_boxes(data, {1: [everywhere]})} == {1}
    assert [leak.what for leak in under_boxes(data, {0: [nowhere]})] == ["noget at se under en overstregning"]
