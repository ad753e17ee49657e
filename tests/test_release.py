"""A release takes the place of the last in one step, and a build that dies leaves only litter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publish import release
from publish.release import Document


def made(output: Path, text: str) -> release.Release:
    making = release.begin(output)
    release.write([Document("a.txt", text.encode(), "text/plain")], making / "site")
    record: dict[str, Any] = {"as_of": "2026-11-22", "text": text}
    return release.finish(making, output, record)


def test_the_newest_is_current_and_the_last_two_are_kept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert release.current(output) is None
    for i, text in enumerate(("one", "two", "three")):
        done = made(output, text)
        os.utime(done.folder, (i + 1, i + 1))
        now = release.current(output)
        assert now is not None and now.id == done.id and now.record["text"] == text
        assert (output / "site" / "a.txt").read_text() == text
    assert len(list((tmp_path / ".releases").iterdir())) == 2


def test_the_same_release_made_again_is_the_same(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = made(output, "one")
    made(output, "two")
    again = made(output, "one")
    assert again.id == first.id
    assert (output / "site" / "a.txt").read_text() == "one"


def test_two_folders_give_one_id(tmp_path: Path) -> None:
    assert made(tmp_path / "a" / "output", "x").id == made(tmp_path / "b" / "output", "x").id


def test_made_files_are_linked_and_known(tmp_path: Path) -> None:
    source = tmp_path / "made"
    source.write_text("made")
    written = release.write([Document("x/y.txt", source, "text/plain")], tmp_path / "site")
    assert (tmp_path / "site" / "x" / "y.txt").samefile(source)
    found = release.artefacts(tmp_path / "site", written)
    assert [(a.path, a.size) for a in found] == [("x/y.txt", 4)]
    (tmp_path / "site" / "z").write_bytes(b"")
    assert [a.path for a in release.artefacts(tmp_path / "site", written)] == ["x/y.txt", "z"]


@pytest.mark.parametrize("path", ["/a", "../a", "a/../../b"])
def test_a_document_stays_inside(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        release.write([Document(path, b"", "text/plain")], tmp_path)


def test_a_document_written_twice_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="repeated"):
        release.write([Document("a", b"", "text/plain"), Document("a", b"", "text/plain")], tmp_path)


def test_litter_of_the_dead_is_swept_and_of_the_living_is_not(tmp_path: Path) -> None:
    output = tmp_path / "output"
    made(output, "one")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as living:
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        for pid in (living.pid, dead.pid):
            (tmp_path / ".releases" / f".making-{pid}").mkdir()
        release.begin(output)
        left = {p.name for p in (tmp_path / ".releases").glob(".making-*")}
        living.kill()
    assert left == {f".making-{living.pid}", f".making-{os.getpid()}"}


def test_a_folder_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(FileExistsError):
        made(tmp_path / "output", "one")


def test_where_links_are_forbidden_a_pointer_file_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise OSError("not permitted")

    monkeypatch.setattr(Path, "symlink_to", refused)
    done = made(tmp_path / "output", "one")
    now = release.current(tmp_path / "output")
    assert now is not None and now.id == done.id and not (tmp_path / "output").exists()
