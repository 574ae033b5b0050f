"""The decision's letter is sent with the decision; a citizen who can't be reached has a decision all the same."""

import pytest
from django.urls import reverse

from parthoering.delivery.base import DeliveryError
from parthoering.delivery.sending import send_letter
from parthoering.models import Delivery, DeliveryStatus
from sanktion import post
from sanktion.actions.decision import DecisionNotAllowed
from sanktion.models import CaseStatus, Citizen, Decision

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.decisions import decided
from ..factories.parthoering import hearing_answered

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def lose(citizen) -> None:
    """Neither Digital Post nor an address, from now on."""
    Citizen.objects.filter(pk=citizen.pk).update(digital_post=False, address=None)


@pytest.fixture
def unreachable(case, caseworker, monkeypatch) -> Decision:
    """Decided after the citizen was heard and then lost."""
    hearing_answered(case, caseworker)
    lose(case.citizen)
    monkeypatch.setattr("tests.factories.decisions.hearing_answered", lambda case, by: None)
    return decided(case, caseworker)


def panel(client, case) -> str:
    text = client.get(reverse("case", args=[case.number])).content.decode()
    return text.split('id="decision-letter-panel"')[1].split("</section>")[0]


def send(client, case, **how):
    return client.post(reverse("decision_send", args=[case.number]), **how)


@pytest.mark.parametrize(("digital_post", "channel"), [(True, "Digital Post"), (False, "Brev")])
def test_letter_is_put_in_line_with_the_decision(case, caseworker, digital_post, channel):
    Citizen.objects.filter(pk=case.citizen_id).update(digital_post=digital_post)
    decision = decided(case, caseworker)
    delivery = Delivery.objects.get(document=decision.letter)
    assert (delivery.get_channel_display(), delivery.status) == (channel, DeliveryStatus.WAITING)
    assert ("Sendes med", channel) in case.journal.first().facts


def test_letter_leaves_the_house(case, caseworker, settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path
    decision = decided(case, caseworker)
    send_letter(Delivery.objects.get(document=decision.letter).pk)
    sent = Delivery.objects.get(document=decision.letter)
    assert sent.status == DeliveryStatus.SENT
    assert (tmp_path / "digital-post" / f"{sent.message_uuid}.xml").exists()


def test_decision_that_is_refused_posts_nothing(case, caseworker, monkeypatch):
    monkeypatch.setattr("tests.factories.decisions.hearing_answered", lambda case, by: None)
    with pytest.raises(DecisionNotAllowed):
        decided(case, caseworker)
    assert not Delivery.objects.exists()


def test_citizen_out_of_reach_has_a_decision_and_the_journal_says_what_is_left(case, unreachable):
    case.refresh_from_db()
    assert case.status == CaseStatus.DECIDED
    assert not Delivery.objects.filter(document=unreachable.letter).exists()
    last, before = case.journal.all()[:2]
    assert last.heading == "Afgørelsesbrevet kan ikke sendes"
    assert last.text.startswith("Brevet kan ikke sendes: borgeren har hverken Digital Post eller en kendt adresse.")
    assert "på en anden måde" in last.text
    assert before.heading == "Afgørelse truffet: fradrag"
    assert "Sendes med" not in dict(before.facts)


def test_case_page_says_that_it_must_be_handed_over(visitor, case, unreachable):
    shown = panel(visitor, case)
    assert "Brevet skal gives til borgeren på en anden måde" in shown
    assert "Ikke sendt" in shown
    assert reverse("decision_send", args=[case.number]) not in shown


def test_letter_is_sent_when_the_citizen_can_be_reached_again(visitor, case, unreachable):
    Citizen.objects.filter(pk=case.citizen_id).update(digital_post=True)
    assert "Borgeren kan nås nu" in panel(visitor, case)
    told = send(visitor, case, follow=True).content.decode()
    assert "Afgørelsesbrevet sendes med Digital Post" in told
    assert Delivery.objects.get(document=unreachable.letter).status == DeliveryStatus.WAITING
    assert case.journal.first().heading == "Afgørelsesbrevet sendes"


def test_who_is_still_out_of_reach_is_sent_nothing(visitor, case, unreachable):
    assert "hverken Digital Post eller en kendt adresse" in send(visitor, case, follow=True).content.decode()
    assert not Delivery.objects.filter(document=unreachable.letter).exists()


@pytest.mark.parametrize("status", DeliveryStatus)
def test_case_page_shows_the_state_of_the_sending(visitor, case, caseworker, status, settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path
    delivery = Delivery.objects.get(document=decided(case, caseworker).letter)
    bring_to(delivery, status)
    shown = panel(visitor, case)
    assert delivery.get_status_display() in shown
    assert ("Prøv at sende igen" in shown) == (status == DeliveryStatus.FAILED)


def bring_to(delivery: Delivery, status: DeliveryStatus) -> None:
    if status == DeliveryStatus.SENT:
        send_letter(delivery.pk)
    while status == DeliveryStatus.FAILED and delivery.status != status:
        delivery.note_failure(DeliveryError("gateway").code)
    delivery.refresh_from_db()


def test_given_up_letter_is_sent_again(visitor, case, caseworker):
    delivery = Delivery.objects.get(document=decided(case, caseworker).letter)
    bring_to(delivery, DeliveryStatus.FAILED)
    send(visitor, case)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.WAITING, 0)


def test_letter_on_its_way_is_not_sent_twice(visitor, case, caseworker):
    decided(case, caseworker)
    entries = case.journal.count()
    assert "Det kan ikke lade sig gøre" in send(visitor, case, follow=True).content.decode()
    assert case.journal.count() == entries


def test_nothing_to_send_before_the_decision(visitor, case):
    assert "ikke truffet afgørelse" in send(visitor, case, follow=True).content.decode()
    assert "decision-letter-panel" not in visitor.get(reverse("case", args=[case.number])).content.decode()


def test_reader_sees_the_state_but_no_button(client, case, team, caseworker):
    bring_to(Delivery.objects.get(document=decided(case, caseworker).letter), DeliveryStatus.FAILED)
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    assert "Prøv at sende igen" not in panel(client, case)
    assert send(client, case).status_code == 403


def test_other_teams_letter_is_not_found(visitor):
    citizen = CitizenFactory(team=TeamFactory())
    case = CaseFactory(event__citizen=citizen)
    assert send(visitor, case).status_code == 404


def test_without_an_app_that_posts_the_decision_is_made_in_silence(case, caseworker, monkeypatch):
    monkeypatch.setattr(post, "_posts", [])
    decision = decided(case, caseworker)
    assert not Delivery.objects.filter(document=decision.letter).exists()
    assert case.journal.first().heading == "Afgørelse truffet: fradrag"
