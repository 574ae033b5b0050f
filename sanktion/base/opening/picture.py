"""Pictures drawn anew as PDF pages: only the pixels survive. EXIF, place, comments and what hides behind are gone."""

import io

import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from .refusal import BROKEN, Refused, too_many_pages, too_many_pixels

A4_INCHES = (8.27, 11.69)
# A4 in 400 dots an inch: more can't be read, neither on paper nor on a screen.
LONGEST_SIDE = 4700
QUALITY = 88


def open_picture(data: bytes, kind: str, limits: dict) -> tuple[bytes, int]:
    """A PDF with one A4-sized page a picture, and the number of pages."""
    # The size is judged before anything is unpacked, against our own limit.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture, pikepdf.new() as pdf:
            frames = ImageSequence.Iterator(picture) if kind == "TIFF" else [picture]
            for count, frame in enumerate(frames, start=1):
                if count > limits["max_pages"]:
                    raise Refused(too_many_pages(limits["max_pages"]))
                _append(pdf, frame, limits)
            return _saved(pdf), len(pdf.pages)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused(BROKEN) from None


def _append(pdf: pikepdf.Pdf, frame: Image.Image, limits: dict) -> None:
    if frame.width * frame.height > limits["max_pixels"]:
        raise Refused(too_many_pixels(limits["max_pixels"]))
    page = _page(frame)
    with pikepdf.open(io.BytesIO(page)) as one:
        pdf.pages.extend(one.pages)


def _page(frame: Image.Image) -> bytes:
    picture = ImageOps.exif_transpose(_plain(frame))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info = {}
    upright = picture.height >= picture.width
    across, down = A4_INCHES if upright else A4_INCHES[::-1]
    file = io.BytesIO()
    dots = max(picture.width / across, picture.height / down, 72)
    picture.save(file, "PDF", resolution=dots, quality=QUALITY)
    return file.getvalue()


def _plain(frame: Image.Image) -> Image.Image:
    """Grey or red-green-blue on white paper, in a picture that shares nothing with the file but its pixels."""
    turned = frame.getexif()
    if frame.mode in ("1", "L", "I;16", "I"):
        plain = (frame.point(lambda value: value / 256) if frame.mode.startswith("I") else frame).convert("L")
    elif frame.has_transparency_data:
        see_through = frame.convert("RGBA")
        plain = Image.new("RGB", frame.size, "white")
        plain.paste(see_through, mask=see_through.getchannel("A"))
    else:
        plain = frame.convert("RGB")
    plain.info = {}
    # Which way is up is the one thing the hidden data is asked for.
    if turned.get(0x0112):
        plain.getexif()[0x0112] = turned[0x0112]
    return plain


def _saved(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    del pdf.docinfo
    pdf.save(file, deterministic_id=True)
    return file.getvalue()
