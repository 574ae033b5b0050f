"""Art. 15: from the request for a citizen's own data to the file, and to its end."""

import hashlib
import io
import logging
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from sanktion.actions.subject_access_file import write_file
from sanktion.base import progress
from sanktion.base.acting import acting, system, unit_wide
from sanktion.base.wake import wake
from sanktion.models import Case, Citizen, SubjectAccess, SubjectAccessPiece, SubjectAccessStatus, User

logger = logging.getLogger(__name__)
PROGRESS = "subject-access"


class SubjectAccessNotAllowed(Exception):
    """The file can't be ordered or released now. The message is for the user."""


def sees_all_cases(user: User, citizen: Citizen) -> bool:
    with unit_wide("Indsigten er kun hel"):
        hidden = Case.objects.filter(citizen=citizen).exclude(pk__in=Case.objects.visible_to(user).values("pk"))
        return not hidden.exists()


@transaction.atomic
def request_subject_access(citizen: Citizen, *, purpose: str, asked_on: date, by: User, key: UUID) -> SubjectAccess:
    """Order the file. It holds everything, so only one who sees everything may: half an answer would be a wrong one."""
    Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    if earlier := SubjectAccess.objects.filter(citizen=citizen, key=key).first():
        return earlier
    if not sees_all_cases(by, citizen):
        raise SubjectAccessNotAllowed(
            "Borgeren har en sag, du ikke har adgang til. Bed en, der ser alle borgerens sager, om at danne filen."
        )
    access = SubjectAccess.objects.create(
        citizen=citizen,
        key=key,
        purpose=purpose,
        asked_on=asked_on,
        names_staff=settings.SANKTION_SUBJECT_ACCESS_NAMES_STAFF,
        created_by=by,
    )
    _wake(access)
    return access


@transaction.atomic
def make_again(access: SubjectAccess, *, by: User) -> None:
    access.begin_again(by=by)
    _wake(access)


def make(access_id: int) -> None:
    """Make an ordered file. Safe to call twice or at the same time: the row stays locked for the whole work, and a
    worker that dies lets go of it with nothing stored."""
    try:
        with system("Indsigt efter art. 15"):
            if access := _lock(access_id):
                _make(access)
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the data at fault: it stays ordered and is taken up again.
        logger.warning("Indsigt %s blev afbrudt: %s", access_id, type(error).__name__)
    except Exception as error:
        # Only the kind of error: messages may quote what is in the case.
        logger.error("Indsigt %s mislykkedes: %s", access_id, type(error).__name__)
        _fail(access_id)


def stalled_ids() -> list[int]:
    with system("Finder afbrudte indsigter"):
        rows = SubjectAccess.objects.stalled().select_for_update(of=("self",), skip_locked=True)
        return [access.pk for access in rows.order_by("pk")]


@transaction.atomic
def release(access: SubjectAccess, *, note: str, by: User) -> None:
    """Someone has read it through and answers for what it says of others."""
    access.release(note=note, by=by)


@transaction.atomic
def delete_file(access: SubjectAccess, *, by: User | None) -> None:
    """The pieces go; that it was made, for whom and by whom, stays."""
    locked = SubjectAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    if locked.status != SubjectAccessStatus.DELETED:
        locked.pieces.all().delete()
        locked.forget(by=by)


def delete_outlived() -> int:
    with system("Sletter indsigter, hvis tid er gået"):
        found = list(SubjectAccess.objects.outlived().select_for_update(of=("self",), skip_locked=True))
        for access in found:
            delete_file(access, by=None)
    return len(found)


def stored_pieces(access: SubjectAccess, *, by: User) -> Iterator[bytes]:
    """The file from its beginning, a piece at a time, each in a transaction of its own: an answer is sent when the
    page's is over, and nobody acts any more."""
    count = -(-access.size // SubjectAccessPiece.BYTES)
    for number in range(1, count + 1):
        with acting(by):
            data = SubjectAccessPiece.objects.get(access=access, number=number).data
        yield data


class PieceWriter(io.RawIOBase):
    """A file that is only written forward; every full piece is sealed and stored at once."""

    def __init__(self, access: SubjectAccess):
        self.access, self.rest = access, bytearray()
        self.stored = self.size = 0
        self.sum = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.rest += data
        self.sum.update(data)
        self.size += len(data)
        while len(self.rest) >= SubjectAccessPiece.BYTES:
            self._store(SubjectAccessPiece.BYTES)
        return len(data)

    def finish(self) -> None:
        if self.rest:
            self._store(len(self.rest))

    def _store(self, length: int) -> None:
        self.stored += 1
        data = bytes(self.rest[:length])
        SubjectAccessPiece.objects.create(access=self.access, number=self.stored, data=data)
        del self.rest[:length]


def _wake(access: SubjectAccess) -> None:
    progress.show(PROGRESS, access.pk, 0)
    wake("sanktion.tasks.make_subject_access", [(access.pk,)])


def _lock(access_id: int) -> SubjectAccess | None:
    rows = SubjectAccess.objects.making().select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("citizen__address", "citizen__benefit", "citizen__team").filter(pk=access_id).first()


def _make(access: SubjectAccess) -> None:
    writer = PieceWriter(access)
    write_file(access, writer, tell=progress.teller(PROGRESS, access.pk))
    writer.finish()
    access.finish(size=writer.size, sha256=writer.sum.hexdigest())


def _fail(access_id: int) -> None:
    with system("Indsigten mislykkedes"):
        if access := _lock(access_id):
            access.fail()
