"""Addresses of a list's rows. Django's ``reverse`` takes longer than the rest of a row does."""

from functools import cache

from django.urls import reverse

ANY_NUMBER = "0000-0000000"


def of_case(url_name: str, number: str) -> str:
    """What ``reverse`` gives for a page with a case's number, and nothing else, in its address."""
    before, after = _around(url_name)
    return f"{before}{number}{after}"


@cache
def _around(url_name: str) -> list[str]:
    return reverse(url_name, args=[ANY_NUMBER]).split(ANY_NUMBER)
