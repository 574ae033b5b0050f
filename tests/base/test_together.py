"""Tables made together: what keeps a fresh database fast, and what an interrupted first migration needs."""

from collections import Counter

from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from sanktion.base.together import CreateTogether

TABLES = [
    migrations.CreateModel("Mother", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Child",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("mother", models.ForeignKey("sanktion.Mother", models.CASCADE)),
        ],
    ),
]


def test_nothing_is_rendered_while_the_tables_are_noted():
    state = ProjectState()
    assert not state.apps.get_models()
    CreateTogether(TABLES).state_forwards("sanktion", state)
    assert "apps" not in state.__dict__
    assert state.apps.get_model("sanktion", "Child")._meta.get_field("mother").related_model.__name__ == "Mother"


def test_the_tables_are_made_and_taken_away_again(db):
    before, after = ProjectState(), ProjectState()
    together = CreateTogether(TABLES)
    together.state_forwards("sanktion", after)
    made = {"sanktion_mother", "sanktion_child"}
    # The application's role owns nothing and makes no tables: the statements are only collected.
    with connection.schema_editor(collect_sql=True) as forwards:
        together.database_forwards("sanktion", forwards, before, after)
    with connection.schema_editor(collect_sql=True) as backwards:
        together.database_backwards("sanktion", backwards, after, before)
    assert {table for table in made if f'CREATE TABLE "{table}"' in "\n".join(forwards.collected_sql)} == made
    dropped = [line.split('"')[1] for line in backwards.collected_sql if line.startswith("DROP TABLE")]
    assert dropped == ["sanktion_child", "sanktion_mother"]


def test_each_earlier_migration_is_replaced_by_one_alone():
    """Two with the same one: the first applied would mark the second as applied, and its rules would be missing."""
    loader = MigrationLoader(None)
    ours = [
        one
        for (app, _), one in loader.disk_migrations.items()
        if app in ("sanktion", "parthoering", "koerelister", "tilsyn")
    ]
    replaced = Counter(earlier for one in ours for earlier in one.replaces)
    assert len(replaced) == 56
    assert set(replaced.values()) == {1}
