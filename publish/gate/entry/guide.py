"""Are the items there that the guide of 2017 asks of every entry?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package, Status
from publish.problems import Problem, problem


class Guide(EntryRule):
    """The thirteen items of the national guide of 2017 are filled in, or can be told from what is.

    Name, provider and update cycle have rules of their own. Classification comes from the code, the provider's code
    from the register, format and data items from the files; the related code is optional. What remains is asked for
    here: code, abstract, format, data items, sharing, opening and publication date. A missing item is a warning. An
    entry without data describes its columns under `items`, so that people know what they could apply for.

    中文

    《政务信息资源目录编制指南（试行）》的 13 项核心元数据要齐全，或者能从别处得出。名称、提供方、更新周期另有规则；分类
    取自代码，提供方代码取自机构名录，格式和信息项取自文件，关联资源代码可以不写。这里检查其余各项：代码、摘要、格式、信
    息项、共享属性、开放属性、发布日期。缺项只提醒。没有数据的条目用 `items` 写明有哪些列，别人才知道可以申请什么。
    """

    codes: ClassVar[tuple[str, ...]] = ("C121", "C122", "C123", "C124", "C125", "C126", "C127")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        if not entry.code:
            yield problem("C121", **at(package, "/catalogue/code"))
        if not package.description:
            yield problem("C122", **at(package, "/description"))
        for index, resource in enumerate(package.resources):
            if not resource.format:
                yield problem("C123", **at(package, f"/resources/{index}"), name=resource.name)
        if not entry.items and not entry.open and not package.ended and entry.status != Status.PLANNED:
            yield problem("C124", **at(package, "/catalogue/items"))
        written = package.raw.get("catalogue")
        for code, key in (("C125", "sharing"), ("C126", "opening")):
            if isinstance(written, dict) and not (isinstance(written.get(key), dict) and written[key].get("type")):
                yield problem(code, **at(package, f"/catalogue/{key}"))
        if entry.issued is None and entry.status != Status.PLANNED and not any(v.date for v in package.history):
            yield problem("C127", **at(package, "/catalogue/issued"))
