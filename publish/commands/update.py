"""``update``: new data for a dataset that is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from publish import pipeline, updating
from publish.commands import options
from publish.draft.outcome import remark_lines
from publish.draft.update import Choices, Update
from publish.draft.update.differences import sheet_of
from publish.draft.update.telling import headline
from publish.history import day
from publish.model import Catalogue, Earlier, Package, Period, Text, bilingual
from publish.problems import Exit, Problem, Report
from publish.read import read
from publish.report import About, Terminal, to_text
from publish.updating import Tried


@click.command("update")
@click.argument("name")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--resource", metavar="TABLE", default="", help="更新哪一张表 / which of its tables")
@click.option(
    "--rename",
    metavar="旧=新",
    multiple=True,
    help="改了名的列：原来的=文件里的 / a column that has another heading now",
)
@click.option("--yes", is_flag=True, help="像是改了名的列都同意 / agree to all likely renames")
@click.option("--add-columns", is_flag=True, help="把新的列加进数据集 / take new columns into the dataset")
@click.option(
    "--leave-out", metavar="列", multiple=True, help="不要的列，写文件里的列名 / a column of the file to leave out"
)
@click.option("--version", default="", help="新的版本号，不写就自动定 / the new version; proposed when not given")
@click.option("--temporal", metavar="START/END", default="", help="数据时间范围 / the period the data speak of")
@click.option("--note", default="", help="写进更新记录的话 / a word for its history")
@click.option("--note-en", default="", help="英文的 / the same in English")
@click.option(
    "--differences",
    metavar="FILE",
    default=None,
    type=click.Path(dir_okay=False, path_type=Path),
    help="逐行变化存到哪里，不写就是“名称-版本-变化.xlsx” / where the workbook of what changed goes",
)
@options.jobs
@options.as_of
@options.lang
def command(
    name: str,
    files: tuple[Path, ...],
    resource: str,
    rename: tuple[str, ...],
    yes: bool,
    add_columns: bool,
    leave_out: tuple[str, ...],
    version: str,
    temporal: str,
    note: str,
    note_en: str,
    differences: Path | None,
    jobs: int,
    as_of: str | None,
    lang: str,
) -> Exit:
    """用新的表格更新一个数据集：换数据，说明不动。Replace the data of a dataset and keep its description.

    表格照原样交来就可以，列的先后、写法变了也认得出。版本号、更新日期、数据时间范围和更新记录都会写好；先检查，通过了才替换，
    通不过就什么也不改。最后用一句话说明变了什么，逐行的变化另存一个表格。

    Hand the table over as it is: columns are known again when they moved or are spelled another way. The version, the
    day, the period and the history are written for you. It is judged first and replaces the data only when it passes.
    At the end one sentence says what changed, and a workbook shows every row.

    \b
    例 / for example:
      python build.py update public-toilets 公厕11月.xlsx
      python build.py update public-toilets 公厕11月.xlsx --rename 名称=厕所名称 --yes
      python build.py update public-toilets 公厕11月.csv --temporal 2026-11-01/2026-11-30
    """
    root = Path.cwd()
    plan = options.plan_of(root, as_of or options.today(root), jobs)
    catalogue, problems = read(root, cache=plan.cache, jobs=jobs)
    package = updating.package_of(catalogue, name)
    said = Choices(resource, _renames(rename), frozenset(), frozenset(leave_out), yes, add_columns)
    choices = replace(said, version=version, temporal=_period(temporal), note=note, note_en=note_en)
    given = [(file.name, file.read_bytes()) for file in files]
    propose = partial(updating.propose, package, given, plan.as_of, catalogue=catalogue)
    update = propose(choices)
    if not yes and sys.stdin.isatty() and update.renames:
        update = propose(_asked(update, choices, lang))

    def judge(together: Catalogue, found: tuple[Problem, ...], names: frozenset[str], then: Earlier) -> Report:
        return pipeline.judge(plan, together, found, names, against=then)

    tried = updating.carry_out(update, package, catalogue, problems, judge)
    return _told(tried, package, catalogue, differences, lang)


def _renames(written: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [text.replace("＝", "=").partition("=") for text in written]
    if any(not old.strip() or not new.strip() for old, _, new in pairs):
        raise click.UsageError("要写成 --rename 原来的列=文件里的列 / write --rename OLD=NEW")
    return {old.strip(): new.strip() for old, _, new in pairs}


def _period(written: str) -> Period | None:
    if not written:
        return None
    first, mark, last = written.partition("/")
    start, end = day(first), day(last if mark else first)
    if start is None or end is None or end < start:
        raise click.UsageError("要写成 2026-11-01/2026-11-30 这样 / write it like 2026-11-01/2026-11-30")
    return Period(start, end)


def _asked(update: Update, choices: Choices, lang: str) -> Choices:
    """The choices with what the person at the terminal says of each column that may have been renamed."""
    agreed = dict(choices.renames)
    for one in update.renames:
        question = bilingual(
            f"“{one.heading}”这一列就是原来的“{one.title}”吗？",
            f"Is the column {one.heading} the {one.title} of before?",
        )
        if not click.confirm(question[lang], default=True):
            raise click.UsageError(
                f"请写明这一列：--rename {one.title}=文件里的列 / say which it is: --rename {one.title}=HEADING"
            )
        agreed[one.name] = one.heading
    return replace(choices, renames=agreed)


def _told(tried: Tried, package: Package, catalogue: Catalogue, differences: Path | None, lang: str) -> Exit:
    update = tried.update
    for line in remark_lines(update.remarks, lang):
        click.echo(line)
    if update.obstacles:
        click.echo("\n".join(["", *_obstacles(update, lang)]), err=True)
        return Exit.USAGE
    if not update.changed:
        click.echo(f"\n{headline(update)[lang]}")
        return Exit.OPEN
    if tried.report is not None and not (tried.written and not tried.report.problems):
        report = replace(tried.report, changes=(), against="")
        click.echo(to_text(report, lang, About.of(catalogue, report), terminal=Terminal.of(sys.stdout)), nl=False)
    if not tried.written:
        click.echo(f"\n{_CLOSED[lang]}")
        return Exit.CLOSED
    place = differences or Path(f"{package.name}-{update.version}-变化.xlsx")
    place.write_bytes(sheet_of(update, hidden=tried.hidden))
    click.echo(f"\n{headline(update)[lang]}")
    click.echo(_next(update, place)[lang])
    return Exit.OPEN


def _obstacles(update: Update, lang: str) -> Iterator[str]:
    for one in update.obstacles:
        place = " ".join(part for part in (one.file, one.sheet, one.cell) if part)
        yield f"{place}  {one.message[lang]}" if place else one.message[lang]
        yield f"  → {one.fix[lang]}"
    yield bilingual("什么也没有改动。", "Nothing was changed.")[lang]


def _next(update: Update, place: Path) -> Text:
    command = f"python build.py build --as-of {update.day}"
    days = f"{update.temporal.start or '…'}/{update.temporal.end or '…'}" if update.temporal else "—"
    return bilingual(
        f"更新日期 {update.day}，数据时间范围 {days}。\n"
        f"逐行的变化：{place}（给自己看，不会发布）。\n"
        f"下一步：提交 {update.name} 的改动，再生成门户；先看一看也可以：{command}",
        f"Modified {update.day}; the data speak of {days}.\n"
        f"Every row that changed: {place} (for yourself; it is not published).\n"
        f"Next: commit what changed in {update.name}, then build. To look at it before: {command}",
    )


_CLOSED = bilingual(
    "检查没有通过，数据集没有改动，原来的数据还在。请按上面的提示改好文件，再来一次。",
    "It does not pass, so the dataset was not changed and its data are still there. Mend the file as said above, then "
    "try again.",
)
