"""What a command costs: wall time, and the peak memory of its whole process tree."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil

# Reading the memory of a large process costs milliseconds: oftener than this, and the measuring slows what it measures.
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Cost:
    """``peak`` is in bytes: the largest sum over the process tree, shared pages counted once where the system says."""

    seconds: float
    peak: int


@dataclass(frozen=True)
class Spread:
    """A figure measured several times."""

    median: float
    smallest: float
    largest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(median(values), min(values), max(values))


def memory_of(process: psutil.Process) -> int:
    """Bytes of one process: its proportional share where the system tells it (Linux), else what is resident."""
    try:
        full = process.memory_full_info()
        return int(getattr(full, "pss", 0) or full.rss)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0
    except psutil.AccessDenied:
        return 0


def memory_of_tree(root: psutil.Process) -> int:
    """Bytes of a process and all that it started, now."""
    try:
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(memory_of(process) for process in tree)


def peak_while(child: subprocess.Popen[Any]) -> int:
    """Wait until a process ends: the peak bytes of its tree."""
    tree, peak = psutil.Process(child.pid), 0
    while True:
        try:
            child.wait(timeout=SAMPLE_SECONDS)
            return peak
        except subprocess.TimeoutExpired:
            peak = max(peak, memory_of_tree(tree))


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end; what it says goes to ``log``. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    with log.open("wb") as out, subprocess.Popen(command, cwd=cwd, env=dict(env), stdout=out, stderr=out) as child:
        peak = peak_while(child)
    seconds = time.perf_counter() - start
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(command), output=log.read_text(errors="replace"))
    return Cost(seconds, peak)


def size_of(folder: Path) -> tuple[int, int]:
    """(files, bytes) below a folder. A file with several names is counted once; links are not followed."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.is_file() and not path.is_symlink():
            seen[status.st_dev, status.st_ino] = status.st_size
    return len(seen), sum(seen.values())
