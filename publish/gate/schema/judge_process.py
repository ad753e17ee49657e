"""The process of the judge of cells: it is started when it is first asked, kept, and replaced when it overruns.

What is asked is cut into slices, each with a time; memory is limited by the judge itself. Started by the path of its
file, in isolation, so it imports nothing of the portal and a start costs about a second.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

PROGRAM = Path(__file__).with_name("judge_program.py")
SLICE = 2_000  # cells
SECONDS = 20.0  # for a slice
_START = 120.0  # seconds, on a machine that is busy

Verdict = tuple[Any, str | None]  # the value, and the constraint that is broken


class OutOfTime(Exception):
    """The judge took too long, or all the memory it may have."""


class NoField(ValueError):
    """The field is none; the argument says why."""


class JudgeProcess:
    """The process. Used by one thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def constraints(self, field: Mapping[str, Any]) -> dict[str, Any]:
        """The constraints of a field as typed values. Raises NoField or OutOfTime."""
        return self._ask(field, ())[0]

    def cells(self, field: Mapping[str, Any], cells: Sequence[Any]) -> Iterator[Verdict]:
        """What each cell is worth. Raises NoField, or OutOfTime when a slice overran."""
        for at in range(0, len(cells), SLICE):
            yield from self._ask(field, cells[at : at + SLICE])[1]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, field: Mapping[str, Any], cells: Sequence[Any]) -> tuple[dict[str, Any], list[Verdict]]:
        if self._process is None:
            self._start()
        answer = self._answer((dict(field), list(cells)), SECONDS)
        if answer[0] == "no":
            raise NoField(answer[1])
        return answer[1], answer[2]

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.starts += 1
        self._answer(None, _START)

    def _answer(self, request: object, seconds: float) -> Any:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        timer = Timer(seconds, process.kill)
        timer.start()
        try:
            if request is not None:
                pickle.dump(request, process.stdin)
                process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            raise OutOfTime from None
        finally:
            timer.cancel()


@cache
def judge_process() -> JudgeProcess:
    """That of this process."""
    made = JudgeProcess()
    atexit.register(made.close)
    return made
