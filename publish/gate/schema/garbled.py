"""Text that was read in the wrong encoding once and then saved: noise in perfect UTF-8."""

from __future__ import annotations

import re

from publish.gate.schema.encoding import share_in_daily_use

_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_PAIRS = re.compile("[\u00a1-\u00ff]+")
_ROUNDS = 3  # a text may have been through it several times
_FEW = 3  # characters, below which chance makes words
_MOST = 0.9
_HALF = 0.5


def said_before(text: str) -> str:
    """What a text said before it was garbled; "" when it was not."""
    if text.isascii():
        return ""
    return _through_western(text) or _through_gbk(text) or _gbk_as_western(text)


def _through_western(text: str) -> str:
    """UTF-8 read as Western."""
    said = text
    for _ in range(_ROUNDS):
        octets = _western(said)
        if octets is None:
            return ""
        try:
            said = octets.decode("utf-8")
        except UnicodeDecodeError:
            return ""
        if said.isascii():
            return ""
        if _IDEOGRAPH.search(said):
            return said
    return ""


def _western(text: str) -> bytes | None:
    """The bytes of a text in Windows-1252, and in Latin-1 where that has none; None when it is no such text."""
    try:
        return b"".join(c.encode("latin-1" if "\x80" <= c <= "\xff" else "cp1252") for c in text)
    except UnicodeEncodeError:
        return None


def _through_gbk(text: str) -> str:
    """UTF-8 read as GBK: three bytes a character became one and a half, most of them rare."""
    known = _IDEOGRAPH.findall(text)
    said = text.encode("gbk", "ignore").decode("utf-8", "ignore")
    words = "".join(_IDEOGRAPH.findall(said))
    if len(known) < _FEW or 2 * len(words) < len(known) or share_in_daily_use(words) < _MOST:
        return ""
    return said if share_in_daily_use("".join(known)) <= _HALF else ""


def _gbk_as_western(text: str) -> str:
    """GBK read as Western: runs of pairs of accented letters and signs."""
    runs = _PAIRS.findall(text)
    if not runs or any(len(run) % 2 for run in runs) or max(map(len, runs)) < 4 or _IDEOGRAPH.search(text):
        return ""
    try:
        said = text.encode("latin-1").decode("gbk")
    except UnicodeError:
        return ""
    return said if share_in_daily_use(said) == 1 else ""
