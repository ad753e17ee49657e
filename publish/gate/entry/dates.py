"""Are its dates days that have come, in the right order, and does it keep the promise of its frequency?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from publish.contract import in_words
from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Entry, Package, Status
from publish.problems import Level, Problem, problem

RENEWED = frozenset({Status.LIVE.value, Status.TRIAL.value})


class Dated(EntryRule):
    """What is said to have happened has happened: `issued` and `modified` are not after the day of the build.

    `issued` is not after `modified`, and no period ends before it begins: a reader counts on these days, and so do the
    feeds and the reminders. Data that speak of a time after they were last changed are a warning, for a forecast may;
    only the beginning of the period is looked at.

    中文

    写成已经发生的事要真的发生了：发布日期、更新日期不能晚于构建当天，发布不能晚于更新，时段不能先结束后开始。读者、订
    阅和到期提醒都以这些日期为准。数据所说的时段开始得比最后更新还晚，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C303", "C304", "C311")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        for key, day, level in _happened(entry):
            if day is not None and day > around.as_of:
                where, said = at(package, f"/catalogue/{key}"), in_words(f"/catalogue/{key}")
                today = around.as_of.isoformat()
                yield problem("C303", **where, level=level, key=said, day=day.isoformat(), today=today)
        for key, first, last in _in_order(entry):
            if first is not None and last is not None and first > last:
                where, said = at(package, f"/catalogue/{key}"), in_words(f"/catalogue/{key}")
                yield problem("C304", **where, key=said, first=first.isoformat(), last=last.isoformat())
        start, changed = entry.temporal.start, entry.modified
        if start is not None and changed is not None and start > changed:
            where = at(package, "/catalogue/temporal/start")
            yield problem("C311", **where, start=start.isoformat(), day=changed.isoformat())


def _happened(entry: Entry) -> Iterator[tuple[str, date | None, Level | None]]:
    yield "issued", entry.issued, None
    yield "modified", entry.modified, None
    if entry.status != Status.PLANNED:
        yield "status_from", entry.status_from, Level.WARNING


def _in_order(entry: Entry) -> Iterator[tuple[str, date | None, date | None]]:
    yield "modified", entry.issued, entry.modified
    yield "temporal", entry.temporal.start, entry.temporal.end
    yield "trial", entry.trial.start, entry.trial.end


class OnTime(EntryRule):
    """The data are renewed as often as the entry promises.

    The next edition is due so many days after `modified` as the register of frequencies says, and late when its days of
    grace have passed too. Late data are a warning; they are shown, marked as late. Only what is live or on trial is
    renewed.

    中文

    数据要按条目承诺的频率更新。频率表写明每种频率隔多少天更新一次、可以宽限几天；从最后更新算起，过了宽限就是逾期。
    逾期只提醒，数据照常显示，并注明逾期。只看正式开放和试运行的条目。
    """

    codes: ClassVar[tuple[str, ...]] = ("C310",)

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        frequency = around.registers.frequencies.get(entry.frequency) if entry else None
        if entry is None or frequency is None or entry.status not in RENEWED:
            return
        last = entry.modified or entry.issued
        due = frequency.due(last)
        if last is not None and due is not None and around.as_of > due + timedelta(days=frequency.grace):
            yield problem(
                "C310",
                **at(package, "/catalogue/modified"),
                frequency=frequency.name,
                last=last.isoformat(),
                due=due.isoformat(),
                days=(around.as_of - due).days,
            )
