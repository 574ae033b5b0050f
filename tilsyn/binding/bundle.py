"""The papers of one case as one PDF: contents with links, bookmarks, and a stamp on every page."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf

from tilsyn.binding.sources import Unusable, hang, opened, save, take
from tilsyn.binding.stamp import Stamper

# Links on the contents pages name a page like this; nobody owns a name under .invalid (RFC 2606).
PAGE_ADDRESS = "https://side.invalid/"
MOST_BYTES = 400 * 1024 * 1024
TRIES = 4
# What one contents page holds: a wrong guess costs a second rendering.
ROWS_FIRST, ROWS_NEXT = 20, 35


@dataclass(frozen=True)
class Leaf:
    """One paper. ``name`` is what the user knows its document by, for the case that it can't be read."""

    number: str
    title: str
    name: str
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True)
class Chapter:
    title: str
    leaves: list[Leaf]


@dataclass(frozen=True)
class Cover:
    """``mark`` begins each stamp («sag 1»); ``pages_before`` are those of the case's earlier bundles.

    ``contents(places)`` gives the contents pages as a PDF, in which a link to ``PAGE_ADDRESS`` + number means a page.
    """

    title: str
    mark: str
    contents: Callable[[list["Place"]], bytes] = field(repr=False)
    pages_before: int = 0


@dataclass(frozen=True)
class Place:
    """Where a paper lies, by the numbers in the stamps, and the fingerprint of the bytes that went in."""

    number: str
    first_page: int
    pages: int
    sha256: str

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1


@dataclass(frozen=True)
class Bound:
    pages: int
    places: list[Place]


def bind(cover: Cover, chapters: list[Chapter], file: io.BytesIO) -> Bound:
    """Write the bundle. The same papers and cover give the same bytes. Raises Unusable."""
    leaves = [leaf for chapter in chapters for leaf in chapter.leaves]
    with Pdf.new() as target:
        parts, sums = _take_all(target, leaves)
        first, places = _contents(target, cover, leaves, [len(part) for part in parts], sums)
        pages = hang(target, [first, *parts])
        _link(first, pages, cover.pages_before)
        _stamp(target, pages, cover, places)
        _bookmarks(target, chapters, places, cover)
        _finish(target, cover)
        save(target, file)
        return Bound(len(pages), places)


def _take_all(target: Pdf, leaves: list[Leaf]) -> tuple[list[list[Object]], list[str]]:
    parts, sums, total = [], [], 0
    for leaf in leaves:
        data = leaf.read()
        total += len(data)
        if total > MOST_BYTES:
            raise Unusable(f"Sagens papirer fylder mere end {MOST_BYTES // 2**20} MB og kan ikke samles i én fil.")
        with opened(data, leaf.name) as source:
            parts.append(take(target, source, leaf.name))
        sums.append(hashlib.sha256(data).hexdigest())
    return parts, sums


def _contents(target: Pdf, cover: Cover, leaves, lengths, sums) -> tuple[list[Object], list[Place]]:
    """How many pages the contents take is known when they are made, and they tell pages that depend on it."""
    guess = 1 + max(0, -(-(len(leaves) - ROWS_FIRST) // ROWS_NEXT))
    for _ in range(TRIES):
        places = _places(leaves, lengths, sums, cover.pages_before + guess + 1)
        with opened(cover.contents(places), "Indholdsfortegnelsen") as made:
            if len(made.pages) == guess:
                return take(target, made, "Indholdsfortegnelsen", keep_links=True), places
            guess = len(made.pages)
    raise Unusable("Indholdsfortegnelsen kunne ikke dannes.")


def _places(leaves, lengths, sums, page: int) -> list[Place]:
    places = []
    for leaf, length, digest in zip(leaves, lengths, sums, strict=True):
        places.append(Place(leaf.number, page, length, digest))
        page += length
    return places


def _link(first: list[Object], pages: list[Object], before: int) -> None:
    link_pages(first, lambda number: pages[number - before - 1])


def link_pages(first: list[Object], page_of: Callable[[int], Object]) -> None:
    """Addresses that stand for pages become links to them; any other is taken away."""
    for page in first:
        kept = Array()
        for note in page.get("/Annots", Array()):
            address = str(note.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(PAGE_ADDRESS):
                goal = page_of(int(address.removeprefix(PAGE_ADDRESS)))
                kept.append(_link_to(goal, note.Rect))
        page[Name.Annots] = kept


def _link_to(goal: Object, place: Array) -> Dictionary:
    dest = Array()
    dest.append(goal)
    dest.append(Name.Fit)
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(place)), Border=Array([0, 0, 0]), Dest=dest)


def _stamp(target: Pdf, pages: list[Object], cover: Cover, places: list[Place]) -> None:
    stamper, before = Stamper(target), cover.pages_before
    last = before + len(pages)
    contents = (places[0].first_page - before - 1) if places else len(pages)
    marks = ["indhold"] * contents + [f"bilag {place.number}" for place in places for _ in range(place.pages)]
    for number, (page, mark) in enumerate(zip(pages, marks, strict=True), before + 1):
        stamper.stamp(page, f"{cover.mark} · {mark} · side {number} af {last}")


def _bookmarks(target: Pdf, chapters: list[Chapter], places: list[Place], cover: Cover) -> None:
    waiting, before = iter(places), cover.pages_before
    with target.open_outline() as outline:
        outline.root.append(OutlineItem(f"Indhold (side {before + 1})", 0))
        for chapter in chapters:
            found = [(leaf, next(waiting)) for leaf in chapter.leaves]
            if not found:
                continue
            item = OutlineItem(f"{chapter.title} (side {found[0][1].first_page})", found[0][1].first_page - before - 1)
            for leaf, place in found:
                title = f"{leaf.number} {leaf.title} (side {place.first_page})"
                item.children.append(OutlineItem(title, place.first_page - before - 1))
            outline.root.append(item)


def _finish(target: Pdf, cover: Cover) -> None:
    describe(target, cover.title)
    target.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=cover.pages_before + 1)]))


def describe(target: Pdf, title: str) -> None:
    target.Root.Lang = pikepdf.String("da-DK")
    target.Root.PageMode = Name.UseOutlines
    target.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    target.docinfo[Name.Title] = title
