"""Are the datasets it names there?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import CatalogueRule
from publish.model import Catalogue, Entry, Package, Text, bilingual
from publish.problems import Problem, problem

_HINTS = 20


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be named: packages, codes, and names that packages bore."""

    names: frozenset[str]
    codes: frozenset[str]
    former: Mapping[str, list[str]]  # a former name -> who claims it
    hints: dict[str, Text] = field(default_factory=dict)

    def hint(self, name: str) -> Text:
        """The dataset that was probably meant, in brackets. Likeness to thousands of names takes long, so it is looked
        for a few times only: where everything is wrong, hints do not help."""
        if name not in self.hints and len(self.hints) < _HINTS:
            near = get_close_matches(name, sorted(self.names), 1, 0.75)
            self.hints[name] = bilingual(f"（是不是 {near[0]}）", f" (perhaps {near[0]})") if near else Text()
        return self.hints.get(name, Text())


class Related(CatalogueRule):
    """Datasets that an entry names are there: those it is related to, the one that replaces it, its own former names.

    `related` takes names or catalogue codes, `replaced_by` a name. A former name leads to the page of today, so no
    dataset may bear it, and no two may claim it: that is an error, for the address would have two owners. A dataset
    that is not there is a warning: its link would lead nowhere.

    中文

    条目里提到的数据集要真的有：相关的、替代它的、它自己的旧名。`related` 写名称代号或目录代码，`replaced_by` 写名称代
    号。旧名的网址会转到现在的页面，所以不能再给别的数据集用，也不能有两个数据集都说是自己的旧名：一个网址不能有两个主
    人，不予通过。提到的数据集不存在，链接就落了空，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C601", "C602", "C603", "C604")

    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        former = defaultdict(list)
        for package in catalogue.packages:
            for name in package.entry.renamed_from if package.entry else ():
                former[name].append(package.name)
        names = frozenset(p.name for p in catalogue.packages)
        codes = frozenset(p.entry.code for p in catalogue.packages if p.entry and p.entry.code)
        known = _Known(names, codes, former)
        for package in catalogue.packages:
            if package.entry is not None:
                yield from _named(package, package.entry, known)
            yield from _waived(package)


def _named(package: Package, entry: Entry, known: _Known) -> Iterator[Problem]:
    for index, name in enumerate(entry.related):
        if name not in known.names and name not in known.codes and name not in known.former:
            yield problem("C601", **at(package, f"/catalogue/related/{index}"), value=name[:80], hint=known.hint(name))
    heir = entry.replaced_by
    if heir and (heir == package.name or (heir not in known.names and heir not in known.former)):
        yield problem("C602", **at(package, "/catalogue/replaced_by"), value=heir[:80], hint=known.hint(heir))
    for index, name in enumerate(entry.renamed_from):
        others = [other for other in known.former[name] if other != package.name]
        if name != package.name and name in known.names:
            others.insert(0, name)
        if others:
            where = at(package, f"/catalogue/renamed_from/{index}")
            yield problem("C603", **where, value=name[:80], others="、".join(others[:5]))


def _waived(package: Package) -> Iterator[Problem]:
    """A waiver for a file or column that is not there covers nothing."""
    for index, waiver in enumerate(package.waivers):
        resource = package.resource(waiver.resource) if waiver.resource else None
        if waiver.resource and resource is None:
            yield problem("C604", **at(package, f"/waivers/{index}/resource"), value=waiver.resource[:80])
            continue
        within = [resource] if resource is not None else list(package.resources)
        described = [r.schema for r in within if r.schema is not None]
        if waiver.field and described and not any(schema.field(waiver.field) for schema in described):
            yield problem("C604", **at(package, f"/waivers/{index}/field"), value=waiver.field[:80])
