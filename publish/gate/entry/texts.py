"""Is it told in every language, and are its dates days that have come?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.place import at
from publish.gate.rule import Around, Case, EntryRule, PackageRule
from publish.model import Package, Text
from publish.problems import Level, Problem, problem


class Translated(PackageRule):
    """Titles and descriptions are given in each language of the portal.

    The default language must be there; a missing translation is a warning, and the page shows the original in its
    place, marked as such. All that are missing are listed in one message for each language.

    中文

    标题和说明要有门户的每一种语言。默认语言不能缺；缺了译文只提醒，页面上会用原文代替并注明。每种语言缺的各项合并成
    一条。
    """

    codes: ClassVar[tuple[str, ...]] = ("C301", "C302")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        if not package.title:
            level = None if package.entry else Level.WARNING  # one from elsewhere is shown under its name
            yield problem("C301", **at(package, "/title"), level=level)
        if package.entry is None:
            return
        texts = [(pointer, text) for pointer, text in _texts(package) if text]
        for lang in case.portal.languages:
            missing = [pointer for pointer, text in texts if not text.has(lang)]
            if missing:
                some = "、".join(missing[:5]) + ("…" if len(missing) > 5 else "")
                yield problem("C302", **at(package, missing[0]), lang=_language(lang), count=len(missing), places=some)


def _language(tag: str) -> Text:
    """A language by its name."""
    known = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
    zh, en = known.get(tag.partition("-")[0].lower(), (tag, tag))
    return Text((("zh", zh), ("en", en)))


def _texts(package: Package) -> Iterator[tuple[str, Text]]:
    yield "/title", package.title
    yield "/description", package.description
    if package.entry:
        for key in ("condition", "basis", "apply"):
            yield f"/catalogue/opening/{key}", getattr(package.entry.opening, key)
        yield "/catalogue/status_reason", package.entry.status_reason
        for index, item in enumerate(package.entry.items):
            yield f"/catalogue/items/{index}/title", item.title
    for index, resource in enumerate(package.resources):
        where = f"/resources/{index}"
        yield f"{where}/title", resource.title
        yield f"{where}/description", resource.description
        for number, field in enumerate(resource.schema.fields if resource.schema else ()):
            yield f"{where}/schema/fields/{number}/title", field.title
            yield f"{where}/schema/fields/{number}/description", field.description
            for place, category in enumerate(field.categories):
                yield f"{where}/schema/fields/{number}/categories/{place}/label", category.label


class Dated(EntryRule):
    """What is said to have happened has happened: `issued` and `modified` are not after the day of the build.

    `issued` is not after `modified`, and the period the data speak of does not end before it begins.

    中文

    写成已经发生的事要真的发生了：发布日期、更新日期不能晚于构建当天，发布不能晚于更新，数据所说的时段不能先结束后开
    始。
    """

    codes: ClassVar[tuple[str, ...]] = ("C303", "C304")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        for key, day in (("issued", entry.issued), ("modified", entry.modified)):
            if day is not None and day > around.as_of:
                yield problem(
                    "C303",
                    **at(package, f"/catalogue/{key}"),
                    key=key,
                    day=day.isoformat(),
                    today=around.as_of.isoformat(),
                )
        pairs = (
            ("/catalogue/modified", entry.issued, entry.modified),
            ("/catalogue/temporal", entry.temporal.start, entry.temporal.end),
        )
        for pointer, first, last in pairs:
            if first is not None and last is not None and first > last:
                yield problem("C304", **at(package, pointer), first=first.isoformat(), last=last.isoformat())
