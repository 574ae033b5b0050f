"""How far each case of a request is with its bundle, told without opening a paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Max

from sanktion.models import JournalEntry, SupervisionRelevance, User
from tilsyn.actions.bundle_papers import JOURNAL
from tilsyn.material import Paper, papers_of
from tilsyn.models import Bundle, BundleStatus, DispatchBundle, SelectedCase, Supervision
from tilsyn.models.dispatch import GONE


class State(StrEnum):
    HINDERED = "hindered"
    POSSIBLE = "possible"
    MAKING = "making"
    FAILED = "failed"
    LATE = "late"
    STALE = "stale"
    READY = "ready"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def kind(self) -> str:
        return KINDS[self]

    @property
    def is_wanting(self) -> bool:
        """Something can be made now."""
        return self in (State.POSSIBLE, State.FAILED, State.LATE, State.STALE)


LABELS = {
    State.HINDERED: "Ikke klar",
    State.POSSIBLE: "Klar til at danne",
    State.MAKING: "Dannes",
    State.FAILED: "Kunne ikke dannes",
    State.LATE: "Papirer er kommet til",
    State.STALE: "Skal dannes igen",
    State.READY: "Klar",
}
KINDS = {
    State.HINDERED: "warning",
    State.POSSIBLE: "info",
    State.MAKING: "neutral",
    State.FAILED: "error",
    State.LATE: "warning",
    State.STALE: "warning",
    State.READY: "success",
}


@dataclass(frozen=True)
class CaseState:
    """``late`` are the titles of what has come since the last bundle."""

    selected: SelectedCase
    state: State
    bundles: list[Bundle]
    hindrances: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    @property
    def ready(self) -> list[Bundle]:
        return [bundle for bundle in self.bundles if bundle.is_ready]

    @property
    def failure(self) -> str:
        return self.bundles[-1].failure if self.bundles else ""

    @property
    def pages(self) -> int:
        return sum(bundle.pages for bundle in self.ready)

    @property
    def size(self) -> int:
        return sum(bundle.size for bundle in self.ready)


def cases_of(supervision: Supervision, user: User):
    """The cases of a request that the user sees and that take part."""
    return SelectedCase.objects.visible_to(user).taking_part().filter(supervision=supervision)


def states_of(cases: Iterable[SelectedCase], *, user: User) -> list[CaseState]:
    """In the order given. Four queries, and those of ``papers_of`` for each case."""
    cases = list(cases)
    bundles: dict[int, list[Bundle]] = {one.pk: [] for one in cases}
    found = Bundle.objects.kept().filter(selected__in=cases)
    for bundle in found.prefetch_related("entries").order_by("sequence"):
        bundles[bundle.selected_id].append(bundle)
    written, stale = _last_written(cases), _stale(found)
    return [_state_of(one, bundles[one.pk], written.get(one.case_id), one.pk in stale, user) for one in cases]


def _stale(bundles) -> set[int]:
    """The cases with a bundle that is to be made anew: something is held back since, and it isn't sent (V074)."""
    sent = DispatchBundle.objects.filter(dispatch__status__in=GONE).values("bundle")
    return set(bundles.ready().held_back_since().exclude(pk__in=sent).order_by().values_list("selected", flat=True))


def _last_written(cases: list[SelectedCase]) -> dict[int, datetime]:
    entries = JournalEntry.objects.filter(case__in=[one.case_id for one in cases])
    entries = entries.exclude(concerns_supervision=SupervisionRelevance.NO).order_by()
    return dict(entries.values("case").annotate(last=Max("written_at")).values_list("case", "last"))


def _state_of(
    selected: SelectedCase, bundles: list[Bundle], written: datetime | None, stale: bool, user: User
) -> CaseState:
    for bundle in bundles:
        bundle.selected = selected
    last = bundles[-1].status if bundles else None
    if last == BundleStatus.WAITING:
        return CaseState(selected, State.MAKING, bundles)
    papers = papers_of(selected, user=user)
    hindrances = [paper.hindrance for paper in papers if paper.hindrance]
    late = _late(papers, [bundle for bundle in bundles if bundle.is_ready], written)
    if last == BundleStatus.FAILED:
        state = State.FAILED
    elif bundles and not late and not stale:
        state = State.READY
    elif hindrances:
        state = State.HINDERED
    else:
        state = State.STALE if stale else State.LATE if bundles else State.POSSIBLE
    return CaseState(selected, state, bundles, hindrances, late)


def _late(papers: list[Paper], ready: list[Bundle], written: datetime | None) -> list[str]:
    """What isn't in a bundle yet. What is made on demand is there once; the journal is late when it was written in."""
    if not ready:
        return []
    sent = {entry.paper_key: bundle.asked_at for bundle in ready for entry in bundle.entries.all()}
    late = [paper.title for paper in papers if paper.key not in sent and paper.key != JOURNAL]
    goes = any(paper.key == JOURNAL for paper in papers)
    is_written = goes and written is not None and (JOURNAL not in sent or written > sent[JOURNAL])
    return [*late, "Journalark (nye notater)"] if is_written else late


@dataclass(frozen=True)
class Progress:
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total)


def progress_of(supervision: Supervision, user: User) -> Progress | None:
    """How many of the bundles that were asked for together are made; None when none waits."""
    bundles = Bundle.objects.visible_to(user).filter(selected__supervision=supervision)
    oldest = bundles.waiting().order_by("asked_at").values_list("asked_at", flat=True).first()
    if oldest is None:
        return None
    total = bundles.filter(asked_at__gte=oldest).count()
    return Progress(total - bundles.waiting().count(), total)
