"""V053, V098: telling the directorate why the material is late and when it comes. V126: being told the same."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sanktion.actions.letters import SAMPLE_NUMBER, sample_person
from sanktion.base.danish import long_date
from sanktion.base.uploads import Cleaned
from sanktion.models import User, Words
from sanktion.models.texts import LetterKind, TextBlock
from tilsyn.actions.papers import file_paper, render_to_directorate
from tilsyn.actions.requests import receive_paper
from tilsyn.actions.scope import check_scope
from tilsyn.models import (
    Directorate,
    DirectorateDelay,
    PaperKind,
    Supervision,
    SupervisionDelay,
    SupervisionForm,
    SupervisionStatus,
)

LETTER = "tilsyn/letters/delay.html"
TITLE = "Meddelelse om forsinkelse"
FIELDS = ("anledning", "tilsyn", "modtaget", "gammel_frist", "ny_frist", "grund", "telefon")


class DelayRefused(Exception):
    """The notice can't be given or noted. The message is for the user."""


@transaction.atomic
def give_delay(supervision: Supervision, *, new_due: date, reason: str, by: User, key: UUID) -> SupervisionDelay:
    """The letter is filed, and the new day is the deadline. The same ``key`` twice is one notice.

    Raises DelayRefused, OutsideScope, TextMissing.
    """
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if given := SupervisionDelay.objects.filter(key=key, supervision=locked).first():
        return given
    check_scope(locked, by)
    check_delay(locked, new_due)
    words, old_due = Words("supervision_delay"), locked.due
    paper = file_paper(
        locked,
        kind=PaperKind.DELAY,
        title=TITLE,
        render=lambda number: render_delay(locked, new_due, reason, number=number, words=words, by=by),
        by=by,
    )
    facts = {"old_due": old_due, "new_due": new_due, "reason": reason, "paper": paper}
    delay = SupervisionDelay.objects.create(supervision=locked, **facts, key=key, by=by)
    locked.move_due(new_due, reason=f"Udskudt fra {long_date(old_due)} til {long_date(new_due)}", by=by)
    return delay


def check_delay(supervision: Supervision, new_due: date) -> None:
    """Raises DelayRefused."""
    if not supervision.may_be_delayed:
        raise DelayRefused("Der er ingen frist at udskyde.")
    if new_due <= max(supervision.due, timezone.localdate()):
        raise DelayRefused("Den nye frist skal ligge efter den nuværende frist og efter i dag.")


def render_delay(
    supervision: Supervision, new_due: date, reason: str, *, number: str, words: Words | None = None, by: User
) -> bytes:
    """Raises TextMissing."""
    words = (words or Words("supervision_delay")).filled(
        anledning=_occasion(supervision),
        tilsyn=supervision.number,
        modtaget=long_date(supervision.received_on),
        gammel_frist=long_date(supervision.due),
        ny_frist=long_date(new_due),
        grund=reason,
        telefon=settings.SANKTION_SENDER["phone"],
    )
    context = {"words": words, "caseworker": by, "new_due": new_due}
    return render_to_directorate(LETTER, supervision, context, number=number)


def _occasion(supervision: Supervision) -> str:
    if supervision.status == SupervisionStatus.VISITED:
        held_on = long_date(supervision.visit_on)
        return f"Efter tilsynsbesøget den {held_on} skal vi sende kopier af sagsakter til tilsyn {supervision.number}"
    received = long_date(supervision.received_on)
    return f"Direktoratet har den {received} bedt om materiale til tilsyn {supervision.number}"


@transaction.atomic
def note_directorate_delay(
    supervision: Supervision,
    *,
    received_on: date,
    expected_on: date,
    reason: str,
    file: Cleaned | None = None,
    by: User,
    key: UUID,
) -> DirectorateDelay:
    """The same ``key`` twice is one note. Raises DelayRefused."""
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if noted := DirectorateDelay.objects.filter(key=key, supervision=locked).first():
        return noted
    if locked.status != SupervisionStatus.ENDED:
        raise DelayRefused("Der ventes ikke på et resultat i tilsynet.")
    paper = None
    if file:
        letter = {"kind": PaperKind.DIRECTORATE_DELAY, "title": "Direktoratet er forsinket", "received_on": received_on}
        paper = receive_paper(locked, file, **letter, by=by)
        if hasattr(paper, "directorate_delay"):
            raise DelayRefused("Brevet er allerede noteret. Vælg det nye brev, eller lad filen være tom.")
    facts = {"received_on": received_on, "expected_on": expected_on, "reason": reason, "paper": paper}
    return DirectorateDelay.objects.create(supervision=locked, **facts, key=key, by=by)


def _sample(words: Words) -> bytes:
    today = timezone.localdate()
    directorate = Directorate(
        name="Eksempeldirektoratet", address="Eksempelvej 1, 1000 Eksempelby", legal_ground="Eksempelbekendtgørelsen"
    )
    supervision = Supervision(
        number="0000-0",
        form=SupervisionForm.CENTRAL_SAMPLE,
        directorate=directorate,
        received_on=today - timedelta(days=12),
        due=today + timedelta(days=2),
    )
    reason = "Vi venter på timesedler fra arbejdsgiveren Eksempelsen VVS."
    new_due = today + timedelta(days=14)
    return render_delay(supervision, new_due, reason, number=SAMPLE_NUMBER, words=words, by=sample_person())


DELAY_LETTER = LetterKind(
    "supervision_delay",
    "Tilsyn: meddelelse om forsinkelse",
    (
        TextBlock("delay_opening", "Indledning", FIELDS),
        TextBlock("delay_why", "Hvorfor materialet er forsinket", FIELDS),
        TextBlock("delay_when", "Hvornår materialet sendes", FIELDS),
        TextBlock("delay_closing", "Afslutning", FIELDS),
    ),
    _sample,
)
