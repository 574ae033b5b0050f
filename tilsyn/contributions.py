"""What the core's papers say of this app."""

from collections.abc import Iterator

from sanktion.base import encryption
from sanktion.base.danish import long_date
from sanktion.contributions import Holding, register_holding
from sanktion.models import Citizen
from tilsyn.models import SelectedCase, SelectionRow


def register_all() -> None:
    register_holding(Holding("Tilsyn", held))


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V081: which supervisions the citizen's cases are, or were, part of."""
    for selected in SelectedCase.objects.filter(case__citizen=citizen).select_related("case", "supervision"):
        supervision = selected.supervision
        told = f"{supervision.get_form_display()} {supervision.number}, modtaget {long_date(supervision.received_on)}"
        yield f"Sag {selected.case.number}", f"{told}: {selected.get_status_display().lower()}."
    rows = SelectionRow.objects.filter(cpr_lookup__in=encryption.lookups(citizen.cpr))
    for row in rows.select_related("selection__supervision").order_by("pk"):
        yield f"Tilsyn {row.selection.supervision.number}", "Borgerens nummer står på en liste, direktoratet har sendt."
