"""V130, V131: documents that govern the work, and their versions. A version is added, never changed."""

import hashlib
from uuid import UUID

from django.db import transaction

from sanktion.base.uploads import Cleaned
from sanktion.models import Guideline, GuidelineVersion, MediaType, User


@transaction.atomic
def add_guideline(guideline: Guideline, facts: dict, file: Cleaned, *, by: User, key: UUID) -> Guideline:
    """A new document with its first version."""
    if earlier := GuidelineVersion.objects.filter(key=key).select_related("guideline").first():
        return earlier.guideline
    guideline._history_user, guideline._change_reason = by, "Oprettet"
    guideline.save()
    add_version(guideline, facts, file, by=by, key=key)
    return guideline


@transaction.atomic
def add_version(guideline: Guideline, facts: dict, file: Cleaned, *, by: User, key: UUID) -> None:
    """``facts`` are what was written of it: ``valid_from``, ``change_note`` and ``auditor_on`` or None."""
    number = GuidelineVersion.objects.next_number(guideline)
    if GuidelineVersion.objects.filter(key=key).exists():
        return
    GuidelineVersion.objects.create(
        guideline=guideline,
        number=number,
        key=key,
        auditor_involved=facts["auditor_on"] is not None,
        media_type=MediaType(file.media_type),
        size=len(file.data),
        sha256=hashlib.sha256(file.data).hexdigest(),
        sealed=file.data,
        created_by=by,
        **facts,
    )


@transaction.atomic
def change_guideline(guideline: Guideline, *, by: User) -> None:
    guideline._history_user, guideline._change_reason = by, "Rettet"
    guideline.save()
