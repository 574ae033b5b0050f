"""How this app writes in the access log.

The log is kept for good and tells page and citizen in clear text. A page name that only this app used would tell
whose home was on a list long after the list is destroyed (B047, B048); so it uses the names of the core's own pages
where the same is done: seeing citizens in a list, printing something of the case, writing a note in it.
"""

from collections.abc import Iterable

from koerelister.models import Stop
from sanktion.models import AccessKind, AccessLog, User

SEEN, PRINTED, WRITTEN = "queue", "document", "note_new"


def seen(stops: Iterable[Stop], *, by: User) -> None:
    AccessLog.objects.note(by, AccessKind.LIST, page=SEEN, citizens=[stop.case.citizen for stop in stops])


def printed(stops: Iterable[Stop], *, by: User) -> None:
    for stop in stops:
        AccessLog.objects.note(by, AccessKind.PRINT, page=PRINTED, citizens=[stop.case.citizen], case=stop.case)


def written(stop: Stop, *, by: User) -> None:
    AccessLog.objects.note(by, AccessKind.WRITE, page=WRITTEN, citizens=[stop.case.citizen], case=stop.case)
