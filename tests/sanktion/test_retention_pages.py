"""«Opbevaring»: choose, let another approve with the number typed, and read the proof."""

import pytest
from django.urls import reverse

from sanktion.actions.disposal import run_disposal
from sanktion.actions.retention import hold, propose_disposal
from sanktion.models import AccessLog, Case, Disposal, RetentionDelay, RetentionHold, RetentionRule
from tests.factories import TeamFactory, UserFactory
from tests.factories.retention import approved_disposal, approver_of, closed_case, reviewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(archive):
    return archive.case()


@pytest.fixture
def reviewer(client, archive):
    user = reviewer_of(archive.team)
    client.force_login(user)
    return user


def choose(client, *cases):
    return client.post(reverse("retention_review"), {"sag": [case.number for case in cases]})


def test_the_reviewer_proposes_what_may_go(client, reviewer, due):
    page = client.get(reverse("retention_review"))
    assert due.number in page.content.decode()
    assert due.citizen.last_name not in page.content.decode()
    assert AccessLog.objects.filter(user=reviewer, citizen=due.citizen, kind="list").exists()
    response = choose(client, due)
    disposal = Disposal.objects.get()
    assert response.url == reverse("disposal", args=[disposal.pk])
    assert (disposal.proposed_by, [item.case for item in disposal.items.all()]) == (reviewer, [due])


def test_a_held_case_is_shown_and_can_not_be_chosen(client, reviewer, due):
    hold(due, reason="Skal bruges.", by=reviewer)
    page = client.get(reverse("retention_review")).content.decode()
    assert "Holdes tilbage" in page
    assert page.count('name="sag"') == 1
    assert f'value="{due.number}"' not in page
    assert choose(client, due).status_code == 422
    assert not Disposal.objects.exists()


def test_another_teams_case_is_neither_seen_nor_chosen(client, due):
    client.force_login(reviewer_of(TeamFactory()))
    assert due.number not in client.get(reverse("retention_review")).content.decode()
    assert choose(client, due).status_code == 422


def test_the_list_costs_the_same_for_three_cases_as_for_two(client, reviewer, archive, django_assert_max_num_queries):
    url = reverse("retention_review")
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    closed_case(archive.caseworker)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(url)


def test_the_number_is_typed_and_another_person_approves(client, reviewer, due, django_capture_on_commit_callbacks):
    choose(client, due)
    disposal = Disposal.objects.get()
    url = reverse("disposal_approve", args=[disposal.pk])
    assert client.post(url, {"count": 1}).status_code == 403
    client.force_login(approver_of(due.team))
    assert "Slet sagerne for altid" in client.get(reverse("disposal", args=[disposal.pk])).content.decode()
    wrong = client.post(url, {"count": 2})
    assert wrong.status_code == 422
    assert "Antallet passer ikke" in wrong.content.decode()
    assert client.post(url, {"count": 1}).status_code == 302
    disposal.refresh_from_db()
    assert disposal.status == "approved"
    progress = client.get(reverse("disposal_progress", args=[disposal.pk]), headers={"HX-Request": "true"})
    assert "Sletter sager: 0 af 1" in progress.content.decode()


def test_one_with_both_rights_does_not_approve_what_they_reviewed(client, due):
    both = UserFactory(role="tilsynsansvarlig", teams=[due.team])
    both.groups.add(approver_of(due.team).groups.get())
    disposal = propose_disposal([due], by=both)
    client.force_login(both)
    refused = client.post(reverse("disposal_approve", args=[disposal.pk]), {"count": 1})
    assert refused.status_code == 422
    assert "En anden end den" in refused.content.decode()


def test_a_proposal_taken_back_frees_its_cases(client, reviewer, due):
    choose(client, due)
    client.post(reverse("disposal_withdraw", args=[Disposal.objects.get().pk]))
    assert Disposal.objects.get().status == "withdrawn"
    assert choose(client, due).status_code == 302


def test_the_certificate_names_no_case_and_no_citizen(client, reviewer, due):
    disposal = approved_disposal([due])
    run_disposal(disposal.pk)
    page = client.get(reverse("disposal", args=[disposal.pk])).content.decode()
    assert "Attest S0001" in page
    assert due.number not in page
    certificate = Disposal.objects.get().certificate
    assert [(kind, year, count) for kind, year, _, count in certificate.rows()] == [
        ("Sanktion", str(due.status_changed_at.year), 1)
    ]
    file = client.get(reverse("disposal_certificate", args=[disposal.pk]))
    assert file.content.startswith(b"%PDF")
    assert file.headers["Cache-Control"] == "no-store"
    checked = client.post(reverse("disposals_check"), follow=True)
    assert "Kæden er hel: 1 attester" in checked.content.decode()
    assert not Case.objects.filter(pk=due.pk).exists()


def test_the_case_page_explains_the_date_and_takes_holds_and_delays(client, reviewer, due):
    url = reverse("case_retention", args=[due.number])
    assert "5 år fra" in client.get(url).content.decode()
    client.post(reverse("retention_hold", args=[due.number]), {"reason": "Ombudsmanden"})
    client.post(reverse("retention_postpone", args=[due.number]), {"reason": "Ny sag", "until": "01-01-2099"})
    client.post(reverse("retention_archive", args=[due.number]), {"delivered_on": "01-01-2020", "reference": "AV 12"})
    page = client.get(url).content.decode()
    assert [text for text in ("Ombudsmanden", "Ny sag", "AV 12") if text not in page] == []
    client.post(reverse("retention_release", args=[due.number, RetentionHold.objects.get().pk]))
    assert RetentionHold.objects.get().released_by == reviewer
    assert RetentionDelay.objects.get().made_by == reviewer


def test_an_administrator_writes_a_rule_from_today_on(client):
    client.force_login(UserFactory(role="administrator"))
    rule = {"kind": "sanction", "years": 10, "fate": "preserve", "source": "Rigsarkivet", "reason": "Ny bestemmelse"}
    url = reverse("retention_rule_new")
    assert client.post(url, rule | {"valid_from": "01-01-2020"}).status_code == 422
    assert client.post(url, rule | {"valid_from": "01-01-2099"}).status_code == 302
    assert RetentionRule.objects.filter(years=10, fate="preserve").count() == 1
    assert "Kommende" in client.get(reverse("retention")).content.decode()
