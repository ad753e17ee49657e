"""Render: a page and its frame into the bytes of HTML, through the theme's templates.

Templates print, nothing more. They escape everything (``autoescape``) but what is ``Html``; what is not there is an
error, never a silent nothing. There is one environment for each language, whose messages are in that language, so one
run makes every language and a macro need not be told which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from publish import foreign
from publish.cache import Cache, digest, file_digest
from publish.site.frame import Frame
from publish.site.pages.page import Page
from publish.site.prose import Html
from publish.site.tongue import Tongue

KIND = "pages"  # of the cache

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

Make = Callable[[Path], None]  # writes the file of a part


@cache
def environment(theme: str, tongue: Tongue) -> Environment:
    """The templates of a theme in one language, compiled once in each process. ``_`` and ``ngettext`` speak it."""
    made = Environment(
        loader=FileSystemLoader(Path(theme, "templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.globals.update(_=tongue.t, ngettext=tongue.n)
    made.filters["runs"] = lambda text: foreign.runs(text, tongue.tag)
    made.filters["mailed"] = _mailed
    made.filters["tag"] = lambda text: foreign.tag(text, tongue.tag)
    return made


def _mailed(said: str) -> Markup:
    """A sentence whose mail addresses can be written to at a tap."""
    return Markup(_ADDRESS.sub(lambda found: f'<a href="mailto:{found[0]}">{found[0]}</a>', str(escape(said))))


def html(page: Page, frame: Frame, theme: Path) -> bytes:
    """One page, rendered."""
    template = environment(str(theme), frame.tongue).get_template(page.template)
    return template.render(page=page, frame=frame, m=page.matter, foot=_foot(str(theme), frame)).encode("utf-8")


@lru_cache(maxsize=64)
def _foot(theme: str, frame: Frame) -> Html:
    """The foot is the same on every page of a language."""
    return Html(environment(theme, frame.tongue).get_template("parts/foot.html").render(frame=frame))


def theme_digest(theme: Path) -> str:
    """Of every file of a theme: templates, translations, static files."""
    files = sorted(p for p in theme.rglob("*") if p.is_file() and not p.name.startswith("."))
    return digest([[p.relative_to(theme).as_posix(), file_digest(p)] for p in files])


def cached(page: Page, frame: Frame, theme: Path, base: str, cache: Cache) -> Path:
    """The file of a page, rendered when it is not in the cache. ``base`` is of the theme, the frames and the code."""
    key = digest(base, repr(page))

    def make(part: Path) -> None:
        part.write_bytes(html(page, frame, theme))

    return cache.file(KIND, key, ".html", make)


def base_digest(frames: Mapping[str, Frame], theme: Path, code: str) -> str:
    """Of what every page depends on."""
    return digest(theme_digest(theme), code, [repr(frame) for frame in frames.values()])


def escaped_json(text: str) -> str:
    """JSON that may stand inside a ``script`` element: no ``<`` closes it."""
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def environment_settings() -> dict[str, Any]:
    """What Pelican needs to make an environment that escapes as this one does."""
    return {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
