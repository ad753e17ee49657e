"""A workbook (XLSX, XLS, ODS) opened in a process of its own, which may break, and may take neither all memory nor for
ever: a file of a few kilobytes can ask for a hundred gigabytes."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

PROGRAM = Path(__file__).with_name("workbook_program.py")
_LEAST_MEMORY, _MOST_MEMORY = 1 << 30, 4 << 30  # bytes
_MEMORY = 50  # bytes for each byte of the file
_SECONDS = 20  # of the processor
_BYTES = 1 << 19  # for which there is one second more
_STARVED = frozenset({-signal.SIGABRT, -signal.SIGKILL, -getattr(signal, "SIGXCPU", signal.SIGABRT)})

Why = Literal["locked", "broken", "large"]
Area = tuple[tuple[int, int], tuple[int, int]]  # (row, column) of the first and of the last cell, from 0


class Unopened(ValueError):
    """The workbook cannot be read: it has a password, is none or broken, or would unpack to too much. ``detail`` is
    what its reader says."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet: is it shown, and has it cells (a chart may be a sheet too)?"""

    name: str
    shown: bool = True
    cells: bool = True


class Workbook:
    """The sheets of a workbook, by its path or its content. Used as a context manager. Raises Unopened, also later."""

    def __init__(self, source: Path | bytes) -> None:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        memory = min(_MOST_MEMORY, _LEAST_MEMORY + size * _MEMORY)
        try:
            self._ask((memory, _SECONDS + size // _BYTES, source if isinstance(source, bytes) else str(source)))
            self.sheets = tuple(SheetName(*sheet) for sheet in self._answer("sheets"))
        except Unopened:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def number(self, name: str) -> int | None:
        """The number (from 0) of the sheet of that name."""
        return next((n for n, sheet in enumerate(self.sheets) if sheet.name == name), None)

    def read(self, number: int) -> tuple[list[list[Any]], list[Area]]:
        """The rows of a sheet from A1 on, and its merged cells. A cell is a text ("" for none), a number, a truth
        value, a day, a time or a length of time."""
        self._ask(number)
        rows: list[list[Any]] = []
        for kind, more in self._answers():
            if kind == "merged":
                return rows, more
            rows += more
        raise Unopened("broken")

    def _ask(self, request: object) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(request, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:  # it has ended: its answer says why
            pass

    def _answer(self, wanted: str) -> Any:
        return next(answer for kind, answer in self._answers() if kind == wanted)

    def _answers(self) -> Iterator[tuple[str, Any]]:
        assert self._process.stdout is not None
        while True:
            try:
                kind, *answer = pickle.load(self._process.stdout)
            except (EOFError, OSError, pickle.UnpicklingError):
                raise Unopened("large" if self._process.wait() in _STARVED else "broken") from None
            if kind == "no":
                raise Unopened(*answer)
            yield kind, answer[0]
