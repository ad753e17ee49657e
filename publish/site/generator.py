"""The one file that knows Pelican: it reads what people wrote, copies the theme's files and runs our generator.

Pelican fails softly: with a reader missing it writes a site without pages and says so in a warning. Here a warning is
fatal, and its text is handed on. Its own writer writes nothing: the written pages are taken from it and printed
through the same templates as all others, so every page has one frame and one way of escaping.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from logging import WARNING, Handler, LogRecord, getLogger
from pathlib import Path
from typing import Any

import pelican
import pelican.log
from pelican import signals
from pelican.generators import Generator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG, configure_settings

from publish.model import Portal, Text, bilingual, same_language
from publish.problems import Exit, PublishError
from publish.site.pages.singles import Article
from publish.site.pictures import Picture, assert_shown
from publish.site.prose import Ground, clean, plain
from publish.site.render import environment_settings
from publish.urls import NEWS, Urls

Written = tuple[Article, ...]

_NEWS = NEWS.strip("/")  # the folder of a language that holds them


@dataclass(frozen=True, slots=True)
class Places:
    """Where Pelican reads and writes."""

    content: Path
    theme: Path
    output: Path


def run(
    portal: Portal, places: Places, make: Callable[[Written], None], pictures: Mapping[str, Picture] | None = None
) -> None:
    """Run Pelican in this process; ``make`` is called with the written pages when it is time to write the site.
    ``pictures`` are those the pages may show.

    Raises PublishError when Pelican warns of anything: a page it could not read is a page that would be missing.
    """
    said = _Said()
    logger = getLogger("pelican")
    fatal = pelican.log.FatalLogger.fatal_lvl
    pelican.log.init(fatal="warnings", handler=None)
    logger.addHandler(said)
    receivers = _Receivers(portal, make, pictures or {})
    signals.page_generator_context.connect(receivers.lower_language)
    signals.page_generator_finalized.connect(receivers.take_pages)
    signals.get_generators.connect(receivers.offer)
    try:
        with redirect_stdout(io.StringIO()):  # it says that it is done; our own commands say what they did
            pelican.Pelican(settings(portal, places)).run()
    except RuntimeError as error:
        raise PublishError(_stopped(" ".join(said.warnings) or str(error)), Exit.CONFIGURATION) from error
    finally:
        signals.page_generator_context.disconnect(receivers.lower_language)
        signals.page_generator_finalized.disconnect(receivers.take_pages)
        signals.get_generators.disconnect(receivers.offer)
        pelican.log.FatalLogger.fatal_lvl = fatal
        logger.removeHandler(said)


class _Said(Handler):
    """Keeps what was warned of: Pelican's exception for a fatal warning does not say which."""

    def __init__(self) -> None:
        super().__init__(WARNING)
        self.warnings: list[str] = []

    def emit(self, record: LogRecord) -> None:
        self.warnings.append(record.getMessage())


def _stopped(said: str) -> Text:
    reason = " ".join(said.split())[:600]
    return bilingual(
        f"网站没有生成，因为 Pelican 给出警告：{reason}", f"The site was not made, because Pelican warned: {reason}"
    )


def settings(portal: Portal, places: Places) -> dict[str, Any]:
    """Pelican's settings, made from the portal's record. Languages in lower case, as Pelican keeps them."""
    ours: dict[str, Any] = {
        "PATH": str(places.content),
        "OUTPUT_PATH": str(places.output),
        "THEME": str(places.theme),
        "THEME_STATIC_DIR": "static",
        "THEME_STATIC_PATHS": ["static"],
        "SITENAME": portal.title[portal.language],
        "SITEURL": portal.base_url.rstrip("/"),
        "TIMEZONE": portal.time_zone,
        "DEFAULT_LANG": portal.language.lower(),
        "PAGE_PATHS": [tag for tag in portal.languages if (places.content / tag).is_dir()],
        "ARTICLE_PATHS": [],
        "STATIC_PATHS": [],
        "DIRECT_TEMPLATES": [],
        "READERS": {"rst": None, "html": None},
        "FORMATTED_FIELDS": [],
        "MARKDOWN": {"extensions": ["tables", "sane_lists", "fenced_code", "def_list"], "output_format": "html"},
        "JINJA_ENVIRONMENT": environment_settings(),
        "DELETE_OUTPUT_DIRECTORY": False,
        "CACHE_CONTENT": False,
        "LOAD_CONTENT_CACHE": False,
        "RELATIVE_URLS": False,
        "PLUGINS": [],
    }
    no_feeds = {
        name: None
        for name in DEFAULT_CONFIG
        if name.startswith(("FEED_", "TRANSLATION_FEED", "CATEGORY_FEED", "AUTHOR_FEED", "TAG_FEED"))
    }
    configured: dict[str, Any] = configure_settings({**DEFAULT_CONFIG, **no_feeds, "FEED_MAX_ITEMS": 0, **ours})
    return configured


class _Receivers:
    """What listens to Pelican's signals. Signals keep only weak references, so the run keeps this."""

    def __init__(self, portal: Portal, make: Callable[[Written], None], pictures: Mapping[str, Picture]) -> None:
        self.portal = portal
        self.make = make
        self.pictures = pictures
        self.written: Written = ()

    def lower_language(self, _: PagesGenerator, metadata: dict[str, Any]) -> None:
        """Pelican lowers its default language but not a page's, and then takes a translation for an original."""
        metadata["lang"] = str(metadata.get("lang", self.portal.language)).lower()

    def take_pages(self, generator: PagesGenerator) -> None:
        """Take the parsed pages from Pelican, so that it writes none itself."""
        read = [*generator.pages, *generator.translations]
        found = (article(page, self.portal, self.pictures) for page in read)
        self.written = tuple(sorted(found, key=lambda a: (a.order, a.slug, a.lang)))
        generator.pages, generator.translations = [], []

    def offer(self, _: pelican.Pelican) -> type[Generator]:
        receivers = self

        class PortalGenerator(Generator):  # type: ignore[misc]
            """Our generator: writes every page of the portal when Pelican comes to writing."""

            def generate_output(self, writer: object) -> None:
                receivers.make(receivers.written)

        return PortalGenerator


def article(page: Any, portal: Portal, pictures: Mapping[str, Picture]) -> Article:
    """A page as Pelican parsed it; one below ``news/`` is news of its day. Raises PublishError for a picture that is
    not there or has no words, and for news without a day."""
    tag = next((tag for tag in portal.languages if same_language(tag, str(page.lang))), portal.language)
    metadata: Mapping[str, Any] = page.metadata
    written = str(page.content)
    assert_shown(written, pictures, str(page.title))
    news = Path(str(page.source_path)).parent.name == _NEWS
    if news and "date" not in metadata:
        raise PublishError(
            bilingual(
                f"“{page.title}”这条动态没有写日期（Date: 2026-11-03）。",
                f"The news “{page.title}” says no day (Date: 2026-11-03).",
            )
        )
    return Article(
        slug=f"{_NEWS}/{page.slug}" if news else str(page.slug),
        lang=tag,
        title=str(page.title),
        summary=plain(str(metadata.get("summary", ""))),
        html=clean(written, Ground(Urls.of(portal), tag, pictures=pictures)),
        order=int(metadata.get("order", 100)),
        on=page.date.date() if news else None,
    )
