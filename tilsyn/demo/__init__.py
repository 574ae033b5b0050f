"""Made-up supervisions. Called when the cases are there."""

from collections.abc import Callable

from tilsyn.demo import requests


def load(tell: Callable) -> None:
    requests.load(tell)
