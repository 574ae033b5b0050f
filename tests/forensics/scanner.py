"""Finds words in whatever form a file holds them: what a plain search for the bytes would miss.

Raw and within compressed rows (any eight bytes of a word), as JSON escapes it, UTF-16, hexadecimal, base64 at its three
offsets, in packed streams and in the text of a PDF. Made for words of odd letters: see ``canary``.
"""

import hashlib
import io
import random
import re
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

LETTERS = "jkqvwxz"  # so rare together that eight of them are no word of any other file
WINDOW = 8
ZEROS = re.compile(rb"\0{64,}")  # most of a log segment that was just begun
PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
PACKED_LIMIT = 1_000_000


@dataclass(frozen=True)
class Hit:
    path: Path
    word: str
    form: str


_given: set[str] = set()


def canary(length: int = 24) -> str:
    """A word of odd letters; no eight in a row of it stand in another that this process was given."""
    while True:
        word = "".join(random.SystemRandom().choices(LETTERS, k=length))
        windows = {word[start : start + WINDOW] for start in range(length - WINDOW + 1)}
        if not windows & _given:
            _given.update(windows)
            return word


class Scanner:
    """``words`` are texts; ``marks`` are exact bytes (keys of rows, as a table holds them), by a name of one's own."""

    def __init__(self, words: Iterable[str], marks: dict[str, bytes] | None = None) -> None:
        self.seen: dict[bytes, set[tuple[str, str]]] = {}
        self.windows: dict[bytes, str] = {}
        self.exact: list[tuple[bytes, str, str]] = [(mark, name, "mark") for name, mark in (marks or {}).items()]
        for word in words:
            plain = word.encode()
            for start in range(len(plain) - WINDOW + 1):
                self.windows[plain[start : start + WINDOW].lower()] = word
            self.exact += [(form, word, "base64") for form in _base64(plain)]
        used = sorted({byte for window in self.windows for byte in window} or LETTERS.encode())
        letters = b"".join(re.escape(bytes([byte])) for byte in used)
        run = b"[%s%s]" % (letters, letters.upper())
        self.runs = [
            ("raw", re.compile(run + b"{%d,}" % WINDOW), lambda data: data),
            ("utf-16", re.compile(b"(?:%s\0){%d,}" % (run, WINDOW)), lambda data: data[::2]),
            ("utf-16", re.compile(b"(?:\0%s){%d,}" % (run, WINDOW)), lambda data: data[1::2]),
            ("hex", re.compile(b"(?:[4-7][0-9a-fA-F]){%d,}" % WINDOW), lambda data: bytes.fromhex(data.decode())),
        ]

    def scan(self, *folders: Path) -> list[Hit]:
        return [hit for folder in folders for path in _files(folder) for hit in self.scan_file(path)]

    def scan_file(self, path: Path) -> list[Hit]:
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a server that runs removes its own
            return []
        data = ZEROS.sub(b"\0" * 32, data)
        mark = hashlib.sha256(data).digest()
        if mark not in self.seen:  # a new database is a copy of another, file by file
            self.seen[mark] = self._in_any_form(data)
        named = {(word, "file name") for word, _ in self._in(path.name.encode())}
        return [Hit(path, word, form) for word, form in sorted(self.seen[mark] | named)]

    def _in_any_form(self, data: bytes) -> set[tuple[str, str]]:
        found = self._in(data)
        for part in _unpacked(data):
            found |= {(word, f"packed {form}") for word, form in self._in(part)}
        if data.startswith(b"%PDF"):
            found |= {(word, f"PDF {form}") for word, form in self._in(_pdf_text(data))}
        return found

    def _in(self, data: bytes) -> set[tuple[str, str]]:
        found = {(name, form) for mark, name, form in self.exact if mark in data}
        for form, pattern, plain in self.runs:
            for match in pattern.finditer(data):
                run = plain(match[0]).lower()
                for start in range(len(run) - WINDOW + 1):
                    if word := self.windows.get(run[start : start + WINDOW]):
                        found.add((word, form))
        return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _base64(plain: bytes) -> list[bytes]:
    """The letters that are the same whatever stands beside the word."""
    found = []
    for shift, unsure in enumerate((0, 2, 3)):
        whole = b64encode(b"\0" * shift + plain).rstrip(b"=")
        found.append(whole[unsure : len(whole) - ((shift + len(plain)) % 3 > 0)])
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    for match in PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() : match.start() + PACKED_LIMIT])
        except zlib.error:
            continue


def _pdf_text(data: bytes) -> bytes:
    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError:
        return b""
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document).encode()
    finally:
        document.close()
