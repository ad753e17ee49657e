"""Small hostile packages that once crashed, hung or misled: one catalogue, judged once."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import warnings
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publish import gate, read
from publish.cache import Cache
from publish.gate.schema.spelling import slip
from publish.gate.schema.wording import short
from publish.model import Portal, Text
from publish.problems import Problem
from tests.offices import book, compound, lying
from tests.test_gate_hostile import archive

PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
ROWS = b"id,name\n1,a\n"
BASE = "title: t\nresources:\n- {name: t, path: t.csv}\n"
LETTERS = 100_000 * "x"


@dataclass(frozen=True)
class Case:
    """The files of a package, or its description as it is written, and the codes it gets, with words of the first."""

    codes: str = ""  # those of errors and warnings but for the usual ones
    says: str = ""  # in the Chinese of a message or a fix
    files: Mapping[str, bytes] = field(default_factory=lambda: {"t.csv": ROWS})
    raw: str = ""
    name: str = "datapackage.yaml"
    schema: Any = None
    top: Mapping[str, Any] = field(default_factory=dict)
    resource: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""  # the cells, or the rows, in the order of the problems


def table(text: str, codes: str, at: str = "", says: str = "", schema: Any = None, **dialect: Any) -> Case:
    """A CSV of the columns id (a number) and name, in this layout."""
    more = {"dialect": dialect} if dialect else {}
    return Case(codes, says, {"t.csv": text.encode()}, schema=schema or FIELDS, resource=more, at=at)


def column(kind: str, value: str, codes: str, says: str, **more: Any) -> Case:
    """A table of one column and one cell."""
    schema = {"fields": [{"name": "v", "type": kind, **more}]}
    return Case(codes, says, {"t.csv": f'v\n"{value}"\n'.encode()}, schema=schema)


def beside(path: str) -> dict[str, Any]:
    """Another file beside the table, published as it is."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}, {"name": "u", "path": path}]}


def parquet(*columns: pa.Array) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(list(columns), names=[f"c{n}" for n in range(len(columns))]), buffer)
    return buffer.getvalue()


def no_text() -> pa.Array:
    """A column of text that is not UTF-8."""
    return pa.Array.from_buffers(
        pa.string(), 1, [None, pa.array([0, 2], pa.int32()).buffers()[1], pa.py_buffer(b"\xff\xfe")]
    )


def described(text: str, codes: str, says: str = "", name: str = "datapackage.json") -> Case:
    return Case(codes, says, raw=text, name=name)


CASES = {
    # descriptions
    "yaml-deep": described("[" * 100_000, "D101", "嵌套过深", "datapackage.yaml"),
    "yaml-deep-groups": described("{a: " * 100_000, "D101", "嵌套过深", "datapackage.yaml"),
    "yaml-deep-dashes": described("- " * 100_000, "D101", "嵌套过深", "datapackage.yaml"),
    "json-nan": described('{"name": "json-nan", "bytes": NaN}', "D101", "“NaN”不是"),
    "json-control": described('{"name": "json-control", "title": "a\\u0000b", "resources": []}', "D105", "控制字符"),
    "long-title": Case(top={"title": LETTERS}),
    "long-description": Case(top={"description": LETTERS * 10}),
    "unclosed-tags": Case(top={"title": "<a " * 30_000}),
    "long-name": Case("D110", "80", resource={"name": "a" * 300}),
    "turning-name": Case("D110 D124", resource={"name": "a\u202eb"}),
    "name-of-no-file": Case("D110", resource={"name": 'a"b'}),
    "key-of-a-list": Case("D104 D109", "“文件（path）”应当是文字", resource={"path": [["t.csv"]]}),
    "primary-key-a-group": Case("D104", "primaryKey: [id]", schema={"fields": FIELDS, "primaryKey": {"id": 1}}),
    "path-in-capitals": Case("F102", "有“t.csv”，只差字母大小写", resource={"path": "T.CSV"}),
    "path-with-a-space": Case("F102", "有“t.csv”，只差空格", resource={"path": "t.csv "}),
    "path-composed": Case(
        "F102", "看起来一样", {"caf\u0065\u0301.csv": ROWS}, resource={"path": "caf\u00e9.csv"}, schema=FIELDS
    ),
    "path-of-stars": Case("F102", "逐个写出", resource={"path": "*.csv"}),
    "readme-a-folder": Case("F101", "README.md", {"t.csv": ROWS, "README.md/a": b""}),
    "type-a-list": Case("D104", "type: string", schema=[{"name": "id", "type": ["integer"]}, {"name": "name"}]),
    "path-of-a-folder": Case("F101", "是文件夹", resource={"path": "t.csv/"}),
    "readme-gbk": Case("D122", "README.md", {"t.csv": ROWS, "README.md": "# 公共厕所\n".encode("gbk")}),
    "readme-long": Case("D123", "太长", {"t.csv": ROWS, "README.md": b"a *b* [c](d)\n" * 200_000}),
    # encodings
    "one-bad-byte": Case(
        "F301", "看第 9002 行", {"t.csv": b"id,name\n" + b"1,a\n" * 9_000 + b"2,\xff\xfe\n"}, schema=FIELDS
    ),
    "gb2312-rare": Case(
        "F301", "看来是 GB18030", {"t.csv": "id,name\n1,𠮷\n".encode("gb18030")}, resource={"encoding": "gb2312"}
    ),
    "marks-twice": Case(files={"t.csv": b"\xef\xbb\xbf\xef\xbb\xbf" + ROWS}, schema=FIELDS),
    # pictures
    **{
        f"svg-{number}": Case("F501", "外部内容", {"t.csv": ROWS, "i.svg": inner}, top={"image": "i.svg"})
        for number, inner in enumerate(
            (
                b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/x.png"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(//127.0.0.1/a.css);</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><a href="java&#115;cript:alert(1)"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><a href=" java\tscript:alert(1)"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><set attributeName="onclick" to="alert(1)"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><a><animate attributeName="href" to="x"/></a></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:text/html,&lt;b/&gt;"/></svg>',
                b'<?xml-stylesheet href="//127.0.0.1/a.xsl"?><svg xmlns="http://www.w3.org/2000/svg"/>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><image ' + b" " * 1000 + b'href="//127.0.0.1/x"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>@im\\70ort "//127.0.0.1/a.css";</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{b:image-set("//127.0.0.1/x" 1x)}</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="u\\72l( https://127.0.0.1/x)"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><pattern href="//127.0.0.1/x.svg#a"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><image href="ht&#9;tps://127.0.0.1/x"/></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{b:url("ht\\\ntps://127.0.0.1/")}</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{b:url("ht\\9 tp://127.0.0.1/")}</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>@namespace a{}b{c:url(//127.0.0.1)}</style></svg>',
                b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{}' + b" " * (8 << 20) + b"@import 'a'</style></svg>",
                b'<!DOCTYPE svg [<!ENTITY x "<script>1</script>">]><svg>&x;</svg>',
                b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg>&x;</svg>',
                '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'.encode("utf-16"),
                b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><not closed',
                b'<svg xmlns="http://www.w3.org/2000/svg"><not closed <script>1</script>',
            )
        )
    },
    "svg-of-its-own": Case(
        files={
            "t.csv": ROWS,
            "i.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><style>rect{fill:url(#g)}</style>'
            b'<a href="#x"><rect/></a>'
            b'<use href="#g"/><animate attributeName="opacity" to="0"/>'
            b'<image href="data:image/png;base64,AAAA"/></svg>',
        },
        top={"image": "i.svg"},
    ),
    "svg-of-an-office": Case(
        files={
            "t.csv": ROWS,
            "i.svg": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
            b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" ['
            b'<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"><!-- <script>1</script> -->'
            b"<style>@namespace url(http://www.w3.org/2000/svg);"
            b"a{b:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\")}"
            + b"/* "
            * 50_000
            + b"</style>"
            b'<text>javascript: and @import</text><a href="https://example.org/"><rect/></a></svg>',
        },
        top={"image": "i.svg"},
    ),
    # layout
    "full-width-comma": Case("S118", "全角逗号", {"t.csv": "编号，名称\n1，甲\n".encode()}),
    "header-again": Case("S209", "表头", {"t.csv": b"a,b\n1,2\na,b\n3,4\n"}, schema=[{"name": "a"}, {"name": "b"}]),
    "long-line": Case("S208", "第 2 行", {"t.csv": b"id,name\n1," + b"x" * 9_000_000 + b"\n"}, schema=FIELDS),
    "name-of-quotes": Case("S204", "引号", {"t.csv": b'"' * 1_000_001}, schema=FIELDS),
    "name-too-long": Case("S103", "A 列", {"t.csv": b'"' + b"x" * 200_000 + b'",name\n1,a\n'}, schema=FIELDS),
    "name-never-closed": Case("S204", "引号", {"t.csv": b'"id,name\n' + b"1,a\n" * 200_000}, schema=FIELDS),
    "long-line-far": Case(
        "S208", "第 3 行", {"t.csv": b"id,name\n1,a\n1," + b"x" * 40_000_000 + b"\n2,b\n"}, schema=FIELDS
    ),
    "blank-lines": Case(
        "S190 S203", "至少", {"t.csv.gz": gzip.compress(b"id,name\n" + b"\n" * 60_000_000)}, schema=FIELDS
    ),
    "never-a-number": Case("S190 S301", "至少", {"t.csv": b"id,name\n" + b"x,a\n" * 600_000}, schema=FIELDS),
    "nameless": Case("D111", "列名", schema=[{"type": "string"}, {"name": "name"}]),
    # packed
    "a-program": Case("F401", "内容是 一个程序", {"t.csv": b"MZ\x90\0" + bytes(60)}, schema=FIELDS),
    "xz": Case("F401", "只能读 gz 和 zip", {"t.csv.xz": lzma.compress(ROWS)}, schema=FIELDS),
    "zstd": Case("F401", "只能读 gz 和 zip", resource={"compression": "zstd"}, schema=FIELDS),
    "gz-cut": Case("F401", "t.csv.gz", {"t.csv.gz": gzip.compress(ROWS * 99)[:-12]}, schema=FIELDS),
    "zip-of-two": Case("F401", "只放一个数据文件", {"t.csv.zip": archive("a.csv", "b.csv")}, schema=FIELDS),
    "gz-in-disguise": Case("F401", "toilets.csv.gz", {"t.csv": gzip.compress(ROWS)}, schema=FIELDS),
    "gz-and-more": Case("F401", "重新压缩", {"t.csv.gz": gzip.compress(ROWS) + b"more"}, schema=FIELDS),
    "a-page": Case("F401", "重新下载", {"t.csv": b"<!DOCTYPE html><html><body>404</body></html>"}, schema=FIELDS),
    "a-pointer": Case(
        "F401", "git lfs pull", {"t.csv": b"version https://git-lfs.github.com/spec/v1\n"}, schema=FIELDS
    ),
    "zip-of-macos": Case(files={"t.csv.zip": archive("t.csv", "__MACOSX/._t.csv")}, schema=FIELDS),
    # columns
    "enum-of-none": column("string", "a", "S112", "（enum）写的是“[]”", constraints={"enum": []}),
    "categories-of-none": column("string", "a", "S112", "categories", categories=[None]),
    "limits-crossed": column(
        "integer", "1", "S112", "（minimum）写的是“5 > 2”", constraints={"minimum": 5, "maximum": 2}
    ),
    "lengths-crossed": column(
        "string", "a", "S112", "（minLength）写的是“5 > 2”", constraints={"minLength": 5, "maxLength": 2}
    ),
    "marks-alike": column("number", "1,5", "S112", "groupChar", decimalChar=",", groupChar=","),
    "form-of-no-date": column("date", "2024", "S112", "%Q%!", format="%Q%!"),
    "form-too-long": column("date", "2024", "S112", "format", format="%" * 100_000),
    "date-in-its-form": column("date", "29/02/2023", "S301", "01/03/2026", format="%d/%m/%Y"),
    "number-in-a-fix": column("integer", "11010519491231002X", "P101 S301", "110…"),
    "number-in-a-path": Case("F102 P102", "110…", resource={"path": "11010519491231002X.csv"}),
    "nothing-in-words": column("integer", "N/A", "S301", 'missingValues: ["", "N/A"]'),
    "nothing-as-a-dash": column("date", "-", "S301", 'missingValues: ["", "-"]'),
    "digits": column("integer", "1" * 5_000, "S301", "位数太多"),
    "pattern-warned-of": column("string", "x", "S306", "[[:alpha:]]", constraints={"pattern": "[[:alpha:]]+"}),
    "limit-of-nothing": column("integer", "1", "", "", constraints={"required": None, "minLength": None}),
    "pattern-of-nothing": column("string", "x", "", "", constraints={"pattern": ""}),
    "no-truth": column("boolean", "true", "S112", "trueValues", trueValues=[], falseValues=[]),
    "own-truth": column("boolean", "true", "S301", "写成 是 或 否", trueValues=["是"], falseValues=["否"]),
    "own-point": column("number", "1.5", "S301", "12,5", decimalChar=",", groupChar=" "),
    "groups-of-digits": column("integer", "1,234,567", "", "", groupChar=","),
    "form-of-words": column("date", "2026-03-01", "S112", "%Y-%m-%d", format="YYYY-MM-DD"),
    "form-with-zone": column("datetime", "2026-03-01 10:00 +0800", "", "", format="%Y-%m-%d %H:%M %z"),
    # where it is
    "remark-above": table("# r\n# s\nid,nam\n1,a\n", "S103", "B3", commentChar="#"),
    "remark-with-a-quote": table('# 5", "x\nid,name\n# "\n1,"a"\n', "", commentChar="#"),
    "remarks-alone": table("# a\n# b\n", "F403", commentChar="#"),
    "header-in-row-3": table("x\ny\nid,nam\n1,a\n", "S103", "B3", headerRows=[3]),
    "header-joined": table("i,n\nd,ame\n1,a\nx,b\n", "S301", "A4", headerRows=[1, 2], headerJoin=""),
    "blank-line-above": table("\nid,name\n1,a\nx,b\n", "S203 S301", "1 A4"),
    "blank-line-above-rows": table("\n1,a\n", "S203", "1", header=False),
    "key-behind-blank": table(
        "id,name\n1,a\n,\n1,b\n", "S203 S401", "3 A4", schema={"fields": FIELDS, "primaryKey": "id"}
    ),
    "not-utf8-behind-a-long-cell": Case(
        "F301", "第 3 行", {"t.csv": b'id,name\n1,"a\nb"\n2,' + "厕所在观山湖区".encode("gbk")}, schema=FIELDS, at="3"
    ),
    "gb2312-behind-a-long-cell": Case(
        "F301",
        files={"t.csv": 'id,name\n1,"甲\n乙"\n2,𠮷\n'.encode("gb18030")},
        schema=FIELDS,
        resource={"encoding": "gb2312"},
        at="3",
    ),
    "row-of-the-description": Case(
        "S301", files={}, schema=FIELDS, resource={"path": None, "data": [["id", "name"], ["x", "a"]]}, at="1"
    ),
    # layout
    "nothing-spelled": table("id,name\n\\N,a\n", "", nullSequence="\\N"),
    "keys-a-number": table("id,name\n1,a\n", "S116", says="itemKeys: [id, name]", itemKeys=5),
    "tab-in-words": table("id,name\n1,a\n", "S116", at="1", says="只能是一个字符", delimiter="tab"),
    "header-of-no-row": table("id,name\n1,a\n", "S116", at="1", says="不能超过文件的行数", headerRows=[9]),
    "no-codec": Case("F304", schema=FIELDS, resource={"encoding": "utf-9"}, at="1"),
    "data-in-words": Case("F401", files={}, schema=FIELDS, resource={"path": None, "data": "id,name"}, at="1"),
    "escape-a-comma": table("id,name\n1,a\n", "S116", says="escapeChar", escapeChar=","),
    "escape-a-quote": table('id,name\n1,"a""b"\n2,"c\nd"\n', "", escapeChar='"', doubleQuote=False),
    "no-quote": table('id,name\n1,a"b\n', "", quoteChar=""),
    "one-file-twice": Case("F106", schema=FIELDS, resource={"path": ["t.csv", "./t.csv"]}),
    "nothing-among-paths": Case("D104", schema=FIELDS, resource={"path": ["t.csv", None]}),
    "said-to-be-packed": Case(
        "S301", "第 2 行", {"t.csv.gz": gzip.compress(b"id,name\nx,a\n")}, schema=FIELDS, resource={"compression": "gz"}
    ),
    "said-not-to-be-packed": Case(
        "F401", files={"t.csv.gz": gzip.compress(ROWS)}, schema=FIELDS, resource={"compression": "none"}
    ),
    "text-by-schema": Case("S301", files={"t.txt": b"id,name\nx,a\n"}, schema=FIELDS),
    "tabs-by-ending": Case("S301", files={"t.tab": b"id\tname\nx\ta\n"}, schema=FIELDS),
    # files as they are
    "a-program-to-take": Case(
        "F512", files={"t.csv": ROWS, "setup.exe": b"MZ\x90\0" + bytes(99)}, top=beside("setup.exe")
    ),
    "xml-that-runs": Case(
        "F512",
        files={"t.csv": ROWS, "setup.xml": b'<a xmlns:s="http://www.w3.org/2000/svg"><s:script>1</s:script></a>'},
        top=beside("setup.xml"),
    ),
    # workbooks
    "a-count-that-lies": Case("F402", files={"t.xlsx": lying()}, schema=FIELDS),
    "answers-that-lie": Case("D116", files={"t.csv": ROWS, "entry.xlsx": lying()}),
    "blank-row-above": Case(
        "S203 S301", files={"t.xlsx": book({"s": [[], ["id", "name"], ["x", "a"]]})}, schema=FIELDS, at="1 A3"
    ),
    "header-beyond": Case(
        "S116",
        "headerRows",
        {"t.xlsx": book({"s": [["id", "name"], [1, "a"]]})},
        schema=FIELDS,
        resource={"dialect": {"headerRows": [9]}},
    ),
    "locked": Case("F401 F503", "密码", {"t.xlsx": compound("EncryptedPackage", b"\x01" * 5000)}, schema=FIELDS),
    # Parquet
    **{
        name: Case(codes, files={"t.parquet": parquet(column)})
        for name, codes, column in (
            ("parquet-without-rows", "", pa.array([], pa.int64())),
            ("parquet-beyond-the-calendar", "F401", pa.array([2**62], pa.timestamp("us"))),
            ("parquet-no-text", "F401", no_text()),
        )
    },
    "parquet-without-columns": Case("F403", files={"t.parquet": parquet()}),
    "parquet-name-no-text": Case("F401", files={"t.parquet": parquet(pa.array(["a"])).replace(b"c0", b"\xffc")}),
    # JSON
    "numbers-alone": Case("S205", files={}, schema=FIELDS, resource={"path": None, "data": [1, 2, 3]}),
    "a-list-in-a-line": Case("S205", files={"t.ndjson": b'[{"id": 1}]\n'}, schema=FIELDS),
    "huge-as-text": Case("S310", files={"t.json": b'[{"id": 1, "name": 1e999999999}]'}, schema=FIELDS),
    "huge-as-any": Case(
        "S307", "1E+99999", {"t.json": b'[{"v": {"a": 1e99999}}]'}, schema=[{"name": "v", "type": "any"}]
    ),
    "no-number-as-text": Case("S301", files={"t.json": b'[{"id": 1, "name": NaN}]'}, schema=FIELDS),
    # keys
    "key-of-what-is-found": Case(schema={"primaryKey": "id"}),
    "points-at-no-rows": Case(
        "S405",
        files={"t.csv": ROWS, "x.md": b"x"},
        top={
            "resources": [
                {
                    "name": "t",
                    "path": "t.csv",
                    "schema": {
                        "fields": FIELDS,
                        "foreignKeys": [{"fields": "id", "reference": {"resource": "x", "fields": "id"}}],
                    },
                },
                {"name": "x", "path": "x.md"},
            ]
        },
    ),
    **{
        name: Case(
            codes,
            files={"t.csv": ROWS, "u.csv": there},
            top={
                "resources": [
                    {
                        "name": "t",
                        "path": "t.csv",
                        "schema": {
                            "fields": FIELDS,
                            "foreignKeys": [{"fields": "id", "reference": {"resource": "u", "fields": "row number"}}],
                        },
                    },
                    {"name": "u", "path": "u.csv", "schema": {"fields": [{"name": "row number", "type": "number"}]}},
                ]
            },
            at=at,
        )
        for name, codes, there, at in (
            ("points-at-none", "S404", b"row number\n", "A2"),
            ("points-between", "S404", b"row number\n1.5\n", "A2"),
            ("points-at-a-number", "", b"row number\n1.0\n", ""),
        )
    },
    # descriptions
    "json-gbk": Case("D101", "另存为 UTF-8", {"datapackage.json": '{"title": "公共厕所"}'.encode("gbk")}),
    "json-a-list": described("[1]", "D101", "写成一行一项"),
    "json-line-end": described('{"title": "a\nb"}', "D101", "换行要写成"),
    "json-one-backslash": described('{"title": "C:\\data"}', "D101", "反斜杠要写两遍"),
    "yaml-tag": described(
        "name: yaml-tag\na: !!python/name:os.system\n", "D101", "以 ! 开头的标记", "datapackage.yaml"
    ),
    "title-turned": Case("D124", "标题（title）", top={"title": "a\u202eb"}),
    "title-of-a-family": Case(top={"title": "\U0001f468\u200d\U0001f469"}),
    "number-as-a-key": Case("P102", "身份证", top={"11010519491231002X": 1}),
    "yaml-core-tag": described("name: yaml-core-tag\nversion: !!str 1\nresources: []\n", "", "", "datapackage.yaml"),
    "named-twice": Case("S102 S119", "同一列不要写两遍", schema=[{"name": "id"}, {"name": "id"}]),
    "format-of-none": Case("F404", "读不成表格", schema=FIELDS, resource={"format": "foo"}),
    "picture-of-words": Case(
        "F502", "内容却是", {"t.csv": ROWS, "i.png": b"<html>"}, top={"image": "i.png"}, schema=FIELDS
    ),
    "picture-of-rows": Case("F502", "说是 图片", top={"image": "t.csv"}, schema=FIELDS),
    "yaml-zero": described('name: yaml-zero\ntitle: "a\\0b"\nresources: []\n', "D105", "控制字符", "datapackage.yaml"),
    "json-no-character": described('{"name": "json-no-character", "title": "a\uffffb", "resources": []}', "D105"),
    "yaml-many": described("x: [" + "1," * 500_000 + "]", "D101", "太多", "datapackage.yaml"),
}
USUAL = frozenset({"C101", "C110", "C301", "C309", "S115", "C306"})


def package(folder: Path, case: Case) -> None:
    folder.mkdir()
    for name, content in case.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    if "datapackage.json" in case.files:
        return
    if case.raw:
        (folder / case.name).write_text(case.raw, encoding="utf-8")
        return
    schema = {"fields": case.schema} if isinstance(case.schema, list) else case.schema
    path = next(iter(case.files), None)
    resource = {"name": "t", "path": path, **({"schema": schema} if schema else {}), **case.resource}
    described = {"name": folder.name, "title": "t", "resources": [resource], **case.top}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="ascii")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Problem]]:
    """The problems of every case, by its name."""
    root = tmp_path_factory.mktemp("redteam")
    for name, case in CASES.items():
        package(root / name, case)
    packages, problems = read.read_folders([root / name for name in CASES], PORTAL)
    catalogue = read.assemble(PORTAL, packages, root)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what a stranger wrote is nothing to warn of on the terminal
        found = gate.admit(catalogue, problems, as_of=date(2026, 11, 22), cache=Cache(root / "cache"), jobs=1)
    by_name = defaultdict(list)
    for one in found.report.problems:
        by_name[one.package or ""].append(one)
    return by_name


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_and_its_words(name: str, judged: Mapping[str, list[Problem]]) -> None:
    case = CASES[name]
    found = [p for p in judged[name] if p.code not in USUAL]
    assert sorted({p.code for p in found}) == case.codes.split()
    said = [text for p in found for text in (p.message["zh"], p.fix["zh"])]
    assert case.says in "".join(said) and all(len(text) < 500 and "19491231" not in text for text in said)
    assert all(p.file or p.field for p in found)
    assert case.at in ("", " ".join(p.cell or str(p.row) for p in found))


def test_a_link_is_told_of_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    for name in ("README.md", "history.csv", "datapackage.json", "i.png"):
        folder = tmp_path / name.partition(".")[0].lower()
        package(folder, Case(top={"image": "i.png"} if name == "i.png" else {}, schema=FIELDS))
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / "secret")
        _, problems = read.read_folders([folder], PORTAL)
        assert [(p.code, p.file) for p in problems] == [
            ("F101", name if name != "i.png" else "datapackage.json"),
        ]
        assert "通过链接" in problems[0].message["zh"]


def test_a_date_is_mended_in_the_form_that_is_described() -> None:
    assert "01/03/2026" in slip("date", "2026-03-01", "%d/%m/%Y").mend["zh"]


def test_every_text_rule_takes_time_in_proportion(tmp_path: Path) -> None:
    """A long text without a space, or of nothing but line ends, in every place a person may write."""
    for number, text in enumerate((LETTERS, "\n" * 100_000, "<a" * 50_000, "a@" * 50_000)):
        folder = tmp_path / f"x{number}"
        top = {"title": text, "description": text, "keywords": [text], "sources": [{"title": text}]}
        package(folder, Case(top=top, files={"t.csv": ROWS, "README.md": text.encode()}))
        packages, problems = read.read_folders([folder], PORTAL)
        catalogue = read.assemble(PORTAL, packages, tmp_path)
        found = gate.admit(catalogue, problems, as_of=date(2026, 11, 22), cache=Cache(tmp_path / "cache"), jobs=1)
        assert folder.name in {p.package for p in found.report.problems}  # in a second: it took hours


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "110105 19491231 002X",
        "13800138000",
        "138-0013-8000",
        "6212345678901232",
        "6212 3456 7890 1232",
        "6212345678901234567",
    ],
)
def test_a_message_never_repeats_the_number_of_a_person(number: str) -> None:
    assert short(f"a {number} b") == f"a {number[:3]}… b"
    assert short("2026-03-01 08:30:00, 9223372036854775808") == "2026-03-01 08:30:00, 9223372036854775808"
