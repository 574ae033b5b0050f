"""V129-V133, V144-V147: what is to come of a result, and the proof that it came."""

from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from sanktion.base.refusal import refusal
from sanktion.base.uploads import PDF, Cleaned
from sanktion.models import Guideline, User
from tilsyn.actions.papers import file_paper
from tilsyn.letters.answers import render_account
from tilsyn.models import DialogueNote, FollowUp, PaperKind, Supervision, SupervisionPaper


class FollowUpNotAllowed(Exception):
    """The step can't be taken now. The message is for the user."""


@contextmanager
def _step():
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise FollowUpNotAllowed(refusal(error)) from error


def plan_follow_up(supervision: Supervision, *, by: User, key: UUID | None = None, **facts) -> FollowUp:
    """``facts``: kind, reason, title, owner and due. ``key`` twice gives the same one."""
    with _step():
        Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
        if key and (there := FollowUp.objects.filter(supervision=supervision, key=key).first()):
            return there
        follow_up = FollowUp(supervision=supervision, made_by=by, **facts)
        follow_up.key = key or follow_up.key
        follow_up._history_user, follow_up._change_reason = by, "Oprettet"
        follow_up.save()
        return follow_up


def finish_follow_up(
    follow_up: FollowUp,
    *,
    done_on: date,
    outcome: str,
    file: Cleaned | None = None,
    guideline: Guideline | None = None,
    auditor_on: date | None = None,
    by: User,
) -> None:
    """Done, with proof: what was sent or decided as a PDF, or for an account the letter written of ``outcome``."""
    with _step():
        found = FollowUp.objects.select_for_update(of=("self",)).select_related("supervision__directorate")
        follow_up = found.get(pk=follow_up.pk)
        if not follow_up.is_open:
            return
        if file is None and not follow_up.is_account:
            raise FollowUpNotAllowed("Læg dokumentationen op. Uden den kan opfølgningen ikke være udført.")
        if file and file.media_type != PDF:
            raise FollowUpNotAllowed("Dokumentationen skal være en PDF.")
        if follow_up.is_procedure and auditor_on is None:
            raise FollowUpNotAllowed("Skriv, hvornår kommunens revisor var med.")
        proof = _file_proof(follow_up, file, outcome, by=by)
        facts = {"done_on": done_on, "outcome": outcome, "guideline": guideline, "auditor_on": auditor_on}
        follow_up.finish(**facts, proof=proof, by=by)


def _file_proof(follow_up: FollowUp, file: Cleaned | None, outcome: str, *, by: User) -> SupervisionPaper:
    kind = PaperKind.ACCOUNT if follow_up.is_account else PaperKind.FOLLOW_UP
    return file_paper(
        follow_up.supervision,
        kind=kind,
        title=follow_up.title,
        render=lambda number: file.data if file else render_account(follow_up, outcome, number=number, by=by),
        by=by,
    )


def note_dialogue(
    follow_up: FollowUp, *, held_on: date, areas: str, methods: str = "", by: User, key: UUID | None = None
) -> DialogueNote:
    """V133, V146. ``key`` twice gives the same note."""
    with _step():
        FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        if key and (there := DialogueNote.objects.filter(follow_up=follow_up, key=key).first()):
            return there
        note = DialogueNote(follow_up=follow_up, held_on=held_on, areas=areas, methods=methods, by=by)
        note.key = key or note.key
        note.save()
        return note
