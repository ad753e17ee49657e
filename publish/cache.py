"""What is already made, by content. A key is a digest of everything a thing was made from, the code included, so a hit
is always right and the folder may be deleted at any time.

``<root>/<kind>/<key>…``; writes go to a part file first and are renamed, so readers never see half a file and two
processes may work side by side.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import Any

from publish.model import SourceFile, Text
from publish.problems import Exit, PublishError

DAY = 86_400.0  # seconds


def digest(*parts: object) -> str:
    """SHA-256 (hex) of values of JSON, dates and paths as text; equal values, equal digests."""
    return sha256(
        json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    ).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    total = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            total.update(chunk)
    return total.hexdigest()


@cache
def code_digest() -> str:
    """Of this package's code and the libraries it stands on: what makes a thing is part of its key."""
    root = Path(str(files("publish")))
    sources = sorted(p for p in root.rglob("*") if p.suffix in {".py", ".toml", ".json", ".yml", ".html", ".js"})
    return digest([[p.relative_to(root).as_posix(), file_digest(p)] for p in sources], sorted(_libraries()))


def _libraries() -> Iterator[str]:
    for library in distributions():
        yield f"{library.metadata['Name']}=={library.version}"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of made things."""

    root: Path

    def folder(self, kind: str) -> Path:
        """The folder of one kind of thing, made when missing."""
        path = self.root / kind
        path.mkdir(parents=True, exist_ok=True)
        return path

    def path(self, kind: str, key: str, suffix: str = "") -> Path:
        """Where the thing of this key lies, or would lie."""
        return self.root.joinpath(kind, key[:2], f"{key}{suffix}")

    def file(self, kind: str, key: str, suffix: str, make: Callable[[Path], None]) -> Path:
        """The file of this key; ``make`` writes it to the path it is given when it is not there yet."""
        path = self.path(kind, key, suffix)
        if not used(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{os.getpid()}-{path.name}.part")
            try:
                make(part)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
        return path

    def json(self, kind: str, key: str, make: Callable[[], Any]) -> Any:
        """The JSON value of this key; ``make`` gives it when it is not there yet."""
        path = self.file(kind, key, ".json", lambda part: _write_json(part, make()))
        return json.loads(path.read_bytes())

    def original(self, source: SourceFile) -> Path:
        """A copy of a source file with the bytes that were read: what was judged is what is published, also when the
        file on the desk is being edited. Raises PublishError when it changed since it was read."""

        def copy(part: Path) -> None:
            shutil.copyfile(source.location, part)
            if file_digest(part) != source.sha256:
                said = (
                    ("zh", f"文件“{source.path}”在发布过程中被改动了，请稍后重新运行。"),
                    ("en", f"The file “{source.path}” changed while it was being published; run the command again."),
                )
                raise PublishError(Text(said), Exit.CLOSED)

        return self.file("originals", source.sha256, "", copy)

    def sweep(self, unused: float = 30 * DAY) -> int:
        """Remove what was not used for so many seconds: how many files. At most once a day; it looks at every file."""
        mark = self.folder("swept") / "mark"
        if mark.exists() and mark.stat().st_mtime > time.time() - DAY:
            return 0
        count = self._drop(time.time() - unused)
        mark.touch()
        return count

    def age(self) -> None:
        """Let everything look as if it had not been used for two days: what a build needs is marked as used again, and
        ``drop_aged`` takes the rest."""
        then = time.time() - 2 * DAY
        for path in self._files():
            os.utime(path, (then, then))

    def drop_aged(self) -> int:
        """Remove what was not used since ``age``: how many files."""
        return self._drop(time.time() - DAY)

    def _drop(self, limit: float) -> int:
        old = [p for p in self._files() if p.stat().st_mtime < limit]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _files(self) -> list[Path]:
        return [p for p in self.root.rglob("*") if p.is_file()]


def used(path: Path) -> bool:
    """Is a made thing there? If so it is marked as used, so that a sweep leaves it."""
    try:
        last = path.stat().st_mtime
    except FileNotFoundError:
        return False
    if last < time.time() - DAY:
        os.utime(path)
    return True


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), encoding="utf-8")
