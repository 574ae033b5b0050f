"""What stands in the work queue besides the cases' own next steps, and what each row says.

Each app registers in its ``apps.py:ready()``; the core knows none of them. A duty is anything somebody must do by a
date: the queue shows them all in one list, the nearest date first. Nothing registered here may tell that a home was,
or is to be, visited (B048).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sanktion.base.addresses import of_case
from sanktion.models import Case, CaseStatus, Citizen, User
from sanktion.panels import first_step_url


@dataclass(frozen=True)
class DutyRow:
    """One row. ``why`` is a sentence on why it stands here; ``step_url`` is the form of the next step, or empty."""

    due: date | None
    citizen: Citizen | None
    number: str
    url: str
    title: str
    why: str
    step: str
    step_url: str = ""
    owner: User | None = None
    take_url: str = ""
    # The id of the event, when the row can be chosen for the act on many rows.
    pick: str = ""
    is_open: bool = True

    @property
    def is_ownerless(self) -> bool:
        return self.is_open and self.owner is None


@dataclass(frozen=True)
class DutySource:
    """``open_for(user)`` gives what is still to be done and the user may see: ``none()`` when there can be nothing. It
    follows from the user's rights and teams and from the day, for its SQL is kept, and takes no other filter than date
    and owner. ``due`` is the name of its date column (never null, indexed), ``owner`` of its foreign key to a user.
    ``rows(pks, user)`` gives the rows of one page by id, in a number of queries that doesn't follow theirs."""

    name: str
    open_for: Callable[[User], QuerySet]
    rows: Callable[[list[int], User], dict[int, DutyRow]]
    due: str = "due"
    owner: str = "owner"


_sources: list[DutySource] = []


def register_duty(source: DutySource) -> None:
    _sources.append(source)


def registered_duties() -> tuple[DutySource, ...]:
    return tuple(_sources)


# What the row's link says, and the address of its form by case number.
_steps: dict[CaseStatus, tuple[str, str]] = {
    CaseStatus.ANSWERED: ("Vurdér svaret", "assess"),
    CaseStatus.READY: ("Træf afgørelse", "decide"),
    CaseStatus.DECIDED: ("Luk sagen", "case_close"),
}


def register_step(status: CaseStatus, label: str, url_name: str) -> None:
    """The form that takes a case of this status one step on."""
    _steps[status] = (label, url_name)


def step_of(case: Case, *, has_assessment: bool) -> tuple[str, str]:
    """(label, address) of the form of the case's next step; without an address when there is none."""
    if case.status == CaseStatus.REGISTERED:
        return case.next_step, first_step_url(case)
    if case.status == CaseStatus.READY and not has_assessment:
        return "Vurdér sagen", of_case("assess", case.number)
    label, url_name = _steps.get(CaseStatus(case.status), (case.next_step, ""))
    return label, of_case(url_name, case.number) if url_name else ""


Reasons = Callable[[Iterable[Case]], dict[int, str]]
_reasons: list[Reasons] = []


def register_reasons(reasons: Reasons) -> None:
    """``reasons(cases)`` gives sentences by case id for the cases it knows more of than their status; at most one
    query a page, and none when no case is of its kind. The cases hold the row's own columns: ask for more by id."""
    _reasons.append(reasons)


def reasons_for(cases: list[Case]) -> dict[int, str]:
    found: dict[int, str] = {}
    for reasons in _reasons:
        found |= reasons(cases)
    return found
