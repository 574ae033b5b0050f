"""Which rows PostgreSQL itself lets a transaction see and write: the second line behind ``visible_to``.

Every table with something of a case or a citizen has one policy, its history table too, and it binds the owner of the
table as well (``FORCE``). What it goes by is what ``acting(user)`` and ``system(reason)`` tell the transaction; where
neither was said, no row is there. The rule is the outer bound of what a person may meet in the work: the user's teams
and the cases granted by name. What of that a page shows is narrower, and ``visible_to`` says it.

A model is guarded through the row it belongs to, found by its foreign keys:

- ``row_rule`` gives the condition itself, over the table's own columns;
- ``seen_through`` names the foreign key, where there are several to choose from. Where it is empty, the row is
  nobody's in particular and whoever acts sees it;
- ``row_security_free`` is the reason why a table with such a foreign key has no policy.

Applied by the owner after each migrate, as the table rights are (safety.md, 6). The gates' own functions see every
row whoever acts: a rule of law that a colleague's team could hide from would be none.
"""

import hashlib

from django.conf import settings
from django.db import connection

# Sub-selects: PostgreSQL asks for the setting once a query, not once a row.
SYSTEM = "(SELECT coalesce(current_setting('sanktion.system', true), '') <> '')"
ME = "(SELECT nullif(current_setting('sanktion.user_id', true), '')::bigint)"
MY_TEAMS = "ANY ((SELECT nullif(current_setting('sanktion.team_ids', true), '')::bigint[])::bigint[])"
MY_CASES = "ANY ((SELECT nullif(current_setting('sanktion.case_ids', true), '')::bigint[])::bigint[])"
SOMEBODY = f"{ME} IS NOT NULL"
POLICY = "who_acts"
# What a gate's function calls itself while it looks.
GATE = "regel"


class Unguarded(LookupError):
    """A table leads to a case or a citizen, and nothing says who may see its rows."""


def row_of(table: str, column: str, value: str) -> str:
    """The condition that ``table`` has a row with ``value`` in ``column`` which the one who acts may see.

    Behind the fence (OFFSET) PostgreSQL plans it once, as a look-up for each row. Else it plans a list of all such rows
    as well, for every policy on the way, and each policy that leads to another doubles what is planned.
    """
    return f"EXISTS (SELECT 1 FROM {table} AS way WHERE way.{column} = {value} OFFSET 0)"  # noqa: S608 - names of our models


def rule_of(model) -> str | None:
    """The condition, in SQL, on which a row of ``model`` is there; None when the table has no policy."""
    rule = _own_rule(model)
    return rule and f"{SYSTEM} OR {rule}"


def is_guarded(model) -> bool:
    return _own_rule(model) is not None


def unguarded(of_models) -> list:
    """Those that lead to a case or a citizen, by however many foreign keys, without a policy or a reason for none."""
    return [model for model in of_models if _leads_to_a_person(model, set()) and not _answers(model)]


def _leads_to_a_person(model, seen: set) -> bool:
    seen.add(model)
    others = {field.related_model for field in model._meta.concrete_fields if field.is_relation} - seen - {None}
    return bool(getattr(_live(model), "row_rule", "")) or any(_leads_to_a_person(other, seen) for other in others)


def _answers(model) -> bool:
    try:
        return is_guarded(model) or bool(getattr(_live(model), "row_security_free", ""))
    except Unguarded:
        return False


def _own_rule(model) -> str | None:
    live = _live(model)
    if getattr(live, "row_security_free", ""):
        return None
    if rule := getattr(live, "row_rule", ""):
        return _of_live_row(model, live) if live is not model else rule
    field = _way(live)
    return field and _through(model._meta.get_field(field.name), may_lack=field.null)


def _live(model):
    """The model itself, or the one whose history it is."""
    return getattr(model, "instance_type", model) if hasattr(model, "history_object") else model


def _of_live_row(history, live) -> str:
    """The history of what has a rule of its own: it is seen by those who see the row as it is today."""
    return row_of(live._meta.db_table, "id", f"{history._meta.db_table}.id")


def _through(field, *, may_lack: bool) -> str:
    """``may_lack``: a row that points at nothing is seen by whoever acts."""
    column = f"{field.model._meta.db_table}.{field.column}"
    target = field.related_model._meta
    seen = row_of(target.db_table, target.pk.column, column)
    return f"({column} IS NULL AND {SOMEBODY}) OR {seen}" if may_lack else seen


def _way(model):
    """The foreign key through which a row is somebody's, or None."""
    named = getattr(model, "seen_through", None)
    if named is not None:
        return model._meta.get_field(named)
    ways = [field for field in model._meta.concrete_fields if _leads(field, model)]
    sure = [field for field in ways if not field.null]
    for name in ("case", "citizen"):
        if any(field.name == name for field in sure):
            return model._meta.get_field(name)
    if len(sure) == 1:
        return sure[0]
    if ways:
        raise Unguarded(f"{model._meta.label}: name the way of its rows in seen_through; {[f.name for f in ways]}")
    return None


def _leads(field, model) -> bool:
    other = field.related_model if field.is_relation else None
    return other is not None and other is not model and is_guarded(other)


def guard(app_config) -> None:
    """Give each table of the app its policy, where it has not the present one already. Run by the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [settings.DATABASE_APP_ROLE])
        if cursor.fetchone()[0]:
            return
        tables = set(connection.introspection.table_names(cursor))
        present = _present(cursor)
        for model in app_config.get_models(include_auto_created=True):
            table = model._meta.db_table
            rule = rule_of(model) if table in tables else None
            if present.get(table) != (rule and _digest(rule)):
                _put(cursor, table, rule)
        _let_gates_see(cursor)


def _present(cursor) -> dict[str, str]:
    """The fingerprint of each table's policy, kept as the policy's comment."""
    cursor.execute(
        "SELECT relname, obj_description(pg_policy.oid, 'pg_policy') FROM pg_policy"
        " JOIN pg_class ON pg_class.oid = polrelid WHERE polname = %s AND relforcerowsecurity",
        [POLICY],
    )
    return dict(cursor.fetchall())


def _digest(rule: str) -> str:
    return hashlib.sha256(rule.encode()).hexdigest()[:16]


def _put(cursor, table: str, rule: str | None) -> None:
    name = connection.ops.quote_name(table)
    steps = [f"DROP POLICY IF EXISTS {POLICY} ON {name}"]
    if rule is None:
        steps.append(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    else:
        steps.append(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        steps.append(f"CREATE POLICY {POLICY} ON {name} USING ({rule})")
        steps.append(f"COMMENT ON POLICY {POLICY} ON {name} IS '{_digest(rule)}'")
    # Sent together they are one transaction: between two policies a table is empty to everybody, and the site runs on.
    cursor.execute("; ".join(steps))


def _let_gates_see(cursor) -> None:
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang"
        " WHERE pronamespace = 'public'::regnamespace AND (lanname = 'plpgsql' OR prosecdef)"
        " AND pg_has_role(current_user, proowner, 'USAGE')"
        " AND NOT coalesce(proconfig @> ARRAY[%s], false)",
        [f"sanktion.system={GATE}"],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"ALTER FUNCTION {function} SET sanktion.system TO '{GATE}'")
