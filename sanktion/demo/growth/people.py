"""Made-up citizens by number: the same number is always the same citizen.

Every CPR number has day + 60, so that none is a person's."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sanktion.base import encryption
from sanktion.base.cpr import REPLACEMENT_OFFSET
from sanktion.base.danish import search_key, sort_key
from sanktion.models import Citizen

FIRST = (
    "Ida Åse Søren Amira Peter Zeynep Bjørn Mette Anne Lars Kirsten Jens Hanne Ali Freja Noah Emma Oskar Clara Mohamed"
    " Sofie Viggo Karen Erik Lone Bo Fatma Ole Rikke Hasan Tine Knud Marie Yusuf Birgit Ib Gitte Omar Nanna Poul"
).split()
LAST = (
    "Nielsen Østergaard Aagaard Hussein Lund Yılmaz Ærø Møller Jensen Hansen Pedersen Andersen Christensen Larsen"
    " Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen Poulsen Johansen Knudsen Mortensen Ahmed"
    " Holm Kjær Dahl Bach Vestergaard Friis Bruun Skov Toft Krogh Bak Nguyen Bang"
).split()
FIRST_DAY, DAYS = date(1972, 1, 1), 365 * 27
# How many events a citizen has; and one citizen in so many has very many.
EVENTS, WEIGHTS = (0, 1, 2, 3, 4, 6), (30, 38, 18, 8, 4, 2)
HUGE_EVERY, HUGE_EVENTS = 10_000, 200
COLUMNS = (
    "cpr",
    "past_cpr",
    "cpr_lookup",
    "key_version",
    "first_name",
    "last_name",
    "sort_key",
    "search_key",
    "team_id",
    "events",
)


def cpr_of(number: int) -> str:
    """Ten digits; a number from 0 to 39 million has one of its own."""
    born, serial = FIRST_DAY + timedelta(days=number % DAYS), number // DAYS
    return f"{born.day + REPLACEMENT_OFFSET}{born:%m%y}{serial:04d}"


def rows_of(numbers: range, team_id: int) -> Iterator[tuple]:
    """One tuple a citizen, as ``COLUMNS``; the CPR number is sealed for the citizen and for its history."""
    context = Citizen._meta.get_field("cpr").context
    past = Citizen.history.model._meta.get_field("cpr").context
    version = encryption.current_version()
    for number in numbers:
        dice = Random(number)  # noqa: S311 - made-up names, and the same each time
        first, last = dice.choice(FIRST), f"{dice.choice(LAST)} {dice.choice(LAST)}"
        cpr = cpr_of(number)
        plain = cpr.encode()
        yield (
            encryption.encrypt(plain, context),
            encryption.encrypt(plain, past),
            encryption.lookup(cpr),
            version,
            first,
            last,
            sort_key(f"{last}, {first}"),
            search_key(f"{first} {last}"),
            team_id,
            HUGE_EVENTS if number % HUGE_EVERY == HUGE_EVERY - 1 else dice.choices(EVENTS, WEIGHTS)[0],
        )
