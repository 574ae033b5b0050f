"""Files as they come from outside: honest ones, and ones that are not."""

import io
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(pages: int = 1, *, edit=None, **save) -> bytes:
    """A PDF with a line of text on each page; ``edit`` gets it before it is saved."""
    file = io.BytesIO()
    with pikepdf.new() as made:
        font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(1, pages + 1):
            page = made.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = made.make_stream(f"BT /F1 12 Tf 72 720 Td (Side {number}) Tj ET".encode())
        if edit:
            edit(made)
        made.save(file, **save)
    return file.getvalue()


def arm(made: pikepdf.Pdf) -> None:
    """Everything a PDF can be told to do by itself, in the places where it can be told."""
    script = made.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert('bang')")))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"), Next=script)
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("bang"), script])))
    made.attachments["bang.exe"] = pikepdf.AttachedFileSpec(made, b"MZ-attached-program", filename="bang.exe")
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("felt"),
        Rect=[0, 0, 9, 9],
        AA=Dictionary(K=script),
        A=Dictionary(S=Name.SubmitForm, F=String("https://fetch.invalid/")),
    )
    field = made.make_indirect(field)
    made.Root.AcroForm = Dictionary(Fields=[field], XFA=made.make_stream(b"<xdp:xdp>xfa-form</xdp:xdp>"))
    made.pages[0].AA = Dictionary(O=launch)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch)
    inside = Dictionary(S=Name.GoTo, D=Array([made.pages[0].obj, Name.Fit]), Next=script)
    media = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    jump = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=inside)
    made.pages[0].Annots = Array([made.make_indirect(one) for one in (link, media, jump)] + [field])
    made.docinfo["/Author"] = "Skjult Forfatter"


def everything_in(data: bytes) -> bytes:
    """All objects of a PDF as text, streams unpacked: what a search for a word has to see."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as read:
        modes = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
        read.save(file, stream_decode_level=pikepdf.StreamDecodeLevel.all, **modes)
    return file.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 80), mode: str = "RGB", **save) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "white" if mode == "RGB" else 1).save(file, kind, **save)
    return file.getvalue()


def archive(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(extra: dict[str, bytes | str] | None = None, *, main: str = f"{WORD}.document.main+xml") -> bytes:
    types = f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w:document xmlns:w='w'/>", **(extra or {})})


def relations(kind: str, target: str) -> str:
    inner = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="&#69;xternal"/>'
    return f'<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'


def odt(content: str = "<office:document-content xmlns:office='o'/>", extra: dict[str, str] | None = None) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": content, **(extra or {})})
