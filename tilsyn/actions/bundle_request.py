"""A whole request on paper or as a file: the index, all finished bundles in one PDF, and the manifest of them."""

import io
import json
from dataclasses import dataclass

from sanktion.base import pdf
from sanktion.models import User
from tilsyn.actions.bundle_contents import STYLES
from tilsyn.actions.bundles import BundleNotAllowed, outside_scope
from tilsyn.binding import Volume, bind_request
from tilsyn.binding.bundle import PAGE_ADDRESS
from tilsyn.models import Bundle, BundleEntry, SelectedCase, Supervision
from tilsyn.sections import Section

INDEX = "tilsyn/bundle/index.html"
MOST_BYTES = 300 * 1024 * 1024
FORM = 1


@dataclass(frozen=True)
class Entry:
    """One line of the index; ``note`` says why there is no bundle to point at."""

    title: str
    page: int | None = None
    pages: int = 0
    note: str = ""


def finished(supervision: Supervision, *, user: User) -> list[Bundle]:
    """The bundles that are ready, of the cases that take part, in their order, but for those to be made anew (V074).
    Raises BundleNotAllowed."""
    if outside := outside_scope(supervision, user):
        raise BundleNotAllowed(f"{outside} af tilsynets sager har du ikke adgang til. Den samlede fil kræver dem alle.")
    bundles = Bundle.objects.ready().visible_to(user).filter(selected__supervision=supervision)
    bundles = bundles.filter(selected__in=SelectedCase.objects.taking_part())
    bundles = bundles.exclude(pk__in=Bundle.objects.held_back_since().values("pk"))
    found = list(
        bundles.select_related("selected__case__citizen", "selected__supervision")
        .prefetch_related("entries")
        .order_by("selected__number", "sequence")
    )
    if not found:
        raise BundleNotAllowed("Ingen samlinger er klar endnu.")
    return found


def whole_pdf(supervision: Supervision, bundles: list[Bundle], *, both_sides: bool = False) -> bytes:
    """Index first, then case after case. Made when asked for and never stored; the cases keep their own stamps."""
    if sum(bundle.size for bundle in bundles) > MOST_BYTES:
        raise BundleNotAllowed(f"Samlingerne fylder mere end {MOST_BYTES // 2**20} MB. Hent sagerne hver for sig.")
    file = io.BytesIO()
    volumes = [_volume(bundle) for bundle in bundles]
    title = f"Aktfortegnelse og sager, tilsyn {supervision.number}"
    bind_request(title, volumes, lambda firsts: index_pdf(supervision, bundles, firsts), file, both_sides=both_sides)
    return file.getvalue()


def index_pdf(supervision: Supervision, bundles: list[Bundle], firsts: list[int] | None = None) -> bytes:
    """«Aktfortegnelse». With ``firsts`` each line says at which page of the whole file its case begins; without, how
    many pages the case's own file has."""
    cases = SelectedCase.objects.filter(supervision=supervision).select_related("case").order_by("number")
    places = dict(zip((bundle.pk for bundle in bundles), firsts or [], strict=False))
    lines = [line for one in cases for line in _lines(one, bundles, places)]
    context = {"supervision": supervision, "lines": lines, "address": PAGE_ADDRESS, "has_pages": bool(firsts)}
    return pdf.render(INDEX, context, stylesheets=STYLES, archival=False)


def manifest(bundles: list[Bundle]) -> bytes:
    """What each file is and what went into it, by fingerprint: no title, no name and no CPR number."""
    supervision = bundles[0].selected.supervision
    told = {
        "format": FORM,
        "tilsyn": supervision.number,
        "tilsynsform": supervision.get_form_display(),
        "filer": [_told(bundle) for bundle in bundles],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _volume(bundle: Bundle) -> Volume:
    return Volume(bundle.title, bundle.pages, lambda: bundle.data, continues=bundle.is_supplement, marks=_marks(bundle))


def _marks(bundle: Bundle) -> list[tuple[str, int]]:
    return [
        (f"{entry.full_number} {entry.title}", entry.first_page - bundle.first_page) for entry in bundle.entries.all()
    ]


def _lines(selected: SelectedCase, bundles: list[Bundle], places: dict[int, int]) -> list[Entry]:
    title = f"Sag {selected.number}: {selected.case.number}"
    if not selected.takes_part:
        return [Entry(title, note="(udgået af tilsynet)")]
    own = [bundle for bundle in bundles if bundle.selected_id == selected.pk]
    lines = [Entry(one.title, places.get(one.pk), one.pages) for one in own]
    return lines or [Entry(title, note="(ikke dannet endnu)")]


def _told(bundle: Bundle) -> dict:
    return {
        "fil": bundle.file_name,
        "sag": bundle.selected.number,
        "sagsnummer": bundle.selected.case.number,
        "tillaeg": bundle.sequence - 1,
        "sha256": bundle.sha256,
        "byte": bundle.size,
        "foerste_side": bundle.first_page,
        "sider": bundle.pages,
        "dannet": bundle.asked_at.isoformat(timespec="seconds"),
        "dannet_med": bundle.made_with,
        "bilag": [_told_entry(entry) for entry in bundle.entries.all()],
    }


def _told_entry(entry: BundleEntry) -> dict:
    return {
        "bilag": entry.full_number,
        "materiale": Section(entry.section).label,
        "dato": entry.dated.isoformat() if entry.dated else None,
        "foerste_side": entry.first_page,
        "sider": entry.pages,
        "sha256": entry.sha256,
    }
