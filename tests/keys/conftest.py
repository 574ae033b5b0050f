"""Keys of two versions, the owner's connection, and rows of most kinds to encrypt anew."""

import base64

import pytest
from django.apps import apps
from django.core.management import call_command

from sanktion.base import encryption
from sanktion.base.sealed import sealed_tables
from tests.koerelister.test_ledger import as_owner

TEXT, LOOK_UP = "SANKTION_TEXT_KEYS", "SANKTION_LOOKUP_KEYS"


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


OLD = {TEXT: f"1:{key('a')}", LOOK_UP: f"1:{key('b')}"}
BOTH = {TEXT: f"2:{key('c')},1:{key('a')}", LOOK_UP: f"2:{key('d')},1:{key('b')}"}
NEW = {TEXT: f"2:{key('c')}", LOOK_UP: f"2:{key('d')}"}


@pytest.fixture
def keys(settings):
    """Sets the keys; the test begins with the old ones alone."""

    def use(which: dict[str, str]) -> None:
        for name, value in which.items():
            setattr(settings, name, value)

    use(OLD)
    return use


def rotate_keys(**options) -> None:
    with as_owner():
        call_command("rotate_keys", **options)


def plain_texts() -> dict[tuple[str, str], dict]:
    """What every sealed column says, by table and column and the key of the row."""
    said = {}
    for model in apps.get_models(include_auto_created=True):
        for one in model._meta.concrete_fields:
            if isinstance(one, encryption.EncryptedFieldMixin):
                rows = dict(model._base_manager.values_list("pk", one.name))
                if rows:
                    said[model._meta.db_table, one.column] = rows
    return said


def everything_else() -> dict[str, list]:
    """Every other column of the tables that have sealed ones, as text."""
    found = {}
    for table in sealed_tables():
        model = table.model
        names = [field.attname for field in model._meta.concrete_fields if not _turns(field)]
        found[table.name] = sorted(map(repr, model._base_manager.values_list(*names)))
    return found


def _turns(field) -> bool:
    is_keyed = isinstance(field, encryption.EncryptedFieldMixin) or field.get_internal_type() == "BinaryField"
    return is_keyed or field.column == "key_version"
