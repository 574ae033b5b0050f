"""The page of the gates: what is proposed, who waits for whom, and the answers."""

import pytest
from django.urls import reverse

from sanktion.actions import proposal as acts
from sanktion.models import Gate, GateRule, ProposalKind

from .test_proposals import is_on, propose_one_of, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, birgit):
    client.force_login(birgit)
    return client


def test_page_shows_who_waits_for_whom(client, adam, birgit, gate_proposed):
    client.force_login(birgit)
    page = client.get(reverse("gates")).content.decode()
    assert page.index("Forslag, der venter") < page.index("Hver spærring")
    assert "Slå spærringen fra: skriftlig vejledning" in page
    assert reverse("proposal_approve", args=[gate_proposed.pk]) in page
    assert reverse("proposal_withdraw", args=[gate_proposed.pk]) not in page
    client.force_login(adam)
    page = client.get(reverse("gates")).content.decode()
    assert "En anden administrator" in page
    assert reverse("proposal_approve", args=[gate_proposed.pk]) not in page
    assert reverse("proposal_withdraw", args=[gate_proposed.pk]) in page


@pytest.mark.parametrize("kind", [ProposalKind.GATE, ProposalKind.COUNTERSIGN])
def test_what_is_proposed_is_not_offered_again_but_leads_to_the_proposal(visitor, adam, kind):
    switch_page = {
        ProposalKind.GATE: reverse("gate_switch", args=[GateRule.objects.get(gate=Gate.GUIDANCE).pk]),
        ProposalKind.COUNTERSIGN: reverse("countersign_switch", args=["strict"]),
    }[kind]
    assert switch_page in visitor.get(reverse("gates")).content.decode()
    proposed = propose_one_of(kind, adam)
    page = visitor.get(reverse("gates")).content.decode()
    assert switch_page not in page
    assert f'href="#forslag-{proposed.pk}"' in page
    assert f'id="forslag-{proposed.pk}"' in page
    assert page.count("Adam Juul foreslår") == 1
    acts.withdraw(proposed, word="Fortrudt.", by=adam)
    assert switch_page in visitor.get(reverse("gates")).content.decode()


def test_approved_on_the_page(visitor, gate_proposed):
    url = reverse("proposal_approve", args=[gate_proposed.pk])
    assert "Afklaret af jurist." in visitor.get(url).content.decode()
    assert visitor.post(url, {"word": " "}).status_code == 422
    assert is_on()
    assert visitor.post(url, {"word": "Enig."}).status_code == 302
    assert not is_on()
    page = visitor.get(reverse("gates")).content.decode()
    assert "Forslag, der venter" not in page
    assert "Adam Juul foreslog, Birgit Lind godkendte" in page
    again = visitor.post(url, {"word": "Enig."})
    assert again.status_code == 422
    assert "allerede" in again.content.decode()


def test_turned_down_on_the_page(visitor, gate_proposed):
    assert (
        visitor.post(reverse("proposal_refuse", args=[gate_proposed.pk]), {"word": "For tidligt."}).status_code == 302
    )
    assert is_on()
    page = visitor.get(reverse("gates")).content.decode()
    assert "For tidligt." in page
    assert "Adam Juul foreslog, Birgit Lind svarede" in page


def test_ones_own_is_refused_on_the_page(client, adam, gate_proposed):
    client.force_login(adam)
    refused = client.post(reverse("proposal_approve", args=[gate_proposed.pk]), {"word": "Enig."})
    assert refused.status_code == 422
    assert "Det skal en anden administrator" in refused.content.decode()
    assert client.post(reverse("proposal_withdraw", args=[gate_proposed.pk]), {"word": "Fortrudt."}).status_code == 302
    assert is_on()


def test_a_shorter_ladder_on_the_page_is_a_proposal(visitor):
    given = {"group": "activity_ready", "valid_from": "01-06-2026", "source": "Praksis"}
    form = visitor.get(reverse("ladder_new")).context["form"]
    given = dict.fromkeys(form.fields, "0") | given
    assert visitor.post(reverse("ladder_new"), given).status_code == 302
    page = visitor.get(reverse("gates")).content.decode()
    assert "Færre kontaktforsøg: aktivitetsparat" in page
    assert "ingen forsøg, for hændelser fra 01-06-2026" in page
    assert stands(ProposalKind.LADDER)


def test_a_ladder_that_waits_is_told_of_where_a_new_one_is_made(visitor, adam):
    page_of = {group: f"{reverse('ladder_new')}?gruppe={group}" for group in ("activity_ready", "job_ready")}
    proposed = propose_one_of(ProposalKind.LADDER, adam)
    page = visitor.get(reverse("gates")).content.decode()
    assert page.count("Adam Juul foreslår færre forsøg.") == 1
    assert page.count(f'href="#forslag-{proposed.pk}"') == 1
    assert "Adam Juul har foreslået færre forsøg" in visitor.get(page_of["activity_ready"]).content.decode()
    assert "har foreslået" not in visitor.get(page_of["job_ready"]).content.decode()
    acts.withdraw(proposed, word="Fortrudt.", by=adam)
    assert "har foreslået" not in visitor.get(page_of["activity_ready"]).content.decode()
    assert "foreslår færre forsøg" not in visitor.get(reverse("gates")).content.decode()
