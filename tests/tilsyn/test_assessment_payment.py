"""V128, V140, V141, V143: the wrong payment that an assessment found, and what goes when its case is destroyed."""

import csv
import io

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import payment as payments
from sanktion.actions.disposal import run_disposal
from sanktion.models import Benefit, Case, WrongPayment
from tilsyn.actions import assessment as acts
from tilsyn.actions.assessment import AssessmentNotAllowed
from tilsyn.actions.result import record_result
from tilsyn.models import CaseAssessment, SupervisionResult

from ..factories import UserFactory
from ..factories.after import A_PDF, assessed, ended, final, paper_in, responsible, verdict_facts
from ..factories.complaints import wrong_payment_of
from ..factories.letters import short_letters
from ..factories.retention import approved_disposal, closed_case
from ..factories.tilsyn import eligible, selected_of

# Loaded with the tables themselves.
RULES = {"checklistitem", "checklistversion", "procedure", "procedurestep", "selectionchain"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return responsible()


def of(assessment, name):
    selected = assessment.selected
    return reverse(name, args=[selected.supervision.number, selected.case.number])


def flagged(assessment, by) -> WrongPayment:
    version = assessment.versions.last()
    return acts.flag_payment(
        assessment,
        amount=version.amount,
        period_from=version.period_from,
        period_to=version.period_to,
        benefit=Benefit.objects.order_by("pk").first(),
        scheme="Kontanthjælp, 30 pct.",
        found="Tilsynet fandt fejlen.",
        by=by,
    )


def test_the_form_is_filled_in_from_the_assessment(client, tove):
    """V140: one click."""
    assessment = assessed(tove, refund=True)
    client.force_login(tove)
    url = of(assessment, "supervision_payment")
    form = client.get(url).context["form"]
    version = assessment.versions.get()
    assert (form["amount"].value(), form["period_from"].value()) == ("4123,50", version.period_from)
    assert version.text in form["found"].value()
    sent = {name: form[name].value() for name in ("amount", "found", "key")}
    days = {name: f"{getattr(version, name):%d-%m-%Y}" for name in ("period_from", "period_to")}
    benefit = Benefit.objects.order_by("pk").first().pk
    response = client.post(url, {**sent, **days, "benefit": benefit, "scheme": "Kontanthjælp"})
    assert response.status_code == 302
    assert CaseAssessment.objects.get().payment.amount == 412_350


def test_one_found_before_is_linked(client, tove):
    assessment = assessed(tove, refund=True)
    payment = wrong_payment_of(assessment.selected.case, tove)
    client.force_login(tove)
    assert payment.shown_amount in client.get(of(assessment, "supervision_payment_link")).content.decode()
    client.post(of(assessment, "supervision_payment_link"), {"payment": payment.pk})
    assert CaseAssessment.objects.get().payment == payment


def test_one_assessment_has_one_payment(tove):
    assessment = assessed(tove, refund=True)
    first = flagged(assessment, tove)
    assert flagged(assessment, tove) == first
    with pytest.raises(AssessmentNotAllowed, match="allerede"):
        acts.link_payment(assessment, wrong_payment_of(assessment.selected.case, tove), by=tove)


def test_without_a_consequence_for_the_refund_there_is_none_to_flag(tove):
    assessment = assessed(tove)
    payment = wrong_payment_of(assessment.selected.case, tove)
    with pytest.raises(AssessmentNotAllowed, match="hører ikke til"):
        acts.link_payment(assessment, payment, by=tove)


@pytest.fixture
def reported(tove):
    """An assessment whose refund is corrected and confirmed by a second person."""
    assessment = final(tove)
    payment, day = flagged(assessment, tove), timezone.localdate()
    second = UserFactory(role="sagsbehandler", teams=[tove.teams.get()])
    payments.stop_payment(payment, stopped_on=day, amount=payment.amount, period_to=payment.period_to, by=tove)
    payments.settle_claim(payment, is_claimed=True, by=tove)
    payments.correct_refund(payment, corrected_on=day, by=tove)
    payments.confirm_refund(payment, by=second)
    return assessment


def test_the_auditors_extract_holds_the_corrections_of_this_supervision_alone(client, tove, reported):
    """V135, V143."""
    wrong_payment_of(selected_of(tove).case, tove)
    client.force_login(tove)
    number = reported.selected.supervision.number
    response = client.get(reverse("supervision_auditor_csv", args=[number]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [reported.selected.case.number]
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get(reverse("supervision_auditor_pdf", args=[number])).content.startswith(b"%PDF")


def test_the_result_page_shows_what_may_not_be_claimed(client, tove):
    """V140, V141."""
    assessment = assessed(tove, refund=True)
    client.force_login(tove)
    url = reverse("supervision_result", args=[assessment.selected.supervision.number])
    shown = client.get(url).content.decode()
    assert "Ikke meldt" in shown
    assert "4.123,50 kr." in shown
    flagged(assessment, tove)
    assert "Refusion ikke afklaret" in client.get(url).content.decode()


def tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name.startswith("tilsyn_")]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))  # noqa: S608
        return dict(cursor.fetchall())


@pytest.mark.thorough
@short_letters()
def test_what_was_held_of_a_case_goes_with_it_and_the_result_stays(tove):
    case = eligible(closed_case(UserFactory(role="sagsbehandler", teams=[tove.teams.get()])))
    selected = selected_of(tove, case=Case.objects.get(pk=case.pk))
    assessment = acts.receive_assessment(selected, **verdict_facts(refund=True), file=A_PDF, by=tove)
    acts.send_remarks(assessment, text="Nej.", documents=[paper_in(selected.case, tove)], by=tove)
    acts.receive_answer(assessment, **verdict_facts(refund=True), by=tove)
    payment = flagged(assessment, tove)
    payments.stop_payment(payment, stopped_on=timezone.localdate(), amount=1, period_to=payment.period_to, by=tove)
    payments.settle_claim(payment, is_claimed=False, by=tove)
    payments.confirm_refund(payment, by=UserFactory(role="sagsbehandler", teams=[tove.teams.get()]))
    supervision = ended(tove, supervision=selected.supervision)
    given = {"wrong": 1, "not_assessable": 0, "no_criticism": 0, "withdrawn": 0, "wrong_paid": 0, "text": ""}
    facts = {"received_on": timezone.localdate(), "follows_rules": True, "file": A_PDF, "key": None}
    record_result(supervision, **given, **facts, by=tove)
    SupervisionResult.objects.get().supervision.close(by=tove)
    run_disposal(approved_disposal([Case.objects.get(pk=case.pk)]).pk)
    left = {name.removeprefix("tilsyn_") for name, count in tables().items() if count}
    assert left - RULES == {
        "directorate",
        "supervision",
        "historicalsupervision",
        "supervisionresult",
        "historicalsupervisionresult",
        "supervisionpaper",
        "supervisionpapercontent",
    }
    assert [paper.kind for paper in supervision.papers.all()] == ["result"]
