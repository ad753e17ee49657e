"""What a file is, by its first bytes: for one that is not what its name says."""

from __future__ import annotations

import re

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # of nothing
    (b"\x7fELF", "program"),
    (b"MZ\x90\0", "program"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gz"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "sqlite"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
FORMS = frozenset({name for _, name in _MAGIC} | {"html", "xml", "json", "lfs"})
_HTML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ROWS_OF_TAGS = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:table|tr|td|div|p|meta|script|style|title|link|body)\b", re.I)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|[a-z][\w:.-]*[\s/>])", re.I)
_JSON = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\[\s*[\[{]|\{\s*"[^"]*"\s*:)')
_LFS = b"version https://git-lfs.github.com/spec/"


def form_of(start: bytes) -> str:
    """``zip``, ``xls``, ``html``, ``lfs`` (a pointer to a file kept elsewhere) …; "" when nothing is certain."""
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    if start.startswith(_LFS):
        return "lfs"
    return "html" if _HTML.match(start[:4096]) else ""


def form_of_text(start: bytes) -> str:
    """The same for a file that should hold rows of text: no such file begins with a tag or a bracket."""
    head = start[:4096]
    if _ROWS_OF_TAGS.match(head):
        return "html"
    return form_of(start) or ("xml" if _XML.match(head) else "json" if _JSON.match(head) else "")
