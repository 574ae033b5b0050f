"""B023, B043: whatever the application thinks, a protected citizen stands on no shared list, and alone on another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from koerelister.actions.lists import move
from koerelister.models import RouteList, SeparateReason, SeparateVisit, Stop
from tests.factories import UserFactory
from tests.factories.koerelister import route_list_of, seeking_case, separate_approved, separate_asked, separate_list_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def refused(said: str):
    return pytest.raises(IntegrityError, match=said)


def protect(case) -> None:
    case.citizen.protected_until = timezone.localdate() + timedelta(days=2)
    case.citizen.save()


def put(route_list, case, position) -> Stop:
    with transaction.atomic():
        return Stop.objects.create(route_list=route_list, case=case, address=case.citizen.address, position=position)


def test_a_protected_citizen_is_put_on_no_shared_list(route_list, caseworker, team):
    with refused("må ikke stå på en fælles køreliste"):
        put(route_list, seeking_case(caseworker, team=team, protected=True), 9)
    lapsed = seeking_case(caseworker, team=team, protected_until=timezone.localdate() - timedelta(days=1))
    assert put(route_list, lapsed, 9).pk


def test_nor_moved_to_one_or_swapped_into_one(route_list, caseworker, team):
    separate = separate_list_of(caseworker, team=team).stops.get()
    with refused("fælles køreliste"), transaction.atomic():
        Stop.objects.filter(pk=separate.pk).update(route_list=route_list, position=9)
    with refused("fælles køreliste"), transaction.atomic():
        case = seeking_case(caseworker, team=team, protected=True)
        Stop.objects.filter(pk=route_list.stops.first().pk).update(case=case)


def test_who_is_protected_later_stays_and_the_others_can_still_be_moved(route_list):
    first = route_list.stops.first()
    protect(first.case)
    move(first, up=False)
    assert list(route_list.stops.values_list("position", flat=True)) == [1, 2, 3]
    assert Stop.objects.get(pk=first.pk).position == 2


def test_nobody_else_comes_on_a_separate_list(route_list, caseworker, team):
    alone = separate_list_of(caseworker, team=team)
    for position, said in ((2, "kun ét stop"), (1, "ikke godkendt")):
        with refused(said):
            put(alone, seeking_case(caseworker, team=team), position)
        with refused(said), transaction.atomic():
            Stop.objects.filter(pk=route_list.stops.first().pk).update(route_list=alone, position=position)
    with refused("stop_position_once|case_on_one_open_stop"):
        put(alone, alone.stops.get().case, 1)


def test_a_separate_list_needs_the_approval_of_that_very_case(route_list, caseworker, team, area, crew):
    alone = bare_separate(route_list)
    asked = separate_asked(caseworker, team=team)
    with refused("ikke godkendt"):
        put(alone, asked.case, 1)
    other = separate_approved(caseworker, team=team)
    SeparateVisit.objects.filter(pk=other.pk).update(route_list=alone)
    with refused("ikke godkendt"):
        put(alone, asked.case, 1)
    assert put(alone, other.case, 1).pk


def bare_separate(route_list) -> RouteList:
    """A list that says it is separate, with nothing on it."""
    plan = route_list.plan
    plan.pk = plan.key = None
    plan.save()
    return RouteList.objects.create(
        number="OC-1-9",
        plan=plan,
        team=route_list.team,
        area=route_list.area,
        date=route_list.date,
        crew=route_list.crew,
        is_separate=True,
    )


def test_a_list_never_changes_between_shared_and_separate(route_list, caseworker, team):
    alone = separate_list_of(caseworker, team=team)
    for one in (route_list, alone):
        with refused("eller slet ikke"), transaction.atomic():
            RouteList.objects.filter(pk=one.pk).update(is_separate=not one.is_separate)


@pytest.mark.parametrize("status", ["approved", "refused"])
def test_nothing_begins_as_answered(caseworker, team, status):
    case, other = seeking_case(caseworker, team=team, protected=True), UserFactory()
    with refused("begynder med en anmodning"), transaction.atomic():
        SeparateVisit.objects.create(
            case=case,
            reason=SeparateReason.AGREED,
            asked_by=caseworker,
            answered_by=other,
            answer="needed" if status == "approved" else "unsafe",
            status=status,
        )


def test_nobody_approves_their_own_nor_gets_round_it(caseworker, team):
    separate, other = separate_asked(caseworker, team=team), UserFactory()
    rows = SeparateVisit.objects.filter(pk=separate.pk)
    answered = {"status": "approved", "answer": "needed"}
    for changes, said in [
        (answered | {"answered_by": caseworker}, "separate_not_by_oneself"),
        (answered | {"answered_by": other, "asked_by": other}, "kan ikke ændres"),
        (answered | {"answered_by": caseworker, "asked_by": other}, "kan ikke ændres"),
        (answered, "separate_answered_by_its_status"),
        (answered | {"answered_by": other, "answer": "unsafe"}, "separate_answered_by_its_status"),
        ({"reason": "agreed"}, "kan ikke ændres"),
        ({"case": seeking_case(caseworker, team=team)}, "kan ikke ændres"),
    ]:
        with refused(said), transaction.atomic():
            rows.update(**changes)


def test_an_answer_is_not_taken_back_or_given_to_another_list(route_list, caseworker, team):
    separate = separate_approved(caseworker, team=team)
    rows = SeparateVisit.objects.filter(pk=separate.pk)
    with refused("Svaret kan ikke ændres"), transaction.atomic():
        rows.update(status="refused", answer="unsafe")
    with refused("én særskilt køreliste"), transaction.atomic():
        rows.update(route_list=route_list)
    rows.update(route_list=bare_separate(route_list))
    with refused("én særskilt køreliste"), transaction.atomic():
        rows.update(route_list=None)


def test_a_request_gets_no_list(route_list, caseworker, team):
    separate = separate_asked(caseworker, team=team)
    with refused("separate_list_only_when_approved"), transaction.atomic():
        SeparateVisit.objects.filter(pk=separate.pk).update(route_list=bare_separate(route_list))


def test_the_request_stays_as_long_as_its_list(caseworker, team):
    """Or the list would be open to nobody, and its stop approved by nobody."""
    separate_list_of(caseworker, team=team)
    with refused("Listens destruktion er ikke noteret"), transaction.atomic():
        SeparateVisit.objects.all().delete()


def test_postgresql_keeps_no_sample_of_whose_visit_it_was():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'koerelister_separatevisit'::regclass"
            " AND attname = 'case_id'"
        )
        assert cursor.fetchone() == (0,)


def test_two_lists_of_a_day_are_told_apart_by_nothing_in_their_numbers(caseworker, team, area, crew):
    shared = route_list_of(caseworker, team=team, area=area, crew=crew, count=1)
    alone = separate_list_of(caseworker, team=team)
    assert [shared.number[:-1], alone.number[:-1]] == [shared.number[:-1]] * 2
