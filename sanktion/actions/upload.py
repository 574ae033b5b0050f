"""Papers that others wrote, on their way into a case: looked through, made safe, numbered and noted in the journal."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.base.scanning import scan
from sanktion.base.uploads import MEBIBYTE, Cleaned, Limits, UploadRefused, clean
from sanktion.models import Case, JournalEntry, MaterialKind, MediaType, NoteKind, SupervisionRelevance, User


@dataclass(frozen=True)
class Sent:
    """One file as it was sent. ``key`` is made from the page's key and the bytes: the same file twice is one paper."""

    name: str
    data: bytes
    key: uuid.UUID


@dataclass(frozen=True)
class Receipt:
    """What became of one file: ``number`` if it was filed, else ``refusal``, a sentence. ``name`` is kept nowhere."""

    name: str
    number: str = ""
    refusal: str = ""


def sent(name: str, data: bytes, *, page_key: uuid.UUID) -> Sent:
    return Sent(name, data, uuid.uuid5(page_key, hashlib.sha256(data).hexdigest()))


def receive_documents(
    case: Case,
    files: list[Sent],
    *,
    title: str,
    kind: MaterialKind,
    received_on: date,
    concerns: SupervisionRelevance = SupervisionRelevance.YES,
    by: User,
) -> list[Receipt]:
    """File every good file under the next numbers, with a journal entry each, and say why the others are refused.

    Files are opened before anything is locked, and all the good ones are filed in one transaction (V059, V065-V067).
    """
    looked_at = [(file, *look_at(file.data)) for file in files]
    good = list(dict.fromkeys(file.key for file, cleaned, _refusal in looked_at if cleaned))
    receipts = []
    with transaction.atomic():
        Case.objects.hold(case)
        for file, cleaned, refusal in looked_at:
            if cleaned is None:
                receipts.append(Receipt(file.name, refusal=refusal))
                continue
            mark = f" ({good.index(file.key) + 1} af {len(good)})" if len(good) > 1 else ""
            marks = {"kind": kind, "concerns": concerns, "received_on": received_on}
            number = _file(case, file, cleaned, title=title + mark, **marks, by=by)
            receipts.append(Receipt(file.name, number=number))
    return receipts


def look_at(data: bytes) -> tuple[Cleaned | None, str]:
    """The paper made safe, or the sentence that refuses it."""
    pages, megabytes = settings.SANKTION_UPLOAD_MAX_PAGES, settings.SANKTION_UPLOAD_MAX_MB
    limits = Limits(max_bytes=megabytes * MEBIBYTE, max_pages=pages)
    try:
        scan(data)
        return clean(data, limits=limits), ""
    except UploadRefused as refused:
        return None, str(refused)


def _file(case: Case, file: Sent, cleaned: Cleaned, *, title: str, kind, concerns, received_on: date, by: User) -> str:
    """The full number. The journal entry carries the key, so a file that is already filed is found by it."""
    if earlier := JournalEntry.objects.written_with(case, file.key):
        return dict(earlier.facts)["Dokumentnr."]
    document = file_document(
        case,
        title=title,
        kind=kind,
        render=lambda number: cleaned.data,
        concerns=concerns,
        media_type=MediaType(cleaned.media_type),
        received_on=received_on,
        by=by,
    )
    facts = [
        ("Dokumentnr.", document.full_number),
        ("Slags", document.get_kind_display()),
        ("Modtaget", long_date(received_on)),
        *([("Sider", str(cleaned.pages))] if cleaned.pages else []),
    ]
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading=f"Dokument modtaget: {title}",
        facts=facts,
        material=kind,
        concerns=concerns,
        by=by,
        key=file.key,
    )
    return document.full_number
