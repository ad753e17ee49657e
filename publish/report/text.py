"""For a terminal: a screenful, however many problems there are.

The gravest packages are shown in full, one problem of each kind and column; further packages and problems are counted.
The verdict stands last, where the eye is when the command ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from publish.model import bilingual
from publish.problems import Level, Report, Verdict
from publish.report.about import About
from publish.report.alike import Alike, Group, by_kind, by_package
from publish.report.changes import to_lines
from publish.report.place import HEADINGS, LEVELS, VERDICTS, place
from publish.report.terminal import Terminal
from publish.report.verdict import sentence

ROOM = 28  # lines for what is said in full
_PACKAGE, _PROBLEM = 3, 4  # lines that a package, and a problem of it, take
LISTED = 6  # further packages, a line each
KINDS = 5  # of problems, in the count at the end
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.NOTE: "2"}
_ALL = bilingual(
    "上面没有列全。要看每一处，请存成表格文件：python build.py check --save 问题.xlsx",
    "Not everything is listed above. For every single one, keep a workbook: python build.py check --save problems.xlsx",
)


def to_text(report: Report, lang: str, about: About | None = None, *, terminal: Terminal | None = None) -> str:
    """Lines of text, ending in the verdict."""
    about, terminal = about or About(), terminal or Terminal()
    groups = by_package(report)
    shares = _shares(groups)
    lines: list[str] = []
    for group, share in zip(groups, shares, strict=True):
        if share:
            lines += [*_full(group, share, lang, about, terminal), ""]
    lines += _brief([g for g, share in zip(groups, shares, strict=True) if not share], lang, about, terminal)
    if sum(shares) < sum(len(g.alike) for g in groups):
        lines += [*_kinds(report, lang, terminal), *terminal.lines(_ALL[lang]), ""]
    lines += to_lines(report, lang, about, terminal)
    colour = "1;32" if report.verdict is Verdict.OPEN else "1;31"
    return "\n".join([*lines, *terminal.lines(sentence(report, lang, about), code=colour)]) + "\n"


def _shares(groups: Sequence[Group]) -> list[int]:
    """How many problems of each package are said in full: every one in turn gets one more while there is room, and
    what is merely noted gives way to what must be mended."""
    shares, room = [0] * len(groups), ROOM
    for grave in (True, False):
        wanted = [sum((a.first.level is Level.ERROR) == grave for a in g.alike) for g in groups]
        while room > 0 and any(wanted):
            for index, left in enumerate(wanted):
                if left and room > 0:
                    room -= _PROBLEM + (0 if shares[index] else _PACKAGE)
                    shares[index], wanted[index] = shares[index] + 1, left - 1
    return shares


def _full(group: Group, share: int, lang: str, about: About, terminal: Terminal) -> list[str]:
    lines = [_title(group, lang, about, terminal)]
    for alike in group.alike[:share]:
        lines += _said(alike, lang, about, terminal)
    if left := group.alike[share:]:
        lines += terminal.lines(_left(left, lang), 2, "2")
    return lines


def _said(alike: Alike, lang: str, about: About, terminal: Terminal) -> list[str]:
    one = alike.first
    where = place(one, lang, about)
    head = f"{terminal.painted(LEVELS[one.level][lang], _COLOURS[one.level])} {one.code}"
    below = terminal.lines(where, 4) if where else []
    lines = [f"  {head}", *below] if _long(where, terminal) else [f"  {head}  {''.join(below).strip()}".rstrip()]
    lines += terminal.lines(one.message[lang], 4)
    if others := alike.said_of_others(lang):
        lines += terminal.lines(others, 4)
    return lines + terminal.lines(HEADINGS["mend"][lang] + one.fix[lang], 4, "2")


def _long(where: str, terminal: Terminal) -> bool:
    return bool(terminal.width) and len(terminal.lines(where, 26)) > 1


def _title(group: Group, lang: str, about: About, terminal: Terminal) -> str:
    name = about.package(group.package, lang) if group.package else HEADINGS["portal"][lang]
    return terminal.painted(name, "1") + (f" · {VERDICTS[group.verdict][lang]}" if group.verdict else "")


def _left(alike: Sequence[Alike], lang: str) -> str:
    """``…… 另有 45 处：S302 必填的格子空着 ×30，S304 值超出界限 ×15``."""
    kinds = Counter[tuple[str, str]]()
    for one in alike:
        kinds[one.first.code, one.first.kind.title[lang]] += one.count
    some = [f"{code} {title} ×{count}" for (code, title), count in kinds.most_common(KINDS)]
    count = sum(kinds.values())
    return bilingual(f"…… 另有 {count} 处：{'，'.join(some)}", f"… and {count} more: {', '.join(some)}")[lang]


def _brief(groups: Sequence[Group], lang: str, about: About, terminal: Terminal) -> list[str]:
    """The packages for which there is no room, a line each; beyond that their number."""
    lines = []
    for group in groups[:LISTED]:
        levels = group.levels
        said = [f"{LEVELS[level][lang]} {levels[level]}" for level in LEVELS if levels[level]]
        lines.append(f"{_title(group, lang, about, terminal)} · {', '.join(said)}")
    if left := len(groups) - LISTED:
        more = bilingual(f"…… 另有 {left} 个数据集有问题或提示", f"… and {left} more datasets with something to say")
        lines += [more[lang]] if left > 0 else []
    return [*lines, ""] if lines else []


def _kinds(report: Report, lang: str, terminal: Terminal) -> list[str]:
    """How often each kind occurs, the gravest first."""
    lines = [bilingual("各类问题：", "By kind:")[lang]]
    kinds = by_kind(report)
    for one, count, packages in kinds[:KINDS]:
        said = bilingual(f"{count} 处，{packages} 个数据集", f"{count} in {packages} dataset{'s' * (packages > 1)}")
        head = terminal.painted(LEVELS[one.level][lang], _COLOURS[one.level])
        lines.append(f"  {head} {one.code} {one.kind.title[lang]} · {said[lang]}")
    if left := kinds[KINDS:]:
        count = sum(n for _, n, _ in left)
        lines.append(
            bilingual(f"  …… 另有 {len(left)} 类，共 {count} 处", f"  … {len(left)} more kinds, {count} in all")[lang]
        )
    return [*lines, ""]
