"""The tab «Klage» and its steps, as a caseworker meets them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.models import Case, Complaint, ComplaintStatus, Decision, Outcome

from ..factories import UserFactory
from ..factories.complaints import WORDS, complaint_in, forwarded, late_complaint, lifted, ruled
from ..factories.decisions import decided

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def url(case, name: str = "case_complaint") -> str:
    return reverse(name, args=[case.number])


def day(offset: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=offset):%d-%m-%Y}"


def post(client, case, name, **form):
    return client.post(url(case, name), form)


def confirmed(client, case, name, **form):
    """First the page that asks, and nothing is done; then the deed."""
    before = list(Complaint.objects.values_list("pk", "status", "dispensation"))
    asked = post(client, case, name, **form)
    assert asked.status_code == 200
    assert 'name="bekraeft"' in asked.content.decode()
    assert list(Complaint.objects.values_list("pk", "status", "dispensation")) == before
    return post(client, case, name, **form, bekraeft="1")


def test_the_whole_course_through_the_pages(visitor, case, caseworker):
    decided(case, caseworker)
    new = {"received_on": day(), "channel": "phone", "text": WORDS, "decision_received_on": day(), "key": uuid.uuid4()}
    asked = post(visitor, case, "complaint_new", **new).content.decode()
    assert "28 dage fra" in asked
    assert confirmed(visitor, case, "complaint_new", **new).status_code == 302
    assert post(visitor, case, "complaint_begin").status_code == 302
    result = {"result": "upheld", "reasons": "Intet nyt."}
    assert confirmed(visitor, case, "complaint_reassess", **result).status_code == 302
    assert confirmed(visitor, case, "complaint_forward", remarks="").status_code == 302
    ruling = {"outcome": "remitted", "ruled_on": day(), "received_on": day(), "reference": "26-1", "text": ""}
    assert confirmed(visitor, case, "complaint_ruling", **ruling).status_code == 302
    act = {"outcome": "no_sanction", "reasons": "Hjemvist."}
    assert confirmed(visitor, case, "complaint_decision", **act).status_code == 302
    assert Decision.objects.get(case=case).standing.outcome == Outcome.NO_SANCTION
    text = visitor.get(url(case)).content.decode()
    for told in (WORDS, "Sendt til Ankestyrelsen", "Ankestyrelsen: hjemvist", "I dag gælder: ingen sanktion"):
        assert told in text


def test_medhold_needs_a_new_decision(visitor, case, caseworker):
    complaint_in(case, caseworker)
    post(visitor, case, "complaint_begin")
    form = {"result": "partly", "reasons": "–", "outcome": "", "legal_basis": "", "effect_from": ""}
    assert "Vælg den nye afgørelse" in post(visitor, case, "complaint_reassess", **form).content.decode()
    form["outcome"] = "reduction"
    refused = post(visitor, case, "complaint_reassess", **form)
    assert refused.status_code == 422
    assert "Vælg den regel" in refused.content.decode()


def test_late_complaint_leads_to_the_dispensation(visitor, case, caseworker):
    late_complaint(case, caseworker)
    text = visitor.get(url(case)).content.decode()
    assert url(case, "complaint_dispensation") in text
    assert url(case, "complaint_begin") not in text
    assert confirmed(visitor, case, "complaint_dispensation", granted="nej", reason="Nej.").status_code == 302
    assert Complaint.objects.get().status == ComplaintStatus.DISMISSED


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"received_on": day(1)}, "efter i dag"),
        ({"decision_received_on": day(-1)}, "før afgørelsen blev truffet"),
        ({"text": ""}, "Klagen, ordret"),
    ],
)
def test_form_says_what_is_wrong(visitor, case, caseworker, form, told):
    decided(case, caseworker)
    good = {"received_on": day(), "channel": "phone", "text": WORDS, "decision_received_on": day(), "key": uuid.uuid4()}
    refused = post(visitor, case, "complaint_new", **good | form)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert not Complaint.objects.exists()


def test_a_step_out_of_turn_leads_back_with_a_sentence(visitor, case, caseworker):
    lifted(case, caseworker)
    for name in ("complaint_reassess", "complaint_forward", "complaint_ruling", "complaint_decision"):
        response = visitor.get(url(case, name), follow=True)
        assert response.redirect_chain == [(url(case), 302)]
        assert "taget eller forbi" in response.content.decode()


def test_complaint_is_a_deadline_of_the_case(visitor, case, caseworker):
    """A decided case with a complaint has a deadline again."""
    complaint_in(case, caseworker)
    text = visitor.get(reverse("case", args=[case.number])).content.decode()
    assert f'<a href="{url(case)}">Klage</a>' in text
    assert "Ingen frist løber" not in text


def test_undecided_case_has_no_tab_for_complaints(visitor, case):
    assert f'href="{url(case)}"' not in visitor.get(reverse("case", args=[case.number])).content.decode()
    assert "Ingen afgørelse endnu" in visitor.get(url(case)).content.decode()


def test_reader_sees_the_course_and_no_steps(client, case, caseworker, team):
    forwarded(case, caseworker)
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    text = client.get(url(case)).content.decode()
    assert "Sendt til Ankestyrelsen" in text
    assert url(case, "complaint_ruling") not in text


def test_tab_costs_the_same_for_more(visitor, case, caseworker, django_assert_max_num_queries):
    ruled(case, caseworker)
    lifted(Case.objects.get(pk=case.pk), caseworker)
    with django_assert_max_num_queries(19):
        visitor.get(url(case))
