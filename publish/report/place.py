"""Where a problem stands, in words; and the words that every form of the report shares."""

from __future__ import annotations

from collections import Counter

from publish.model import bilingual
from publish.problems import Level, Problem, Report, Verdict

LEVELS = {
    Level.ERROR: bilingual("必须改", "must be mended"),
    Level.WARNING: bilingual("建议改", "better mended"),
    Level.NOTE: bilingual("提示", "note"),
}
GRAVITY = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}  # the gravest first
VERDICTS = {
    Verdict.OPEN: bilingual("可以发布", "open"),
    Verdict.HELD: bilingual("暂缓更新，保留上一版", "held: the earlier edition stays"),
    Verdict.SUSPENDED: bilingual("数据已撤下", "suspended: its data are taken down"),
    Verdict.CLOSED: bilingual("未发布", "closed"),
}
HEADINGS = {
    "package": bilingual("数据集", "Dataset"),
    "level": bilingual("程度", "Weight"),
    "place": bilingual("位置", "Place"),
    "message": bilingual("问题", "What is wrong"),
    "fix": bilingual("怎样改", "What to do"),
    "code": bilingual("规则", "Rule"),
    "mend": bilingual("改法：", "Mend: "),
    "portal": bilingual("整个门户", "The portal itself"),
    "clean": bilingual("没有问题。", "Nothing stands in the way."),
}

LEFT = bilingual(
    "…… 另有 {count} 处；全部列在 --format xlsx 的报告里。", "… and {count} more; --format xlsx lists every one."
)


def place(problem: Problem, lang: str) -> str:
    """``data/x.csv E128``, or ``datapackage.yaml line 12``; "" when there is no narrower place than the package."""
    parts = [problem.file or ""]
    if problem.sheet:
        parts.append(bilingual(f"工作表“{problem.sheet}”", f"sheet {problem.sheet}")[lang])
    if problem.cell:
        parts.append(problem.cell)
    elif problem.row:
        parts.append(bilingual(f"第 {problem.row} 行", f"row {problem.row}")[lang])
    return " ".join(p for p in parts if p)


def summary(report: Report, lang: str) -> str:
    """One sentence: how many of what."""
    levels = Counter(p.level for p in report.problems)
    closed = sum(j.verdict is not Verdict.OPEN for j in report.packages)
    errors, warnings, notes = levels[Level.ERROR], levels[Level.WARNING], levels[Level.NOTE]
    return bilingual(
        f"检查了 {len(report.packages)} 个数据集：{closed} 个不能更新发布；"
        f"必须改 {errors} 处，建议改 {warnings} 处，提示 {notes} 处。",
        f"{len(report.packages)} datasets checked, {closed} closed: "
        f"{errors} to mend, {warnings} better mended, {notes} notes.",
    )[lang]
