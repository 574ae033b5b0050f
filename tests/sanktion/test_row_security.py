"""PostgreSQL's own answer to who sees which row, asked past every ``visible_to`` (safety: two database roles; V077)."""

import inspect
import re
from contextlib import suppress

import pytest
from celery import current_app
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from django.utils import timezone

from sanktion.base.acting import _actor, acting, system
from sanktion.base.row_security import POLICY, Unguarded, is_guarded, rule_of, unguarded
from sanktion.models import (
    AccessKind,
    AccessLog,
    Case,
    CaseUserObjectPermission,
    Citizen,
    JournalEntry,
    RetentionHold,
    User,
)
from tests.factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

EVERY_TABLE = list(apps.get_models(include_auto_created=True))
GUARDED = [model for model in EVERY_TABLE if is_guarded(model)]
OURS = ("sanktion", "parthoering", "koerelister", "tilsyn")
# Whoever acts sees them: of the unit as a whole, or of one's own.
NOT_OF_A_TEAM = {
    "sanktion.AccessLog",
    "sanktion.ImportBatch",
    "sanktion.ImportFile",
    "sanktion.ImportRow",
    "sanktion.Inquiry",
    "sanktion.InquiryQuestion",
    "sanktion.InquiryDocument",
    "sanktion.HistoricalInquiry",
    "sanktion.HistoricalInquiryQuestion",
    "parthoering.RejectedReceipt",
    "tilsyn.DirectorateDelay",
    "tilsyn.DispatchPaper",
    "tilsyn.DialogueNote",
    "tilsyn.FollowUp",
    "tilsyn.HistoricalFollowUp",
    "tilsyn.HistoricalSupervisionResult",
    "tilsyn.SelectionRow",
    "tilsyn.SupervisionPaper",
    "tilsyn.SupervisionPaperContent",
    "tilsyn.SupervisionResult",
    "tilsyn.ToldEntry",
}


def count(model) -> int:
    return model._base_manager.count()


def counts() -> dict[str, int]:
    return {model._meta.label: count(model) for model in GUARDED}


def nobody():
    """As a connection is when nobody has said who acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sanktion.system', '', true)")


def test_every_table_that_leads_to_a_person_has_a_policy():
    assert unguarded(EVERY_TABLE) == []
    assert len(GUARDED) > 100


def test_a_new_table_without_a_policy_is_found():
    class Meta:
        app_label = "sanktion"

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    try:
        stray = type("Stray", (models.Model,), {"case": case, "Meta": Meta, "__module__": __name__})
        assert unguarded([stray]) == [stray]
        with pytest.raises(Unguarded, match="seen_through"):
            rule_of(stray)
    finally:
        apps.all_models["sanktion"].pop("stray", None)
        apps.clear_cache()


def test_the_policies_stand_in_the_database_and_bind_the_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, count(pol.oid), min(pol.polname)"
            " FROM pg_class LEFT JOIN pg_policy AS pol ON polrelid = pg_class.oid"
            " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace GROUP BY 1, 2, 3"
        )
        found = {name: tuple(rest) for name, *rest in cursor.fetchall()}
    tables = {model._meta.db_table for model in GUARDED}
    assert {name for name, rest in found.items() if rest == (True, True, 1, POLICY)} == tables
    assert {name for name, rest in found.items() if rest[2]} == tables


def test_the_application_neither_owns_nor_passes_by():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchall() == [(False,)]
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
            " AND relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == [(0,)]


def test_nothing_is_there_when_nobody_acts(world):
    there = {label for label, number in counts().items() if number}
    assert len(there) > 60
    nobody()
    assert {label: number for label, number in counts().items() if number} == {}
    with acting(AnonymousUser()):
        assert {label: number for label, number in counts().items() if number} == {}


def test_another_teams_worker_sees_no_row_of_any_table(world):
    there = counts()
    with acting(UserFactory(role="sagsbehandler", teams=[TeamFactory()])):
        seen = {label for label, number in counts().items() if number}
    assert seen - NOT_OF_A_TEAM == set()
    assert sum(1 for label, number in there.items() if number and label not in NOT_OF_A_TEAM) > 50


def test_the_teams_own_worker_sees_the_teams_rows(world):
    with acting(world.caseworker):
        assert Case.objects.filter(team=world.team).count() > 0
        assert JournalEntry.objects.filter(case__team=world.team).count() > 0
        assert Case.history.filter(team=world.team).count() > 0
        assert set(Case.objects.values_list("team", flat=True)) == {world.team.pk}


def test_restricted_case_is_there_for_the_named_alone(team):
    case = CaseFactory(event__citizen__team=team, is_restricted=True)
    colleague, named = UserFactory(teams=[team]), UserFactory(teams=[])
    with system("prøve"):
        give(named, case)
    with acting(colleague):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not case.journal.exists()
    with acting(User.objects.with_scope().get(pk=named.pk)):
        assert list(Case.objects.all()) == [case]
        assert list(Citizen.objects.all()) == [case.citizen]


def give(user, case):
    from sanktion.base.permissions import grant

    grant(user, "sanktion.view_case", case)


def test_a_case_that_stays_when_its_citizen_moves_is_whole(team, caseworker):
    case = CaseFactory(event__citizen__team=team)
    case.citizen.team = TeamFactory()
    case.citizen.save()
    with acting(caseworker):
        assert Case.objects.select_related("citizen", "event").get() == case


def test_another_teams_row_can_be_neither_written_nor_added_to(case):
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    with acting(stranger):
        assert Case.objects.filter(pk=case.pk).update(next_due=timezone.localdate()) == 0
        assert Citizen.objects.filter(pk=case.citizen_id).update(phone="12345678") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            RetentionHold.objects.create(case=case, reason="Forsøg", placed_by=stranger)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CitizenFactory(team=case.team)


def test_a_case_cannot_be_handed_to_a_team_the_worker_is_not_in(case, caseworker):
    with acting(caseworker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(team=TeamFactory())


def test_looks_are_written_whomever_they_were_at_and_read_by_the_one_who_looked(case, caseworker):
    stranger = UserFactory(teams=[TeamFactory()])
    with acting(stranger):
        AccessLog.objects.note(stranger, AccessKind.SEARCH, page="search", citizens=[case.citizen])
        assert AccessLog.objects.count() == 1
    with acting(caseworker):
        assert AccessLog.objects.filter(user=stranger).count() == 0


def test_grants_alone_are_read_by_anybody_for_they_say_who_acts():
    free = [model for model in EVERY_TABLE if getattr(model, "row_security_free", "")]
    assert free == [CaseUserObjectPermission]


def test_the_gates_see_what_the_worker_cannot():
    """Otherwise a rule would hold in one's own team only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang"
            " JOIN pg_trigger AS t ON tgfoid = p.oid"
            " WHERE pronamespace = 'public'::regnamespace AND lanname = 'plpgsql'"
            " AND NOT coalesce(proconfig @> ARRAY['sanktion.system=regel'], false)"
        )
        assert cursor.fetchall() == []


def test_no_task_looks_for_rows_before_somebody_acts(world):
    """It would find none, and say that nothing is due. The tests' own connections see all and would not show it."""
    tables = {model._meta.db_table for model in GUARDED}
    met, under_way = [], ["nobody's"]

    def watch(execute, sql, params, many, context):
        found = tables.intersection(re.findall(r"\w+", str(sql)))
        if found and _actor.get() is None:
            met.append((under_way[-1], found))
        return execute(sql, params, many, context)

    ours = {name: task for name, task in current_app.tasks.items() if name.split(".")[0] in OURS}
    assert len(ours) > 25
    with connection.execute_wrapper(watch):
        count(Case)
        for name, task in ours.items():
            under_way.append(name)
            asked = inspect.signature(task.run).parameters
            with suppress(DatabaseError, ObjectDoesNotExist), transaction.atomic():
                task.run(*(1 for _ in asked))
    assert met == [("nobody's", {"sanktion_case"})]
