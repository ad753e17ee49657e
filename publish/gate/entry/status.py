"""Does it say since when and why it stands where it stands?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Entry, Package, Status, Text, bilingual
from publish.problems import Problem, problem

TRIAL_DAYS = 10  # Guiyang rules, article 13: not less than ten days
_ENDED = frozenset({Status.SUSPENDED.value, Status.WITHDRAWN.value})


class Stands(EntryRule):
    """An entry that is suspended or withdrawn says since when and why; a trial lasts ten days at least.

    Who follows a link to data that are gone finds the reason instead. The days of a trial stand under `trial`; an entry
    that opens formally before they are over, or is still on trial long after, is named. These are warnings.

    中文

    暂停、撤下的条目要写明从哪天起、为什么：顺着链接找来的人至少看得到原因。试运行不少于十日，起止日期写在 `trial` 里；
    没满就正式开放的，或者早已到期还写着试运行的，都会指出。这些只是提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("C207", "C208", "C209", "C210")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        entry = package.entry
        if entry is None:
            return
        ended = entry.status in _ENDED and _said(package)
        if ended and not entry.status_reason:
            yield problem("C207", **at(package, "/catalogue/status_reason"))
        if ended and entry.status_from is None:
            yield problem("C210", **at(package, "/catalogue/status_from"))
        yield from _trial(package, entry, around)


def _said(package: Package) -> bool:
    """Is the status a word there is? A slip is taken for suspended, and that word alone has to be mended."""
    written = package.raw.get("catalogue")
    return not isinstance(written, dict) or written.get("status") in (None, *Status)


def _trial(package: Package, entry: Entry, around: Around) -> Iterator[Problem]:
    start, end = entry.trial.start, entry.trial.end
    opened = entry.status_from if entry.status == Status.LIVE else None
    if entry.status == Status.TRIAL and start is None:
        start = entry.status_from
    over = end or opened
    if start is not None and over is not None and start <= over < start + timedelta(days=TRIAL_DAYS):
        yield problem("C208", **at(package, "/catalogue/trial"), days=(over - start).days, least=TRIAL_DAYS)
    if end is None:
        return
    if opened is not None and opened < end and (start is None or opened > start):
        yield problem("C209", **at(package, "/catalogue/status_from"), said=_early(opened, end))
    elif entry.status == Status.TRIAL and end < around.as_of:
        yield problem("C209", **at(package, "/catalogue/trial/end"), said=_late(end, around.as_of))


def _early(opened: date, end: date) -> Text:
    return bilingual(
        f"{opened} 已正式开放，而试运行要到 {end} 才结束",
        f"it opened formally on {opened}, before its trial ends on {end}",
    )


def _late(end: date, today: date) -> Text:
    return bilingual(
        f"试运行已在 {end} 结束，到 {today} 状态仍是试运行",
        f"its trial ended on {end}, and on {today} it still is on trial",
    )
