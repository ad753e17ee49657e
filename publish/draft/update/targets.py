"""Which table of the dataset a file is for: as a person said, else by its columns, else by what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.draft.dictionary import Dictionary
from publish.draft.table import Found
from publish.draft.update.existing import BOOKS, TEXTS
from publish.draft.update.matching import match, plain, unlike
from publish.model import Package, Resource, Text, bilingual
from publish.problems import Exit, PublishError

TABLES = frozenset("csv tsv txt xlsx xlsm xlsb xls et ett xltx ods".split())  # endings of files that hold tables
_LEAST = 0.5  # of the columns that must be known again, where nothing else tells
_NAMED = 0.3  # what a name in common counts


def is_table(file: str) -> bool:
    """Does the ending of a file say that it holds tables?"""
    return Path(file).suffix.lower().lstrip(".") in TABLES


def tables_of(package: Package) -> list[Resource]:
    """The resources that are rewritten row by row; others take a new file as it is."""
    return [r for r in package.resources if r.format in TEXTS | BOOKS and r.tabular]


def named(package: Package, name: str) -> Resource:
    """The resource that a person named, by its name or title. Raises PublishError (wrong usage)."""
    for resource in package.resources:
        if name in (resource.name, *(said for _, said in resource.title)):
            return resource
    raise _stop(
        f"{package.name} 里没有名为“{name}”的表或文件。", f"{package.name} has no table or file {name}.", package
    )


def alone(package: Package, file: str) -> Resource:
    """The one resource that a file which is no table may take the place of: of its ending. Raises PublishError."""
    ending = Path(file).suffix.lower()
    found = [r for r in package.resources if len(r.paths) == 1 and Path(r.paths[0]).suffix.lower() == ending]
    same = [r for r in found if Path(r.paths[0]).name == Path(file).name]
    if len(same) == 1 or len(found) == 1:
        return (same or found)[0]
    raise _stop(f"看不出“{file}”要替换哪一个文件。", f"It cannot be told which file {file} is to replace.", package)


def pair(package: Package, tables: Sequence[Found], dictionary: Dictionary) -> list[tuple[Found, Resource]]:
    """Each table of the dataset with the table of the files that is most like it. Raises PublishError when none is, or
    when one might be two."""
    resources = tables_of(package)
    if len(tables) == 1 == len(resources):
        return [(tables[0], resources[0])]
    scores = {(i, j): _score(t, r, dictionary) for i, t in enumerate(tables) for j, r in enumerate(resources)}
    pairs: list[tuple[Found, Resource]] = []
    while scores:
        (i, j), best = max(scores.items(), key=lambda item: (item[1], -item[0][0], -item[0][1]))
        if best < _LEAST:
            break
        rivals = [s for (a, b), s in scores.items() if (a == i) != (b == j)]
        if best - max(rivals, default=0.0) < 0.01:
            name = tables[i].sheet.name or tables[i].sheet.file
            raise _stop(f"看不出“{name}”是哪一张表的新数据。", f"It cannot be told which table {name} is for.", package)
        pairs.append((tables[i], resources[j]))
        scores = {(a, b): s for (a, b), s in scores.items() if a != i and b != j}
    if not pairs:
        raise _stop(
            "文件里没有一张表的列和数据集里的对得上。", "No table of the file has the columns of the dataset.", package
        )
    return pairs


def best(tables: Sequence[Found], resource: Resource, dictionary: Dictionary) -> Found:
    """Of several tables the one that is most like a resource."""
    return max(tables, key=lambda table: _score(table, resource, dictionary))


def _score(table: Found, resource: Resource, dictionary: Dictionary) -> float:
    fields = resource.schema.fields if resource.schema else ()
    known = match(fields, table.labels, {}, dictionary, unlike).matches
    share = len(known) / len(fields) if fields else 0.0
    own = {plain(t) for t in (resource.name, *(said for _, said in resource.title))}
    said = {plain(t) for t in (table.sheet.name, table.title, Path(table.sheet.file).stem) if t}
    return share + (_NAMED if own & said else 0.0)


class Unclear(PublishError):
    """It cannot be told what a file is to replace; ``plain`` says no more than that, ``said`` also names the option."""

    def __init__(self, plain: Text, said: Text) -> None:
        super().__init__(said, Exit.USAGE)
        self.plain = plain


def _stop(zh: str, en: str, package: Package) -> Unclear:
    listed = "、".join(r.name for r in package.resources)
    return Unclear(
        bilingual(zh, en),
        bilingual(
            f"{zh}请用 --resource 写明，例如 --resource {package.resources[0].name}。有这些：{listed}。"
            if package.resources
            else f"{zh}{package.name} 里没有数据。",
            f"{en} Name it with --resource, one of: {listed.replace('、', ', ')}."
            if package.resources
            else f"{en} {package.name} has no data.",
        ),
    )
