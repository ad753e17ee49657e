"""The stage: Admitted -> the files of the site.

What was gathered for a dataset (``Given``) has a key; a page whose key is known is linked from the cache without its
value being made. What is missing is made in parallel, a dataset at a time, so that its rows are read once for all
languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from publish import release, urls
from publish.admitted import Admitted
from publish.cache import Cache, code_digest, digest, used
from publish.figures import Figures
from publish.jobs import Progress, each, silent
from publish.model import Json, bilingual
from publish.problems import Manual, PublishError, kinds
from publish.release import Artefact, Document, Download
from publish.site import generator, narrowing, pictures, render, search
from publish.site.charts import shown as charts
from publish.site.frame import Frame, frame
from publish.site.gather import gather
from publish.site.pages import (
    assessment,
    dataset,
    feeds,
    groups,
    home,
    interface,
    lists,
    news,
    plan,
    reference,
    rules,
    singles,
    status,
)
from publish.site.pages.given import Given
from publish.site.pages.groups import Item
from publish.site.pages.page import Link, Page
from publish.site.pages.singles import Article
from publish.site.share import card, png
from publish.site.tongue import Phrase, Tongue
from publish.urls import Urls, file_of

HTML, ATOM = "text/html", "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the pages are made of, gathered."""

    admitted: Admitted
    given: tuple[Given, ...]
    manual: tuple[Manual, ...]
    written: tuple[Article, ...]
    frames: Mapping[str, Frame]  # by language
    theme: Path
    base: str  # digest of what every page depends on
    cache: Cache
    embedded: Mapping[str, Mapping[str, Json]]  # JSON-LD by package name and language; "" is the home page

    @property
    def languages(self) -> tuple[str, ...]:
        return self.admitted.portal.languages


def build(
    admitted: Admitted,
    figures: Mapping[str, Figures],
    downloads: Mapping[str, Sequence[Download]],
    manual: Sequence[Manual],
    embedded: Mapping[str, Mapping[str, Json]],
    *,
    root: Path,
    output: Path,
    cache: Cache,
    jobs: int = 1,
    progress: Progress = silent,
) -> dict[str, Artefact]:
    """Write the pages, the search index, the theme's files and the pictures of ``content/`` below ``output``: the
    artefacts by path.

    ``root`` holds ``theme/`` and ``content/``. Raises PublishError when Pelican warns, a picture cannot be shown or an
    admitted dataset has no page in some language.
    """
    theme = (root / "theme").resolve()
    given = gather(admitted, figures, downloads)
    shown = pictures.read(root / "content")
    made: dict[str, Artefact] = {}

    def make(written: tuple[Article, ...]) -> None:
        site = _site(admitted, given, tuple(manual), written, theme, cache, embedded)
        documents = chain(_datasets(site, jobs, progress), _others(site), _index(site), pictures.documents(shown))
        made.update(release.write(documents, output))

    generator.run(admitted.portal, generator.Places(root / "content", theme, output), make, shown)
    _assert_complete(admitted, made)
    return made


def _site(
    admitted: Admitted,
    given: tuple[Given, ...],
    manual: tuple[Manual, ...],
    written: tuple[Article, ...],
    theme: Path,
    cache: Cache,
    embedded: Mapping[str, Mapping[str, Json]],
) -> Site:
    version = render.theme_digest(theme / "static")[:8]
    translations = str(theme / "translations")
    frames = {
        tag: frame(
            admitted,
            tag,
            translations=translations,
            version=version,
            articles={a.path: a.title for a in written if a.lang == tag and not a.on},
            news=any(a.on for a in written),
        )
        for tag in admitted.portal.languages
    }
    base = render.base_digest(frames, theme, code_digest())
    return Site(admitted, given, manual, written, frames, theme, base, cache, embedded)


def _path(page: Page, frame: Frame) -> str:
    return file_of(frame.urls.page(page.path, page.lang))


# --- the pages of datasets ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """The pages of one dataset, to be made: what a worker needs."""

    given: Given
    frames: Mapping[str, Frame]
    theme: Path
    files: tuple[tuple[str, str], ...]  # (language, key in the cache)
    image: str  # key in the cache; "" when it has none of its own
    cache: Cache


def _datasets(site: Site, jobs: int, progress: Progress) -> Iterator[Document]:
    tasks = [_task(site, one) for one in site.given]
    missing = [
        replace(task, given=replace(task.given, embedded=_spelled(site.embedded.get(task.given.dataset.name, {}))))
        for task in tasks
        if not all(used(path) for path in _made(task))
    ]
    for _ in each(make_pages, missing, jobs=jobs, stage="site", progress=progress):
        pass
    for task in tasks:
        for tag, key in task.files:
            path = urls.dataset(task.given.dataset.name)
            yield Document(file_of(site.frames[tag].urls.page(path, tag)), _file(task, key), HTML)
        if task.image:
            yield Document(file_of(urls.share(task.given.dataset.name)), _image(task), png.MEDIA_TYPE)


def _spelled(embedded: Mapping[str, Json]) -> dict[str, str]:
    """JSON-LD by language, as it stands in a page."""
    return {
        tag: render.escaped_json(json.dumps(said, ensure_ascii=False, sort_keys=True)) for tag, said in embedded.items()
    }


def _task(site: Site, given: Given) -> Task:
    key = given.key
    files = tuple((tag, digest(site.base, key, tag)) for tag in site.languages)
    image = digest(site.base, key, "share") if given.dataset.pictured else ""
    return Task(given, site.frames, site.theme, files, image, site.cache)


def _made(task: Task) -> Iterator[Path]:
    yield from (_file(task, key) for _, key in task.files)
    if task.image:
        yield _image(task)


def _file(task: Task, key: str) -> Path:
    return task.cache.path(render.KIND, key, ".html")


def _image(task: Task) -> Path:
    return task.cache.path(render.KIND, task.image, ".png")


def make_pages(task: Task) -> None:
    """Make the pages of one dataset in every language, into the cache."""
    count = task.given.portal.limits.preview_rows
    given = task.given
    heads = {table.name: table.head(count) for table in given.dataset.tables}
    reached = {t.name: t for t in given.reached}
    shown = charts.pictures(given.dataset, given.figures, reached, given.joins, given.portal)
    for tag, key in task.files:
        frame = task.frames[tag]
        text = render.html(dataset.page(given, heads, frame.tongue, shown), frame, task.theme)
        task.cache.file(render.KIND, key, ".html", _writer(text))
    if task.image:
        topic = given.topic.slug if given.topic else ""
        drawn = png.kept(card.of_dataset(given.dataset, given.figures, topic, shown), task.cache)
        task.cache.file(render.KIND, task.image, ".png", _writer(drawn.read_bytes()))


def _writer(text: bytes) -> render.Make:
    def make(part: Path) -> None:
        part.write_bytes(text)

    return make


# --- all other pages ------------------------------------------------------------------------------------------------


def _others(site: Site) -> Iterator[Document]:
    for framed in site.frames.values():
        for page in _pages(site, framed.tongue):
            yield Document(_path(page, framed), render.cached(page, framed, site.theme, site.base, site.cache), HTML)
        for page in singles.redirects(site.admitted, site.given, framed.tongue):
            yield Document(_path(page, framed), render.html(page, framed, site.theme), HTML)
        told = news.items(site.written, framed.tongue, framed.urls)
        for page in news.feed(told, site.admitted.portal, framed.tongue):
            yield Document(_path(page, framed), render.html(page, framed, site.theme), ATOM)
    yield Document(file_of(urls.SHARE), png.kept(card.of_portal(), site.cache), png.MEDIA_TYPE)
    if known := assessment.accounts(site.admitted, site.given):
        table = assessment.to_csv(known, site.admitted)
        yield Document(file_of(urls.ASSESSMENT_CSV), table, "text/csv; charset=utf-8")


def _pages(site: Site, tongue: Tongue) -> Iterator[Page]:
    """Every page of one language but those of datasets."""
    admitted, given, languages = site.admitted, site.given, site.languages
    topics, offices = groups.topics(admitted, given, tongue), groups.offices(admitted, given, tongue)
    told = news.items(site.written, tongue, Urls.of(admitted.portal))
    embedded = _spelled(site.embedded.get("", {})).get(tongue.tag, "")
    guided = any(a.path == urls.API_GUIDE and a.lang == tongue.tag for a in site.written)
    yield home.page(admitted, given, topics, offices, told, tongue, embedded, guided)
    yield from lists.datasets(given, _links(topics), _links(offices), tongue, languages)
    yield from lists.catalogue(given, tongue, languages)
    yield from groups.indexes(topics, offices, tongue, languages)
    around = groups.Around(_links(topics), _links(offices), tongue, languages)
    yield from groups.topic_pages(admitted, given, around)
    yield from groups.office_pages(admitted, given, around)
    yield from rules.pages(kinds(), site.manual, tongue, Urls.of(admitted.portal))
    yield from rules.requirements(admitted.registers.requirements, _names(site, tongue), tongue, languages)
    yield from singles.articles(site.written, tongue, languages)
    yield from news.page(told, tongue, languages)
    yield feeds.page(given, bool(told), tongue, languages)
    yield status.page(admitted, given, tongue)
    yield from plan.page(admitted, tongue)
    yield from assessment.page(assessment.accounts(admitted, given), admitted, tongue)
    yield from interface.page(site.written, admitted, tongue)
    yield reference.page(admitted, tongue)
    yield singles.search(_links(topics), tongue, languages)
    yield singles.missing(tongue)


def _names(site: Site, tongue: Tongue) -> dict[str, Phrase]:
    """What pages are called, by their path: those of datasets and offices, and those of the frame."""
    framed = site.frames[tongue.tag]
    ways = (*framed.ways, *(way for _, group in framed.foot for way in group))
    return {
        urls.HOME: Phrase(tongue.t("Home")),
        **{way.path: Phrase(way.label) for way in ways},
        **{urls.organisation(o.slug): tongue.phrase(o.name) for o in site.admitted.registers.organisations.values()},
        **{urls.dataset(d.name): tongue.phrase(d.package.title) for d in site.admitted.shown},
    }


def _links(items: Sequence[Item]) -> tuple[Link, ...]:
    return tuple(Link(item.name, item.path, str(item.count)) for item in items)


def _index(site: Site) -> Iterator[Document]:
    """What can be found: datasets first, then topics, organisations and written pages; and by what it is narrowed."""
    tongues = [frame.tongue for frame in site.frames.values()]
    topics = {t.tag: groups.topics(site.admitted, site.given, t) for t in tongues}
    offices = {t.tag: groups.offices(site.admitted, site.given, t) for t in tongues}
    listed = lists.in_order(site.given)
    found = [
        *search.datasets(listed, tongues),
        *search.groups("topic", topics, {t.tag: t.t("Topic") for t in tongues}),
        *search.groups("organization", offices, {t.tag: t.t("Organisation") for t in tongues}),
        *search.articles(site.written, tongues),
        *search.awaited(site.admitted, tongues),
    ]
    narrowed = narrowing.files(listed, [one.kind for one in found], tongues)
    yield from search.documents(found, site.languages, narrowed)


def _assert_complete(admitted: Admitted, made: Mapping[str, Artefact]) -> None:
    """Pelican and templates may fail softly: every admitted dataset has its page in every language, or we stop."""
    addresses = Urls.of(admitted.portal)
    wanted = (
        file_of(addresses.page(urls.dataset(d.name), tag))
        for d in admitted.datasets
        for tag in admitted.portal.languages
    )
    missing = [path for path in wanted if path not in made]
    if missing:
        listed = ", ".join(missing[:10])
        raise PublishError(bilingual(f"这些网页没有生成：{listed}", f"These pages were not made: {listed}"))
