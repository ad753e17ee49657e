"""A dataset is taken down: nothing of it is left in the next release, and after a purge nothing anywhere."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars
import pytest
from starlette.testclient import TestClient

from publish import pipeline, release, serve, takedown
from publish.draft.withdraw import Withdrawal, recorded, withdrawn
from publish.model import Catalogue
from publish.problems import PublishError, Verdict
from publish.read import read
from publish.read.kept import Kept
from publish.withdrawal import Asked, withdraw
from tests import making, papers
from tests.conftest import AS_OF, make_portal, plan
from tests.test_cli import run

NAME, OTHER = "planted", "solar-terms"
WORD, NUMBER = "zqxjkvw", "8270613594"  # stand nowhere else
REASON = making.said("其中有不该公开的内容。", "It held what should not be public.")

DESCRIPTION = f"""\
# 一个数据集 a dataset
name: {NAME}
id: urn:uuid:7f8d9a52-0d0b-4d45-85af-82ed7ddc94b7
title: 公园  # 标题
title@en: Parks
description: 全市公园。
description@en: Parks of the city.
languages: [zh-Hans, en]
version: 2026.11.0
licenses: [{{name: CC-BY-4.0}}]
keywords: [公园]
keywords@en: [parks]
catalogue:   # 目录
  code: 307310/000777
  topic: weather
  provider: 12310000000001089C
  status: live   # 状态
  sharing: {{type: unconditional}}
  opening: {{type: unconditional}}
  level: L1
  frequency: monthly
  issued: 2026-03-01
  modified: 2026-11-03
  spatial: "310000"
  crs: EPSG:4490
  contact: {{name: 数据开放组, name@en: Open Data Desk, phone: 021-00000000, email: opendata@example.org}}
  secret: false
queries:
  - {{name: {WORD}-query, sql: "select * from planted where name = '{WORD}'", title: 查询}}
resources:
  - name: {NAME}
    path: data/{WORD}.csv
    title: 公园{WORD}
    title@en: Parks {WORD}
    schema:
      fields:
        - {{name: id, type: integer, title: 编号, title@en: Number}}
        - {{name: name, type: string, title: 名称{WORD}, title@en: Name {WORD}}}
        - name: kind
          type: string
          title: 类
          title@en: Kind
          categories: [{{value: a, label: 甲{WORD}, label@en: "A {WORD}"}}]
        - {{name: longitude, type: number, title: 经度, title@en: Longitude}}
        - {{name: latitude, type: number, title: 纬度, title@en: Latitude}}
      primaryKey: [id]
  - {{name: paper, path: data/paper-{WORD}.docx, title: 文件, title@en: Paper}}
"""


def plant(folder: Path, mobiles: bool = False) -> Path:
    """A dataset whose cells, titles, README and file names hold the word."""
    package = folder / "datasets" / NAME
    (package / "data").mkdir(parents=True)
    rows = [f"{n},公园 {n} {WORD},a,121.{n:03},31.{n:03}" for n in range(300, 700)]
    rows.append(f"{NUMBER},{'13800138000' if mobiles else '人民公园'},a,121.1,31.1")
    if mobiles:
        rows += [f"{n},1380013{n},a,121.1,31.1" for n in range(8000, 8060)]
    (package / "data" / f"{WORD}.csv").write_text(
        "id,name,kind,longitude,latitude\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    (package / "data" / f"paper-{WORD}.docx").write_bytes(papers.document(f"{WORD} {NUMBER}"))
    (package / "datapackage.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (package / "README.md").write_text(f"# 说明\n\n来自 {WORD}。\n", encoding="utf-8")
    (package / "README.en.md").write_text(f"# About\n\nFrom {WORD}.\n", encoding="utf-8")
    (package / "history.csv").write_text(
        "version,date,kind,note,note_en\n2026.11.0,2026-11-03,new,首次,First\n", "utf-8"
    )
    return package


def take_down(folder: Path, erase: bool = False) -> None:
    catalogue, _ = read(folder)
    withdraw(Asked(NAME, REASON["zh"], REASON["en"], OTHER, erase), catalogue, AS_OF)


# --- every byte -----------------------------------------------------------------------------------------------------


def inside(content: bytes, name: str) -> Iterator[bytes]:
    """The bytes of a file, and of what is packed in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member.encode()
                yield from inside(archive.read(member), member)
    elif content.startswith(b"\x1f\x8b"):
        yield from inside(gzip.decompress(content), name)
    elif content.startswith(b"PAR1"):
        frame = polars.read_parquet(io.BytesIO(content))
        yield frame.write_csv().encode()


def planted_in(folder: Path) -> list[str]:
    """The files below a folder that hold the word or the number, or are named by it. A whole number of a database is
    kept in bytes of its own."""
    whole = int(NUMBER).to_bytes(6, "big")
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        parts = [*inside(path.read_bytes(), path.name), path.relative_to(folder).as_posix().encode()]
        wanted = [WORD.encode(), NUMBER.encode(), *([whole] if path.suffix == ".db" else [])]
        if any(one in part for part in parts for one in wanted):
            found.append(path.relative_to(folder).as_posix())
    return found


def artefacts(of: release.Release, name: str) -> dict[str, Any]:
    return {p: a for p, a in of.record["artefacts"].items() if p.startswith(f"site/dataset/{name}/")}


# --- a village with it, before and after ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, hamlet: Path) -> dict[str, Any]:
    """A portal that published the dataset, withdrew it, and purged: what there was at each step."""
    folder = make_portal(tmp_path_factory.mktemp("story") / "village", (OTHER,))
    shutil.copytree(hamlet / ".cache", folder / ".cache")
    plant(folder)
    before = pipeline.build(plan(folder)).release
    told: dict[str, Any] = {"folder": folder, "before": before, "there": planted_in(before.folder)}
    take_down(folder)
    told["after"] = pipeline.build(plan(folder))
    told["holding"] = [r.id for r in takedown.holding(folder / "output", [NAME])]
    told["left"] = planted_in(told["after"].release.folder)
    told["purged"] = pipeline.purge(plan(folder), frozenset({NAME}))
    return told


def test_the_plants_can_be_found(story: dict[str, Any]) -> None:
    there = set(story["there"])
    forms = ("csv", "excel.csv", "xlsx", "json", "ndjson", "parquet", "geojson")
    for path in (
        "open.db",
        "catalogue.db",
        "api.json",
        f"packages/{NAME}/datapackage.yaml",
        f"site/dataset/{NAME}/index.html",
        f"site/en/dataset/{NAME}/index.html",
        f"site/dataset/{NAME}/{NAME}.zip",
        f"site/dataset/{NAME}/versions/2026.11.0/{NAME}.zip",
        f"site/dataset/{NAME}/original/data/paper-{WORD}.docx",
        *(f"site/dataset/{NAME}/data/{NAME}.{form}" for form in forms),
        *(f"site/dataset/{NAME}/{file}" for file in ("croissant.json", "datapackage.json", "dcat.ttl", "dcat.jsonld")),
        f"site/dataset/{NAME}/data/{NAME}.csv-metadata.json",
        f"site/catalogue/ckan/package_show/{NAME}.json",
        *(f"site/catalog.{form}" for form in ("csv", "xlsx", "jsonld", "ttl", "rdf")),
    ):
        assert path in there, path
    assert any("/search/" in path for path in there)


def test_the_next_release_holds_nothing_of_it(story: dict[str, Any]) -> None:
    assert story["after"].report.verdict is Verdict.OPEN, [str(p) for p in story["after"].report.problems]
    assert [p.code for p in story["after"].report.of(NAME)] == []  # nothing is asked of a tombstone
    assert story["left"] == []
    assert artefacts(story["after"].release, NAME).keys() == {
        f"site/dataset/{NAME}/{file}" for file in ("index.html", "datapackage.json")
    }


def test_the_releases_that_still_hold_it_are_named_and_purged(story: dict[str, Any]) -> None:
    assert story["holding"] == [story["before"].id] == story["purged"].removed
    assert story["purged"].built.release.id == story["after"].release.id
    assert planted_in(story["folder"] / ".releases") == []
    assert planted_in(story["folder"] / ".cache") == []


def test_after_a_purge_the_rest_is_not_made_again(story: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for step in ("publish.gate.judgement.judge_table", "publish.downloads.order._make", "publish.site.run.make_pages"):
        monkeypatch.setattr(step, None)
    again = pipeline.build(plan(story["folder"]), afresh=True)
    assert again.release.id == story["after"].release.id


def test_the_others_stay_as_they_were(story: dict[str, Any]) -> None:
    before, after = (artefacts(r, OTHER) for r in (story["before"], story["after"].release))
    assert before.keys() == after.keys()
    files = [p for p in before if any(part in p for part in ("/data/", "/original/", "/versions/", ".zip"))]
    assert files and all(before[p] == after[p] for p in files)


def test_the_tombstone_says_why_in_both_languages(story: dict[str, Any]) -> None:
    site = story["after"].release.site
    for prefix, lang in (("", "zh"), ("en/", "en")):
        page = (site / prefix / "dataset" / NAME / "index.html").read_text(encoding="utf-8")
        assert REASON[lang] in page and f"/dataset/{OTHER}/" in page
    left = json.loads((site / "dataset" / NAME / "datapackage.json").read_bytes())
    assert left["resources"] == [] and left["catalogue"]["status"] == "withdrawn"
    assert left["catalogue"]["replaced_by"] == OTHER
    news = (site / "feeds" / "all.atom").read_text(encoding="utf-8")
    assert REASON["zh"] in news
    with sqlite3.connect(story["after"].release.catalogue_db) as database:
        told = database.execute(f"SELECT status, tables, rows FROM packages WHERE name = '{NAME}'").fetchall()
    database.close()
    assert told == [("withdrawn", 0, 0)]


def test_no_catalogue_offers_it(story: dict[str, Any]) -> None:
    site = story["after"].release.site
    documents = ["catalog.jsonld", "catalog.ttl", "catalog.csv", "sitemap.xml", "llms.txt"]
    for name in [*documents, *(p.relative_to(site).as_posix() for p in (site / "api").rglob("*.json"))]:
        assert f"/dataset/{NAME}" not in (site / name).read_text(encoding="utf-8"), name
    assert f"/dataset/{OTHER}" in (site / "catalog.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/dataset/{NAME}/data/{NAME}.csv", 410),
        (f"/dataset/{NAME}/original/data/x.docx", 410),
        (f"/dataset/{NAME}/versions/2026.11.0/{NAME}.zip", 410),
        (f"/dataset/{NAME}/{NAME}.zip", 410),
        ("/data/open/planted.json", 404),
        (f"/api/3/action/package_show?id={NAME}", 404),
        (f"/dataset/{NAME}/", 200),
        (f"/en/dataset/{NAME}/", 200),
        ("/entry/307310/000777/", 301),  # to its page
    ],
)
def test_old_addresses(story: dict[str, Any], path: str, status: int) -> None:
    with TestClient(serve.app(story["folder"] / "output"), follow_redirects=False) as client:
        answer = client.get(path)
        assert answer.status_code == status
        if status == 410:
            assert REASON["zh"] in answer.text and REASON["en"] in answer.text and f"/dataset/{NAME}/" in answer.text
            page = client.get(path, headers={"accept": "text/html"})
            assert page.status_code == 410 and "<html" in page.text and REASON["zh"] in page.text


def test_a_tombstone_can_be_read_from_the_release_again(story: dict[str, Any]) -> None:
    """A later slip in its description closes it; what stays is the tombstone."""
    kept = Kept(story["after"].release, making.portal())[NAME]
    assert kept.tombstone and kept.resources == () and kept.entry and kept.entry.status_reason["en"] == REASON["en"]


# --- what else takes data down --------------------------------------------------------------------------------------


def test_a_privacy_error_leaves_nothing_in_the_next_release(village: Path) -> None:
    """It was published, then mobile numbers came in. What is in the folder is the steward's to mend; a purge leaves
    nothing of it anywhere else."""
    package = plant(village)
    pipeline.build(plan(village))
    shutil.rmtree(package)
    plant(village, mobiles=True)
    built = pipeline.build(plan(village))
    assert built.release.record["packages"][NAME] == Verdict.SUSPENDED
    named = [p for p in planted_in(built.release.folder) if p != "report.json"]  # it names the file to be mended
    assert named == []
    assert pipeline.purge(plan(village)).removed
    assert [p for p in planted_in(village / ".releases") if not p.endswith("report.json")] == []
    assert planted_in(village / ".cache") == []


def test_who_refers_to_it_stays(village: Path) -> None:
    """The census refers to the divisions, another dataset: when those go, it goes on without them."""
    before = pipeline.build(plan(village)).release
    catalogue, _ = read(village)
    withdraw(Asked("administrative-divisions", REASON["zh"], "", "", True), catalogue, AS_OF)
    built = pipeline.build(plan(village))
    packages = built.release.record["packages"]
    assert packages["census-2020-districts"] == packages["administrative-divisions"] == Verdict.OPEN, built.report
    kept = artefacts(built.release, "census-2020-districts")
    assert kept.keys() == artefacts(before, "census-2020-districts").keys()


@pytest.mark.parametrize("word", ["suspended", "withdrawn", "planned"])
def test_data_that_are_no_longer_open_are_never_held(village: Path, word: str) -> None:
    """The files may still lie there, and something else be wrong: no earlier edition stands in."""
    package = plant(village)
    pipeline.build(plan(village))
    text = DESCRIPTION.replace("status: live", f"status: {word}").replace("level: L1", "level: L77")
    (package / "datapackage.yaml").write_text(text, encoding="utf-8")
    built = pipeline.build(plan(village))
    assert built.release.record["packages"][NAME] == Verdict.CLOSED
    assert planted_in(built.release.folder / "site") == [] and planted_in(built.release.folder / "packages") == []
    assert "open.db" not in planted_in(built.release.folder)


def test_a_suspended_one_needs_no_files_and_comes_back(village: Path) -> None:
    package = plant(village)
    first = pipeline.build(plan(village)).release
    told = f"status: suspended\n  status_from: 2026-11-20\n  status_reason: {REASON['zh']}"
    (package / "datapackage.yaml").write_text(DESCRIPTION.replace("status: live", told), encoding="utf-8")
    (package / "data").rename(village / "aside")
    gone = pipeline.build(plan(village))
    assert gone.release.record["packages"][NAME] == Verdict.OPEN and planted_in(gone.release.folder) == []
    (village / "aside").rename(package / "data")
    (package / "datapackage.yaml").write_text(DESCRIPTION, encoding="utf-8")
    assert artefacts(pipeline.build(plan(village)).release, NAME).keys() == artefacts(first, NAME).keys()


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_says_what_comes_next(village: Path) -> None:
    package = plant(village)
    assert run(village, "withdraw", "nowhere", "--reason", "x").returncode == 2
    assert run(village, "withdraw", NAME).returncode == 2
    assert run(village, "withdraw", "topics", "--reason", "x").returncode == 2  # all others need it
    assert (package / "datapackage.yaml").read_text(encoding="utf-8") == DESCRIPTION
    first = pipeline.build(plan(village)).release
    words = ("--reason", REASON["zh"], "--reason-en", REASON["en"], "--as-of", AS_OF.isoformat())
    done = run(village, "withdraw", NAME, *words, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert first.id in done.stdout and "Restart" in done.stdout and "--purge" in done.stdout and "CDN" in done.stdout
    assert (package / "data" / f"{WORD}.csv").is_file()
    done = run(village, "withdraw", NAME, "--erase", "--purge", "--as-of", AS_OF.isoformat(), "--lang", "zh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert first.id in done.stdout and "重新启动" in done.stdout and f"已删除：data/{WORD}.csv" in done.stdout
    assert not list((package / "data").iterdir()) and (package / "datapackage.yaml").is_file()
    assert planted_in(village / ".releases") == [] == planted_in(village / ".cache")
    assert (package / "history.csv").read_text(encoding="utf-8").count("withdrawal") == 1


def test_one_described_in_a_sheet_is_to_be_changed_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = making.package(NAME, folder=tmp_path, descriptor=making.source(tmp_path, "entry.xlsx", b"PK"))
    catalogue = Catalogue(making.portal(), making.registers(), (package,), tmp_path, "")
    with pytest.raises(PublishError) as refused:
        withdraw(Asked(NAME, "x", "", "", False), catalogue, AS_OF)
    assert "entry.xlsx" in refused.value.said["zh"] and "已撤下" in refused.value.said["en"]


# --- the text of a description --------------------------------------------------------------------------------------

WITHDRAWAL = Withdrawal(REASON, date(2026, 11, 22), "zh-Hans", "parks")


def test_comments_and_order_stay() -> None:
    new = withdrawn(DESCRIPTION, WITHDRAWAL, is_json=False)
    told = [line for line in new.splitlines() if line not in DESCRIPTION.splitlines()]
    assert told == [
        "  status: withdrawn   # 状态",
        "  status_from: 2026-11-22",
        f"  status_reason: {json.dumps(REASON['zh'], ensure_ascii=False)}",
        f"  status_reason@en: {json.dumps(REASON['en'], ensure_ascii=False)}",
        "  replaced_by: parks",
    ]
    rest = [line for line in new.splitlines() if line not in told]
    assert rest == [line for line in DESCRIPTION.splitlines() if not line.startswith("  status: ")]


SINCE = "status: withdrawn{0}status_from: 2026-11-22{0}status_reason: 因"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "name: a\ncatalogue: {code: 1, status: live, level: L1}  # x\n",
            f"name: a\ncatalogue: {{code: 1, {SINCE.format(', ')}, level: L1}}  # x\n",
        ),
        (
            "catalogue:\r\n    status_reason: |\r\n      旧\r\n      的\r\n    # 注\r\n    status:\r\nname: a\r\n",
            "catalogue:\r\n    status_reason: 因\r\n    # 注\r\n    status: withdrawn\r\n"
            "    status_from: 2026-11-22\r\nname: a\r\n",
        ),
        ("name: a\n", f"name: a\ncatalogue: {{{SINCE.format(', ')}}}\n"),
        (
            "name: a\ncatalogue:\n  status: suspended\n  status_reason@en: Old.\n",
            f'name: a\ncatalogue:\n  {SINCE.format(chr(10) + "  ")}\n  status_reason@en: ""\n',
        ),
    ],
)
def test_yaml_in_other_ways(text: str, expected: str) -> None:
    one = Withdrawal(making.said("因"), date(2026, 11, 22), "zh-Hans")
    assert withdrawn(text, one, is_json=False).replace('"因"', "因") == expected


def test_json_keeps_its_layout() -> None:
    entry = '{\n\t"code": "1",\n\t"status": "live"\n  }'
    text = f'{{\n  "name": "a\\/\\ud83d\\ude00",\n  "catalogue": {entry},\n  "x": 1.0e5\n}}\n'
    new = withdrawn("\ufeff" + text, WITHDRAWAL, is_json=True)
    assert new.startswith("\ufeff{") and '\n\t"status": "withdrawn",\n\t"status_from": "2026-11-22",\n\t' in new
    assert '"a\\/\\ud83d\\ude00"' in new and '"x": 1.0e5\n}\n' in new
    value = json.loads(new[1:])
    assert list(value) == ["name", "catalogue", "x"] and value["catalogue"]["replaced_by"] == "parks"


@pytest.mark.parametrize(
    "text", ["name: [", "- a\n", "a: &e {status: live}\ncatalogue: *e\n", "catalogue:\n\tstatus: live\n"]
)
def test_what_cannot_be_changed_safely_is_left(text: str) -> None:
    with pytest.raises(PublishError):
        withdrawn(text, WITHDRAWAL, is_json=False)


def test_the_history_gets_one_line() -> None:
    old = "\ufeffdate,version,by,kind,note_en\r\n2026-01-01,1,某科,new,First"
    assert recorded(old, "1", WITHDRAWAL) == f"{old}\r\n2026-11-22,1,,withdrawal,{REASON['en']}\r\n"
    assert recorded("", "1", WITHDRAWAL).startswith("version,date,kind,note\n1,2026-11-22,withdrawal,")
