"""The verdict in one sentence: may this be published, and what stands in the way?"""

from __future__ import annotations

from collections import Counter

from publish.model import bilingual
from publish.problems import Level, Report, Verdict
from publish.report.about import About


def sentence(report: Report, lang: str, about: About | None = None) -> str:
    """One sentence a steward understands."""
    if report.stops:
        return bilingual(
            f"门户自己的设置有问题，什么也不能发布：{counts(report, 'zh')}。",
            f"The portal itself is misconfigured and nothing can be published: {counts(report, 'en')}.",
        )[lang]
    if len(report.packages) == 1:
        return _of_one(report, (about or About()).package(report.packages[0].name, lang), lang)
    return _of_many(report, lang)


def counts(report: Report, lang: str) -> str:
    """``必须改 3 处，提示 1 处``; "" when there is nothing to say."""
    levels = Counter(p.level for p in report.problems)
    words = {
        Level.ERROR: ("必须改 {} 处", "{} to mend"),
        Level.WARNING: ("建议改 {} 处", "{} better mended"),
        Level.NOTE: ("提示 {} 处", "{} to note"),
    }
    zh = "，".join(said.format(levels[level]) for level, (said, _) in words.items() if levels[level])
    en = ", ".join(said.format(levels[level]) for level, (_, said) in words.items() if levels[level])
    return bilingual(zh, en)[lang]


def _of_one(report: Report, name: str, lang: str) -> str:
    verdict = report.packages[0].verdict
    gap = name if name.endswith("）") else f"{name} "
    said = bilingual(*(counts(report, key) for key in ("zh", "en")))
    if report.verdict is Verdict.OPEN:
        zh, en = f"{gap}可以发布", f"{name} can be published"
        zh, en = (
            (f"{zh}：{said['zh']}。", f"{en}: {said['en']}.")
            if said
            else (f"{zh}，没有发现问题。", f"{en}: nothing stands in the way.")
        )
    elif verdict is Verdict.SUSPENDED or any(p.kind.suspends and p.level is Level.ERROR for p in report.problems):
        zh = f"{gap}有不能公开的内容，不能发布：{said['zh']}。"
        en = f"{name} holds what may not be public and cannot be published: {said['en']}."
    else:
        strict = not any(p.level is Level.ERROR for p in report.problems)
        zh = f"{gap}还不能发布：{said['zh']}{'（严格检查时，建议改的也要改）' if strict else ''}。"
        en = f"{name} cannot be published yet: {said['en']}{' (a strict check lets no such pass)' if strict else ''}."
    return bilingual(zh, en)[lang]


def _of_many(report: Report, lang: str) -> str:
    every, closed = len(report.packages), sum(j.verdict is not Verdict.OPEN for j in report.packages)
    said = bilingual(*(counts(report, key) for key in ("zh", "en")))
    if not every:
        zh, en = "没有要检查的数据集", "There was no dataset to check"
    elif not closed:
        zh, en = f"检查了 {every} 个数据集，都可以发布", f"{every} datasets checked, all can be published"
    else:
        zh = f"检查了 {every} 个数据集，{closed} 个还不能发布，{every - closed} 个可以发布"
        en = f"{every} datasets checked: {closed} cannot be published yet, {every - closed} can"
    if said:
        zh, en = f"{zh}；{said['zh']}", f"{en}; {said['en']}"
    return bilingual(f"{zh}。", f"{en}.")[lang]
