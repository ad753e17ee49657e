"""The search index: files a browser reads a few of, so that a static host can be searched and its lists narrowed down.

``search/index.json`` says where the index lies, how many documents there are, how many stand in a part, how many shards
there are, and which traditional characters are read as which simplified ones. ``search/<digest>/`` holds

- ``words/<n>.json``: word -> [document, weight, document, weight …], documents as steps from the one before. A word
  lies in the shard of its hash; a Latin word by its first two letters, so that all that begin alike lie together;
- ``<lang>/<n>.json``: parts of what is shown of each document;
- ``facets.json`` and ``<lang>/facets.json``: what each document answers to each facet, and what that is called
  (``narrowing``).

Words are cut by ``publish.words``; the browser cuts what is typed by ``theme/static/js/words.js``, its exact port. All
languages are in one index: a Chinese dataset is found by its English title too. Documents stand in the order in which
equals are shown: what can be taken first, the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import islice

from markupsafe import Markup

from publish import urls
from publish.admitted import Admitted
from publish.cache import digest
from publish.model import Field, Json, Organisation, Planned, Text
from publish.release import Document
from publish.site.pages.given import Given
from publish.site.pages.groups import Item
from publish.site.pages.lists import card
from publish.site.pages.singles import Article
from publish.site.prose import plain
from publish.site.tongue import Phrase, Tongue
from publish.urls import file_of
from publish.words import folding, index_words

PART = 20  # documents in a part
SHARD = 24_000  # characters of a shard, about
_NAMED = 40  # fields of a dataset whose titles are shown
_TITLE, _KEYWORD, _OFFICE, _ABOUT, _FIELD = 12, 8, 4, 2, 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a document in one language, in the order in which the files hold it (``card.js`` reads it). A
    ``_lang`` is "" for the language of the page."""

    path: str
    title: str
    title_lang: str = ""
    summary: str = ""
    summary_lang: str = ""
    provider: str = ""
    provider_lang: str = ""
    day: str = ""
    on: str = ""  # ISO
    note: str = ""  # rows, or how many datasets
    forms: str = ""
    state: str = ""
    fields: str = ""  # the titles of its fields: shown where one of them is what was looked for


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be found: its words with their weights, and what is shown in each language."""

    kind: str  # one of ``narrowing.KINDS``
    words: Mapping[str, int]
    shown: Mapping[str, Shown]  # by language


def documents(found: Sequence[Found], languages: Sequence[str], more: Mapping[str, Json]) -> list[Document]:
    """The files of the index; ``more`` are files that lie beside it, by their path in its folder."""
    shards = _shards(found)
    files: dict[str, Json] = {f"words/{number}.json": shard for number, shard in enumerate(shards)}
    for lang in languages:
        rows: list[Json] = [list(astuple(f.shown[lang])) for f in found]
        for number, start in enumerate(range(0, len(rows), PART)):
            files[f"{lang.lower()}/{number}.json"] = rows[start : start + PART]
    texts = {path: _json(value) for path, value in {**files, **more}.items()}
    folder = digest([(path, text.decode()) for path, text in texts.items()])[:12]
    about: Json = {
        "folder": folder,
        "documents": len(found),
        "part": PART,
        "shards": len(shards),
        "languages": list(languages),
        "folding": list(folding(character for f in found for word in f.words for character in word)),
    }
    root = urls.SEARCH.lstrip("/")
    made = [Document(f"{root}{folder}/{path}", text, "application/json") for path, text in texts.items()]
    return [*made, Document(file_of(urls.SEARCH_INDEX), _json(about), "application/json")]


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


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
    """Every dataset and entry, in the order given."""
    for one in given:
        yield Found("dataset", _weigh(_parts(one)), {tongue.tag: _shown(one, tongue) for tongue in tongues})


def _parts(given: Given) -> Iterator[tuple[int, str]]:
    package = given.dataset.package
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
    for field in _fields(given):
        yield _FIELD, field.name.replace("_", " ")
        yield from _said(_FIELD, field.title)
        yield from _said(_FIELD, *(c.label for c in islice(field.categories, 50)))


def _fields(given: Given) -> list[Field]:
    """Those of the tables; those an entry without data describes."""
    fields = [f for table in given.dataset.tables for f in table.fields]
    return [*fields, *(given.dataset.package.entry.items if given.dataset.package.entry else ())]


def _shown(given: Given, tongue: Tongue) -> Shown:
    made = card(given, tongue)
    names = dict.fromkeys(tongue.phrase(field.title).text or field.name for field in _fields(given))
    return Shown(
        path=urls.dataset(given.dataset.name),
        title=made.title.text,
        title_lang=made.title.lang,
        summary=made.summary.text,
        summary_lang=made.summary.lang,
        provider=made.provider.text,
        provider_lang=made.provider.lang,
        day=made.modified,
        on=made.modified_on,
        note=made.rows,
        forms=" ".join(made.forms),
        state=made.state,
        fields=tongue.t(", ").join(islice(names, _NAMED)),
    )


def groups(kind: str, items: Mapping[str, Sequence[Item]], called: Mapping[str, str]) -> Iterator[Found]:
    """Topics or organisations. ``items`` are the same ones in each language, ``called`` is what they are."""
    for same in zip(*items.values(), strict=True):
        parts = [(_TITLE, item.name.text) for item in same] + [(_ABOUT, item.about.text) for item in same]
        shown = {
            lang: Shown(
                path=item.path,
                title=item.name.text,
                title_lang=item.name.lang,
                summary=item.about.text,
                summary_lang=item.about.lang,
                note=item.said,
                state=called[lang],
            )
            for lang, item in zip(items, same, strict=True)
        }
        yield Found(kind, _weigh(parts), shown)


def articles(written: Iterable[Article], tongues: Sequence[Tongue]) -> Iterator[Found]:
    """The written pages and the news, found by what they say in every language they are written in."""
    by_slug: dict[str, list[Article]] = {}
    for one in written:
        by_slug.setdefault(one.slug, []).append(one)
    for same in by_slug.values():
        parts = [pair for a in same for pair in ((_TITLE, a.title), (_ABOUT, a.summary), (_FIELD, _text(a)))]
        kind = "news" if same[0].on else "page"
        yield Found(kind, _weigh(parts), {tongue.tag: _article(same, tongue) for tongue in tongues})


def _text(article: Article) -> str:
    return Markup(article.html).striptags()


def awaited(admitted: Admitted, tongues: Sequence[Tongue]) -> Iterator[Found]:
    """What the plan names and nobody can take yet: who looks for it learns when it is due, or why it will not come."""
    names = {d.name for d in admitted.shown}
    for one in sorted(admitted.registers.plan.values(), key=lambda p: p.id):
        if one.dataset in names or one.actual:
            continue
        office = admitted.registers.organisations.get(one.provider)
        parts = [
            *_said(_TITLE, one.title),
            *_said(_ABOUT, one.note),
            *_said(_OFFICE, office.name if office else Text()),
        ]
        yield Found("page", _weigh(parts), {tongue.tag: _awaited(one, office, tongue) for tongue in tongues})


def _awaited(one: Planned, office: Organisation | None, tongue: Tongue) -> Shown:
    t = tongue.t
    title, note = tongue.phrase(one.title), tongue.phrase(one.note)
    provider = tongue.phrase(office.name) if office else Phrase()
    due = one.status == "planned" and one.planned is not None
    told = Phrase(t("Not released yet; planned for %(day)s.", day=tongue.day(one.planned))) if due else note
    return Shown(
        path=urls.PLAN,
        title=title.text,
        title_lang=title.lang,
        summary=told.text,
        summary_lang=told.lang,
        provider=provider.text,
        provider_lang=provider.lang,
        state=t("Open-data plan"),
    )


def _article(same: Sequence[Article], tongue: Tongue) -> Shown:
    """In the language of the page, else as it is written."""
    one = next((a for a in same if a.lang == tongue.tag), same[0])
    foreign = "" if one.lang == tongue.tag else one.lang
    return Shown(
        path=one.path,
        title=one.title,
        title_lang=foreign,
        summary=plain(one.summary, 120),
        summary_lang=foreign,
        day=tongue.day(one.on),
        on=one.on.isoformat() if one.on else "",
        state=tongue.t("News") if one.on else tongue.t("Page"),
    )
