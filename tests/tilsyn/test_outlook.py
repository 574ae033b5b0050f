"""V025, V053, V095, V020: what is said of a request's deadlines, without asking the database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilsyn.figures.year import months_of
from tilsyn.models import Supervision, SupervisionForm, SupervisionStatus
from tilsyn.outlook import Outlook
from tilsyn.shown.requests import notes_of, steps_of, terms_of

RECEIVED = date(2026, 3, 3)


def a_supervision(**facts) -> Supervision:
    facts = {"pk": 1, "number": "2026-1", "form": "central_sample", "status": "collecting"} | facts
    supervision = Supervision(**{"received_on": RECEIVED, "year": 2026, "sequence": 1} | facts)
    supervision.due = facts.get("due") or supervision.first_due
    return supervision


def outlook(announced=None, named=0, prepared=0, days_left=10, gone=0, **facts) -> Outlook:
    return Outlook(a_supervision(**facts), announced, named, prepared, days_left, gone)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((10, 0, 0), "Ingen sager er registreret endnu"),
        ((10, 4, 4), "4 af 10 varslede sager er registreret"),
        ((None, 4, 1), "3 af 4 sager mangler deres samling"),
        ((5, 4, 1), "4 af 5 varslede sager er registreret, 3 af 4 sager mangler deres samling"),
        ((4, 4, 4), "Alle sager er klar til at sende"),
    ],
)
def test_the_row_of_the_queue_says_what_is_missing(counts, told):
    assert outlook(*counts).told == told


@pytest.mark.parametrize(("days_left", "is_suggested"), [(4, False), (3, True), (0, True), (-2, True)])
def test_a_notice_is_suggested_three_days_before(days_left, is_suggested):
    late = outlook(4, 4, 3, days_left)
    assert late.suggests_delay is is_suggested
    assert ("forsinkelse" in late.told) is is_suggested


@pytest.mark.parametrize(
    ("counts", "facts"),
    [((4, 4, 4), {}), ((4, 4, 1), {"status": "sent"}), ((4, 4, 1), {"form": "visit", "visit_on": RECEIVED})],
    ids=["complete", "sent", "visit-not-held"],
)
def test_no_notice_is_suggested_when_there_is_nothing_to_tell(counts, facts):
    assert not outlook(*counts, 0, **facts).suggests_delay


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(-5, 5))
def test_a_notice_is_suggested_for_what_is_lacking_alone(announced, named, prepared, gone, days_left):
    found = outlook(announced, named, min(prepared, named), days_left, gone)
    whole = 0 < named + gone >= announced and prepared >= named
    assert found.is_complete == whole
    assert found.suggests_delay == (not whole and days_left <= 3)


def test_a_case_that_has_left_was_received_too():
    """V018: nothing is asked for in its place."""
    assert outlook(5, 4, 4, gone=1).told == "Alle sager er klar til at sende"


def test_a_visit_without_a_list_of_cases_is_flagged():
    """V095."""
    unlisted = outlook(form="visit", status="registered", visit_on=RECEIVED + timedelta(days=20))
    assert "hvilke sager" in notes_of(unlisted, has_notice=True)[0]
    assert notes_of(outlook(4, 4, 4), has_notice=True) == []
    assert "brev" in notes_of(outlook(4, 4, 4), has_notice=False)[0]


def test_a_samples_deadline_is_shown_with_its_sum_and_its_paragraph():
    """V052."""
    (term,) = terms_of(a_supervision(), None)
    assert (term.section, term.day, term.is_running) == ("§ 7", date(2026, 3, 17), True)
    assert term.explanation == "14 dage fra 3. marts 2026 = 17. marts 2026"


def test_a_deadline_that_was_moved_tells_the_first():
    (term,) = terms_of(a_supervision(due=date(2026, 3, 24)), None)
    assert term.explanation.startswith("Oprindelig frist: 14 dage")


def test_a_visit_has_its_notice_and_its_copies():
    """V094, V097."""
    visit, copies = terms_of(a_supervision(form="visit", visit_on=date(2026, 3, 13)), None)
    assert (visit.section, visit.warning) == ("§ 9, stk. 2", "Varslet er kort: 10 dage. Det skal være mindst 14.")
    assert (copies.section, copies.day, copies.is_running) == ("§ 9, stk. 4", date(2026, 3, 27), False)


def test_a_survey_inherits_the_sample_deadlines():
    """V107."""
    survey = a_supervision(form=SupervisionForm.SPOT_SURVEY, theme="Sygdom")
    assert [term.day for term in terms_of(survey, None)] == [date(2026, 3, 17)]


def test_the_directorates_deadline_is_the_last():
    """V124."""
    ended = a_supervision(status=SupervisionStatus.ENDED, ended_on=date(2026, 3, 31))
    result = terms_of(ended, date(2026, 6, 30))[-1]
    assert (result.section, result.explanation) == ("§ 13", "3 måneder fra 31. marts 2026 = 30. juni 2026")


@pytest.mark.parametrize(
    ("facts", "labels"),
    [
        (
            {"status": "registered"},
            ["Indlæs direktoratets liste", "Giv besked om forsinkelse", "Anmodningen bortfalder"],
        ),
        ({"status": "collecting"}, ["Dan samlingerne", "Giv besked om forsinkelse", "Afslut tilsynet"]),
        ({"status": "sent"}, ["Afslut tilsynet"]),
        ({"status": "ended", "ended_on": RECEIVED}, ["Registrér resultatet", "Direktoratet er forsinket"]),
        ({"status": "result", "ended_on": RECEIVED}, ["Luk tilsynet"]),
        ({"status": "closed", "ended_on": RECEIVED}, []),
        ({"form": "visit", "visit_on": RECEIVED}, ["Besøget er holdt", "Afslut tilsynet"]),
        (
            {"form": "visit", "visit_on": RECEIVED, "status": "visited"},
            ["Giv besked om forsinkelse", "Afslut tilsynet"],
        ),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_each_status_has_its_steps(facts, labels):
    assert [step.label for step in steps_of(outlook(1, 1, 0, 0, **facts))] == labels


@pytest.mark.parametrize(
    ("prepared", "days_left", "facts", "first"),
    [
        (0, 10, {}, "Dan samlingerne"),
        (1, 10, {}, "Send materialet"),
        (0, 2, {}, "Giv besked om forsinkelse"),
        (0, 10, {"form": "visit", "visit_on": RECEIVED}, "Gør læserummet klar"),
    ],
)
def test_what_to_do_now_is_the_work_until_there_is_hardly_time_for_it(prepared, days_left, facts, first):
    steps = steps_of(outlook(1, 1, prepared, days_left, **{"status": "collecting"} | facts))
    assert [step.label for step in steps if step.is_next] == [first]


@pytest.mark.parametrize(
    ("is_answered", "first", "last"),
    [(False, "Svar på undersøgelsen", "Anmodningen bortfalder"), (True, "Afslut tilsynet", "Afslut tilsynet")],
)
def test_a_survey_is_answered_and_then_ended(is_answered, first, last):
    """V102."""
    steps = steps_of(
        outlook(None, 0, 0, 9, status="registered", form="spot_survey", theme="Sygdom"), is_answered=is_answered
    )
    assert ([step.label for step in steps if step.is_next], steps[-1].label) == ([first], last)


def test_the_year_has_twelve_months_with_each_days_entries_in_order():
    """V020."""
    ended = a_supervision(status="ended", ended_on=date(2026, 4, 1))
    ended.result_by = date(2026, 7, 1)
    visit = a_supervision(pk=2, form="visit", visit_on=date(2027, 1, 4))
    visit.result_by = None
    months = months_of(2026, [visit, ended])
    assert [(month.name, [entry.what for entry in month.entries]) for month in months if month.entries] == [
        ("Marts", ["Anmodning modtaget", "Anmodning modtaget", "Frist for materiale"]),
        ("April", ["Tilsynet afsluttet"]),
        ("Juli", ["Frist for direktoratets resultat"]),
    ]
    assert len(months) == 12
    assert [entry.what for entry in months_of(2027, [visit])[0].entries] == ["Besøg"]
