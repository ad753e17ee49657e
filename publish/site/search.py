"""The search index: files a browser reads a few of, so that a static host can be searched.

``search/<digest>/`` holds

- ``index.json``: how many documents there are, how many stand in a part, and how many shards there are;
- ``words/<n>.json``: word -> [document, weight, document, weight …], documents as steps from the one before. A word
  lies in the shard of its hash; a Latin word by its first two letters, so that all that begin alike lie together;
- ``<lang>/<n>.json``: parts of what is shown of each document.

Words are cut by ``publish.words``; the browser cuts what is typed by ``theme/static/js/words.js``, its exact port. All
languages are in one index: a Chinese dataset is found by its English title too. Documents stand in the order in which
equals are shown: what can be taken first, the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from publish import urls
from publish.cache import digest
from publish.model import Json, Text
from publish.release import Document
from publish.site.pages.given import Given
from publish.site.pages.groups import Item
from publish.site.pages.lists import card, has_data, newest_first
from publish.site.pages.singles import Article
from publish.site.prose import plain
from publish.site.tongue import Tongue
from publish.words import index_words

PART = 20  # documents in a part
SHARD = 24_000  # characters of a shard, about
_TITLE, _KEYWORD, _OFFICE, _ABOUT, _FIELD = 12, 8, 4, 2, 1


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be found: its words with their weights, and what is shown in each language."""

    words: Mapping[str, int]
    shown: Mapping[str, tuple[str, ...]]  # language -> path, title, lang, summary, lang, provider, day, state


def documents(found: Sequence[Found], languages: Sequence[str]) -> tuple[str, list[Document]]:
    """The folder of the index (a path) and its files."""
    shards = _shards(found)
    about: Json = {"documents": len(found), "part": PART, "shards": len(shards)}
    files: dict[str, Json] = {"index.json": about}
    files |= {f"words/{number}.json": shard for number, shard in enumerate(shards)}
    for lang in languages:
        rows = [list(f.shown[lang]) for f in found]
        for number, start in enumerate(range(0, len(rows), PART)):
            files[f"{lang.lower()}/{number}.json"] = rows[start : start + PART]
    texts = {
        path: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() for path, value in files.items()
    }
    folder = f"{urls.SEARCH}{digest([(path, text.decode()) for path, text in texts.items()])[:12]}/"
    made = [Document(f"{folder}{path}".lstrip("/"), text, "application/json") for path, text in texts.items()]
    return folder, made


def _shards(found: Sequence[Found]) -> list[dict[str, list[int]]]:
    postings: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, one in enumerate(found):
        for word, weight in one.words.items():
            postings.setdefault(word, []).extend((number - last.get(word, 0), weight))
            last[word] = number
    size = sum(len(word) + 4 + 2 * len(numbers) for word, numbers in postings.items())
    count = 1
    while count * SHARD < size:
        count *= 2
    shards: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for word in sorted(postings):
        shards[shard(word, count)][word] = postings[word]
    return shards


def shard(word: str, count: int) -> int:
    """The shard of a word among ``count``. ``search.js`` computes the same."""
    key = word if ord(word[0]) >= 0x2E80 else word[:2]
    code = 0
    for character in key:
        code = (code * 31 + ord(character)) & 0xFFFFFFFF
    return (code ^ (code >> 15)) % count


@lru_cache(maxsize=200_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(index_words(text)))


def _weigh(parts: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Each word once, with the weight of the best place it stands in."""
    weights: dict[str, int] = {}
    for weight, text in parts:
        for word in _words(text):
            if weights.get(word, 0) < weight:
                weights[word] = weight
    return weights


def _said(weight: int, *texts: Text) -> Iterator[tuple[int, str]]:
    return ((weight, string) for text in texts for _, string in text)


def datasets(given: Sequence[Given], tongues: Sequence[Tongue]) -> Iterator[Found]:
    """Every dataset and entry: what can be taken first, the newest first."""
    for one in sorted(newest_first(given), key=lambda g: not has_data(g)):
        yield Found(_weigh(_parts(one)), {tongue.tag: _shown(one, tongue) for tongue in tongues})


def _parts(given: Given) -> Iterator[tuple[int, str]]:
    package, dataset = given.dataset.package, given.dataset
    yield _TITLE, package.name.replace("-", " ")
    yield from _said(_TITLE, package.title)
    yield from _said(_KEYWORD, *package.keywords)
    if given.provider:
        yield from _said(_OFFICE, given.provider.name)
    if given.topic:
        yield from _said(_OFFICE, given.topic.name)
    if package.entry:
        yield _ABOUT, package.entry.code
    yield from _said(_ABOUT, package.description)
    yield from _said(_ABOUT, *(text for r in package.resources for text in (r.title, r.description)))
    fields = [f for table in dataset.tables for f in table.fields]
    fields += package.entry.items if package.entry else ()
    for field in fields:
        yield _FIELD, field.name.replace("_", " ")
        yield from _said(_FIELD, field.title)
        yield from _said(_FIELD, *(c.label for c in islice(field.categories, 50)))


def _shown(given: Given, tongue: Tongue) -> tuple[str, ...]:
    made = card(given, tongue)
    path = urls.dataset(given.dataset.name)
    title, summary = made.title, made.summary
    return path, title.text, title.lang, summary.text, summary.lang, made.provider.text, made.modified, made.state


def groups(items: Mapping[str, Sequence[Item]], kind: Mapping[str, str]) -> Iterator[Found]:
    """Topics or organisations. ``items`` are the same ones in each language, ``kind`` what they are called."""
    for same in zip(*items.values(), strict=True):
        parts = [(_TITLE, item.name.text) for item in same] + [(_ABOUT, item.about.text) for item in same]
        shown = {
            lang: (
                item.path,
                item.name.text,
                item.name.lang,
                item.about.text,
                item.about.lang,
                "",
                item.said,
                kind[lang],
            )
            for lang, item in zip(items, same, strict=True)
        }
        yield Found(_weigh(parts), shown)


def articles(written: Iterable[Article], tongues: Sequence[Tongue]) -> Iterator[Found]:
    """The written pages, found by title and summary in every language they are written in."""
    by_slug: dict[str, list[Article]] = {}
    for one in written:
        by_slug.setdefault(one.slug, []).append(one)
    for same in by_slug.values():
        parts = [(weight, text) for a in same for weight, text in ((_TITLE, a.title), (_ABOUT, a.summary))]
        yield Found(_weigh(parts), {tongue.tag: _article(same, tongue) for tongue in tongues})


def _article(same: Sequence[Article], tongue: Tongue) -> tuple[str, ...]:
    """In the language of the page, else as it is written."""
    one = next((a for a in same if a.lang == tongue.tag), same[0])
    foreign = "" if one.lang == tongue.tag else one.lang
    return one.path, one.title, foreign, plain(one.summary, 120), foreign, "", "", tongue.t("Page")
