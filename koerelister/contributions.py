"""What the core's papers say of this app: the statistics as a standing answer, and what a citizen is on a list for."""

from collections.abc import Iterator

from koerelister.models import OutcomeSwitch, SeparateVisit, Stop, VisitOrder
from koerelister.statistics.outcomes import CANNOT_TELL, Quarter, closed_quarters
from koerelister.statistics.published import YearTold, published_year, published_years
from sanktion.contributions import Holding, TextBlock, register_block, register_holding
from sanktion.models import Citizen

SHOWN_YEARS, SHOWN_QUARTERS = 2, 8
NO_QUARTERS = "Der tælles, hvordan sagerne blev afgjort, men der er endnu ingen kvartaler, der kan udleveres."
WHAT_IS_COUNTED = (
    "Vi fører statistik over, hvor mange besøg der hver måned gøres på borgernes bopæl i forbindelse med en "
    "partshøring, i hvilke områder, og om der blev skabt kontakt. Statistikken er ikke personhenførbar, og det "
    "kan ikke aflæses, om den samme borger er besøgt flere gange; en borger, der er besøgt to gange, tæller "
    "derfor to gange."
)
WHAT_IS_NOT = (
    "Der føres ikke statistik over, om der i de sager, hvor en borger er forsøgt kontaktet på bopælen, efterfølgende "
    "sanktioneres. Det er heller ikke muligt at søge de sager frem. Det kan derfor ikke opgøres, hvor mange besøg der "
    "har ført til en sanktion, eller hvor mange sanktioner der er faldet bort efter et besøg."
)
NO_FIGURES = "Der er endnu ingen afsluttede måneder i statistikken."


def register_all() -> None:
    register_block(TextBlock("besoegsstatistik", "Besøgsstatistikken", "sanktion.answer_inquiry", statistics_text))
    register_holding(Holding("Kørelister", held))


def statistics_text() -> str:
    """B011, B037, B042: the published figures in words, and plainly what nobody counts."""
    figures = [_sentences(published_year(year)) for year in published_years()[:SHOWN_YEARS]]
    return "\n\n".join([WHAT_IS_COUNTED, *(figures or [NO_FIGURES]), *_outcomes()])


def _sentences(year: YearTold) -> str:
    if not year.whole.months:
        return f"{year.year}: {year.left_out}"
    total = year.whole.total
    told = f"I {year.span} var der {total.total} besøg."
    if total.total:
        told += f" Der blev skabt kontakt ved {total.contact} af dem ({total.percent} pct.)."
    months = [f"{month.name} {month.total.total}" for month in year.closed if month.total]
    return f"{told} Pr. måned: {', '.join(months)}. {year.left_out}".strip()


def _outcomes() -> list[str]:
    """What the counter of outcomes tells, if the management has ever decided to count."""
    if not OutcomeSwitch.objects.filter(decided_on__isnull=False).exists():
        return [WHAT_IS_NOT]
    quarters = [_quarter(quarter) for quarter in closed_quarters()[:SHOWN_QUARTERS][::-1]]
    return [*(quarters or [NO_QUARTERS]), CANNOT_TELL]


def _quarter(quarter: Quarter) -> str:
    rows = []
    for name, numbers in quarter.rows:
        told = [f"{label.lower()} {number}" for label, number in zip(quarter.columns, numbers, strict=True)]
        rows.append(f"{name}: {', '.join(told)}")
    part = " (kun en del af kvartalet er talt)" if quarter.is_partial else ""
    return f"Afgørelser i {quarter.name}{part}. {'. '.join(rows)}."


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """Neither which list nor which day: the export outlives the list, and must not tell who was on it (B044, B047)."""
    for order in VisitOrder.objects.filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {order.case.number}", "Der er bestilt en køreliste."
    for separate in SeparateVisit.objects.without_list().filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {separate.case.number}", "Der er bestilt en køreliste."
    for stop in Stop.objects.filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {stop.case.number}", "Dit navn og din adresse står på en køreliste, der endnu ikke er destrueret."
