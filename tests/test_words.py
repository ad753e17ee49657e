"""What can be typed can be found: the index and the query cut alike."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.words import index_text, index_words, match_query, query_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("人口", ["人", "口", "人口"]),
        ("上海市ABC路2号", ["上", "海", "市", "上海", "海市", "abc", "路", "2", "号"]),
        ("Café ＡＢＣ　１２", ["cafe", "abc", "12"]),
        ("", []),
        ("——，。", []),
    ],
)
def test_text_is_cut(text: str, words: list[str]) -> None:
    assert list(index_words(text)) == words


def test_a_query_asks_for_pairs_and_prefixes() -> None:
    assert match_query("图书馆 open da") == '"图书" AND "书馆" AND "open"* AND "da"*'
    assert match_query("，！") == ""


TEXTS = ["上海市第七次全国人口普查公报", "Public toilets of Pudong", "医院与社区卫生服务中心", "PM2.5 空气质量"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("人口", [0]), ("toil", [1]), ("医院", [2]), ("空气 pm2", [3]), ("质", [3]), ("口人", []), ("PUDONG", [1])],
)
def test_the_index_finds_it(query: str, found: list[int]) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    base.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", [(i, index_text(t)) for i, t in enumerate(TEXTS)])
    rows = base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", [match_query(query)])
    assert [r for (r,) in rows] == found
    base.close()


@given(st.text(max_size=40))
def test_every_text_finds_itself_and_no_query_is_malformed(text: str) -> None:
    assert set(query_words(text)) <= set(index_words(text))
    query = match_query(text)
    if query:
        base = sqlite3.connect(":memory:")
        base.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        base.execute("INSERT INTO t VALUES (?)", [index_text(text)])
        assert base.execute("SELECT count(*) FROM t WHERE t MATCH ?", [query]).fetchone() == (1,)
        base.close()
