"""Files: the encodings, formats, characters and paths people hand in, and what the gate says of each."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publish import read
from publish.gate.files.originals import Originals
from publish.gate.files.remote import Remote, allowed
from publish.gate.rule import Around, Case
from publish.gate.schema import characters, delimited
from publish.gate.schema.characters import may_be_odd, odd
from publish.gate.schema.encoding import doubted
from publish.gate.schema.finding import Finding, What
from publish.gate.schema.garbled import said_before
from publish.gate.schema.wording import blanks
from publish.model import Limits, Portal, Registers, Resource, ResourceKind, SourceFile, Text
from publish.read.paths import unsafe
from tests import making
from tests.making import AS_OF
from tests.test_gate_hostile import PORTAL, ROWS, judged, package

ZH = "id,name\n1,公共厕所\n2,图书馆\n"
UTF_8 = ZH.encode()
GBK = ZH.encode("gbk")


def codes(folder: Path, content: bytes, name: str = "t.csv", **more) -> list[str]:
    """The errors and warnings of one file, without those of the description."""
    _, _, problems = judged(package(folder / "x", {name: content}, ROWS, **more), folder / "cache")
    return [p.code for p in problems if p.level != "note" and p.code[0] in "FS"]


# --- encodings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (GBK, "gbk"),
        (GBK, "gb2312"),
        (GBK, "cp936"),
        ("id,name\n1,𠮷野家\n".encode("gb18030"), "gb18030"),
        ("id,name\n1,臺北市信義區公共廁所\n".encode("big5"), "big5"),
        (ZH.encode("utf-16"), "utf-16"),
        (ZH.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_LE + ZH.encode("utf-16-le"), "utf-16-le"),
        (ZH.encode("utf-32"), "utf-32"),
        ("id,name\n1,café\n".encode("latin-1"), "iso-8859-1"),
        ("id,name\n1,路\n2,3路\n".encode("gbk"), "gbk"),  # bytes that would also be UTF-8
        (UTF_8, "cp65001"),
    ],
)
def test_a_declared_encoding_is_read(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert codes(tmp_path, content, encoding=encoding) == []


@pytest.mark.parametrize(
    ("content", "encoding", "code", "row", "guess"),
    [
        (GBK, "utf-8", "F301", 2, "GBK"),
        (UTF_8, "gbk", "F301", 2, "UTF-8"),
        ("id,name\n1,公共\n".encode(), "gbk", "F301", 2, "UTF-8"),  # readable as GBK, as other words
        (UTF_8, "iso-8859-1", "F301", 2, "UTF-8"),
        (GBK, "iso-8859-1", "F301", 2, "GBK"),
        ("id,name\n1,𠮷野家\n".encode("gb18030"), "gbk", "F301", 2, "GB18030"),
        ("id,name\n1,臺北市信義區公共廁所\n".encode("big5"), "gbk", "F301", 2, "Big5"),
        (ZH.encode("utf-16"), "utf-8", "F301", 1, "UTF-16"),
        (ZH.encode("utf-32"), "utf-8", "F301", 1, "UTF-32"),
        (ZH.encode("utf-16-le"), "utf-16", "F301", 1, "UTF-16LE"),
        (UTF_8, "utf-16", "F301", 2, "UTF-8"),
        (UTF_8, "cp037", "F301", 2, "UTF-8"),
        (UTF_8 + "3,体育馆\n".encode("gbk"), "utf-8", "F310", 4, "GBK"),
        (GBK + "3,体育\n".encode(), "gbk", "F310", 4, "UTF-8"),
        (UTF_8[:-2], "utf-8", "F301", 3, ""),
        (b"id,name\n1,\xed\xa0\x80\n", "utf-8", "F301", 2, ""),
    ],
)
def test_another_encoding_is_named(
    tmp_path: Path, content: bytes, encoding: str, code: str, row: int, guess: str
) -> None:
    _, _, problems = judged(package(tmp_path / "x", {"t.csv": content}, ROWS, encoding=encoding), tmp_path / "cache")
    (found,) = [p for p in problems if p.code[0] == "F"]
    assert (found.code, found.row) == (code, row)
    assert f"看来是 {guess}" in found.message["zh"] if guess else "看来是" not in found.message["zh"]


@pytest.mark.parametrize(
    "name", ["hex", "rot13", "unicode_escape", "raw-unicode-escape", "utf-7", "idna", "auto", "u\0"]
)
def test_what_is_no_encoding_of_text(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, UTF_8, encoding=name) == ["F304"]


def test_a_declared_encoding_takes_the_fast_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited.Delimited, "_row_of", None)
    assert codes(tmp_path, GBK, encoding="gbk") == []


def test_utf_8_is_never_doubted() -> None:
    assert doubted(UTF_8, "utf-8-sig") == (0, "")
    assert doubted("Ж,Щ\nпривет\n".encode("cp1251"), "cp1251") == (0, "")


# --- characters ---------------------------------------------------------------------------------------------------


def garbled(text: str, codec: str) -> str:
    return text.encode().decode(codec, "replace")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (garbled("公共厕所", "latin-1"), "公共厕所"),
        (garbled(garbled("公共厕所", "latin-1"), "latin-1"), "公共厕所"),
        ("公共厕所".encode("gbk").decode("latin-1"), "公共厕所"),
        (garbled("体育", "gbk") + garbled("图书", "gbk"), "体育图书"),
        ("São Paulo, Ångström, Çà naïve", ""),
        ("观山湖区公共厕所", ""),
        ("玛丽·居里", ""),
        ("繁體字的檔案與圖書館", ""),
        ("plain", ""),
    ],
)
def test_garbled_text_is_read_back(text: str, said: str) -> None:
    assert said_before(text) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x07b", "F306"),
        ("a\x1b[31mb", "F306"),
        ("a\x7fb", "F306"),
        ("a\x0bb", "F307"),
        ("a\u200bb", "F307"),
        ("a\u202eb", "F307"),
        ("a\ufeffb", "F307"),
        ("公共��所", "F308"),
        ("锟斤拷锟斤拷", "F308"),
        ("????", "F309"),
        (garbled("公共厕所", "cp1252"), "F305"),
    ],
)
def test_odd_characters(tmp_path: Path, text: str, code: str) -> None:
    rows = "".join(f"{n},字\n" for n in range(2, 400))
    assert codes(tmp_path / "csv", f"id,name\n{rows}1,{text}\n".encode())[:1] == [code]
    assert code in codes(tmp_path / "json", json.dumps([{"id": 1, "name": text}]).encode(), "t.json")


def test_what_is_odd_is_never_passed_over() -> None:
    """The look at the bytes and the look at the text agree."""
    for number in [*range(1, 0x3000), *range(0xFE00, 0x10000)]:
        character = chr(number)
        if any(True for _ in odd(f"字{character}字")) and number not in (10, 13):
            assert may_be_odd(f"字{character}字\n".encode()), hex(number)
    assert not may_be_odd("编号,名称\n1,“公共厕所”，—（）\n".encode())


@pytest.mark.parametrize("lost", ["锟斤拷", "烫烫烫"])
def test_lost_text_is_seen_wherever_it_stands(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters, "_PIECE", 16)
    assert all(may_be_odd(b"a" * before + lost.encode() + b"b" * 40) for before in range(40))
    assert all(may_be_odd(b"a" * before + lost.encode() + b"b" * after) for before in range(5) for after in range(5))
    assert not any(may_be_odd(b"abcdefgh"[:size]) for size in range(9))
    assert not may_be_odd("上海市锟，烫手，斤拷".encode())


def test_line_ends(tmp_path: Path) -> None:
    assert codes(tmp_path / "a", b"id,name\r\n1,a\r\n2,b\n") == ["F311"]
    assert codes(tmp_path / "header", b"id,name\n1,a\r\n2,b\r\n") == ["F311"]
    assert codes(tmp_path / "unended", b"id,name\r\n1,a\r\n2,b") == []
    assert codes(tmp_path / "b", b'id,name\r\n1,"a\nb"\r\n2,b\r\n') == []
    assert codes(tmp_path / "c", b"id,name\r1,a\r") == ["F303"]
    quoted = b'id,name\n1,"a\r\nb"\n2,b\n'
    folder = package(tmp_path / "d", {"t.csv": quoted}, ROWS)
    expected = [row[1] for row in csv.reader(io.StringIO(quoted.decode(), newline=""))][1:]
    assert [row[1] for row in judged(folder, tmp_path / "cache")[1]["t"]] == expected


# --- formats ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html></html>",
        b"<table><tr><td>id</td></tr></table>",
        b"<?xml version='1.0'?><a/>",
        b'[{"id": 1, "name": "a"}]',
        b'{"error": "not found"}',
        b"%PDF-1.4\n",
        b"PK\x05\x06" + bytes(18),
        b"\x7fELF\x02\x01" + bytes(99),
    ],
)
def test_what_is_no_csv(tmp_path: Path, content: bytes) -> None:
    assert codes(tmp_path, content) == ["F401"]


@pytest.mark.parametrize(
    ("name", "content", "bad"),
    [
        ("t.pdf", b"<html>", True),
        ("t.pdf", b"not found", True),
        ("t.pdf", b"", True),
        ("t.pdf", b"\n%PDF-1.7\n", False),
        ("t.png", b"hello", True),
        ("t.txt", b"hello", False),
    ],
)
def test_a_document_is_what_it_is_called(tmp_path: Path, name: str, content: bytes, bad: bool) -> None:
    found = judged(package(tmp_path / "x", {name: content}), tmp_path / "cache")[2]
    assert ("F502" in [p.code for p in found]) == bad


# --- paths --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    """../t.csv a/../../t.csv ..\\t.csv /etc/passwd //server/share/t.csv \\\\server\\t.csv C:\\t.csv c:t.csv ~/t.csv
    ~root/t.csv %2e%2e/t.csv %252e%252e%252ft.csv %2fetc%2fpasswd ．．/t.csv ‥/t.csv .git/config a/.env file:///etc/passwd
    ftp://a.cn/t.csv s3://a/b data:text/csv,id jar:file:t.zip!/t.csv CON nul.csv a/aux.csv LPT1.txt
    t.csv%00.png""".split(),
)
def test_a_path_that_leads_astray(path: str) -> None:
    assert unsafe(path) is not None


@pytest.mark.parametrize("path", ["t.csv", "./t.csv", "数据/厕所（2026）.csv", "a//b.csv", "50%.csv", "a b.csv"])
def test_a_path_that_is_one(path: str) -> None:
    assert unsafe(path) is None


@pytest.mark.parametrize("path", ["t\u202evsc.csv", "t\0.csv", "t\n.csv", "t\u200b.csv", " ", "", " /etc/passwd"])
def test_a_path_with_what_nobody_sees(path: str) -> None:
    assert unsafe(path) is not None


def test_links_stay_inside(tmp_path: Path) -> None:
    for name, target, code in (
        ("out", "/etc/passwd", "F101"),
        ("loop", "t.csv", "F101"),
        ("device", "/dev/zero", "F101"),
        ("gone", "nothing.csv", "F102"),
    ):
        folder = package(tmp_path / name, {}, ROWS, path="t.csv")
        (folder / "t.csv").symlink_to(target)
        assert judged(folder, tmp_path / "cache")[0] == [code]
    folder = package(tmp_path / "in", {"u.csv": UTF_8}, ROWS)
    (folder / "t.csv").symlink_to("u.csv")
    assert judged(folder, tmp_path / "cache")[0] == []


def test_one_file_once(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {"t.csv": UTF_8}, ROWS, path=["t.csv", "t.csv"])
    assert judged(folder, tmp_path / "cache")[0] == ["F106"]
    folder = package(tmp_path / "y", {"t.csv": UTF_8}, ROWS, data=[{"id": 1, "name": "a"}])
    assert judged(folder, tmp_path / "cache")[0] == ["D121"]


def test_the_digest_of_several_files_is_that_of_all(tmp_path: Path) -> None:
    files = {"a.csv": UTF_8, "b.csv": UTF_8 + b"3,c\n"}
    whole = b"".join(files.values())
    right: dict[str, Any] = {"hash": "sha256:" + sha256(whole).hexdigest(), "bytes": len(whole)}
    assert judged(package(tmp_path / "x", files, ROWS, **right), tmp_path / "cache")[0] == []
    wrong: dict[str, Any] = {"hash": "sha256:" + sha256(UTF_8).hexdigest(), "bytes": len(UTF_8)}
    assert judged(package(tmp_path / "y", files, ROWS, **wrong), tmp_path / "cache")[0] == ["F201", "F202"]


def test_a_small_file_of_very_many_rows(tmp_path: Path) -> None:
    made = io.BytesIO()
    pq.write_table(pa.table({"id": pa.repeat(1, 6_000_000), "name": pa.repeat("a", 6_000_000)}), made)
    assert codes(tmp_path, made.getvalue(), "t.parquet") == ["F402"]


def said_again(times: int) -> pa.Array:
    """A long text that is kept once."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), pa.array([300_000 * "x"]))


@pytest.mark.parametrize(
    ("column", "how"),
    [
        (lambda: said_again(200_000), {}),  # written out it would be 60 GB
        (lambda: said_again(200_000), {"store_schema": False}),
        (lambda: pa.ListArray.from_arrays(pa.array(range(200_001), pa.int32()), said_again(200_000)), {}),
        (lambda: pa.StructArray.from_arrays([said_again(200_000)], ["x"]), {"store_schema": False}),
        (lambda: pa.repeat(300_000 * "x", 300), {"use_dictionary": False, "compression": "zstd"}),
        (
            lambda: pa.repeat(300_000 * "x", 1_000),
            {"use_dictionary": False, "column_encoding": {"a": "DELTA_BYTE_ARRAY"}},
        ),
        (lambda: pa.repeat(pa.scalar(60_000 * b"x", pa.binary(60_000)), 5_000), {}),
        (lambda: pa.array([[1] * 2_000_000] * 6), {}),
    ],
)
def test_few_bytes_of_parquet_that_stand_for_very_many(
    tmp_path: Path, column: Callable[[], pa.Array], how: dict[str, Any]
) -> None:
    made = io.BytesIO()
    pq.write_table(pa.table({"a": column()}), made, **how)
    assert made.tell() < 1 << 20
    folder = package(tmp_path / "x", {"t.parquet": made.getvalue()})
    assert judged(folder, tmp_path / "cache")[0] == ["F402"]


def test_every_way_to_keep_a_text_in_parquet_is_read(tmp_path: Path) -> None:
    texts = pa.array(["甲", "乙", "甲"])
    columns = {"plain": texts, "places": texts.dictionary_encode(), "numbers": pa.array([7, 8, 7]).dictionary_encode()}
    for number, how in enumerate(({}, {"column_encoding": {"plain": "DELTA_BYTE_ARRAY"}, "use_dictionary": False})):
        made = io.BytesIO()
        pq.write_table(pa.table(columns), made, **how)
        folder = package(tmp_path / f"x{number}", {"t.parquet": made.getvalue()})
        rows: list[list[Any]] = [["甲", "甲", 7], ["乙", "乙", 8], ["甲", "甲", 7]]
        assert judged(folder, tmp_path / "cache")[:2] == ([], {"t": rows})
    made = io.BytesIO()
    pairs = pa.array([[("k", "v")], []], pa.map_(pa.string(), pa.string()))
    pq.write_table(pa.table({"list": [["甲"], None], "group": [{"a": "乙"}, None], "pairs": pairs}), made)
    folder = package(tmp_path / "y", {"t.parquet": made.getvalue()})
    rows = [['["甲"]', '{"a":"乙"}', '{"k":"v"}'], [None, None, "{}"]]
    assert judged(folder, tmp_path / "cache")[:2] == ([], {"t": rows})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a\0b", "F302"),
        ("a\x1bb", "F306"),
        ("锟斤拷", "F308"),
        ("类型".encode().decode("cp1252"), "F305"),
        ("名称\u200b", "F307"),
        ("naïve café", ""),
        ("Straße", ""),
    ],
)
@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_the_names_of_columns_are_looked_through(tmp_path: Path, name: str, code: str, form: str) -> None:
    """As the cells are: a name is read by people, and written again in every form of the table."""
    content = f"id,{name}\n1,a\n" if form == "csv" else json.dumps({"id": 1, name: "a"})
    found = judged(package(tmp_path / "x", {f"t.{form}": content.encode()}), tmp_path / "cache")[2]
    told = [p for p in found if p.level != "note" and p.code[0] in "FS"]
    assert {p.code for p in told} == ({code} if code else set()) and all((p.row, p.cell) == (1, "B1") for p in told)


def test_no_more_files_than_are_allowed(tmp_path: Path) -> None:
    folder = package(tmp_path / "x", {"a.csv": UTF_8, "b.csv": UTF_8}, ROWS)
    few = Portal("test", Text((("zh-Hans", "测试"),)), limits=Limits(package_files=1))
    _, problems = read.read_folders([folder], few)
    assert [p.code for p in problems] == ["F105"]


# --- remote -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 10.0.0.1 169.254.169.254 192.168.1.1 2130706433 0x7f.1 ::1 fe80::1%eth0 localhost intranet a.local"
    .split(),
)  # fmt: skip
def test_a_host_of_one_s_own_network_is_not_linked(host: str) -> None:
    assert not allowed(host, ())


def test_hosts_are_listed() -> None:
    assert allowed("data.example.org", ())
    assert allowed("data.example.org", ("example.org",)) and not allowed("notexample.org", ("example.org",))


@pytest.mark.parametrize(
    ("address", "more", "found"),
    [
        ("https://example.org/t.csv", {}, []),
        ("http://127.0.0.1:9/t.csv", {}, ["F211"]),
        ("http://[::1]/t.csv", {}, ["F211"]),
        ("https://example.org/t.csv", {"hash": "x"}, ["F212"]),
        ("https://example.org/t.csv", {"bytes": -1}, ["F212"]),
    ],
)
def test_a_remote_file(tmp_path: Path, address: str, more: dict[str, object], found: list[str]) -> None:
    told = {"hash": "sha256:" + 64 * "0", "bytes": 10, **more}
    (made,), _ = read.read_folders([package(tmp_path / "x", {}, ROWS, path=address, **told)], PORTAL)
    around = Around(PORTAL, Registers(), AS_OF)
    assert [p.code for p in Remote().check(made, around)] == found


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>', []),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ["F501"]),
        (bytes(300 << 20), ["F513"]),
    ],
    ids=["plain", "script", "bomb"],
)
@pytest.mark.parametrize("cut", [None, -9])
def test_a_packed_picture_is_looked_into(tmp_path: Path, inside: bytes, expected: list[str], cut: int | None) -> None:
    location = tmp_path / "a.svgz"
    location.write_bytes(gzip.compress(inside, 1)[:cut])
    file = SourceFile("a.svgz", location, location.stat().st_size, "")
    made = making.package("p", resources=(Resource("p", ResourceKind.FILE, format="svgz", files=(file,)),))
    assert [p.code for p in Originals().check(Case(made, PORTAL))] == (["F513"] if cut else expected)


@pytest.mark.parametrize(("key", "said"), [(("a", "b"), ("a、b", "这几列合起来")), (("a",), ("a", "这一列"))])
def test_a_key_of_several_columns_is_said_as_such(key: tuple[str, ...], said: tuple[str, str]) -> None:
    words = blanks(Finding(What.UNIQUE, name="a", key=key), Resource("t", ResourceKind.TABLE))
    assert (words["title"]["zh"], words["these"]["zh"]) == said  # type: ignore[index]
