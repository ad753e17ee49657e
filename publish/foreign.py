"""Foreign: runs of Chinese inside a text of another language, marked, so that they are read aloud and set as Chinese.

A text that is Chinese as a whole bears its language where it is printed. Here is what is left: a name inside an English
sentence, a value of the data, of which nobody has said what language it is.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

CHINESE = "zh-Hans"
_WRITE_HAN = frozenset({"zh", "ja", "ko", "yue"})  # languages in which a Chinese character is nothing foreign
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u3001-\u301f\uff01-\uff5e·“”‘’—…0-9"  # what may stand between two characters of a run
_RUN = re.compile(rf"[《（“‘]*[{_HAN}](?:[{_MARKS}]*[{_HAN}])*[》）”’。]*")
_FIRST = re.compile(rf"[{_HAN}]")
_OTHERS = re.compile("[\u3040-\u30ff\uac00-\ud7af]")  # with them it is Japanese or Korean
_PARTS = re.compile(r'(<(?:pre|code)\b.*?</(?:pre|code)>|<(?:[^>"]|"[^"]*")*>)', re.S)


def tag(text: str, lang: str) -> str:
    """The language of a value on a page in ``lang``: Chinese where it has Chinese characters, else "": the page's."""
    if lang.partition("-")[0] in _WRITE_HAN or text.isascii() or not _FIRST.search(text) or _OTHERS.search(text):
        return ""
    return CHINESE


def runs(text: str, lang: str) -> str:
    """A text for a page in ``lang``, its runs of Chinese in a ``span`` with their language. What was HTML already, the
    tags of a sentence, stays as it is."""
    if not tag(text, lang):
        return text
    safe = text if isinstance(text, Markup) or hasattr(text, "__html__") else str(escape(text))
    return Markup(_marked(str(safe)))


def _marked(html: str) -> str:
    """HTML with its runs marked, but not in code; who marks languages in it knows them better."""
    if ' lang="' in html:
        return html
    parts = _PARTS.split(html)
    return "".join(part if place % 2 else _RUN.sub(_span, part) for place, part in enumerate(parts))


def _span(found: re.Match[str]) -> str:
    return f'<span lang="{CHINESE}">{found[0]}</span>'
