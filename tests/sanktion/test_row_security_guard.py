"""That the policies in the database are the ones the models ask for, and that each migrate makes them so again."""

import hashlib

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction

from sanktion.base.acting import acting
from sanktion.base.row_security import Unguarded, guard, is_guarded, rule_of, unguarded
from sanktion.models import Case, CaseUserObjectPermission, Citizen, Decision
from tests.koerelister.test_ledger import as_owner

POLICIES = """SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_expr(polqual, polrelid),
    obj_description(p.oid, 'pg_policy'), p.oid FROM pg_policy AS p JOIN pg_class AS c ON c.oid = polrelid"""
FUNCTIONS = """SELECT proname, proconfig, p.ctid::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang
    WHERE pronamespace IN ('public'::regnamespace, 'aside'::regnamespace) AND lanname IN ('sql', 'plpgsql')"""
SEES = ["sanktion.system=regel"]


EVERY_TABLE = list(apps.get_models(include_auto_created=True))


def ask(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def policies() -> dict[str, tuple]:
    return {table: rest for table, *rest in ask(POLICIES)}


def without_oid(found: dict) -> dict:
    return {table: rest[:-1] for table, rest in found.items()}


def guard_all():
    for app_config in apps.get_app_configs():
        guard(app_config)


@pytest.fixture
def migrating(django_db_setup, django_db_blocker):
    """As `migrate` runs; what is changed of the tables is undone with the transaction."""
    with django_db_blocker.unblock(), as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_each_table_has_the_very_policy_its_model_asks_for():
    asked = {model._meta.db_table: rule_of(model) for model in EVERY_TABLE}
    stands = {table: (forced, comment) for table, forced, _, comment, _ in ask(POLICIES)}
    prints = {table: hashlib.sha256(rule.encode()).hexdigest()[:16] for table, rule in asked.items() if rule}
    assert stands == {table: (True, print) for table, print in prints.items()}


@pytest.mark.django_db
def test_a_row_of_nobody_in_particular_is_seen_by_whoever_acts():
    column = next(field for field in Case._meta.concrete_fields if field.name == "owner")
    from sanktion.base.row_security import _through

    lacking, sure = _through(column, may_lack=True), _through(column, may_lack=False)
    assert lacking.startswith("(sanktion_case.owner_id IS NULL AND ")
    assert lacking.endswith(sure)
    assert "IS NULL" not in sure


def test_guarding_mends_what_was_changed_and_leaves_the_rest(migrating):
    before = policies()
    joined = sorted(model._meta.db_table for model in EVERY_TABLE if model._meta.auto_created and is_guarded(model))
    for table in ("sanktion_case", *joined):
        ask(f"DROP POLICY who_acts ON {table}")
    ask("ALTER TABLE sanktion_citizen NO FORCE ROW LEVEL SECURITY")
    ask("ALTER POLICY who_acts ON sanktion_journalentry USING (true)")
    ask("COMMENT ON POLICY who_acts ON sanktion_journalentry IS 'en anden'")
    ask("CREATE POLICY who_acts ON sanktion_team USING (true)")
    ask("COMMENT ON POLICY who_acts ON sanktion_team IS 'da den var en borgers'")
    ask("ALTER TABLE sanktion_team ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    guard_all()
    after = policies()
    assert without_oid(after) == without_oid(before)
    made_anew = {table for table, rest in after.items() if rest != before[table]}
    assert made_anew == {"sanktion_case", "sanktion_citizen", "sanktion_journalentry", *joined}
    team = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'sanktion_team'"
    assert ask(team) == [(False, False)]


def test_only_the_owner_guards(own_database):
    own_database.execute("DROP POLICY who_acts ON sanktion_case")
    before = policies()
    guard_all()
    assert policies() == before


def test_a_table_that_is_not_made_yet_is_passed_by(migrating):
    ask("DROP TABLE sanktion_retentionhold CASCADE")
    before = {table: rest for table, rest in policies().items() if table != "sanktion_retentionhold"}
    guard_all()
    assert policies() == before


def test_every_function_that_can_look_sees_every_row_and_no_other_is_touched(migrating):
    body = "AS 'SELECT 1'"
    ask("CREATE SCHEMA aside")
    ask("CREATE FUNCTION in_steps() RETURNS void LANGUAGE plpgsql AS 'BEGIN END'")
    ask(f"CREATE FUNCTION for_others() RETURNS int LANGUAGE sql SECURITY DEFINER {body}")
    ask(f"CREATE FUNCTION plain() RETURNS int LANGUAGE sql {body}")
    ask("CREATE FUNCTION aside.elsewhere() RETURNS void LANGUAGE plpgsql AS 'BEGIN END'")
    before = {name: rest for name, *rest in ask(FUNCTIONS)}
    guard_all()
    after = {name: rest for name, *rest in ask(FUNCTIONS)}
    assert {name for name in after if after[name] != before[name]} == {"in_steps", "for_others"}
    assert after["in_steps"][0] == after["for_others"][0] == SEES


@pytest.mark.django_db
def test_a_table_behind_one_without_a_policy_answers_for_itself():
    grant = models.ForeignKey(CaseUserObjectPermission, models.PROTECT, related_name="+")
    meta = type("Meta", (), {"app_label": "sanktion"})
    body = {"grant": grant, "Meta": meta, "__module__": __name__}
    try:
        behind = type("Behind", (models.Model,), body)
        assert (is_guarded(behind), rule_of(behind), unguarded([behind])) == (False, None, [behind])
        behind.row_security_free = "Prøve"
        assert unguarded([behind]) == []
    finally:
        apps.all_models["sanktion"].pop("behind", None)
        apps.clear_cache()


@pytest.mark.django_db
def test_the_refusal_names_the_table_and_its_ways():
    meta = type("Meta", (), {"app_label": "sanktion"})
    ways = {name: models.ForeignKey(Case, models.PROTECT, null=True, related_name="+") for name in ("first", "other")}
    try:
        torn = type("Torn", (models.Model,), {**ways, "Meta": meta, "__module__": __name__})
        with pytest.raises(Unguarded, match=r"sanktion\.Torn: .*seen_through.*\['first', 'other'\]"):
            rule_of(torn)
        torn.seen_through = "other"
        assert rule_of(torn).count("sanktion_torn.other_id") == 2
        with acting(AnonymousUser()):
            assert unguarded([torn]) == []
    finally:
        apps.all_models["sanktion"].pop("torn", None)
        apps.clear_cache()


@pytest.mark.django_db
@pytest.mark.parametrize(("names", "way"), [(("decision", "citizen"), "citizen"), (("citizen", "case"), "case")])
def test_of_several_sure_ways_the_case_is_taken_and_then_the_citizen(names, way):
    meta = type("Meta", (), {"app_label": "sanktion"})
    to = {"decision": Decision, "citizen": Citizen, "case": Case}
    ways = {name: models.ForeignKey(to[name], models.PROTECT, related_name="+") for name in names}
    try:
        both = type("Both", (models.Model,), {**ways, "Meta": meta, "__module__": __name__})
        assert f"sanktion_both.{way}_id" in rule_of(both)
    finally:
        apps.all_models["sanktion"].pop("both", None)
        apps.clear_cache()
