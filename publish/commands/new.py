"""``new``: draft a dataset from tables as offices make them."""

from __future__ import annotations

from pathlib import Path

import click

from publish.commands import options
from publish.draft import draft, guide
from publish.draft.guide import telling
from publish.draft.outcome import outcome
from publish.problems import Exit
from publish.read import read, read_only_registers, read_portal


@click.command("new")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default=None, help="数据集的名称代号，用在网址里 / name of the dataset in addresses")
@click.option("--into", type=click.Path(path_type=Path), default=None, help="放进哪个文件夹 / folder to put it in")
@click.option("--again", is_flag=True, help="原表改好了，重新起草，填过的留着 / draft anew, keep what was filled in")
@click.option("--no-sheet", is_flag=True, help="不要 entry.xlsx，全部写进 datapackage.yaml / all in datapackage.yaml")
@options.lang
def command(
    files: tuple[Path, ...], name: str | None, into: Path | None, again: bool, no_sheet: bool, lang: str
) -> Exit:
    """用 CSV 或表格文件起草一个数据集。Draft a dataset from CSV files or workbooks.

    照原样交来就可以：标题、单位、两行表头、合计行、注释、填表人，都会认出来并放在一边。原文件不改动，也不会放进数据集。
    只有人知道的内容，填在草稿旁边的 entry.xlsx 里：黄色的格子必须填，有下拉列表可选。

    Hand it over as it is: titles, units, two rows of headings, totals, notes and signatures are found and set aside.
    Your file is not changed and is not taken into the dataset. What only a person knows goes into the entry.xlsx beside
    the draft: the yellow cells must be filled, and offer lists to choose from.

    单位的资源目录（2017 年编制指南的格式，各省模板、本门户的 catalog.xlsx 都可以）也照样交来：每个条目起草一个文件夹，
    已有的条目不动，缺了什么按单位列成“…-缺项.xlsx”。

    A department's resource catalogue, in the layout of the national guide of 2017 or as this portal's catalog.xlsx,
    becomes one folder an entry. Entries that are there stay as they are; what is missing is listed in “…-gaps.xlsx”.

    \b
    例 / for example:
      python build.py new 公共厕所.xlsx
      python build.py new 公厕.csv 公园.xls --name public-facilities
      python build.py new 公共厕所.xlsx --again
      python build.py new 民政局资源目录.xlsx
    """
    portal, _ = read_portal(Path.cwd())
    target = into or Path.cwd() / portal.sources[0]
    for file in files:
        if sheets := guide.catalogue_of(file.name, file.read_bytes()):
            return _catalogue(files, sheets, target, lang)
    registers = read_only_registers(Path.cwd(), portal)
    folder, made = draft(files, target, portal, registers, name=name, sheet=not no_sheet, again=again)
    click.echo(outcome(made, folder, no_sheet=no_sheet)[lang])
    return Exit.OPEN


def _catalogue(files: tuple[Path, ...], sheets: guide.Sheets, target: Path, lang: str) -> Exit:
    """Draft the entries of a department's resource catalogue, and list beside it what is missing."""
    if len(files) > 1:
        raise click.UsageError("资源目录请单独交 / hand a resource catalogue in by itself")
    plan = options.plan_of(Path.cwd(), None, 1)
    catalogue, _ = read(plan.root, cache=plan.cache)
    known = guide.Known.of(catalogue, target)
    made = guide.make(sheets, catalogue.portal, catalogue.registers, known, plan.as_of)
    try:
        guide.write(made.records, target)
        beside = _beside(files[0], telling.gap_book(made, lang), lang) if made.gaps or made.remarks else None
    except OSError as error:
        said = f"“{error.filename or target}”写不进去 / it cannot be written: {error.strerror}"
        raise click.UsageError(said) from error
    click.echo(telling.outcome(made, target, beside)[lang])
    return Exit.OPEN


def _beside(file: Path, content: bytes, lang: str) -> Path:
    place = telling.gap_file(file, content, lang)
    place.write_bytes(content)
    return place
