import re

# More digits than this is no page, year or row of ours; past 4,300 Python refuses to read them at all.
PLAIN = re.compile(r"[0-9]{1,9}")


def plain_number(text: str | None) -> int | None:
    """The whole number that somebody sent as text, 0 to 999,999,999; None for anything else."""
    return int(text) if text and PLAIN.fullmatch(text) else None
