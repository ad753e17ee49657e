"""Measures the gate on one large table: ``make bench-gate``, or ``make bench-gate ARGS='--rows 200000 --repeat 1'``.

One generated table of twelve columns with a key, patterns, enumerations, limits and dates. Every way of judging or
loading it runs in a process of its own, in turns, so that all meet the same noise; what counts are the ratios of one
round. Writes the section "Judging" of BENCHMARKS.md by way of tests/benchmarks/results-gate.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from tests.benchmarks import report
from tests.benchmarks.measure import Spread, peak_while

RESULTS = Path(__file__).with_name("results-gate.json")
NAME = "places"
KINDS = ("clinic", "school", "library", "park", "market", "station")

WAYS: Mapping[str, str] = {
    "frictionless": "frictionless validate",
    "proof": "proof: read, prove, keys",
    "gate": "gate: proof, privacy, Parquet",
    "last": "gate, a bad cell in the last row",
    "loaded": "gate and warehouse, keys and indexes",
    "other": "frictionless validate, sqlite-utils insert",
    "bare": "bare read and ADBC ingest, keys and indexes",
}

# What is promised, as (way, compared with, at least this many times as fast).
PROMISES = (
    ("proof", "frictionless", 40.0),
    ("gate", "frictionless", 15.0),
    ("loaded", "other", 10.0),
    ("loaded", "bare", 1 / 3),
    ("last", "gate", 1 / 3),
)

# --- the table ----------------------------------------------------------------------------------------------------


def field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": name, "constraints": constraints}


FIELDS = (
    field("id", "string", required=True, pattern="K[0-9]{7}"),
    field("name", "string", required=True, maxLength=60),
    field("name_en", "string", maxLength=80),
    field("kind", "string", required=True, enum=list(KINDS)),
    field("district", "string", required=True, pattern="3101[0-9]{2}"),
    field("beds", "integer", minimum=0, maximum=5000),
    field("area", "number", minimum=0),
    field("longitude", "number", minimum=120, maximum=123),
    field("latitude", "number", minimum=30, maximum=32),
    field("opened", "date", minimum="1900-01-01", maximum="2030-12-31"),
    field("active", "boolean"),
    field("note", "string"),
)


def table(rows: int, bad_last: bool) -> pl.DataFrame:
    """The rows: the same for the same number. ``bad_last`` puts a word where the last number should be."""
    n = pl.int_range(rows, eager=True)
    spread = (n * 2_654_435_761) % 1_000_003
    day = pl.select(pl.date(1990, 1, 1) + pl.duration(days=pl.lit(spread % 12_000))).to_series()
    beds = (spread % 5000).cast(pl.String)
    if bad_last:
        beds = beds.scatter(rows - 1, "多")
    names = pl.Series(["社区卫生服务中心", "实验小学", "图书馆，总馆", "滨江绿地", "农贸市场", "轨道交通站"])
    frame = pl.DataFrame(
        {
            "id": "K" + n.cast(pl.String).str.zfill(7),
            "name": "上海市第" + spread.cast(pl.String) + names.gather(n % 6),
            "name_en": "Place No. " + spread.cast(pl.String) + ", Shanghai",
            "kind": pl.Series(KINDS).gather(spread % 6),
            "district": "3101" + (spread % 90 + 10).cast(pl.String),
            "beds": beds,
            "area": (spread / 7).round(2).cast(pl.String),
            "longitude": (120.8 + (spread % 10_000) / 10_000).round(4).cast(pl.String),
            "latitude": (30.7 + (spread % 9_000) / 10_000).round(4).cast(pl.String),
            "opened": day.cast(pl.String),
            "active": pl.Series(["true", "false"]).gather(n % 2),
            "note": pl.Series(["", "周末开放，节假日除外", "see the notice", "改建中"]).gather(spread % 4),
        }
    )
    return frame


def write(folder: Path, rows: int, *, bad_last: bool = False) -> None:
    """A package in ``folder``."""
    (folder / "data").mkdir(parents=True)
    table(rows, bad_last).write_csv(folder / "data" / f"{NAME}.csv", quote_style="necessary")
    descriptor = {
        "name": NAME,
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "title": "地点",
        "resources": [
            {
                "name": NAME,
                "path": f"data/{NAME}.csv",
                "type": "table",
                "schema": {"fields": list(FIELDS), "primaryKey": ["id"]},
            }
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


# --- the run ------------------------------------------------------------------------------------------------------


def measure(way: str, folder: Path) -> tuple[float, int]:
    """(seconds, peak bytes of its processes) of one way in a process of its own; the seconds are those after its
    libraries were imported."""
    command = [sys.executable, "-m", "tests.benchmarks.gate_ways", way, str(folder)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        peak = peak_while(child)
        said = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"{way} ended with {child.returncode}")
    return float(said.split()[-1]), peak


def rounds(ways: Sequence[str], folders: Mapping[str, Path], repeat: int) -> Iterator[dict[str, tuple[float, int]]]:
    """Every way once a round, there and back."""
    for number in range(repeat):
        order = list(ways) if number % 2 == 0 else list(reversed(ways))
        yield {way: measure(way, folders["last" if way == "last" else "clean"]) for way in order}


def measured(rows: int, repeat: int, ways: Sequence[str]) -> dict[str, Any]:
    """Everything about one size, as the results hold it."""
    with tempfile.TemporaryDirectory(prefix="kaimen-gate-") as name:
        folders = {kind: Path(name) / kind for kind in ("clean", "last")}
        write(folders["clean"], rows)
        write(folders["last"], rows, bad_last=True)
        size = (folders["clean"] / "data" / f"{NAME}.csv").stat().st_size
        made = list(rounds(ways, folders, repeat))
    times = {way: [one[way][0] for one in made] for way in ways}
    return {
        "rows": rows,
        "bytes": size,
        "repeat": repeat,
        "seconds": {way: vars(Spread.of(times[way])) for way in ways},
        "peak": {way: median(one[way][1] for one in made) for way in ways},
        "ratios": {
            f"{way}/{against}": vars(Spread.of([b / a for a, b in zip(times[way], times[against], strict=True)]))
            for way, against, _ in PROMISES
            if way in times and against in times
        },
    }


# --- the page -----------------------------------------------------------------------------------------------------


def page(sizes: Sequence[Mapping[str, Any]]) -> str:
    """The section of BENCHMARKS.md."""
    lines = [
        "## Judging",
        "",
        "Written by `make bench-gate`: one table of twelve columns with a key, patterns, enumerations, limits and",
        "dates; every way in a process of its own, in turns, without the time of imports; medians, in brackets the",
        "smallest and the largest. A ratio is that of one round.",
    ]
    for size in sizes:
        lines += ["", f"### {size['rows']:,} rows, {size['bytes'] / 1e6:,.0f} MB, {size['repeat']} rounds", ""]
        lines += ["| way | seconds | peak, MB |", "|---|--:|--:|"]
        for way, spread in size["seconds"].items():
            lines.append(f"| {WAYS[way]} | {said(spread, 2)} | {size['peak'][way] / 1e6:,.0f} |")
        if size["ratios"]:
            lines += ["", "| compared | promised | measured |", "|---|--:|--:|"]
        for way, against, least in PROMISES:
            if spread := size["ratios"].get(f"{way}/{against}"):
                wanted = f"≥ {least:g}×" if least >= 1 else f"≤ {1 / least:g}× the time"
                found = f"{said(spread, 1)}×" if least >= 1 else f"{1 / spread['median']:.2f}× the time"
                lines.append(f"| {WAYS[way]} : {WAYS[against]} | {wanted} | {found} |")
    return "\n".join(lines) + "\n"


def said(spread: Mapping[str, float], digits: int) -> str:
    return f"{spread['median']:,.{digits}f} ({spread['smallest']:,.{digits}f}–{spread['largest']:,.{digits}f})"


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the gate on one large table.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="rounds (default %(default)s)")
    parser.add_argument("--ways", default=",".join(WAYS), help="which of " + ", ".join(WAYS))
    parser.add_argument("--keep", action="store_true", help="write the results and the page")
    return parser.parse_args(words)


def main() -> None:
    options = arguments()
    size = measured(options.rows, options.repeat, options.ways.split(","))
    earlier = json.loads(RESULTS.read_bytes()) if RESULTS.exists() else []
    sizes = sorted([*(s for s in earlier if s["rows"] != size["rows"]), size], key=lambda s: int(s["rows"]))
    if options.keep:
        RESULTS.write_text(json.dumps(sizes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        report.put(page(sizes))
    print(page([size]))


if __name__ == "__main__":
    main()
