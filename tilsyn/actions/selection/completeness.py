"""V034: way 3. Every event registered in the period is on the list; here is what speaks against its being complete."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from sanktion.base.acting import unit_wide
from sanktion.base.deadlines import is_working_day
from sanktion.base.spreadsheets import write_xlsx
from sanktion.base.tables import write_csv
from sanktion.models import Assessment, FileFormat, GroundAssessment, NegativeEvent, PaymentConsequence, User

COLUMNS = (
    "nr",
    "cpr",
    "haendelse",
    "haendelsesdato",
    "registreret",
    "indberetter",
    "reference",
    "sagsnummer",
    "vurderet",
)
LATE_DAYS = 7
PARTS = (Assessment, GroundAssessment, PaymentConsequence)
# A period of registration is some weeks or months.
MAX_DAYS = 400


@dataclass(frozen=True)
class Completeness:
    first: date
    last: date
    events: int
    without_case: int
    without_assessment: int
    late: int
    hidden: int
    days_without: list[date]

    @property
    def refusal(self) -> str:
        """Why the list can't leave; empty when it can. Half a list is a wrong one."""
        if self.hidden:
            told = "1 hændelse" if self.hidden == 1 else f"{self.hidden} hændelser"
            return f"Listen kan ikke hentes: {told} er uden for din adgang. Bed en kollega med adgang om at hente den."
        return "" if self.events else "Der er ikke registreret hændelser i perioden."


def registered(first: date, last: date, *, user: User) -> QuerySet:
    """The events registered from ``first`` to ``last`` that the user sees, in the order they were registered."""
    events = NegativeEvent.objects.visible_to(user).filter(registered_at__date__range=(first, last))
    assessed = [Exists(model.objects.filter(case=OuterRef("case"))) for model in PARTS]
    events = events.annotate(is_assessed=assessed[0] & assessed[1] & assessed[2])
    return events.select_related("citizen", "case").order_by("registered_at", "pk")


@unit_wide("Kontrol af hele enhedens registrering")
def completeness(first: date, last: date, *, late_days: int = LATE_DAYS, user: User) -> Completeness:
    late = Q(registered_at__date__gt=F("occurred_on") + timedelta(days=late_days))
    events = registered(first, last, user=user)
    counted = events.order_by().aggregate(
        events=Count("pk"),
        without_case=Count("pk", filter=Q(case__isnull=True)),
        without_assessment=Count("pk", filter=Q(case__isnull=False, is_assessed=False)),
        late=Count("pk", filter=late),
    )
    everything = NegativeEvent.objects.filter(registered_at__date__range=(first, last))
    hidden = everything.count() - counted["events"]
    return Completeness(first, last, hidden=hidden, days_without=_days_without(everything, first, last), **counted)


def _days_without(events: QuerySet, first: date, last: date) -> list[date]:
    """Working days on which nobody registered anything: a day is no citizen, so all teams' events count."""
    days = set(events.order_by().values_list(TruncDate("registered_at"), flat=True).distinct())
    end = min(last, timezone.localdate())
    span = [first + timedelta(days=number) for number in range((end - first).days + 1)]
    return [day for day in span if is_working_day(day) and day not in days]


def registration_file(events: QuerySet, file_format: str, *, at) -> bytes:
    lines = [_line(number, event) for number, event in enumerate(events, start=1)]
    if file_format == FileFormat.XLSX:
        return write_xlsx("Registrerede hændelser", COLUMNS, lines, at=at)
    return write_csv(COLUMNS, lines)


def _line(number: int, event: NegativeEvent) -> tuple:
    case = getattr(event, "case", None)
    return (
        number,
        event.citizen.formatted_cpr,
        event.kind,
        event.occurred_on,
        timezone.localdate(event.registered_at),
        event.get_origin_display(),
        event.reference,
        case.number if case else "",
        "ja" if event.is_assessed else "nej",
    )
