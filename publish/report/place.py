"""Where a problem stands, in words; and the words that every form of the report shares."""

from __future__ import annotations

from collections import Counter

from publish.model import Text
from publish.problems import Level, Problem, Report, Verdict


def _said(zh: str, en: str) -> Text:
    return Text((("zh", zh), ("en", en)))


LEVELS = {
    Level.ERROR: _said("必须改", "must be mended"),
    Level.WARNING: _said("建议改", "better mended"),
    Level.NOTE: _said("提示", "note"),
}
VERDICTS = {
    Verdict.OPEN: _said("可以发布", "open"),
    Verdict.HELD: _said("暂缓更新，保留上一版", "held: the earlier edition stays"),
    Verdict.SUSPENDED: _said("数据已撤下", "suspended: its data are taken down"),
    Verdict.CLOSED: _said("未发布", "closed"),
}
HEADINGS = {
    "package": _said("数据集", "Dataset"),
    "level": _said("程度", "Weight"),
    "place": _said("位置", "Place"),
    "message": _said("问题", "What is wrong"),
    "fix": _said("怎样改", "What to do"),
    "code": _said("规则", "Rule"),
    "mend": _said("改法：", "Mend: "),
    "portal": _said("整个门户", "The portal itself"),
    "clean": _said("没有问题。", "Nothing stands in the way."),
}

LEFT = _said(
    "…… 另有 {count} 处；全部列在 --format xlsx 的报告里。", "… and {count} more; --format xlsx lists every one."
)


def place(problem: Problem, lang: str) -> str:
    """``data/x.csv E128``, or ``datapackage.yaml line 12``; "" when there is no narrower place than the package."""
    parts = [problem.file or ""]
    if problem.sheet:
        parts.append(_said(f"工作表“{problem.sheet}”", f"sheet {problem.sheet}")[lang])
    if problem.cell:
        parts.append(problem.cell)
    elif problem.row:
        parts.append(_said(f"第 {problem.row} 行", f"row {problem.row}")[lang])
    return " ".join(p for p in parts if p)


def summary(report: Report, lang: str) -> str:
    """One sentence: how many of what."""
    levels = Counter(p.level for p in report.problems)
    closed = sum(j.verdict is not Verdict.OPEN for j in report.packages)
    errors, warnings, notes = levels[Level.ERROR], levels[Level.WARNING], levels[Level.NOTE]
    return _said(
        f"检查了 {len(report.packages)} 个数据集：{closed} 个不能更新发布；"
        f"必须改 {errors} 处，建议改 {warnings} 处，提示 {notes} 处。",
        f"{len(report.packages)} datasets checked, {closed} closed: "
        f"{errors} to mend, {warnings} better mended, {notes} notes.",
    )[lang]
