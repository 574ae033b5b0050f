"""The pages after a supervision: what is asked for, who sees what, and what stands in the queue."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.subject_access_file import holdings_of
from sanktion.models import AccessLog
from tilsyn.figures import results
from tilsyn.models import CaseAssessment, FollowUp, Supervision, SupervisionResult, ToldEntry
from tilsyn.shown import after

from ..factories import TeamFactory, UserFactory
from ..factories.after import WORDS, assessed, ended, follow_up_in, not_assessable, remarked, responsible
from ..factories.files import pdf
from ..factories.letters import short_letters
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(client):
    tove = responsible()
    client.force_login(tove)
    return tove


def case_url(name, selected):
    return reverse(name, args=[selected.supervision.number, selected.case.number])


def url(name, supervision, *more):
    return reverse(name, args=[supervision.number, *more])


def danish(day) -> str:
    return f"{day:%d-%m-%Y}"


def letter(**changes) -> dict:
    day = timezone.localdate()
    return {
        "received_on": danish(day),
        "agrees": "nej",
        "verdict": "wrong",
        "severity": "serious",
        "has_refund": "ja",
        "amount": "4.123,50",
        "period_from": danish(day - timedelta(days=90)),
        "period_to": danish(day - timedelta(days=60)),
        "text": WORDS,
        "key": "0b7e1c9e-7d0e-4bb4-9f55-7a6b1f1f6a11",
    } | changes


def test_a_case_goes_from_letter_to_final_assessment(client, tove):
    """V108-V112, V116, V117."""
    selected = selected_of(tove)
    file = SimpleUploadedFile("brev.pdf", pdf(), "application/pdf")
    client.post(case_url("supervision_assessment_new", selected), letter() | {"file": file})
    page = client.get(case_url("supervision_assessment", selected)).content.decode()
    assert "14 dage fra" in page
    assert "må ikke anmeldes til statsrefusion" in page
    with short_letters():
        client.post(case_url("supervision_remarks", selected), {"text": "Vi er ikke enige."})
    client.post(case_url("supervision_assessment_answer", selected), letter())
    assessment = CaseAssessment.objects.get()
    assert assessment.status == "final"
    assert [version.kind for version in assessment.versions.all()] == ["provisional", "final"]
    assert AccessLog.objects.filter(citizen_id=selected.case.citizen_id, kind="write").count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": ""}, "received_on"),
        ({"received_on": "01-01-2090"}, "received_on"),
        ({"received_on": "01-01-2000"}, "received_on"),
        ({"agrees": "ja"}, "agrees"),
        ({"severity": ""}, "severity"),
        ({"verdict": "not_assessable"}, "missing"),
        ({"verdict": "no_criticism"}, "has_refund"),
        ({"amount": ""}, "amount"),
        ({"period_from": ""}, "period_from"),
        ({"period_to": "01-01-2000"}, "period_to"),
    ],
)
def test_the_letter_says_what_it_must(client, tove, changes, field):
    response = client.post(case_url("supervision_assessment_new", selected_of(tove)), letter(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_only_a_pdf_is_a_letter(client, tove):
    file = SimpleUploadedFile("brev.pdf", b"\x00\x01\xff", "application/pdf")
    response = client.post(case_url("supervision_assessment_new", selected_of(tove)), letter() | {"file": file})
    assert "file" in response.context["form"].errors


def test_a_step_that_is_not_the_next_leads_back(client, tove):
    selected = selected_of(tove)
    for name in ("supervision_assessment_answer", "supervision_no_remarks", "supervision_payment"):
        response = client.post(case_url(name, selected))
        assert response.headers["Location"] == case_url("supervision_assessment", selected)
    assert not CaseAssessment.objects.exists()


def test_the_pages_say_how_many_cases_lie_outside(client, tove):
    supervision = selected_of(tove).supervision
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    other = selected_of(stranger, supervision=supervision)
    page = client.get(url("supervision_assessments", supervision)).content.decode()
    assert "1 af tilsynets sager ligger uden for din adgang" in page
    assert other.case.number not in page
    ended(tove, supervision=supervision)
    assert client.get(url("supervision_result", supervision)).status_code == 200
    assert client.get(url("supervision_result_edit", supervision)).status_code == 403


def test_the_result_is_filled_in_from_the_cases_and_adds_up(client, tove):
    """V136-V139."""
    selected = selected_of(tove)
    assessed(tove, selected=selected, **{**not_assessable(8), "received_on": timezone.localdate()})
    supervision = ended(tove, supervision=selected.supervision)
    form = client.get(url("supervision_result_edit", supervision)).context["form"]
    assert [form[name].value() for name in ("wrong", "not_assessable", "no_criticism", "withdrawn")] == [0, 1, 0, 0]
    sent = {"received_on": danish(timezone.localdate()), "follows_rules": "nej", "key": form["key"].value()}
    sent |= {"wrong": 0, "not_assessable": 0, "no_criticism": 0, "withdrawn": 0}
    assert client.post(url("supervision_result_edit", supervision), sent).status_code == 422
    response = client.post(url("supervision_result_edit", supervision), sent | {"wrong": 1})
    assert "difference" in response.context["form"].errors
    client.post(url("supervision_result_edit", supervision), sent | {"not_assessable": 1})
    assert SupervisionResult.objects.get().counts["not_assessable"] == 1
    page = client.get(url("supervision_result", supervision)).content.decode()
    assert "Det manglede" in page
    assert page.count("Mangler") >= 4


def test_a_manager_sees_the_figures_and_no_case(client, tove):
    """V011."""
    assessment = assessed(tove, refund=True)
    manager = UserFactory(role="leder", teams=[tove.teams.get()])
    client.force_login(manager)
    page = client.get(url("supervision_result", assessment.selected.supervision)).content.decode()
    assert "4.123,50 kr." in page
    assert assessment.selected.case.number not in page
    assert "Registrér resultatet" not in page


def test_who_was_told_is_noted(client, tove):
    supervision = supervision_of(tove)
    sent = {"recipient": "council", "told_on": danish(timezone.localdate()), "how": "Dagsordenens punkt 7"}
    client.post(url("supervision_told_new", supervision), sent | {"key": ToldEntry().key})
    assert "Dagsordenens punkt 7" in client.get(url("supervision_result", supervision)).content.decode()


def test_an_account_is_planned_and_given(client, tove):
    """V129, V145."""
    supervision = supervision_of(tove)
    due = danish(timezone.localdate() + timedelta(days=14))
    sent = {"kind": "account", "title": "Svar på kritikken", "owner": tove.pk, "due": due, "key": FollowUp().key}
    assert client.post(url("supervision_follow_up_new", supervision), sent).status_code == 422
    client.post(url("supervision_follow_up_new", supervision), sent | {"reason": "error_level"})
    follow_up = FollowUp.objects.get()
    done = url("supervision_follow_up_done", supervision, follow_up.pk)
    today = danish(timezone.localdate())
    assert client.post(done, {"done_on": today}).status_code == 422
    with short_letters():
        client.post(done, {"done_on": today, "outcome": "Vi har en ny skabelon."})
    page = client.get(url("supervision_follow_up", supervision, follow_up.pk)).content.decode()
    assert "Vi har en ny skabelon." in page
    assert client.get(done).status_code == 302


def test_dialogue_is_noted_with_areas_and_methods(client, tove):
    """V133, V146."""
    follow_up = follow_up_in(supervision_of(tove), tove, kind="dialogue")
    sent = {
        "held_on": danish(timezone.localdate()),
        "areas": "Journalen",
        "methods": "Tjekliste",
        "key": FollowUp().key,
    }
    client.post(url("supervision_dialogue_new", follow_up.supervision, follow_up.pk), sent)
    page = client.get(url("supervision_follow_up", follow_up.supervision, follow_up.pk)).content.decode()
    assert "Tjekliste" in page


def test_the_follow_up_of_another_supervision_is_not_here(client, tove):
    follow_up, other = follow_up_in(supervision_of(tove), tove), supervision_of(tove)
    assert client.get(url("supervision_follow_up", other, follow_up.pk)).status_code == 404


def test_the_queue_holds_hearings_and_follow_ups(client, tove):
    """V111, V121, V129."""
    assessment = assessed(tove, refund=True)
    assessed(tove)
    remarked(tove)
    follow_up_in(assessment.selected.supervision, tove)
    rows = [row for row in client.get(reverse("queue")).context["rows"] if "ilsyn" in row.title]
    assert sorted(row.step for row in rows) == [
        "Gør det færdigt, og læg dokumentationen op",
        "Send bemærkninger, hvis vi har nogen",
        "Svar på høringen",
    ]
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    client.force_login(stranger)
    assert not [row for row in client.get(reverse("queue")).context["rows"] if "høring" in row.title]


def test_the_nightly_check_finds_what_nobody_answered(tove):
    with time_machine.travel("2026-11-02 12:00", tick=False):
        assessment = assessed(tove, refund=True)
        assessed(tove)
        follow_up_in(assessment.selected.supervision, tove, due=assessment.due)
    day = assessment.due
    late = (after.unheard, after.unconfirmed, after.late_follow_ups)
    assert [count(day) for count in late] == [0, 0, 0]
    assert [count(day + timedelta(days=1)) for count in late] == [1, 1, 1]


def test_a_case_that_has_left_waits_for_nobody(tove):
    """V018."""
    assessment = assessed(tove, refund=True)
    supervision = assessment.selected.supervision
    assert after.unheard(assessment.due + timedelta(days=1)) == 1
    assessment.selected.withdraw("directorate", by=tove)
    assert after.unheard(assessment.due + timedelta(days=1)) == 0
    assert results.unfinished(supervision) == []
    assert after.card(supervision, tove) is None


def test_the_overview_reminds_before_the_deadline(client, tove):
    with time_machine.travel("2026-11-02 12:00", tick=False):
        supervision = assessed(tove, refund=True).selected.supervision
    for moment, reminds in (("2026-11-12 12:00", False), ("2026-11-13 12:00", True)):
        with time_machine.travel(moment, tick=False):
            assert after.card(supervision, tove)["facts"]["soon"] == reminds
    assert "høring" in client.get(url("supervision", supervision)).content.decode()
    assert results.unfinished(supervision) == ["1 vurdering er ikke endelig."]


def test_the_citizens_own_export_tells_what_was_held(tove):
    """Art. 15."""
    assessment = remarked(tove, refund=True)
    held = dict(holdings_of(assessment.selected.case.citizen))["Tilsynets vurderinger"]
    assert WORDS in held[0][1]
    assert "vejledt den 3. maj" in held[1][1]


def test_the_list_asks_the_same_number_of_questions_however_long(client, tove, django_assert_max_num_queries):
    supervision = selected_of(tove).supervision
    for _ in range(3):
        assessed(tove, selected=selected_of(tove, supervision=supervision))
    client.get(url("supervision_assessments", supervision))
    with django_assert_max_num_queries(14):
        assert len(client.get(url("supervision_assessments", supervision)).context["lines"]) == 4
    assert Supervision.objects.count() == 1
