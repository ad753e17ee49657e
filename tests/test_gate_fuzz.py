"""The gate beside frictionless, on tables nobody would think of.

What the gate lets in, frictionless accepts, with the same values; what frictionless accepts, the gate lets in, but for
what STRICTER names. Two hundred tables in every run, the same each time; ``make fuzz`` tries tens of thousands, new
ones each time.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publish import read
from publish.gate.schema.canonical import canonical
from publish.gate.schema.finding import MILD, Findings, What
from publish.gate.schema.table import Result, Room, judge_table
from publish.model import Portal, Text

EXAMPLES = int(os.environ.get("KAIMEN_FUZZ", "0"))
PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))

# What the gate refuses though frictionless accepts it, and why. Nothing else may differ.
STRICTER: Mapping[What, str] = {
    What.TOO_LARGE: "SQLite and JSON hold 64 bits and finite doubles",
    What.ENUM: "categories are enforced",
    What.PATTERN: "a pattern is matched against the whole cell, a line end at its end included",
    What.UNCHECKED_PATTERN: "a pattern that may take for ever is not tried",
    What.UNIQUE: "uniqueKeys are enforced; 1.0 and 1 are one number",
    What.KEY_TWICE: "1.0 and 1 are one number, and two spellings of a time one time",
    What.KEY_EMPTY: "every column of a primary key is filled, not only one",
    What.BAD_FIELD: "a description that contradicts itself is refused",
    What.SCHEMA: "the same, of keys",
    What.CONTROL: "control characters are refused",
    What.LOST: "text of which nothing is left is refused",
    What.TWICE_ENCODED: "and so is text that was garbled",
    What.NUL: "NUL ends a text in SQLite",
    What.OPEN_QUOTE: "a quote that is opened is closed",
    What.DELIMITER: "one column whose name holds a delimiter is several",
    What.TITLE_ROW: "a title is no header",
    What.CLASH_COLUMN: "SQLite knows no letter case",
    What.NOT_ITS_FORMAT: "a file of brackets or tags is no CSV",
    What.MIXED: "bytes of another encoding that happen to be readable",
    What.ENCODING: "the same, of the whole file",
    What.EMPTY: "a header of blanks is none",
    What.REQUIRED: "NaN is kept as empty, so it is no value where one is required",
    What.BLANK_ROW: "a row of nothing but missing values in its only columns",
}
# Types whose values a Table holds as frictionless reads them.
EXACT = frozenset({"string", "integer", "number", "boolean", "date", "datetime", "year"})
# A cell frictionless accepts and the gate does not.
REFUSED_CELLS = (
    ("string", "binary"),  # base64 that is none
    ("array", "default"),  # NaN and Infinity are not JSON
    ("object", "default"),
    ("geojson", "default"),  # rings, ranges
    ("datetime", "default"),  # the first and last day there are, in another zone
)

CELLS = [*"""
0 1 -1 +1 007 1_000 1,000 1.0 1.5 .5 5. -.5 +1.5 1e5 1E-3 1e400 1e-400 1e+05 NaN nan -nan inf -INF Infinity 0x10 1d5
9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 9007199254740993 0.1 -0 -0.0
123456789.123456789 0.30000000000000004 123456789012345678901234567890 １２ ١ ² １．５ 1.234,56 1,5 12% ￥12 $1.5 12人
true True tRuE TRUE FALSE false yes Y 是 否 t T
2021-02-03 2021-2-3 2021-02-30 2024-02-29 2023-02-29 0000-01-01 0001-01-01 9999-12-31 10000-01-01 -001-01-01 20210203
2021/02/03 03/02/2021 2021年02月03日 2021-02-03T00:00:00 ２０２１-02-03 infinity epoch
2021-02-03T04:05:06 2021-02-03T04:05:06Z 2021-02-03T04:05:06z 2021-02-03T24:00:00Z 2021-02-03T04:05:06.123Z
2021-02-03T04:05:06+08:00 2021-02-03T04:05:60Z 2021-02-03T04:05Z 0001-01-01T00:00:00+08:00 9999-12-31T23:59:59-08:00
04:05:06 04:05:06Z 24:00:00 04:05 4:5:6 2021 0000 9999 12021 -1 2021-02 2021-13 202102 P1D P1Y2M PT1.5S -P1D P 1D
121.47,31.23 200,10 90,90 [121.47,31.23] {"lon":1,"lat":2} [1,2] [] {} {"a":1} [NaN] {"a":NaN} [1e400]
{"type":"Point","coordinates":[1,2]} {"type":"Point","coordinates":[200,2]} a@b.cn http://a.cn/ YQ== @@@
NA N/A null - -- a b ab 甲 乙 ＡＢ é É a,b 1,2 ?? ? # #N/A =1+1 @SUM
""".split(),
    "", " ", "  ", " 1", "1 ", "\t1", "1\t", "a\nb", "a\r\nb", 'say "so"', '"', "\u2028", "\x0b", "\x85", "\u200b",
    "\ufeff", "2021-02-03 04:05:06", " 2021-02-03", "1 000", "a" * 300, "公共厕所", "å…¬", "Ã©", "\u00a01", "\u30001",
]  # fmt: skip
FITTING: Mapping[str, list[str]] = {
    "string": ["a", "b", "甲", "ab", "1"],
    "integer": ["1", "7", "0", "-3", "+1", " 1", "007", "2021"],
    "number": ["0.1", "1.5", "1", "-1", "123456789.12345", "1e5"],
    "boolean": ["true", "0", "1", "FALSE"],
    "date": ["2021-02-03", "2024-02-29", "2021-2-3"],
    "datetime": ["2021-02-03T04:05:06", "2021-02-03T04:05:06Z", "2021-02-03T04:05:06+08:00"],
    "year": ["2021", "0001"],
    "time": ["04:05:06"],
    "yearmonth": ["2021-02"],
    "duration": ["P1D"],
    "geopoint": ["121.47,31.23"],
    "array": ["[1,2]"],
    "object": ['{"a":1}'],
    "list": ["a,b"],
    "geojson": ['{"type":"Point","coordinates":[1,2]}'],
    "any": ["x"],
}
FORMATS: Mapping[str, list[str]] = {
    "string": ["email", "uri", "uuid", "binary"],
    "date": ["%d/%m/%Y", "%Y年%m月%d日", "any"],
    "datetime": ["%Y-%m-%d %H:%M:%S", "any"],
    "time": ["%H:%M", "any"],
    "geopoint": ["array", "object"],
}
PATTERNS = [
    "[0-9]+",
    "a|b",
    "^ab?$",
    r"\d{1,3}",
    "(a+)+",
    "[甲乙]",
    ".*",
    r"\w+",
    "(?=a)a",
    r"[^a]",
    r"\S+",
    "a{2,}",
    "",
]
LIMITS: Mapping[str, list[Any]] = {
    "integer": [0, "1", -5, 2000],
    "number": ["0.1", 1.5, 0, -1, 100],
    "year": [2000, "2021"],
    "date": ["2021-02-03", "2000-01-01"],
    "datetime": ["2021-02-03T04:05:06"],
    "time": ["04:05:06"],
    "yearmonth": ["2021-01"],
}
ENUMS: Mapping[str, list[Any]] = {
    "string": ["a", "b", "甲", "1"],
    "integer": [1, 7, "2021"],
    "number": [0.1, "1.5", 1],
    "date": ["2021-02-03"],
    "boolean": [True],
    "year": [2021],
}


@st.composite
def constraints(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    options: dict[str, st.SearchStrategy[Any]] = {"required": st.booleans()}
    if kind not in ("list", "array", "object", "geojson"):  # frictionless cannot compare them
        options["unique"] = st.booleans()
    if kind == "string":
        options["pattern"] = st.sampled_from(PATTERNS)
    if kind in ("string", "array", "list"):
        options["minLength"] = st.integers(0, 3)
        options["maxLength"] = st.integers(0, 20)
    for name in ("minimum", "maximum") if kind in LIMITS else ():
        options[name] = st.sampled_from(LIMITS[kind])
    if kind in ENUMS:
        options["enum"] = st.lists(st.sampled_from(ENUMS[kind]), min_size=1, max_size=3, unique_by=str)
    made = draw(st.fixed_dictionaries({}, optional=options))
    few = draw(st.sets(st.sampled_from(sorted(options)), max_size=2))
    return {name: value for name, value in made.items() if name in few}


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(FITTING)))
    field: dict[str, Any] = {"name": name, "type": kind}
    if draw(st.booleans()):
        field["constraints"] = draw(constraints(kind))
    if kind in FORMATS and draw(st.integers(0, 3)) == 0:
        field["format"] = draw(st.sampled_from(FORMATS[kind]))
    if kind in ("integer", "number") and draw(st.integers(0, 3)) == 0:
        field["bareNumber"] = draw(st.booleans())
    if kind == "number" and draw(st.integers(0, 3)) == 0:
        field |= draw(
            st.sampled_from([{"decimalChar": ","}, {"groupChar": ","}, {"decimalChar": ",", "groupChar": "."}])
        )
    if kind == "boolean" and draw(st.integers(0, 2)) == 0:
        field |= {"trueValues": ["是", "Y"], "falseValues": ["否"]}
    if kind == "string" and draw(st.integers(0, 4)) == 0:
        field["categories"] = draw(st.sampled_from([["a", "b"], ["甲"], [{"value": "a", "label": "甲"}]]))
    if kind == "list" and draw(st.booleans()):
        field["itemType"] = "integer"
    return field


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], bytes]:
    """A resource and its file, mostly well formed."""
    width = draw(st.integers(1, 3))
    described = [draw(fields(f"f{i}")) for i in range(width)]
    schema: dict[str, Any] = {"fields": described}
    schema["missingValues"] = draw(st.sampled_from([[""], [""], ["", "NA"], ["NA"], ["", "-1", "0"], []]))
    simple = described[0]["type"] not in ("list", "array", "object", "geojson")
    if simple and draw(st.integers(0, 2)) == 0:
        schema["primaryKey"] = ["f0"]
    delimiter = draw(st.sampled_from([",", ",", ",", ";", "\t", "|"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "gbk", "utf-16"]))
    content = draw(files(described, delimiter))
    if draw(st.integers(0, 20)) == 0 and encoding == "utf-8":
        content = "\ufeff" + content
    resource = {"name": "t", "path": "t.csv", "encoding": encoding, "schema": schema}
    if delimiter != ",":
        resource["dialect"] = {"delimiter": delimiter}
    return resource, content.encode(encoding, "ignore")


@st.composite
def files(draw: st.DrawFn, described: list[dict[str, Any]], delimiter: str) -> str:
    odd = st.one_of(
        st.sampled_from(CELLS), st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=4)
    )
    good = st.tuples(*(st.one_of(*[st.sampled_from(FITTING[f["type"]])] * 6, odd) for f in described))
    ragged = st.lists(odd, min_size=0, max_size=len(described) + 1)
    rows = draw(st.lists(st.one_of(*[good] * 12, ragged), max_size=5))
    text = io.StringIO()
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    writer = csv.writer(text, lineterminator=end, quoting=quoting, delimiter=delimiter)  # type: ignore[arg-type]
    header = [f["name"] for f in described]
    writer.writerow(draw(st.sampled_from([*[header] * 9, header[::-1], [*header, "more"]])))
    writer.writerows(rows)
    return text.getvalue() + draw(st.sampled_from([*[""] * 12, "\n", 'a"b', '"a"b', '"a', ",", "\r", " ", '""']))


def judged(resource: dict[str, Any], content: bytes, folder: Path) -> Result:
    described = {"name": "p", "title": "p", "resources": [resource]}
    (folder / "t.csv").write_bytes(content)
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (package, *_), _ = read.read_folders([folder], PORTAL)
    return judge_table(package, package.resources[0], Room(folder / "tables", 1 << 30))


def reference(resource: dict[str, Any], folder: Path) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """What frictionless finds, and the rows it reads when that is nothing."""
    delimiter = resource.get("dialect", {}).get("delimiter", ",")
    layout = {"delimiter": delimiter, "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
    profile = "https://datapackage.org/profiles/2.0/dataresource.json"
    made = {"$schema": profile, **resource, "format": "csv", "dialect": {"csv": layout}}
    opened = frictionless.Resource.from_descriptor(made, basepath=str(folder))
    try:
        report = opened.validate()
    except TypeError as error:  # it compares times with and without a zone
        return [["type-error", str(error)]], []
    if not report.valid:
        return report.flatten(["type", "note"]), []
    with opened:
        return [], [dict(row) for row in opened.row_stream]  # type: ignore[attr-defined]


def beyond(findings: Findings, resource: dict[str, Any]) -> list[What]:
    """The kinds found that frictionless should have found too."""
    by_name = {f["name"]: (f["type"], f.get("format", "default")) for f in resource["schema"]["fields"]}
    left = []
    for one in findings.kept:
        cell = one.what in (What.TYPE, What.GEOMETRY, What.OPEN_RING, What.COORDINATE)
        if one.what not in MILD and one.what not in STRICTER and not (cell and by_name.get(one.name) in REFUSED_CELLS):
            left.append(one.what)
    return left


def same(mine: Any, theirs: Any, kind: str, findings: Findings) -> bool:
    if isinstance(theirs, float | Decimal) and not Decimal(theirs).is_finite():
        return mine is None
    expected = None if theirs is None else canonical(kind, theirs, "").value
    return bool(mine == expected) or What.DIGITS in findings.counts


def only(kind: str, **schema: Any) -> dict[str, Any]:
    """A resource of one column, for the examples."""
    return {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "f0", "type": kind}], **schema}}


@settings(
    max_examples=EXAMPLES or 200,
    deadline=None,
    derandomize=not EXAMPLES,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
@given(table=tables())
@example(table=(only("integer"), b"f0\n1\n\xef\xbc\x91\n"))
@example(table=(only("integer", missingValues=["-"]), b"f0\n-\n3\n"))  # a row of marks for missing is blank
@example(table=(only("array"), b"f0\n[NaN]\n"))  # JSON has no word for it
@example(table=(only("integer", primaryKey=["f0", "f0"]), b"f0\n1\n"))
@example(table=(only("string"), "f0\n1\n路\n".encode("gbk")))
def test_the_gate_beside_frictionless(
    table: tuple[dict[str, Any], bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    resource, content = table
    folder = tmp_path_factory.mktemp("fuzz", numbered=True)
    result = judged(resource, content, folder)
    found, rows = reference(resource, folder)
    told = (json.dumps(resource, ensure_ascii=False), content, result.findings.kept, found)
    if result.table is None or not result.findings.sound:
        assert found or not beyond(result.findings, resource), told
        return
    assert not found, told
    ours = result.table.head(100)
    assert len(ours) == len(rows), told
    for mine, theirs in zip(ours, rows, strict=True):
        for field in resource["schema"]["fields"]:
            if field["type"] in EXACT:
                assert same(mine[field["name"]], theirs[field["name"]], field["type"], result.findings), told


def test_a_date_of_the_reference_is_a_date() -> None:
    """The comparison itself can fail."""
    assert same(date(2021, 2, 3), date(2021, 2, 3), "date", Findings())
    assert not same(date(2021, 2, 3), date(2021, 2, 4), "date", Findings())
