"""Measures the portal on cities of several sizes: ``make bench``, or ``make bench ARGS='--sizes 100,1000 --repeat 3'``.

Builds: everything, one changed package, nothing changed. API: ours beside stock Datasette on the same database, in one
run, taking turns, so that both meet the same noise. Writes BENCHMARKS.md and tests/benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import psutil

from tests.benchmarks import report
from tests.benchmarks.city import REPO, City, Made, change_package, make_city
from tests.benchmarks.fills import CITY_DAY
from tests.benchmarks.load import HOST, Load, load
from tests.benchmarks.measure import Cost, Spread, run, size_of

RESULTS = REPO / "tests" / "benchmarks" / "results.json"
START_SECONDS = 600  # a server may have to build first, or to look into a large database
API_TABLE_ROWS = 100_000  # the table asked is the one nearest to this size
SERVERS = ("ours", "stock")

# --- building -----------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The city's one clock, so that serving does not find the build of a moment ago stale."""
    day = datetime(CITY_DAY.year, CITY_DAY.month, CITY_DAY.day, 4, tzinfo=UTC)
    return {**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp())), "PYTHONUNBUFFERED": "1"}


def command(*words: str) -> list[str]:
    return [sys.executable, str(REPO / "build.py"), *words]


def build(city: Path) -> Cost:
    return run(command("build", "--output", "output"), city, environment(), city.with_suffix(".build.log"))


def clean(city: Path) -> None:
    """Forget every release and everything kept for the next build."""
    with contextlib.suppress(FileNotFoundError):
        (city / "output").unlink()
    for name in (".releases", ".cache"):
        shutil.rmtree(city / name, ignore_errors=True)


@dataclass(frozen=True)
class Builds:
    """What the builds of one city cost. ``release`` is what a web server would hold, ``source`` what was read."""

    packages: int
    rows: int
    source_bytes: int
    seconds: dict[str, Spread]
    peak: dict[str, Spread]
    release_files: int
    release_bytes: int


def measure_builds(city: City, repeat: int) -> Builds:
    """Build a city ``repeat`` times clean, with one changed package, and with nothing changed."""
    costs: dict[str, list[Cost]] = {"clean": [], "one changed": [], "nothing changed": []}
    changed = sorted(city.packages, key=lambda made: made.rows)[len(city.packages) // 2]
    for _ in range(repeat):
        clean(city.folder)
        costs["clean"].append(build(city.folder))
        change_package(city.folder, changed.name)
        costs["one changed"].append(build(city.folder))
        costs["nothing changed"].append(build(city.folder))
    files, size = size_of((city.folder / "output").resolve())
    return Builds(
        packages=len(city.packages),
        rows=city.rows,
        source_bytes=city.bytes,
        seconds={what: Spread.of([cost.seconds for cost in made]) for what, made in costs.items()},
        peak={what: Spread.of([cost.peak for cost in made]) for what, made in costs.items()},
        release_files=files,
        release_bytes=size,
    )


# --- serving ------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def server_command(which: str, city: Path, port: int) -> list[str]:
    """Ours as the README starts it; stock Datasette as its users do, without the setting that would stall it."""
    if which == "ours":
        return command("serve", "--host", HOST, "--port", str(port))
    datasette = str(Path(sys.executable).with_name("datasette"))
    database = str((city / "output").resolve() / "open.db")
    return [datasette, "serve", "-i", database, "--setting", "suggest_facets", "off", "-h", HOST, "-p", str(port)]


def asked(which: str, made: Made) -> dict[str, str]:
    """What is asked of a server: a name for people, the path."""
    prefix = "/data/open" if which == "ours" else "/open"
    sql = quote(f"select kind, id from {made.table} limit 20")
    return {
        "table, 20 rows": f"{prefix}/{made.table}.json?_size=20",
        "row": f"{prefix}/{made.table}/K0000001.json",
        "filtered and sorted": f"{prefix}/{made.table}.json?_size=20&kind={made.kind}&_sort=id&_nocount=1",
        "SQL, 20 rows": f"{prefix}.json?sql={sql}",
        "database page": prefix,
    }


def wait_until_ready(child: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    """Wait until the server answers. Raises RuntimeError when it stops, or keeps silent for START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urlopen(f"http://{HOST}:{port}{path}", timeout=60) as answer:
                answer.read()
            return
        except HTTPError:
            return  # it answers, if only to refuse: what comes of that is measured
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def serving(which: str, city: Path, made: Made) -> Iterator[int]:
    """Start a server, give its port once it answers, stop it and what it started."""
    port = free_port()
    log = city.with_suffix(f".{which}.log")
    with log.open("wb") as out:
        child = subprocess.Popen(server_command(which, city, port), cwd=city, env=environment(), stdout=out, stderr=out)
    try:
        wait_until_ready(child, port, asked(which, made)["row"], log)
        yield port
    finally:
        stop(child)


def stop(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        tree = [*psutil.Process(child.pid).children(recursive=True), psutil.Process(child.pid)]
        for process in tree:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        for process in psutil.wait_procs(tree, timeout=10)[1]:
            process.kill()
    child.wait()


@dataclass(frozen=True)
class Answers:
    """One question asked of both servers. ``ratio`` is ours to stock, of the same round; None where one never answered.

    ``refused`` says of a server that did not always answer why, and how often.
    """

    question: str
    rate: dict[str, Spread]
    p50: dict[str, float]
    p99: dict[str, float]
    bytes: dict[str, int]
    refused: dict[str, dict[str, int]]
    ratio: Spread | None


def table_to_ask(city: City) -> Made:
    return min(city.packages, key=lambda one: abs(one.rows - API_TABLE_ROWS))


def measure_api(city: City, repeat: int, count: int, seconds: float) -> list[Answers]:
    """Ask both servers the same questions in turns, ``repeat`` rounds of each after one that warms up."""
    made = table_to_ask(city)
    measured = []
    with serving("ours", city.folder, made) as ours, serving("stock", city.folder, made) as stock:
        ports = {"ours": ours, "stock": stock}
        for question in asked("ours", made):
            paths = {which: asked(which, made)[question] for which in SERVERS}
            # Two requests on one connection warm the caches, and show who does not answer at all.
            warm = {which: load(ports[which], paths[which], 2, seconds, 1) for which in SERVERS}
            loads: dict[str, list[Load]] = {which: [] for which in SERVERS}
            for round_ in range(repeat):
                for which in SERVERS if round_ % 2 else reversed(SERVERS):
                    if warm[which].requests or not warm[which].refused:
                        bounds = (count, seconds, connections(warm, seconds))
                        loads[which].append(load(ports[which], paths[which], *bounds))
                    else:  # what it refused is told once
                        loads[which].append(replace(warm[which], refused={} if round_ else warm[which].refused))
            measured.append(answers(question, loads))
    return measured


def connections(warm: Mapping[str, Load], seconds: float) -> int:
    """Eight at a time; one where either server takes longer for a single answer than a round lasts."""
    return 8 if all(one.p50 < seconds for one in warm.values()) else 1


def answers(question: str, loads: Mapping[str, Sequence[Load]]) -> Answers:
    pairs = list(zip(loads["ours"], loads["stock"], strict=True))
    silent = any(not one.requests for pair in pairs for one in pair)
    return Answers(
        question=question,
        rate={which: Spread.of([one.rate for one in made]) for which, made in loads.items()},
        p50={which: median(one.p50 for one in made) for which, made in loads.items()},
        p99={which: median(one.p99 for one in made) for which, made in loads.items()},
        bytes={which: made[0].bytes for which, made in loads.items()},
        refused={which: dict(sum((Counter(one.refused) for one in made), Counter())) for which, made in loads.items()},
        ratio=None if silent else Spread.of([ours.rate / stock.rate for ours, stock in pairs]),
    )


# --- the page -----------------------------------------------------------------------------------------------------


def said(spread: dict[str, float], digits: int = 1, unit: float = 1) -> str:
    """A spread as people read it: 12.3 (11.9–14.0)."""
    middle, low, high = (spread[key] / unit for key in ("median", "smallest", "largest"))
    return f"{middle:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def build_lines(results: dict[str, Any]) -> list[str]:
    lines = [
        "| packages | scale | rounds | rows | source "
        "| clean, s | one changed, s | nothing changed, s | peak, MB | release |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size in results["sizes"]:
        b = size["builds"]
        times = " | ".join(said(b["seconds"][what]) for what in ("clean", "one changed", "nothing changed"))
        lines.append(
            f"| {b['packages']:,} | {size['scale']:g} | {size['repeat']} | {b['rows']:,} "
            f"| {b['source_bytes'] / 1e6:,.0f} MB | {times} "
            f"| {said(b['peak']['clean'], 0, 1e6)} | {b['release_files']:,} files, {b['release_bytes'] / 1e6:,.0f} MB |"
        )
    return lines


def api_lines(size: dict[str, Any]) -> list[str]:
    lines = [
        "",
        f"### {size['builds']['packages']:,} packages, asked of a table of {size['asked_rows']:,} rows",
        "",
        "| asked | Kaimen, requests/s | p50 / p99, ms | stock Datasette, requests/s | p50 / p99, ms | ratio |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for a in size["api"]:
        ratio = f"{said(a['ratio'], 2)}×" if a["ratio"] else "–"
        lines.append(f"| {a['question']} | {answered(a, 'ours')} | {answered(a, 'stock')} | {ratio} |")
    return lines


def answered(row: dict[str, Any], which: str) -> str:
    """Two cells: the rate, with what was refused beside it, and the times. A server that never answered has neither."""
    refused = ", ".join(f"{why}: {count:,}" for why, count in sorted(row.get("refused", {}).get(which, {}).items()))
    if not row["rate"][which]["largest"]:
        return f"none ({refused}) | –"
    beside = f"; refused: {refused}" if refused else ""
    return f"{said(row['rate'][which])}{beside} | {row['p50'][which] * 1e3:,.1f} / {row['p99'][which] * 1e3:,.1f}"


def building(results: dict[str, Any]) -> str:
    """The section about building."""
    on = results["on"]
    lines = [
        "## Building",
        "",
        f"Written by `make bench`, on {on['cores']} cores with {on['memory'] / 2**30:.0f} GiB of memory, "
        f"{on['system']}, Python {on['python']}; seed {results['seed']}.",
        "Cities are made by `tests/benchmarks/city.py`: most tables hold 50 to 5,000 rows, one in a hundred 100,000,",
        "from 1,000 packages on three a million; scale multiplies the rows of every table. Peak is of the clean build,",
        "summed over all its processes. Figures of different rows may have met a busier machine.",
        "",
        *build_lines(results),
    ]
    return "\n".join(lines) + "\n"


def answering(results: dict[str, Any]) -> str:
    """The section about answering."""
    lines = [
        "## Answering",
        "",
        "Written by `make bench`: `build.py serve` beside `datasette serve -i open.db --setting suggest_facets off`:",
        "the same database, the same minute, in turns, eight connections; one where a single answer takes one of them",
        "longer than a round. What a server refused stands by its status and how often; a server that gave no answer",
        "at all is not asked that question again.",
    ]
    for size in results["sizes"]:
        lines += api_lines(size) if size["api"] else []
    return "\n".join(lines) + "\n"


# --- the run ------------------------------------------------------------------------------------------------------


def measure_size(n: int, folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Everything about one size, as results.json holds it: first what building cost, then the answers beside it."""
    print(f"{n} packages: making the city", flush=True)
    city = make_city(folder / f"city-{n}", n, options.seed, options.scale)
    print(f"{n} packages: building", flush=True)
    size: dict[str, Any] = {
        "scale": options.scale,
        "repeat": options.repeat,
        "builds": asdict(measure_builds(city, options.repeat)),
        "asked_rows": table_to_ask(city).rows,
        "api": [],
    }
    yield size
    if not options.no_api:
        print(f"{n} packages: asking", flush=True)
        made = measure_api(city, options.repeat, options.requests, options.seconds)
        yield size | {"api": [asdict(one) for one in made]}
    if not options.keep:
        shutil.rmtree(city.folder)


def merged(earlier: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sizes of this run, and of earlier ones those it did not measure, smallest first."""
    measured = {size["builds"]["packages"] for size in now}
    kept = [size for size in earlier if size["builds"]["packages"] not in measured]
    return sorted([*kept, *now], key=lambda size: int(size["builds"]["packages"]))


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure building and answering on cities of several sizes.")
    parser.add_argument("--sizes", default="100,1000", help="numbers of packages (default %(default)s); try 5000")
    parser.add_argument("--repeat", type=int, default=3, help="rounds of every measurement (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies the rows of every table")
    parser.add_argument("--requests", type=int, default=1000, help="at most so many a question and round")
    parser.add_argument("--seconds", type=float, default=5.0, help="at most so long a question and round")
    parser.add_argument("--no-api", action="store_true", help="measure building only")
    parser.add_argument("--folder", type=Path, help="where to make the cities (default: a temporary folder)")
    parser.add_argument("--keep", action="store_true", help="keep the cities, with --folder")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=report.PAGE)
    return parser.parse_args(words)


def main() -> None:
    options = arguments()
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kaimen-bench-")))
        results: dict[str, Any] = {
            "on": {
                "cores": os.cpu_count(),
                "memory": psutil.virtual_memory().total,
                "system": platform.system(),
                "python": platform.python_version(),
            },
            "seed": options.seed,
            "sizes": json.loads(options.results.read_bytes())["sizes"] if options.results.exists() else [],
        }
        for n in (int(size) for size in options.sizes.split(",")):
            for size in measure_size(n, folder, options):
                results["sizes"] = merged(results["sizes"], [size])
                # Written after each step: a long run that is stopped keeps what it has.
                options.results.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
                for section in (building(results), answering(results)):
                    report.put(section, options.page)
    print(building(results), answering(results), sep="\n")


if __name__ == "__main__":
    main()
