"""docs/behandling.md: the record of processing (article 30), from the declarations and from the code itself."""

from docs.making.holding import Model, declarations, encrypted_fields, ending
from docs.making.roles import holders_of
from docs.making.text import made, sentence, table
from sanktion.base import privileges
from sanktion.base.personal_data import Activity, PersonalData

RIGHTS = {
    privileges.APPEND_ONLY: "tilføje",
    "SELECT, INSERT, UPDATE": "tilføje og rette",
    "SELECT, INSERT, DELETE": "tilføje og slette",
    privileges.READ_ONLY: "kun læse",
    privileges.ALL: "tilføje, rette og slette",
}


def make() -> str:
    by_activity: dict[Activity, list[tuple[Model, PersonalData]]] = {}
    for model, declared in declarations():
        by_activity.setdefault(declared.activity, []).append((model, declared))
    parts = [_activity(activity, held) for activity, held in by_activity.items()]
    return made("processing", "personal_data.py i hver app", parts)


def _activity(activity: Activity, held: list[tuple[Model, PersonalData]]) -> str:
    facts = table(
        ("", ""),
        [
            ("Formål", sentence(activity.purpose)),
            ("Grundlag", sentence(activity.legal_basis)),
            ("Registrerede", sentence("; ".join(activity.subjects))),
            ("Modtagere", sentence(activity.recipients)),
            ("Opbevaring", sentence(activity.kept)),
            ("Roller med ret til det", sentence(", ".join(holders_of(activity.seen_by)))),
        ],
    )
    head = ("tabel", "oplysninger", "krypteret", "historik", "programmet kan", "slettes")
    return f"## {activity.title}\n\n{facts}\n\n{table(head, [_row(*one) for one in held])}"


def _row(model: Model, declared: PersonalData) -> tuple[str, ...]:
    encrypted = ", ".join(_name(field) for field in encrypted_fields(model))
    return (
        f"{model._meta.verbose_name} (`{model._meta.label}`)",
        declared.data,
        encrypted or "–",
        "ja" if hasattr(model, "history") else "nej",
        RIGHTS[getattr(model, "app_role_may", privileges.ALL)],
        declared.kept or ending(model),
    )


def _name(field) -> str:
    unnamed = field.verbose_name == field.name.replace("_", " ")
    return "indholdet" if unnamed else str(field.verbose_name)
