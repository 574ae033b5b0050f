"""«Tilsynsklar» (V077): which of the ten kinds of material should be in a case today, and which are missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from sanktion.base.acting import unit_wide
from sanktion.base.danish import long_date
from sanktion.models.case import OPEN_STATUSES, Case, CaseQuerySet, CaseStatus
from sanktion.models.decision import Decision, Outcome
from sanktion.models.decision_change import standing_outcome
from sanktion.models.document import CaseDocument
from sanktion.models.event import EventKind
from sanktion.models.material import CaseMaterial, MaterialKind, MaterialWaiver, SupervisionRelevance

# What comes of the case's own steps is not missing before that step. Everything else should be there from the start.
DUE_FROM = {
    MaterialKind.EXPLANATION: CaseStatus.ANSWERED,
    MaterialKind.AVAILABILITY: CaseStatus.READY,
    MaterialKind.CONSEQUENCE: CaseStatus.READY,
    MaterialKind.DECISION: CaseStatus.DECIDED,
}
COURSE = list(CaseStatus)
EARLIER = {"day": "case__event__occurred_on", "kind": "case__event__kind"}


class RowState(StrEnum):
    PRESENT = "present"
    WAIVED = "waived"
    MISSING = "missing"
    LATER = "later"

    @property
    def label(self) -> str:
        return {"present": "Til stede", "waived": "Ikke relevant", "missing": "Mangler", "later": "Kommer senere"}[self]


@dataclass(frozen=True)
class Row:
    """One of the ten lines. ``papers`` counts the documents; an entry in the journal counts as present without one."""

    kind: MaterialKind
    state: RowState
    papers: int = 0
    note: str = ""
    details: tuple[str, ...] = ()
    waiver: MaterialWaiver | None = None


def state_of(
    kind: MaterialKind, status: CaseStatus, *, held: Iterable[int], waived: Iterable[int], has_benefit: bool
) -> RowState:
    """The one rule, for a case's own page and for the unit's numbers alike."""
    if kind in held or kind == MaterialKind.EARLIER_SANCTIONS or (kind == MaterialKind.BENEFIT and has_benefit):
        return RowState.PRESENT
    if kind in waived:
        return RowState.WAIVED
    is_due = COURSE.index(CaseStatus(status)) >= COURSE.index(DUE_FROM.get(kind, COURSE[0]))
    return RowState.MISSING if is_due else RowState.LATER


def readiness(case: Case) -> list[Row]:
    """The ten rows of a case, in the order of § 7. One query, and one more for waivers if there are any; only
    their reasons are opened of what is sealed."""
    facts = _facts(case)
    waivers = {waiver.kind: waiver for waiver in _waivers(case)} if facts["waived"] else {}
    papers, notes = Counter(facts["papers"]), _computed_notes(case, facts["earlier"])
    has_benefit = case.citizen.benefit_id is not None
    return [
        Row(
            kind=kind,
            state=state_of(kind, case.status, held=facts["held"], waived=waivers, has_benefit=has_benefit),
            papers=papers[kind],
            note=notes.get(kind, ""),
            details=tuple(map(_told, facts["earlier"])) if kind == MaterialKind.EARLIER_SANCTIONS else (),
            waiver=waivers.get(kind),
        )
        for kind in MaterialKind
    ]


@unit_wide("Tidligere sanktioner gælder uanset team")
def _facts(case: Case) -> dict:
    documents = CaseDocument.objects.filter(case=case).exclude(concerns_supervision=SupervisionRelevance.NO)
    columns = {
        "held": ArraySubquery(CaseMaterial.objects.filter(case=case).values("kind")),
        "papers": ArraySubquery(documents.order_by().values("kind")),
        "waived": Exists(MaterialWaiver.objects.in_force().filter(case=case)),
        "earlier": ArraySubquery(
            Decision.objects.earlier_sanctions(case).values(found=JSONObject(**EARLIER, outcome=standing_outcome()))
        ),
    }
    return Case.objects.filter(pk=case.pk).values(**columns).get()


def _waivers(case: Case):
    return MaterialWaiver.objects.in_force().filter(case=case).select_related("by")


def _computed_notes(case: Case, earlier: list[dict]) -> dict[MaterialKind, str]:
    """V062, V064: read from the register and the citizen, not typed."""
    return {
        MaterialKind.EARLIER_SANCTIONS: f"{len(earlier)} i registret" if earlier else "Ingen i registret",
        MaterialKind.BENEFIT: str(case.citizen.benefit or ""),
    }


def _told(earlier: dict) -> str:
    """Without its case's number: the reader may not be one of those who see that case."""
    day = long_date(date.fromisoformat(earlier["day"]))
    return f"{day}: {EventKind(earlier['kind']).label}, {Outcome(earlier['outcome']).label.lower()}"


States = dict[MaterialKind, RowState]


def states_of(cases: CaseQuerySet) -> dict[int, States]:
    """The states of many cases by their ids, in one query whatever their number. Nothing sealed is opened."""
    return {facts.pop("pk"): _states(**facts) for facts in _grouping(cases).values("pk", *GROUPED)}


def lacking(prefix: str = "") -> Q:
    """The cases that lack at least one kind today, as a condition; ``prefix`` leads to the case."""
    found = Q()
    for kind in MaterialKind:
        if kind != MaterialKind.EARLIER_SANCTIONS:
            found |= _lacks(kind, prefix)
    return found


def _lacks(kind: MaterialKind, prefix: str) -> Q:
    of_case = {"case": OuterRef(f"{prefix}pk"), "kind": kind}
    due_in = COURSE[COURSE.index(DUE_FROM.get(kind, COURSE[0])) :]
    lacks = Q(
        ~Exists(CaseMaterial.objects.filter(**of_case)),
        ~Exists(MaterialWaiver.objects.in_force().filter(**of_case)),
        **{f"{prefix}status__in": due_in},
    )
    return lacks & Q(**{f"{prefix}citizen__benefit__isnull": True}) if kind == MaterialKind.BENEFIT else lacks


@dataclass
class Tally:
    """How many cases there are of a sort, how many lack nothing, and how many lack each kind."""

    label: str
    cases: int = 0
    ready: int = 0

    def __post_init__(self):
        self.lacking: Counter[MaterialKind] = Counter()

    def add(self, count: int, missing: list[MaterialKind]) -> None:
        self.cases += count
        self.ready += 0 if missing else count
        self.lacking.update(dict.fromkeys(missing, count))

    @property
    def percent(self) -> int:
        return round(100 * self.ready / self.cases) if self.cases else 0

    @property
    def unready(self) -> int:
        return self.cases - self.ready


@dataclass(frozen=True)
class Share:
    """The unit's numbers: open cases, those decided or closed, and the open ones by team."""

    open: Tally
    ended: Tally
    teams: list[Tally]


@unit_wide("Tallene er hele enhedens")
def unit_share() -> Share:
    """V077 for the whole unit: the database groups equal cases, so the number of cases doesn't matter here."""
    share = Share(Tally("Åbne sager"), Tally("Afgjorte og lukkede sager"), [])
    teams: dict[str, Tally] = {}
    for group in _groups():
        missing = _missing(group)
        if group["status"] not in OPEN_STATUSES:
            share.ended.add(group["cases"], missing)
            continue
        share.open.add(group["cases"], missing)
        teams.setdefault(group["team_name"], Tally(group["team_name"])).add(group["cases"], missing)
    share.teams.extend(teams[name] for name in sorted(teams))
    return share


GROUPED = ("status", "held", "waived", "has_benefit")


def _groups():
    cases = Case.objects.order_by().annotate(team_name=F("team__name"))
    return _grouping(cases).values("team_name", *GROUPED).annotate(cases=Count("pk"))


def _grouping(cases: CaseQuerySet) -> CaseQuerySet:
    held = CaseMaterial.objects.filter(case=OuterRef("pk")).order_by("kind").values("kind")
    waived = MaterialWaiver.objects.in_force().filter(case=OuterRef("pk")).order_by("kind").values("kind")
    return cases.order_by().annotate(
        held=ArraySubquery(held), waived=ArraySubquery(waived), has_benefit=Q(citizen__benefit__isnull=False)
    )


def _states(status: CaseStatus, **facts) -> States:
    return {kind: state_of(kind, status, **facts) for kind in MaterialKind}


def _missing(group: dict) -> list[MaterialKind]:
    states = _states(**{name: group[name] for name in GROUPED})
    return [kind for kind, state in states.items() if state == RowState.MISSING]
