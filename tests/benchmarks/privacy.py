"""How many leaks the privacy checks find, and how often they cry wolf: ``python -m tests.benchmarks.privacy``.

Recall on made tables with one leak each (``leaks``); false alarms on made public tables (``public``), on the tables of
this portal, and on those of folders named on the command line: each table of a package, and each CSV file. Writes
tests/benchmarks/privacy.json and a section of BENCHMARKS.md.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from publish import gate, read
from publish.cache import Cache
from publish.gate.privacy.columns import personal
from publish.model import Portal, Resource, ResourceKind, Text
from publish.tables import Table
from tests.benchmarks import report
from tests.benchmarks.leaks import Made, leaks
from tests.benchmarks.public import public
from tests.making import AS_OF, package, table

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "tests" / "benchmarks" / "privacy.json"


def found(made: Made, folder: Path) -> set[tuple[str, str]]:
    """(column, code) of everything reported in a made table."""
    return codes(table(folder, "made", made.columns))


def codes(one: Table) -> set[tuple[str, str]]:
    """(column, code) of everything reported in a table, whatever its package says."""
    case = package("made", resources=(Resource(one.resource, ResourceKind.TABLE),))
    return {(f.field.name, f.code) for f in personal(case, {one.resource: one})}


def missed(tables: Iterable[Made], folder: Path) -> list[str]:
    """The titles of the made tables whose leak is not reported."""
    return [made.title for made in tables if (made.column, made.code) not in found(made, folder)]


def alarms(tables: Iterable[Made], folder: Path) -> list[str]:
    """The titles and codes of the public tables in which something is reported."""
    return [f"{made.title}: {c} {code}" for made in tables for c, code in sorted(found(made, folder))]


def packaged(folder: Path, cache: Cache) -> Iterator[tuple[str, list[str]]]:
    """Every table of the packages below a folder, with what is reported there."""
    folders = sorted(p.parent for p in folder.glob("*/datapackage.*"))
    packages, _ = read.read_folders(folders, Portal("bench", Text()))
    catalogue = read.assemble(Portal("bench", Text()), packages, Path())
    shown = gate.admit(catalogue, [], as_of=AS_OF, cache=cache, jobs=1)
    for dataset in shown.datasets:
        for one in dataset.tables:
            yield f"{dataset.name}/{one.resource}", [f"{c} {code}" for c, code in sorted(codes(one))]


def plain_files(folder: Path, cache: Path) -> Iterator[tuple[str, list[str]]]:
    """Every CSV file below a folder as a table, numbers as numbers, at most 100,000 rows of it."""
    for path in sorted(p for p in folder.rglob("*.csv*") if p.suffix in (".csv", ".gz") and p.name[0] != "."):
        try:
            frame = pl.read_csv(
                path, infer_schema_length=1000, ignore_errors=True, n_rows=100_000, encoding="utf8-lossy"
            )
        except (pl.exceptions.PolarsError, csv.Error, OSError):
            continue
        columns = {
            f"{name}": list(series if series.dtype.is_numeric() else series.cast(pl.String))
            for name, series in zip(frame.columns, frame, strict=True)
            if series.dtype != pl.Boolean
        }
        if len(frame) and columns:
            yield str(path.relative_to(folder)), [f"{c} {k}" for c, k in sorted(codes(table(cache, "real", columns)))]


def rate(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0


def section(kept: Mapping[str, Any]) -> str:
    """What BENCHMARKS.md says of these results."""
    leaked, made, real = kept["leaks"], kept["public"], kept["real"]
    lines = [
        "## Privacy",
        "",
        f"Written by `python -m tests.benchmarks.privacy`, seed {kept['seed']}; what was missed, or reported without",
        "cause, is in `tests/benchmarks/privacy.json`. A leak is found when its column is reported with its kind; any",
        "report, a warning too, in a table that holds nothing personal is a false alarm. The real tables are those of",
        "this portal, of public data packages, and CSV files that come with Python libraries of statistics.",
        "",
        "| tables | number | result |",
        "|---|--:|--:|",
        "| made, one leak each: whole, spaced, full-width, in words, few among many, as numbers "
        f"| {leaked['tables']:,} | recall {leaked['recall']:.2%} |",
        f"| made, public: facilities, codes, serials, goods | {made['tables']:,} | false alarms {made['rate']:.2%} |",
        f"| real | {real['tables']:,} | false alarms {real['rate']:.2%} |",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=12, help="made tables of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of real packages or CSV files")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        room = Path(name)
        made, ordinary = leaks(asked.seed, asked.each), public(asked.seed, asked.each * 4)
        lost, cried = missed(made, room / "made"), alarms(ordinary, room / "public")
        real: list[tuple[str, list[str]]] = []
        for folder in (ROOT / "datasets", *asked.folders):
            packages = any(folder.glob("*/datapackage.*"))
            real += packaged(folder, Cache(room / "cache")) if packages else plain_files(folder, room / "real")
    loud = {title: said for title, said in real if said}
    result = {
        "seed": asked.seed,
        "leaks": {"tables": len(made), "missed": dict(Counter(lost)), "recall": rate(len(made) - len(lost), len(made))},
        "public": {
            "tables": len(ordinary),
            "alarms": cried,
            "rate": rate(len({a.split(":")[0] for a in cried}), len(ordinary)),
        },
        "real": {"tables": len(real), "alarms": loud, "rate": rate(len(loud), len(real))},
    }
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    report.put(section(result))
    print(json.dumps(result, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
