"""V055: a dispatch by post as one PDF to print: cover letter, list of contents, and the bundles in their order."""

import io

import pikepdf

from tilsyn.actions.dispatch import DISCARD, DispatchNotAllowed, why_not_leaving
from tilsyn.letters.dispatch import papers_in_order, render_index
from tilsyn.models import Bundle, Dispatch


def render_print_set(dispatch: Dispatch) -> bytes:
    """In memory alone. Raises DispatchNotAllowed: it goes into the envelope, so what may not leave isn't printed."""
    _check(dispatch)
    whole = pikepdf.new()
    marks = []
    cover, *letters = papers_in_order(dispatch)
    _add(whole, marks, cover.paper.title, cover.paper.data)
    _add(whole, marks, "Aktfortegnelse", render_index(dispatch))
    for row in letters:
        _add(whole, marks, row.paper.title, row.paper.data)
    for row in dispatch.bundles.select_related("bundle__selected__case"):
        supplement = f", tillæg {row.bundle.sequence - 1}" if row.bundle.is_supplement else ""
        _add(whole, marks, f"Sag {row.bundle.selected.case.number}{supplement}", _data(row.bundle))
    with whole.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
    whole.docinfo["/Title"] = f"Tilsyn {dispatch.supervision.number}, forsendelse {dispatch.number}"
    made = io.BytesIO()
    whole.save(made, deterministic_id=True)
    return made.getvalue()


def _check(dispatch: Dispatch) -> None:
    if not (dispatch.is_post and dispatch.is_open):
        raise DispatchNotAllowed("Kun en forsendelse til posten, der ikke er sendt, kan skrives ud.")
    if why := why_not_leaving(dispatch):
        raise DispatchNotAllowed(why)


def _data(bundle: Bundle) -> bytes:
    try:
        return bundle.data
    except ValueError as changed:
        raise DispatchNotAllowed(f"{changed} {DISCARD}") from changed


def _add(whole: pikepdf.Pdf, marks: list[tuple[str, int]], title: str, data: bytes) -> None:
    marks.append((title, len(whole.pages)))
    with pikepdf.open(io.BytesIO(data)) as part:
        whole.pages.extend(part.pages)
