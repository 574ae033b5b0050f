"""The unit's own closing days: who sets them, that they make the citizen's time longer, and that the past stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from parthoering.models import Channel, Hearing, response_deadline
from sanktion.actions.closing_days import add_closing_days, remove_closing_day
from sanktion.base.deadlines import add_working_days, closed_by_law, is_working_day
from sanktion.models import AdminChange, ClosingDay, Role

from ..factories import TeamFactory, UserFactory
from ..factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def workday(number: int) -> date:
    """The so-manieth working day from now on."""
    return add_working_days(timezone.localdate(), number)


def close(day: date, by, last: date | None = None) -> list[ClosingDay]:
    return add_closing_days(day, last or day, "Kontoret er lukket", by=by)


def written(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def test_a_day_is_set_told_and_removed_again(client, administrator):
    day = workday(20)
    answer = client.post(reverse("closing_day_new"), {"first": written(day), "name": "Julelukket"})
    assert answer.status_code == 302
    page = client.get(reverse("closing_days")).content.decode()
    assert "Julelukket" in page
    assert str(administrator) in page
    one = ClosingDay.objects.get()
    assert client.post(reverse("closing_day_remove", args=[one.pk])).status_code == 302
    page = client.get(reverse("closing_days")).content.decode()
    assert "Gælder stadig for breve sendt før" in page
    assert reverse("closing_day_remove", args=[one.pk]) not in page
    told = AdminChange.objects.filter(subject="closing_days").values_list("what", "before", "after", "made_by")
    what = f"Julelukket, {written(day)}"
    assert list(told) == [(what, "lukket", "", administrator.pk), (what, "", "lukket", administrator.pk)]


def test_several_days_are_the_working_days_among_them_that_are_not_closed_already(administrator):
    first, known = workday(10), workday(12)
    close(known, administrator)
    made = close(first, administrator, last=workday(16))
    assert known not in [one.day for one in made]
    assert len(made) == 6
    assert all(is_working_day(one.day) for one in made)


def test_the_public_holidays_are_shown_without_being_set(client, administrator):
    year = timezone.localdate().year + 1
    page = client.get(reverse("closing_days")).content.decode()
    assert "Grundlovsdag" in page
    assert "Langfredag" in page
    assert closed_by_law(year)[date(year, 12, 24)] == "juleaftensdag"
    assert date(year, 5, 1) not in closed_by_law(year)


def end_and_after(channel=Channel.DIGITAL_POST) -> tuple[date, date]:
    end = response_deadline(timezone.localdate(), channel).end
    return end, add_working_days(end, 1)


def test_a_deadline_that_ends_on_one_moves_to_the_next_working_day(administrator):
    end, after = end_and_after()
    close(end, administrator)
    deadline = response_deadline(timezone.localdate(), Channel.DIGITAL_POST)
    assert deadline.end == after
    assert "kommunal lukkedag" in deadline.reasons


def test_a_letter_that_is_sent_keeps_its_deadline(administrator, case, caseworker):
    end, after = end_and_after()
    [one] = close(end, administrator)
    hearing = hearing_sent(case, caseworker)
    assert hearing.deadline == after
    remove_closing_day(one, by=administrator)
    hearing.refresh_from_db()
    assert hearing.deadline == after
    assert "kommunal lukkedag" in hearing.deadline_explanation


def test_what_is_removed_counts_for_a_late_letter_that_was_sent_while_it_stood(administrator, case, caseworker):
    """Forvaltningsloven § 19: nobody's time is made shorter than they were told, by the rule told at the time."""
    hearing = hearing_sent(case, caseworker)
    hearing.delivery.receipts.create(state="available", happened_at=timezone.now())
    hearing.delivery.mark_available(timezone.now() + timedelta(days=20))
    hearing = Hearing.objects.get(pk=hearing.pk)
    end = hearing.runs_until
    assert end > hearing.deadline
    [one] = close(end, administrator)
    later = hearing.runs_until
    assert later == add_working_days(end, 1)
    remove_closing_day(one, by=administrator)
    assert Hearing.objects.get(pk=hearing.pk).runs_until == later
    assert end not in ClosingDay.objects.dates_from(end, told_at=timezone.now())


def test_a_day_that_was_removed_can_be_set_again(administrator):
    day = workday(10)
    [one] = close(day, administrator)
    remove_closing_day(one, by=administrator)
    with pytest.raises(ValidationError, match="allerede fjernet"):
        remove_closing_day(one, by=administrator)
    [again] = close(day, administrator)
    assert list(ClosingDay.objects.standing()) == [again]
    with pytest.raises(IntegrityError, match="closing_day_stands_once"), transaction.atomic():
        ClosingDay.objects.create(day=day, name="Lukket", made_by=administrator)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"first": "01-01-2020"}, "Dagen er gået"),
        ({"first": "01-06-2099"}, "Vælg en dag senest i"),
        ({"first": "i morgen"}, "Skriv datoen som"),
        ({"name": ""}, "Skriv, hvorfor der er lukket"),
        ({"last": "01-01-2020"}, "Den sidste dag ligger før den første"),
        ({"last": "31-12-2098"}, "Vælg højst 31 dage"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(client, administrator, given, told):
    good = {"first": written(workday(10)), "last": "", "name": "Lukket"}
    answer = client.post(reverse("closing_day_new"), good | given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not ClosingDay.objects.exists()


def test_a_weekend_is_closed_already(client, administrator):
    saturday = timezone.localdate() + timedelta(days=(5 - timezone.localdate().weekday()) % 7 + 7)
    answer = client.post(reverse("closing_day_new"), {"first": written(saturday), "name": "Lukket"})
    assert answer.status_code == 422
    assert "weekend, helligdage eller lukkedage i forvejen" in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_the_administrator_sets_them(client, role):
    client.force_login(UserFactory(role=role, teams=[TeamFactory()]))
    day = written(workday(10))
    assert client.get(reverse("closing_days")).status_code == 403
    assert client.post(reverse("closing_day_new"), {"first": day, "name": "Lukket"}).status_code == 403
    assert not ClosingDay.objects.exists()


def test_a_day_that_has_gone_stays_as_it_was(administrator):
    """By the action, by the ORM and past both: a deadline was counted by it."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError, match="er gået"):
        close(yesterday, administrator)
    with pytest.raises(IntegrityError, match="der er regnet frister"), transaction.atomic():
        ClosingDay.objects.create(day=yesterday, name="Lukket", made_by=administrator)


@pytest.mark.parametrize(
    "change",
    [
        "day = day + 1",
        "name = 'Andet'",
        "made_at = now() - interval '1 year'",
        "name = 'Andet', removed_at = now(), removed_by_id = made_by_id",
    ],
)
def test_a_day_is_removed_and_never_changed(administrator, change):
    [one] = close(workday(10), administrator)
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="ændres ikke"), transaction.atomic():
            cursor.execute(f"UPDATE sanktion_closingday SET {change}")  # noqa: S608 - words of this file
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM sanktion_closingday")
    remove_closing_day(one, by=administrator)
    with connection.cursor() as cursor:
        for back in ("removed_at = NULL, removed_by_id = NULL", "removed_at = now() - interval '1 year'"):
            with pytest.raises(IntegrityError, match="fjernes kun én gang"), transaction.atomic():
                cursor.execute(f"UPDATE sanktion_closingday SET {back}")  # noqa: S608 - words of this file


def test_a_removal_is_never_told_as_earlier_than_it_was(administrator):
    [one] = close(workday(10), administrator)
    before = timezone.now()
    ClosingDay.objects.update(removed_at=before - timedelta(days=30), removed_by=administrator)
    one.refresh_from_db()
    assert one.removed_at >= before
    [again] = close(workday(11), administrator)
    with pytest.raises(IntegrityError, match="closing_day_removed_by_someone"), transaction.atomic():
        ClosingDay.objects.filter(pk=again.pk).update(removed_at=before)
