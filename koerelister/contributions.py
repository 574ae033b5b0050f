"""What the core's papers say of this app: the statistics as a standing answer, and what a citizen is on a list for."""

from collections.abc import Iterator

from koerelister.models import SeparateVisit, Stop, VisitOrder
from koerelister.statistics import Year, year_figures, years
from sanktion.contributions import Holding, TextBlock, register_block, register_holding
from sanktion.models import Citizen

# A month with fewer than this could be about one street; then no month is told, or the sum would tell it (domain § 6).
FEWEST = 5
SHOWN_YEARS = 2
WHAT_IS_COUNTED = (
    "Vi fører statistik over, hvor mange borgere der hver måned opsøges på bopælen i forbindelse med en partshøring, "
    "i hvilke områder, og om der blev skabt kontakt. Statistikken er ikke personhenførbar, og det kan ikke aflæses, om "
    "den samme borger er besøgt flere gange."
)
WHAT_IS_NOT = (
    "Der føres ikke statistik over, om der i de sager, hvor en borger er forsøgt kontaktet på bopælen, efterfølgende "
    "sanktioneres. Det er heller ikke muligt at søge de sager frem. Det kan derfor ikke opgøres, hvor mange besøg der "
    "har ført til en sanktion, eller hvor mange sanktioner der er faldet bort efter et besøg."
)
NO_FIGURES = "Der er endnu ikke talt besøg i statistikken."


def register_all() -> None:
    register_block(TextBlock("besoegsstatistik", "Besøgsstatistikken", "sanktion.answer_inquiry", statistics_text))
    register_holding(Holding("Kørelister", held))


def statistics_text() -> str:
    """B011, B037, B042: the counters in words, and plainly what nobody counts. Read from the counters alone."""
    figures = [_sentences(year_figures(year)) for year in years()[:SHOWN_YEARS]]
    return "\n\n".join([WHAT_IS_COUNTED, *(figures or [NO_FIGURES]), WHAT_IS_NOT])


def _sentences(year: Year) -> str:
    whole = year.whole
    if whole.total < FEWEST:
        return f"I {year.span} var der færre end {FEWEST} besøg."
    told = f"I {year.span} var der {whole.total} besøg."
    if min(whole.contact, whole.none) >= FEWEST:
        told += f" Der blev skabt kontakt ved {whole.contact} af dem ({whole.percent} pct.)."
    months = list(zip(year.month_names, whole.months, strict=True))
    if any(0 < month.total < FEWEST for _name, month in months):
        return f"{told} Tallene pr. måned er udeladt, fordi der i mindst én måned var færre end {FEWEST} besøg."
    return f"{told} Pr. måned: {', '.join(f'{name} {month.total}' for name, month in months)}."


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """Neither which list nor which day: the export outlives the list, and must not tell who was on it (B044, B047)."""
    for order in VisitOrder.objects.filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {order.case.number}", "Der er bestilt en køreliste."
    for separate in SeparateVisit.objects.without_list().filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {separate.case.number}", "Der er bestilt en køreliste."
    for stop in Stop.objects.filter(case__citizen=citizen).select_related("case"):
        yield f"Sag {stop.case.number}", "Dit navn og din adresse står på en køreliste, der endnu ikke er destrueret."
