"""Many hearing letters in one action: who gets one, who doesn't and why, and that nobody gets two."""

from datetime import timedelta
from itertools import product
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone

from parthoering import actions
from parthoering.actions import batch as acts
from parthoering.actions import prospects, run_batch, start_batch, stop_batch
from parthoering.models import (
    BatchStatus,
    Channel,
    Hearing,
    HearingBatch,
    HearingBatchRow,
    Refusal,
    RowStatus,
    response_deadline,
)
from parthoering.models.batch import STALLED_AFTER
from parthoering.tasks import resume_hearing_batches, run_hearing_batch
from sanktion.actions.access import give_access
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Case, CaseStatus, JournalEntry, NegativeEvent
from tests.factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from tests.factories.parthoering import hearing_sent

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def cases(team, caseworker):
    return [CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker) for _ in range(3)]


def pks_of(cases: list[Case]) -> list[int]:
    return [case.event_id for case in cases]


def asked(cases: list[Case], by) -> HearingBatch:
    return start_batch(pks_of(cases), key=uuid4(), by=by)


def outcome(batch: HearingBatch) -> list[tuple[str, str]]:
    return list(batch.rows.values_list("status", "refusal"))


class TestProspects:
    def test_each_gets_its_channel_and_deadline_and_nothing_is_sent(self, team, caseworker):
        digital = EventFactory(citizen=CitizenFactory(team=team))
        paper = EventFactory(citizen=CitizenFactory(team=team, digital_post=False))
        found = prospects([paper.pk, digital.pk], by=caseworker)
        today = timezone.localdate()
        assert [(one.event, one.case, one.channel, one.deadline) for one in found] == [
            (paper, None, Channel.LETTER, response_deadline(today, Channel.LETTER)),
            (digital, None, Channel.DIGITAL_POST, response_deadline(today, Channel.DIGITAL_POST)),
        ]
        assert not Case.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"digital_post": False, "address": None}, Refusal.UNREACHABLE),
            ({"protected": True}, Refusal.PROTECTED),
        ],
    )
    def test_a_citizen_who_can_not_be_written_to(self, team, caseworker, fields, refusal):
        event = EventFactory(citizen=CitizenFactory(team=team, **fields))
        assert [one.refusal for one in prospects([event.pk], by=caseworker)] == [refusal]

    def test_protection_lapses_by_date(self, team, caseworker):
        event = EventFactory(citizen=CitizenFactory(team=team, protected_until=timezone.localdate()))
        assert prospects([event.pk], by=caseworker)[0].refusal == Refusal.PROTECTED
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            assert prospects([event.pk], by=caseworker)[0].refusal is None

    @pytest.mark.parametrize("status", [status for status in CaseStatus if status != CaseStatus.REGISTERED])
    def test_a_case_that_is_not_new(self, case, caseworker, status):
        Case.objects.update(status=status)
        assert [one.refusal for one in prospects([case.event_id], by=caseworker)] == [Refusal.STATUS]

    def test_what_already_waits(self, cases, caseworker):
        asked(cases[:1], caseworker)
        assert [one.refusal for one in prospects(pks_of(cases), by=caseworker)] == [Refusal.ELSEWHERE, None, None]

    def test_other_peoples_cases_are_not_there(self, case, caseworker):
        stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
        assert prospects([case.event_id, EventFactory().pk], by=stranger) == []
        give_access(case, stranger, by=caseworker)
        again = type(stranger).objects.get(pk=stranger.pk)
        assert [one.case for one in prospects([case.event_id], by=again)] == [case]

    def test_the_number_of_queries_does_not_follow_the_rows(self, team, caseworker, django_assert_max_num_queries):
        pks = [EventFactory(citizen=CitizenFactory(team=team)).pk for _ in range(30)]
        with django_assert_max_num_queries(6):
            assert len(prospects(pks, by=caseworker)) == 30


class TestSending:
    def test_all_get_one_letter_of_their_own(self, cases, caseworker):
        batch = asked(cases, caseworker)
        run_batch(batch.pk)
        batch.refresh_from_db()
        assert batch.status == BatchStatus.DONE
        assert outcome(batch) == [(RowStatus.SENT, "")] * 3
        assert {row.hearing.case for row in batch.rows.all()} == set(cases)
        for case in cases:
            case.refresh_from_db()
            assert (case.status, case.documents.count(), case.hearings.count()) == (CaseStatus.HEARING, 1, 1)
            assert case.history.first().history_user == caseworker
            assert case.journal.first().author == str(caseworker)

    def test_an_event_without_a_case_gets_both_in_one_step(self, citizen, caseworker):
        event = EventFactory(citizen=citizen)
        batch = start_batch([event.pk], key=uuid4(), by=caseworker)
        run_batch(batch.pk)
        case = Case.objects.get(event=event)
        assert (case.owner, case.status) == (caseworker, CaseStatus.HEARING)
        assert batch.rows.get().hearing.case == case

    def test_a_letter_that_fails_leaves_its_case_to_be_tried_from_and_stops_no_other(self, team, caseworker, caplog):
        events = [EventFactory(citizen=CitizenFactory(team=team)) for _ in range(3)]
        batch = start_batch([event.pk for event in events], key=uuid4(), by=caseworker)
        send = acts.send_from

        def fail_at_second(case, **kwargs):
            if case.event_id == events[1].pk:
                raise RuntimeError(f"{case.citizen.name} {case.citizen.cpr}")
            return send(case, **kwargs)

        with patch.object(acts, "send_from", fail_at_second):
            run_batch(batch.pk)
        assert outcome(batch) == [(RowStatus.SENT, ""), (RowStatus.REFUSED, Refusal.FAILED), (RowStatus.SENT, "")]
        assert Case.objects.get(event=events[1]).status == CaseStatus.REGISTERED
        assert events[1].citizen.last_name not in caplog.text
        assert Hearing.objects.count() == 2

    def test_who_gets_no_letter_gets_no_case_either(self, citizen, caseworker):
        event = EventFactory(citizen=citizen)
        batch = start_batch([event.pk], key=uuid4(), by=caseworker)
        type(citizen).objects.update(digital_post=False, address=None)
        run_batch(batch.pk)
        assert outcome(batch) == [(RowStatus.REFUSED, Refusal.UNREACHABLE)]
        assert not Case.objects.exists()

    def test_a_lost_database_leaves_the_rest_waiting(self, cases, caseworker):
        batch = asked(cases, caseworker)
        with patch.object(acts, "send_from", side_effect=OperationalError("gone")):
            run_batch(batch.pk)
        assert outcome(batch) == [(RowStatus.WAITING, "")] * 3
        run_batch(batch.pk)
        assert outcome(batch) == [(RowStatus.SENT, "")] * 3

    def test_a_second_run_sends_nothing(self, cases, caseworker):
        batch = asked(cases, caseworker)
        run_batch(batch.pk)
        run_hearing_batch(batch.pk)
        assert Hearing.objects.count() == 3

    def test_more_than_a_slice_runs_to_the_end(
        self, cases, caseworker, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(acts, "SLICE", 2)
        with django_capture_on_commit_callbacks(execute=True):
            batch = asked(cases, caseworker)
        batch.refresh_from_db()
        assert batch.status == BatchStatus.DONE
        assert Hearing.objects.count() == 3

    def test_the_deadline_counts_from_the_day_of_sending(self, case, caseworker):
        with time_machine.travel("2026-03-03 12:00+01:00", tick=False):
            batch = asked([case], caseworker)
        with time_machine.travel("2026-03-09 12:00+01:00", tick=False):
            run_batch(batch.pk)
        hearing = batch.rows.get().hearing
        with time_machine.travel("2026-03-09 12:00+01:00", tick=False):
            assert hearing.deadline == response_deadline(timezone.localdate(), Channel.DIGITAL_POST).end


class TestAskedAgainWhenSent:
    """What held when it was asked for need not hold when the letter's turn comes."""

    @pytest.fixture
    def batch(self, case, caseworker):
        return asked([case], caseworker)

    def refused_for(self, batch, refusal: Refusal) -> None:
        before = JournalEntry.objects.count(), Hearing.objects.count()
        run_batch(batch.pk)
        assert outcome(batch) == [(RowStatus.REFUSED, refusal)]
        assert (JournalEntry.objects.count(), Hearing.objects.count()) == before
        assert HearingBatch.objects.get(pk=batch.pk).status == BatchStatus.DONE

    def test_sent_meanwhile_from_the_case(self, batch, case, caseworker):
        hearing_sent(case, caseworker)
        self.refused_for(batch, Refusal.STATUS)

    def test_protected_meanwhile(self, batch, case):
        type(case.citizen).objects.update(protected_until=timezone.localdate())
        self.refused_for(batch, Refusal.PROTECTED)

    def test_out_of_reach_meanwhile(self, batch, case):
        type(case.citizen).objects.update(digital_post=False, address=None)
        self.refused_for(batch, Refusal.UNREACHABLE)

    def test_the_user_has_left_the_team(self, batch, caseworker):
        caseworker.teams.clear()
        self.refused_for(batch, Refusal.OUT_OF_SCOPE)

    def test_the_case_is_for_named_people_now(self, batch):
        Case.objects.update(is_restricted=True)
        self.refused_for(batch, Refusal.OUT_OF_SCOPE)

    def test_the_user_has_lost_the_right(self, batch, caseworker):
        caseworker.groups.clear()
        self.refused_for(batch, Refusal.NO_RIGHT)

    def test_the_users_account_is_closed(self, batch, caseworker):
        type(caseworker).objects.filter(pk=caseworker.pk).update(is_active=False)
        self.refused_for(batch, Refusal.NO_RIGHT)

    def test_an_event_whose_case_somebody_opened_for_named_people(self, citizen, caseworker):
        event = EventFactory(citizen=citizen)
        batch = start_batch([event.pk], key=uuid4(), by=caseworker)
        CaseFactory(event=event, by=UserFactory(role="sagsbehandler", teams=[citizen.team]), is_restricted=True)
        self.refused_for(batch, Refusal.OUT_OF_SCOPE)


class TestStarting:
    def test_a_double_click_is_one_batch(self, cases, caseworker):
        key = uuid4()
        first = start_batch(pks_of(cases), key=key, by=caseworker)
        assert start_batch(pks_of(cases), key=key, by=caseworker) == first
        assert HearingBatchRow.objects.count() == 3

    def test_the_same_rows_twice_are_refused_the_second_time(self, cases, caseworker):
        asked(cases[:2], caseworker)
        second = asked(cases, caseworker)
        assert outcome(second) == [
            (RowStatus.REFUSED, Refusal.ELSEWHERE),
            (RowStatus.REFUSED, Refusal.ELSEWHERE),
            (RowStatus.WAITING, ""),
        ]

    def test_no_batch_of_nothing(self, case, caseworker):
        hearing_sent(case, caseworker)
        with pytest.raises(actions.NotAllowed):
            asked([case], caseworker)
        assert not HearingBatch.objects.exists()

    def test_no_more_than_the_setting(self, cases, caseworker, settings):
        settings.SANKTION_MAX_LETTERS = 2
        assert asked(cases, caseworker).rows.count() == 2

    def test_ids_of_others_make_no_row(self, case, caseworker):
        batch = start_batch([EventFactory().pk, case.event_id, 987654321], key=uuid4(), by=caseworker)
        assert [row.event_id for row in batch.rows.all()] == [case.event_id]


class TestStopping:
    def test_what_waits_is_cancelled_and_what_was_sent_stays(self, cases, caseworker, monkeypatch):
        monkeypatch.setattr(acts, "SLICE", 1)
        batch = asked(cases, caseworker)
        run_batch(batch.pk)
        assert stop_batch(batch, by=caseworker) == 2
        run_batch(batch.pk)
        assert [status for status, _ in outcome(batch)] == [RowStatus.SENT, RowStatus.CANCELLED, RowStatus.CANCELLED]
        assert Hearing.objects.count() == 1
        assert HearingBatch.objects.get().status == BatchStatus.STOPPED

    def test_cancelled_rows_may_be_asked_for_again(self, cases, caseworker):
        stop_batch(asked(cases, caseworker), by=caseworker)
        run_batch(asked(cases, caseworker).pk)
        assert Hearing.objects.count() == 3

    def test_a_batch_that_is_over_can_not_be_stopped(self, case, caseworker):
        batch = asked([case], caseworker)
        run_batch(batch.pk)
        with pytest.raises(TransitionNotAllowed):
            stop_batch(batch, by=caseworker)


class TestTakenUpAgain:
    def test_a_quiet_batch_is_taken_up(self, cases, caseworker, django_capture_on_commit_callbacks):
        batch = asked(cases, caseworker)
        with django_capture_on_commit_callbacks(execute=True):
            resume_hearing_batches()
        assert outcome(batch) == [(RowStatus.WAITING, "")] * 3, "too early: a worker may be busy with it"
        later = timezone.now() + STALLED_AFTER * 1.1
        with time_machine.travel(later, tick=False), django_capture_on_commit_callbacks(execute=True):
            resume_hearing_batches()
        assert outcome(batch) == [(RowStatus.SENT, "")] * 3

    def test_one_that_moves_is_left_alone(self, cases, caseworker):
        batch = asked(cases, caseworker)
        with time_machine.travel(timezone.now() + STALLED_AFTER * 1.1, tick=False):
            assert list(HearingBatch.objects.stalled()) == [batch]
            batch.rows.first().refuse(Refusal.FAILED)
            assert not HearingBatch.objects.stalled().exists()


ROW_PAIRS = list(product(RowStatus, RowStatus))
BATCH_PAIRS = list(product(BatchStatus, BatchStatus))


def move_row(row: HearingBatchRow, status: RowStatus, hearing: Hearing) -> None:
    fields = {RowStatus.SENT: {"hearing": hearing}, RowStatus.REFUSED: {"refusal": Refusal.FAILED}}
    row._move_to(status, by=None, reason="Prøve", **fields.get(status, {}))


@pytest.mark.parametrize(("current", "wanted"), ROW_PAIRS)
def test_rows_move_along_their_table_only(cases, caseworker, current, wanted):
    row = asked(cases[:1], caseworker).rows.get()
    hearing = hearing_sent(cases[1], caseworker)
    if current != RowStatus.WAITING:
        move_row(row, current, hearing)
    is_allowed = current == RowStatus.WAITING and wanted != RowStatus.WAITING
    assert (wanted in HearingBatchRow.TRANSITIONS[current]) == is_allowed
    if is_allowed:
        move_row(row, wanted, hearing)
        assert HearingBatchRow.objects.get(pk=row.pk).status == wanted
    else:
        with pytest.raises(TransitionNotAllowed):
            move_row(row, wanted, hearing)


@pytest.mark.parametrize(("current", "wanted"), BATCH_PAIRS)
def test_batches_move_along_their_table_only(case, caseworker, current, wanted):
    batch = asked([case], caseworker)
    if current != BatchStatus.RUNNING:
        batch._move_to(current, by=None, reason="Prøve")
    if current == BatchStatus.RUNNING and wanted != BatchStatus.RUNNING:
        batch._move_to(wanted, by=None, reason="Prøve")
        assert HearingBatch.objects.get().status == wanted
    else:
        with pytest.raises(TransitionNotAllowed):
            batch._move_to(wanted, by=None, reason="Prøve")


class TestDatabase:
    """The rules as PostgreSQL holds them, tried as the application's own role."""

    def refused(self, query: str, *params, error=IntegrityError) -> None:
        with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, params)

    def test_a_row_is_sent_with_its_hearing_and_refused_with_its_reason(self, case, caseworker):
        asked([case], caseworker)
        update = "UPDATE parthoering_hearingbatchrow SET status = %s, refusal = %s"
        for status, refusal in (("sent", ""), ("refused", ""), ("lost", ""), ("waiting", "failed")):
            self.refused(update, status, refusal)

    def test_nobody_waits_twice_and_no_hearing_is_counted_twice(self, cases, caseworker):
        batch = asked(cases, caseworker)
        other = HearingBatch.objects.create(created_by=caseworker)
        insert = (
            "INSERT INTO parthoering_hearingbatchrow (batch_id, event_id, status, refusal, hearing_id,"
            " status_changed_at) VALUES (%s, %s, %s, '', %s, now())"
        )
        self.refused(insert, other.pk, cases[0].event_id, "waiting", None)
        run_batch(batch.pk)
        hearing = batch.rows.first().hearing_id
        self.refused(insert, other.pk, cases[0].event_id, "sent", hearing)

    def test_nothing_is_deleted(self, case, caseworker):
        asked([case], caseworker)
        self.refused("DELETE FROM parthoering_hearingbatchrow", error=ProgrammingError)
        self.refused("DELETE FROM parthoering_hearingbatch", error=ProgrammingError)


def test_rows_of_others_are_not_shown(case, caseworker):
    batch = asked([case], caseworker)
    colleague = UserFactory(role="sagsbehandler", teams=[case.team])
    assert HearingBatchRow.objects.visible_to(caseworker).get().batch == batch
    assert not HearingBatchRow.objects.visible_to(colleague).exists()
    Case.objects.update(is_restricted=True)
    assert not HearingBatchRow.objects.visible_to(caseworker).exists()


def test_what_is_kept_of_a_row_names_nobody(case, caseworker):
    row = asked([case], caseworker).rows.get()
    kept = [str(value) for value in HearingBatchRow.objects.values().get().values()]
    assert case.citizen.last_name not in " ".join([str(row), *kept])
    assert NegativeEvent.objects.get(pk=row.event_id) == case.event
