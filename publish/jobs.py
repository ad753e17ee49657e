"""Work that is the same for many things, spread over processes. The order of the results is the order of the things.

Processes are spawned, not forked: polars hangs after a fork. One job, or a single thing, stays in this process, so a
small run pays for no second interpreter.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

FEW = 3  # things that are done before a second interpreter has started

Progress = Callable[[str, int, int], None]  # (stage, done, total)


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


def each(
    function: Callable[[A], B],
    things: Sequence[A],
    *,
    jobs: int,
    stage: str = "",
    progress: Progress = silent,
    chunk: int = 8,
) -> Iterator[B]:
    """``function`` of each thing, in order. ``function`` must be importable and the things picklable."""
    total = len(things)
    if jobs <= 1 or total <= max(chunk, FEW):
        results = map(function, things)
        yield from _counted(results, total, stage, progress)
        return
    with multiprocessing.get_context("spawn").Pool(min(jobs, total), initializer=_modest) as pool:
        yield from _counted(pool.imap(function, things, chunksize=chunk), total, stage, progress)


def _counted(results: Iterator[B], total: int, stage: str, progress: Progress) -> Iterator[B]:
    for done, result in enumerate(results, 1):
        yield result
        progress(stage, done, total)


def _modest() -> None:
    """A worker is one of several: its libraries take one core each."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def ahead(items: Iterator[A]) -> Iterator[A]:
    """The same items, the next one always being made in a thread while this one is worked on. What making one raises
    is raised here, in its turn."""

    def make() -> list[A]:
        return list(islice(items, 1))

    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(make)
        while made := coming.result():
            coming = maker.submit(make)
            yield made[0]
