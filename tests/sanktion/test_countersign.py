"""Four eyes (V070, B015): an outcome that takes two is decided by one and signed by another, on the same words.

Each rule is tried past the form, past the action, past both with the ORM, and with raw SQL as the application's role.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import countersign
from sanktion.actions.assessment import assess
from sanktion.actions.countersign import CountersignRefused, countersign_of
from sanktion.actions.decision import NOT_COUNTERSIGNED, DecisionNotAllowed
from sanktion.actions.proposal import approve
from sanktion.actions.rules import switch_countersign
from sanktion.base.acting import acting
from sanktion.models import (
    Case,
    Countersignature,
    CountersignRequest,
    CountersignRule,
    Decision,
    LetterText,
    Outcome,
    Proposal,
)

from ..factories import UserFactory
from ..factories.countersign import as_posted, by_hand, countersign_asked, countersigned, decided_so
from ..factories.days import as_days
from ..factories.gates import by_orm, by_sql, heard
from ..factories.parthoering import WEIGHED

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


# No signature, no decision


@pytest.mark.parametrize("outcome", [Outcome.TERMINATION, Outcome.STRICT])
def test_one_person_alone_is_refused(client, ready, caseworker, outcome):
    client.force_login(caseworker)
    page = posted(client, ready, outcome=outcome, bekraeft="1")
    assert page.status_code == 422
    assert NOT_COUNTERSIGNED in page.content.decode()
    with pytest.raises(DecisionNotAllowed, match=TAKES_TWO):
        decided_so(ready, caseworker, outcome=outcome)
    for attempt in (by_orm, by_sql):
        with pytest.raises(IntegrityError, match=TAKES_TWO):
            attempt(ready, caseworker, outcome=outcome, effect_from=timezone.localdate())
    assert not Decision.objects.exists()


def test_other_outcomes_take_one(ready, caseworker):
    decision = decided_so(ready, caseworker, outcome=Outcome.DEDUCTION)
    assert (decision.countersignature, len(decision.digest)) == (None, 64)


# The question and its answers


@pytest.mark.thorough
def test_from_the_form_to_the_letter_with_both_names(client, ready, caseworker, colleague):
    client.force_login(caseworker)
    confirm = posted(client, ready).content.decode()
    assert 'name="bed_om"' in confirm
    assert 'name="bekraeft"' not in confirm
    assert posted(client, ready, bed_om="1").status_code == 302
    assert "Afventer medunderskrift" in client.get(reverse("case", args=[ready.number])).content.decode()

    client.force_login(colleague)
    url = reverse("countersign", args=[ready.number])
    assert url in client.get(reverse("countersigns")).content.decode()
    assert url in client.get(reverse("queue")).content.decode()
    assert client.get(reverse("countersign_letter", args=[ready.number])).content.startswith(b"%PDF")
    seen = client.get(url).context["form"]["seen"].value()
    assert client.post(url, {"verdict": "approved", "seen": seen}).status_code == 302

    client.force_login(caseworker)
    assert 'name="bekraeft"' in posted(client, ready).content.decode()
    assert posted(client, ready, bekraeft="1").status_code == 302
    decision = Decision.objects.get(case=ready)
    assert decision.countersignature.signed_by == colleague
    assert ("Medunderskrevet af", str(colleague)) in ready.journal.first().facts


def test_asked_and_answered_stand_in_the_journal(ready, caseworker, colleague):
    request = countersign_asked(ready, caseworker)
    countersign.answer(request, verdict="returned", seen=request.digest, remark="Skriv hvorfor ophør.", by=colleague)
    last, before = ready.journal.all()[:2]
    assert (last.heading, last.text) == ("Sendt tilbage uden medunderskrift", "Skriv hvorfor ophør.")
    assert before.heading == "Bedt om medunderskrift"
    assert countersign_of(ready).is_returned


def test_the_same_question_twice_is_one(ready, caseworker):
    assert countersign_asked(ready, caseworker) == countersign_asked(ready, caseworker)
    assert CountersignRequest.objects.count() == 1


def test_what_is_sent_back_can_be_asked_again(ready, caseworker, colleague):
    request = countersign_asked(ready, caseworker)
    countersign.answer(request, verdict="returned", seen=request.digest, remark="Nej.", by=colleague)
    with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
        decided_so(ready, caseworker)
    assert countersigned(ready, caseworker, colleague).request != request
    assert decided_so(ready, caseworker).countersignature


@pytest.mark.parametrize("data", [{}, {"verdict": "returned"}, {"verdict": "returned", "remark": " "}])
def test_an_answer_must_be_chosen_and_a_return_explained(client, ready, caseworker, colleague, data):
    request = countersign_asked(ready, caseworker)
    client.force_login(colleague)
    page = client.post(reverse("countersign", args=[ready.number]), data | {"seen": request.digest})
    assert page.status_code == 422
    assert not Countersignature.objects.exists()
    with pytest.raises(CountersignRefused, match="Skriv, hvad der skal ændres"):
        countersign.answer(request, verdict="returned", seen=request.digest, remark=" ", by=colleague)


# A different person


def test_nobody_signs_their_own(client, ready, caseworker, team):
    caseworker.groups.add(*UserFactory(role="medunderskriver").groups.all())
    request = countersign_asked(ready, caseworker)
    client.force_login(caseworker)
    url = reverse("countersign", args=[ready.number])
    assert "En anden end dig skal underskrive" in client.get(url).content.decode()
    assert client.post(url, {"verdict": "approved", "seen": request.digest}).status_code == 422
    assert not client.get(reverse("countersigns")).context["rows"]
    with pytest.raises(CountersignRefused, match="din egen"):
        countersign.answer(request, verdict="approved", seen=request.digest, by=caseworker)
    with pytest.raises(IntegrityError, match="din egen"):
        by_hand(request, caseworker)


def test_nobody_signs_in_anothers_name(ready, caseworker, colleague):
    """Raw SQL in the author's own session, with the colleague's id in the row."""
    request = countersign_asked(ready, caseworker)
    with acting(caseworker), pytest.raises(IntegrityError, match="i eget navn"):
        by_hand(request, colleague)
    with acting(caseworker), pytest.raises(IntegrityError, match="i eget navn"), transaction.atomic():
        CountersignRule.objects.create(outcome="strict", is_required=False, reason="–", set_by=colleague)
    with acting(caseworker), pytest.raises(IntegrityError, match="i eget navn"), transaction.atomic():
        CountersignRule.objects.create(outcome="strict", is_required=False, reason="–")


def test_another_than_the_author_can_not_decide_on_the_signature(ready, caseworker, colleague, team):
    countersigned(ready, caseworker, colleague)
    other = UserFactory(role="sagsbehandler", teams=[team])
    for by in (other, colleague):
        with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
            decided_so(ready, by)


@pytest.mark.parametrize(("role", "status"), [("sagsbehandler", 403), ("udkørende", 403), ("leder", 200)])
def test_who_may_sign(client, ready, caseworker, team, role, status):
    """A manager reads what is to be signed, not every case of the team."""
    countersign_asked(ready, caseworker)
    client.force_login(UserFactory(role=role, teams=[team]))
    assert client.get(reverse("countersigns")).status_code == status
    assert client.get(reverse("countersign", args=[ready.number])).status_code == status
    assert client.get(reverse("countersign_letter", args=[ready.number])).status_code == status
    client.force_login(UserFactory(role="leder"))
    assert client.get(reverse("countersign", args=[ready.number])).status_code == 404


# Any change makes it fall away


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": Outcome.STRICT},
        {"reasons": "Du mødte ikke!"},
        {"answer_to_statement": "Nej."},
        {"effect_from": timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_decision_is_not_signed(ready, caseworker, colleague, change):
    countersigned(ready, caseworker, colleague)
    with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
        decided_so(ready, caseworker, **as_days(change))
    assert decided_so(ready, caseworker).countersignature


def test_other_line_ends_are_the_same_words(ready, caseworker, colleague):
    countersigned(ready, caseworker, colleague, reasons="Du mødte ikke.\nDu ringede ikke.")
    assert decided_so(ready, caseworker, reasons="Du mødte ikke.\r\nDu ringede ikke. ").countersignature


def test_a_new_assessment_makes_it_fall_away_and_says_so(client, ready, caseworker, colleague):
    request = countersign_asked(ready, caseworker)
    assess(ready, **WEIGHED | {"text": "Nyt."}, by=caseworker)
    with pytest.raises(CountersignRefused, match="faldet væk"):
        countersign.answer(request, verdict="approved", seen=request.digest, by=colleague)
    client.force_login(caseworker)
    assert "Medunderskriften er faldet væk" in client.get(reverse("case", args=[ready.number])).content.decode()


def test_a_changed_event_makes_it_fall_away(ready, caseworker, colleague):
    countersigned(ready, caseworker, colleague)
    ready.event.description = "Noget andet"
    ready.event.save()
    assert countersign_of(Case.objects.get(pk=ready.pk)).is_stale
    with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
        decided_so(ready, caseworker)


def test_what_was_changed_while_it_was_read_is_not_signed(client, ready, caseworker, colleague):
    client.force_login(colleague)
    url = reverse("countersign", args=[ready.number])
    old = countersign_asked(ready, caseworker)
    seen = client.get(url).context["form"]["seen"].value()
    with acting(caseworker):
        countersign_asked(ready, caseworker, reasons="Andet.")
    page = client.post(url, {"verdict": "approved", "seen": seen})
    assert page.status_code == 422
    assert "faldet væk" in page.content.decode()
    with pytest.raises(IntegrityError, match="faldet væk"):
        by_hand(old, colleague)


# The switch


@pytest.fixture
def administrator(client):
    user = UserFactory(role="administrator")
    client.force_login(user)
    return user


def test_an_administrator_proposes_with_a_reason_and_another_approves(client, administrator, ready, caseworker):
    url = reverse("countersign_switch", args=["termination"])
    assert client.post(url, {"on": "fra", "sure": "on", "reason": " "}).status_code == 422
    assert client.post(url, {"on": "fra", "sure": "on", "reason": "Besluttet af ledelsen."}).status_code == 302
    with pytest.raises(DecisionNotAllowed, match=TAKES_TWO):
        decided_so(ready, caseworker)
    again = client.post(url, {"on": "fra", "sure": "on", "reason": "Igen."})
    assert "Der er allerede et forslag om det samme" in again.content.decode()
    approve(Proposal.objects.get(), word="Enig.", by=UserFactory(role="administrator"))
    page = client.get(reverse("gates")).content.decode()
    assert "Medunderskrift: ophør" in page
    assert "Besluttet af ledelsen." in page
    assert decided_so(ready, caseworker).countersignature is None


def test_an_outcome_may_be_made_to_take_two(administrator, ready, caseworker, colleague):
    switch_countersign(Outcome.DEDUCTION, required=True, reason="Besluttet.", by=administrator)
    with pytest.raises(DecisionNotAllowed, match=TAKES_TWO):
        decided_so(ready, caseworker, outcome=Outcome.DEDUCTION)
    countersigned(ready, caseworker, colleague, outcome=Outcome.DEDUCTION)
    assert decided_so(ready, caseworker, outcome=Outcome.DEDUCTION).countersignature


def test_only_who_may_switch_does_and_only_known_outcomes(client, administrator, caseworker):
    assert client.get(reverse("countersign_switch", args=["andet"])).status_code == 404
    client.force_login(caseworker)
    assert client.get(reverse("countersign_switch", args=["strict"])).status_code == 403


def test_new_wording_of_the_letter_makes_it_fall_away(ready, caseworker, colleague):
    countersigned(ready, caseworker, colleague)
    LetterText.objects.create(kind="complaint_guidance", body="Andre ord.", valid_from=timezone.localdate())
    assert countersign_of(Case.objects.get(pk=ready.pk)).is_stale
    with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
        decided_so(ready, caseworker)
