"""The database's own guard of key rotation: past the other triggers nothing goes but a new encryption of the same.

Rows that are never changed are encrypted anew with ``session_replication_role = replica``: in that mode PostgreSQL runs
none of the ordinary triggers. Each table therefore has one trigger that runs in that mode alone. It refuses every
insertion, deletion and change, except that a sealed column gets another payload of the same length (AES-GCM keeps the
length of the text) from another key, and a keyed look-up another 32 bytes. That the text is the same the database can't
see; ``sanktion.base.rotation`` opens what it made before it stores it.
"""

import json

from django.db import connection, models, transaction

from sanktion.base.encryption import EncryptedFieldMixin

TRIGGER = "reencryption_only"
LOOK_UP_BYTES = 32
VERSION = "key_version"

FUNCTION = """
CREATE OR REPLACE FUNCTION sanktion_reencryption_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_other boolean := true;
BEGIN
    -- TG_ARGV: the columns that may change, as JSON with null for each; and the question whether one changed wrongly.
    IF TG_OP = 'UPDATE' AND TG_NARGS = 2 THEN
        is_other := jsonb_populate_record(OLD, TG_ARGV[0]::jsonb) *<> jsonb_populate_record(NEW, TG_ARGV[0]::jsonb);
        IF NOT is_other THEN
            EXECUTE TG_ARGV[1] INTO is_other USING OLD, NEW;
        END IF;
    END IF;
    IF is_other THEN
        RAISE EXCEPTION 'Rækker i % kan her kun omkrypteres.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""
SEALED = (
    "num_nulls(($1).{0}, ($2).{0}) = 1 OR (($1).{0} <> ($2).{0} AND (octet_length(($1).{0}) <> octet_length(($2).{0})"
    " OR get_byte(($1).{0}, 0) = get_byte(($2).{0}, 0))) IS TRUE"
)
LOOK_UP = "num_nulls(($1).{0}, ($2).{0}) = 1 OR (octet_length(($2).{0}) <> 32) IS TRUE"


def sealed_columns(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if isinstance(field, EncryptedFieldMixin)]


def look_up_columns(model) -> list[str]:
    """Bytes of the length of a keyed hash; that each is one, and known to the rotation, a test holds."""
    return [field.column for field in model._meta.concrete_fields if _is_look_up(field)]


def guard_reencryption(app_config) -> None:
    """Run by the owner after each migrate: the trigger on every table of the app, as its columns are now."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        tables = set(connection.introspection.table_names(cursor))
        for model in app_config.get_models(include_auto_created=True):
            if model._meta.db_table in tables and not model._meta.proxy:
                _guard(cursor, model._meta.db_table, _arguments(model))


def is_guarded(model) -> bool:
    """Whether the table's trigger is there, as its columns are now, and on."""
    with connection.cursor() as cursor:
        return _standing(cursor, model._meta.db_table) == _arguments(model)


def _guard(cursor, table: str, arguments: list[str]) -> None:
    if _standing(cursor, table) == arguments:
        return
    quoted = connection.ops.quote_name(table)
    # In one transaction: until it is told to run in that mode alone, the trigger would refuse what everybody writes.
    literals = ", ".join("'" + argument.replace("'", "''") + "'" for argument in arguments)
    with transaction.atomic():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {TRIGGER} BEFORE INSERT OR UPDATE OR DELETE ON {quoted}"
            f" FOR EACH ROW EXECUTE FUNCTION sanktion_reencryption_only({literals})"
        )
        cursor.execute(f"ALTER TABLE {quoted} ENABLE REPLICA TRIGGER {TRIGGER}")


def _standing(cursor, table: str) -> list[str] | None:
    """The arguments of the table's trigger; None when it is missing or would not run."""
    cursor.execute(
        "SELECT tgargs FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s AND tgenabled = 'R'",
        [connection.ops.quote_name(table), TRIGGER],
    )
    row = cursor.fetchone()
    return [part.decode() for part in bytes(row[0]).split(b"\0")[:-1]] if row else None


def _arguments(model) -> list[str]:
    """None for a table with nothing to encrypt: then the trigger refuses everything."""
    sealed, look_ups = sealed_columns(model), look_up_columns(model)
    if not sealed and not look_ups:
        return []
    versions = [field.column for field in model._meta.concrete_fields if field.column == VERSION]
    quote = connection.ops.quote_name
    asked = [SEALED.format(quote(name)) for name in sealed] + [LOOK_UP.format(quote(name)) for name in look_ups]
    may_change = json.dumps(dict.fromkeys([*sealed, *look_ups, *versions]))
    return [may_change, f"SELECT {' OR '.join(asked)}"]


def _is_look_up(field) -> bool:
    is_bytes = isinstance(field, models.BinaryField) and not isinstance(field, EncryptedFieldMixin)
    return is_bytes and field.max_length == LOOK_UP_BYTES
