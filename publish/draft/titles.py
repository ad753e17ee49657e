"""What a table is called, from the lines that stand over it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"^(?:附件|附表|表)\s*[\d一二三四五六七八九十.\-—]*\s*[:：、.．]?\s*(?=\S)")
_ANNEX = re.compile(r"(?:附件|附表|附录)\s*[\d一二三四五六七八九十.\-—]*\s*[:：]?")
_GENERIC = re.compile(r"(?i)sheet\s*\d*|工作表\s*\d*|表\s*\d+|数据|新建.*")


def title_over(lines: Sequence[str]) -> str:
    """The first line that is a title: it says nothing with a colon, and is no remark in brackets; "" for none."""
    for line in lines:
        text = plain_title(" ".join(line.split()))
        if _ANNEX.fullmatch(text):
            continue
        if ":" not in text and "：" not in text and not text.startswith(("(", "（")) and len(text) > 1:
            return text
    return ""


def plain_title(text: str) -> str:
    """A title without the number of its annex."""
    plain = _NUMBERED.sub("", text).strip()
    return plain if len(plain) > 1 else text.strip()


def generic(name: str) -> bool:
    """Does the name of a sheet say nothing?"""
    return bool(_GENERIC.fullmatch(name.strip()))
