"""What a page draws, and nothing that goes with it unseen."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Page, Pdf, Stream

# What a page is, and what it draws with.
PAGE_KEYS = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group"}
# What may hang on anything and says something of its own.
ASIDE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/StructParent",
    "/StructParents",
    "/AF",
    "/OPI",
    "/Alternates",
    "/Measure",
    "/PtData",
    "/Ref",
    "/OC",
    "/AA",
    "/Thumb",
)
# These draw nothing, or only the frame of a link: the rest of a page is copied without them.
UNDRAWN = {"/Link", "/Popup"}
PROPERTIES = {"BDC": "BMC", "DP": "MP"}
DEEPEST = 8


def is_plain(page: Page) -> bool:
    """Whether the page can be copied: no fields and notes, no layers, no pattern with drawings of its own."""
    try:
        annotations = page.obj.get("/Annots", Array())
        if any(str(one.get("/Subtype", "")) not in UNDRAWN for one in annotations):
            return False
        return _is_plain(page.resources, 0)
    except (TypeError, AttributeError, ValueError, pikepdf.PdfError):
        return False


def _is_plain(resources: Dictionary, depth: int) -> bool:
    layers = any("/OCGs" in one or one.get("/Type") in ("/OCG", "/OCMD") for one in _values(resources, "/Properties"))
    drawn_by = any("/Resources" in one for one in _values(resources, "/Pattern"))
    if depth > DEEPEST or layers or drawn_by:
        return False
    if any("/SMask" in one and isinstance(one.SMask, Dictionary) for one in _values(resources, "/ExtGState")):
        return False
    for thing in _values(resources, "/XObject"):
        if "/OC" in thing:
            return False
        is_form = thing.get("/Subtype") == "/Form"
        # One without resources of its own draws with its page's, which are cut down to what the page itself names.
        if is_form and ("/Resources" not in thing or not _is_plain(thing.Resources, depth + 1)):
            return False
    return True


def silence(pdf: Pdf) -> None:
    """Takes the words beside the drawing out of every page; the marks of layers stay, for they hide what is drawn."""
    for page in pdf.pages:
        if "/Contents" in page.obj:
            page.obj.Contents = Stream(pdf, pikepdf.unparse_content_stream([_silent(one) for one in _parsed(page)]))
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == "/Form":
            thing.write(pikepdf.unparse_content_stream([_silent(one) for one in _parsed(thing)]))


def _parsed(content) -> list:
    return list(pikepdf.parse_content_stream(content))


def _silent(one):
    operator = str(one.operator)
    if operator not in PROPERTIES or one.operands[0] == "/OC":
        return one
    return pikepdf.ContentStreamInstruction([one.operands[0]], Operator(PROPERTIES[operator]))


def _values(resources: Dictionary, kind: str) -> list:
    return [one for one in resources.get(kind, Dictionary()).values() if isinstance(one, Dictionary | Stream)]


def strip(pdf: Pdf, page: Page) -> None:
    """Leaves the page what it draws."""
    for key in [key for key in page.obj.keys() if key not in PAGE_KEYS]:
        del page.obj[key]
    resources = page.obj.get("/Resources", Dictionary())
    contents, used = _drawn(page)
    page.obj.Contents = Stream(pdf, contents)
    page.obj.Resources = _only(pdf, resources, used)


def _drawn(content) -> tuple[bytes, set[str]]:
    """The operators without what they say aside, and the names they use."""
    kept = [_silent(one) for one in _parsed(content)]
    used: set[str] = set()
    for one in kept:
        if str(one.operator) == "INLINE IMAGE":
            used |= {str(value) for value in one.iimage.obj.values() if isinstance(value, Name)}
        elif str(one.operator) not in ("BMC", "MP"):
            used |= {str(operand) for operand in one.operands if isinstance(operand, Name)}
    return pikepdf.unparse_content_stream(kept), used


def _only(pdf: Pdf, resources: Dictionary, used: set[str]) -> Dictionary:
    """The resources by those names: what other pages draw is often listed on every page."""
    kept = Dictionary()
    for kind, listed in resources.items():
        if kind == "/Properties" or not isinstance(listed, Dictionary):
            continue
        named = {name: thing for name, thing in listed.items() if name in used}
        if named:
            kept[kind] = Dictionary({name: _form(pdf, thing) for name, thing in named.items()})
    return kept


def _form(pdf: Pdf, thing):
    """A drawing within the drawing is cut down as its page is; everything else stays."""
    if not isinstance(thing, Stream) or thing.get("/Subtype") != "/Form":
        return thing
    contents, used = _drawn(thing)
    made = Stream(pdf, contents)
    for key in ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group"):
        if key in thing:
            made[key] = thing[key]
    made.Resources = _only(pdf, thing.get("/Resources", Dictionary()), used)
    return made


def strip_everywhere(pdf: Pdf) -> None:
    for thing in pdf.objects:
        # A list of fonts or drawings has no type, and names its own as it likes.
        if isinstance(thing, Stream) or (isinstance(thing, Dictionary) and "/Type" in thing):
            for key in ASIDE:
                if key in thing:
                    del thing[key]
