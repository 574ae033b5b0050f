"""Receipts come as files in a folder. Each is read once: a crash between storing and moving leaves it to be read again,
and what was stored then is known."""

import hashlib
import json
import logging
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import etree

from parthoering.delivery.outcome import note_outcome
from parthoering.models import Delivery, DeliveryReceipt, DeliveryStatus, ReceiptState, RejectedReceipt
from sanktion.base.acting import system
from sanktion.models import Case, User

logger = logging.getLogger(__name__)

LARGEST = 64 * 1024
FIELDS = ("messageUUID", "status", "time", "code")
CODE = re.compile(r"[\w.:-]{0,40}")
# The gateway's clock may go a little before ours.
AHEAD = timedelta(minutes=5)


class Rejected(Exception):
    """Why the file can't be used, in Danish and without anything of what it holds."""


@dataclass(frozen=True)
class Told:
    message_uuid: UUID
    state: ReceiptState
    at: datetime
    code: str


def read_inbox() -> None:
    """A transaction for each file: one that can't be read doesn't stop the others."""
    inbox = Path(settings.SANKTION_INBOX)
    if not inbox.is_dir():
        return
    for path in sorted(inbox.iterdir()):
        if path.is_file() and path.suffix.lower() in (".json", ".xml"):
            try:
                _take(path)
            except Exception as error:
                logger.error("A receipt could not be taken in: %s", type(error).__name__)


def _take(path: Path) -> None:
    try:
        data = _content(path)
    except FileNotFoundError:
        return  # another worker was quicker
    try:
        with system("Kvittering fra afsendersystemet"):
            told = parse(data, is_xml=path.suffix.lower() == ".xml")
            delivery = _delivery(told.message_uuid)
            if delivery is None:
                return
            note(delivery, told.state, at=told.at, code=told.code)
    except Rejected as rejected:
        _reject(path, data, str(rejected))
    else:
        _move(path, path.parent / "done" / path.name)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def parse(data: bytes, *, is_xml: bool) -> Told:
    if len(data) > LARGEST:
        raise Rejected("Filen er for stor til at være en kvittering.")
    fields = _xml_fields(data) if is_xml else _json_fields(data)
    try:
        message_uuid, state = UUID(fields["messageUUID"]), ReceiptState(fields["status"])
        at = parse_datetime(fields["time"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Rejected("Filen har ikke messageUUID, status og time, som de skal være.") from None
    if at is None or timezone.is_naive(at):
        raise Rejected("Tidspunktet mangler eller siger ikke, hvilken tidszone det er i.")
    if at > timezone.now() + AHEAD:
        raise Rejected("Tidspunktet ligger i fremtiden.")
    code = str(fields.get("code") or "")
    return Told(message_uuid, state, at, code if CODE.fullmatch(code) else "")


def _json_fields(data: bytes) -> dict:
    try:
        found = json.loads(data)
    except ValueError:
        raise Rejected("Filen kan ikke læses som JSON.") from None
    if not isinstance(found, dict):
        raise Rejected("Filen har ikke messageUUID, status og time, som de skal være.")
    return found


def _xml_fields(data: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Rejected("Filen kan ikke læses som XML.") from None
    names = ((etree.QName(child).localname, child.text or "") for child in root if isinstance(child.tag, str))
    return {name: text.strip() for name, text in names if name in FIELDS}


def _delivery(message_uuid: UUID) -> Delivery | None:
    """The delivery with its case locked first; None when someone is working on the case: the file waits."""
    found = Delivery.objects.filter(message_uuid=message_uuid).select_related("document").first()
    if found is None:
        raise Rejected("Kvitteringen hører ikke til et brev herfra.")
    cases = Case.objects.select_for_update(of=("self",), skip_locked=True)
    if cases.filter(pk=found.document.case_id).first() is None:
        return None
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("document__case", "representative")
    return rows.get(pk=found.pk)


@transaction.atomic
def note(delivery: Delivery, state: ReceiptState, *, at: datetime, code: str = "", by: User | None = None) -> bool:
    """Keep what was told, and move the delivery where it leads; False when it was told before."""
    _, is_new = DeliveryReceipt.objects.get_or_create(
        delivery=delivery, state=state, happened_at=at, defaults={"code": code, "noted_by": by}
    )
    if is_new:
        before = delivery.status, delivery.sent_at
        _apply(delivery, state, at, code, by)
        if (delivery.status, delivery.sent_at) != before:
            note_outcome(delivery)
    return is_new


def _apply(delivery: Delivery, state: ReceiptState, at: datetime, code: str, by: User | None) -> None:
    """What no longer fits, as a failure from before the letter was sent again, is kept and moves nothing."""
    if delivery.status != DeliveryStatus.SENT or timezone.localdate(at) < timezone.localdate(delivery.sent_at):
        return
    if state == ReceiptState.SENT:
        delivery.note_sent(at)
    elif state == ReceiptState.AVAILABLE:
        delivery.mark_available(at)
    elif state == ReceiptState.FAILED:
        delivery.fail(code or "afvist")
    elif state == ReceiptState.RETURNED:
        delivery.come_back(code or "retur", by=by)


def _reject(path: Path, data: bytes, reason: str) -> None:
    """Named by what is in it, so that the same file twice is one rejection; its own name may be about a person."""
    reference = uuid5(NAMESPACE_OID, hashlib.sha256(data).hexdigest())
    with system("Kvittering afvist"):
        RejectedReceipt.objects.get_or_create(reference=reference, defaults={"reason": reason})
    folder = path.parent / "rejected"
    _move(path, folder / f"{reference}{path.suffix.lower()}")
    (folder / f"{reference}.txt").write_text(reason + "\n", encoding="utf-8")
    logger.warning("Receipt %s was rejected", reference)


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists():
        os.replace(path, target)
