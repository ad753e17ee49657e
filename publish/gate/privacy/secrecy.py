"""Marks of secrecy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.place import at
from publish.gate.privacy.columns import column_place, counted
from publish.gate.rule import Case, PackageRule
from publish.gate.schema.said import title
from publish.model import Field
from publish.problems import Problem, problem

_LOOK = r"绝密|机密|秘密|内部资料|内部文件|(?i)secret|internal use only|confidential"
_MARK = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*]"
    r"|^\s*[【\[(（]?(?:绝密|机密|秘密|内部资料|内部文件)(?:[，,、 ]*(?:注意|妥善)?保[管存密])?[】\])）]?\s*$"
    r"|^\s*[\[(]?(?:TOP SECRET|SECRET|STRICTLY CONFIDENTIAL|CONFIDENTIAL|(?:FOR )?INTERNAL USE ONLY)[\])]?\s*$",
    re.M,
)


class Secrecy(PackageRule):
    """Nothing that bears a mark of secrecy.

    `机密★`, a line that says nothing but 内部资料, INTERNAL USE ONLY and the like are taken at their word: the data are
    taken down at once, and that cannot be waived. A text that merely speaks of secrecy is no mark.

    中文

    带有密级标志的东西不能放在这里。出现“机密★”、单独一行“内部资料”、INTERNAL USE ONLY 之类，就按字面处理：立即
    下架，不能豁免。正文里谈到保密的，不算标志。
    """

    codes: ClassVar[tuple[str, ...]] = ("P301", "P302")

    def check(self, case: Case) -> Iterator[Problem]:
        package = case.package
        texts = [package.title, package.description, package.readme, *(r.title for r in package.resources)]
        if any(marked(said) for text in texts for _, said in text):
            yield problem("P302", **at(package, ""))
        for resource, field, found in counted(case, _LOOK, marked, _may_be_marked):
            if found.hits:
                where = column_place(case, resource, field)
                yield problem("P301", **where, title=title(field.name, resource), count=found.hits)


def marked(text: str) -> bool:
    """Does a text bear a mark?"""
    return _MARK.search(text) is not None


def _may_be_marked(field: Field) -> bool:
    return field.type == "string" and not _lists_marks(field)


def _lists_marks(field: Field) -> bool:
    """A column that classifies, with the levels listed, says nothing about its own rows' secrecy."""
    values = [*field.constraints.get("enum", ()), *(c.value for c in field.categories)]
    return any(isinstance(v, str) and marked(v) for v in values)
