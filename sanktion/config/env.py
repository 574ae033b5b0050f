"""Reads configuration from the environment: one small function per kind of value."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FLAGS = dict.fromkeys(("1", "true", "ja", "on"), True) | dict.fromkeys(("0", "false", "nej", "off"), False)


def text(name: str, default: str | None = None) -> str:
    """The variable's text. A name ending in _FILE is honoured too, so that secrets can be mounted as files."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Miljøvariablen {name} mangler.")
    return value


def integer(name: str, default: int) -> int:
    try:
        return int(text(name, str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"Miljøvariablen {name} skal være et helt tal.") from None


def flag(name: str, default: bool) -> bool:
    """Raises ImproperlyConfigured for any other word: «yes» must not switch a protection off. Empty is ``default``."""
    said = text(name, "").strip().lower()
    if said not in FLAGS and said:
        raise ImproperlyConfigured(f"Miljøvariablen {name} skal være 1 eller 0.")
    return FLAGS.get(said, default)


def listing(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def mapping(name: str) -> dict[str, str]:
    """A JSON object of texts: ``{"what it is called there": "what it is called here"}``."""
    try:
        found = json.loads(text(name, "") or "{}")
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ImproperlyConfigured(f'Miljøvariablen {name} skal være JSON som {{"navn der": "navn her"}}.')
    return found


def database(url: str) -> dict:
    """Django's dictionary for ``postgresql://user:password@host:port/name?host=/socket/folder``."""
    parts = urlsplit(url)
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c jit=off"},
    }
