"""The counted outcomes (B011), as the database tells them: closed quarters only, and no small number."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from koerelister.models import OutcomeCount, OutcomeSwitch
from sanktion.base.deadlines import add_months

WAYS = {
    "contact": "Søgt på bopælen, kontakt opnået",
    "no_contact": "Søgt på bopælen, ingen kontakt",
    "visited": "Søgt på bopælen",
    "not_visited": "Ikke søgt på bopælen",
}
OUTCOMES = {
    "sanction": "Sanktion",
    "none": "Ingen sanktion",
    "withdrawn": "Hændelsen trukket tilbage",
    "other": "Ingen sanktion, eller hændelsen trukket tilbage",
}
CAN_TELL = (
    "Tallene siger, hvor mange afgørelser i et kvartal der endte med en sanktion, og hvor mange der ikke gjorde, "
    "fordelt på, om borgeren var søgt på bopælen, og om der blev kontakt."
)
CANNOT_TELL = (
    "De siger ikke hvorfor: de kan hverken vise, at et besøg førte til en sanktion, eller at det afværgede den. "
    "De siger intet om den enkelte borger, og sagerne kan ikke søges frem. Hver sag tæller én gang, i det "
    "kvartal, hvor afgørelsen blev truffet, hvor mange besøg der end var; ændres afgørelsen senere efter en "
    "klage, ændres tallet ikke. Tallene kan ikke lægges sammen med besøgsstatistikken, som tæller besøg."
)


@dataclass(frozen=True)
class Quarter:
    """``rows`` are (how the citizen was sought, the numbers under ``columns``)."""

    first: date
    columns: list[str]
    rows: list[tuple[str, list[int]]]
    is_partial: bool

    @property
    def name(self) -> str:
        return f"{(self.first.month + 2) // 3}. kvartal {self.first.year}"


def closed_quarters() -> list[Quarter]:
    """Newest first. A quarter with too few decisions is not there at all."""
    switches = list(OutcomeSwitch.objects.filter(decided_on__isnull=False))
    by_quarter = groupby(OutcomeCount.objects.closed(), key=lambda line: line[0])
    return [_quarter(first, list(lines), switches) for first, lines in by_quarter][::-1]


def _quarter(first: date, lines: list[tuple], switches: list[OutcomeSwitch]) -> Quarter:
    numbers = {(way, outcome): count for _quarter, _level, way, outcome, count in lines}
    ways = [way for way in WAYS if any(known == way for known, _outcome in numbers)]
    outcomes = [outcome for outcome in OUTCOMES if any(known == outcome for _way, known in numbers)]
    return Quarter(
        first=first,
        columns=[OUTCOMES[outcome] for outcome in outcomes],
        rows=[(WAYS[way], [numbers[way, outcome] for outcome in outcomes]) for way in ways],
        is_partial=not any(_covers(switch, first) for switch in switches),
    )


def _covers(switch: OutcomeSwitch, first: date) -> bool:
    return switch.decided_on < first and (not switch.withdrawn_on or switch.withdrawn_on >= add_months(first, 3))
