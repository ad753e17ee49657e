"""For a pull request: the verdict first, then a table of problems."""

from __future__ import annotations

import re

from publish.problems import Report, Verdict
from publish.report.place import GRAVITY, HEADINGS, LEVELS, VERDICTS, place, summary

SHOWN = 200  # rows: a comment has a size limit
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#@])")


def to_markdown(report: Report, lang: str) -> str:
    """GitHub-flavoured Markdown."""
    zh = lang.startswith("zh")
    open_ = report.verdict is Verdict.OPEN
    lines = [("## 可以发布" if zh else "## Open") if open_ else ("## 还不能发布" if zh else "## Closed"), ""]
    lines += [summary(report, lang), ""]
    lines += [
        f"- **{_safe(j.name)}**：{VERDICTS[j.verdict][lang]}" for j in report.packages if j.verdict is not Verdict.OPEN
    ]
    problems = sorted(report.problems, key=lambda p: (GRAVITY[p.level], p.package or ""))
    if problems:
        columns = ("level", "package", "place", "message", "fix", "code")
        lines += ["", "| " + " | ".join(HEADINGS[c][lang] for c in columns) + " |", "|" + " --- |" * len(columns)]
    for p in problems[:SHOWN]:
        cells = (LEVELS[p.level][lang], p.package or "", place(p, lang), p.message[lang], p.fix[lang], p.code)
        lines.append("| " + " | ".join(map(_safe, cells)) + " |")
    if len(problems) > SHOWN:
        left = len(problems) - SHOWN
        lines += ["", f"另有 {left} 处，请在本地运行检查查看。" if zh else f"{left} more: run the check to see them."]
    return "\n".join(lines) + "\n"


def _safe(text: str) -> str:
    """Text of a stranger inside a table cell: no markup, no mention, no new line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
