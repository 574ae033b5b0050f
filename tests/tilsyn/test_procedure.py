"""V076, V084: the procedure as dated data: a new version for new dispatches, the old one for those begun by it."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tilsyn.forms.procedure import ProcedureForm
from tilsyn.models import Procedure

from ..factories import TeamFactory, UserFactory
from ..factories.dispatch import dispatch_of
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.django_db
STEPS = "Før: Ring først\nFør (post): Frankér\nEfter (e-mail): Bed om svar"


def filled(**changes):
    day = timezone.localdate().strftime("%d-%m-%Y")
    facts = {"valid_from": day, "copied_on": day, "link": "https://star.dk", "steps": STEPS, "source": "Brev"}
    return facts | changes


def test_a_new_version_is_followed_by_new_dispatches_alone(client):
    tove = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    before = dispatch_of(selected_of(tove), by=tove)
    client.force_login(UserFactory(role="administrator"))
    assert client.post(reverse("procedure_new"), filled()).status_code == 302
    after = dispatch_of(selected_of(tove), by=tove)
    assert [step.text for step in after.steps] == ["Ring først", "Frankér"]
    assert before.procedure != after.procedure
    assert "Ring først" in client.get(reverse("procedures")).content.decode()


def test_the_form_begins_with_what_holds(client):
    client.force_login(UserFactory(role="administrator"))
    steps = client.get(reverse("procedure_new")).context["form"].initial["steps"]
    assert ProcedureForm(filled(steps=steps)).is_valid()


@pytest.mark.parametrize("changes", [{"steps": "Ring først"}, {"steps": ""}, {"valid_from": "01-01-2020"}])
def test_what_cannot_be_read_or_lies_in_the_past_is_refused(client, changes):
    client.force_login(UserFactory(role="administrator"))
    assert client.post(reverse("procedure_new"), filled(**changes)).status_code == 422
    assert Procedure.objects.count() == 2


@pytest.mark.thorough
def test_a_version_is_not_changed():
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tilsyn_procedurestep SET text = 'x'")
