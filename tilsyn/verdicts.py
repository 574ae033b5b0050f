"""V136-V139: the four ways a case can come out of a supervision. They exclude each other."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import models


class Verdict(models.TextChoices):
    WRONG = "wrong", "Forkert afgørelse"
    NOT_ASSESSABLE = "not_assessable", "Kunne ikke vurderes"
    NO_CRITICISM = "no_criticism", "Ingen kritik"
    WITHDRAWN = "withdrawn", "Udgået"


def error_rate(counts: Mapping[Verdict, int]) -> Decimal | None:
    """V132: wrong decisions in percent of the cases that stayed in, with one decimal; None when none did.

    The documents don't say what the rate is a rate of. What left was never part of the supervision; what could not be
    assessed was.
    """
    stayed = sum(counts.values()) - counts[Verdict.WITHDRAWN]
    return (
        (Decimal(100 * counts[Verdict.WRONG]) / stayed).quantize(Decimal("0.1"), ROUND_HALF_UP) if stayed > 0 else None
    )
