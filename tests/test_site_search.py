"""The search index: what is put in can be found by reading few and small files."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish.model import Json, Planned
from publish.release import Document
from publish.site import narrowing, search
from publish.site.gather import gather
from publish.site.pages.facets import Facet, Value
from publish.site.pages.lists import in_order
from publish.site.search import Found, Shown
from publish.site.tongue import Phrase, Tongue
from publish.words import index_words, query_words
from tests import making
from tests.making import said

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = str(ROOT / "theme" / "translations")
TONGUES = (Tongue("zh-Hans", TRANSLATIONS), Tongue("en", TRANSLATIONS))
FIRST_QUERY = 300_000  # bytes over the wire, with the scripts


def read(found: list[Found]) -> dict[str, bytes]:
    return by_path(search.documents(found, ("zh-Hans", "en"), {}))


def by_path(documents: list[Document]) -> dict[str, bytes]:
    """The files by their path in the folder of the index; ``index.json`` stands beside it."""
    files = {d.path.removeprefix("search/"): d.content for d in documents if isinstance(d.content, bytes)}
    folder = json.loads(files["index.json"])["folder"]
    return {path.removeprefix(f"{folder}/"): content for path, content in files.items()}


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
    assert [f.shown["zh-Hans"].title for f in search.datasets(in_order(listed), TONGUES)] == ["乙", "甲"]


def test_words_that_begin_alike_lie_together():
    assert search.shard("statistics", 64) == search.shard("status", 64) == search.shard("st", 64)
    assert {search.shard(w, 64) for w in ("人口", "人民", "人")} != {search.shard("人", 64)}


def test_the_folder_is_named_by_its_content(small):
    one, same, other = (search.documents(found, ("en",), {})[0].path for found in (small, small, small[:1]))
    assert one == same != other
    assert one != search.documents(small, ("en",), {"facets.json": {}})[0].path


SCRIPTS = ("search.js", "words.js", "index.js", "card.js", "foreign.js", "choices.js", "facets.js", "suggest.js")


def city(count: int) -> list[Found]:
    """A city's catalogue, made up: common words stand in every title, others in few."""
    base = "本市各区公共数据资源目录统计登记名录设施人口交通环境教育卫生"
    found = []
    for n in range(count):
        zh = f"{base[n % 20 : n % 20 + 8]}{base[n * 7 % 25 : n * 7 % 25 + 4]}人口统计{n}"
        en = f"Public data {n} of statistics, register of facilities number {n * 31 % 997}"
        about = (
            f"{zh}，{base}。共 {n * 13 % 5000} 项，按月更新。{en}, updated monthly by the office for area {n % 200}."
        )
        words = dict.fromkeys(index_words(about), 2) | dict.fromkeys(index_words(f"{zh} {en}"), 12)
        row = Shown(f"/dataset/name-{n}/", zh, "", about[:120], "", "市大数据中心", "", "2026年11月3日", "2026-11-03")
        row = replace(row, note="16 行", forms="CSV Excel JSON Parquet", fields="区划代码、名称、常住人口、占比、面积")
        found.append(Found("dataset", words, {"zh-Hans": row, "en": row}))
    return found


def narrowed(found: list[Found]) -> dict[str, Json]:
    """Facets such as a city's: 60 offices, 13 topics, a few of each other kind."""
    made: dict[str, Json] = {}
    facets = [
        Facet(
            f"facet-{number}",
            tuple(Value(f"value-{n}", lambda tongue: Phrase("市规划和自然资源局")) for n in range(size)),
            tuple(tuple(sorted({n * step % size, n // 3 % size})) for n in range(len(found))),
        )
        for number, (size, step) in enumerate(((60, 37), (13, 7), (8, 5), (8, 3), (4, 3), (3, 1), (3, 2), (2, 1)))
    ]
    late = (Value("on-time", lambda tongue: Phrase("按时")), Value("late", lambda tongue: Phrase("逾期")))
    until = tuple(f"2026-{n % 12 + 1:02d}-{n * 7 % 28 + 1:02d}" for n in range(len(found)))
    facets.append(Facet("timeliness", late, ((),) * len(found), until))
    spelled: list[Json] = [narrowing.spelled(facet) for facet in facets]
    numbers: list[Json] = [*range(len(found))]
    made["facets.json"] = {"datasets": len(found), "facets": spelled, "rows": numbers[::-1]}
    made["zh-hans/facets.json"] = {
        "names": {f.key: [f.key, *[["市规划和自然资源局", ""]] * len(f.values)] for f in facets},
        "title": numbers,
    }
    return made


def test_five_thousand_datasets_are_searched_and_narrowed_within_the_budget():
    """What is fetched for the first query, compressed as ``serve`` and the proxies compress it."""
    found = city(5_000)
    files = by_path(search.documents(found, ("zh-Hans", "en"), narrowed(found)))
    scripts = ROOT / "theme" / "static" / "js"
    fixed = [(scripts / name).read_bytes() for name in SCRIPTS]
    fixed += [files[name] for name in ("index.json", "facets.json", "zh-hans/facets.json")]
    for text in ("人口", "环境教育卫生", "statistics facilities", "4711"):
        paths: set[str] = set()
        hits = ask(files, text, paths)
        parts = {f"zh-hans/{number // search.PART}.json" for number in hits[:: max(1, len(hits) // 10)][:10]}
        total = sum(len(gzip.compress(one, 5)) for one in [*fixed, *(files[path] for path in paths | parts)])
        assert hits and total < FIRST_QUERY, (text, total)


def test_traditional_and_simplified_are_one(small):
    files = read(small)
    assert ask(files, "廁所", set()) == ask(files, "厕所", set()) != []
    before, after = json.loads(files["index.json"])["folding"]
    assert after[before.index("廁")] == "厕" and len(before) == len(after)
    assert not set(before) & {c for f in small for word in f.words for c in word}


def test_made_again_it_is_the_same(small):
    assert read(small) == read([replace(f, words=dict(f.words)) for f in small])


def test_what_is_planned_is_found_until_it_can_be_taken():
    lines = {
        "a": Planned("a", said("公共厕所", "Public toilets"), "", date(2027, 3, 31), "planned"),
        "b": Planned(
            "b", said("停车场", "Car parks"), "", date(2027, 9, 30), "cancelled", note=said("不再发布", "No more")
        ),
        "c": Planned("c", said("诊所", "Clinics"), "", date(2026, 9, 1), "released", date(2026, 9, 1), "clinics"),
    }
    registers = replace(making.registers(), plan=lines)
    admitted = making.admitted([making.dataset(making.package("clinics"))], registers=registers)
    found = list(search.awaited(admitted, TONGUES))
    assert [(one.shown["en"].title, one.shown["en"].summary) for one in found] == [
        ("Public toilets", "Not released yet; planned for 31 March 2027."),
        ("Car parks", "No more"),
    ]
    assert found[0].shown["zh-Hans"].summary == "尚未开放，计划于2027年3月31日开放。"
    assert {one.shown["en"].path for one in found} == {"/plan/"}
    assert "厕所" in found[0].words and "toilets" in found[0].words
