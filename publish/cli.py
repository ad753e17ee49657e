"""The command line: the one place where an error becomes text and an exit code.

0 all published or clean · 1 something is closed · 2 wrong usage · 3 the portal itself is misconfigured.
"""

from __future__ import annotations

import locale
import os
import shlex
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from publish import pipeline, release, serve, takedown, withdrawal
from publish.draft import draft
from publish.draft.outcome import outcome
from publish.history import commit_day, day
from publish.model import Catalogue, Earlier, Text, bilingual
from publish.pipeline import Built, Plan
from publish.problems import Exit, Problem, PublishError, Report, Verdict
from publish.progress import Meter
from publish.read import assemble, read, read_folders, read_only_registers, read_portal
from publish.read.earlier import read_earlier
from publish.report import ENDINGS, FORMS, About, Terminal, to_text

OUTPUT = "output"


def main() -> None:
    """Run the command of ``sys.argv`` and exit with its code."""
    try:
        code = commands.main(standalone_mode=False)
    except PublishError as error:
        click.echo(error.said[_language()], err=True)
        code = error.code
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.CLOSED
    sys.exit(int(code or 0))


def _language() -> str:
    """The language of the person at the terminal: LANG and its kin, Chinese unless they say otherwise."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    said = said if said not in ("", "C", "POSIX", "C.UTF-8") else locale.getlocale()[0] or ""
    return "en" if said.lower().startswith("en") else "zh"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def commands() -> None:
    """开门：把数据文件夹变成开放数据门户。Kaimen: from folders of data to an open-data portal.

    \b
    check  检查数据，什么也不发布        judge the data, publish nothing
    build  检查并生成整个门户            judge, and make the whole portal
    serve  在本机打开门户                open the portal on this computer
    new    用一个表格起草一个数据集      draft a dataset from a table
    withdraw  撤下一个数据集             take a dataset down
    """


_jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="同时用几个处理器 / processes at once"
)
_as_of = click.option("--as-of", "as_of", metavar="DATE", help="以哪一天为准，如 2026-11-22 / the day it is built for")
_lang = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="提示用哪种语言 / language of messages"
)
_output = click.option(
    "--output", type=click.Path(path_type=Path), default=Path(OUTPUT), help="门户放在哪里 / where the portal goes"
)
_purge = click.option(
    "--purge",
    is_flag=True,
    help="生成以后，彻底删除旧版本和缓存里已经撤下的数据 / then delete for good what was taken down, from earlier "
    "releases and the cache",
)
_edition = click.option("--edition", type=click.Choice(["open"]), default="open", help="发布哪个版本 / which edition")


@commands.command()
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
@_lang
@_jobs
@_as_of
def check(
    packages: tuple[str, ...],
    form: str,
    save: tuple[Path, ...],
    strict: bool,
    against: str | None,
    lang: str | None,
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
    plan = _plan(Path.cwd(), as_of, jobs, progress=form == "text")
    catalogue, problems = read(plan.root, cache=plan.cache, jobs=jobs)
    catalogue, problems, names = _chosen(packages, catalogue, problems)
    with tempfile.TemporaryDirectory(prefix="kaimen-") as room:
        earlier = read_earlier(against, catalogue, Path(room)) if against else None
        _all_known(names, catalogue, problems, earlier)
        report = pipeline.judge(plan, catalogue, problems, names or None, strict=strict, against=earlier)
    language, about = lang or _language(), About.of(catalogue, report)
    for file in save:
        _keep(file, _content(report, ENDINGS[file.suffix.lower()], language, about))
    if form == "text":
        click.echo(to_text(report, language, about, terminal=Terminal.of(sys.stdout)), nl=False)
    else:
        sys.stdout.buffer.write(_content(report, form, language, about))
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


@commands.command()
@_output
@_jobs
@_as_of
@_edition
@_purge
@_lang
def build(output: Path, jobs: int, as_of: str | None, edition: str, purge: bool, lang: str | None) -> Exit:
    """检查数据并生成整个门户。Judge the data and make the whole portal.

    通不过的数据集不影响其他数据集：它保留上一版，并在报告里说明怎样改。
    A dataset that does not pass keeps its earlier edition; the report says how to mend it.
    """
    plan = _plan(Path.cwd(), as_of, jobs, edition=edition, output=output)
    return _purged(plan, lang or _language()) if purge else _told(plan, lang or _language())


def _purged(plan: Plan, lang: str, names: frozenset[str] = frozenset()) -> Exit:
    """Build and remove what was taken down, and say what came of it."""
    start = time.monotonic()
    done = pipeline.purge(plan, names)
    code = _say(done.built, start, plan.output, lang)
    click.echo(withdrawal.purged(done.removed)[lang])
    return code


def _told(plan: Plan, lang: str) -> Exit:
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


@commands.command("serve")
@click.option("--host", default="127.0.0.1", help="在哪个地址上 / address to listen at")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, help="端口 / port")
@click.option("--no-build", is_flag=True, help="不重新生成，打开已有的 / serve what is there, make nothing")
@_output
@_jobs
@_as_of
@_edition
@_lang
def serve_(
    host: str, port: int, no_build: bool, output: Path, jobs: int, as_of: str | None, edition: str, lang: str | None
) -> Exit:
    """在本机打开门户；数据有变化就先重新生成。Open the portal here, making again first what is out of date."""
    language = lang or _language()
    if not no_build:
        _told(_plan(Path.cwd(), as_of, jobs, edition=edition, output=output), language)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(
        bilingual(f"门户：{address}/\n接口：{address}/data/", f"Portal: {address}/\nAPI:    {address}/data/")[language]
    )
    click.echo(bilingual("按 Ctrl+C 停止。", "Press Ctrl+C to stop.")[language])
    serve.run(output, host, port)
    return Exit.OPEN


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default=None, help="数据集的名称代号，用在网址里 / name of the dataset in addresses")
@click.option("--into", type=click.Path(path_type=Path), default=None, help="放进哪个文件夹 / folder to put it in")
@click.option("--no-sheet", is_flag=True, help="不要 entry.xlsx，全部写进 datapackage.yaml / all in datapackage.yaml")
@_lang
def new(files: tuple[Path, ...], name: str | None, into: Path | None, no_sheet: bool, lang: str | None) -> Exit:
    """用 CSV 或表格文件起草一个数据集。Draft a dataset from CSV files or workbooks.

    照原样交来就可以：标题、单位、两行表头、合计行、注释、填表人，都会认出来并放在一边。原文件不改动，也不会放进数据集。
    只有人知道的内容，填在草稿旁边的 entry.xlsx 里：黄色的格子必须填，有下拉列表可选。

    Hand it over as it is: titles, units, two rows of headings, totals, notes and signatures are found and set aside.
    Your file is not changed and is not taken into the dataset. What only a person knows goes into the entry.xlsx beside
    the draft: the yellow cells must be filled, and offer lists to choose from.

    \b
    例 / for example:
      python build.py new 公共厕所.xlsx
      python build.py new 公厕.csv 公园.xls --name public-facilities
    """
    portal, _ = read_portal(Path.cwd())
    target = into or Path.cwd() / portal.sources[0]
    registers = read_only_registers(Path.cwd(), portal)
    folder, made = draft(files, target, portal, registers, name=name, sheet=not no_sheet)
    click.echo(outcome(made, folder, no_sheet=no_sheet)[lang or _language()])
    return Exit.OPEN


@commands.command()
@click.argument("name")
@click.option("--reason", default="", help="为什么撤下，会显示在页面上 / why, shown on its page")
@click.option("--reason-en", default="", help="英文的原因 / the reason in English")
@click.option("--replaced-by", metavar="NAME", default="", help="由哪个数据集代替 / what takes its place")
@click.option("--erase", is_flag=True, help="文件夹里的数据文件也删除 / delete its data files in the folder too")
@_purge
@_output
@_jobs
@_as_of
@_lang
def withdraw(
    name: str,
    reason: str,
    reason_en: str,
    replaced_by: str,
    erase: bool,
    purge: bool,
    output: Path,
    jobs: int,
    as_of: str | None,
    lang: str | None,
) -> Exit:
    """撤下一个数据集：不再公布它的数据，只留下页面和原因。Take a dataset down: only its page stays, and says why.

    在它的说明里写上“已撤下”、日期和原因；以后每次生成都不再有它的数据。文件夹不要删除：引用过它的人还会来找。

    Its description then says that it is withdrawn, since when and why, and no later build holds its data. Keep the
    folder: those who cited it will come back.

    \b
    例 / for example:
      python build.py withdraw public-toilets --reason 含有个人信息 --reason-en "It held personal data"
      python build.py withdraw public-toilets --purge
    """
    language, root = lang or _language(), Path.cwd()
    plan = _plan(root, as_of, jobs, output=output)
    catalogue, _ = read(root, cache=plan.cache, jobs=jobs)
    asked = withdrawal.Asked(name, reason, reason_en, replaced_by, erase)
    done = withdrawal.withdraw(asked, catalogue, plan.as_of)
    if said := withdrawal.told(done)[language]:
        click.echo(said)
    if purge:
        return _purged(plan, language, frozenset({name}))
    current = release.current(output)
    releases = takedown.holding(output, [name])
    options = f" --output {shlex.quote(str(output))}" if output != Path(OUTPUT) else ""
    click.echo(withdrawal.afterwards(done, releases, current.id if current else "", options)[language])
    return Exit.OPEN


def _plan(
    root: Path,
    as_of: str | None,
    jobs: int,
    *,
    edition: str = "open",
    output: Path = Path(OUTPUT),
    progress: bool = True,
) -> Plan:
    portal, _ = read_portal(root)
    meter = Meter(sys.stderr) if progress else None
    shown = {"progress": meter.show} if meter else {}
    return Plan(root, output, _day(as_of, root, portal.time_zone), edition, jobs, **shown)


def _day(as_of: str | None, root: Path, time_zone: str) -> date:
    """The one clock: what was asked for, else SOURCE_DATE_EPOCH, else the commit's day, else today."""
    zone = ZoneInfo(time_zone)
    if as_of is not None:
        found = day(as_of)
        if found is None:
            raise click.UsageError(f"日期要写成 2026-11-22 这样 / a day looks like 2026-11-22, not {as_of}")
        return found
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return commit_day(root, time_zone) or datetime.now(zone).date()
