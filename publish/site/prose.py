"""Prose: Markdown that people wrote, as safe HTML.

What comes from a package is never trusted: the HTML is cleaned by an allow-list, so scripts, styles, frames, event
handlers and ``javascript:`` links are gone whatever way they were written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import nh3
from markdown import Markdown

from publish import foreign
from publish.site.pictures import Picture
from publish.urls import API, Urls

_TAGS = set("a abbr blockquote br code col colgroup dd del div dl dt em h2 h3 h4 h5 h6 hr i ins kbd li ol p pre q "
            "s samp small span strong sub sup table tbody td tfoot th thead tr ul var".split())  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "img": {"src", "alt"},
    "*": {"lang"},
}
_PICTURE = re.compile(r"""(<img(?: [a-z]+="[^"]*")*? src=")([^"]+)(")""")
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_BROKEN = re.compile(r"([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef”’])\n(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“‘])")
_EXTENSIONS = ["tables", "sane_lists", "fenced_code", "def_list"]


class Html(str):
    """HTML that is safe as it is: a template prints it without escaping."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a text stands, so that its links hold: the portal's addresses, the language of the page, the addresses of
    the files a relative link may name, and the pictures it may show, by their path. ``written`` is the language of the
    text where that is not the page's."""

    addresses: Urls
    lang: str
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    written: str = ""

    def link(self, href: str) -> str | None:
        """What a link becomes: ``/guide/`` the page in this language; None when it leads nowhere."""
        if href.startswith(("#", "http:", "https:", "mailto:", "tel:")):
            return href
        if not href.startswith("/"):
            return self.files.get(href.removeprefix("./"))
        path = href.partition("#")[0].partition("?")[0]
        page = path.endswith("/") and not path.startswith(API)
        if page:
            return self.addresses.href(self.addresses.page(href, self.lang))
        return self.addresses.file(href, self.lang)


def html(markdown: str, ground: Ground, *, level: int = 2) -> Html:
    """Markdown as safe HTML; its highest heading becomes ``h<level>``."""
    return clean(_reader().reset().convert(markdown), ground, level=level)


@cache
def _reader() -> Markdown:
    """Made once: it costs more than reading a page."""
    return Markdown(extensions=_EXTENSIONS, output_format="html")


def clean(written: str, ground: Ground, *, level: int = 2) -> Html:
    """Any HTML, made safe, with its headings moved so that the page keeps one ``h1``.

    Pictures are dropped but those of the ground: nothing is loaded from another host. A link that leads nowhere stays
    as text.
    """
    depths = [int(depth) for slash, depth in _HEADING.findall(written) if not slash]
    shift = level - min(depths) if depths else 0
    moved = _HEADING.sub(lambda m: f"<{m.group(1)}h{min(int(m.group(2)) + shift, 6)}", written)

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return value if value in ground.pictures else None
        return ground.link(value) if attribute == "href" else value

    safe = nh3.clean(
        moved,
        tags=_TAGS | ({"img"} if ground.pictures else set()),
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    # A wide table scrolls in its own region, and a long line of code in its own: the keyboard reaches both.
    opened = _framed(safe, ground).replace("<table>", '<div class="scroll" tabindex="0" role="group"><table>')
    joined = _joined(opened.replace("</table>", "</table></div>"))
    return Html(foreign.runs(Html(joined.replace("<pre>", '<pre tabindex="0">')), ground.written or ground.lang))


def _framed(safe: str, ground: Ground) -> str:
    """Every picture with its address on this site and its size, fetched when it comes into view."""

    def framed(found: re.Match[str]) -> str:
        picture = ground.pictures[found.group(2)]
        size = f' width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async"'
        return f"{found.group(1)}{ground.addresses.file(found.group(2), ground.lang)}{found.group(3)}{size}"

    return _PICTURE.sub(framed, safe)


def _joined(safe: str) -> str:
    """A line broken between two Chinese characters goes on without a space; code stays as it is."""
    parts = re.split(r"(<pre>.*?</pre>)", safe, flags=re.S)
    return "".join(part if n % 2 else _BROKEN.sub(r"\1", part) for n, part in enumerate(parts))


def without_title(markdown: str) -> str:
    """A README without the heading of its first line: the page says the title already."""
    lines = markdown.lstrip("\ufeff\n ").split("\n")
    return "\n".join(lines[1:]) if lines and lines[0].startswith("# ") else markdown


def plain(text: str, limit: int = 160) -> str:
    """The first sentences of a text on one line, for a description: at most about ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    ends = [cut.rfind(mark) + 1 for mark in ("。", "；", ". ", "; ")]
    if max(ends) > limit // 2:
        return cut[: max(ends)].rstrip()
    words, _, last = cut.rpartition(" ")
    return (words if words and len(last) < 24 and last.isascii() else cut).rstrip(" ,;:") + "…"
