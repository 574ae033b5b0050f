"""What the nightly check asks of the directorate's lists. It counts lists, and names no number."""

from datetime import date

from sanktion.checks import Check, register_check
from tilsyn.models import SelectionDestruction, SelectionList
from tilsyn.selection import ledger


def not_destroyed(day: date) -> int:
    """V033: nobody chose these numbers, and they are still here."""
    return SelectionList.objects.to_be_destroyed().count()


def links_broken(day: date) -> int:
    """A record was changed, taken out or put in past the application; 1 or 0."""
    return int(SelectionDestruction.objects.first_broken() is not None)


def restored(day: date) -> int:
    """An older copy of the database was put back, and destroyed numbers are there again; 1 or 0."""
    return int(ledger.is_ahead())


def register_checks() -> None:
    lists = {"url_name": "supervisions", "permission": "tilsyn.handle_supervision"}
    register_check(Check("selection_lists", "Lister fra direktoratet, der ikke er destrueret", not_destroyed, **lists))
    register_check(Check("selection_chain", "Destruerede lister, der ikke passer med kæden", links_broken, **lists))
    register_check(Check("selection_restored", "Lister, der skal destrueres igen", restored, **lists))
