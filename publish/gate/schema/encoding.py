"""Encodings of text: which may be declared, and which a file that is not in its own looks like."""

from __future__ import annotations

import codecs
import re

_NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf-7"})
_CHINESE = (("GBK", "gbk"), ("GB18030", "gb18030"), ("Big5", "big5"))  # the plainest first
_ENOUGH = 0.5  # of the characters in daily use


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
    chinese = [name for name, codec in _CHINESE if _common(sample, codec) > _ENOUGH]
    return max(chinese, key=lambda name: _common(sample, dict(_CHINESE)[name]), default="")


def _common(sample: bytes, codec: str) -> float:
    """What share of the Chinese characters these bytes would be are in daily use; 0 when they are no such text. In the
    wrong encoding most pairs of bytes are rare characters, or none."""
    for end in range(4):  # a sample may end inside a character
        try:
            text = sample[: len(sample) - end].decode(codec)
        except UnicodeDecodeError:
            continue
        chinese = [c for c in text if not c.isascii()]
        return sum(map(_daily, chinese)) / len(chinese) if chinese else 0.0
    return 0.0


def _daily(character: str) -> bool:
    """Is it in the first level of GB 2312 or of Big5, or a full-width sign?"""
    simple = character.encode("gb2312", "ignore")
    full = character.encode("big5", "ignore")
    return simple[:1] in (b"\xa1", b"\xa3") or b"\xb0" <= simple < b"\xd8" or b"\xa1" <= full < b"\xc7"


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
