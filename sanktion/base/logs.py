"""Log lines that tell which error it was and where, never its words.

PostgreSQL quotes whole rows in its messages, and Python repeats them wherever the exception is shown: in a traceback,
in Celery's «raised unexpected: …», in Django's line about ``on_commit``. What is left is scrubbed of CPR numbers and
secrets. Every line carries the request it belongs to and who acts, by number.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from sanktion.base import tracing
from sanktion.base.scrubbing import scrub


class WordlessFormatter(logging.Formatter):
    """Lines to be read by people."""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in facts_of(record).items())
        return f"{_without_words(super(), record)}{scrub(facts)}"

    def formatException(self, exc_info) -> str:
        return told(exc_info[1])


class JsonFormatter(logging.Formatter):
    """One JSON object a line, to be read by machines."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_words(_Bare(), record),
            **{name: scrub(value) if isinstance(value, str) else value for name, value in facts_of(record).items()},
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": type(error).__name__, "trace": scrub(told(error))}
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


class _Bare(logging.Formatter):
    """The message alone: its error is told apart."""

    def formatException(self, exc_info) -> str:
        return ""


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What the line's own ``extra={"facts": …}`` says, and what it is part of."""
    return tracing.current() | getattr(record, "facts", {})


def told(error: BaseException | None) -> str:
    """The traceback of the error and of what caused it, without a word of any of them."""
    parts = []
    for one in reversed(_chain(error)):
        parts += [*traceback.format_tb(one.__traceback__), f"{type(one).__module__}.{type(one).__name__}\n"]
    return "".join(parts).rstrip()


def _without_words(formatter, record: logging.LogRecord) -> str:
    # Another handler may have kept its own, full text of the error on the record.
    record.exc_text = None
    line = formatter.format(record)
    for error in _chain(record.exc_info[1] if record.exc_info else None):
        for words in (repr(error), str(error)):
            line = line.replace(words, type(error).__name__) if words else line
    return scrub(line).rstrip()


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error, what caused it, what caused that …"""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


class RouteFilter(logging.Filter):
    """Django names the path of a request in its own lines: here the name of the address stands in its place. Refused
    and unknown addresses are told once, by ``RequestLogMiddleware``."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "gunicorn.error":
            _take_out_the_request(record)
        request = getattr(record, "request", None)
        if request is None or not hasattr(request, "path"):
            return True
        if getattr(record, "status_code", 500) < 500:
            return False
        route = tracing.route_of(request)
        record.args = tuple(route if arg == request.path else arg for arg in record.args or ())
        return True


def _take_out_the_request(record: logging.LogRecord) -> None:
    """gunicorn repeats what it can't read, and the network address it came from."""
    for said in ("Invalid request", "Error handling request"):
        if str(record.msg).startswith(said):
            record.msg, record.args = said, ()


def configuration(form: str, level: str) -> dict[str, Any]:
    """``logging``'s dictionary; ``form`` is «line» for people or «json» for machines."""
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": RouteFilter}},
        "formatters": {
            "line": {
                "class": "sanktion.base.logs.WordlessFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            },
            "json": {"class": "sanktion.base.logs.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["route"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own would send whole errors by e-mail to whoever is set as administrator.
            "django": {"handlers": [], "level": level, "propagate": True},
            # WeasyPrint tells at length what it draws, fontTools what it subsets, pikepdf what it mends.
            **dict.fromkeys(["weasyprint", "fontTools", "pikepdf"], quiet),
            # They name users and addresses; what the system itself notes of a login is models/security.py.
            "axes": {"level": "ERROR"},
            "mozilla_django_oidc": {"level": "ERROR"},
            # Each task is told by us, without what it was called with or gave back.
            **dict.fromkeys(["celery.app.trace", "celery.worker.strategy", "celery.beat"], quiet),
            "gunicorn.error": {"handlers": ["console"], "level": level, "propagate": False},
            # It would tell the address of each request, query and all; ours tells of requests.
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
