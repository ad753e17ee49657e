"""For a terminal: grouped by package, the gravest first, a screenful for each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from publish.problems import Level, Problem, Report
from publish.report.place import GRAVITY, HEADINGS, LEFT, LEVELS, VERDICTS, place, summary

SHOWN = 20  # problems of one package
ALIKE = 3  # of one kind in one column: the rest would hide what else there is
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.NOTE: "2"}


def to_text(report: Report, lang: str, *, colour: bool = False) -> str:
    """Lines of text, ending in the summary. ``colour`` adds ANSI colours."""
    verdicts = {j.name: j.verdict for j in report.packages}
    lines: list[str] = []
    for package, problems in groupby(report.problems, key=lambda p: p.package):
        verdict = verdicts.get(package or "")
        title = package or HEADINGS["portal"][lang]
        lines.append(_painted(title, "1", colour) + (f" · {VERDICTS[verdict][lang]}" if verdict else ""))
        lines += _group(sorted(problems, key=lambda p: GRAVITY[p.level]), lang, colour)
        lines.append("")
    return "\n".join([*lines, summary(report, lang)]) + "\n"


def _group(problems: list[Problem], lang: str, colour: bool) -> list[str]:
    lines: list[str] = []
    for problem in (shown := _shown(problems)):
        head = f"  {_painted(LEVELS[problem.level][lang], _COLOURS[problem.level], colour)} {problem.code}"
        where = place(problem, lang)
        lines.append(f"{head}  {where}" if where else head)
        lines.append(f"    {problem.message[lang]}")
        lines.append(f"    {_painted(HEADINGS['mend'][lang] + problem.fix[lang], '2', colour)}")
    left = len(problems) - len(shown)
    if left > 0:
        lines.append(f"    {LEFT[lang].format(count=left)}")
    return lines


def _shown(problems: list[Problem]) -> list[Problem]:
    """A screenful that shows every kind: of those alike in one column, the first few."""
    seen: Counter[tuple[object, ...]] = Counter()
    some = []
    for problem in problems:
        alike = (problem.code, problem.file, problem.sheet, problem.field)
        seen[alike] += 1
        if seen[alike] <= ALIKE:
            some.append(problem)
    return some[:SHOWN]


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
