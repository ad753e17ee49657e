"""Is what is said to be a table read as one?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import Resource, ResourceKind
from publish.problems import Problem, problem


class Tabular(PackageRule):
    """What is said to be a table is in a format whose rows can be read.

    A file with described columns, or said to be a table, is held against its description row by row. In a format that
    is not read as a table (CSV, TSV, XLSX, XLS, ODS, JSON, NDJSON, Parquet and GeoJSON are) nothing would be checked,
    and nobody would be told; so it is refused. Save it as CSV, correct the format, or describe it as a plain file.

    中文

    写了各列说明、或者说是表格的文件，要逐行核对。格式不在 CSV、TSV、XLSX、XLS、ODS、JSON、NDJSON、Parquet、GeoJSON 之内
    的，一行也核对不了，别人却以为核对过，所以不予通过。请另存为 CSV、改正格式，或者当作普通文件来说明。
    """

    codes: ClassVar[tuple[str, ...]] = ("F404",)

    def check(self, case: Case) -> Iterator[Problem]:
        for index, resource in enumerate(case.package.resources):
            if resource.kind is ResourceKind.FILE and resource.files and _said_to_be_a_table(resource):
                place = at(case.package, f"/resources/{index}")
                said = (resource.format or "?")[:40]
                yield problem("F404", **place, path=resource.files[0].path, value=said)


def _said_to_be_a_table(resource: Resource) -> bool:
    profile = resource.raw.get("profile")
    tabular = isinstance(profile, str) and "tabular" in profile
    return tabular or resource.raw.get("type") == "table" or bool(resource.schema and resource.schema.fields)
