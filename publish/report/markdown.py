"""For a pull request: one comment with the verdict first, then what to mend, then what changes.

The first line is a mark that readers do not see: by it the forge finds the comment of the last run and replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from publish.model import bilingual
from publish.problems import Level, Report, Verdict
from publish.report import changes
from publish.report.about import About
from publish.report.alike import Alike, by_package
from publish.report.place import HEADINGS, LEVELS, VERDICTS, place
from publish.report.verdict import sentence

MARK = "<!-- kaimen-check -->"
MOST = 65_536  # characters a forge takes in one comment
_ROOM = {"changed": 20_000, "notes": 6_000}  # characters; the problems have the rest
_LISTED = 20  # packages that are not open
_COLUMNS = ("level", "package", "place", "message", "fix", "code")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_LINKS = re.compile(r"(?i)(@|#|://|www\.|\bGH-)")  # what a forge turns into a mention or a link by itself
_SPLIT = "\u200b"  # a space of no width


def to_markdown(report: Report, lang: str, about: About | None = None) -> str:
    """GitHub-flavoured Markdown, below what a comment holds."""
    about = about or About()
    headline = bilingual("可以发布", "It can be published") if _open(report) else bilingual("还不能发布", "Not yet")
    head = [MARK, f"## {headline[lang]}", "", _safe(sentence(report, lang, about)), *_closed(report, lang, about)]
    alike = [a for group in by_package(report) for a in group.alike]
    grave, notes = ([a for a in alike if (a.first.level is Level.NOTE) == mere] for mere in (False, True))
    changed = _changed(changes.to_markdown(report, lang, about, _safe), lang)
    folded = _folded(notes, lang, about)
    room = MOST - sum(len(line) + 1 for line in (*head, *changed, *folded)) - 500
    return "\n".join([*head, *_table(grave, lang, about, room), *changed, *folded]) + "\n"


def _open(report: Report) -> bool:
    return report.verdict is Verdict.OPEN


def _closed(report: Report, lang: str, about: About) -> list[str]:
    """The packages that are not open and why, when there are several packages."""
    closed = [j for j in report.packages if j.verdict is not Verdict.OPEN]
    if len(report.packages) < 2 or not closed:
        return []
    colon = "：" if lang.startswith("zh") else ": "
    lines = [f"- **{_safe(about.package(j.name, lang))}**{colon}{VERDICTS[j.verdict][lang]}" for j in closed[:_LISTED]]
    if left := closed[_LISTED:]:
        lines.append(bilingual(f"- …… 另有 {len(left)} 个", f"- … and {len(left)} more")[lang])
    return ["", *lines]


def _table(alike: Sequence[Alike], lang: str, about: About, room: int) -> list[str]:
    """Problems that are alike in one row, as many as there is room for; how many are left out is said."""
    if not alike:
        return []
    lines = ["", f"| {' | '.join(HEADINGS[c][lang] for c in _COLUMNS)} |", "|" + " --- |" * len(_COLUMNS)]
    room -= sum(map(len, lines))
    for index, one in enumerate(alike):
        line = f"| {' | '.join(_cells(one, lang, about))} |"
        room -= len(line) + 1
        if room < 0:
            left = sum(a.count for a in alike[index:])
            more = bilingual(
                f"另有 {left} 处没有列出；请在本机运行检查查看全部。",
                f"{left} more are not listed; run the check on your computer to see them all.",
            )
            return [*lines, "", more[lang]]
        lines.append(line)
    return lines


def _cells(alike: Alike, lang: str, about: About) -> Iterable[str]:
    one = alike.first
    package = about.title(one.package, lang) if one.package else HEADINGS["portal"][lang]
    space = "" if lang.startswith("zh") else " "
    message = space.join(filter(None, (one.message[lang], alike.said_of_others(lang))))
    address = about.manual(one.code, lang)
    said = (LEVELS[one.level][lang], package, place(one, lang, about), message, one.fix[lang])
    return (*map(_safe, said), f"[{one.code}]({address})" if address else one.code)


def _changed(text: str, lang: str) -> list[str]:
    """What the change changes, as it was rendered, cut at the end of a line."""
    if not text.strip():
        return []
    lines, room = [], _ROOM["changed"]
    for line in text.strip().splitlines():
        room -= len(line) + 1
        if room < 0:
            lines += ["", bilingual("……（其余从略）", "… (the rest is left out)")[lang]]
            break
        lines.append(line)
    return ["", f"### {bilingual('这次改动', 'What changes')[lang]}", "", *lines]


def _folded(notes: Sequence[Alike], lang: str, about: About) -> list[str]:
    """Notes, which nobody needs to read, behind a line that opens."""
    if not notes:
        return []
    count = sum(a.count for a in notes)
    title = bilingual(f"提示（{count}）", f"Notes ({count})")[lang]
    return ["", f"<details><summary>{title}</summary>", *_table(notes, lang, about, _ROOM["notes"]), "", "</details>"]


def _safe(text: str) -> str:
    """Text of a stranger: no markup, no mention, no link, no new line."""
    plain = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _LINKS.sub(lambda found: _split(found.group()), plain)


def _split(sign: str) -> str:
    """``@`` and the rest, parted from what follows (an address before its slashes), so that no link comes of it."""
    return f":{_SPLIT}//" if sign == "://" else sign + _SPLIT
