"""Is it told in every language?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.texts import few, texts
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import Package, Text, bilingual, same_language
from publish.problems import Level, Problem, problem


class Translated(PackageRule):
    """Titles, descriptions, conditions, columns and categories are given in each language of the portal.

    The default language must be there: who reads the portal in it would otherwise meet foreign words. Another language
    that is missing is a warning; the page shows the original in its place, marked as such. A column without any title
    is a warning too. All that are missing are listed in one message for each language.

    中文

    标题、说明、条件、各列和各个取值都要有门户的每一种语言。默认语言不能缺，否则用这种语言的读者看到的是外文；缺别的语
    言只提醒，页面上会用原文代替并注明。列完全没有标题，也提醒。每种语言缺的各项合并成一条。
    """

    codes: ClassVar[tuple[str, ...]] = ("C301", "C302", "C307", "C308")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        if not package.title:
            level = None if package.entry else Level.WARNING  # one from elsewhere is shown under its name
            yield problem("C301", **at(package, "/title"), level=level)
        if package.entry is None:
            return
        said = [(pointer, text) for pointer, text in texts(package) if text]
        for lang in case.portal.languages:
            missing = [pointer for pointer, text in said if not text.has(lang)]
            if missing:
                code = "C307" if same_language(lang, case.portal.language) else "C302"
                here = at(package, missing[0])
                yield problem(code, **here, lang=language(lang), count=len(missing), places=few(package, missing))
        untitled = list(_untitled(package))
        if untitled:
            yield problem("C308", **at(package, untitled[0]), count=len(untitled), places=few(package, untitled))


def language(tag: str) -> Text:
    """A language by its name."""
    known = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
    zh, en = known.get(tag.partition("-")[0].lower(), (tag, tag))
    return bilingual(zh, en)


def _untitled(package: Package) -> Iterator[str]:
    """Columns without a title."""
    for number, item in enumerate(package.entry.items if package.entry else ()):
        if not item.title:
            yield f"/catalogue/items/{number}"
    for index, resource in enumerate(package.resources):
        for key in ("fields", "withheld"):
            for number, field in enumerate(getattr(resource.schema, key) if resource.schema else ()):
                if not field.title:
                    yield f"/resources/{index}/schema/{key}/{number}"
