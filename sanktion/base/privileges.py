"""What the application's database role may do, table by table.

A model says so with a class attribute ``app_role_may``, "" being nothing at all; history tables may only be read and
added to; every other table may be read and written. ``app_role_calls`` names the functions through which the role
reaches a table it may not touch: nobody else may call them. An app, or a model, whose rows are destroyed says
``rows_are_destroyed``: what it may delete from, it may also write anew on the disk (``MAINTAIN``, PostgreSQL 17), which
gives no right to a row. The owner of the tables (who migrates) is another role. See safety: two database roles.
"""

from django.conf import settings
from django.db import connection

ALL = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
READ_ONLY = "SELECT"


def allowed(model) -> str:
    if hasattr(model, "history_object"):
        return APPEND_ONLY
    rights = getattr(model, "app_role_may", ALL)
    return f"{rights}, MAINTAIN" if is_destroyed(model) else rights


def is_destroyed(model) -> bool:
    """Whether its rows are deleted for good, and its table is written anew each night."""
    if hasattr(model, "history_object") or getattr(model, "app_role_may", ALL) != ALL:
        return False
    return getattr(model, "rows_are_destroyed", getattr(model._meta.app_config, "rows_are_destroyed", False))


def grant_to_app_role(app_config) -> None:
    """Run by the owner after each migrate. Does nothing when the application itself owns the tables."""
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [settings.DATABASE_APP_ROLE])
        if cursor.fetchone()[0]:
            return
        tables = set(connection.introspection.table_names(cursor))
        for model in app_config.get_models(include_auto_created=True):
            if model._meta.db_table in tables:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
                if allowed(model):
                    cursor.execute(f"GRANT {allowed(model)} ON {table} TO {role}")
                _grant_calls(cursor, getattr(model, "app_role_calls", ()), role)
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _grant_calls(cursor, functions: tuple[str, ...], role: str) -> None:
    for function in functions:
        # While migrating backwards the table may be there without its functions.
        cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [function])
        if cursor.fetchone()[0]:
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
