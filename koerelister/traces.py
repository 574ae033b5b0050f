"""How this app writes in the access log, which is kept for good (B047, B048).

A row says the same of whoever was on a list and of whoever was rung up: the page's name, the kinds and the case on it
are those of the hearing's own contact pages. So a list of stops is not «set i liste», but each case «åbnet».
"""

from collections.abc import Iterable

from koerelister.models import SeparateVisit, Stop
from sanktion.models import AccessKind, AccessLog, Case, User


def seen(stops: Iterable[Stop | SeparateVisit], *, by: User) -> None:
    AccessLog.objects.note_contact(by, AccessKind.READ, cases=[stop.case for stop in stops])


def printed(stops: Iterable[Stop], *, by: User) -> None:
    AccessLog.objects.note_contact(by, AccessKind.PRINT, cases=[stop.case for stop in stops])


def written(case: Case, *, by: User) -> None:
    AccessLog.objects.note_contact(by, AccessKind.WRITE, cases=[case])
