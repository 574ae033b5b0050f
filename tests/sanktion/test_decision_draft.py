"""What is written on the decision's form is kept until the decision is made."""

import pytest
from django.db import connection
from django.urls import reverse

from sanktion.actions import countersign
from sanktion.actions.countersign import countersign_of
from sanktion.base.acting import acting
from sanktion.models import (
    Case,
    CountersignRequest,
    DecisionDraft,
    Outcome,
)

from ..factories import UserFactory
from ..factories.countersign import as_posted, decided_so
from ..factories.gates import heard

pytestmark = pytest.mark.django_db

FELL_AWAY = "Der er ingen medunderskrift på afgørelsen, som den står nu"
TAKES_TWO = "Afgørelsen kræver medunderskrift af en kollega"


@pytest.fixture
def colleague(team):
    return UserFactory(role="medunderskriver", teams=[team])


@pytest.fixture
def ready(case, caseworker) -> Case:
    return heard(case, caseworker)


def posted(client, case, name="decide", **extra):
    return client.post(reverse(name, args=[case.number]), as_posted() | extra)


def test_a_draft_is_kept_finished_or_not_and_shown_again(client, ready, caseworker):
    client.force_login(caseworker)
    posted(client, ready, "decision_draft", outcome="", reasons="Halv", effect_from="x")
    draft = DecisionDraft.objects.get(case=ready)
    assert (draft.content["reasons"], draft.digest, draft.saved_by) == ("Halv", "", caseworker)
    page = client.get(reverse("decide", args=[ready.number]))
    assert (page.context["form"]["reasons"].value(), page.context["form"]["effect_from"].value()) == ("Halv", "x")
    assert "Kladde gemt kl." in page.content.decode()


def test_the_page_is_answered_with_the_line_alone(client, ready, caseworker):
    client.force_login(caseworker)
    answer = client.post(reverse("decision_draft", args=[ready.number]), {"reasons": "A"}, headers={"HX-Request": "1"})
    assert answer.content.decode().startswith('<p class="mute" id="saved"')


def test_the_latest_draft_wins_and_goes_with_the_decision(client, ready, caseworker, team):
    client.force_login(caseworker)
    posted(client, ready, reasons="Min")
    other = UserFactory(role="sagsbehandler", teams=[team])
    client.force_login(other)
    posted(client, ready, "decision_preview", reasons="Min")
    assert DecisionDraft.objects.get(case=ready).saved_by == caseworker
    posted(client, ready, reasons="Din")
    assert DecisionDraft.objects.get(case=ready).saved_by == other
    decided_so(ready, caseworker, outcome=Outcome.DEDUCTION)
    assert not DecisionDraft.objects.exists()
    posted(client, ready, "decision_draft")
    assert not DecisionDraft.objects.exists()


def test_a_draft_changed_after_the_question_makes_it_fall_away_until_it_is_as_before(client, ready, caseworker):
    client.force_login(caseworker)
    posted(client, ready, bed_om="1")
    assert countersign_of(ready).waits
    posted(client, ready, "decision_draft", reasons="Noget andet")
    assert countersign_of(ready).is_stale
    posted(client, ready, "decision_draft")
    assert countersign_of(ready).waits


def test_drafts_and_remarks_are_sealed(client, ready, caseworker, colleague):
    client.force_login(caseworker)
    posted(client, ready, reasons="KANARIE", bed_om="1")
    request = CountersignRequest.objects.get(case=ready)
    with acting(colleague):
        countersign.answer(request, verdict="returned", seen=request.digest, remark="KANARIE", by=colleague)
    with connection.cursor() as cursor:
        for table in ("decisiondraft", "countersignrequest", "countersignature"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM sanktion_{table} t")  # noqa: S608
            text = cursor.fetchone()[0]
            assert "KANARIE" not in text
            assert b"KANARIE".hex() not in text
