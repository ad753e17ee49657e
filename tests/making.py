"""Small nouns for tests, built in memory: ``table``, ``package``, ``dataset``, ``admitted``.

>>> t = table(tmp_path, "clinics", {"id": [1, 2], "name": ["甲", "乙"]}, primary_key=("id",))
>>> a = admitted([dataset(package("clinics"), t)])

A column's type follows its first value (int: integer, float: number, bool: boolean, date: date, else string) unless
``fields`` says otherwise. A package gets the resources of its tables, with a CSV file each when it has a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import polars as pl
import pyarrow as pa

from publish.admitted import Admitted, Dataset
from publish.model import (
    Category,
    Contact,
    Entry,
    Field,
    Frequency,
    Level,
    Licence,
    Link,
    Organisation,
    Package,
    Portal,
    Registers,
    Resource,
    ResourceKind,
    Schema,
    SourceFile,
    Text,
    Topic,
    Version,
)
from publish.problems import Judged, Report, Verdict
from publish.tables import Reference, Table, TableWriter

AS_OF = date(2026, 11, 22)
CODE = "1231000000000102X4"  # the provider of every package made here


def said(zh: str, en: str = "") -> Text:
    """A text in Chinese and, when given, in English."""
    return Text(tuple(pair for pair in (("zh-Hans", zh), ("en", en)) if pair[1]))


def field(name: str, type: str = "string", zh: str = "", en: str = "", **more: Any) -> Field:
    """A field; its titles default to its name."""
    return Field(name, type, title=said(zh or name, en or name), **more)


def categories(**labels: str) -> tuple[Category, ...]:
    """``categories(a="独立式/Detached")``."""
    return tuple(Category(value, said(*label.split("/"))) for value, label in labels.items())


def _type(values: Sequence[Any]) -> str:
    first = next((v for v in values if v is not None), "")
    names = ((bool, "boolean"), (int, "integer"), (float, "number"), (date, "date"))
    return next((name for kind, name in names if isinstance(first, kind)), "string")


def table(
    folder: Path,
    name: str,
    columns: Mapping[str, Sequence[Any]],
    *,
    fields: Iterable[Field] = (),
    package: str = "",
    resource: str = "",
    primary_key: tuple[str, ...] = (),
    unique_keys: tuple[tuple[str, ...], ...] = (),
    references: tuple[Reference, ...] = (),
    geometry: str = "",
) -> Table:
    """A Table with these columns, written below ``folder``. ``name`` is the SQL name; the package's is derived."""
    given = {f.name: f for f in fields}
    described = tuple(given.get(c) or field(c, _type(values)) for c, values in columns.items())
    with TableWriter(folder, described) as writer:
        writer.write(pl.DataFrame(pa.table(dict(columns), schema=writer.schema)))
        path, digest, size = writer.done()
        rows = writer.rows
    package = package or name.partition("__")[0].replace("_", "-")
    resource = resource or name.rpartition("__")[2].replace("_", "-")
    return Table(
        name, package, resource, described, rows, path, digest, size, primary_key, unique_keys, references, geometry
    )


def source(folder: Path, path: str, content: bytes) -> SourceFile:
    """A file of a package, written."""
    location = folder / path
    location.parent.mkdir(parents=True, exist_ok=True)
    location.write_bytes(content)
    return SourceFile(path, location, len(content), sha256(content).hexdigest())


def entry(**more: Any) -> Entry:
    """A live, open, monthly catalogue entry of the one provider; change what you like."""
    usual = Entry(
        code="307310/000123",
        topic="urban-construction",
        provider=CODE,
        level="L1",
        frequency="monthly",
        issued=date(2026, 3, 1),
        modified=date(2026, 11, 3),
        spatial="310000",
        contact=Contact(said("数据开放组", "Open Data Desk"), "021-00000000", "opendata@example.org"),
        secret=False,
    )
    return replace(usual, **more)


def package(name: str, zh: str = "", en: str = "", **more: Any) -> Package:
    """A package with a full entry and no resources; change what you like."""
    usual = Package(
        name=name,
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        title=said(zh or name, en or name),
        description=said(f"{zh or name}的说明。", f"About {en or name}."),
        languages=("zh-Hans", "en"),
        version="2026.11.0",
        licenses=(Link(said("署名 4.0", "CC BY 4.0"), "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),),
        keywords=(said("环卫", "sanitation"),),
        entry=entry(),
        readme=said("# 说明\n\n来自日常登记。", "# About\n\nFrom daily records."),
        history=(Version("2026.11.0", date(2026, 11, 3), "new", said("首次发布。", "First published.")),),
        digest=sha256(name.encode()).hexdigest(),
    )
    return replace(usual, **more)


def resource(made: Table, files: tuple[SourceFile, ...] = (), **more: Any) -> Resource:
    """The resource a table came from, as a CSV."""
    kind = ResourceKind.GEO if made.geometry else ResourceKind.TABLE
    usual = Resource(
        name=made.resource,
        kind=kind,
        title=said(made.resource, made.resource),
        paths=tuple(f.path for f in files) or (f"data/{made.resource}.csv",),
        files=files,
        format="geojson" if made.geometry else "csv",
        schema=Schema(made.fields, made.primary_key),
    )
    return replace(usual, **more)


def dataset(of: Package, *tables: Table, verdict: Verdict = Verdict.OPEN) -> Dataset:
    """A package with its tables; resources are added for tables that have none."""
    known = {r.name for r in of.resources}
    added = tuple(resource(t) for t in tables if t.resource not in known)
    return Dataset(replace(of, resources=of.resources + added), tables, verdict)


def registers() -> Registers:
    """One of each."""
    office = Organisation(
        CODE, "city-data-centre", said("市大数据中心（示例）", "Municipal Big Data Centre (sample)"), "city", "310000",
        roles=("provider", "operator"), org_type="institution",
    )  # fmt: skip
    return Registers(
        organisations={office.code: office},
        topics={"urban-construction": Topic("urban-construction", said("城市建设", "Urban construction"))},
        levels={"L1": Level("L1", said("一级", "Level 1"), widest_opening="unconditional")},
        licences={
            "CC-BY-4.0": Licence(
                "CC-BY-4.0", said("署名 4.0", "CC BY 4.0"), "https://creativecommons.org/licenses/by/4.0/", True
            )
        },
        frequencies={
            "monthly": Frequency("monthly", said("每月", "Monthly"), 31, 7, "MONTHLY"),
            "as-needed": Frequency("as-needed", said("按需", "As needed"), None, 0, "IRREG"),
        },
    )


def portal(**more: Any) -> Portal:
    """A bilingual portal."""
    usual = Portal("kaimen", said("开门", "Kaimen"), said("示例门户。", "A sample portal."), licence="CC-BY-4.0")
    return replace(usual, **more)


def admitted(datasets: Iterable[Dataset], **more: Any) -> Admitted:
    """These datasets, admitted; all verdicts as the datasets say."""
    ordered = tuple(sorted(datasets, key=lambda d: d.name))
    report = Report(AS_OF.isoformat(), tuple(Judged(d.name, d.verdict) for d in ordered))
    usual = Admitted(portal(), registers(), ordered, report, AS_OF, digest="made")
    return replace(usual, **more)
