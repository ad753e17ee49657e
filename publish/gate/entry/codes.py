"""Is the code of the catalogue well formed, and has it always belonged to this entry alone?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import ClassVar

from publish.gate.entry.filled import left_open
from publish.gate.place import at
from publish.gate.rule import Around, CatalogueRule, EntryRule
from publish.model import Catalogue, Package, Text
from publish.problems import Problem, problem

_CODE = re.compile(r"[1-3][0-9]{2}[0-9]{3}[0-9]*/[0-9]+")
_NAMED = 5  # other packages that a message names


class Coded(EntryRule):
    """A code of the catalogue is the class of the resource, a slash and a serial number: `307310/000123`.

    The class has a digit for its kind (1 base, 2 theme, 3 department), two for the item and three or more below it, as
    the guide of 2017 lays down. The code is taken as written: a leading zero counts. Another
    form is an error, in a dataset from another portal a warning.

    中文

    目录代码是“资源分类代码/顺序号”，例如 `307310/000123`。按 2017 年的编制指南，分类代码第一位是类（1 基础，2 主题，
    3 部门），后面两位是项，再往后至少三位是目和细目。代码照原样保存，开头的零也算。写法不对必须改；取自别的
    门户的只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C105",)

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        code = package.entry.code if package.entry else ""
        if code and not left_open(code) and not _CODE.fullmatch(code):
            yield problem("C105", **at(package, "/catalogue/code"), value=code[:80])


class OneCode(CatalogueRule):
    """A code of the catalogue belongs to one entry, for ever; so does the `id` that `new` writes.

    Pages and other catalogues refer to an entry by them. Two packages with the same are both refused until one of them
    has its own. The packages are the ledger: a withdrawn entry keeps its folder and so its code, which is never given
    to another.

    中文

    目录里的一个代码只属于一个条目，永不改变；起草时写下的 `id` 也一样。网页和别的目录都靠它们引用。两个数据集用了同一
    个，都不予通过，直到其中一个换成自己的。数据集文件夹就是台账：撤下的条目仍留着文件夹，它的代码不再给别人用。
    """

    codes: ClassVar[tuple[str, ...]] = ("C104", "C506")

    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        codes, ids = defaultdict(list), defaultdict(list)
        for package in catalogue.packages:
            if package.entry and package.entry.code and not left_open(package.entry.code):
                codes[package.entry.code].append(package)
            if package.id:
                ids[package.id].append(package)
        for code, packages in codes.items():
            for package, others in _shared(packages):
                yield problem("C104", **at(package, "/catalogue/code"), value=code, others=others)
        for packages in ids.values():
            for package, others in _shared(packages):
                yield problem("C506", **at(package, "/id"), others=others)


def _shared(packages: Sequence[Package]) -> Iterator[tuple[Package, Text]]:
    """Each of several packages, with the others. Two of one name are told of elsewhere."""
    named = sorted({(p.name, p.tombstone) for p in packages})[: _NAMED + 1]
    if len({name for name, _ in named}) < 2:
        return
    for package in packages:
        others = [other for other in named if other[0] != package.name][:_NAMED]
        gone = {"zh": "（已撤下）", "en": " (withdrawn)"}
        said = {lang: "、".join(n + (gone[lang] if left else "") for n, left in others) for lang in gone}
        yield package, Text(tuple(said.items()))
