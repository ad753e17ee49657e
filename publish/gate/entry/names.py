"""Does every package, and every table, have a name of its own?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, CatalogueRule, EntryRule
from publish.model import Catalogue, Package, Portal
from publish.problems import Problem, problem
from publish.tables import table_name, view_suffixes

_SHADOWS = ("_fts", "_fts_data", "_fts_idx", "_fts_content", "_fts_docsize", "_fts_config")
_LANGUAGES = frozenset({"zh", "en", "ja", "ko", "fr", "de", "es", "ru", "ar", "pt", "it", "bo", "ug", "mn"})


class OwnName(CatalogueRule):
    """No two packages have one name, and no two tables.

    The name is the address of a dataset and of its table in the query service, where letter case does not count and
    names like `…_fts`, `…__zh` and `…__en` are kept for what belongs to a table: its full text, and its views with
    labels in place of codes. A clash stops the whole build: nobody can tell which of the two is meant.

    中文

    两个数据集不能同名，两张表也不能同名。名字是数据集的网址，也是查询服务里的表名；表名不分大小写，而且 `…_fts`、
    `…__zh`、`…__en` 这样的名字要留给一张表的附属：它的全文索引，以及用文字代替代码的视图。一旦冲突，整个构建都会停
    下，因为分不清指的是哪一个。
    """

    codes: ClassVar[tuple[str, ...]] = ("C501", "C502")

    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        named: dict[str, list[Package]] = defaultdict(list)
        for package in catalogue.packages:
            named[package.name.lower()].append(package)
        for same in named.values():
            for package in same if len(same) > 1 else ():
                folders = "、".join(sorted(p.folder.name for p in same))
                yield problem("C501", **at(package, "/name"), name=package.name, folders=folders)
        yield from self._tables(catalogue)

    def _tables(self, catalogue: Catalogue) -> Iterator[Problem]:
        taken: dict[str, list[tuple[Package, int, str]]] = defaultdict(list)
        for package in catalogue.packages:
            for index, resource in enumerate(package.resources):
                if resource.tabular:
                    taken[table_name(package, resource).lower()].append((package, index, resource.name))
        reserved = _reserved(catalogue.portal)
        for name, holders in taken.items():
            others = [h for shadow in reserved for h in taken.get(name + shadow, ())]
            alike = {p.name.lower() for p, _, _ in (*holders, *others)}
            if len(alike) > 1:  # within one package, or between two of one name, it is said elsewhere
                for package, index, _ in (*holders, *others):
                    clash = "、".join(sorted({p.name for p, _, _ in (*holders, *others)}))
                    yield problem("C502", **at(package, f"/resources/{index}/name"), name=name, packages=clash)


class FreeName(EntryRule):
    """A resource is not named like a language or like the database's own tables, and two of one package are not named
    alike.

    `zh`, `en` and other language tags stand in addresses for the language of a page. Names that begin with `sqlite_`
    belong to the database. Letter case, and the difference between `-` and `_`, do not tell two tables apart. All three
    are errors.

    中文

    文件不能用语言代码作名字，不能占用数据库自己的名字，同一个数据集里也不能有两个同名的。`zh`、`en` 这样的语言代码在网
    址里表示页面的语言；`sqlite_` 开头的名字归数据库自己用；只差大小写，或者只差 `-` 和 `_`，表名就是同一个。三种情形都
    必须改。
    """

    codes: ClassVar[tuple[str, ...]] = ("C503", "C504", "C505")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        tags = {t.lower() for t in around.portal.languages} | _LANGUAGES
        reserved = _reserved(around.portal)
        seen: set[str] = set()
        for index, resource in enumerate(package.resources):
            name = resource.name.lower()
            first, _, rest = name.partition("-")
            if name in tags or (first in tags and rest.partition("-")[0] in _REGIONS):
                yield problem("C503", **at(package, f"/resources/{index}/name"), name=resource.name)
            table = table_name(package, resource).lower() if resource.tabular else ""
            if {name, table} & seen or any((table + shadow) in seen for shadow in reserved if table):
                yield problem("C504", **at(package, f"/resources/{index}/name"), name=resource.name)
            if table.startswith("sqlite_"):
                yield problem("C505", **at(package, f"/resources/{index}/name"), name=table)
            seen |= {name, *((table + shadow for shadow in ("", *reserved)) if table else ())}


def _reserved(portal: Portal) -> tuple[str, ...]:
    """The endings of names that belong to a table: shadows of full text, views with labels."""
    return (*_SHADOWS, *view_suffixes(portal.languages).values())


_REGIONS = frozenset({"hans", "hant", "cn", "tw", "hk", "mo", "sg", "us", "gb"})
