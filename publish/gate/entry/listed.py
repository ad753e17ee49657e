"""Is the package in the catalogue at all, and by codes that are known?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.entry.filled import left_open
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package, Status, Text, bilingual
from publish.problems import Level, Problem, problem


class Listed(EntryRule):
    """A package has an entry in the catalogue of public data, and names things by codes of the registers.

    The entry says whose the data are, what they are about, how sensitive, how open and how often renewed. A package
    without one, such as one from elsewhere, is published with a warning. The office that provides it must be in the
    register of organisations, and its level in the register of levels: without them nobody answers, and nobody can tell
    how far it may be opened; a planned entry without data may have its level still to come. A topic, frequency or
    licence that is not in its register is a warning. Data that are open to all carry an open licence: one that forbids
    commercial use or adaptation breaks that promise and is refused.

    中文

    每个数据集都要登记进公共数据资源目录，用登记册里的代码说明是谁的、讲什么、多敏感、开放到什么程度、多久更新。没有
    登记的（例如从别处来的）可以发布，但会提醒。提供单位要在机构名录里，安全级别要在级别表里：否则没有人负责，也说不
    清能开放到哪一步；还在筹备、没有数据的条目，级别可以以后定。主题、更新频率、许可不在登记册里的，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C101", "C102", "C103", "C106", "C107", "C108", "C109", "C110", "C114")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry, registers = package.entry, around.registers
        if entry is None:
            yield problem("C101", **at(package, ""))
            yield from self._licences(package, around)
            return
        if left_open(entry.provider):
            pass  # said by Filled, as for the other codes
        elif entry.provider not in registers.organisations:
            yield problem("C102", **at(package, "/catalogue/provider"), value=written(entry.provider))
        elif _ended(package, around):
            yield problem("C103", **at(package, "/catalogue/provider"), value=entry.provider)
        if entry.level not in registers.levels and not left_open(entry.level):
            unsettled = entry.status == Status.PLANNED and not entry.level and not package.resources
            yield problem(
                "C106",
                **at(package, "/catalogue/level"),
                level=Level.WARNING if unsettled else None,
                value=written(entry.level),
                known="、".join(registers.levels),
            )
        if entry.topic not in registers.topics and not left_open(entry.topic):
            yield problem("C107", **at(package, "/catalogue/topic"), value=written(entry.topic))
        if entry.frequency not in registers.frequencies and not left_open(entry.frequency):
            yield problem("C108", **at(package, "/catalogue/frequency"), value=written(entry.frequency))
        yield from self._licences(package, around)

    def _licences(self, package: Package, around: Around) -> Iterator[Problem]:
        known = around.registers.licences
        for index, licence in enumerate(package.licenses):
            if known and licence.name not in known:
                yield problem("C109", **at(package, f"/licenses/{index}"), value=written(licence.name or licence.path))
        if package.entry is not None and package.entry.open and (closed := _closed(package, around)):
            yield problem("C114", **at(package, "/licenses/0"), value=closed)
        if not package.licenses:
            yield problem("C110", **at(package, "/licenses"))


def written(code: str) -> str | Text:
    """A code as a message repeats it; one that was not written is not shown as a pair of empty quotes."""
    return code[:80] or bilingual("（没有写）", "(nothing written)")


def _ended(package: Package, around: Around) -> bool:
    entry = package.entry
    office = around.registers.organisations.get(entry.provider) if entry else None
    gone = office is not None and office.valid_to is not None and office.valid_to < around.as_of
    return gone and entry is not None and entry.status not in (Status.WITHDRAWN, Status.SUSPENDED)


def _closed(package: Package, around: Around) -> str:
    """The licence, when it is known and not open. Of several, one open one is enough: the reader chooses."""
    known = [around.registers.licences.get(licence.name) for licence in package.licenses]
    closed = [licence.id for licence in known if licence is not None and not licence.open]
    return closed[0] if closed and len(closed) == len(known) else ""
