"""Encodings of text: which may be declared, and which a file that is not in its own looks like."""

from __future__ import annotations

import codecs
import re

_NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf-7"})


def text_codec(declared: str) -> str | None:
    """The name Python knows the encoding by; None when it is none of text."""
    name = declared.strip().lower() or "utf-8"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in _NO_TEXT:
        return None
    return "utf-8-sig" if info.name in ("utf-8", "utf-8-sig") else info.name


def looks_like(sample: bytes) -> str:
    """The encoding these bytes may be in, or "". In GBK and Big5 Chinese is runs of pairs of high bytes; a single
    high byte among letters is Western."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    zeros = sample[:4096].count(0)
    if zeros > len(sample[:4096]) / 8:
        return "UTF-16"
    runs = re.findall(rb"[\x80-\xff]+", sample)
    letters = len(re.findall(rb"[A-Za-z ]", sample))
    if letters * 2 > len(sample) and sum(len(r) == 1 for r in runs) * 2 > len(runs):
        return "Windows-1252"
    for end in range(4):  # a sample may end inside a character
        try:
            text = sample[: len(sample) - end].decode("gb18030")
        except UnicodeDecodeError:
            continue
        if any("\u4e00" <= c <= "\u9fff" for c in text):
            return "GBK"
    return ""


def decoded_twice(text: str) -> str:
    """What a text says when it was UTF-8, read as Western and saved again; "" when it was not."""
    if not any("\x80" <= c <= "\xff" for c in text):
        return ""
    for western in ("latin-1", "cp1252"):
        try:
            said = text.encode(western).decode("utf-8")
        except UnicodeError:
            continue
        if any("\u3400" <= c <= "\u9fff" for c in said):
            return said
    return ""
