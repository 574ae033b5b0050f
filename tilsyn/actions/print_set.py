"""V055: a dispatch by post as one PDF to print: cover letter, list of contents, and the bundles in their order."""

import io

import pikepdf

from tilsyn.letters.dispatch import papers_in_order, render_index
from tilsyn.models import Dispatch


def render_print_set(dispatch: Dispatch) -> bytes:
    """In memory alone. Raises ValueError when a bundle is not the one that was made."""
    whole = pikepdf.new()
    marks = []
    cover, *letters = papers_in_order(dispatch)
    _add(whole, marks, cover.paper.title, cover.paper.data)
    _add(whole, marks, "Aktfortegnelse", render_index(dispatch))
    for row in letters:
        _add(whole, marks, row.paper.title, row.paper.data)
    for row in dispatch.bundles.select_related("bundle__selected__case"):
        _add(whole, marks, f"Sag {row.bundle.selected.case.number}", row.bundle.data)
    with whole.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
    whole.docinfo["/Title"] = f"Tilsyn {dispatch.supervision.number}, forsendelse {dispatch.number}"
    made = io.BytesIO()
    whole.save(made, deterministic_id=True)
    return made.getvalue()


def _add(whole: pikepdf.Pdf, marks: list[tuple[str, int]], title: str, data: bytes) -> None:
    marks.append((title, len(whole.pages)))
    with pikepdf.open(io.BytesIO(data)) as part:
        whole.pages.extend(part.pages)
