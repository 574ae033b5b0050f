"""A page's picture with its boxes painted, as small as it can be and still be read."""

import io
import struct
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from sanktion.base.redaction.boxes import Box

# In points: the edge of a letter is softer than its box says.
MARGIN = 1.0


@dataclass(frozen=True)
class Quality:
    """``bits`` a pixel where it is stored loss-free; ``jpeg`` 1-95 where that is smaller."""

    dpi: int
    bits: int
    jpeg: int


# The first that keeps the file within its limit is used.
LADDER = (Quality(200, 4, 75), Quality(150, 4, 60), Quality(150, 2, 45), Quality(150, 1, 35))


def paint(picture: Image.Image, boxes: list[Box], *, height: float, scale: float) -> None:
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        left, top, right, bottom = box.grown(MARGIN).pixels(height, scale)
        draw.rectangle((left, top, right, bottom), fill=0)


def image_of(pdf: Pdf, picture: Image.Image, quality: Quality) -> Stream:
    """The picture as an image of ``pdf``: JPEG or loss-free in few greys, whichever is smaller."""
    packed, jpeg = _packed(picture, quality.bits), _jpeg(picture, quality.jpeg)
    facts = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": Name.DeviceGray,
    }
    if len(jpeg) < len(packed):
        return Stream(pdf, jpeg, Dictionary(**facts, BitsPerComponent=8, Filter=Name.DCTDecode))
    parms = Dictionary(Predictor=15, Colors=1, BitsPerComponent=quality.bits, Columns=picture.width)
    facts |= {"BitsPerComponent": quality.bits, "Filter": Name.FlateDecode, "DecodeParms": parms}
    return Stream(pdf, packed, Dictionary(**facts))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _packed(picture: Image.Image, bits: int) -> bytes:
    """The rows as PNG packs them, which is what PDF's predictor 15 reads."""
    most = (1 << bits) - 1
    grey = picture.point([round(value * most / 255) for value in range(256)])
    numbers = Image.frombytes("P", grey.size, grey.tobytes())
    numbers.putpalette(range(256))
    out = io.BytesIO()
    numbers.save(out, "PNG", bits=bits, optimize=True)
    return _pixels(out.getvalue())


def _pixels(png: bytes) -> bytes:
    found, at = b"", len(b"\x89PNG\r\n\x1a\n")
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            found += png[at + 8 : at + 8 + size]
        at += size + 12
    return found
