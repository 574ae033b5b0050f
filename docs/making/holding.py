"""Which tables hold something about people, asked of the models themselves."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from sanktion.base import privileges
from sanktion.base.encryption import EncryptedFieldMixin
from sanktion.base.personal_data import PersonalData
from sanktion.models import Case, Citizen, NegativeEvent

Model = type[models.Model]
CASES = {Case, NegativeEvent}


def declarations() -> Iterator[tuple[Model, PersonalData]]:
    """(model, declaration) in the order of the apps and their declarations. LookupError for a model that is gone."""
    for config in apps.get_app_configs():
        for name, declared in getattr(config, "personal_data", {}).items():
            yield config.get_model(name), declared


def undeclared() -> list[Model]:
    """Those of our models that lead to a citizen by however many foreign keys, or hold something encrypted."""
    declared = {model for model, _ in declarations()}
    return [
        model
        for model in our_models()
        if model not in declared and (leads_to(model, {Citizen}) or encrypted_fields(model))
    ]


def our_models() -> list[Model]:
    """Without the history tables: they follow the table they are the history of."""
    ours = [config for config in apps.get_app_configs() if hasattr(config, "personal_data")]
    found = [model for config in ours for model in config.get_models(include_auto_created=True)]
    return [model for model in found if not hasattr(model, "history_object")]


def encrypted_fields(model: Model) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedFieldMixin)]


def leads_to(model: Model, goals: set[Model], *, surely: bool = False) -> bool:
    """``surely``: by foreign keys alone that the database holds and that are never empty."""
    return bool(goals & ({model} | _reached(model, surely, set())))


def _reached(model: Model, surely: bool, seen: set[Model]) -> set[Model]:
    ways = [field for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if field.is_relation]
    if surely:
        ways = [field for field in ways if not field.null and getattr(field, "db_constraint", True)]
    for other in {field.related_model for field in ways} - seen - {None}:
        seen.add(other)
        _reached(other, surely, seen)
    return seen


def ending(model: Model) -> str:
    """What the code itself says of how a row of ``model`` goes; LookupError where it says nothing."""
    if privileges.is_destroyed(model):
        return "destrueres med listen"
    if leads_to(model, CASES, surely=True):
        return "med sagen"
    if leads_to(model, {Citizen}, surely=True):
        return "med borgeren"
    raise LookupError(f"{model._meta.label}: skriv i «kept», hvordan rækkerne slettes.")
