"""The pages of one PDF taken into another, with what is seen on them and nothing else.

Pages are copied as plain objects and hung in a tree of our own: asking the library to insert them takes time that
grows with the square of their number.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf

# What a page needs to look as it does. Annotations are drawn into it first; links, actions and facts are left behind.
PAGE_KEYS = {"/Contents", "/CropBox", "/Group", "/MediaBox", "/Resources", "/Rotate", "/UserUnit"}
INHERITED = ("/CropBox", "/MediaBox", "/Resources", "/Rotate")
# Facts about where a picture or a form comes from: an author's name, a file's name.
FACTS = ("/Metadata", "/PieceInfo", "/AF", "/OPI")
LEVELS = 64


class Unusable(Exception):
    """A PDF that can't be taken in. The message is for the user."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Pdf]:
    """``name`` is what the user knows the document by. Raises Unusable."""
    # A file cut short can often be repaired, but would then pass for the whole of it.
    if b"%%EOF" not in data[-2048:]:
        raise Unusable(f"{name} er beskadiget og kan ikke læses helt.")
    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            yield source
    except pikepdf.PasswordError:
        raise Unusable(f"{name} er låst med en adgangskode. Læg den på sagen uden adgangskode.") from None
    except (pikepdf.PdfError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
        # Only the name: the library's words may quote what is in the file.
        raise Unusable(f"{name} er beskadiget og kan ikke læses helt.") from None


def take(target: Pdf, source: Pdf, name: str, *, keep_links: bool = False) -> list[Object]:
    """The pages of ``source`` as objects of ``target``, not yet in its page tree. Changes ``source``."""
    kept = PAGE_KEYS | {"/Annots"} if keep_links else PAGE_KEYS
    pages = [page.obj for page in source.pages]
    if not pages:
        raise Unusable(f"{name} har ingen sider.")
    if not keep_links and any("/Annots" in page for page in pages):
        _draw_annotations(source)
    for page in pages:
        _inherit(page)
    for page in pages:
        # Without its type a page is copied as any other object is; links to it find the copy.
        for key in set(page.keys()) - kept:
            del page[key]
    copied = [target.copy_foreign(page) for page in pages]
    _keep_layers(target, source)
    return copied


def hang(target: Pdf, parts: list[list[Object]]) -> list[Object]:
    """Make the page tree of ``target``, a branch for each part; gives every page in order."""
    root = target.Root.Pages
    for part in parts:
        branch = target.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Kids=Array(), Count=len(part)))
        root.Kids.append(branch)
        for page in part:
            page[Name.Type], page[Name.Parent] = Name.Page, branch
            # One at a time: an array made from a list of objects writes each of them out in full.
            branch.Kids.append(page)
    root.Count = sum(len(part) for part in parts)
    return [page for part in parts for page in part]


def save(target: Pdf, file: io.BytesIO) -> None:
    """The same document gives the same bytes: nothing in it is drawn by lot or by the clock."""
    how = {"deterministic_id": True, "object_stream_mode": ObjectStreamMode.generate, "compress_streams": True}
    start = file.tell()
    target.save(file, **how)
    # The library writes names plainly, and a picture's facts hang on it outside the packed objects.
    if any(file.getvalue().find(key.encode(), start) >= 0 for key in FACTS):
        _forget_facts(target)
        file.seek(start)
        file.truncate()
        target.save(file, **how)


def _draw_annotations(source: Pdf) -> None:
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances"):
        source.generate_appearance_streams()
    source.flatten_annotations("all")


def _inherit(page: Dictionary) -> None:
    missing = [key for key in INHERITED if key not in page]
    above = page.get("/Parent")
    for _ in range(LEVELS):
        if not missing or not isinstance(above, Dictionary):
            break
        for key in [key for key in missing if key in above]:
            page[key] = above[key]
            missing.remove(key)
        above = above.get("/Parent")


def _keep_layers(target: Pdf, source: Pdf) -> None:
    """What the author had hidden stays hidden."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    plan = layers.get("/D", Dictionary())
    groups = list(layers.get("/OCGs", Array()))
    shown = {group.objgen for group in plan.get("/ON", Array())}
    off = list(plan.get("/OFF", Array()))
    if plan.get("/BaseState") == Name.OFF:
        off = [group for group in groups if group.objgen not in shown]
    if "/OCProperties" not in target.Root:
        target.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(ON=Array(), OFF=Array()))
    ours = target.Root.OCProperties
    for group in groups:
        copied = target.copy_foreign(group)
        copied.Name = pikepdf.String("Lag")
        if "/Usage" in copied:
            del copied["/Usage"]
        ours.OCGs.append(copied)
    for group in off:
        ours.D.OFF.append(target.copy_foreign(group))


def _forget_facts(target: Pdf) -> None:
    for thing in target.objects:
        if isinstance(thing, Dictionary | pikepdf.Stream):
            for key in FACTS:
                if key in thing:
                    del thing[key]
