from dataclasses import dataclass
from datetime import date

from tilsyn.verdicts import Verdict


@dataclass(frozen=True)
class Round:
    number: str
    form: str
    received_on: date
    counts: dict[Verdict, int]
    amount: int


def rounds() -> list[Round]:
    return []
