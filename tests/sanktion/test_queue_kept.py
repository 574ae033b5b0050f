"""The queue's SQL is kept for a reader, a day and a filter: never for anybody else, never longer than it is true."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from sanktion.base.addresses import of_case
from sanktion.base.compiled import Compiled, Kept, KeptRows
from sanktion.base.counting import TallyOf
from sanktion.base.permissions import grant
from sanktion.models import Case, CaseStatus, Citizen, User

from ..factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(client):
    def shown(user) -> list[str]:
        client.force_login(user)
        return [row.number for row in client.get(reverse("queue")).context["rows"]]

    return shown


def test_each_reader_sees_their_own_teams_cases_however_often_they_take_turns(numbers, case, caseworker):
    other = CaseFactory()
    colleague = UserFactory(role="sagsbehandler", teams=[other.team])
    for _ in range(3):
        assert numbers(caseworker) == [case.number]
        assert numbers(colleague) == [other.number]


def test_who_leaves_the_team_sees_nothing_at_the_next_request(numbers, case, caseworker, team):
    assert numbers(caseworker) == [case.number]
    caseworker.teams.remove(team)
    assert numbers(caseworker) == []


def test_a_case_granted_by_name_comes_at_the_next_request(numbers, case, caseworker):
    other = CaseFactory()
    assert numbers(caseworker) == [case.number]
    grant(caseworker, "view_case", other)
    assert set(numbers(caseworker)) == {case.number, other.number}


def test_a_right_taken_away_is_gone_at_the_next_request(client, case, caseworker):
    client.force_login(caseworker)
    assert client.get(reverse("queue")).status_code == 200
    caseworker.groups.remove(*Group.objects.all())
    assert client.get(reverse("queue")).status_code == 403


def test_a_new_day_is_asked_anew(client, case, caseworker):
    Case.objects.filter(pk=case.pk).update(next_due=timezone.localdate())
    client.force_login(caseworker)

    def counts() -> dict[str, str]:
        return {view["label"]: view["count"] for view in client.get(reverse("queue")).context["views"]}

    assert (counts()["Forfalder i dag"], counts()["Frist overskredet"]) == ("1", "0")
    client.logout()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        client.force_login(caseworker)
        assert (counts()["Forfalder i dag"], counts()["Frist overskredet"]) == ("0", "1")


def test_what_is_kept_is_made_once_and_thrown_away_when_there_is_too_much(case):
    kept, made = Kept(most=2), []

    def make():
        made.append(1)
        return Case.objects.order_by("pk").values_list("number")

    for key in ("a", "a", "b", "c", "a"):
        assert kept.get(key, make).fetch() == [(case.number,)]
    assert len(made) == 4
    assert kept.get("nothing", lambda: Case.objects.none().values_list("pk")).fetch() == []


def test_a_tally_counts_each_condition_in_one_reading(caseworker, django_assert_num_queries):
    cases = [CaseFactory() for _ in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(status=CaseStatus.READY, owner=None)
    tally = TallyOf(Case.objects.all(), [Q(status=CaseStatus.READY), Q(owner__isnull=False), Q()])
    with django_assert_num_queries(1):
        assert User.objects.filter(pk=caseworker.pk).values_list(tally).get()[0] == [1, 2, 3]


def _prepared(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE position(%s IN statement) > 0", [words])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("prepares", "expected"), [(True, [0, 1, 1]), (False, [0, 0, 0])])
def test_what_is_asked_again_is_planned_once_unless_it_is_switched_off(case, settings, prepares, expected):
    settings.DATABASE_PREPARES = prepares
    words = f"kept with {prepares}"
    numbers = Kept().get(1, lambda: Case.objects.exclude(number=words).values_list("number"))
    found = []
    for _ in range(3):
        assert numbers.fetch() == [(case.number,)]
        found.append(_prepared(words))
    assert found == expected


def test_the_texts_of_other_queries_are_not_held_on_to(case):
    """psycopg counts them by their text while the connection may prepare; Django's hold citizens' data."""
    numbers = Kept().get(1, lambda: Case.objects.values_list("number"))
    for _ in range(2):
        assert numbers.fetch() == [(case.number,)]
        assert connection.connection.prepare_threshold is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Compiled("SELECT 1 FROM nowhere").fetch()
    assert connection.connection.prepare_threshold is None


def test_a_plan_that_is_kept_sees_only_what_the_one_who_asks_may(numbers, case, caseworker, team):
    """Row security is asked at each execution: a prepared text is shared by whoever comes to the connection."""
    everyone = Kept().get(1, lambda: Case.objects.order_by("pk").values_list("number"))
    with connection.cursor() as cursor:
        for teams in ("{}", f"{{{team.pk}}}") * 3:
            cursor.execute(
                "SELECT set_config('sanktion.system', '', true), set_config('sanktion.team_ids', %s, true)", [teams]
            )
            assert everyone.fetch() == ([] if teams == "{}" else [(case.number,)])


def test_rows_by_id_are_the_models_django_would_give(case, django_assert_num_queries):
    other = CaseFactory()
    Case.objects.filter(pk=other.pk).update(owner=None)
    others = Citizen.objects.filter(pk=OuterRef("citizen"), last_name=other.citizen.last_name)

    def make(pks):
        found = Case.objects.filter(pk__in=pks).select_related("citizen", "owner").defer("citizen__phone")
        return found.annotate(is_other=Exists(others)).order_by("pk")

    kept, pks = KeptRows(make), [case.pk, other.pk]
    for asked in ([case.pk], pks, [], pks):
        with django_assert_num_queries(1):
            found = kept.of(asked)
            shown = [(row, row.is_other, row.citizen.name, row.citizen.cpr, row.owner) for row in found]
        assert shown == [(row, row.is_other, row.citizen.name, row.citizen.cpr, row.owner) for row in make(asked)]
        assert all(row.citizen.get_deferred_fields() == {"phone"} for row in found)


@pytest.mark.parametrize("name", ["case", "case_take", "assess", "decide", "case_close", "hearing_new", "contact_new"])
def test_the_address_of_a_row_is_the_one_django_gives(name):
    assert of_case(name, "2026-0000017") == reverse(name, args=["2026-0000017"])
