"""Log lines that tell which error it was and where, never its words.

PostgreSQL quotes whole rows in its messages, and Python repeats them wherever the exception is shown: in a traceback,
in Celery's «raised unexpected: …», in Django's line about ``on_commit``.
"""

import logging
import traceback


class WordlessFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have kept its own, full text of the error on the record.
        record.exc_text = None
        line = super().format(record)
        for error in _chain(record.exc_info[1] if record.exc_info else None):
            for words in (repr(error), str(error)):
                line = line.replace(words, type(error).__name__) if words else line
        return line

    def formatException(self, exc_info) -> str:
        parts = []
        for error in reversed(_chain(exc_info[1])):
            parts += [*traceback.format_tb(error.__traceback__), f"{type(error).__module__}.{type(error).__name__}\n"]
        return "".join(parts).rstrip()


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error, what caused it, what caused that …"""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
