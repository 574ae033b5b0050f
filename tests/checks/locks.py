"""What a migration may not do to a large table while the site runs, and what to write instead (docs/upgrade.md).

Asks the operations themselves, with the state of the models before each. A migration below ``FIRST`` made the tables.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres import operations as postgres
from django.db import connection, models
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState, operations
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

FIRST = 101
# Those that grow with every case, look-up or letter. The history of each is large with it.
LARGE = frozenset(
    {
        "sanktion.accesslog",
        "sanktion.assessment",
        "sanktion.case",
        "sanktion.casedocument",
        "sanktion.casematerial",
        "sanktion.citizen",
        "sanktion.contactattempt",
        "sanktion.decision",
        "sanktion.documentcontent",
        "sanktion.journalentry",
        "sanktion.negativeevent",
        "parthoering.delivery",
        "parthoering.hearing",
    }
)
LIKE_BEFORE = (postgres.AddIndexConcurrently, postgres.RemoveIndexConcurrently, postgres.AddConstraintNotValid)
GET_MODEL = re.compile(r"get_model\(\s*[\"'](\w+)[\"'.,\s]+(\w+)[\"']")
STATEMENT = re.compile(
    r"\b(ALTER\s+TABLE|CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?TRIGGER|LOCK|UPDATE|DELETE\s+FROM|TRUNCATE"
    r"|VACUUM|CLUSTER|REINDEX)\b",
    re.IGNORECASE,
)
REWRITES = re.compile(
    r"\bSET\s+NOT\s+NULL\b|\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b|\bRENAME\b", re.IGNORECASE
)
ROWS = re.compile(r"\b(UPDATE|DELETE\s+FROM|TRUNCATE|VACUUM|CLUSTER|REINDEX)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    migration: str
    operation: str
    remedy: str

    def __str__(self):
        return f"{self.migration}: {self.operation}. {self.remedy}"


def findings(migration: Migration, state: ProjectState) -> list[Finding]:
    """``state`` is that of the models before the migration; it is not changed."""
    state, found = state.clone(), []
    for operation in migration.operations:
        for one in _done_to_the_database(operation):
            remedies = list(_remedies(one, migration, state))
            found += [Finding(f"{migration.app_label}.{migration.name}", _told(one), remedy) for remedy in remedies]
        operation.state_forwards(migration.app_label, state)
    return found


def is_checked(migration: Migration) -> bool:
    return int(migration.name[:4]) >= FIRST


def is_large(app_label: str, model: str) -> bool:
    return f"{app_label}.{model.lower().removeprefix('historical')}" in LARGE


def _done_to_the_database(operation) -> list:
    if isinstance(operation, SeparateDatabaseAndState):
        return [one for inner in operation.database_operations for one in _done_to_the_database(inner)]
    return [operation]


def _remedies(operation, migration: Migration, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, RunPython):
        yield from _of_python(operation, migration)
    elif isinstance(operation, RunSQL):
        yield from _of_sql(operation, migration, state)
    elif is_large(migration.app_label, getattr(operation, "model_name", None) or getattr(operation, "name", "")):
        yield from _of_table(operation, migration, state)


def _of_table(operation, migration: Migration, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, operations.AddField):
        yield from _of_new_field(operation.field)
    elif isinstance(operation, operations.AlterField):
        old = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
        yield from _of_changed_field(_bound(old, operation.name), _bound(operation.field, operation.name))
    elif isinstance(operation, operations.RemoveField | operations.DeleteModel):
        yield "Fjern det først af modellen alene (SeparateDatabaseAndState), og af databasen i næste udgave."
    elif isinstance(operation, operations.RenameField | operations.RenameModel | operations.AlterModelTable):
        yield "Programmet, der kører, kender kun det gamle navn: behold det i databasen (db_column, db_table)."
    elif isinstance(operation, operations.AddIndex | operations.RemoveIndex) and not isinstance(operation, LIKE_BEFORE):
        yield "Brug AddIndexConcurrently eller RemoveIndexConcurrently i en migration med atomic = False."
    elif isinstance(operation, operations.AddConstraint) and not isinstance(operation, LIKE_BEFORE):
        yield from _of_constraint(operation.constraint)
    elif isinstance(operation, operations.AlterUniqueTogether | operations.AlterIndexTogether):
        yield "Brug et indeks, der laves med CONCURRENTLY."


def _of_new_field(field: models.Field) -> Iterator[str]:
    if field.many_to_many:
        return
    if field.generated:
        yield "En beregnet kolonne skriver hele tabellen om. Udfyld en almindelig kolonne i bidder."
    elif not field.null and field.db_default is NOT_PROVIDED:
        yield "Giv feltet db_default eller null=True: det program, der kører, skriver rækker uden det."
    if field.db_index or field.unique:
        yield "Tilføj feltet uden indeks (db_index=False), og lav det bagefter med AddIndexConcurrently."


def _of_changed_field(old: models.Field, new: models.Field) -> Iterator[str]:
    before, after = old.db_type(connection), new.db_type(connection)
    if before != after and not _is_widened(old, new):
        yield "En ny type skriver tabellen om. Tilføj en ny kolonne, skriv begge, udfyld i bidder, og skift så."
    if old.null and not new.null:
        yield "Tilføj en CheckConstraint med AddConstraintNotValid, og kør ValidateConstraint i en migration efter."
    if (new.db_index, new.unique) != (old.db_index, old.unique):
        yield "Et indeks laves og fjernes med CONCURRENTLY, i en migration med atomic = False."


def _is_widened(old: models.Field, new: models.Field) -> bool:
    """varchar(n) to a longer one or to text: PostgreSQL then changes nothing but its catalogue."""
    if not isinstance(old, models.CharField):
        return False
    is_text = type(new) is models.TextField
    return is_text or (isinstance(new, models.CharField) and (new.max_length or 0) >= (old.max_length or 0))


def _bound(field: models.Field, name: str) -> models.Field:
    field = field.clone()
    field.set_attributes_from_name(name)
    return field


def _of_constraint(constraint: models.BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, models.CheckConstraint):
        yield "Brug AddConstraintNotValid, og ValidateConstraint i en migration efter."
    else:
        yield "Lav et unikt indeks med CREATE UNIQUE INDEX CONCURRENTLY, og gør det til reglen bagefter."


def _of_python(operation: RunPython, migration: Migration) -> Iterator[str]:
    atomic = migration.atomic if operation.atomic is None else operation.atomic
    module = inspect.getsource(inspect.getmodule(operation.code))
    if atomic and any(is_large(app, model) for app, model in GET_MODEL.findall(module)):
        yield "Gør det i bidder med en transaktion hver: atomic = False, og så det kan køres igen, hvor det slap."


def _of_sql(operation: RunSQL, migration: Migration, state: ProjectState) -> Iterator[str]:
    tables = _large_tables(state)
    waits = "lock_timeout" in " ".join(_texts(operation)).lower() or _sets_lock_timeout(migration)
    for text in _texts(operation):
        for statement in text.split(";"):
            if re.search(r"\b(CREATE\s+(UNIQUE\s+)?|DROP\s+)INDEX\b(?!\s+CONCURRENTLY)", statement, re.IGNORECASE):
                yield "Brug CONCURRENTLY i en migration med atomic = False."
            elif STATEMENT.search(statement) and any(re.search(rf"\b{name}\b", statement) for name in tables):
                yield from _of_statement(statement, migration, waits=waits)


def _of_statement(statement: str, migration: Migration, *, waits: bool) -> Iterator[str]:
    if re.search(r"^\s*CREATE\s+(OR\s+REPLACE\s+)?FUNCTION\b", statement, re.IGNORECASE):
        return
    if REWRITES.search(statement):
        yield "Det låser tabellen, mens hver række læses eller skrives. Se docs/upgrade.md for de skridt, der ikke gør."
    elif re.search(r"\bADD\s+CONSTRAINT\b", statement, re.IGNORECASE) and not re.search(
        r"\bNOT\s+VALID\b|\bUSING\s+INDEX\b", statement, re.IGNORECASE
    ):
        yield "Skriv NOT VALID, og VALIDATE CONSTRAINT i en migration efter."
    elif re.search(r"^\s*(UPDATE|DELETE|TRUNCATE|VACUUM|CLUSTER|REINDEX)\b", statement, re.IGNORECASE):
        if migration.atomic:
            yield "Gør det i bidder med en transaktion hver: atomic = False."
    elif not waits:
        yield "Skriv SET LOCAL lock_timeout = '5s' først: den, der venter på tabellen, holder alle efter sig tilbage."


def _sets_lock_timeout(migration: Migration) -> bool:
    ran = [text for one in migration.operations if isinstance(one, RunSQL) for text in _texts(one)]
    return any("lock_timeout" in text.lower() for text in ran)


def _texts(operation: RunSQL) -> list[str]:
    parts = [operation.sql] if isinstance(operation.sql, str) else operation.sql
    return [part if isinstance(part, str) else part[0] for part in parts]


def _large_tables(state: ProjectState) -> list[str]:
    names = [f"{app}_{name}" for app, name in state.models if is_large(app, name)]
    return [model.options.get("db_table") or name for name, model in zip(names, _large(state), strict=True)]


def _large(state: ProjectState) -> list:
    return [model for (app, name), model in state.models.items() if is_large(app, name)]


def _told(operation) -> str:
    where = getattr(operation, "model_name", None) or getattr(operation, "name", "") or ""
    return f"{type(operation).__name__} {where}".strip()
