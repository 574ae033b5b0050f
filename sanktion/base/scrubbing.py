"""Takes out of a text what no log may hold: CPR numbers, secrets, and the rows PostgreSQL quotes in its messages.

The last line of defence. What writes a log line leaves such things out by itself; this is for the line nobody thought
of: a library's, the driver's, the server's own (safety, § 1).
"""

import re
from functools import cache

from django.conf import settings

TAKEN_OUT = "***"
# DDMMYY-SSSS with a day and a month that can be; 60 more on the day is a replacement number.
CPR = re.compile(r"(?<![\w-])(?:[06][1-9]|[1278]\d|[39][01])(?:0[1-9]|1[0-2])\d{2}[ \-‐‑–—]?\d{4}(?![\w-])")
ROWS = re.compile(r"(?is)(\b(?:DETAIL|CONTEXT|STATEMENT|PARAMETERS)\s*:|failing row contains)[^\n]*")
KEY_OF_A_ROW = re.compile(r"(?s)(\([^()\n]*\))=\(.*?\)(?=\s|$|\.|,)")
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+(?=@)")
BEARER = re.compile(r"(?i)\b(bearer|basic|digest)\s+[\w.~+/=-]{8,}")
JWT = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+")
TELLING_NAMES = r"pass(?:word|wd|phrase)?|adgangskode|kodeord|secret|token|api[_-]?key|key|nøgle|authorization|cookie"
NAMED = re.compile(
    rf"""(?ix)(["']?\b[\w-]*(?:{TELLING_NAMES}|sessionid)[\w-]*["']?\s*[:=]\s*)  (?:"[^"]*"|'[^']*'|[^\s"',;&)}}\]]+)"""
)
QUERY = re.compile(r"(?<=[\w/%~-])\?[^\s\"'<>]+")
SECRET_SETTING = re.compile(r"(?:SECRET|PASSWORD|TOKEN|_KEYS?|KEY_FALLBACKS)$")
SHORTEST_SECRET = 8


def scrub(text: str) -> str:
    """The text with everything of the kinds above replaced by ``***``. Safe to call on its own result."""
    for secret in _secrets():
        text = text.replace(secret, TAKEN_OUT)
    text = ROWS.sub(rf"\1 {TAKEN_OUT}", text)
    text = KEY_OF_A_ROW.sub(rf"\1=({TAKEN_OUT})", text)
    text = CREDENTIALS.sub(TAKEN_OUT, text)
    text = QUERY.sub("?" + TAKEN_OUT, text)
    text = BEARER.sub(rf"\1 {TAKEN_OUT}", JWT.sub(TAKEN_OUT, text))
    text = NAMED.sub(rf"\1{TAKEN_OUT}", text)
    return CPR.sub(TAKEN_OUT, text)


@cache
def _secrets() -> tuple[str, ...]:
    """The values of our own secret settings, the longest first; of a list of keys («1:base64,2:base64») each one."""
    values = [value for name in dir(settings) if SECRET_SETTING.search(name) for value in _parts(name)]
    values += [database.get("PASSWORD") or "" for database in settings.DATABASES.values()]
    return tuple(sorted({value for value in values if len(value) >= SHORTEST_SECRET}, key=len, reverse=True))


def _parts(name: str) -> list[str]:
    value = getattr(settings, name)
    texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return [part.rpartition(":")[2] for text in texts for part in str(text).split(",")]
