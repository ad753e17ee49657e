"""The gate never accepts a table that frictionless refuses, and reads what both accept alike."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.gate.schema.finding import What
from publish.gate.schema.judge import Judge
from publish.gate.schema.proof import plan
from publish.gate.schema.table import Room, judge_table
from publish.model import Field, Package, Resource, ResourceKind, Schema, SourceFile, Text

CELLS = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "+1",
    "007",
    " 1",
    "1 ",
    "1_000",
    "1,000",
    "1.0",
    "1.5",
    ".5",
    "5.",
    "1e5",
    "NaN",
    "inf",
    "9223372036854775807",
    "9223372036854775808",
    "0.1",
    "123456789.123456789",
    "0.30000000000000004",
    "１２",
    "true",
    "True",
    "tRuE",
    "FALSE",
    "yes",
    "2021-02-03",
    "2021-2-3",
    "2021-02-30",
    "2024-02-29",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2021-02-03T04:05:06",
    "2021-02-03T04:05:06Z",
    "2021-02-03T24:00:00Z",
    "2021-02-03 04:05:06",
    "2021-02-03T04:05:06+08:00",
    "2021-02-30T04:05:06",
    "2021",
    "NA",
    "甲",
    "a",
    "b",
    "ab",
    "a\nb",
    'say "so"',
    "x,y",
    "\u2028",
    "\x0b",
    "é",
    "a" * 300,
]
FITTING = {
    "integer": ["1", "7", "0", "2021", "+1", " 1", "007", ""],
    "number": ["0.1", "1.5", "1", "-1", "123456789.123456789", "1e5", "NaN", ""],
    "boolean": ["true", "0", "FALSE", ""],
    "date": ["2021-02-03", "2021-2-3", "2024-02-29", ""],
    "datetime": ["2021-02-03T04:05:06", "2021-02-03T04:05:06Z", "2021-02-03T04:05:06+08:00", ""],
    "year": ["2021", "0001", ""],
    "time": ["04:05:06", ""],
    "yearmonth": ["2021-02", ""],
}
TYPES = ["string", "integer", "number", "boolean", "date", "datetime", "year", "time", "yearmonth", "any", "list"]
PATTERNS = ["[0-9]+", "a|b", "^ab?$", r"\d{1,3}", "(a+)+", "[甲乙]", ".*", r"\w+", "(?=a)a"]


def constraints(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Constraints that the type knows."""
    options: dict[str, st.SearchStrategy[Any]] = {"required": st.booleans()}
    if kind != "list":  # frictionless cannot compare lists
        options["unique"] = st.booleans()
    if kind == "string":
        options["pattern"] = st.sampled_from(PATTERNS)
        options["minLength"] = st.integers(0, 3)
        options["maxLength"] = st.integers(0, 20)
        options["enum"] = st.just(["a", "b", "甲", "1"])
    if kind in ("integer", "number", "year"):
        options["minimum"] = st.sampled_from([0, "1", -5, 2000])
        options["exclusiveMaximum"] = st.sampled_from([10, 3000])
    if kind == "number":
        options["maximum"] = st.sampled_from(["0.1", 1.5, 100])
    if kind == "integer":
        options["enum"] = st.just([1, 7, "2021"])
    if kind == "date":
        options["minimum"] = st.just("2021-02-03")
    return st.fixed_dictionaries({}, optional=options)


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES))
    return {"name": name, "type": kind, "constraints": draw(constraints(kind))}


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], bytes]:
    """A description and a file, mostly well formed."""
    width = draw(st.integers(1, 3))
    described = [draw(fields(f"f{i}")) for i in range(width)]
    schema: dict[str, Any] = {"fields": described}
    missing = draw(st.sampled_from([[""], ["", "NA"], ["NA"], ["", "-1", "0"]]))
    schema["missingValues"] = missing
    if described[0]["type"] != "list" and draw(st.booleans()):
        schema["primaryKey"] = ["f0"]
    cell = st.one_of(
        st.sampled_from(CELLS), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4)
    )
    good = st.lists(cell, min_size=width, max_size=width)
    ragged = st.lists(cell, min_size=0, max_size=width + 1)
    rows = draw(st.lists(st.one_of(good, good, good, good, ragged), max_size=6))
    text = io.StringIO()
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    writer = csv.writer(text, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    header = [f["name"] for f in described]
    writer.writerow(draw(st.sampled_from([header, header, header, header, header[::-1], [*header, "more"]])))
    writer.writerows(rows)
    raw = draw(st.sampled_from(["", "", "", "", "\n", 'a"b', '"a"b', '"a', ",", ",,", "\r", " ", '"a\nb"', '""']))
    content = (text.getvalue() + raw).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 20)) == 0:
        content = b"\xef\xbb\xbf" + content
    return schema, content


def judged(schema: dict[str, Any], content: bytes, folder: Path) -> Any:
    path = folder / "t.csv"
    path.write_bytes(content)
    made = Schema(
        fields=tuple(Field(f["name"], f["type"], constraints=f["constraints"], raw=f) for f in schema["fields"]),
        primary_key=tuple(schema.get("primaryKey", ())),
        missing_values=tuple(schema["missingValues"]),
        raw=schema,
    )
    source = SourceFile("t.csv", path, len(content), "")
    resource = Resource("t", ResourceKind.TABLE, paths=("t.csv",), files=(source,), format="csv", schema=made)
    package = Package("p", "", Text(), resources=(resource,), folder=folder)
    return judge_table(package, resource, Room(folder / "tables", 1 << 30))


def reference(schema: dict[str, Any], folder: Path) -> tuple[bool, list[dict[str, Any]]]:
    resource = frictionless.Resource.from_descriptor(
        {
            "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
            "name": "t",
            "path": "t.csv",
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}},
            "schema": schema,
        },
        basepath=str(folder),
    )
    report = resource.validate()
    if not report.valid:
        return False, []
    with resource:
        return True, [dict(row) for row in resource.row_stream]  # type: ignore[attr-defined]


def plain(value: Any) -> Any:
    """A value of frictionless as a Table would hold it, roughly."""
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    return value


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(table=tables())
def test_sound(table: tuple[dict[str, Any], bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    schema, content = table
    folder = tmp_path_factory.mktemp("t")
    result = judged(schema, content, folder)
    if result.table is None or not result.findings.sound:
        return
    valid, rows = reference(schema, folder)
    assert valid, (schema, content, result.findings.counts)
    ours = result.table.head(100)
    assert len(ours) == len(rows)
    for mine, theirs in zip(ours, rows, strict=True):
        for field in schema["fields"]:
            a, b = mine[field["name"]], plain(theirs[field["name"]])
            if field["type"] in ("string", "integer", "number", "boolean", "date", "year"):
                assert a == b or (b is not None and What.DIGITS in result.findings.counts), (schema, content)


SHORT = ["".join(word) for length in range(1, 5) for word in product("019.-+eEnaif_ x０", repeat=length)]
NINES = ("9" * 15, "9" * 16, "0" + "9" * 15, "9." + "9" * 14, "0" * 5000 + "9", str(2**63 - 1), str(2**63))
LONG = [sign + text for sign in ("", "-", "+") for text in NINES]
SMALL = ["1e-299", "1e-301", "1e-323", "1e-400", "0e5", "-0", "0.00", "1e14", "1e15", "1e309", "infinity", "nan"]


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize("limits", [{}, {"minimum": 0}, {"exclusiveMinimum": 0, "maximum": 9}])
def test_a_cast_reads_no_more_than_the_judge(kind: str, limits: dict[str, Any]) -> None:
    field = Field("f", kind, constraints=limits, raw={"name": "f", "type": kind})
    judge = Judge(field, ("",))
    made = plan(judge, "text", "typed")
    assert made is not None
    frame = pl.DataFrame({"text": [*SHORT, *LONG, *SMALL]}).with_columns(made.value.alias("typed"))
    proved = frame.filter(made.holds)
    assert proved.height > 10
    for verdict, text, value in zip(judge.cells(proved["text"].to_list()), *proved.get_columns(), strict=True):
        assert verdict.what is None and verdict.value == value, text


@pytest.mark.parametrize("value", ["2021-02-03", "2024-02-29"])
def test_a_date_is_a_date(value: str, tmp_path: Path) -> None:
    schema = {"fields": [{"name": "d", "type": "date", "constraints": {}}], "missingValues": [""]}
    result = judged(schema, f"d\n{value}\n".encode(), tmp_path)
    assert result.table is not None and result.table.head(1) == [{"d": date.fromisoformat(value)}]


@pytest.mark.parametrize(
    ("content", "what", "row"),
    [
        ("a,b\n1\n", What.SHORT_ROW, 2),
        ("a,b\n1,2\n1,2,3\n", What.LONG_ROW, 3),
        ("a,b\n1,2\n\n3,4\n", What.BLANK_ROW, 3),
        ("a,b\n1,2\n,\n3,4\n", What.BLANK_ROW, 3),
        ('a,b\n1,2\n3,"x\ny\n', What.OPEN_QUOTE, 3),
        ("a,b\n1,x\n2,x\0y\n", What.NUL, 3),
        ("a;b\n1;2\n", What.DELIMITER, 1),
        ("a,b\nx,2\n", What.TYPE, 2),
        ("b,a\n1,2\n", What.WRONG_COLUMN, 1),
        ("A,b\n1,2\n", What.WRONG_COLUMN, 1),
    ],
)
def test_shape(content: str, what: What, row: int, tmp_path: Path) -> None:
    described = [
        {"name": "a", "type": "integer", "constraints": {}},
        {"name": "b", "type": "string", "constraints": {}},
    ]
    result = judged({"fields": described, "missingValues": [""]}, content.encode(), tmp_path)
    assert not result.findings.sound
    assert [f.row for f in result.findings.of(what)][:1] == [row]
