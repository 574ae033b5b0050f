from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.models import LetterText, User


class VersionRefused(Exception):
    """The version can't be kept so. The message tells the user why."""


@transaction.atomic
def save_version(text: LetterText, *, by: User) -> LetterText:
    """Keep a coming version. The database refuses one that would reach back before today."""
    text.full_clean(exclude=["made_by"], validate_unique=False, validate_constraints=False)
    text.made_by = by
    text._history_user, text._change_reason = by, text.reason[:100]
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError as refused:
        raise VersionRefused(_sentence(refused)) from refused
    return text


@transaction.atomic
def cancel_version(text: LetterText, *, by: User) -> None:
    text = LetterText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if text.has_begun:
        raise VersionRefused("Teksten er taget i brug og kan ikke fjernes. Skriv en ny udgave i stedet.")
    text._history_user, text._change_reason = by, "Kommende udgave fjernet"
    text.delete()


def change_of(kind: str) -> tuple[LetterText | None, list[LetterText], list[LetterText]]:
    """The version in force today, the coming ones and the earlier ones, the newest first."""
    today = timezone.localdate()
    versions = list(LetterText.objects.filter(kind=kind).select_related("made_by").order_by("-valid_from"))
    begun = [text for text in versions if text.valid_from <= today]
    return (begun[0] if begun else None), [text for text in versions if text.valid_from > today], begun[1:]


def _sentence(refused: IntegrityError) -> str:
    diagnosis = refused.__cause__.diag
    if diagnosis.constraint_name == "letter_text_once":
        return "Der er allerede en udgave, der gælder fra den dag. Ret den, eller vælg en anden dag."
    return (diagnosis.message_primary or "Udgaven kan ikke gemmes.").splitlines()[0]
