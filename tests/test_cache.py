"""What is made is made once, is never half there, and goes when nobody used it for long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from publish.cache import DAY, Cache, digest, file_digest
from publish.model import SourceFile
from publish.problems import PublishError


def test_a_thing_is_made_once(tmp_path: Path) -> None:
    made = []

    def make(part: Path) -> None:
        made.append(part)
        part.write_text("x")

    cache = Cache(tmp_path)
    assert cache.file("k", "abc", ".txt", make) == cache.path("k", "abc", ".txt")
    assert cache.file("k", "abc", ".txt", make).read_text() == "x"
    assert len(made) == 1 and not made[0].exists()


def test_a_maker_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def make(part: Path) -> None:
        part.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Cache(tmp_path).file("k", "abc", "", make)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_values_come_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.json("k", "ab", lambda: {"名": [1, None]}) == {"名": [1, None]}
    assert cache.json("k", "ab", lambda: "not asked") == {"名": [1, None]}


def test_an_original_is_the_bytes_that_were_read(tmp_path: Path) -> None:
    desk = tmp_path / "x.csv"
    desk.write_text("a")
    source = SourceFile("x.csv", desk, 1, file_digest(desk))
    cache = Cache(tmp_path / "cache")
    kept = cache.original(source)
    assert not kept.samefile(desk)
    desk.write_text("b")
    assert cache.original(source).read_text() == "a"
    with pytest.raises(PublishError):
        Cache(tmp_path / "other").original(source)


def test_a_sweep_takes_what_is_old_and_unused(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, used = (cache.file("k", name, "", Path.touch) for name in ("old", "used"))
    for path in (old, used):
        os.utime(path, (0, time.time() - 40 * DAY))
    cache.file("k", "used", "", lambda p: None)
    assert cache.sweep() == 1 and not old.exists() and used.exists()
    assert cache.sweep() == 0


def test_equal_values_have_equal_digests() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
    assert digest("a", "b") != digest("ab")
