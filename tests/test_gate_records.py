"""The fast way of reading: what is proved reads as written, and what does not add up is left to the slow way."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish.gate.schema import delimited, records
from publish.gate.schema.blocks import TextBlock
from publish.gate.schema.delimited import Delimited
from publish.gate.schema.dialect import Dialect
from publish.gate.schema.finding import Findings, What
from publish.gate.schema.records import Records, records_of, whole_records
from publish.jobs import ahead
from tests.benchmarks.report import with_section


def read(data: bytes, width: int) -> Records | None:
    end, quotes = whole_records(data)
    return records_of(data[:end], quotes, Dialect(), width)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\nc,d\n", [("a", "b"), ("c", "d")]),
        (b'a,"b\nc"\n', [("a", "b\nc")]),
        (b'a,"b""c"\n', [("a", 'b"c')]),
        (b'"""",""\n', [('"', "")]),
        (b'"",""\n', [("", "")]),
        (b'"a,b",","\n', [("a,b", ",")]),
        (b"a,b\r\nc,d\r\n", [("a", "b"), ("c", "d")]),
        (b'a,b\nc,"d\n', [("a", "b")]),  # the last record is not whole yet
    ],
)
def test_whole_records_are_read_as_written(data, rows):
    found = read(data, 2)
    assert found is not None and found.frame.rows() == rows and sorted(found.ends.values()) == [0, len(rows)]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\nc\n",  # short
        b"a,b\nc,d,e\n",  # long
        b"a,b\n\nc,d\n",  # a blank line
        b"a,b\n\nc\n",  # both: what one lacks the other does not make up
        b"a,b\nc\n\n",
        b'a,"b,c"\nd\n',  # short, with a delimiter to spare inside a cell
        b'a,"x"y\n',  # text behind a quote
        b'a,x"y"\n',
        b"a,b\0\n",
        b"a,b\rc,d\n",
        b'a,"b\r\nc"\r\n',  # a line end inside a cell would be changed
    ],
)
def test_what_does_not_add_up_is_not_proved(data):
    assert read(data, 2) is None


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A header of two, then records of few bytes, some of them longer than a run, some not whole."""
    cell = st.sampled_from(
        ["", "1", "字", "ab" * 20, '"x,y"', '"a\nb"', '"q""q"', '"' + "z\n" * 20 + '"', 'x"y', '"open', "a,b"]
    )
    end = st.sampled_from(["\n", "\n", "\n", "\r\n"])
    rows = draw(st.lists(st.tuples(cell, cell, end), max_size=12))
    text = "a,b\n" + "".join(f"{one},{other}{close}" for one, other, close in rows)
    return text.encode().removesuffix(draw(st.sampled_from([b"", b"\n"])))


def told(data: bytes, first: int, chunk: int, piece: int) -> tuple[list[tuple[object, ...]], dict[What, int]]:
    """Rows with their numbers and what was found, in runs and pieces of these sizes."""
    findings = Findings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_FIRST", first)
        patch.setattr(delimited, "CHUNK", chunk)
        patch.setattr(records, "_PIECE", piece)
        rows: list[tuple[object, ...]] = []
        for block in Delimited(io.BytesIO(data), Dialect(), "utf-8-sig", findings).blocks():
            assert isinstance(block, TextBlock)
            numbers = block.numbers or range(block.first, block.first + block.frame.height)
            rows += [(number, *row) for number, row in zip(numbers, block.frame.rows(), strict=True)]
            for size, column in zip(block.shortest, block.frame, strict=bool(block.shortest)):
                assert size == column.str.len_bytes().min()
    return rows, dict(findings.counts)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=files(), first=st.integers(1, 40), more=st.integers(0, 60), piece=st.integers(1, 30))
@example(data=b"a,b\n1,2\n3,4", first=4, more=0, piece=1)
@example(data=b"a,b\n1,2\n3,4\r", first=4, more=0, piece=1)
@example(data=b'a,b\n1,"' + b"z\n" * 20 + b'"\n3,4\n', first=8, more=9, piece=3)
def test_the_size_of_a_run_changes_nothing(data, first, more, piece):
    assert told(data, first, first + more, piece) == told(data, 1 << 20, 1 << 20, 1 << 19)


def test_two_kinds_of_line_end_are_told():
    found = read(b'a,b\r\nc,"d\n"\ne,f\n', 2)
    assert found is not None and found.ends == {"\n": 2, "\r\n": 1}


def test_working_ahead_changes_neither_order_nor_what_is_raised():
    def items():
        yield from (1, 2)
        raise ValueError("third")

    seen = []
    with pytest.raises(ValueError, match="third"):
        for item in ahead(items()):
            seen.append(item)
    assert seen == [1, 2]


def test_a_section_takes_the_place_of_its_own_kind_only():
    page = "# B\n\n## One\n\nold\n\n## Two\n\nkept\n"
    assert with_section(page, "## One\n\nnew\n") == "# B\n\n## One\n\nnew\n\n## Two\n\nkept\n"
    assert with_section(page, "## Three\n\nmore\n").endswith("kept\n\n## Three\n\nmore\n")
