"""The search index: what is put in can be found by reading few and small files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish.site import search
from publish.site.gather import gather
from publish.site.search import Found
from publish.site.tongue import Tongue
from publish.words import index_words, query_words
from tests import making
from tests.making import said

TRANSLATIONS = str(Path(__file__).resolve().parent.parent / "theme" / "translations")
TONGUES = (Tongue("zh-Hans", TRANSLATIONS), Tongue("en", TRANSLATIONS))
FIRST_QUERY = 300_000  # bytes, with the scripts


def read(found: list[Found]) -> dict[str, bytes]:
    folder, documents = search.documents(found, ("zh-Hans", "en"))
    return {d.path.removeprefix(folder.lstrip("/")): d.content for d in documents if isinstance(d.content, bytes)}


def ask(files: dict[str, bytes], text: str, read_paths: set[str]) -> list[int]:
    """What the browser does, whole words only."""
    about = json.loads(files["index.json"])
    found: list[set[int]] = []
    for word in query_words(text):
        path = f"words/{search.shard(word, about['shards'])}.json"
        read_paths.add(path)
        postings, number, numbers = json.loads(files[path]).get(word, []), 0, set()
        for step in postings[::2]:
            number += step
            numbers.add(number)
        found.append(numbers)
    return sorted(set.intersection(*found)) if found else []


@pytest.fixture(scope="module")
def small() -> list[Found]:
    packages = [
        making.package("census", "各区常住人口", "Residents by district", keywords=(said("统计", "statistics"),)),
        making.package("toilets", "公共厕所", "Public toilets"),
    ]
    return list(search.datasets(gather(making.admitted([making.dataset(p) for p in packages]), {}, {}), TONGUES))


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("人口", 1),
        ("常住人口", 1),
        ("厕所", 1),
        ("公共厕所", 1),
        ("residents", 1),
        ("RESIDENTS district", 1),
        ("Toilets", 1),
        ("统计", 1),
        ("人厕", 0),
        ("市大数据", 2),
        ("307310", 2),
    ],
)
def test_words_of_either_language_find_the_dataset(small, text, hits):
    assert len(ask(read(small), text, set())) == hits


def test_a_title_weighs_more_than_a_description(small):
    words = small[0].words
    assert words["人口"] > words["说明"]


def test_what_is_shown_is_in_the_language_of_the_page(small):
    files = read(small)
    titles = [json.loads(files[f"{lang}/0.json"])[0][1] for lang in ("zh-hans", "en")]
    assert titles == ["各区常住人口", "Residents by district"]


def test_what_cannot_be_taken_stands_last(tmp_path):
    gone = making.package("a", "甲", entry=making.entry(status="withdrawn", modified=date(2026, 11, 20)))
    live = making.dataset(making.package("z", "乙"), making.table(tmp_path, "z", {"id": [1]}))
    listed = gather(making.admitted([making.dataset(gone), live]), {}, {})
    assert [f.shown["zh-Hans"][1] for f in search.datasets(listed, TONGUES)] == ["乙", "甲"]


def test_words_that_begin_alike_lie_together():
    assert search.shard("statistics", 64) == search.shard("status", 64) == search.shard("st", 64)
    assert {search.shard(w, 64) for w in ("人口", "人民", "人")} != {search.shard("人", 64)}


def test_the_folder_is_named_by_its_content(small):
    one, same = search.documents(small, ("en",))[0], search.documents(small, ("en",))[0]
    other = search.documents(small[:1], ("en",))[0]
    assert one == same != other


def test_five_thousand_datasets_are_searched_within_the_budget():
    """A city's catalogue, made up: common words stand in every title, others in few."""
    base = "本市各区公共数据资源目录统计登记名录设施人口交通环境教育卫生"
    found = []
    for n in range(5_000):
        zh = f"{base[n % 20 : n % 20 + 8]}{base[n * 7 % 25 : n * 7 % 25 + 4]}人口统计{n}"
        en = f"Public data {n} of statistics, register of facilities number {n * 31 % 997}"
        about = (
            f"{zh}，{base}。共 {n * 13 % 5000} 项，按月更新。{en}, updated monthly by the office for area {n % 200}."
        )
        words = dict.fromkeys(index_words(about), 2) | dict.fromkeys(index_words(f"{zh} {en}"), 12)
        row = (f"/dataset/name-{n}/", zh, "", about[:120], "", "市大数据中心", "2026年11月3日", "")
        found.append(Found(words, {"zh-Hans": row, "en": row}))
    files = read(found)
    scripts = Path(__file__).resolve().parent.parent / "theme" / "static" / "js"
    fixed = len(files["index.json"]) + sum((scripts / name).stat().st_size for name in ("search.js", "words.js"))
    for text in ("人口", "环境教育卫生", "statistics facilities", "4711"):
        paths: set[str] = set()
        hits = ask(files, text, paths)
        parts = {f"zh-hans/{number // search.PART}.json" for number in hits[:: max(1, len(hits) // 10)][:10]}
        total = fixed + sum(len(files[path]) for path in paths | parts)
        assert hits and total < FIRST_QUERY, (text, total)


def test_made_again_it_is_the_same(small):
    assert read(small) == read([replace(f, words=dict(f.words)) for f in small])
