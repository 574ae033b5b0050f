"""A PDF written anew without what acts: scripts, actions, attachments, forms that fetch, media, hidden facts.

The catalogue keeps what is on a list of good keys; every object is then searched for actions, wherever they hang.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .refusal import BROKEN, LOCKED, NOT_SURE, TOO_HEAVY, Refused, too_many_pages, too_many_pixels

CATALOGUE = {
    *("/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot", "/OCProperties", "/OutputIntents"),
    *("/PageLabels", "/PageMode", "/PageLayout", "/ViewerPreferences", "/Outlines", "/Dests", "/Names", "/AcroForm"),
}
NAMES = {"/Dests"}
# Not /XFA, a second form in its own language, and not the signatures' flags: what is rewritten is signed no more.
FORM = {"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances"}
NOT_ON_A_PAGE = ("/AA", "/AF", "/PieceInfo", "/PresSteps", "/Metadata", "/Thumb")
ANNOTATIONS = {
    *("/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Popup", "/Widget", "/Watermark"),
}
# ISO 32000-2, table 201, all but /GoTo: to go to a page of the same document.
ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/GoToDp", "/Thread"),
    *("/URI", "/Sound", "/Movie", "/Hide", "/Named", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView"),
    "/RichMediaExecute",
}


def open_pdf(data: bytes, limits: dict) -> tuple[bytes, int]:
    """The PDF without its active parts, unlocked if it opens without a password, and its number of pages."""
    # A file cut short can often be repaired, but would then pass for the whole of it.
    if b"%%EOF" not in data[-2048:]:
        raise Refused(BROKEN)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _cleaned(pdf, limits)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except pikepdf.PdfError:
        raise Refused(BROKEN) from None
    except UnicodeDecodeError:
        # Names in another alphabet than UTF-8, from old programs: legal, but the library can't look behind them.
        raise Refused(NOT_SURE) from None


def _cleaned(pdf: pikepdf.Pdf, limits: dict) -> tuple[bytes, int]:
    pages = len(pdf.pages)
    if not pages:
        raise Refused(BROKEN)
    if pages > limits["max_pages"]:
        raise Refused(too_many_pages(limits["max_pages"]))
    _strip_catalogue(pdf)
    for page in pdf.pages:
        _strip_page(page.obj)
    left = limits["max_unpacked"]
    for thing in pdf.objects:
        for inner in _dictionaries(thing):
            _disarm(inner)
        if isinstance(thing, Stream):
            left -= _unpacked(thing, limits)
            if left < 0:
                raise Refused(TOO_HEAVY)
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue(), pages


def _strip_catalogue(pdf: pikepdf.Pdf) -> None:
    _keep(pdf.Root, CATALOGUE)
    _keep(pdf.Root.get("/Names"), NAMES)
    _keep(pdf.Root.get("/AcroForm"), FORM)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _keep(thing, keys: set[str]) -> None:
    for key in set(thing.keys()) - keys if isinstance(thing, Dictionary) else ():
        del thing[key]


def _strip_page(page: Dictionary) -> None:
    for key in NOT_ON_A_PAGE:
        if key in page:
            del page[key]
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes if _kind(note, "/Subtype") in ANNOTATIONS] if isinstance(notes, Array) else []
    page["/Annots"] = Array(kept)


def _dictionaries(thing) -> Iterator[Dictionary | Stream]:
    """Every dictionary inside one numbered object; the numbered ones below come in their own turn."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            parts = [one[key] for key in one.keys()]
        elif isinstance(one, Array):
            parts = list(one)
        else:
            continue
        waiting += [part for part in parts if isinstance(part, Dictionary | Array) and not part.is_indirect]


def _disarm(thing: Dictionary | Stream) -> None:
    if _kind(thing, "/S") in ACTIONS and _kind(thing, "/Type") in ("", "/Action"):
        _keep(thing, set())
        return
    is_field = any(key in thing for key in ("/FT", "/Parent", "/Kids", "/Subtype", "/Title"))
    doomed = {"/AA", "/PA"} if is_field else set()
    if is_field and _kind(thing.get("/A"), "/S") in ACTIONS:
        doomed.add("/A")
    if any(key in thing for key in ("/F", "/UF")) or _kind(thing, "/Type") == "/Filespec":
        doomed |= {"/EF", "/RF"}
    if isinstance(thing, Stream):
        # A stream may say that its bytes lie in another file, a form that it stands for another document's page.
        doomed |= {"/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI"}
    if _kind(thing, "/FT") == "/Sig":
        doomed.add("/V")
    for key in doomed:
        if key in thing:
            del thing[key]


def _kind(thing, key: str) -> str:
    value = thing.get(key) if isinstance(thing, Dictionary | Stream) else None
    return str(value) if isinstance(value, Name) else ""


def _unpacked(stream: Stream, limits: dict) -> int:
    """How many bytes the stream becomes; a picture is judged by its size on paper and is left packed."""
    if _kind(stream, "/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > limits["max_pixels"]:
            raise Refused(too_many_pixels(limits["max_pixels"]))
        return 0
    try:
        return len(stream.read_bytes())
    except pikepdf.PdfError:
        # Packed in a way only pictures and typefaces use: not unpacked here either.
        return 0
