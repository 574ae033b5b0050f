import json
import os
from pathlib import Path

from django.conf import settings

from parthoering.delivery.base import Letter


class FileDrop:
    """Puts letters in a folder from which the municipality's own gateway fetches and sends them.

    A letter is ``<uuid>.pdf`` and ``<uuid>.json``. The JSON is written last: a gateway that waits for it never meets
    half a letter.
    """

    def __init__(self, folder: Path | None = None):
        self.folder = Path(folder or settings.SANKTION_OUTBOX)

    def send(self, letter: Letter) -> str:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(f"{letter.uuid}.pdf", letter.pdf)
        self._write(f"{letter.uuid}.json", json.dumps(_manifest(letter), ensure_ascii=False, indent=1).encode())
        return str(letter.uuid)

    def _write(self, name: str, data: bytes) -> None:
        target, half = self.folder / name, self.folder / f".{name}.{os.getpid()}"
        with open(half, "wb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _manifest(letter: Letter) -> dict:
    recipient = {"address": list(letter.address)} if letter.address else {"cpr": letter.cpr}
    return {
        "uuid": str(letter.uuid),
        "channel": letter.channel,
        "document_number": letter.document_number,
        "sha256": letter.sha256,
        # What a phone shows on a locked screen: never what the letter is about (MeMo, label and notification).
        "label": f"Brev fra {settings.SANKTION_SENDER['municipality']}",
        "recipient": {"name": letter.name, **recipient},
    }
