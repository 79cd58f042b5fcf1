"""Word documents and PDFs as small as they can be, and as bad as they need to be."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def paragraph(text: str, style: str = "", more: str = "") -> str:
    """One paragraph with one run; `more` stands before the run, as properties do."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{more}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_part(inner: str, root: str = "document") -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{WORD}" xmlns:mc="m">{inner}</w:{root}>'


def docx(body: str, properties: str = "", **parts: str | bytes) -> bytes:
    """An archive with a document of this body; `parts` are further ones of the folder `word`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", word_part(f"<w:body>{body}</w:body>"))
        if properties:
            archive.writestr(
                "docProps/core.xml", f"<cp:coreProperties {CORE}>{properties}</cp:coreProperties>"
            )
        for name, data in parts.items():
            archive.writestr(f"word/{name}.xml", data)
    return held.getvalue()


Placed = tuple[float, float, float, str]  # x, y, size, text


def pdf(pages: Sequence[Sequence[Placed]], info: str = "", trailer: str = "") -> bytes:
    """A PDF that draws each text where it is told to, in Helvetica."""
    contents = [
        b"\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({_literal(text)}) Tj ET".encode("cp1252")
            for x, y, size, text in page
        )
        for page in pages
    ]
    return pdf_of(contents, info, trailer)


def pdf_of(contents: Sequence[bytes], info: str = "", trailer: str = "") -> bytes:
    """A PDF whose pages have these streams of drawing commands."""
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode("cp1252"),
    ]
    for number, drawing in enumerate(contents):
        packed = zlib.compress(drawing)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
            + packed
            + b"\nendstream",
        ]
    return _bound(objects, f"/Root 1 0 R /Info 4 0 R {trailer}")


def _bound(objects: Sequence[bytes], trailer: str) -> bytes:
    held, places = io.BytesIO(b"%PDF-1.4\n"), []
    held.seek(0, io.SEEK_END)
    for number, one in enumerate(objects, start=1):
        places.append(held.tell())
        held.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    start = held.tell()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    held.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
    size = len(objects) + 1
    held.write(f"trailer << /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF".encode())
    return held.getvalue()


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def set_in_lines(lines: Sequence[str], *, top: float = 700, left: float = 72) -> list[Placed]:
    """Lines of 11 points under each other; an empty one leaves room as paragraphs do."""
    placed: list[Placed] = []
    y = top
    for line in lines:
        if line:
            placed.append((left, y, 11, line))
        y -= 14
    return placed
