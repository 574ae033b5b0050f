"""V101-V106: a spot survey is answered from a search that stays inside the request, and what was answered is kept."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.base.acting import acting
from sanktion.base.tables import read_table
from sanktion.models import AccessLog, EventKind, FileFormat, Outcome
from tilsyn.actions.survey import SurveyNotAllowed, answer_survey, file_of, search
from tilsyn.contributions import answered
from tilsyn.forms.survey import SurveyAnswerForm, SurveyQueryForm
from tilsyn.models import Consequence, SurveyAnswer, SurveyAnswerRow, SurveyColumn, SurveyRun
from tilsyn.views.survey import cross_table

from ..factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from ..factories.decisions import decided
from ..factories.survey import query_of, survey_of
from ..factories.tilsyn import eligible, supervision_of

pytestmark = pytest.mark.django_db
ALL_COLUMNS = list(SurveyColumn.values)
KIND = EventKind.REFUSED_REFERRED_JOB


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


def a_case(by, *, kind=EventKind.MISSED_JOB_INTERVIEW, team=None, days=40):
    citizen = CitizenFactory(team=team or by.teams.get())
    on = timezone.localdate() - timedelta(days=days)
    return eligible(CaseFactory(event=EventFactory(citizen=citizen, kind=kind, occurred_on=on), by=by))


def answer_of(survey, by, **asked):
    return answer_survey(survey, query_of(survey, **asked), cpr_reason="Punkt 3 i brevet", by=by, key=uuid4())


def asked_for(survey, **values):
    day = f"{survey.period_from:%d-%m-%Y}", f"{survey.period_to:%d-%m-%Y}"
    plain = {"haendelse": [3], "konsekvens": ["undecided"], "kolonne": ["case_number"], "fra": day[0], "til": day[1]}
    return plain | values


def test_who_was_not_hired_in_a_referred_job_and_what_followed(tove):
    """V106, the guidance's own example."""
    case = a_case(tove)
    decided(case, tove, outcome=Outcome.DEDUCTION)
    a_case(tove)
    survey = survey_of(tove, theme="Udeblivelser fra jobsamtaler")
    answer = answer_of(survey, tove, columns=ALL_COLUMNS)
    assert answer.counts == {"3": {"deduction": 1, "undecided": 1}}
    facts = next(row.facts for row in answer.answer_rows.all() if row.case_id == case.pk)
    assert facts["outcome"] == "Fradrag"
    assert facts["match_category"] == 2
    assert facts["cpr"] == case.citizen.formatted_cpr
    assert facts["legal_basis"] == str(case.decision.legal_basis)
    assert facts["effect_from"] == case.decision.effect_from.isoformat()


def test_only_the_chosen_kinds_consequences_and_days_are_found(tove):
    survey = survey_of(tove)
    a_case(tove, days=40)
    a_case(tove, days=10)
    found = search(survey, query_of(survey, last=timezone.localdate() - timedelta(days=20)), by=tove)
    assert len(found.rows) == 1
    assert search(survey, query_of(survey, kinds=[KIND.value]), by=tove).rows == []
    assert search(survey, query_of(survey, outcomes=["deduction"]), by=tove).rows == []


def test_events_without_a_case_are_counted(tove):
    """V024: they have no consequence yet."""
    survey = survey_of(tove)
    on = timezone.localdate() - timedelta(days=30)
    EventFactory(citizen=CitizenFactory(team=tove.teams.get()), kind=EventKind.MISSED_JOB_INTERVIEW, occurred_on=on)
    assert search(survey, query_of(survey, kinds=[3]), by=tove).without_case == 1


def test_every_search_is_noted_with_the_request(tove):
    survey = survey_of(tove)
    for _ in range(2):
        search(survey, query_of(survey), by=tove)
    answer_of(survey, tove)
    assert SurveyRun.objects.filter(supervision=survey, by=tove).count() == 3


def test_a_case_outside_the_scope_refuses_the_answer(tove):
    survey = survey_of(tove)
    a_case(tove, team=TeamFactory())
    assert "1 sag er uden for din adgang" in search(survey, query_of(survey), by=tove).refusal
    with pytest.raises(SurveyNotAllowed, match="uden for din adgang"):
        answer_of(survey, tove)


def test_a_later_search_is_a_new_answer_and_the_old_one_stays(tove):
    survey = survey_of(tove)
    a_case(tove)
    first = answer_of(survey, tove)
    before = file_of(first, FileFormat.CSV)
    a_case(tove)
    second = answer_of(survey, tove)
    assert (first.number, second.number, second.found) == (1, 2, 2)
    assert file_of(SurveyAnswer.objects.get(pk=first.pk), FileFormat.CSV) == before


def test_a_double_click_answers_once(tove):
    survey, key = survey_of(tove), uuid4()
    for _ in range(2):
        answer_survey(survey, query_of(survey), cpr_reason="", by=tove, key=key)
    assert SurveyAnswer.objects.count() == 1


def test_the_answer_says_what_the_case_said_then(tove):
    """Frozen: a decision made afterwards is not in it."""
    survey, case = survey_of(tove), a_case(tove)
    answer = answer_of(survey, tove)
    decided(case, tove)
    assert read_table(file_of(answer, FileFormat.CSV)).rows[0].values["Konsekvens"] == "Ikke afgjort"


def test_the_workbook_has_the_same_rows(tove):
    survey, case = survey_of(tove), a_case(tove)
    answer = answer_of(survey, tove, columns=["case_number", "event_date"])
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(answer, FileFormat.XLSX))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Sagsnummer", "Hændelsesdato")
    assert (rows[1][0], rows[1][1].date()) == (case.number, case.event.occurred_on)


def test_other_forms_of_supervision_have_no_search(tove, client):
    sample = supervision_of(tove, period_from=timezone.localdate(), period_to=timezone.localdate())
    with pytest.raises(SurveyNotAllowed, match="spotundersøgelse"):
        search(sample, query_of(sample), by=tove)
    client.force_login(tove)
    assert client.get(reverse("survey_answers", args=[sample.number])).status_code == 404


def test_without_a_period_nothing_is_searched(tove):
    survey = survey_of(tove)
    query = query_of(survey)
    survey.period_from = survey.period_to = None
    survey.save()
    with pytest.raises(SurveyNotAllowed, match="periode"):
        search(survey, query, by=tove)


def test_the_form_keeps_to_the_period_of_the_request(tove):
    survey = survey_of(tove)
    assert SurveyQueryForm(asked_for(survey), supervision=survey).is_valid()
    early = f"{survey.period_from - timedelta(days=1):%d-%m-%Y}"
    late = f"{survey.period_to + timedelta(days=1):%d-%m-%Y}"
    assert "fra" in SurveyQueryForm(asked_for(survey, fra=early), supervision=survey).errors
    assert "til" in SurveyQueryForm(asked_for(survey, til=late), supervision=survey).errors


def test_cpr_numbers_take_a_reason():
    form = SurveyAnswerForm({"key": str(uuid4()), "cpr_reason": ""}, has_cpr=True)
    assert "cpr_reason" in form.errors
    assert SurveyAnswerForm({"key": str(uuid4())}, has_cpr=False).is_valid()


def test_nothing_of_how_a_citizen_was_sought_can_be_asked(tove):
    """B048: the lists are closed, and none of their words tells of a visit."""
    words = [*SurveyColumn.labels, *SurveyColumn.values, *Consequence.labels, *Consequence.values]
    assert not [word for word in words if any(part in word.lower() for part in ("visit", "besøg", "kontakt", "bopæl"))]
    survey = survey_of(tove)
    for field, value in (("kolonne", "contact_attempts"), ("haendelse", "visit"), ("konsekvens", "seeking_contact")):
        assert field in SurveyQueryForm(asked_for(survey, **{field: [value]}), supervision=survey).errors


def test_from_question_to_file(client, tove):
    survey, case = survey_of(tove), a_case(tove)
    client.force_login(tove)
    url = reverse("survey_new", args=[survey.number])
    asked = asked_for(survey, kolonne=["case_number", "cpr"])
    page = client.get(url, asked)
    text = page.content.decode()
    assert case.number in text
    assert page.headers["Cache-Control"] == "no-store"
    post = client.post(f"{url}?{page.wsgi_request.GET.urlencode()}", {"key": str(uuid4()), "cpr_reason": "kort"})
    assert post.status_code == 422
    reason = "Brevets punkt 3 beder om CPR-numre."
    client.post(f"{url}?{page.wsgi_request.GET.urlencode()}", {"key": str(uuid4()), "cpr_reason": reason})
    answer = SurveyAnswer.objects.get()
    assert answer.cpr_reason == reason
    shown = client.get(reverse("survey_answer", args=[survey.number, answer.number])).content.decode()
    assert answer.sha256 in shown
    file = client.post(reverse("survey_answer_file", args=[survey.number, answer.number]), {"format": "csv"})
    assert case.citizen.formatted_cpr in file.content.decode()
    assert file.headers["Content-Disposition"] == f'attachment; filename="svar-{survey.number}-1.csv"'
    assert AccessLog.objects.filter(page="survey_answer_file", user=tove).exists()


def test_the_answer_is_in_the_citizens_own_export(tove):
    """Art. 15."""
    survey, case = survey_of(tove), a_case(tove)
    answer_of(survey, tove)
    assert f"Sagsnummer: {case.number}" in dict(answered(case.citizen))[f"Sag {case.number}"]


def test_a_row_hides_the_answer_from_who_may_not_see_its_case(tove):
    survey = survey_of(tove)
    a_case(tove)
    answer_of(survey, tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    assert not SurveyAnswer.objects.visible_to(stranger).exists()
    assert not SurveyAnswerRow.objects.visible_to(stranger).exists()


def test_a_row_that_row_security_hides_hides_the_answer_too(tove):
    survey = survey_of(tove)
    a_case(tove)
    answer_of(survey, tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    with acting(stranger):
        assert not SurveyAnswer.objects.visible_to(stranger).exists()
    with acting(tove):
        assert SurveyAnswer.objects.visible_to(tove).exists()


def test_the_table_adds_up_both_ways():
    table = cross_table({"3": {"undecided": 2, "deduction": 1}, "1": {"deduction": 4}})
    assert table["heads"] == ["Ikke afgjort", "Fradrag"]
    assert [row[1:] for row in table["rows"]] == [([0, 4], 4), ([2, 1], 3)]
    assert (table["sums"], table["total"]) == ([2, 5], 7)


@pytest.mark.parametrize("category", [4, 5])
def test_who_is_not_covered_is_in_no_answer(client, tove, category):
    """V015, V018: § 2 holds for spot surveys too; how many were left out is told."""
    citizen = CitizenFactory(team=tove.teams.get())
    on = timezone.localdate() - timedelta(days=40)
    out = eligible(CaseFactory(event=EventFactory(citizen=citizen, occurred_on=on), by=tove), category=category)
    stays, unwritten = a_case(tove), a_case(tove)
    unwritten.citizen.match_categories.all().delete()
    survey = survey_of(tove)
    answer = answer_of(survey, tove)
    assert {row.case for row in answer.answer_rows.all()} == {stays, unwritten}
    found = search(survey, query_of(survey), by=tove)
    assert (len(found.rows), found.outside_category) == (2, 1)
    with pytest.raises(IntegrityError, match="matchkategori 4-5"), transaction.atomic():
        SurveyAnswerRow.objects.create(answer=answer, number=9, case=out, facts={})
    client.force_login(tove)
    asked = asked_for(survey, haendelse=list(EventKind.values), konsekvens=list(Consequence.values))
    page = client.get(reverse("survey_new", args=[survey.number]), asked).content.decode()
    assert "1 sag er ikke med" in page
