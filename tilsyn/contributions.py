"""What the core's papers say of this app."""

from collections.abc import Iterator

from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.contributions import Holding, register_holding
from sanktion.models import Citizen
from tilsyn.models import CopyRequest, SelectedCase


def register_all() -> None:
    register_holding(Holding("Tilsyn", held))


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V081: which supervisions the citizen's cases are, or were, part of, and what copies were asked for."""
    for selected in SelectedCase.objects.filter(case__citizen=citizen).select_related("case", "supervision"):
        supervision = selected.supervision
        told = f"{supervision.get_form_display()} {supervision.number}, modtaget {long_date(supervision.received_on)}"
        yield f"Sag {selected.case.number}", f"{told}: {selected.get_status_display().lower()}."
    asked_of = CopyRequest.objects.filter(selected__case__citizen=citizen).select_related("selected__case")
    for asked in asked_of:
        told = f"Direktoratet bad {long_date(timezone.localdate(asked.at))} om kopier: {', '.join(asked.kind_labels)}."
        yield f"Sag {asked.selected.case.number}", f"{told} {asked.note}".strip()
