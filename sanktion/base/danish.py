"""Danish dates in words, Danish alphabetical order, and keys for searching and sorting by name and address.

The sort keys are meant for plain byte order (PostgreSQL's collation "C"), so that the order is the same in
the database, in Python and on every machine. They sort alike what differs in case and accents only: end an
ORDER BY with the primary key.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

# Letters that Unicode doesn't take apart into a base letter and an accent.
FOLDED = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "ø", "ı": "i", "ä": "æ", "ö": "ø", "ő": "ø"})
KEPT = "æøå"
# «{», «|» and «}» follow «z» in ASCII: the last three letters of the alphabet, in their order.
LAST_LETTERS = str.maketrans({"ü": "y", "ű": "y", "æ": "{", "ø": "|", "å": "}"})
DROPPED = str.maketrans("", "", "'’‘`´.")

BASEMENT, GROUND = 49, 50
SIDES = {"": 0, "tv": 1, "mf": 2, "th": 3}


def month_name(month: int) -> str:
    """1 → «januar». Raises ValueError outside 1..12."""
    if not 1 <= month <= 12:
        raise ValueError(f"No month {month}")
    return MONTHS[month - 1]


def weekday_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """«3. december 2026», the form of every letter (B003). Given a datetime, its own date is used."""
    return f"{day.day}. {month_name(day.month)} {day.year}"


def in_kroner(amount: Decimal) -> str:
    """«200 kr.», «5.632,99 kr.»: øre only where there are some."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{places}f}".translate(str.maketrans(",.", ".,")) + " kr."


def listing(words: list[str] | tuple[str, ...]) -> str:
    """«a», «a og b», «a, b og c»; empty for no words."""
    return " og ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def kroner(oere: int) -> str:
    """123450 → «1.234,50 kr.»"""
    whole, rest = divmod(oere, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02} kr."


def sort_key(name: str) -> str:
    """Key in Danish order for byte-wise comparison: Æ, Ø, Å last; Aa as Å, Ä as Æ, Ö as Ø, Ü as Y (Dansk Sprognævn,
    Retskrivningsordbogen § 5); accents and case ignored. A comma separates harder than a space, so that «Jensen, Ib»
    comes before «Jensen Madsen, Bo». Every Aa counts as Å, also in the rare name where it is two sounds.
    """
    words = _fold(name.replace(",", " , "), keep="üű").translate(LAST_LETTERS)
    return re.sub(r" ?, ?", "\t", words)


def search_key(name: str) -> str:
    """Key for finding a name however it is typed: lower case, é→e, ü→u, but æ, ø, å are letters of their own;
    ä→æ, ö→ø and aa→å. Hyphens are spaces; apostrophes and full stops disappear.
    """
    return _fold(name, keep="")


def spellings(key: str) -> list[str]:
    """The ways a word of a search key may be stored: «oestergård» may be Østergaard, and «østergård» Oestergaard.

    Only when asked, and never in the key: «Joel» must still be found by «jo»."""
    found = [key]
    for letter, letters in (("ø", "oe"), ("æ", "ae")):
        for one in found.copy():
            found += [one.replace(letters, letter), one.replace(letter, letters)]
    return list(dict.fromkeys(found))


def address_sort_key(street: str, number: str, floor: str = "", door: str = "") -> str:
    """Key in the order one walks: 14 < 14A < 15; no floor < k2 < kl < st < 1 < 2; tv < mf < th < numbers < others."""
    digits, letter = re.match(r"\s*(\d*)\s*(.*)", number).groups()
    parts = (sort_key(street), f"{digits:0>5}{letter.strip().casefold()}", _floor_key(floor), _door_key(door))
    return "\t".join(parts)


def _fold(text: str, keep: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().translate(FOLDED)
    text = "".join(letter if letter in KEPT + keep else _bare(letter) for letter in text)
    return " ".join(re.sub(r"[-‐‑–/_]", " ", text.translate(DROPPED)).replace("aa", "å").split())


def _bare(letter: str) -> str:
    # A compatibility sign such as «℡» comes apart into capitals.
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part))


def _floor_key(floor: str) -> str:
    text = floor.strip().strip(".").casefold()
    if not text:
        return "000"
    if basement := re.fullmatch(r"kl?(\d?)", text):
        return f"{BASEMENT - int(basement[1] or 1) + 1:03}"
    if text == "st":
        return f"{GROUND:03}"
    return f"{GROUND + int(text):03}" if text.isdecimal() else f"999{text}"


def _door_key(door: str) -> str:
    text = door.strip().strip(".").casefold()
    if text in SIDES:
        return str(SIDES[text])
    rank = 4 if text.isdecimal() else 5
    return str(rank) + re.sub(r"\d+", lambda run: run[0].zfill(4), text)


def within_sentence(text: str) -> str:
    """The text as it stands inside a sentence: its first letter is small, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
