"""What a client is sent: the coding it prefers, packed once, and never more remembered than said."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from publish.packed import Packed, coding


@pytest.mark.parametrize(
    ("accepted", "how"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0.000, br;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *;q=0.3", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("gzip;q=much", ""),
        ("gzip;q=nan", ""),
        ("x-gzip-like", ""),
        ("", ""),
    ],
)
def test_the_coding_is_the_one_preferred(accepted: str, how: str) -> None:
    assert coding(accepted) == how


def test_bodies_are_packed_once_and_the_longest_unused_go(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("公共数据 open data ".encode() * 500)
    packed = Packed(size=400)
    first = packed.body(file, "a", "br")
    assert brotli.decompress(first) == file.read_bytes()
    assert gzip.decompress(packed.body(file, "a", "gzip")) == file.read_bytes()
    file.write_bytes(b"other")
    assert packed.body(file, "a", "br") is first, "its content is its name: it is not read again"
    for number in range(50):
        file.write_bytes(f"{number} ".encode() * 40)
        packed.body(file, str(number), "br")
        assert 0 < packed.held <= 400
    assert packed.body(file, "a", "br") != first
