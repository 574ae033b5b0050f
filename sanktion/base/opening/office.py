"""Word and LibreOffice files: never shown, only handed back. So they are packed anew, or refused with what acts."""

import io
import re
import zipfile
from xml.parsers import expat

from .refusal import BROKEN, INSERTS, LOCKED, MACROS, TOO_HEAVY, UNKNOWN, Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DOCX_MAIN = f"{DOCX}.main+xml"
MAX_PARTS = 2_000
MACRO_NAMES = re.compile(r"vbaproject|vbadata|macros|^basic/|^scripts/|(^|/)activex/", re.IGNORECASE)
INSERT_NAMES = re.compile(r"(^|/)(embeddings|controls)/|\.(bin|exe|dll|js|vbs|ps1|jar|html?|svg|zip)$", re.IGNORECASE)
# The printer's settings are the one binary part every Word writes.
HARMLESS = re.compile(r"(^|/)printersettings\d*\.bin$", re.IGNORECASE)


def open_office(data: bytes, limits: dict) -> tuple[str, bytes]:
    """The media type, and the archive packed anew with the parts that were read and nothing between or behind."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise Refused(BROKEN) from None
    media_type = _media_type(parts)
    if any(MACRO_NAMES.search(name) for name in parts):
        raise Refused(MACROS)
    if any(INSERT_NAMES.search(name) and not HARMLESS.search(name) for name in parts):
        raise Refused(INSERTS)
    (_check_docx if media_type == DOCX else _check_odt)(parts)
    return media_type, _packed(parts)


def _parts(archive: zipfile.ZipFile, limits: dict) -> dict[str, bytes]:
    """Every part, unpacked: never more than it says it is, which together is never more than the limit."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > limits["max_unpacked"]:
        raise Refused(TOO_HEAVY)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED)
    if len(names) < len(entries) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise Refused(BROKEN)
    return {entry.filename: archive.read(entry) for entry in entries}


def _media_type(parts: dict[str, bytes]) -> str:
    if {"[Content_Types].xml", "word/document.xml"} <= parts.keys():
        return DOCX
    if "content.xml" in parts and parts.get("mimetype") == ODT.encode():
        return ODT
    raise Refused(UNKNOWN)


def _check_docx(parts: dict[str, bytes]) -> None:
    types = {values.get("ContentType", "") for _tag, values in _elements(parts["[Content_Types].xml"])}
    if any(re.search(r"macroenabled|vba|activex", one, re.IGNORECASE) for one in types):
        raise Refused(MACROS)
    if DOCX_MAIN not in types:
        raise Refused(UNKNOWN)
    for name in parts:
        if name.endswith(".rels"):
            for _tag, values in _elements(parts[name]):
                # A link is followed by a person; a template or a picture from outside is fetched on opening.
                is_outside = values.get("TargetMode", "").lower() == "external"
                if is_outside and not values.get("Type", "").endswith("/hyperlink"):
                    raise Refused(INSERTS)


def _check_odt(parts: dict[str, bytes]) -> None:
    for name in parts:
        if name.endswith(".xml"):
            for tag, values in _elements(parts[name]):
                if tag.startswith("script:") or any("vnd.sun.star." in value for value in values.values()):
                    raise Refused(MACROS)
                link = values.get("xlink:href", "")
                if tag != "text:a" and re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE):
                    raise Refused(INSERTS)


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Tag and attributes of each element. A document type, the way to entities, is in neither format: refused."""
    found = []

    def refuse(*declared):
        raise Refused(BROKEN)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, values: found.append((tag, values))
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused(BROKEN) from None
    return found


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # OpenDocument 1.2, part 3, 3.3: «mimetype» stands first and unpacked.
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return file.getvalue()
