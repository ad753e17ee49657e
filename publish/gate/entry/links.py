"""Are the addresses in a description such as a page may link to?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package
from publish.problems import Problem, problem

_MARKUP = re.compile(r"<\s*[/!]?\s*[A-Za-z][^<>]*>")
_SCHEMES = frozenset({"", "http", "https", "ftp", "doi", "urn"})


class Links(EntryRule):
    """Addresses begin with `https://` or `http://`, and titles are plain text.

    An address of another kind, such as `javascript:`, could run a program in the reader's browser. Markup in a title is
    shown as it is written, so it only looks wrong, and is a warning.

    中文

    网址要以 `https://` 或 `http://` 开头，标题要是纯文字。别的网址（例如 `javascript:`）可能在读者的浏览器里运行程
    序，不予通过。标题里的标记会原样显示，只是难看，所以只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C305", "C306")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        for pointer, address in _addresses(package):
            if address and not _may_be_linked(address):
                yield problem("C305", **at(package, pointer), value=address[:60])
        if any(_MARKUP.search(said) for _, said in package.title):
            yield problem("C306", **at(package, "/title"))
        for index, contributor in enumerate(package.contributors):
            if any(_MARKUP.search(said) for _, said in contributor.title):
                yield problem("C306", **at(package, f"/contributors/{index}"))


def _addresses(package: Package) -> Iterator[tuple[str, str]]:
    yield "/homepage", package.homepage
    lists = {"licenses": package.licenses, "sources": package.sources, "contributors": package.contributors}
    for key, links in lists.items():
        for index, link in enumerate(links):
            yield f"/{key}/{index}/path", link.path


def _may_be_linked(address: str) -> bool:
    """An address of the web, or a path inside the package."""
    cleaned = "".join(c for c in address if c.isprintable()).strip()
    try:
        return urlsplit(cleaned).scheme.lower() in _SCHEMES
    except ValueError:
        return False
