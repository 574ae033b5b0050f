"""V006: who supervises, in versions. What held yesterday stands; the database holds it."""

from django.db import IntegrityError, transaction

from sanktion.base.refusal import refusal
from sanktion.models import User
from tilsyn.models import Directorate


class VersionRefused(Exception):
    """The version can't be kept so. The message is for the user."""


@transaction.atomic
def save_directorate(directorate: Directorate, *, by: User) -> Directorate:
    """A new version, or one of today or later put right. Raises VersionRefused."""
    directorate._history_user, directorate._change_reason = by, "Ny udgave" if directorate.pk is None else "Rettet"
    try:
        with transaction.atomic():
            directorate.save()
    except IntegrityError as error:
        raise VersionRefused(refusal(error)) from error
    return directorate
