"""V081, V122, V123: who the law wants told of a supervision, who was, and what is missing.

What is recorded by hand are ToldEntry rows. What another part of the app knows by itself, such as the letters to the
citizens when the material is sent, it registers as a source.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tilsyn.models import Recipient, Supervision, SupervisionPaper, SupervisionStatus, ToldEntry

AFTER_SENDING = [SupervisionStatus.SENT, SupervisionStatus.ENDED, SupervisionStatus.RESULT, SupervisionStatus.CLOSED]
WITH_RESULT = [SupervisionStatus.RESULT, SupervisionStatus.CLOSED]
LAW = {
    Recipient.COUNCIL: ("§ 13, stk. 1", WITH_RESULT),
    Recipient.AUDITOR: ("§ 13, stk. 1", WITH_RESULT),
    Recipient.CITIZENS: ("vejledningen til § 7", AFTER_SENDING),
    Recipient.DIRECTORATE: ("§ 7 og § 9", AFTER_SENDING),
}
NOT_AT_ONCE = "Revisor skal orienteres samtidig med kommunalbestyrelsen (§ 13, stk. 1)."


@dataclass(frozen=True)
class Told:
    """That ``recipient`` was told ``on`` a day. ``how`` is a sentence without a citizen's name or number."""

    recipient: Recipient
    on: date
    how: str
    paper: SupervisionPaper | None = None
    by: str = ""


@dataclass(frozen=True)
class ToldRow:
    """``law`` is the rule that wants it, or empty; ``is_missing`` once it should have been done."""

    recipient: Recipient
    law: str
    entries: tuple[Told, ...]
    is_missing: bool
    warning: str = ""


Source = Callable[[Supervision], Iterable[Told]]
_sources: list[Source] = []


def register_told(source: Source) -> None:
    """``source(supervision)`` gives what it knows by itself; at most one query."""
    _sources.append(source)


def told_of(supervision: Supervision) -> list[ToldRow]:
    """One row a recipient, in the order of the enum; of those the law is silent about, only who was told."""
    told = [*_by_hand(supervision), *(one for source in _sources for one in source(supervision))]
    return rows_of(told, supervision.status)


def rows_of(told: Iterable[Told], status: str) -> list[ToldRow]:
    by_recipient: dict[Recipient, list[Told]] = {}
    for one in sorted(told, key=lambda one: one.on):
        by_recipient.setdefault(one.recipient, []).append(one)
    rows = []
    for recipient in Recipient:
        law, expected_in = LAW.get(recipient, ("", []))
        entries = tuple(by_recipient.get(recipient, ()))
        if law or entries:
            missing = status in expected_in and not entries
            rows.append(ToldRow(recipient, law, entries, missing, _warning(recipient, by_recipient)))
    return rows


def _warning(recipient: Recipient, told: dict[Recipient, list[Told]]) -> str:
    council, auditor = told.get(Recipient.COUNCIL), told.get(Recipient.AUDITOR)
    if recipient != Recipient.AUDITOR or not council or (auditor and auditor[0].on == council[0].on):
        return ""
    return NOT_AT_ONCE


def _by_hand(supervision: Supervision) -> list[Told]:
    entries = ToldEntry.objects.filter(supervision=supervision).select_related("paper__supervision", "by")
    return [Told(Recipient(entry.recipient), entry.told_on, entry.how, entry.paper, str(entry.by)) for entry in entries]
