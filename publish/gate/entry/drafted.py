"""Has a person looked at what a program drafted?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import Package
from publish.problems import Problem, problem

_SHOWN = 5


class Drafted(PackageRule):
    """English that a program drafted has been looked at by a person.

    `python build.py new` takes the English of common column names from the register `field-names` and marks it: the
    column bears `drafted: [title@en]` in datapackage.yaml, or 待核对 in entry.xlsx. Whoever checks it removes the mark.
    Until then the draft is published as it is, with this note.

    中文

    程序起草的英文要由人核对。`python build.py new` 照“常用列名”登记册给列名配上英文并做记号：datapackage.yaml 里是
    `drafted: [title@en]`，entry.xlsx 里是“待核对”。核对后删去记号。没有核对也可以发布，只是提示。
    """

    codes: ClassVar[tuple[str, ...]] = ("C313",)

    def check(self, case: Case) -> Iterator[Problem]:
        found = list(_drafted(case.package))
        if found:
            names = "、".join(name for _, name in found[:_SHOWN]) + ("…" if len(found) > _SHOWN else "")
            yield problem("C313", **at(case.package, found[0][0]), count=len(found), names=names)


def _drafted(package: Package) -> Iterator[tuple[str, str]]:
    """(pointer, English title) of the columns with the mark."""
    for index, resource in enumerate(package.resources):
        for number, field in enumerate(resource.schema.fields if resource.schema else ()):
            if field.drafted:
                yield f"/resources/{index}/schema/fields/{number}/drafted", field.title["en"]
