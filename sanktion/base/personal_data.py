"""What each table holds about people and why, declared by the apps: databeskyttelsesforordningen, article 30.

Each app has a ``personal_data.py`` with ``{model's name: PersonalData}`` and names it in its ``AppConfig`` as
``personal_data``. What the code itself can tell (encryption, history, who may see, what goes with a case) is never
declared: docs/making/processing.py reads it when docs/behandling.md is made.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """One line of the record. Texts are Danish, without their full stop.

    ``seen_by`` are rights ("app.codename"): the roles that hold one of them are those who may see.
    """

    title: str
    purpose: str
    legal_basis: str
    subjects: tuple[str, ...]
    recipients: str
    kept: str
    seen_by: tuple[str, ...]


@dataclass(frozen=True)
class PersonalData:
    """``kept`` says how rows go that neither go with a case nor are destroyed with their list; else it is empty."""

    activity: Activity
    data: str
    kept: str = ""
