"""The bundles of a whole request as one PDF: the index first, then case after case, each with its own stamps."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from pikepdf import Object, OutlineItem, Pdf

from tilsyn.binding.bundle import TRIES, describe, link_pages
from tilsyn.binding.sources import Unusable, hang, opened, save, take
from tilsyn.binding.stamp import blank

INDEX = "Aktfortegnelsen"


@dataclass(frozen=True)
class Volume:
    """One finished bundle; those that ``continues`` follow the case's own without a page between.

    ``marks`` are (title, page within the bundle, from 0).
    """

    title: str
    pages: int
    read: Callable[[], bytes] = field(repr=False)
    continues: bool = False
    marks: list[tuple[str, int]] = field(default_factory=list)


def bind_request(
    title: str,
    volumes: list[Volume],
    index: Callable[[list[int]], bytes],
    file: io.BytesIO,
    *,
    both_sides: bool = False,
) -> int:
    """``index(firsts)`` gives the index as a PDF, told at which page each volume begins. ``both_sides`` lets each case
    begin on a sheet of its own when printed on both sides. Gives the number of pages; raises Unusable."""
    with Pdf.new() as target:
        data, firsts = _index(volumes, index, both_sides)
        parts = [_taken(target, data, INDEX)]
        for volume, first in zip(volumes, firsts, strict=True):
            _fill(target, parts, first)
            parts.append(_taken(target, volume.read(), volume.title))
        pages = hang(target, parts)
        link_pages(parts[0], lambda number: pages[number - 1])
        _bookmarks(target, volumes, firsts)
        describe(target, title)
        save(target, file)
        return len(pages)


def _index(volumes: list[Volume], index, both_sides: bool) -> tuple[bytes, list[int]]:
    guess = 1
    for _ in range(TRIES):
        firsts = _firsts(volumes, guess, both_sides)
        data = index(firsts)
        with opened(data, INDEX) as made:
            if len(made.pages) == guess:
                return data, firsts
            guess = len(made.pages)
    raise Unusable("Aktfortegnelsen kunne ikke dannes.")


def _firsts(volumes: list[Volume], before: int, both_sides: bool) -> list[int]:
    firsts, page = [], before + 1
    for volume in volumes:
        if both_sides and not volume.continues and page % 2 == 0:
            page += 1
        firsts.append(page)
        page += volume.pages
    return firsts


def _taken(target: Pdf, data: bytes, name: str) -> list[Object]:
    with opened(data, name) as source:
        return take(target, source, name, keep_links=True)


def _fill(target: Pdf, parts: list[list[Object]], first: int) -> None:
    if sum(len(part) for part in parts) < first - 1:
        parts.append([blank(target)])


def _bookmarks(target: Pdf, volumes: list[Volume], firsts: list[int]) -> None:
    with target.open_outline() as outline:
        outline.root.append(OutlineItem("Aktfortegnelse", 0))
        for volume, first in zip(volumes, firsts, strict=True):
            item = OutlineItem(f"{volume.title} (side {first})", first - 1)
            item.children.extend(OutlineItem(title, first - 1 + page) for title, page in volume.marks)
            outline.root.append(item)
