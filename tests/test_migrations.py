"""No new migration stops the site: what locks or rewrites a large table is found before it is merged."""

import linecache
import sys
import types

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import F, Q, Value

from tests.checks.locks import FIRST, LARGE, findings, is_checked

SMALL = "team"
JOURNAL = "journalentry"
CHECK = models.CheckConstraint(name="prøve", condition=Q(number__gt=0))
INDEX = models.Index(fields=["written_at"], name="prøve")
UNIQUE = models.UniqueConstraint(fields=["written_at"], name="prøve_unik")
BOTH_WAYS = migrations.RunSQL.noop


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def state(graph):
    return graph.project_state()


def python(model: str) -> migrations.RunPython:
    """In a module whose source can be read, as a migration's can."""
    source = f'def forwards(apps, editor):\n    apps.get_model("sanktion", "{model}").objects.update(number=1)\n'
    module = types.ModuleType(f"migration_of_{model}")
    module.__file__ = f"<{module.__name__}>"
    linecache.cache[module.__file__] = (len(source), None, source.splitlines(keepends=True), module.__file__)
    exec(compile(source, module.__file__, "exec"), module.__dict__)  # noqa: S102
    sys.modules[module.__name__] = module
    return migrations.RunPython(module.forwards, migrations.RunPython.noop)


def found(state, *operations, atomic: bool = True, app: str = "sanktion") -> list[str]:
    migration = migrations.Migration("0101_proeve", app)
    migration.operations, migration.atomic = list(operations), atomic
    return [str(one) for one in findings(migration, state)]


def altered(field: str, new: models.Field, model: str = JOURNAL) -> migrations.AlterField:
    return migrations.AlterField(model, field, new)


FORBIDDEN = {
    "a column the running program doesn't fill": migrations.AddField(JOURNAL, "x", models.IntegerField(default=0)),
    "a column with an index": migrations.AddField(JOURNAL, "x", models.IntegerField(null=True, db_index=True)),
    "a unique column": migrations.AddField(JOURNAL, "x", models.IntegerField(null=True, unique=True)),
    "a foreign key with its index": migrations.AddField(
        JOURNAL, "x", models.ForeignKey("sanktion.team", models.PROTECT, null=True)
    ),
    "a computed column": migrations.AddField(
        JOURNAL,
        "x",
        models.GeneratedField(expression=F("number") + Value(1), output_field=models.IntegerField(), db_persist=True),
    ),
    "a column of a history": migrations.AddField("historicalcitizen", "x", models.IntegerField(default=0)),
    "another type": altered("number", models.BigIntegerField()),
    "a shorter text": altered("concerns_supervision", models.CharField(max_length=5)),
    "no longer null": altered("phone", models.CharField(max_length=30), "citizen"),
    "an index on a column": altered("written_at", models.DateTimeField(db_index=True)),
    "an index": migrations.AddIndex(JOURNAL, INDEX),
    "no index": migrations.RemoveIndex("contactattempt", "contact_case_recorded"),
    "a check": migrations.AddConstraint(JOURNAL, CHECK),
    "a unique rule": migrations.AddConstraint(JOURNAL, UNIQUE),
    "another name": migrations.RenameField(JOURNAL, "number", "nr"),
    "another model": migrations.RenameModel("JournalEntry", "Note"),
    "another table": migrations.AlterModelTable("JournalEntry", "notes"),
    "no column": migrations.RemoveField(JOURNAL, "number"),
    "no table": migrations.DeleteModel("JournalEntry"),
    "all rows in one transaction": python("JournalEntry"),
    "all rows of a history": python("HistoricalCitizen"),
    "unique together": migrations.AlterUniqueTogether(JOURNAL, {("case", "written_at")}),
    "ALTER TABLE that may wait for ever": migrations.RunSQL("ALTER TABLE sanktion_journalentry ADD x int", BOTH_WAYS),
    "CREATE INDEX": migrations.RunSQL("CREATE UNIQUE INDEX x ON sanktion_journalentry (number)", BOTH_WAYS),
    "DROP INDEX": migrations.RunSQL("DROP INDEX contact_case_recorded", BOTH_WAYS),
    "ADD CONSTRAINT": migrations.RunSQL(
        "SET LOCAL lock_timeout = '5s'; ALTER TABLE sanktion_case ADD CONSTRAINT x CHECK (id > 0)", BOTH_WAYS
    ),
    "SET NOT NULL": migrations.RunSQL(
        ["SET LOCAL lock_timeout = '5s'", "ALTER TABLE sanktion_citizen ALTER COLUMN phone SET NOT NULL"], BOTH_WAYS
    ),
    "ALTER TYPE": migrations.RunSQL(
        "SET LOCAL lock_timeout = '5s'; ALTER TABLE sanktion_citizen ALTER phone TYPE text", BOTH_WAYS
    ),
    "UPDATE": migrations.RunSQL("UPDATE sanktion_accesslog SET page = ''", BOTH_WAYS),
    "CREATE TRIGGER": migrations.RunSQL(
        "CREATE TRIGGER x BEFORE INSERT ON sanktion_historicalcitizen FOR EACH ROW EXECUTE FUNCTION y()", BOTH_WAYS
    ),
    "inside the database's half": migrations.SeparateDatabaseAndState(
        database_operations=[migrations.AddIndex(JOURNAL, INDEX)]
    ),
}
ALLOWED = {
    "a column that may be empty": migrations.AddField(JOURNAL, "x", models.IntegerField(null=True)),
    "a column the database fills": migrations.AddField(JOURNAL, "x", models.IntegerField(db_default=0)),
    "many to many": migrations.AddField(JOURNAL, "x", models.ManyToManyField("sanktion.team")),
    "a longer text": altered("concerns_supervision", models.CharField(max_length=20)),
    "a text without an end": altered("concerns_supervision", models.TextField()),
    "another word for it": altered("number", models.PositiveIntegerField("løbenummer")),
    "a check that is not held against what stands": AddConstraintNotValid(JOURNAL, CHECK),
    "held against it later": ValidateConstraint(JOURNAL, "prøve"),
    "of the model alone": migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField(JOURNAL, "concerns_supervision")]
    ),
    "with an end to the wait": migrations.RunSQL(
        "SET LOCAL lock_timeout = '5s'; ALTER TABLE sanktion_journalentry DROP COLUMN x", BOTH_WAYS
    ),
    "NOT VALID": migrations.RunSQL(
        "SET LOCAL lock_timeout = '5s'; ALTER TABLE sanktion_case ADD CONSTRAINT x CHECK (id > 0) NOT VALID", BOTH_WAYS
    ),
    "an index on a small table": migrations.AddIndex(SMALL, models.Index(fields=["name"], name="prøve")),
    "a column of a small table": migrations.AddField(SMALL, "x", models.IntegerField(default=0)),
    "a small table written anew": python("Team"),
    "a small table changed": migrations.RunSQL("ALTER TABLE sanktion_team ADD x int", BOTH_WAYS),
    "a new table": migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_would_stop_the_site_is_found(state, name):
    """The control: without it an empty list of findings says nothing."""
    # The phone may not be empty as the models are; then it may.
    was = altered("phone", models.CharField(max_length=30, null=True), "citizen")
    operations = [was, FORBIDDEN[name]] if name == "no longer null" else [FORBIDDEN[name]]
    assert len(found(state, *operations)) == 1


@pytest.mark.parametrize("name", ALLOWED)
def test_what_would_not_is_let_through(state, name):
    assert found(state, ALLOWED[name]) == []


def test_an_index_that_is_made_beside_the_site_is_let_through(state):
    assert found(state, AddIndexConcurrently(JOURNAL, INDEX), atomic=False) == []
    assert found(state, migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON sanktion_case (id)"), atomic=False) == []


def test_rows_in_many_transactions_are_let_through(state):
    assert found(state, python("JournalEntry"), atomic=False) == []
    assert found(state, migrations.RunSQL("UPDATE sanktion_accesslog SET page = ''"), atomic=False) == []


def test_the_finding_says_where_and_what_to_write_instead(state):
    told = found(state, migrations.AddIndex(JOURNAL, INDEX))[0]
    assert told.startswith("sanktion.0101_proeve: AddIndex journalentry. Brug AddIndexConcurrently")


def test_no_new_migration_stops_the_site(graph):
    new = [migration for migration in graph.disk_migrations.values() if _is_ours(migration) and is_checked(migration)]
    told = []
    for migration in new:
        before = graph.project_state([(migration.app_label, migration.name)], at_end=False)
        told += map(str, findings(migration, before))
    assert told == []


def test_the_large_tables_are_there_and_migrations_are_numbered(graph):
    assert all(apps.get_model(label) for label in LARGE)
    names = [migration.name for migration in graph.disk_migrations.values() if _is_ours(migration)]
    assert all(name[:4].isdigit() for name in names)
    assert any(int(name[:4]) < FIRST for name in names)


def _is_ours(migration) -> bool:
    return migration.app_label in {"sanktion", "parthoering", "koerelister", "tilsyn"}
