"""``check``: judge the data and publish nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from publish import pipeline
from publish.commands import options
from publish.model import Catalogue, Earlier
from publish.problems import Exit, Problem, Report, Verdict
from publish.read import assemble, read, read_folders
from publish.read.earlier import read_earlier
from publish.report import ENDINGS, FORMS, About, Terminal, to_text


@click.command("check")
@click.argument("packages", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", help="报告的样式 / form of the report"
)
@click.option(
    "--save",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="另存一份报告，样式看文件名，例如 问题.xlsx / keep a copy too, its form by its name",
)
@click.option("--strict", is_flag=True, help="“建议改”也算不通过 / warnings close as well")
@click.option(
    "--against",
    metavar="REF",
    default=None,
    help="和哪一版对照：分支、提交，或发布过的 datapackage.json / compare with a branch, a commit or a released one",
)
@options.lang
@options.jobs
@options.as_of
def command(
    packages: tuple[str, ...],
    form: str,
    save: tuple[Path, ...],
    strict: bool,
    against: str | None,
    lang: str,
    jobs: int,
    as_of: str | None,
) -> Exit:
    """检查数据，什么也不发布。Judge the data and publish nothing.

    PACKAGES：数据集的名称，或任何一个数据集文件夹；不写就检查全部。
    Names of datasets, or any package folder; all of them when none is named.

    \b
    --against：只检查和那一版不同的数据集，列出增加、删除、修改的行，检查版本号、列和关键列。
    --against: only what differs from that state; rows added, removed and changed; versions, columns and keys.

    \b
    例 / for example:
      python build.py check
      python build.py check public-toilets --lang zh
      python build.py check ~/Desktop/public-toilets --save 问题.xlsx
      python build.py check --against origin/main
    """
    for unknown in (file for file in save if file.suffix.lower() not in ENDINGS):
        raise click.UsageError(f"“{unknown}”：文件名要以这些结尾 / a name ends in one of: {' '.join(ENDINGS)}")
    plan = options.plan_of(Path.cwd(), as_of, jobs, progress=form == "text")
    catalogue, problems = read(plan.root, cache=plan.cache, jobs=jobs)
    catalogue, problems, names = _chosen(packages, catalogue, problems)
    with tempfile.TemporaryDirectory(prefix="kaimen-") as room:
        earlier = read_earlier(against, catalogue, Path(room)) if against is not None else None
        _all_known(names, catalogue, problems, earlier)
        report = pipeline.judge(plan, catalogue, problems, names or None, strict=strict, against=earlier)
    about = About.of(catalogue, report)
    for file in save:
        _keep(file, _content(report, ENDINGS[file.suffix.lower()], lang, about))
    if form == "text":
        click.echo(to_text(report, lang, about, terminal=Terminal.of(sys.stdout)), nl=False)
    else:
        sys.stdout.buffer.write(_content(report, form, lang, about))
    return Exit.CONFIGURATION if report.stops else Exit.OPEN if report.verdict is Verdict.OPEN else Exit.CLOSED


def _chosen(
    packages: tuple[str, ...], catalogue: Catalogue, problems: tuple[Problem, ...]
) -> tuple[Catalogue, tuple[Problem, ...], frozenset[str]]:
    """The catalogue with the folders that were named in it, what reading them found, and the names to judge."""
    names = frozenset(p for p in packages if not _is_folder(p))
    folders = [Path(p).absolute() for p in packages if _is_folder(p)]
    if not folders:
        return catalogue, problems, names
    brought, more = read_folders(folders, catalogue.portal)
    own = {p.name for p in brought}
    names |= own | {p.package for p in more if p.package}
    problems = (*(p for p in problems if p.package not in own), *more)
    kept = [p for p in catalogue.packages if p.name not in own]
    return assemble(catalogue.portal, [*kept, *brought], catalogue.root), problems, names


def _all_known(
    names: frozenset[str], catalogue: Catalogue, problems: tuple[Problem, ...], earlier: Earlier | None
) -> None:
    """A name that nothing bears now, or bore then, was mistyped."""
    known = {p.name for p in catalogue.packages} | {p.package for p in problems}
    known |= {p.name for p in earlier.packages} if earlier else set()
    for name in sorted(names - known):
        raise click.UsageError(f"没有名为“{name}”的数据集 / there is no dataset named {name}")


def _is_folder(name: str) -> bool:
    return ("/" in name or os.sep in name or name in (".", "..")) and Path(name).is_dir()


def _keep(file: Path, content: bytes) -> None:
    """Write a file that somebody asked for. A workbook that is open in a spreadsheet program cannot be replaced."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        reason = (
            f"“{file}”存不进去，请先关掉打开着的同名文件 / it cannot be saved; close it if it is open: {error.strerror}"
        )
        raise click.UsageError(reason) from error


def _content(report: Report, form: str, lang: str, about: About) -> bytes:
    content = FORMS[form](report, lang, about)
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")
