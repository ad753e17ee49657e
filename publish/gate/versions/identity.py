"""Is it still the same dataset?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, ChangeRule
from publish.gate.versions.change import Change
from publish.model import bilingual
from publish.problems import Level, Problem, problem


class Kept(ChangeRule):
    """A dataset is never deleted, keeps its id for ever, and its old name when it gets a new one.

    Its address is cited, harvested and bookmarked. One that is no longer offered keeps its folder with
    `status: withdrawn`: its page then says so and why. Other portals know it by its `id`; a rename keeps the id and
    lists the old name under `renamed_from`, and the old address leads to the new one.

    All three are errors. A dataset without a catalogue entry has nowhere to write its old name, so for it a rename is a
    warning.

    中文

    数据集不能删，编号（id）永不改变，改名要留下旧名。它的网址会被引用、收割、收藏。不再提供的，保留文件夹，写上
    `status: withdrawn`，页面会说明已撤下和原因。别的门户按 `id` 认它；改名时 `id` 不变，旧名写进 `renamed_from`，旧网
    址就会转到新网址。

    三种情形都必须改。没有目录条目的数据集没有地方写旧名，改名只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("V401", "V402", "V403")

    def check(self, change: Change, around: Around) -> Iterator[Problem]:
        if change.pair.after is None:
            yield problem("V401", package=change.pair.name, name=change.pair.name)
        if not change.both:
            return
        before, after = change.both
        if before.id and before.id != after.id:
            now = bilingual(f"是“{after.id}”", f"“{after.id}”") if after.id else bilingual("空着", "empty")
            yield problem("V402", **at(after, "/id"), before=before.id, after=now)
        known = after.entry.renamed_from if after.entry else ()
        if before.name != after.name and before.name not in known:
            where = at(after, "/catalogue/renamed_from" if after.entry else "/name")
            level = None if after.entry else Level.WARNING
            yield problem("V403", **where, level=level, before=before.name, after=after.name)
