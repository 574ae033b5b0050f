"""What was held back goes with its case, when the supervision is closed and two persons have approved it."""

import pytest
from django.utils import timezone

from sanktion.actions.disposal import run_disposal
from tilsyn.models import (
    HoldBack,
    HoldBackCheck,
    HoldBackMark,
    HoldBackResult,
    HoldBackSource,
    Supervision,
    SupervisionStatus,
)

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import approved, document_in, waiting
from ..factories.retention import approved_disposal, closed_case
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_it_goes_with_its_case():
    team = TeamFactory()
    tove = UserFactory(role="tilsynsansvarlig", teams=[team])
    kirsten = UserFactory(role="sagsbehandler", teams=[team])
    case = closed_case(kirsten)
    selected = selected_of(tove, case=case)
    approved(waiting(selected, document_in(selected, by=tove), by=tove), by=kirsten)
    closed = {"status": SupervisionStatus.CLOSED, "ended_on": timezone.localdate()}
    Supervision.objects.filter(pk=selected.supervision_id).update(**closed)
    run_disposal(approved_disposal([case]).pk)
    kept = (HoldBack, HoldBack.history.model, HoldBackMark, HoldBackCheck, HoldBackResult, HoldBackSource)
    assert [model.objects.exists() for model in kept] == [False] * len(kept)
