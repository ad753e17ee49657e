"""``build``: judge the data and make the whole portal."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from publish import pipeline, withdrawal
from publish.commands import options
from publish.model import Text, bilingual
from publish.pipeline import Built, Plan
from publish.problems import Exit, Verdict
from publish.report import Terminal, to_text


@click.command("build")
@options.output
@options.jobs
@options.as_of
@options.edition
@options.purge
@options.lang
def command(output: Path, jobs: int, as_of: str | None, edition: str, purge: bool, lang: str) -> Exit:
    """检查数据并生成整个门户。Judge the data and make the whole portal.

    通不过的数据集不影响其他数据集：它保留上一版，并在报告里说明怎样改。
    A dataset that does not pass keeps its earlier edition; the report says how to mend it.
    """
    plan = options.plan_of(Path.cwd(), as_of, jobs, edition=edition, output=output)
    return purged(plan, lang) if purge else told(plan, lang)


def purged(plan: Plan, lang: str, names: frozenset[str] = frozenset()) -> Exit:
    """Build and remove what was taken down, and say what came of it."""
    start = time.monotonic()
    done = pipeline.purge(plan, names)
    code = _say(done.built, start, plan.output, lang)
    click.echo(withdrawal.purged(done.removed)[lang])
    return code


def told(plan: Plan, lang: str) -> Exit:
    """Build, and say in a few lines what came of it."""
    start = time.monotonic()
    return _say(pipeline.build(plan), start, plan.output, lang)


def _say(built: Built, start: float, output: Path, lang: str) -> Exit:
    if built.report.problems and built.fresh:
        click.echo(to_text(built.report, lang, terminal=Terminal.of(sys.stdout)), nl=False)
    click.echo(_outcome(built, time.monotonic() - start, output)[lang])
    return Exit.OPEN if built.report.verdict is Verdict.OPEN else Exit.CLOSED


def _outcome(built: Built, seconds: float, output: Path) -> Text:
    if not built.fresh:
        return bilingual(
            f"没有变化：{output} 已是最新（{built.release.id}，{seconds:.1f} 秒）。",
            f"Nothing changed: {output} is up to date ({built.release.id}, {seconds:.1f} s).",
        )
    count = len(built.release.record["packages"])
    return bilingual(
        f"已生成：{output} → {built.release.id}，{count} 个数据集，用时 {seconds:.1f} 秒。",
        f"Made: {output} → {built.release.id}, {count} datasets, in {seconds:.1f} s.",
    )
