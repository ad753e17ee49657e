"""Problems that are one to a reader: of one kind, in one column of one file. One is said, the others are counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from publish.model import bilingual
from publish.problems import Level, Problem, Report, Verdict
from publish.report.place import GRAVITY

SPANS = 4  # runs of rows that are named
MORE = "S190"  # "more of the same" of a table, whose level is that of what it counts
_VERDICTS = (Verdict.SUSPENDED, Verdict.CLOSED, Verdict.HELD, Verdict.OPEN)


@dataclass(frozen=True, slots=True)
class Alike:
    """``first`` is the one to show; ``others`` are the rest, in order; ``beyond`` says how many were not even kept."""

    first: Problem
    others: tuple[Problem, ...] = ()
    beyond: Problem | None = None

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    def said_of_others(self, lang: str) -> str:
        """``另有 312 处同样的问题：第 6–104、200 行。``, or "" when there is but one."""
        said = []
        if self.others:
            rows = spans((p.row for p in self.others if p.row), lang)
            count = len(self.others)
            zh = f"另有 {count} 处同样的问题" + (f"：{rows}。" if rows else "。")
            en = f"{count} more of this kind" + (f": {rows}." if rows else ".")
            said.append(zh if lang.startswith("zh") else en)
        if self.beyond:
            said.append(self.beyond.message[lang])
        return ("" if lang.startswith("zh") else " ").join(said)


@dataclass(frozen=True, slots=True)
class Group:
    """A package (None: the portal itself), its verdict, and what is wrong with it, the gravest first."""

    package: str | None
    verdict: Verdict | None
    alike: tuple[Alike, ...]

    @property
    def levels(self) -> Counter[Level]:
        return Counter(p.level for a in self.alike for p in (a.first, *a.others))


def grouped(problems: Iterable[Problem]) -> tuple[Alike, ...]:
    """What is alike together, the gravest first, then by place."""
    found: dict[tuple[object, ...], list[Problem]] = defaultdict(list)
    for one in problems:
        found[_key(one)].append(one)
    beyond = [p for some in found.values() for p in some if p.code == MORE]
    alike = [_with_beyond(some, beyond) for some in found.values() if some[0].code != MORE]
    return tuple(sorted([*alike, *(Alike(p) for p in beyond)], key=lambda a: _gravity(a.first)))


def _with_beyond(some: list[Problem], beyond: list[Problem]) -> Alike:
    """What is alike, with the count of those that were not kept; that count is then said, and taken from the list."""
    first = some[0]
    for one in beyond:
        if (one.package, one.file) == (first.package, first.file) and f"({first.code})" in one.message["en"]:
            beyond.remove(one)
            return Alike(first, tuple(some[1:]), one)
    return Alike(first, tuple(some[1:]))


def by_package(report: Report) -> tuple[Group, ...]:
    """The packages that something is said about, the gravest first: the portal itself, then what must be taken down,
    what is closed, and what has most to mend."""
    found: dict[str | None, list[Problem]] = defaultdict(list)
    for one in report.problems:
        found[one.package].append(one)
    verdicts = {j.name: j.verdict for j in report.packages}
    groups = [Group(name, verdicts.get(name or ""), grouped(some)) for name, some in found.items()]
    return tuple(sorted(groups, key=_weight))


def by_kind(report: Report) -> tuple[tuple[Problem, int, int], ...]:
    """Each kind of problem, the gravest and commonest first: one of it, how often, and in how many packages."""
    found: dict[tuple[str, Level], list[Problem]] = defaultdict(list)
    for one in report.problems:
        found[one.code, one.level].append(one)
    counted = ((some[0], len(some), len({p.package for p in some})) for some in found.values())
    return tuple(sorted(counted, key=lambda c: (_gravity(c[0]), -c[1], c[0].code)))


def spans(rows: Iterable[int], lang: str) -> str:
    """``第 6–104、200 行``: rows as runs; when there are many, only the first and the last row."""
    runs: list[list[int]] = []
    for row in (rows := sorted(set(rows))):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    if not runs:
        return ""
    if len(runs) > SPANS:
        first, last = rows[0], rows[-1]
        return bilingual(f"在第 {first}–{last} 行之间", f"between rows {first} and {last}")[lang]
    said = [f"{a}" if a == b else f"{a}–{b}" for a, b in runs]
    return bilingual(f"第 {'、'.join(said)} 行", f"row{'s' * (len(rows) > 1)} {', '.join(said)}")[lang]


def _key(one: Problem) -> tuple[object, ...]:
    """Each problem of a description stands for itself; those of cells are alike within a column."""
    pointer = one.field if (one.field or "").startswith("/") else None
    same_words = one.message if one.row is None or pointer else None
    return (one.code, one.level, one.package, one.file, one.sheet, one.field, same_words)


def _gravity(one: Problem) -> tuple[int, int, int]:
    urgent = one.level is Level.ERROR and (one.kind.suspends or one.kind.stops)
    return (0 if urgent else 1, GRAVITY[one.level], int(one.code == MORE))


def _weight(group: Group) -> tuple[object, ...]:
    verdict = _VERDICTS.index(group.verdict) if group.verdict else -1
    levels = group.levels
    return (verdict, -levels[Level.ERROR], -levels[Level.WARNING], -levels[Level.NOTE], group.package or "")
