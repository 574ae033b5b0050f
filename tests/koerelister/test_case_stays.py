"""B043: what stands on a list goes in its own way; a case is not destroyed under it."""

import pytest
from django.db import IntegrityError, transaction

from koerelister.models import VisitOrder
from sanktion.models import Case
from tests.factories.retention import approved_disposal, closed_case

pytestmark = pytest.mark.django_db


def test_a_case_with_an_order_is_not_destroyed(caseworker):
    case = closed_case(caseworker)
    # Approved before the order is made: the worker has not come to the case yet.
    disposal = approved_disposal([case])
    VisitOrder.objects.create(case=case)
    with pytest.raises(IntegrityError, match=r"Sagen er i brug\."), transaction.atomic():
        disposal.destroy(case)
    assert Case.objects.filter(pk=case.pk).exists()
    assert VisitOrder.objects.filter(case=case).exists()
