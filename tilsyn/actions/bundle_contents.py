"""The first pages of a bundle: what it holds of the ten kinds, and why what is missing is missing."""

from dataclasses import dataclass, field
from datetime import date

from sanktion.base import pdf
from sanktion.models import MaterialKind, MaterialWaiver
from sanktion.models.standing import standing_on
from tilsyn.actions.bundle_papers import Numbered
from tilsyn.binding import Chapter, Place
from tilsyn.binding.bundle import PAGE_ADDRESS
from tilsyn.material import journal_kinds
from tilsyn.models import Bundle, HoldBack, SelectedCase
from tilsyn.sections import Section

CONTENTS = "tilsyn/bundle/contents.html"
STYLES = ("css/pdf/base.css", "css/pdf/bundle.css")


@dataclass(frozen=True)
class Part:
    """One section. ``note`` says why it is empty."""

    section: Section
    papers: list[Numbered] = field(default_factory=list)
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.section.value} {self.section.label}"

    @property
    def chapter(self) -> Chapter:
        return Chapter(self.title, [paper.leaf for paper in self.papers])


@dataclass(frozen=True)
class Line:
    number: str
    title: str
    dated: date
    place: Place

    @property
    def pages(self) -> str:
        first, last = self.place.first_page, self.place.last_page
        return str(first) if first == last else f"{first}–{last}"


def parts_of(bundle: Bundle, papers: list[Numbered]) -> list[Part]:
    """The first bundle has all ten kinds, found or not; a supplement has what it holds."""
    parts = [Part(section, [one for one in papers if one.paper.section == section]) for section in Section]
    if bundle.is_supplement:
        return [part for part in parts if part.papers]
    notes = _notes(bundle.selected)
    parts = [part if part.papers else Part(part.section, note=notes.get(part.section, "")) for part in parts]
    return [part for part in parts if part.papers or part.section != Section.JOURNAL]


def render_contents(bundle: Bundle, parts: list[Part], places: list[Place]) -> bytes:
    case, found = bundle.selected.case, {place.number: place for place in places}
    shown = [(part, [_line(paper, found[paper.full_number]) for paper in part.papers]) for part in parts]
    context = {
        "bundle": bundle,
        "case": case,
        "supervision": bundle.selected.supervision,
        "category": standing_on(case.citizen, case.event.occurred_on).match_category,
        "parts": shown,
        "address": PAGE_ADDRESS,
    }
    return pdf.render(CONTENTS, context, stylesheets=STYLES, archival=False)


def _line(paper: Numbered, place: Place) -> Line:
    return Line(paper.full_number, paper.paper.title, paper.dated, place)


def _notes(selected: SelectedCase) -> dict[int, str]:
    """V057: what is said of a kind that the case has no paper of. The journal may hold what no paper does."""
    case = selected.case
    notes = dict.fromkeys(MaterialKind.values, "Ingen")
    if case.citizen.benefit:
        notes[MaterialKind.BENEFIT] = str(case.citizen.benefit)
    # «Ingen» would not be true of what there is and isn't sent (V056, V074).
    for held in HoldBack.objects.left_out(selected).select_related("document"):
        notes[held.document.kind] = f"Holdt tilbage: {held.get_reason_display().lower()}"
    for waiver in MaterialWaiver.objects.in_force().filter(case=case):
        notes[waiver.kind] = f"Ikke relevant: {waiver.reason}"
    return notes | dict.fromkeys(journal_kinds(selected), f"Se journalarket, afsnit {Section.JOURNAL.value}")
