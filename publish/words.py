"""How text is cut for search. The index and the query are cut alike, so what can be typed can be found.

Chinese is cut into single characters and overlapping pairs: a two-character word is one pair, a longer one a run of
pairs. Everything else is cut into words, lower case, without accents; a word is found by any part of three or more
characters through the trigram index (``warehouse``), and whole through this one. Full-width and half-width forms,
compatibility forms and letter case are one (NFKC, case folding), and so are traditional and simplified characters: each
is read as the simplified one, character by character, whatever stands around it. Where one simplified character serves
for several traditional ones (发: 發, 髮) they find each other; that is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from opencc import OpenCC

# Ideographs with their extensions and compatibility forms, kana, hangul: scripts written without spaces.
_RUN = re.compile(
    r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]+)|([^\W_]+)",
)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


_COMMON = range(0x4E00, 0xA000)


class _Simplified(dict[int, str]):
    """Character -> its simplified form, looked up when it is first met. Of the common block of ideographs only: the
    table of all takes a second to make, and is more than a browser should be sent."""

    def __missing__(self, code: int) -> str:
        before, after = "", chr(code)
        while code in _COMMON and before != after:  # a simplified form may be a traditional one of another
            before, after = after, _converter().convert(after)
        self[code] = after
        return after


_SIMPLIFIED = _Simplified()


def simplified(text: str) -> str:
    """Each traditional character as the simplified one; the length does not change."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def folding(known: Iterable[str]) -> tuple[str, str]:
    """The characters that are read as one of the ``known`` ones, and beside each the one it is read as: what a browser
    needs to cut a query as the index was cut."""
    wanted = set(known)
    pairs = [(chr(code), _SIMPLIFIED[code]) for code in _COMMON]
    kept = [(one, other) for one, other in pairs if one != other and other in wanted]
    return "".join(one for one, _ in kept), "".join(other for _, other in kept)


def normal(text: str) -> str:
    """One spelling of a text: compatibility forms and traditional characters folded, accents dropped, lower case."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    marks = {ord(c): None for c in set(folded) if unicodedata.combining(c)}
    return simplified(unicodedata.normalize("NFC", folded.translate(marks) if marks else folded))


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """(is it an unspaced script?, run) for each run of letters or digits, in order."""
    for match in _RUN.finditer(normal(text)):
        ideographs = match.group(1)
        if ideographs:
            yield True, ideographs
        else:
            yield from _split_mixed(match.group(2))


def _split_mixed(run: str) -> Iterator[tuple[bool, str]]:
    """``\\w`` holds ideographs too, so a run that began with a letter may go on in Chinese."""
    if run.isascii():
        yield False, run
        return
    position = 0
    for match in re.finditer(
        r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]+", run
    ):
        if match.start() > position:
            yield False, run[position : match.start()]
        yield True, match.group()
        position = match.end()
    if position < len(run):
        yield False, run[position:]


def index_words(text: str) -> Iterator[str]:
    """The words under which a text is kept: characters and pairs of an unspaced script, words of the others."""
    for unspaced, run in runs(text):
        if unspaced:
            yield from run
            yield from (a + b for a, b in pairwise(run))
        else:
            yield run


def query_words(text: str) -> Iterator[str]:
    """The words that must all be there: pairs of a run of two or more characters, a single character as it is."""
    for unspaced, run in runs(text):
        if unspaced and len(run) > 1:
            yield from (a + b for a, b in pairwise(run))
        else:
            yield run


def index_text(text: str) -> str:
    """The text as a full-text index is fed: its words, separated by spaces."""
    return " ".join(index_words(text))


def match_query(text: str) -> str:
    """An FTS5 query for what a person typed: a phrase for each unspaced run, a prefix for each other word; all must
    match. "" when nothing can be searched for."""
    parts: list[str] = []
    for unspaced, run in runs(text):
        if unspaced and len(run) > 1:
            parts.extend(f'"{a}{b}"' for a, b in pairwise(run))
        else:
            parts.append(f'"{run}"' if unspaced else f'"{run}"*')
    return " AND ".join(dict.fromkeys(parts))
