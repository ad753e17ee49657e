"""New data handed over: the update is made, written into a copy of the folder, judged there against what was, and only
when the gate lets it pass does it take the place of what is there.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from publish.draft.update import Choices, Update, refresh
from publish.draft.update.folder import apply, stand
from publish.model import Catalogue, Comparison, Earlier, Package, Text, bilingual
from publish.problems import Exit, Problem, PublishError, Report, Verdict, cell_name
from publish.read import assemble, read_folders

_ROWS = re.compile(r"“[^”]*”|第 [0-9]+(?:、[0-9]+)* 行|\b[Rr]ows? [0-9]+(?:(?:,| and) [0-9]+)*(?![0-9])")
Judge = Callable[[Catalogue, tuple[Problem, ...], frozenset[str], Earlier], Report]


@dataclass(frozen=True, slots=True)
class Tried:
    """An update, and what the gate says of it (None: it was not asked, for nothing changed or something stands in the
    way). ``passes``: it may take the place of what is there; ``written``: it did."""

    update: Update
    folder: Path
    report: Report | None = None
    passes: bool = False
    written: bool = False

    @property
    def hidden(self) -> bool:
        """Must the values of the dataset not be shown: is it not open, or was something personal found in it?"""
        changes: Sequence[Comparison] = self.report.changes if self.report else ()
        return not changes or any(one.hidden for one in changes)


def package_of(catalogue: Catalogue, name: str) -> Package:
    """The dataset of this name. Raises PublishError (wrong usage) when there is none, or its data were taken away."""
    package = next((p for p in catalogue.packages if p.name == name), None)
    if package is None:
        raise PublishError(
            bilingual(
                f"没有名为“{name}”的数据集，或者它的说明文件读不了；可以先运行 check。新的数据集请用 new。",
                f"There is no dataset named {name}, or its description cannot be read; check tells more. For a new "
                "dataset, use new.",
            ),
            Exit.USAGE,
        )
    if package.ended:
        raise PublishError(
            bilingual(
                f"{name} 已经撤下或暂停，不能更新数据。要恢复的话，请先改它的状态。",
                f"{name} is withdrawn or suspended, so its data cannot be updated. Change its status first.",
            ),
            Exit.USAGE,
        )
    return package


def propose(
    package: Package, files: Sequence[tuple[str, bytes]], day: date, choices: Choices, catalogue: Catalogue
) -> Update:
    """The update of a dataset as it stands in its folder; nothing is written."""
    return refresh(stand(package), files, day, choices, catalogue.registers)


def carry_out(
    update: Update, package: Package, catalogue: Catalogue, problems: tuple[Problem, ...], judge: Judge
) -> Tried:
    """Judge an update in a copy of the folder, and write it when it passes. A folder is changed whole or not at all.

    Raises OSError when it cannot be written; the folder is as it was then.
    """
    tried = judged(update, package, catalogue, problems, judge)
    if not tried.passes:
        return tried
    apply(update, package.folder)
    return replace(tried, written=True)


def judged(
    update: Update, package: Package, catalogue: Catalogue, problems: tuple[Problem, ...], judge: Judge
) -> Tried:
    """What the gate says of an update, in a copy of the folder against what was there; nothing is written."""
    if not update.ready:
        return Tried(update, package.folder)
    with tempfile.TemporaryDirectory(prefix="kaimen-") as room:
        copied = Path(room) / package.folder.name
        shutil.copytree(package.folder, copied, symlinks=True, copy_function=_linked)
        apply(update, copied)
        brought, found = read_folders([copied], catalogue.portal)
        kept = [p for p in catalogue.packages if p.folder != package.folder]
        others = tuple(p for p in problems if p.package not in (package.name, package.folder.name))
        together = assemble(catalogue.portal, [*kept, *brought], catalogue.root)
        earlier = Earlier(package.version or package.name, (package,), frozenset({copied}), whole=False)
        report = judge(together, (*others, *found), frozenset({package.name}), earlier)
    report = replace(report, problems=tuple(_placed(p, update) for p in report.problems))
    as_meant = bool(brought) and brought[0].version == update.version
    passes = as_meant and report.verdict is Verdict.OPEN and not report.stops
    return Tried(update, package.folder, report, passes=passes)


def _linked(source: str, target: str) -> None:
    """A second name for a file, which no update writes into; a copy where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _placed(one: Problem, update: Update) -> Problem:
    """A problem of the new data at its place in the file that the steward handed in."""
    table = next((t for t in update.tables if t.path == one.file and t.source.file), None)
    if table is None or one.row is None or not 2 <= one.row < len(table.source.rows) + 2:
        return one
    source = table.source
    row, column = source.rows[one.row - 2], source.columns.get(one.field or "")
    cell = cell_name(column, row) if column else None
    message = Text(tuple((lang, _there(text, one, source.rows, cell)) for lang, text in one.message))
    return one.at(message=message, file=source.file, sheet=source.sheet or None, row=row, cell=cell)


def _there(text: str, one: Problem, rows: Sequence[int], cell: str | None) -> str:
    """A message with its places in the file handed in, where it names those in the dataset's own: rows, or its cell.
    What stands between quotation marks is a value."""

    there = {str(number): str(row) for number, row in enumerate(rows, 2)}

    def moved(said: re.Match[str]) -> str:
        if said[0].startswith("“"):
            return said[0]
        return re.sub(r"[0-9]+", lambda number: there.get(number[0], number[0]), said[0])

    text = _ROWS.sub(moved, text)
    if one.cell and cell:
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(one.cell)}(?![0-9])", cell, text, count=1)
    return text
