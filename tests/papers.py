"""Files for tests, made in memory: workbooks, text documents, PDF, photographs, archives; sound and hostile."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

IDENTITY = "11010519491231002X"  # the example of the standard
MOBILE = "13800138000"

_CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>{title}</dc:title>'
    "<dc:creator>{creator}</dc:creator></cp:coreProperties>"
)
_DOCUMENT = '<w:document xmlns:w="w"><w:body>{paragraphs}</w:body></w:document>'
_ODS = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles>'
    '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar of these members; one without content is a link to /etc/passwd."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as file:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if not content:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            file.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def workbook(
    *,
    sheets: Mapping[str, list[list[Any]]] | None = None,
    hidden: tuple[str, ...] = (),
    properties: Mapping[str, str] | None = None,
    comment: str = "",
    hidden_column: bool = False,
) -> bytes:
    """A workbook with a first sheet ``data`` of ``id,name`` and these others."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(dict(properties or {}))
    data = book.add_worksheet("data")
    for row, cells in enumerate([["id", "name"], [1, "甲"], [2, "乙"]]):
        data.write_row(row, 0, cells)
    if comment:
        data.write_comment("B2", comment)
    if hidden_column:
        data.set_column(1, 1, None, None, {"hidden": True})
    for name, rows in (sheets or {}).items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
        if name in hidden:
            sheet.very_hidden()
    book.close()
    return buffer.getvalue()


def added(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """A zip with more members."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return packed({n: file.read(n) for n in file.namelist()} | dict(members))


def document(*paragraphs: str, creator: str = "") -> bytes:
    """A text document; each paragraph is set in runs of four characters, as editors do."""
    runs = [
        "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{p[i : i + 4]}</w:t></w:r>" for i in range(0, len(p), 4))
        for p in paragraphs
    ]
    text = _DOCUMENT.format(paragraphs="".join(f"<w:p>{r}</w:p>" for r in runs))
    core = _CORE.format(title="t", creator=creator)
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": text, "docProps/core.xml": core})


def open_sheets(tables: Mapping[str, list[list[str]]], hidden: tuple[str, ...] = ()) -> bytes:
    """An ODS of these sheets."""
    made = ""
    for name, rows in tables.items():
        cells = ["".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row) for row in rows]
        style = ' table:style-name="ta2"' if name in hidden else ""
        inner = "".join(f"<table:table-row>{c}</table:table-row>" for c in cells)
        made += f'<table:table table:name="{name}"{style}>{inner}</table:table>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS.format(tables=made),
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="m"/>',
        }
    )


def pdf(*pages: str, info: str = "", root: str = "") -> bytes:
    """A PDF with a line of Latin text on each page. ``info`` is the inside of its dictionary of properties, ``root``
    what more stands in its catalogue."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
    return body + f"{end}/Info 4 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode("latin-1")


def photograph(*, artist: str = "", latitude: tuple[int, int, int] | None = None, comment: str = "") -> bytes:
    """A JPEG without pixels, with an EXIF table."""
    said = artist.encode() + b"\0"
    word = comment.encode() + b"\0"
    entries, extra, at = [], b"", 8 + 2 + 3 * 12 + 4
    for tag, value in ((0x010E, word), (0x013B, said)):
        entries.append(struct.pack("<HHII", tag, 2, len(value), at + len(extra)))
        extra += value.ljust(8, b"\0")
    place = at + len(extra)
    entries.append(struct.pack("<HHII", 0x8825, 4, 1, place))
    numbers = b"".join(struct.pack("<II", n, 1) for n in (latitude or (0, 0, 0)))
    extra += struct.pack("<H", 1) + struct.pack("<HHII", 2, 5, 3, place + 18) + bytes(4) + numbers
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 3) + b"".join(entries) + bytes(4) + extra
    block = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + b"\xff\xd9"


def write(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
