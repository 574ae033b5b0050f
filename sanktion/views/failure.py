"""The page for what went wrong with us. It needs neither database nor session: they may be what is away."""

import errno
import sys

import psycopg
from django.db import InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as unexpected

RETRY_AFTER_SECONDS = 60
# The disk is full, the quota is used, the file may not grow, or the disk can only be read.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
# The database is away, full (DiskFull), shutting down, or only for reading. Django's own wrappers name them as causes.
NO_DATABASE = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction, InterfaceError)


def server_error(request: HttpRequest, template_name: str = "500.html") -> HttpResponse:
    """503 and what to do, when nothing could be stored for want of a database or of room; else the page of 500."""
    if not _could_not_be_stored(sys.exc_info()[1]):
        return unexpected(request, template_name)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def _could_not_be_stored(error: BaseException | None) -> bool:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, NO_DATABASE) or (isinstance(error, OSError) and error.errno in NO_ROOM):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False
