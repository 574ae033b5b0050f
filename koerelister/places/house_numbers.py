"""House numbers as whole numbers, in the order one walks: 12 < 12A < 12B < 13. Each number has room for 32 signs."""

import re

FORM = re.compile(r"([0-9]{1,4})([A-Za-z]?)")
ROOM = 32
# As an end: the number with all its letters.
EVERY_LETTER = ROOM - 1
FIRST, LAST = 0, 9999 * ROOM + EVERY_LETTER


def key(house_number: str) -> int | None:
    """12 → 384, 12A → 385; None for what isn't one to four digits and at most one letter from A to Z."""
    found = FORM.fullmatch(house_number.strip())
    if found is None:
        return None
    number, letter = found.groups()
    return int(number) * ROOM + (ord(letter.upper()) - ord("A") + 1 if letter else 0)


def last_key(house_number: str) -> int | None:
    """As the end of a range: «til 12» takes in 12A to 12Z, «til 12B» stops there."""
    found = key(house_number)
    return found + EVERY_LETTER if found is not None and found % ROOM == 0 else found


def shown(found: int) -> str:
    number, letter = divmod(found, ROOM)
    return f"{number}{chr(ord('A') + letter - 1)}" if 0 < letter < EVERY_LETTER else str(number)


def span(first: int, last: int) -> str:
    """«12–14B», «12», «fra 12», «til 14» or, for all there are, nothing."""
    if (first, last) == (FIRST, LAST):
        return ""
    if last == LAST:
        return f"fra {shown(first)}"
    if first == FIRST:
        return f"til {shown(last)}"
    return shown(first) if shown(first) == shown(last) else f"{shown(first)}–{shown(last)}"
