"""V102, V106: searching the cases for one spot survey, and answering it. No other purpose has a search like this."""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sanktion.base.acting import unit_wide
from sanktion.base.spreadsheets import write_xlsx
from sanktion.base.tables import write_csv
from sanktion.models import Case, DecisionChange, EventKind, FileFormat, NegativeEvent, User
from sanktion.models.standing import OUTSIDE_SUPERVISION, standing_columns
from tilsyn.models import (
    Consequence,
    Supervision,
    SupervisionForm,
    SurveyAnswer,
    SurveyAnswerRow,
    SurveyColumn,
    SurveyRun,
)

DATES = {SurveyColumn.EVENT_DATE, SurveyColumn.EFFECT_FROM}
CASE_PARTS = ("citizen__benefit", "event", "decision__legal_basis")
TEXTS = ("decision__reasons", "decision__answer_to_statement")


class SurveyNotAllowed(Exception):
    """The message is for the user."""


@dataclass(frozen=True)
class SurveyQuery:
    """What is asked; events from ``first`` to ``last``, both included."""

    kinds: list[int]
    outcomes: list[str]
    columns: list[str]
    first: date
    last: date


@dataclass(frozen=True)
class FoundRow:
    case: Case
    facts: dict[str, object]


@dataclass(frozen=True)
class Found:
    """``hidden`` is how many of the cases the user may not see, ``without_case`` how many events have no case yet;
    ``outside_category`` how many cases § 2 leaves out (V018)."""

    rows: list[FoundRow]
    hidden: int
    without_case: int
    outside_category: int = 0

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many cases, by kind of event and then by consequence."""
        pairs = Counter((str(row.case.event.kind), row.case.consequence) for row in self.rows)
        table: dict[str, dict[str, int]] = {}
        for (kind, consequence), count in sorted(pairs.items()):
            table.setdefault(kind, {})[consequence] = count
        return table

    @property
    def refusal(self) -> str:
        """Why it can't be answered; empty when it can. Half an answer is a wrong one."""
        if self.hidden:
            cases = "1 sag" if self.hidden == 1 else f"{self.hidden} sager"
            return f"Der kan ikke svares: {cases} er uden for din adgang. Bed om adgang til dem."
        return ""


def why_not_answerable(supervision: Supervision) -> str:
    """A sentence, or nothing when the survey can be searched for."""
    if supervision.form != SupervisionForm.SPOT_SURVEY:
        return "Kun en spotundersøgelse besvares med en søgning."
    if not supervision.takes_cases:
        return "Tilsynet er afsluttet."
    if not supervision.period_from:
        return "Skriv først på anmodningen, hvilken periode direktoratet spørger til."
    return ""


@unit_wide("Undersøgelsen gælder hele enheden")
@transaction.atomic
def search(supervision: Supervision, query: SurveyQuery, *, by: User) -> Found:
    """Every search is noted with the supervision that it is for. Raises SurveyNotAllowed."""
    if refused := why_not_answerable(supervision):
        raise SurveyNotAllowed(refused)
    everything = _cases(query)
    # A category that nobody has written is none of those, which SQL's NULL would not say.
    asked = everything.filter(Q(match_category__isnull=True) | ~Q(match_category__in=OUTSIDE_SUPERVISION))
    visible = asked.visible_to(by).select_related(*CASE_PARTS).prefetch_related("decision__changes__legal_basis")
    visible = visible.defer(*TEXTS).order_by("event__occurred_on", "number")
    rows = [FoundRow(case, _facts(case, query.columns)) for case in visible]
    events = NegativeEvent.objects.without_case().filter(kind__in=query.kinds)
    found = Found(
        rows=rows,
        hidden=asked.count() - len(rows),
        without_case=events.filter(occurred_on__range=(query.first, query.last)).count(),
        outside_category=everything.filter(match_category__in=OUTSIDE_SUPERVISION).count(),
    )
    SurveyRun.objects.create(supervision=supervision, **asdict(query), found=len(rows) + found.hidden, by=by)
    return found


@transaction.atomic
def answer_survey(
    supervision: Supervision, query: SurveyQuery, *, cpr_reason: str, by: User, key: UUID
) -> SurveyAnswer:
    """Search, and keep what was found. The same ``key`` twice (a double click) gives the answer already made.

    Raises SurveyNotAllowed.
    """
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if made := SurveyAnswer.objects.filter(key=key, supervision=locked).first():
        return made
    found = search(locked, query, by=by)
    if found.refusal:
        raise SurveyNotAllowed(found.refusal)
    answer = SurveyAnswer(
        key=key,
        supervision=locked,
        number=SurveyAnswer.objects.next_number(locked),
        theme=locked.theme,
        **asdict(query),
        cpr_reason=cpr_reason if SurveyColumn.CPR in query.columns else None,
        counts=found.counts,
        without_case=found.without_case,
        found=len(found.rows),
        by=by,
    )
    answer.sha256 = _sum(answer, [row.facts for row in found.rows])
    answer.save()
    SurveyAnswerRow.objects.bulk_create(
        SurveyAnswerRow(answer=answer, number=number, case=row.case, facts=row.facts)
        for number, row in enumerate(found.rows, start=1)
    )
    return answer


def file_of(answer: SurveyAnswer, file_format: FileFormat) -> bytes:
    """What was answered, as a file. Rows of cases destroyed since are gone from it. Raises SurveyNotAllowed if it is
    otherwise not what was answered."""
    rows = [row.facts for row in answer.answer_rows.all()]
    if len(rows) == answer.found and _sum(answer, rows) != answer.sha256:
        raise SurveyNotAllowed("Svaret er ikke det, der blev gemt.")
    if file_format == FileFormat.XLSX:
        return write_xlsx("Svar", _header(answer), _lines(answer, rows), at=answer.at)
    return write_csv(_header(answer), _lines(answer, rows))


def _cases(query: SurveyQuery) -> QuerySet:
    latest = DecisionChange.objects.filter(decision__case=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    stands = Coalesce(Subquery(latest), F("decision__outcome"), Value(Consequence.UNDECIDED.value))
    cases = Case.objects.filter(event__occurred_on__range=(query.first, query.last), event__kind__in=query.kinds)
    category = standing_columns(OuterRef("citizen_id"), OuterRef("event__occurred_on"))["match_category"]
    return cases.annotate(consequence=stands, match_category=category).filter(consequence__in=query.outcomes)


def _facts(case: Case, columns: list[str]) -> dict[str, object]:
    """As JSON keeps it: a date as ÅÅÅÅ-MM-DD."""
    decision = getattr(case, "decision", None)
    standing = decision.standing if decision else None
    effect = standing.effect_from if standing else None
    known = {
        SurveyColumn.CASE_NUMBER: lambda: case.number,
        SurveyColumn.EVENT_KIND: lambda: EventKind(case.event.kind).label,
        SurveyColumn.EVENT_DATE: lambda: case.event.occurred_on.isoformat(),
        SurveyColumn.OUTCOME: lambda: Consequence(case.consequence).label,
        SurveyColumn.LEGAL_BASIS: lambda: str(standing.legal_basis or "") if standing else "",
        SurveyColumn.EFFECT_FROM: lambda: effect.isoformat() if effect else None,
        SurveyColumn.MATCH_CATEGORY: lambda: case.match_category,
        SurveyColumn.BENEFIT: lambda: str(case.citizen.benefit or ""),
        SurveyColumn.CPR: lambda: case.citizen.formatted_cpr,
    }
    return {column: known[SurveyColumn(column)]() for column in columns}


def _header(answer: SurveyAnswer) -> list[str]:
    return [label for _, label in answer.labelled]


def _lines(answer: SurveyAnswer, rows: list[dict]) -> list[list[object]]:
    return [[_cell(column, facts[column]) for column in answer.columns] for facts in rows]


def shown_row(columns: list[str], facts: dict[str, object]) -> list[object]:
    """The values in the order of the columns, a date as dd-mm-åååå."""
    values = [_cell(column, facts[column]) for column in columns]
    return [f"{value:%d-%m-%Y}" if isinstance(value, date) else value for value in values]


def _cell(column: str, value: object) -> object:
    return date.fromisoformat(value) if value and column in DATES else value


def _sum(answer: SurveyAnswer, rows: list[dict]) -> str:
    return hashlib.sha256(write_csv(_header(answer), _lines(answer, rows))).hexdigest()
