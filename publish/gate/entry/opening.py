"""Is it opened no further than it may be?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.contract import in_words
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Access, Entry, Opening, Package, ResourceKind, Status, bilingual
from publish.problems import Level, Problem, problem
from publish.questions import worded

WIDTH = {Opening.UNCONDITIONAL.value: 2, Opening.CONDITIONAL.value: 1, Opening.WITHHELD.value: 0}
_WORDS = {
    Opening.UNCONDITIONAL.value: bilingual("无条件开放", "open without condition"),
    Opening.CONDITIONAL.value: bilingual("有条件开放", "open on condition"),
    Opening.WITHHELD.value: bilingual("不予开放", "withheld"),
}
_STATUSES = frozenset(s.value for s in Status)


class OpenedAsAllowed(EntryRule):
    """Data are opened no further than their level allows, and what is not open carries no data.

    Each level has a widest opening. A conditional entry says what the condition is, on what basis, and how to apply; a
    withheld one says on what basis. Sharing between offices is without condition unless the entry says otherwise: then
    it says on what condition and by what method, or, where it is refused, on what basis. What an entry that is still
    planned leaves out of this is a warning. No entry that is closed to the public carries data in this repository, nor
    does one that is planned, suspended or withdrawn: forms, samples and documents of a conditional entry are allowed.
    What is marked as a state secret, or not marked as none, does not belong here at all.

    中文

    数据的开放程度不能超过它的安全级别所允许的。有条件开放的，要写明条件、依据和怎样申请；不予开放的，要写明依据。部门
    之间以无条件共享为原则：有条件共享的，要写明条件和方式；不予共享的，要写明依据；还在筹备的条目没有写，只提醒。有条件开放和不予开放的
    条目都不能把数据放在这里，筹备中、暂停和已撤下的也一样；有条件开放的可以附申请表、样例和说明文件。凡标为涉密、或者没有标明不涉密
    的，根本不应放到这里。
    """

    codes: ClassVar[tuple[str, ...]] = ("C201", "C202", "C203", "C204", "C205", "C206", "C211")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        if entry.secret:
            yield problem("C201", **at(package, "/catalogue/secret"))
        elif entry.secret is None:
            yield problem("C202", **at(package, "/catalogue/secret"))
        if entry.status not in _STATUSES:
            known = worded("catalogue/status", Status)
            yield problem("C203", **at(package, "/catalogue/status"), value=entry.status, known=known)
        for key, access in (("opening", entry.opening), ("sharing", entry.sharing)):
            if access.type not in WIDTH:
                where = at(package, f"/catalogue/{key}/type")
                yield problem("C203", **where, value=access.type, known=worded(f"catalogue/{key}/type", Opening))
        level = around.registers.levels.get(entry.level)
        if level is not None and WIDTH.get(entry.opening.type, 0) > WIDTH.get(level.widest_opening, 0):
            where = at(package, "/catalogue/opening")
            widest = level.widest_opening if level.widest_opening in WIDTH else Opening.WITHHELD.value
            yield problem(
                "C204",
                **where,
                value=entry.level,
                opening=_WORDS[entry.opening.type],
                widest=_WORDS[widest],
                key=widest,
            )
        yield from _grounds(package, entry)
        yield from _data(package, entry)


def _grounds(package: Package, entry: Entry) -> Iterator[Problem]:
    wanted = {
        Opening.CONDITIONAL.value: ("condition", "basis", "apply"),
        Opening.WITHHELD.value: ("basis",),
    }
    access: Access = entry.opening
    planned = Level.WARNING if entry.status == Status.PLANNED else None
    for key in wanted.get(access.type, ()):
        if not getattr(access, key):
            place = f"/catalogue/opening/{key}"
            yield problem("C205", **at(package, place), level=planned, key=in_words(place))
    shared = {Opening.CONDITIONAL.value: ("condition", "method"), Opening.WITHHELD.value: ("basis",)}
    for key in shared.get(entry.sharing.type, ()):
        if not getattr(entry.sharing, key):
            level = Level.WARNING if key == "method" else planned
            place = f"/catalogue/sharing/{key}"
            yield problem("C211", **at(package, place), level=level, key=in_words(place))


def _data(package: Package, entry: Entry) -> Iterator[Problem]:
    if entry.open:
        return
    for index, resource in enumerate(package.resources):
        if not allowed_closed(entry, resource.kind):
            yield problem("C206", **at(package, f"/resources/{index}"), name=resource.name)


def allowed_closed(entry: Entry, kind: ResourceKind) -> bool:
    """May an entry that is not open carry a resource of this kind? Forms and samples of a conditional one."""
    conditional = entry.opening.type == Opening.CONDITIONAL and entry.status in (Status.LIVE, Status.TRIAL)
    return conditional and kind is ResourceKind.FILE
