"""B011, B042, B049: outcomes are counted only when two persons have decided it, as bare numbers."""

from datetime import date, timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.outcomes import approve_outcomes, count_outcome, propose_outcomes, withdraw_outcomes
from koerelister.contributions import statistics_text
from koerelister.models import OutcomeCount, OutcomeSwitch
from koerelister.statistics.outcomes import _covers, closed_quarters
from sanktion import decided as registry
from sanktion.actions.contact import record_attempt
from sanktion.models import ContactChannel, Decision, Outcome
from tests.factories import CaseFactory, CitizenFactory, UserFactory
from tests.factories.decisions import decided

pytestmark = pytest.mark.thorough

QUARTER = date(2018, 7, 1)
SEEN = "SELECT visited, contact, outcome, count FROM koerelister_outcomecount ORDER BY 1, 2, 3"


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def proposer(db):
    return UserFactory(role="leder")


@pytest.fixture
def approver(db):
    return UserFactory(role="administrator")


def switched_on() -> OutcomeSwitch:
    propose_outcomes("Svar til udvalget", by=UserFactory(role="leder"))
    return approve_outcomes(by=UserFactory(role="administrator"))


def test_it_is_off_until_two_persons_have_decided_it(proposer, approver):
    assert not OutcomeSwitch.objects.in_force().exists()
    propose_outcomes("Svar til udvalget", by=proposer)
    assert not OutcomeSwitch.objects.in_force().exists()
    with pytest.raises(ValidationError, match="En anden skal godkende det"):
        approve_outcomes(by=proposer)
    switch = approve_outcomes(by=approver)
    assert switch.is_in_force
    assert (switch.proposed_by, switch.approved_by, switch.decided_on) == (proposer, approver, timezone.localdate())
    with pytest.raises(ValidationError, match="allerede et forslag"):
        propose_outcomes("Igen", by=approver)
    withdraw_outcomes(by=proposer)
    assert not OutcomeSwitch.objects.in_force().exists()
    with pytest.raises(ValidationError, match="ikke noget at afslutte"):
        withdraw_outcomes(by=proposer)
    with pytest.raises(ValidationError, match="ikke noget forslag"):
        approve_outcomes(by=proposer)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("approved_by_id = proposed_by_id, decided_on = now()", "outcome_switch_two_persons"),
        ("decided_on = now()", "outcome_switch_approved_whole"),
        ("withdrawn_on = now()", "outcome_switch_withdrawn_whole"),
        ("purpose = 'Noget andet'", "kan ikke ændres"),
        ("proposed_on = '2018-01-01'", "kan ikke ændres"),
    ],
)
def test_the_database_refuses_what_the_page_would(proposer, change, refusal):
    propose_outcomes("Svar til udvalget", by=proposer)
    with pytest.raises(IntegrityError, match=refusal):
        execute(f"UPDATE koerelister_outcomeswitch SET {change}")  # noqa: S608


def test_what_is_decided_stays_decided(proposer, approver):
    propose_outcomes("Svar til udvalget", by=proposer)
    approve_outcomes(by=approver)
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        execute("UPDATE koerelister_outcomeswitch SET decided_on = decided_on - 1")
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("DELETE FROM koerelister_outcomeswitch")
    withdraw_outcomes(by=approver)
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        execute("UPDATE koerelister_outcomeswitch SET withdrawn_on = NULL, withdrawn_by_id = NULL")
    with pytest.raises(IntegrityError, match="begynder som et forslag"), transaction.atomic():
        OutcomeSwitch.objects.create(
            purpose="Uden om", proposed_by=proposer, approved_by=approver, decided_on=timezone.localdate()
        )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count FROM koerelister_outcomecount",
        "SELECT xmin FROM koerelister_outcomecount",
        "UPDATE koerelister_outcomecount SET count = 9",
        "INSERT INTO koerelister_outcomecount VALUES ('2018-07-01', true, true, 'sanction', 9)",
        "DELETE FROM koerelister_outcomecount",
        "TRUNCATE koerelister_outcomecount",
        "COPY koerelister_outcomecount TO STDOUT",
        "SELECT most_common_vals FROM pg_statistic",
    ],
)
@pytest.mark.django_db
def test_the_application_may_call_and_not_touch(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner|does not exist"):
        execute(statement)


@pytest.mark.django_db
def test_the_two_functions_are_for_the_application_alone_and_follow_nobodys_search_path():
    found = execute(
        "SELECT proname, prosecdef, proconfig, proacl::text FROM pg_proc"
        " WHERE proname IN ('koerelister_count_outcome', 'koerelister_closed_outcomes')"
    )
    assert len(found) == 2
    for _name, is_definer, settings, rights in found:
        assert is_definer
        assert settings == ["search_path=pg_catalog, pg_temp", "sanktion.system=regel"]
        assert "sanktion_app=X" in rights
        assert not rights.strip("{").startswith("=X")
        assert ",=X" not in rights


@pytest.mark.django_db
def test_the_counter_holds_a_quarter_and_three_facts():
    """No id, no day, no order: what there is to read is what there is to count."""
    columns = execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'koerelister_outcomecount'::regclass AND attnum > 0"
    )
    assert {row[0] for row in columns} == {"quarter", "visited", "contact", "outcome", "count"}
    assert execute("SELECT 1 FROM pg_class WHERE relkind = 'S' AND relname LIKE 'koerelister_outcomecount%%'") == []


def attempted(case, by, *, channel, reached=False):
    record_attempt(case, channel=channel, happened_at=timezone.now(), reached=reached, heading="Forsøg", by=by)


def test_each_decision_counts_once_and_only_while_it_is_decided(own_database):
    """In the decision's own transaction: what is rolled back is not counted, and the next attempt counts one."""
    by = UserFactory(role="sagsbehandler")
    cases = [CaseFactory(by=by) for _ in range(3)]
    attempted(cases[0], by, channel=ContactChannel.VISIT, reached=True)
    decided(cases[0], by)
    assert own_database.execute(SEEN).fetchall() == []
    switched_on()
    attempted(cases[1], by, channel=ContactChannel.VISIT, reached=True)
    attempted(cases[1], by, channel=ContactChannel.VISIT)
    attempted(cases[2], by, channel=ContactChannel.PHONE, reached=True)
    with transaction.atomic():
        decided(cases[1], by)
        transaction.set_rollback(True)
    assert own_database.execute(SEEN).fetchall() == []
    cases[1].refresh_from_db()
    decided(cases[1], by)
    count_outcome(Decision(case=cases[2], outcome=Outcome.EVENT_WITHDRAWN))
    assert own_database.execute(SEEN).fetchall() == [(False, False, "withdrawn", 1), (True, True, "sanction", 1)]
    withdraw_outcomes(by=by)
    count_outcome(Decision(case=cases[2], outcome=Outcome.NO_SANCTION))
    assert len(own_database.execute(SEEN).fetchall()) == 2
    assert own_database.execute("SELECT DISTINCT quarter FROM koerelister_outcomecount").fetchone()[0].day == 1
    for bad in ("'2018-08-01', true, true, 'sanction'", "'2018-07-01', false, true, 'none'"):
        with pytest.raises(psycopg.errors.CheckViolation):
            own_database.execute(f"INSERT INTO koerelister_outcomecount VALUES ({bad}, 1)")  # noqa: S608


def test_a_decision_is_made_whatever_happens_to_the_count(team, caseworker, monkeypatch):
    def fail(decision):
        execute("SELECT koerelister_count_outcome(false, true, 'unknown')")
        raise ZeroDivisionError

    switched_on()
    monkeypatch.setattr(registry, "_told", [fail])
    case = CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker)
    assert decided(case, caseworker).pk


def test_on_and_off_ask_the_database_the_same(team, caseworker, django_assert_num_queries):
    """Nothing outside the counter tells whether a decision was counted."""
    case = CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker)
    decision = Decision(case=case, outcome=Outcome.STRICT)
    for switch in (None, switched_on):
        if switch:
            switch()
        with django_assert_num_queries(2):
            assert count_outcome(decision) is None


WAYS = {"contact": (True, True), "no_contact": (True, False), "not_visited": (False, False)}


def told(owner, table) -> dict:
    """What is told of the quarter when the counter holds this: {way: (sanction, none, withdrawn)}."""
    owner.execute("DELETE FROM koerelister_outcomecount")
    for way, numbers in table.items():
        for outcome, count in zip(("sanction", "none", "withdrawn"), numbers, strict=True):
            owner.execute(
                "INSERT INTO koerelister_outcomecount (quarter, visited, contact, outcome, count)"
                " VALUES (%s, %s, %s, %s, %s)",
                [QUARTER, *WAYS[way], outcome, count],
            )
    return {(way, outcome): count for _quarter, _level, way, outcome, count in OutcomeCount.objects.closed()}


FULL = {"contact": (9, 12, 6), "no_contact": (30, 8, 5), "not_visited": (80, 20, 11)}


def test_closed_quarters_alone_and_no_small_number(own_database):
    leader = UserFactory(role="leder")
    months = [date(2018, number, 1) for number in (7, 8, 9)]
    insert = (
        "INSERT INTO koerelister_statisticsmonth (month, threshold, closed_on, closed_by_id) VALUES (%s, 5, now(), %s)"
    )
    for month in months:
        assert told(own_database, FULL) == {}, "a month of the quarter is open"
        own_database.execute(insert, [month, leader.pk])
    fine = told(own_database, FULL)
    assert len(fine) == 9
    assert fine["contact", "withdrawn"] == 6
    merged = told(own_database, FULL | {"contact": (9, 12, 4)})
    assert len(merged) == 6
    assert merged["contact", "other"] == 16
    assert merged["no_contact", "sanction"] == 30
    # What the merged number is made of could have been anything that is too small.
    assert told(own_database, FULL | {"contact": (9, 15, 1)}) == merged
    both = told(own_database, FULL | {"contact": (4, 12, 6)})
    assert both == {
        ("visited", "sanction"): 34,
        ("visited", "other"): 31,
        ("not_visited", "sanction"): 80,
        ("not_visited", "other"): 31,
    }
    assert told(own_database, FULL | {"contact": (3, 12, 6), "no_contact": (31, 8, 5)}) == both
    assert told(own_database, FULL | {"contact": (0, 0, 0), "no_contact": (4, 8, 5)}) == {}
    assert told(own_database, {}) == {}
    told(own_database, FULL)
    quarter = closed_quarters()[0]
    assert (quarter.name, quarter.is_partial, len(quarter.rows)) == ("3. kvartal 2018", True, 3)
    switched_on()
    text = statistics_text()
    assert "Afgørelser i 3. kvartal 2018 (kun en del af kvartalet er talt)." in text
    assert "Søgt på bopælen, kontakt opnået: sanktion 9, ingen sanktion 12, hændelsen trukket tilbage 6." in text
    assert "Der føres ikke statistik over" not in text


def test_the_page_leads_two_persons_through_it(client, proposer, approver):
    client.force_login(proposer)
    text = client.get(reverse("outcomes")).content.decode()
    assert "Tælles ikke" in text
    assert "sagerne kan ikke søges frem" in text
    assert client.post(reverse("outcomes_propose"), {"purpose": " "}).status_code == 422
    assert client.post(reverse("outcomes_propose"), {"purpose": "Svar til udvalget"}).status_code == 302
    assert reverse("outcomes_approve") not in client.get(reverse("outcomes")).content.decode()
    assert client.post(reverse("outcomes_approve")).status_code == 422
    client.force_login(approver)
    assert "«Svar til udvalget»" in client.get(reverse("outcomes_approve")).content.decode()
    assert client.post(reverse("outcomes_approve")).status_code == 302
    text = client.get(reverse("outcomes")).content.decode()
    assert f"af {proposer} og {approver}" in text
    assert client.post(reverse("outcomes_withdraw")).status_code == 302
    assert OutcomeSwitch.objects.get().withdrawn_by == approver


def test_a_caseworker_sees_the_figures_and_decides_nothing(client, caseworker):
    client.force_login(caseworker)
    assert reverse("outcomes_propose") not in client.get(reverse("outcomes")).content.decode()
    assert client.post(reverse("outcomes_propose"), {"purpose": "x"}).status_code == 403


def test_a_quarter_is_partial_unless_a_decision_covers_it(proposer):
    switch = OutcomeSwitch(decided_on=QUARTER - timedelta(days=1))
    assert _covers(switch, QUARTER)
    switch.withdrawn_on = date(2018, 9, 30)
    assert not _covers(switch, QUARTER)
    assert not _covers(OutcomeSwitch(decided_on=QUARTER), QUARTER)
