"""``withdraw``: take a dataset down."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from publish import release, takedown, withdrawal
from publish.commands import options
from publish.commands.build import purged
from publish.problems import Exit
from publish.read import read


@click.command("withdraw")
@click.argument("name")
@click.option("--reason", default="", help="为什么撤下，会显示在页面上 / why, shown on its page")
@click.option("--reason-en", default="", help="英文的原因 / the reason in English")
@click.option("--replaced-by", metavar="NAME", default="", help="由哪个数据集代替 / what takes its place")
@click.option("--erase", is_flag=True, help="文件夹里的数据文件也删除 / delete its data files in the folder too")
@options.purge
@options.output
@options.jobs
@options.as_of
@options.lang
def command(
    name: str,
    reason: str,
    reason_en: str,
    replaced_by: str,
    erase: bool,
    purge: bool,
    output: Path,
    jobs: int,
    as_of: str | None,
    lang: str,
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
    root = Path.cwd()
    plan = options.plan_of(root, as_of, jobs, output=output)
    catalogue, _ = read(root, cache=plan.cache, jobs=jobs)
    asked = withdrawal.Asked(name, reason, reason_en, replaced_by, erase)
    done = withdrawal.withdraw(asked, catalogue, plan.as_of)
    if said := withdrawal.told(done)[lang]:
        click.echo(said)
    if purge:
        return purged(plan, lang, frozenset({name}))
    current = release.current(output)
    releases = takedown.holding(output, [name])
    also = f" --output {shlex.quote(str(output))}" if output != Path(options.OUTPUT) else ""
    click.echo(withdrawal.afterwards(done, releases, current.id if current else "", also)[lang])
    return Exit.OPEN
