"""docs/roles.md: which role has which right, as the apps name them in ``AppConfig.role_permissions``."""

from collections.abc import Iterator

from django.apps import apps

from docs.making.text import made, table
from sanktion.models import Role

VERBS = {"view": "Kan se", "add": "Kan oprette", "change": "Kan ændre", "delete": "Kan slette"}


def rights() -> Iterator[tuple[str, str, set[str]]]:
    """(right as "app.codename", its Danish name, the roles that have it), app by app."""
    for config in apps.get_app_configs():
        given = getattr(config, "role_permissions", {})
        for codename in sorted({one for codenames in given.values() for one in codenames}):
            holders = {role for role, codenames in given.items() if codename in codenames}
            yield f"{config.label}.{codename}", _danish(config, codename), holders


def holders_of(wanted: tuple[str, ...]) -> list[str]:
    """The Danish names of the roles that have one of the rights. LookupError for a right nobody has."""
    known = {right: holders for right, _, holders in rights()}
    if missing := set(wanted) - known.keys():
        raise LookupError(f"Ingen rolle har {sorted(missing)}")
    found = {holder for right in wanted for holder in known[right]}
    return [role.label for role in Role if role.value in found]


def _danish(config, codename: str) -> str:
    for model in config.get_models():
        for own, name in model._meta.permissions:
            if own == codename:
                return name
        verb, _, rest = codename.partition("_")
        if rest == model._meta.model_name and verb in VERBS:
            return f"{VERBS[verb]} {model._meta.verbose_name_plural}"
    raise LookupError(f"{config.label}.{codename} hører til ingen model")


def make() -> str:
    by_app: dict[str, list] = {}
    for right, name, holders in rights():
        app = right.partition(".")[0]
        by_app.setdefault(app, []).append(
            (f"{name} (`{right}`)", *("●" if role.value in holders else "" for role in Role))
        )
    head = ("ret", *(role.label for role in Role))
    parts = [f"## {apps.get_app_config(app).verbose_name}\n\n{table(head, rows)}" for app, rows in by_app.items()]
    return made("roles", "AppConfig.role_permissions i hver apps.py", parts)
