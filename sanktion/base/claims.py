"""What a login provider says of a person, turned into our names by one mapping. Nothing here reads or writes rows.

OIO-BPP is «OIOSAML Basic Privilege Profile» 1.x: base64 of XML, ``PrivilegeGroup`` elements with a ``Scope`` (whose
privileges: here the municipality's CVR number), ``Privilege`` and ``Constraint``.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping

from lxml import etree

PRIVILEGE_NAMESPACES = {
    "http://digst.dk/oiosaml/basic_privilege_profile",
    "http://itst.dk/oiosaml/basic_privilege_profile",
}
CVR_SCOPE = "urn:dk:gov:saml:cvrNumberIdentifier:"
MAX_PRIVILEGES = 64 * 1024  # characters


def values(claims: Mapping, path: str) -> list[str]:
    """The texts of a claim: of a text itself, of a list its texts. «a.b» is b inside a, unless a claim is named so."""
    found = claims.get(path)
    if found is None and "." in path:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    found = [found] if isinstance(found, str) else found
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else []


def mapped(said: Iterable[str], mapping: Mapping[str, str]) -> set[str]:
    """What ``mapping`` makes of what was said; what it doesn't know counts for nothing."""
    return {mapping[value] for value in said if value in mapping}


def privileges(claims: Mapping, path: str, cvr: str) -> list[str]:
    """The privileges and constraint values that an OIO-BPP claim gives in the scope of ``cvr``; none when it is broken.

    One group's privilege and constraint are both returned, to be mapped as any other value.
    """
    found: list[str] = []
    for value in values(claims, path):
        for group in _groups(value):
            if group.get("Scope") == f"{CVR_SCOPE}{cvr}":
                found += [(one.text or "").strip() for one in group if _name(one) in ("Privilege", "Constraint")]
    return [value for value in found if value]


def _groups(value: str) -> list:
    try:
        text = base64.b64decode(value, validate=True) if len(value) <= MAX_PRIVILEGES else b""
        # No entities, no files, no network: it is somebody else's text.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(text, parser)
    except (binascii.Error, ValueError, etree.XMLSyntaxError):
        return []
    if root.getroottree().docinfo.doctype or etree.QName(root).namespace not in PRIVILEGE_NAMESPACES:
        return []
    return [child for child in root if _name(child) == "PrivilegeGroup"]


def _name(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
