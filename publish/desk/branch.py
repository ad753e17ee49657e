"""A package as a commit on a branch of its own. The working tree, the index and the current branch stay as they are:
the commit is made in git's object store with an index of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BRANCH = "refs/heads/"
_MOST = 99  # branches of one name


class Refused(Exception):
    """Git would not; ``args[0]`` is what it said."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who hands the package in, as a commit names them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Committed:
    """A branch that was made, and its commit."""

    branch: str
    commit: str


@dataclass(frozen=True, slots=True)
class Branches:
    """The git repository around the portal's folder ``root``."""

    root: Path

    def there(self) -> bool:
        """Is there a repository with a commit to start from, and git to ask?"""
        try:
            return bool(self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
        except Refused:
            return False

    def author(self) -> Author | None:
        """Who git thinks is at work; None when it was never told."""
        try:
            return Author(self._git("config", "user.name"), self._git("config", "user.email"))
        except Refused:
            return None

    def commit(self, folder: str, files: Mapping[str, bytes], name: str, message: str, author: Author) -> Committed:
        """Put the files into a folder below ``root`` on a new branch ``desk/<name>``; a number is added to a name that
        is taken. Raises Refused; nothing is changed then but unused objects."""
        prefix = self._git("rev-parse", "--show-prefix")
        head = self._git("rev-parse", "--verify", "HEAD^{commit}")
        tree = self._tree(head, prefix, {f"{folder}/{path}": content for path, content in files.items()})
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", author.name), ("EMAIL", author.email))
        }
        commit = self._git("commit-tree", tree, "-p", head, "-F", "-", given=message.encode(), env=who)
        branch = self._free(f"desk/{name}")
        self._git("update-ref", "-m", "desk", f"{_BRANCH}{branch}", commit, "0" * len(commit))
        return Committed(branch, commit)

    def _tree(self, head: str, prefix: str, files: Mapping[str, bytes]) -> str:
        """The tree of ``head`` with these files in it, below ``prefix``: the way from the repository's root."""
        with tempfile.TemporaryDirectory(prefix="kaimen-desk-") as room:
            index = {"GIT_INDEX_FILE": str(Path(room, "index"))}
            self._git("read-tree", head, env=index)
            for path, content in sorted(files.items()):
                blob = self._git("hash-object", "-w", "--stdin", "--path", path, given=content)
                self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{prefix}{path}", env=index)
            return self._git("write-tree", env=index)

    def _free(self, name: str) -> str:
        known = self._git("for-each-ref", "--format=%(refname)", f"{_BRANCH}{name}*").splitlines()
        names = (name, *(f"{name}-{number}" for number in range(2, _MOST)))
        return next((n for n in names if f"{_BRANCH}{n}" not in known), names[-1])

    def _git(self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """What git answers. Raises Refused."""
        command = ["git", "--no-optional-locks", "-C", str(self.root), *arguments]
        alone = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", **(env or {})}
        try:
            done = subprocess.run(command, input=given, capture_output=True, check=True, env=alone)
        except subprocess.CalledProcessError as error:
            raise Refused(error.stderr.decode("utf-8", "replace").strip()) from error
        except OSError as error:
            raise Refused(str(error)) from error
        return done.stdout.decode("utf-8", "replace").strip()
