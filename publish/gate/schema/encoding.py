"""Encodings of text: which may be declared, and which a file that is not in its own looks like."""

from __future__ import annotations

import codecs
import re

import numpy as np

_NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf_7"})
_CHINESE = (("GBK", "gbk"), ("GB18030", "gb18030"), ("Big5", "big5"))  # the plainest first
_IDEOGRAPHS = frozenset({"gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950"})
_SEVEN_BITS = ("hz", "iso2022")  # shifting codes: their bytes are ASCII, their text is not
_ENOUGH = 0.5  # of the characters in daily use
_SURE = 0.8
_SAMPLE = 1 << 13  # bytes
_BOMS = (  # the longer first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf][\x80-\xbf]){2,}(?![\x80-\xff])")


def text_codec(declared: str) -> str | None:
    """The name Python knows the encoding by; None when it is none of text."""
    name = declared.strip().lower() or "utf-8"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("-", "_") in _NO_TEXT:
        return None
    return "utf-8-sig" if info.name in ("utf-8", "utf-8-sig") else info.name


def marked(start: bytes) -> str:
    """The encoding the mark at the start of a file names, or ""."""
    return next((name for mark, name in _BOMS if start.startswith(mark)), "")


def unmarked(content: bytes) -> bytes:
    """Without the mark of UTF-8 at the start, or the several that programs have put there one after the other."""
    while content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
    return content


def looks_like(sample: bytes, besides: str = "") -> str:
    """The encoding bytes from the middle of a text may be in, other than ``besides``, or "". In GBK and Big5 Chinese is
    runs of pairs of high bytes; a single high byte among letters is Western."""
    found = _looks_like(sample)
    return "" if text_codec(found or "x") == besides else found


def _looks_like(sample: bytes) -> str:
    start = sample[:4096]
    if len(start) > 7 and start.count(0) > len(start) / 8:
        return "UTF-16LE" if start[1::2].count(0) >= start[0::2].count(0) else "UTF-16BE"
    if _says_chinese(sample):
        return "UTF-8"
    runs = re.findall(rb"[\x80-\xff]+", sample)
    letters = len(re.findall(rb"[A-Za-z ]", sample))
    if letters * 2 > len(sample) and sum(len(r) == 1 for r in runs) * 2 > len(runs):
        return "Windows-1252"
    chinese = [name for name, codec in _CHINESE if _common(sample, codec) > _ENOUGH]
    return max(chinese, key=lambda name: _common(sample, dict(_CHINESE)[name]), default="")


def doubted(content: bytes, codec: str) -> tuple[int, str]:
    """(place in the bytes, encoding they are in) of text that its declared encoding reads, but as noise; (0, "") when
    there is no reason to doubt. UTF-8 is never doubted: what is not UTF-8 seldom reads as it."""
    first = _HIGH.search(content)
    if codec == "utf-8-sig" or codec.startswith(_SEVEN_BITS):
        return 0, ""
    at = content.rfind(b"\n", 0, first.start()) + 1 if first else 0
    sample = _whole_lines(content[at : at + _SAMPLE])
    if b"\0" not in sample and _reads_as_utf_8(sample, codec):
        return at, "UTF-8"
    if first is None or codec.startswith(("utf", "euc", "shift", "cp932", "johab", "cp949")):
        return 0, ""
    best = max(_CHINESE, key=lambda pair: _common(sample, pair[1]))
    own = _common(sample, codec) if codec in _IDEOGRAPHS else 0.0
    western = looks_like(sample) == "Windows-1252"
    if not western and _common(sample, best[1]) > _SURE and own < _ENOUGH:
        return at, best[0]
    return 0, ""


def stray(content: bytes, codec: str) -> int:
    """Where UTF-8 stands in Chinese text of another encoding; -1 when nowhere. Such bytes read, but as other words."""
    if codec not in _IDEOGRAPHS:
        return -1
    array = np.frombuffer(content, np.uint8)
    lead = (array[1:] >= 0xE4) & (array[1:] <= 0xE9) & (array[:-1] < 0x80)
    for at in np.flatnonzero(lead).tolist():
        found = _ALONE.match(content, at + 1)
        if found is None:
            continue
        said = found.group().decode("utf-8", "ignore")
        read = found.group().decode(codec, "ignore")
        if len(said) > 1 and all(map(_daily, said)) and not all(map(_daily, read)):
            return found.start()
    return -1


def wider(sample: bytes, codec: str) -> str:
    """The Chinese national encoding that holds all of ``codec`` and these bytes too, or "": a rare character needs
    it."""
    for name, held in (("GBK", ("gb2312",)), ("GB18030", ("gb2312", "gbk"))):
        if codec in held and any(_decodes(sample[start : start + 400], name) for start in range(2)):
            return name
    return ""


def _decodes(sample: bytes, codec: str) -> bool:
    """Do they read, but for a character cut off at the end?"""
    try:
        codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def begins_in_utf_8(content: bytes) -> bool:
    """Is the first text beyond ASCII Chinese in UTF-8?"""
    first = _HIGH.search(content)
    return first is not None and _says_chinese(content[first.start() : first.start() + 300])


def _whole_lines(sample: bytes) -> bytes:
    end = sample.rfind(b"\n") + 1
    return sample[:end] if end and len(sample) == _SAMPLE else sample


def _reads_as_utf_8(sample: bytes, codec: str) -> bool:
    """Are the bytes UTF-8 that says something else in the declared encoding?"""
    try:
        text = sample.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if codec in _IDEOGRAPHS and not _says_chinese(sample):
        return False
    return sample.decode(codec, "replace") != text


def _says_chinese(sample: bytes) -> bool:
    """Is it UTF-8, as far as it goes, and are there ideographs in it?"""
    text = sample.decode("utf-8", "ignore")
    whole = len(text.encode("utf-8")) >= len(sample) - 6  # a sample may begin and end inside a character
    return whole and any("\u3400" <= c <= "\u9fff" for c in text)


def _common(sample: bytes, codec: str) -> float:
    """What share of the Chinese characters these bytes would be are in daily use; 0 when they are no such text. In the
    wrong encoding most pairs of bytes are rare characters, or none."""
    for end in range(4):  # a sample may end inside a character
        try:
            text = sample[: len(sample) - end].decode(codec)
        except UnicodeDecodeError:
            continue
        return share_in_daily_use(text)
    return 0.0


def share_in_daily_use(text: str) -> float:
    """What share of the characters beyond ASCII are in daily use in Chinese."""
    chinese = [c for c in text if not c.isascii()]
    return sum(map(_daily, chinese)) / len(chinese) if chinese else 0.0


def _daily(character: str) -> bool:
    """Is it in the first level of GB 2312 or of Big5, or a full-width sign?"""
    simple = character.encode("gb2312", "ignore")
    full = character.encode("big5", "ignore")
    return simple[:1] in (b"\xa1", b"\xa3") or b"\xb0" <= simple < b"\xd8" or b"\xa1" <= full < b"\xc7"
