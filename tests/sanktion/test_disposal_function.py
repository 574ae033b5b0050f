"""The database destroys a case that two persons have approved, with all that stands under it, and no other case."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from sanktion.actions.disposal import approve_disposal, run_disposal
from sanktion.actions.retention import hold, propose_disposal
from sanktion.models import AccessKind, AccessLog, Case, Citizen, Disposal, RetentionHold
from tests.factories import EventFactory
from tests.factories.retention import approved_disposal, approver_of, closed_case, complained_case, reviewer_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
# Who looked, in numbers that lead to nobody any more; the proof; the address, which is the register's and no citizen's.
KEPT = {
    "sanktion_accesslog": 1,
    "sanktion_address": 1,
    "sanktion_casenumberseries": 1,
    "sanktion_disposal": 1,
    "sanktion_disposalcertificate": 1,
}


def call(case, disposal):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_destroy_case(%s, %s)", [case.pk, disposal.pk])


def execute(statement, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def counted() -> dict[str, int]:
    """The rows of every table of the database."""
    with connection.cursor() as cursor:
        names = [table for table in connection.introspection.table_names(cursor) if table != "koerelister_outcomecount"]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))  # noqa: S608
        return dict(cursor.fetchall())


def test_nothing_of_the_case_is_left_in_any_table(caseworker):
    """Every table holds what it held before the case came, but for what tells that it was destroyed."""
    reviewer, approver = reviewer_of(caseworker.teams.get()), approver_of(caseworker.teams.get())
    before = counted()
    case = complained_case(caseworker, reviewer)
    AccessLog.objects.note(caseworker, AccessKind.READ, page="case", citizens=[case.citizen], case=case)
    added = {table for table, count in counted().items() if count != before[table]}
    assert len(added) > 25
    disposal = propose_disposal([case], by=reviewer)
    approve_disposal(disposal, count=1, by=approver)
    run_disposal(disposal.pk)
    assert {table: count - before[table] for table, count in counted().items() if count != before[table]} == KEPT
    assert AccessLog.objects.get().citizen_id == case.citizen_id


def test_the_citizens_other_case_is_untouched(archive):
    other = archive.case()
    before = counted()
    case = closed_case(archive.caseworker, citizen=other.citizen)
    run_disposal(approved_disposal([case]).pk)
    assert list(Case.objects.order_by("number")) == archive.cases()
    after = counted()
    assert {table for table in after if after[table] < before[table]} == set()
    assert after["sanktion_historicalcitizen"] == before["sanktion_historicalcitizen"]


def test_a_citizen_with_an_event_that_no_case_rests_on_stays(archive):
    case = archive.case()
    EventFactory(citizen=case.citizen)
    run_disposal(approved_disposal([case]).pk)
    assert Citizen.objects.filter(pk=case.citizen_id).exists()
    assert not Case.objects.filter(pk=case.pk).exists()


def test_a_case_that_one_person_alone_has_proposed_stays(archive):
    case = archive.case()
    disposal = propose_disposal([case], by=reviewer_of(case.team))
    with pytest.raises(IntegrityError, match="ikke godkendt af to personer"):
        call(case, disposal)


def test_the_same_person_can_not_approve(archive):
    case = archive.case()
    disposal = propose_disposal([case], by=reviewer_of(case.team))
    with pytest.raises(IntegrityError, match="disposal_two_persons"):
        execute(
            "UPDATE sanktion_disposal SET status = 'approved', approved_by_id = proposed_by_id, approved_at = now()"
            " WHERE id = %s",
            disposal.pk,
        )


def test_a_case_that_was_not_chosen_stays(archive):
    chosen, other = archive.cases()
    disposal = approved_disposal([chosen])
    with pytest.raises(IntegrityError, match="ikke den næste i sletningen"):
        call(other, disposal)


def test_a_hold_that_came_after_the_approval_keeps_the_case(archive):
    case = archive.case()
    disposal = approved_disposal([case])
    hold(case, reason="Ombudsmanden har bedt om sagen.", by=archive.caseworker)
    with pytest.raises(IntegrityError, match="Sagen holdes tilbage"):
        call(case, disposal)
    run_disposal(disposal.pk)
    disposal.refresh_from_db()
    assert (disposal.status, disposal.destroyed, disposal.left_out) == ("done", 0, 1)
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM sanktion_case",
        "DELETE FROM sanktion_citizen",
        "DELETE FROM sanktion_negativeevent",
        "DELETE FROM sanktion_decision",
        "DELETE FROM sanktion_historicalcase",
        "SELECT sanktion_destroy_rows('sanktion_case', 'id', (SELECT array_agg(id) FROM sanktion_case))",
        "SELECT sanktion_destroy_whole_case(c) FROM sanktion_case c",
    ],
)
def test_the_application_destroys_in_no_other_way(case, statement):
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        # The setting that the function uses is anybody's to make; the owner's role is not.
        cursor.execute("SELECT set_config('sanktion.destroying', 'case', true)")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("destroyed = 7", "kan ikke ændres"),
        ("""counts = '{"sanction 2019 1": 9}'""", "kan ikke ændres"),
        ("proposed_by_id = approved_by_id", "kan ikke ændres|disposal_two_persons"),
        ("status = 'done'", "ikke færdig"),
        ("status = 'proposed', approved_by_id = NULL, approved_at = NULL", "kan ikke"),
    ],
)
def test_the_application_counts_nothing_itself(archive, changed, said):
    disposal = approved_disposal([archive.case()])
    with pytest.raises(IntegrityError, match=said):
        execute(f"UPDATE sanktion_disposal SET {changed} WHERE id = %s", disposal.pk)  # noqa: S608


def test_a_closed_case_is_never_made_older(archive):
    case = archive.case()
    with pytest.raises(IntegrityError, match="Sagen er lukket"):
        execute("UPDATE sanktion_case SET status_changed_at = '2001-01-01' WHERE id = %s", case.pk)


def test_nothing_is_added_to_what_is_approved(archive):
    chosen, other = archive.cases()
    disposal = approved_disposal([chosen])
    with pytest.raises(IntegrityError, match="Sletningen er godkendt"):
        execute("INSERT INTO sanktion_disposalcase (disposal_id, case_id) VALUES (%s, %s)", disposal.pk, other.pk)


def test_a_hold_is_not_taken_away(archive):
    case = archive.case()
    hold(case, reason="Skal bruges.", by=archive.caseworker)
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("DELETE FROM sanktion_retentionhold")
    with pytest.raises(IntegrityError, match="sættes og ophæves i eget navn"):
        execute("UPDATE sanktion_retentionhold SET case_id = case_id + 1")
    assert RetentionHold.objects.in_force().filter(case=case).exists()


def test_running_twice_changes_nothing(archive):
    disposal = approved_disposal(archive.cases())
    run_disposal(disposal.pk)
    run_disposal(disposal.pk)
    done = Disposal.objects.get(pk=disposal.pk)
    assert (done.status, done.destroyed, sum(done.counts.values())) == ("done", 2, 2)
