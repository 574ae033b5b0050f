"""The nightly check: what was due and not handled is counted, once a night, and a night without a check is red."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion import checks
from sanktion.actions.nightly import run_checks
from sanktion.checks import Check, registered_checks
from sanktion.models import Case, CaseStatus, NightlyCheck
from sanktion.models.texts import LetterTextQuerySet
from sanktion.tasks import run_nightly_checks
from tests.factories import CaseFactory, EventFactory, UserFactory
from tests.factories.complaints import complaint_in, wrong_payment_of
from tests.factories.inquiry import inquiry_received
from tests.factories.parthoering import attempt_noted, case_ready, hearing_answered, hearing_expired

pytestmark = pytest.mark.django_db


def counted_in(days: int) -> dict[str, int]:
    """What the check finds, asked that many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        return run_checks().results


@pytest.fixture
def only(monkeypatch):
    """``only(check)`` lets the registry hold that one alone."""

    def hold(*found: Check) -> None:
        monkeypatch.setattr(checks, "_checks", {check.name: check for check in found})

    return hold


def test_with_nothing_to_do_every_line_is_nought(team, settings, tmp_path):
    # What other tests told the ledgers was undone in the database.
    settings.SANKTION_LEDGER = tmp_path
    run_nightly_checks()
    results = NightlyCheck.objects.get().results
    assert results
    assert {name: found for name, found in results.items() if found} == {}


def test_every_app_has_its_lines():
    names = {check.name for check in registered_checks()}
    assert {"events", "ready_late", "seeking_idle", "hearings_run_out", "letters_lost", "lists"} <= names


def test_an_event_may_wait_its_days_for_a_case(citizen):
    EventFactory(citizen=citizen)
    check = next(check for check in registered_checks() if check.name == "events")
    assert counted_in(check.days)["events"] == 0
    assert counted_in(check.days + 1)["events"] == 1


def test_a_new_case_past_its_goal(case):
    days = (case.next_due - timezone.localdate()).days
    assert counted_in(days)["registered_late"] == 0
    assert counted_in(days + 1)["registered_late"] == 1


def test_a_case_ready_or_answered_past_its_goal(case, caseworker):
    case_ready(case, caseworker)
    hearing_answered(CaseFactory(by=caseworker), caseworker)
    days = max((one.next_due - timezone.localdate()).days for one in Case.objects.all())
    in_time, late = counted_in(0), counted_in(days + 1)
    assert (in_time["ready_late"], in_time["answered_late"]) == (0, 0)
    assert (late["ready_late"], late["answered_late"]) == (1, 1)


def test_a_case_seeking_contact_needs_an_attempt_of_any_kind(case, caseworker):
    hearing_expired(case, caseworker)
    days = next(check.days for check in registered_checks() if check.name == "seeking_idle")
    assert counted_in(days)["seeking_idle"] == 0
    assert counted_in(days + 1)["seeking_idle"] == 1
    attempt_noted(case, caseworker)
    assert counted_in(days + 2)["seeking_idle"] == 0


def test_a_request_for_contact_that_nobody_looked_at(case, caseworker):
    hearing_expired(case, caseworker)
    assert counted_in(1)["contact_unseen"] == 1
    case.take_contact_request()
    assert counted_in(2)["contact_unseen"] == 0


def test_a_complaint_is_late_the_day_after_its_deadline(case, caseworker):
    complaint = complaint_in(case, caseworker)
    days = (complaint.next_due - timezone.localdate()).days
    assert counted_in(days)["complaints"] == 0
    assert counted_in(days + 1)["complaints"] == 1


def test_an_inquiry_is_late_the_day_after_its_date():
    inquiry = inquiry_received(UserFactory(role="leder"))
    days = (inquiry.due_on - timezone.localdate()).days
    assert (counted_in(days)["inquiries"], counted_in(days + 1)["inquiries"]) == (0, 1)


def test_a_letter_text_that_ends_is_missed(monkeypatch):
    assert counted_in(0)["texts"] == 0
    monkeypatch.setattr(LetterTextQuerySet, "in_force", lambda self, day: {})
    assert counted_in(1)["texts"] > 5


def test_a_wrong_payment_is_followed_to_its_end(case, caseworker):
    wrong_payment_of(case, caseworker)
    assert (counted_in(30)["payments"], counted_in(31)["payments"]) == (0, 1)


class TestOneANight:
    def test_the_second_try_of_the_day_adds_nothing(self, case):
        with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
            first = run_checks()
            Case.objects.update(status=CaseStatus.CLOSED, next_due=None)
            assert run_checks() is None
            assert NightlyCheck.objects.get() == first
            assert first.results["registered_late"] == 1

    def test_a_question_that_fails_is_red_and_silences_no_other(self, only, case, caplog):
        def fail(day):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

        only(Check("bad", "Fejl", fail, "queue", "x.y"), Check("good", "God", lambda day: 4, "queue", "x.y"))
        check = run_checks()
        assert check.results == {"bad": None, "good": 4}
        assert check.red_count == 2
        assert "division" not in caplog.text

    def test_days_allowed_are_taken_off(self, only):
        asked = []
        only(Check("one", "En", lambda day: asked.append(day) or 0, "queue", "x.y", days=3))
        run_checks()
        assert asked == [timezone.localdate() - timedelta(days=3)]

    def test_what_was_found_stays(self):
        run_checks()
        with pytest.raises(DatabaseError), transaction.atomic():
            NightlyCheck.objects.update(results={})
        with pytest.raises(DatabaseError), transaction.atomic():
            NightlyCheck.objects.all().delete()


class TestPage:
    @pytest.fixture
    def page(self, client):
        client.force_login(UserFactory(role="leder"))
        return lambda: client.get(reverse("nightly"))

    def test_a_system_never_checked_is_red(self, page):
        response = page()
        assert response.context["missed_since"]
        assert "ikke kørt" in response.content.decode()

    @pytest.mark.parametrize(("clock", "is_missed"), [("03:59", False), ("04:00", True), ("23:00", True)])
    def test_the_check_of_tonight_is_missed_from_four(self, page, clock, is_missed):
        with time_machine.travel("2026-03-03 03:15+01:00", tick=False):
            run_checks()
        with time_machine.travel(f"2026-03-04 {clock}+01:00", tick=False):
            missed = page().context["missed_since"]
        assert missed == (date(2026, 3, 4) if is_missed else None)

    def test_a_night_in_between_without_a_check_is_shown(self, page):
        for day in (1, 3, 4):
            with time_machine.travel(f"2026-03-0{day} 03:15+01:00", tick=False):
                run_checks()
        with time_machine.travel("2026-03-04 10:00+01:00", tick=False):
            response = page()
        nights = [(night.day, check is not None) for night, check in response.context["nights"]]
        assert nights == [(4, True), (3, True), (2, False), (1, True)]
        assert "Blev ikke kørt" in response.content.decode()

    def test_red_lines_come_first_and_a_check_without_an_answer_is_red(self, page, only):
        calm = Check("calm", "Rolig", lambda day: 0, "queue", "sanktion.view_case")
        only(calm, Check("many", "Mange", lambda day: 3, "queue", "sanktion.view_case"))
        run_checks()
        only(calm, *registered_checks(), Check("new", "Ny", lambda day: 0, "queue", "sanktion.view_case"))
        lines = page().context["lines"]
        assert [(line.check.name, line.count, line.is_red) for line in lines] == [
            ("many", 3, True),
            ("new", None, True),
            ("calm", 0, False),
        ]

    def test_it_leads_to_the_lists_the_reader_may_see(self, page, client):
        run_checks()
        urls = {line.check.name: line.url for line in page().context["lines"]}
        assert urls["payments"] == reverse("wrong_payments")
        assert urls["ready_late"] == ""
        both = UserFactory(role="leder")
        both.groups.add(Group.objects.get(name="sagsbehandler"))
        client.force_login(both)
        urls = {line.check.name: line.url for line in page().context["lines"]}
        assert urls["ready_late"] == f"{reverse('queue')}?status=ready&frist=overskredet"

    @pytest.mark.thorough
    def test_every_link_leads_somewhere(self, client, team):
        everybody = UserFactory(teams=[team])
        everybody.groups.set(Group.objects.all())
        client.force_login(everybody)
        for check in registered_checks():
            assert everybody.has_perm(check.permission), check.name
            assert client.get(f"{reverse(check.url_name)}?{check.query}").status_code == 200, check.name

    def test_it_names_no_citizen(self, page, case):
        with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
            run_checks()
            text = page().content.decode()
        assert case.citizen.last_name not in text
        assert case.number not in text

    def test_caseworkers_have_no_such_page(self, client, caseworker):
        client.force_login(caseworker)
        assert client.get(reverse("nightly")).status_code == 403
