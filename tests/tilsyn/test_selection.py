"""V022, V026-V038, V090, V105: the four ways in which the directorate names cases, on the demo's own events."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from sanktion.actions.register import deliver
from sanktion.models import NegativeEvent
from tilsyn.actions.selection.answering import answer_file, answer_to, is_as_sent, mark_sent
from tilsyn.actions.selection.completeness import completeness, registered, registration_file
from tilsyn.actions.selection.looking import look_up
from tilsyn.actions.selection.recording import (
    ListNotAllowed,
    discard,
    look_again,
    name_cases,
    note_correction,
)
from tilsyn.models import (
    QUESTION,
    FaultKind,
    ListStatus,
    RowOutcome,
    SelectedCase,
    SelectionList,
    SelectionRow,
    SelectionWay,
)

from ..factories import CitizenFactory, EventFactory, TeamFactory, UserFactory
from ..factories.decisions import sanction_of
from ..factories.selection import PERIOD, STRANGER, answered, asked, demo_events, opened, recorded
from ..factories.tilsyn import supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def events(tove):
    return demo_events(tove.teams.get())


def outcomes(selection: SelectionList) -> list[str]:
    return list(selection.rows.values_list("outcome", flat=True))


def named(selection: SelectionList) -> dict[str, str]:
    found = SelectedCase.objects.filter(supervision=selection.supervision)
    return dict(found.values_list("case__number", "named_in"))


def test_way_1_the_notices_are_matched_to_events_and_their_cases(tove, events):
    """V026: the one without a case, the one without an event and the one nobody knows are each told why."""
    cases = opened(events[:2], tove)
    lines = [f"{one.citizen.cpr};{one.occurred_on:%d-%m-%Y};{one.kind}" for one in events[:3]]
    lines += [f"{events[3].citizen.cpr};01-01-2020;1", f"{STRANGER};09-11-2026;9", "12;x;9"]
    selection = recorded(supervision_of(tove), ["cpr;dato;haendelse", *lines], tove)
    assert outcomes(selection) == ["found", "found", "no_case", "no_event", "unknown", "unreadable"]
    assert not SelectedCase.objects.exists()
    assert name_cases(selection, by=tove)[0] == 2
    assert named(selection) == {cases[0].number: "Liste 1, række 2", cases[1].number: "Liste 1, række 3"}
    assert outcomes(selection)[:3] == ["named", "named", "no_case"]


def test_an_event_that_gets_its_case_is_named_when_asked_again(tove, events):
    selection = recorded(supervision_of(tove), [event.citizen.cpr for event in events[:2]], tove)
    with pytest.raises(ListNotAllowed, match="Slet listen"):
        name_cases(recorded(selection.supervision, [STRANGER], tove), by=tove)
    name_cases(selection, by=tove)
    assert outcomes(selection) == ["no_case", "no_case"]
    opened(events[:1], tove)
    look_again(selection, by=tove)
    assert outcomes(selection) == ["found", "no_case"]
    assert (name_cases(selection, by=tove)[0], name_cases(selection, by=tove)[0]) == (1, 0)


def test_two_cases_that_fit_are_a_question_to_the_directorate(tove, events):
    """V022: the municipality doesn't pick between them."""
    citizen = events[0].citizen
    opened([events[0], EventFactory(citizen=citizen, occurred_on=events[0].occurred_on)], tove)
    supervision = supervision_of(tove)
    assert outcomes(recorded(supervision, [citizen.cpr], tove)) == ["several"]
    assert outcomes(recorded(supervision, [events[0].case.number], tove)) == ["found"]
    assert recorded(supervision, ["reference", events[0].reference], tove).rows.get().outcome == "found"


def test_way_2_round_1_answers_each_number(tove, events):
    """V031: who had an event in the period, who had none, and who is unknown."""
    early = EventFactory(citizen=CitizenFactory(team=tove.teams.get()), occurred_on=PERIOD[0] - timedelta(days=1))
    selection = asked(supervision_of(tove, way="cpr_list"), [events[0].citizen, early.citizen], tove, STRANGER)
    assert outcomes(selection) == ["had_event", "no_event", "unknown"]
    answer = answer_to(selection, user=tove)
    data = answer_file(selection, answer, "csv").decode("utf-8-sig").splitlines()
    told = f"{events[0].occurred_on:%d-%m-%Y} {events[0].get_kind_display()}"
    assert data[1] == f"1;{events[0].citizen.formatted_cpr};Negativ hændelse i perioden;{told}"
    assert data[3] == f"3;{STRANGER[:6]}-{STRANGER[6:]};Kendes ikke i kommunen;"
    assert answer_file(selection, answer, "xlsx").startswith(b"PK")


def test_the_answer_that_was_sent_is_known_by_its_sum(tove, events):
    selection = answered(supervision_of(tove, way="cpr_list"), [events[0].citizen], tove)
    data = answer_file(selection, answer_to(selection, user=tove), "csv")
    assert (selection.status, is_as_sent(selection, data)) == (ListStatus.SENT, True)
    EventFactory(citizen=events[0].citizen, occurred_on=events[0].occurred_on)
    assert not is_as_sent(selection, answer_file(selection, answer_to(selection, user=tove), "csv"))
    with pytest.raises(ListNotAllowed, match="allerede"):
        mark_sent(selection, file_format="csv", sent_on=timezone.localdate(), by=tove)


def test_way_2_round_2_names_the_cases_and_destroys_the_rest(tove, events):
    """V033: traceable to round 1; a number that wasn't in it is an error."""
    cases = opened(events, tove)
    supervision = supervision_of(tove, way="cpr_list")
    with pytest.raises(ListNotAllowed, match="markeret som sendt"):
        recorded(supervision, [events[0].citizen.cpr], tove)
    question = answered(supervision, [event.citizen for event in events[:4]], tove)
    choice = recorded(supervision, [events[0].citizen.cpr, events[1].citizen.cpr, events[4].citizen.cpr], tove)
    assert outcomes(choice) == ["found", "found", "not_asked"]
    count, records = name_cases(choice, by=tove)
    assert (count, set(named(choice))) == (2, {cases[0].number, cases[1].number})
    assert [(one.rows, one.kept, one.reason) for one in records] == [(2, 2, "chosen")]
    question.refresh_from_db()
    assert question.status == ListStatus.DESTROYED
    assert [(row.number, row.cells, row.cpr_lookup) for row in question.rows.all()] == [
        (1, None, None),
        (2, None, None),
    ]
    assert [row.asked_in.number for row in choice.rows.exclude(asked_in=None)] == [1, 2]
    assert choice.rows.filter(cells__isnull=True).count() == 2


def test_a_number_of_round_2_names_each_of_its_cases_in_the_period(tove, events):
    citizen = events[0].citizen
    opened([events[0], EventFactory(citizen=citizen, occurred_on=events[0].occurred_on)], tove)
    supervision = supervision_of(tove, way="cpr_list")
    answered(supervision, [citizen], tove)
    choice = recorded(supervision, [citizen.cpr], tove, period=PERIOD)
    assert name_cases(choice, by=tove)[0] == 2


def test_way_3_the_period_of_registration_and_what_speaks_against_it(tove, events):
    """V034."""
    today = timezone.localdate()
    NegativeEvent.objects.update(occurred_on=today)
    NegativeEvent.objects.filter(pk=events[1].pk).update(occurred_on=today - timedelta(days=30))
    case = opened(events[:1], tove)[0]
    report = completeness(today, today, user=tove)
    assert (report.events, report.without_case, report.without_assessment, report.late) == (5, 4, 1, 1)
    assert (report.hidden, report.refusal, report.days_without) == (0, "", [])
    before = completeness(today - timedelta(days=7), today - timedelta(days=1), user=tove)
    assert (before.events, len(before.days_without)) == (0, 5)
    lines = registration_file(registered(today, today, user=tove), "csv", at=timezone.now()).decode().splitlines()
    assert len(lines) == 6
    assert any(line.endswith(f"{events[0].reference};{case.number};nej") for line in lines)


def test_way_3_the_directorates_choice_is_matched_to_the_period(tove, events):
    """V035."""
    today = timezone.localdate()
    opened(events[:2], tove)
    NegativeEvent.objects.filter(pk=events[1].pk).update(registered_at=timezone.now() - timedelta(days=90))
    supervision = supervision_of(tove, way=SelectionWay.REGISTRATION_PERIOD)
    selection = recorded(supervision, [one.citizen.cpr for one in events[:2]], tove, period=(today, today))
    assert outcomes(selection) == ["found", "no_event"]


def test_way_4_the_extract_is_held_against_what_was_delivered(tove):
    """V036-V038: what can't be found, and what differs, stays on the list until the register is put right."""
    team, today = tove.teams.get(), timezone.localdate()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    decisions = [sanction_of(CitizenFactory(team=team), worker) for _ in range(2)]
    day = timezone.localdate(decisions[0].decided_at)
    deliver(day, max(day, today), file_format="csv", purpose="Månedlig levering", by=tove)
    header = "reference;cpr;udfald;sagsnummer"
    first, second = (decision.case for decision in decisions)
    lines = [
        f"L0001-00001;{first.citizen.cpr};Fradrag;{first.number}",
        f"L0001-00002;{second.citizen.cpr};Ophør;{second.number}",
        f"L0001-00002;{first.citizen.cpr};Fradrag;",
        f"L0009-00001;{first.citizen.cpr};Fradrag;",
        f"L0001-00001;;;{second.number}",
    ]
    selection = recorded(supervision_of(tove, way="register_extract"), [header, *lines], tove)
    assert outcomes(selection) == ["found", "found", "differs", "unknown", "differs"]
    faults = list(selection.rows.delivery_errors().values_list("number", "fault_kind"))
    assert faults == [
        (3, FaultKind.FACTS),
        (4, FaultKind.NOT_FOUND),
        (5, FaultKind.NOT_FOUND),
        (6, FaultKind.NOT_FOUND),
    ]
    assert name_cases(selection, by=tove)[0] == 2
    row = selection.rows.get(number=3)
    assert (row.outcome, row.is_reduced) == (RowOutcome.NAMED, False)
    assert row.fault == "Udtrækket siger noget andet end sagen: udfaldet."
    note_correction(row, "Udfaldet er rettet", by=tove)
    row = SelectionRow.objects.get(pk=row.pk)
    assert (row.is_reduced, row.correction, row.corrected_by) == (True, "Udfaldet er rettet", tove)


def test_what_is_outside_the_users_access_is_counted_and_not_named(tove, events):
    elsewhere = demo_events_of_another_team(events)
    opened([events[0]], tove)
    lines = [events[0].citizen.cpr, elsewhere.citizen.cpr, elsewhere.case.number]
    supervision = supervision_of(tove)
    selection = recorded(supervision, ["cpr;sag", f"{lines[0]};", f"{lines[1]};", f";{lines[2]}"], tove)
    assert outcomes(selection) == ["found", "outside", "outside"]
    assert name_cases(selection, by=tove)[0] == 1
    found = look_up(selection, list(selection.rows.all()), user=tove)
    assert [len(one.events) for one in found] == [0, 0, 0]
    both = UserFactory(role="tilsynsansvarlig", teams=[*tove.teams.all(), elsewhere.case.team])
    assert name_cases(selection, by=both)[0] == 1


def demo_events_of_another_team(events):
    event = EventFactory(citizen=CitizenFactory(team=TeamFactory()), occurred_on=events[0].occurred_on)
    worker = UserFactory(role="sagsbehandler", teams=[event.citizen.team])
    opened([event], worker)
    return event


def test_half_an_answer_is_not_sent(tove, events):
    elsewhere = demo_events_of_another_team(events)
    selection = asked(supervision_of(tove, way="cpr_list"), [events[0].citizen, elsewhere.citizen], tove)
    with pytest.raises(ListNotAllowed, match="1 nummer er uden for din adgang"):
        mark_sent(selection, file_format="csv", sent_on=timezone.localdate(), by=tove)
    assert completeness(*PERIOD, user=tove).refusal.startswith("Listen kan ikke hentes: 1 hændelse")


def test_the_wrong_list_is_destroyed_like_any_other(tove, events):
    selection = recorded(supervision_of(tove), [event.citizen.cpr for event in events], tove)
    record = discard(selection, by=tove)
    assert (record.rows, record.kept, record.reason) == (5, 0, "discarded")
    assert not SelectionRow.objects.exists()
    with pytest.raises(ListNotAllowed):
        discard(selection, by=tove)


@pytest.mark.thorough
def test_two_presses_record_one_list(tove, events):
    supervision = supervision_of(tove)
    key = supervision.key
    first = recorded(supervision, [STRANGER], tove, key=key)
    assert recorded(supervision, [STRANGER], tove, key=key) == first


@pytest.mark.thorough
def test_the_queries_are_the_same_however_long_the_list(tove, django_assert_max_num_queries):
    supervision = supervision_of(tove, way="cpr_list")
    events = EventFactory.create_batch(12, citizen__team=tove.teams.get())
    lines = [f"{61 + n % 28}{1 + n % 12:02d}{10 + n // 336:02d}{n % 10000:04d}" for n in range(1988)]
    with django_assert_max_num_queries(40):
        selection = asked(supervision, [event.citizen for event in events], tove, *lines)
    assert selection.row_count == 2000
    with django_assert_max_num_queries(12):
        found = look_up(selection, list(selection.rows.all()), user=tove)
    assert sum(one.outcome == RowOutcome.HAD_EVENT for one in found) == 12


def test_no_case_is_named_but_by_a_row_of_the_directorates():
    """V022: there is no other path. Only the recording of a list calls ``name_case``, and only it makes the rows."""
    # Invented ones for a letter's preview, and a case read without being in any supervision: none of them is stored.
    unsaved = {"letters/answers.py", "letters/withdrawal.py", "views/mock.py"}
    callers = set()
    for path in (Path(settings.ROOT) / "tilsyn").rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "name_case",
                "naming.name_case",
                "SelectedCase",
            ):
                callers.add(f"{path.parent.name}/{path.name}")
    assert callers - unsaved <= {"selection/recording.py", "actions/naming.py"}


def test_round_1_asks_of_people_and_of_nothing_else_in_the_row(tove, events):
    """V031: half an answer is a wrong one: a case number beside the number neither hides it nor stands in for it."""
    case = opened(events[:1], tove)[0]
    rows = [f"{events[0].citizen.cpr};{case.number}", f"{STRANGER};{case.number}", f";{case.number}", ";2020-0000001"]
    selection = recorded(
        supervision_of(tove, way="cpr_list"), ["cpr;sag", *rows], tove, list_round=QUESTION, period=PERIOD
    )
    assert outcomes(selection) == ["had_event", "unknown", "unreadable", "unreadable"]
    answer = answer_to(selection, user=tove)
    assert len(answer_file(selection, answer, "csv").decode().splitlines()) == 3
    assert "CPR-nummer" in selection.rows.get(number=4).fault


def test_round_2_stays_within_the_period_that_was_answered(tove, events):
    """V022, V033: what was not asked about is not handed over."""
    event = events[0]
    early = EventFactory(citizen=event.citizen, occurred_on=PERIOD[0] - timedelta(days=1))
    opened([event, early], tove)
    supervision = supervision_of(tove, way="cpr_list")
    answered(supervision, [event.citizen], tove)
    with pytest.raises(ListNotAllowed, match="den periode, der er svaret på i runde 1"):
        recorded(supervision, [event.citizen.cpr], tove, period=(early.occurred_on, PERIOD[1]))
    choice = recorded(supervision, [event.citizen.cpr], tove)
    assert (choice.period_from, choice.period_to) == PERIOD
    name_cases(choice, by=tove)
    assert set(named(choice)) == {event.case.number}


def test_more_choices_after_the_rest_is_destroyed_are_refused_for_what_it_is(tove, events):
    opened(events[:1], tove)
    supervision = supervision_of(tove, way="cpr_list")
    answered(supervision, [events[0].citizen], tove)
    name_cases(recorded(supervision, [events[0].citizen.cpr], tove), by=tove)
    with pytest.raises(ListNotAllowed, match="destrueret"):
        recorded(supervision, [events[0].citizen.cpr], tove)


def test_the_answer_is_not_sent_before_the_list_came(tove, events):
    selection = asked(supervision_of(tove, way="cpr_list"), [events[0].citizen], tove)
    with pytest.raises(ListNotAllowed, match="før listen kom"):
        mark_sent(selection, file_format="csv", sent_on=selection.received_on - timedelta(days=1), by=tove)
