from django.db.models import QuerySet

from sanktion.models import Case, TextMissing, Words


class NotAllowed(Exception):
    """The act can't be done now. The message tells the user why."""


def letter_words(code: str) -> Words:
    """The texts in force for a letter. Raises NotAllowed when one is missing."""
    try:
        return Words(code)
    except TextMissing as missing:
        raise NotAllowed(str(missing)) from missing


def locked(case: Case, *, skip_locked: bool = False) -> Case | None:
    return first_locked(Case.objects.filter(pk=case.pk), skip_locked=skip_locked)


def first_locked(cases: QuerySet, *, skip_locked: bool = False) -> Case | None:
    """The case's row is the one lock that every act on its hearing takes first, so no two can wait for each other."""
    rows = cases.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("citizen__address", "event").first()
