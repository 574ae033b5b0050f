"""V074, V056: ways round the second person and the check, tried in the database itself."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.base.acting import acting
from tilsyn.actions.holdback import choose_scope, open_holdback, send_to_approval
from tilsyn.models import HoldBack, HoldBackCheck, HoldBackMark, HoldBackResult
from tilsyn.models.holdback_parts import digest

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import SECRET, again, approved, document_in, marked, waiting
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def kirsten(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture
def paper(selected, tove):
    return document_in(selected, by=tove)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


APPROVE = "UPDATE tilsyn_holdback SET status = 'approved', decided_by_id = %s, decided_at = now() WHERE id = %s"


def refused(match, statement, *values):
    with pytest.raises(DatabaseError, match=match):
        sql(statement, *values)


def checked(holdback, by, *, leaks=0, result=b"x"):
    facts = {"source_sha256": "s", "result_sha256": digest(result), "leaks": leaks, "checked_by": by}
    return HoldBackCheck.objects.create(holdback=holdback, **facts)


def result_of(holdback, data=b"x"):
    return HoldBackResult.objects.create(holdback=holdback, data=data, source_sha256="s", sha256=digest(data), pages=1)


def approve_with_result(holdback, by, match):
    with transaction.atomic():
        result_of(holdback)
        refused(match, APPROVE, by.pk, holdback.pk)
        transaction.set_rollback(True)


def test_the_maker_approves_by_no_way(selected, paper, tove, kirsten):
    holdback = waiting(selected, paper, by=tove)
    checked(holdback, tove)
    approve_with_result(holdback, tove, "ikke af den, der har markeret")
    left_out = open_holdback(selected, document_in(selected, by=tove), by=tove)
    choose_scope(left_out, "nothing", by=tove)
    send_to_approval(left_out, by=kirsten)
    for maker in (tove, kirsten):
        refused("holdback_approved_by_another", APPROVE, maker.pk, left_out.pk)


def test_who_drew_a_mark_approves_by_no_way(selected, paper, tove, kirsten):
    holdback = marked(selected, paper, by=tove)
    holdback.marks.update(made_by=kirsten)
    holdback.send(by=tove)
    refused("ikke af den, der har markeret", APPROVE, kirsten.pk, holdback.pk)


def test_nobody_approves_in_anothers_name(selected, paper, tove, kirsten):
    holdback = waiting(selected, paper, by=tove)
    with acting(tove):
        refused("i eget navn", APPROVE, kirsten.pk, holdback.pk)


def test_nothing_is_approved_without_a_result_that_was_read_and_found_clean(selected, paper, tove, kirsten):
    holdback = waiting(selected, paper, by=tove)
    refused("ikke kontrolleret", APPROVE, kirsten.pk, holdback.pk)
    checked(holdback, tove)
    refused("ikke kontrolleret", APPROVE, kirsten.pk, holdback.pk)


@pytest.mark.parametrize("later", ["leaks", "other"])
def test_the_latest_reading_counts_and_it_is_of_that_file(selected, paper, tove, kirsten, later):
    holdback = waiting(selected, paper, by=tove)
    checked(holdback, tove)
    if later == "leaks":
        checked(holdback, tove, leaks=1)
    else:
        checked(holdback, tove, result=b"en anden fil")
    approve_with_result(holdback, kirsten, "ikke kontrolleret")


def test_a_result_exists_only_with_its_approval(selected, paper, tove):
    holdback = waiting(selected, paper, by=tove)
    checked(holdback, tove)
    with transaction.atomic():
        result_of(holdback)
        refused("kun med sin godkendelse", "SELECT 1")
        transaction.set_rollback(True)


CHANGES = [
    "UPDATE tilsyn_holdback SET status = 'draft' WHERE id = %s",
    "UPDATE tilsyn_holdback SET scope = 'nothing' WHERE id = %s",
    "UPDATE tilsyn_holdback SET decided_by_id = made_by_id WHERE id = %s",
    "DELETE FROM tilsyn_holdback WHERE id = %s",
    "DELETE FROM tilsyn_holdbackmark WHERE holdback_id = %s",
    "UPDATE tilsyn_holdbackmark SET reason = 'other' WHERE holdback_id = %s",
    "UPDATE tilsyn_holdbackresult SET pages = 9 WHERE holdback_id = %s",
    "DELETE FROM tilsyn_holdbackresult WHERE holdback_id = %s",
    "UPDATE tilsyn_holdbackcheck SET leaks = 0 WHERE holdback_id = %s",
]


def test_what_is_approved_stays_as_it_is(selected, paper, tove, kirsten):
    holdback = approved(waiting(selected, paper, by=tove), by=kirsten)
    for change in CHANGES:
        refused(".", change, holdback.pk)
    mark = HoldBackMark(holdback=holdback, page=1, x0=1, y0=1, x1=2, y1=2, reason="persons", made_by=tove)
    with pytest.raises(IntegrityError, match="kan ikke ændres"), transaction.atomic():
        mark.save()


@pytest.mark.parametrize(
    "change", ["scope = 'nothing'", "sent_by_id = NULL", "paper_key = 'journal', document_id = NULL"]
)
def test_what_waits_stands_still(selected, paper, tove, change):
    holdback = waiting(selected, paper, by=tove)
    refused(".", f"UPDATE tilsyn_holdback SET {change} WHERE id = %s", holdback.pk)  # noqa: S608
    refused("kan ikke ændres", "UPDATE tilsyn_holdbackmark SET x0 = 0 WHERE holdback_id = %s", holdback.pk)


def test_nothing_begins_approved_and_a_paper_has_one_open_version(selected, paper, tove):
    holdback = marked(selected, paper, by=tove)
    facts = {"selected": selected, "paper_key": holdback.paper_key, "document": paper, "made_by": tove}
    with pytest.raises(IntegrityError, match="begynder som kladde"), transaction.atomic():
        HoldBack.objects.create(**facts, sequence=2, status="approved")
    with pytest.raises(IntegrityError, match="holdback_open_once"), transaction.atomic():
        HoldBack.objects.create(**facts, sequence=2)


def test_leaving_out_the_whole_of_it_says_why_and_is_never_the_journal(selected, paper, tove):
    """V056, V073."""
    holdback = marked(selected, paper, by=tove)
    for change in ("scope = 'whole'", "scope = 'whole', paper_key = 'journal', document_id = NULL, reason = 'other'"):
        refused(".", f"UPDATE tilsyn_holdback SET {change} WHERE id = %s", holdback.pk)  # noqa: S608


def test_nothing_of_it_can_be_read_in_the_database(selected, paper, tove, kirsten):
    holdback = marked(selected, paper, by=tove)
    holdback.change(note=f"Om {SECRET}", released_title=f"Om {SECRET}", by=tove)
    holdback.send(by=tove)
    approved(again(holdback), by=kirsten)
    for table in ("holdback", "historicalholdback", "holdbackmark", "holdbackresult"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM tilsyn_{table} t")  # noqa: S608
            stored = " ".join(row[0] for row in cursor.fetchall())
        assert stored
        assert SECRET not in stored
        assert SECRET.encode().hex() not in stored


def test_history_tells_who_did_what(selected, paper, tove, kirsten):
    holdback = approved(waiting(selected, paper, by=tove), by=kirsten)
    steps = [(row.status, row.history_user_id) for row in holdback.history.order_by("history_id")]
    assert steps == [("draft", tove.pk), ("waiting", tove.pk), ("approved", kirsten.pk)]
    assert holdback.decided_at <= timezone.now()
