"""What the keyed look-ups find before, between and after a rotation: rounds 1 and 2, and what was delivered."""

import pytest
from django.core import signing
from django.utils import timezone

from sanktion.actions.register import deliver, recreate
from sanktion.config import env
from sanktion.models import FileFormat, RegisterDelivery, RegisterDeliveryRow
from tests.factories import CitizenFactory, TeamFactory, UserFactory
from tests.factories.decisions import sanction_of
from tests.factories.selection import answered, demo_events, opened, recorded
from tests.factories.tilsyn import supervision_of
from tests.keys.conftest import BOTH, NEW, rotate_keys
from tilsyn.actions.selection.recording import name_cases

pytestmark = pytest.mark.thorough


@pytest.fixture
def tove(own_database):
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.mark.parametrize("rotated", ["not yet", "between the rounds", "after both"])
def test_a_number_of_round_2_is_found_in_round_1_whichever_key_it_was_written_with(tove, keys, rotated):
    events = demo_events(tove.teams.get())
    cases = opened(events, tove)
    supervision = supervision_of(tove, way="cpr_list")
    answered(supervision, [event.citizen for event in events], tove)
    keys(BOTH)
    if rotated == "between the rounds":
        rotate_keys(wet_run=True)
    choice = recorded(supervision, [event.citizen.cpr for event in events[:2]], tove)
    if rotated == "after both":
        rotate_keys(wet_run=True)
        keys(NEW)
    assert name_cases(choice, by=tove)[0] == 2
    assert {named.selected.case for row in choice.rows.all() for named in row.named.all()} == set(cases[:2])


def test_what_was_delivered_is_told_as_the_same_and_as_altered_as_before(tove, keys):
    """What was delivered is stored nowhere: a row whose case says something else today keeps the hash it has."""
    team = tove.teams.get()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    for _ in range(2):
        sanction_of(CitizenFactory(team=team), worker)
    today = timezone.localdate()
    delivery = deliver(today, today, file_format=FileFormat.CSV, purpose="Månedlig levering", by=tove)
    corrected = RegisterDeliveryRow.objects.last().decision.case.citizen
    corrected.cpr = CitizenFactory.build(team=team).cpr
    corrected.save()
    keys(BOTH)
    before = recreate(delivery, user=tove)
    assert (len(before.altered), before.is_same) == (1, False)
    rotate_keys(wet_run=True)
    rotate_keys(retire=True)
    keys(NEW)
    after = recreate(RegisterDelivery.objects.get(), user=tove)
    assert (after.altered, after.data) == (before.altered, before.data)


def test_what_the_old_secret_key_signed_is_read_while_it_is_changed(settings, monkeypatch):
    settings.SECRET_KEY = "den gamle nøgle, som skiftes"
    signed = signing.dumps([1, 2])
    settings.SECRET_KEY = "den nye nøgle, som skrives med"
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", "en endnu ældre, den gamle nøgle")
    assert env.listing("SECRET_KEY_FALLBACKS") == ["en endnu ældre", "den gamle nøgle"]
    settings.SECRET_KEY_FALLBACKS = ["den gamle nøgle, som skiftes"]
    assert signing.loads(signed) == [1, 2]
