"""V136-V139: the four ways a case can come out of a supervision. They exclude each other."""

from django.db import models


class Verdict(models.TextChoices):
    WRONG = "wrong", "Forkert afgørelse"
    NOT_ASSESSABLE = "not_assessable", "Kunne ikke vurderes"
    NO_CRITICISM = "no_criticism", "Ingen kritik"
    WITHDRAWN = "withdrawn", "Udgået"
