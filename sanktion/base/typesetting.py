"""PDF from HTML by WeasyPrint, reading nothing but the project's static folder.

Fonts and stylesheets are parsed once per process: fresh ones cost 0.25 MB of memory a document. Pango's font map
can't be shared by threads, so a lock lets one document through at a time; use processes for more.
"""

import mimetypes
import os
import threading
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Stands for the static folder inside documents, so that no path of the machine gets into a PDF's links.
# RFC 2606: a name under .invalid belongs to nobody.
STATIC_HOST = "static.invalid"
STATIC_BASE = f"https://{STATIC_HOST}/"

_one_at_a_time = threading.Lock()


class PdfError(Exception):
    """The document asked for something it may not have, or that is missing."""


class StaticOnlyFetcher(URLFetcher):
    """Serves ``data:`` and files below ``root``; anything else, files that don't exist too, stops the rendering."""

    def __init__(self, root: Path):
        super().__init__(allow_redirects=False, fail_on_errors=True)
        self.root = root.resolve()
        self.has_refused = False

    def fetch(self, url, headers=None):
        try:
            return self._serve(url, headers)
        except Exception:
            self.has_refused = True
            raise

    def _serve(self, url, headers):
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if (parts.scheme, parts.netloc) != ("https", STATIC_HOST):
            raise PermissionError("Only data: and the static folder may be read.")
        kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._path(parts.path).read_bytes(), {"Content-Type": kind})

    def _path(self, url_path: str) -> Path:
        name = unquote(url_path).lstrip("/")
        # ``{% static %}`` writes the folder's public address.
        name = name.removeprefix(settings.STATIC_URL.lstrip("/"))
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise PermissionError("The path leaves the static folder.")
        return path


def typeset(text: str, stylesheets: tuple[str, ...], *, archival: bool) -> bytes:
    """The PDF of a page of HTML, see ``pdf.render``. Raises PdfError."""
    root = Path(settings.STATICFILES_DIRS[0])
    with _one_at_a_time:
        sheets = [_sheet(os.getpid(), root, name) for name in stylesheets]
        return _write(text, root, sheets, "pdf/a-3a" if archival else None)


def _write(text: str, root: Path, sheets: list[CSS], variant: str | None) -> bytes:
    fetcher = StaticOnlyFetcher(root)
    document = HTML(string=text, base_url=STATIC_BASE, url_fetcher=fetcher)
    options = {"font_config": _fonts(os.getpid()), "pdf_variant": variant, "pdf_identifier": True}
    # The error derives from BaseException, which no caller's ``except Exception`` would stop; and drawing SVG
    # swallows it.
    with suppress(FatalURLFetchingError):
        data = document.write_pdf(stylesheets=sheets, **options)
    if fetcher.has_refused:
        # Without the address: text from a case may have got into it.
        raise PdfError("The document refers to something outside the static folder, or that is missing.")
    return data


@lru_cache(maxsize=32)
def _sheet(pid: int, root: Path, name: str) -> CSS:
    try:
        return CSS(url=STATIC_BASE + name, url_fetcher=StaticOnlyFetcher(root), font_config=_fonts(pid))
    except FatalURLFetchingError as error:
        raise PdfError(f"The stylesheet {name} can't be read: {error}") from None


# Never evicts: a fork that let go of what it inherited would delete its parent's folder of unpacked fonts.
@cache
def _fonts(pid: int) -> FontConfiguration:
    """The fonts of this process: the number is an argument so that a fork makes its own."""
    return FontConfiguration()
