"""Digital Post: one MeMo 1.2 message a letter, put in a folder for the municipality's gateway."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from lxml import etree

from parthoering.delivery.base import Letter
from parthoering.delivery.spool import put

MEMO = "https://DigitalPost.dk/MeMo-1"
CASE_SYSTEM = "Sanktion"
LONGEST_FILE_NAME = 80


class MemoSpool:
    def __init__(self, folder: Path | None = None):
        self.folder = Path(folder or settings.SANKTION_OUTBOX / "digital-post")

    def send(self, letter: Letter) -> str:
        put(self.folder, f"{letter.uuid}.xml", memo_message(letter))
        return str(letter.uuid)


def memo_message(letter: Letter) -> bytes:
    """The elements in the order the standard asks for. Label and notification are shown on a locked phone: they never
    say what the letter is about."""
    message = etree.Element(_tag("Message"), nsmap={"memo": MEMO}, memoVersion="1.2")
    _header(_child(message, "MessageHeader"), letter)
    _body(_child(message, "MessageBody"), letter)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8")


def clean_file_name(name: str) -> str:
    """Without what receivers' systems refuse: ``<>:"/\\|?*``, control characters and odd spaces."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "", re.sub(r"\s+", " ", name)).strip(" .")
    return kept[-LONGEST_FILE_NAME:] or "brev.pdf"


def _header(header, letter: Letter) -> None:
    municipality = settings.SANKTION_SENDER["municipality"]
    _child(header, "messageType", "DIGITALPOST")
    _child(header, "messageUUID", str(letter.uuid))
    _child(header, "messageID", letter.document_number)
    _child(header, "label", f"Brev fra {municipality}")
    _child(header, "notification", f"Du har fået et brev fra {municipality}.")
    _child(header, "reply", "true" if letter.reply_by else "false")
    if letter.reply_by:
        _child(header, "replyByDateTime", _utc(letter.reply_by))
    sender = _child(header, "Sender")
    _child(sender, "senderID", settings.SANKTION_CVR)
    _child(sender, "idType", "CVR")
    _child(sender, "label", municipality)
    recipient = _child(header, "Recipient")
    _child(recipient, "recipientID", letter.cpr)
    _child(recipient, "idType", "CPR")
    _content_data(_child(header, "ContentData"), letter)


def _content_data(data, letter: Letter) -> None:
    case = _child(data, "CaseID")
    _child(case, "caseID", letter.case_number)
    _child(case, "caseSystem", CASE_SYSTEM)
    kle = settings.SANKTION_KLE
    if kle["subject"]:
        element = _child(data, "KLEdata")
        _child(element, "subjectKey", kle["subject"])
        if kle["version"]:
            _child(element, "version", kle["version"])
        if kle["facet"]:
            _child(element, "activityFacet", kle["facet"])


def _body(body, letter: Letter) -> None:
    _child(body, "createdDateTime", _utc(letter.created_at))
    file = _child(_child(body, "MainDocument"), "File")
    _child(file, "encodingFormat", "application/pdf")
    _child(file, "filename", clean_file_name(f"{letter.document_number}.pdf"))
    _child(file, "language", "da")
    _child(file, "content", base64.b64encode(letter.pdf).decode())


def _child(parent, name: str, text: str | None = None):
    element = etree.SubElement(parent, _tag(name))
    element.text = text
    return element


def _tag(name: str) -> str:
    return f"{{{MEMO}}}{name}"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
