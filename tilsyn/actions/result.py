"""§ 13: the overall result of a supervision, and who was told of it."""

import hashlib
from uuid import UUID

from django.db import IntegrityError, transaction

from sanktion.base.refusal import refusal
from sanktion.base.uploads import Cleaned
from sanktion.models import User
from tilsyn.actions.papers import file_paper
from tilsyn.figures.results import differences
from tilsyn.models import PaperKind, Supervision, SupervisionResult, SupervisionStatus, ToldEntry
from tilsyn.verdicts import Verdict


class ResultNotAllowed(Exception):
    """The result can't be kept so. The message is for the user."""


def record_result(
    supervision: Supervision, *, file: Cleaned | None = None, difference: str = "", by: User, key: UUID | None, **facts
) -> SupervisionResult:
    """V122, V127, V128, V136-V139: the first time it ends the waiting; a second time it is corrected, with history.

    The four counts are the letter's. Where they are not those of our own cases ``difference`` must say why.
    Raises ResultNotAllowed.
    """
    try:
        with transaction.atomic():
            return _record(supervision, file, difference.strip(), facts, by=by, key=key)
    except IntegrityError as error:
        raise ResultNotAllowed(refusal(error)) from error


def _record(supervision: Supervision, file, difference: str, facts: dict, *, by: User, key) -> SupervisionResult:
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    result = SupervisionResult.objects.filter(supervision=locked).first()
    if result and key == result.key:
        return result
    counts = {verdict: facts[verdict.value] for verdict in Verdict}
    differs = bool(differences(locked, counts))
    if differs and not difference:
        raise ResultNotAllowed("Brevets tal er ikke dem, sagerne viser. Skriv, hvad forskellen skyldes.")
    is_first = result is None
    if is_first:
        result = SupervisionResult(supervision=locked, registered_by=by)
        result.key = key or result.key
    for name, value in (facts | {"difference": difference if differs else ""}).items():
        setattr(result, name, value)
    if file and not _is_filed(result, file):
        result.paper = _file_letter(locked, file, facts["received_on"], by=by)
    result._history_user, result._change_reason = by, "Resultatet er modtaget" if is_first else "Resultatet er rettet"
    result.save()
    if locked.status == SupervisionStatus.ENDED:
        locked.receive_result(by=by)
    return result


def _is_filed(result: SupervisionResult, file: Cleaned) -> bool:
    return bool(result.paper) and result.paper.sha256 == hashlib.sha256(file.data).hexdigest()


def _file_letter(supervision: Supervision, file: Cleaned, received_on, *, by: User):
    return file_paper(
        supervision,
        kind=PaperKind.RESULT,
        title="Samlet resultat af tilsynet",
        render=lambda number: file.data,
        received_on=received_on,
        by=by,
    )


@transaction.atomic
def note_told(
    supervision: Supervision, *, recipient, told_on, how: str, paper=None, by: User, key: UUID | None = None
) -> ToldEntry:
    """V081, V122, V123. ``key`` twice gives the same entry."""
    Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if key and (there := ToldEntry.objects.filter(supervision=supervision, key=key).first()):
        return there
    entry = ToldEntry(supervision=supervision, recipient=recipient, told_on=told_on, how=how, paper=paper, by=by)
    entry.key = key or entry.key
    entry.save()
    return entry
