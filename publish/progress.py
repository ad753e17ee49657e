"""How far the work has come: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TextIO

from publish.model import bilingual

_EVERY = 10.0  # seconds between two lines of a log
_WIDTH = 24

_STAGES = {
    "read": bilingual("读取", "reading"),
    "gate": bilingual("检查", "judging"),
    "profile": bilingual("统计", "counting"),
    "downloads": bilingual("下载文件", "downloads"),
    "warehouse": bilingual("数据库", "databases"),
    "catalogue": bilingual("目录", "catalogue"),
    "site": bilingual("网页", "pages"),
}


@dataclass(slots=True)
class Meter:
    """Shows progress on a stream; ``show`` is what stages are given."""

    stream: TextIO
    _said: float = field(default=0.0)
    _stage: str = field(default="")

    def show(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` things of a stage."""
        now = time.monotonic()
        last = done >= total
        if self.stream.isatty():
            if last or now - self._said > 0.1:
                self._bar(stage, done, total, last)
                self._said = now
        elif (last and total > 100) or now - self._said > _EVERY:
            self.stream.write(f"{self._name(stage)} {done}/{total}\n")
            self.stream.flush()
            self._said = now

    def _bar(self, stage: str, done: int, total: int, last: bool) -> None:
        filled = _WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (_WIDTH - filled)
        self.stream.write(f"\r\x1b[K{self._name(stage)} {bar} {done}/{total}" + ("\r\x1b[K" if last else ""))
        self.stream.flush()

    @staticmethod
    def _name(stage: str) -> str:
        known = _STAGES.get(stage)
        return f"{known['zh']} {known['en']}" if known else stage
