"""What a git repository knows of an earlier state. Nothing in the repository or the working tree is ever written."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from publish.release import link

_PLAIN = frozenset({"100644", "100755"})
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")
_POINTER_BYTES = 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around a folder. Paths are relative to that folder, with forward slashes."""

    folder: Path

    def commit(self, ref: str) -> str | None:
        """The commit that a branch, tag or commit names; None when nothing is known by that name."""
        if not ref or ref.startswith("-"):
            return None
        said = self._said("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return said.decode().strip() if said else None

    def parted(self, commit: str) -> str:
        """Where the present branch left that commit's; the commit itself when that is not known (a shallow clone).

        What others changed on the base branch since is no change of this branch."""
        said = self._said("merge-base", commit, "HEAD")
        return said.decode().strip() if said else commit

    def changed(self, commit: str, paths: Sequence[str]) -> frozenset[str]:
        """The files below these paths that differ between the commit and the working tree, untracked ones included."""
        options = ("--name-only", "--no-renames", "--relative", "-z")
        differ = self._said("diff", *options, commit, "--", *paths) or b""
        untracked = self._said("ls-files", "--others", "--exclude-standard", "-z", "--", *paths) or b""
        return frozenset(os.fsdecode(name) for name in (differ + untracked).split(b"\0") if name)

    def extract(self, commit: str, folder: str, target: Path) -> bool:
        """Write the files of a folder at that commit below ``target``: were there any? Links are left out; so is a
        file that is not on this computer (large-file storage, a partial clone)."""
        listed = self._said("ls-tree", "-r", "-z", commit, "--", f"{folder}/") or b""
        files = list(_files(listed, folder))
        if files:
            self._write(files, target)
        return bool(files)

    def _write(self, files: Iterable[tuple[str, PurePosixPath]], target: Path) -> None:
        command = self._command("cat-file", "--batch")
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_alone()) as git:
            assert git.stdin is not None and git.stdout is not None
            for name, path in files:
                git.stdin.write(f"{name}\n".encode())
                git.stdin.flush()
                head = git.stdout.readline().split()
                if len(head) == 3:
                    self._one(git.stdout, int(head[2]), target / path)

    def _one(self, content: IO[bytes], size: int, path: Path) -> None:
        """One file, in pieces. A pointer into large-file storage gives way to the file it means, if it lies here."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            left = size
            while left:
                piece = content.read(min(left, _CHUNK))
                left -= len(piece)
                file.write(piece)
        content.read(1)
        pointer = _POINTER.match(path.read_bytes()) if size <= _POINTER_BYTES else None
        if pointer:
            path.unlink()
            stored = self._stored(pointer[1].decode())
            if stored.is_file():
                link(stored, path)

    def _stored(self, oid: str) -> Path:
        common = (self._said("rev-parse", "--git-common-dir") or b".git").decode().strip()
        return (self.folder / common / "lfs" / "objects" / oid[:2] / oid[2:4] / oid).absolute()

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "--no-optional-locks", "--literal-pathspecs", "-C", str(self.folder), *arguments]

    def _said(self, *arguments: str) -> bytes | None:
        """What git answers; None when it refuses, or is not there."""
        try:
            done = subprocess.run(self._command(*arguments), capture_output=True, check=True, env=_alone())
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout


def _alone() -> dict[str, str]:
    """An environment in which git asks no server for what is not here."""
    return {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _files(listed: bytes, folder: str) -> Iterator[tuple[str, PurePosixPath]]:
    """(object, path below the folder) of each plain file of ``git ls-tree``."""
    for line in listed.split(b"\0"):
        head, _, name = line.partition(b"\t")
        mode, _, thing = head.decode("ascii", "replace").partition(" ")
        path = PurePosixPath(os.fsdecode(name))
        if mode in _PLAIN and path.is_relative_to(folder):
            yield thing.split(" ")[1], path.relative_to(folder)
