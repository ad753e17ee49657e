"""Where a problem stands, in words; and the words that every form of the report shares."""

from __future__ import annotations

from publish.model import bilingual
from publish.problems import Level, Problem, Verdict
from publish.report.about import About, described

LEVELS = {
    Level.ERROR: bilingual("必须改", "must be mended"),
    Level.WARNING: bilingual("建议改", "better mended"),
    Level.NOTE: bilingual("提示", "note"),
}
GRAVITY = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}  # the gravest first
VERDICTS = {
    Verdict.OPEN: bilingual("可以发布", "open"),
    Verdict.HELD: bilingual("暂缓更新，保留上一版", "held: the earlier edition stays"),
    Verdict.SUSPENDED: bilingual("不能公开，数据要撤下", "suspended: its data are taken down"),
    Verdict.CLOSED: bilingual("还不能发布", "not published yet"),
}
HEADINGS = {
    "package": bilingual("数据集", "Dataset"),
    "level": bilingual("程度", "Weight"),
    "place": bilingual("位置", "Place"),
    "file": bilingual("文件", "File"),
    "sheet": bilingual("工作表", "Sheet"),
    "row": bilingual("行", "Row"),
    "cell": bilingual("单元格", "Cell"),
    "column": bilingual("列", "Column"),
    "message": bilingual("问题", "What is wrong"),
    "fix": bilingual("怎样改", "What to do"),
    "code": bilingual("规则", "Rule"),
    "kind": bilingual("哪一类问题", "Kind of problem"),
    "count": bilingual("处数", "How many"),
    "packages": bilingual("涉及数据集", "Datasets"),
    "mend": bilingual("改法：", "Mend: "),
    "portal": bilingual("整个门户", "The portal itself"),
}


def place(problem: Problem, lang: str, about: About | None = None) -> str:
    """``data/x.csv · 第 5 行 · E5 · “开业日期”``, or ``datapackage.yaml · 第 12 行``; "" when there is no narrower
    place than the package."""
    parts = [problem.file or ""]
    if problem.sheet:
        parts.append(bilingual(f"工作表“{problem.sheet}”", f"sheet {problem.sheet}")[lang])
    if problem.row:
        count = "line" if described(problem) else "row"
        parts.append(bilingual(f"第 {problem.row} 行", f"{count} {problem.row}")[lang])
    column = (about or About()).column(problem, lang)
    parts += [problem.cell or "", f"“{column}”" if column else ""]
    return " · ".join(p for p in parts if p)
