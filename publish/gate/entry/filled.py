"""Has everything that a draft leaves open been filled in?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.contract import in_words
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import FILL_IN
from publish.problems import Problem, problem
from publish.questions import question

_MARKS = frozenset(said for _, said in FILL_IN)
_DATA = frozenset({"data", "example", "examples", "default", "constraints", "categories"})


def left_open(written: str) -> bool:
    """Is this the mark of something to be filled in?"""
    return written.strip() in _MARKS


class Filled(PackageRule):
    """A draft is finished: nothing in it is marked “to fill in” any more.

    `python build.py new` writes what can be told from a table, and a mark wherever only a person knows: whose the data
    are, what they are about, how often they are renewed. A mark that was left would be published as if it were said, so
    it is an error. In entry.xlsx the cells that must be filled are yellow; one that is empty counts as such a mark.

    中文

    起草的说明要填完，不能还有“待填”。`python build.py new` 只写得出从表格里看得出来的，是谁的、讲什么、多久更新，要由
    人来填。留着不填，“待填”两个字就会登到网页上，所以必须填完。entry.xlsx 里必须填的格子是黄色的，空着就等于“待填”。
    """

    codes: ClassVar[tuple[str, ...]] = ("C111", "C112", "C113")

    def check(self, case: Case) -> Iterator[Problem]:
        for pointer in _open(case.package.raw, ""):
            asked = question(pointer[1:]) if pointer in case.package.cells else None
            if asked is not None:
                yield problem("C113", **at(case.package, pointer), name=asked.label, example=asked.example)
            else:
                yield problem("C111", **at(case.package, pointer), key=in_words(pointer))
        names = {f.path for f in case.package.extras}
        for lang, text in case.package.readme:
            if any(left_open(line) for line in text.splitlines()):
                own = next((n for n in names if n.lower() == f"readme.{lang.lower()}.md"), "README.md")
                yield problem("C112", package=case.package.name, file=own, path=own)


def _open(value: object, pointer: str) -> Iterator[str]:
    if isinstance(value, str) and left_open(value):
        yield pointer
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _DATA:
                yield from _open(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _open(inner, f"{pointer}/{index}")
