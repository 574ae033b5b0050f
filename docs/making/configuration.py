"""docs/configuration.md: what the program reads from its environment, found in the code that reads it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docs.making.text import ROOT, made, table
from sanktion.config.descriptions import GROUPS, MUST_BE_SET

CONFIG = ROOT / "sanktion" / "config"
KINDS = {
    "text": "tekst",
    "integer": "heltal",
    "flag": "0 eller 1",
    "listing": "liste med komma",
    "mapping": "JSON-objekt",
    "path": "sti",
    "get": "tekst",
}
WRAPPERS = {"Path": "path", "int": "integer"}
EMPTY = "tom"
EMPTY_BY_THEMSELVES = {"listing", "mapping"}
# Read by `make run` and the tests alone; everything else under sanktion/config is read in production too.
LOCAL = {"dev.py", "test.py", "run.py", "__init__.py"}


@dataclass(frozen=True)
class Setting:
    name: str
    kind: str
    default: str | None  # as it is shown; None where there is none
    is_local: bool

    @property
    def must_be_set(self) -> bool:
        return self.default is None or self.name in MUST_BE_SET


def settings() -> dict[str, Setting]:
    """By name. Where two files read the same, the shared settings' word goes first, then that of `make run`."""
    order = {"base.py": 0, **dict.fromkeys(LOCAL, 2), "production.py": 3}
    files = sorted(CONFIG.rglob("*.py"), key=lambda path: (order.get(path.name, 1), path.as_posix()))
    found: dict[str, Setting] = {}
    for path in files:
        for setting in _read(path):
            found.setdefault(setting.name, setting)
    return found


def _read(path: Path) -> Iterator[Setting]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrapped = {id(arg): _called(call) for call in ast.walk(tree) if isinstance(call, ast.Call) for arg in call.args}
    for call in ast.walk(tree):
        kind = _kind(call)
        if kind and call.args and isinstance(call.args[0], ast.Constant):
            shown = _shown(call.args[1]) if len(call.args) > 1 else EMPTY if kind in EMPTY_BY_THEMSELVES else None
            yield Setting(call.args[0].value, WRAPPERS.get(wrapped.get(id(call)), kind), shown, path.name in LOCAL)


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _kind(node: ast.AST) -> str:
    called = _called(node)
    if called == "os.environ.get":
        return "get"
    # `env.database(…)` takes a text that was read already.
    return called.removeprefix("env.") if called.startswith("env.") and called != "env.database" else ""


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return f"`{int(node.value) if isinstance(node.value, bool) else node.value}`" if node.value != "" else EMPTY
    code = ast.unparse(node)
    if inside := re.fullmatch(r"str\(VAR / '([^']+)'\)", code):
        return f"`{inside[1]}` i `SANKTION_VAR`"
    if inside := re.fullmatch(r"str\(ROOT / '([^']+)'\)", code):
        return f"`{inside[1]}` i projektets mappe"
    return f"`{code}`"


def composed() -> dict[str, str]:
    """What docker-compose.yml gives the program: name and value, as they are written."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    block = re.search(r"^x-environment:.*\n((?:[ #].*\n|\n)+)", text, re.MULTILINE)
    assert block, "docker-compose.yml has no x-environment"
    found = re.findall(r"^  ([A-Z][A-Z0-9_]*):(?: (.+))?$", block[1], re.MULTILINE)
    # A name alone is taken from .env, under that name, and goes before what sanktion.env says.
    return {name: value or f"${{{name}}}" for name, value in found}


def in_the_image() -> set[str]:
    """What the Dockerfile sets."""
    return set(re.findall(r"^(?:ENV|   ) +([A-Z_]+)=", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE))


def undescribed() -> set[str]:
    return settings().keys() - {name for group in GROUPS.values() for name in group}


def described_but_gone() -> set[str]:
    return {name for group in GROUPS.values() for name in group} - settings().keys()


def _where(setting: Setting, given: dict[str, str], image: set[str]) -> str:
    value = given.get(setting.name) or given.get(f"{setting.name}_FILE")
    if setting.is_local:
        return "kun `make run`"
    if value:
        names = re.findall(r"\$\{([A-Z0-9_]+)", value)
        return ", ".join(f"`{name}`" for name in names) or f"fast: `{value}`"
    return "imaget" if setting.name in image else "`sanktion.env`"


def make() -> str:
    found, given, image = settings(), composed(), in_the_image()
    if missing := undescribed():
        raise LookupError(f"Beskriv {sorted(missing)} i sanktion/config/descriptions.py.")
    parts = []
    for title, group in GROUPS.items():
        rows = [
            (
                f"`{name}`",
                description,
                KINDS[found[name].kind],
                "**skal sættes**" if found[name].must_be_set else found[name].default or "",
                _where(found[name], given, image),
            )
            for name, description in group.items()
            if name in found
        ]
        parts.append(f"## {title}\n\n" + table(("variabel", "betyder", "form", "ellers", "compose"), rows))
    return made("configuration", "sanktion/config/settings og sanktion/config/descriptions.py", parts)
