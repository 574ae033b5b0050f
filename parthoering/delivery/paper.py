"""Letters on paper: printed by the unit itself, or by a printer's (fjernprint) that fetches them from a folder."""

import io
import json
from pathlib import Path

import pikepdf
from django.conf import settings

from parthoering.delivery.base import Letter
from parthoering.delivery.spool import put
from parthoering.letters import render_cover

# ForsendelseI never carries the recipient's own number.
NO_CPR = "0000000000"
A4 = (595, 842)


class PrintQueue:
    """The letter stays here until a colleague has printed and posted it, see the page «Printkø»."""

    def send(self, letter: Letter) -> None:
        return None


class RemotePrint:
    """A letter is ``<uuid>.pdf`` and ``<uuid>.json``. The job is written last: a printer that waits for it never meets
    half a letter."""

    def __init__(self, folder: Path | None = None):
        self.folder = Path(folder or settings.SANKTION_OUTBOX / "print")

    def send(self, letter: Letter) -> str:
        put(self.folder, f"{letter.uuid}.pdf", on_paper(letter))
        put(self.folder, f"{letter.uuid}.json", json.dumps(_job(letter), ensure_ascii=False, indent=1).encode())
        return str(letter.uuid)


def _job(letter: Letter) -> dict:
    return {
        "AfsendelseIdentifikator": str(letter.uuid),
        "ForsendelseTypeIdentifikator": settings.SANKTION_PRINT["type"],
        "KuvertType": settings.SANKTION_PRINT["envelope"],
        "PostKategori": settings.SANKTION_PRINT["category"],
        "ForsendelseModtager": {
            "CPRnummerIdentifikator": NO_CPR,
            "PersonName": letter.name[:130],
            "Adresselinjer": list(letter.address),
        },
        "DokumentNummer": letter.document_number,
        "DokumentSHA256": letter.sha256,
        "Filnavn": f"{letter.uuid}.pdf",
    }


def on_paper(letter: Letter) -> bytes:
    """The sealed letter. It shows the citizen's address, so a copy gets a sheet with its own before it."""
    if not letter.is_copy:
        return letter.pdf
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(render_cover(letter))) as cover, pikepdf.open(io.BytesIO(letter.pdf)) as sealed:
        add_sheets(cover, sealed)
        cover.save(file)
    return file.getvalue()


def add_sheets(batch: pikepdf.Pdf, letter: pikepdf.Pdf) -> None:
    """On a sheet of its own: printed on both sides, a letter must not begin on the back of another's."""
    if len(batch.pages) % 2:
        batch.add_blank_page(page_size=A4)
    batch.pages.extend(letter.pages)
