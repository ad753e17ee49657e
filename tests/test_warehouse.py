"""open.db: what is loaded, what is taken over, what is replaced."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish.cache import Cache
from publish.model import Query
from publish.profile import figures
from publish.release import Release
from publish.tables import Reference, labelled
from publish.warehouse import build, open_db, tried
from publish.warehouse.queries import run
from tests import making


def districts(folder, names=("黄浦区", "徐汇区")):
    columns = {"code": [f"31010{n}" for n in range(1, len(names) + 1)], "name": list(names)}
    return making.table(folder, "districts", columns, primary_key=("code",))


def clinics(folder, name="clinics", **more):
    columns: dict[str, list] = {
        "id": [1, 2, None],
        "district": ["310101", "310102", None],
        "opened": [date(2020, 1, 1), date(1900, 2, 28), None],
        "open": [True, False, None],
        "area": [1.5, 2.0, None],
        "seen": ["2026-01-01T00:00:00Z", "", None],
    }
    reference = Reference(("district",), "districts", ("code",))
    return making.table(folder, name, columns, references=(reference,), **more)


def made(folder, *tables, previous=None):
    """A release of these tables: the databases and a record of them."""
    folder.mkdir(parents=True)
    datasets = [making.dataset(making.package(t.package), t) for t in tables]
    admitted = making.admitted(datasets)
    cache = Cache(folder / "cache")
    digests = build(admitted, figures(admitted, cache=cache), folder, previous=previous)
    return Release(folder, folder.name, {"databases": digests})


def rows(path: Path, table: str):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f'SELECT * FROM "{table}"').fetchall()


def contents(path: Path):
    """Everything a reader of the database can see."""
    with closing(sqlite3.connect(path)) as database:
        schema = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        tables = [name for kind, name, _ in schema if kind == "table"]
        return schema, {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}


def test_rows_are_stored_as_the_types_say(tmp_path):
    release = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path))
    assert rows(release.open_db, "clinics") == [
        (1, "310101", "2020-01-01", 1, 1.5, "2026-01-01T00:00:00Z"),
        (2, "310102", "1900-02-28", 0, 2.0, ""),
        (None, None, None, None, None, None),
    ]


def test_foreign_keys_hold_and_are_indexed(tmp_path):
    release = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path))
    with closing(sqlite3.connect(release.open_db)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA foreign_key_list(clinics)").fetchone()[2:5] == ("districts", "district", "code")
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        indexed = {row[1] for row in database.execute("PRAGMA index_list(clinics)")}
    assert indexed == {"ix_clinics_district", "ix_clinics_opened"}


def test_a_reference_to_what_is_not_there_is_left_out(tmp_path):
    release = made(tmp_path / "one", clinics(tmp_path))
    with closing(sqlite3.connect(release.open_db)) as database:
        assert database.execute("PRAGMA foreign_key_list(clinics)").fetchall() == []
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_reference_to_columns_that_are_no_key_is_left_out(tmp_path):
    keyless = replace(districts(tmp_path), primary_key=())
    assert open_db.joined([keyless, clinics(tmp_path)])[1].references == ()


def test_an_empty_table_is_there(tmp_path):
    empty = making.table(tmp_path, "nothing", {"id": []}, fields=[making.field("id", "integer")])
    assert rows(made(tmp_path / "one", empty).open_db, "nothing") == []


def test_an_incremental_build_holds_what_a_clean_one_holds(tmp_path):
    first = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path), clinics(tmp_path, "hospitals"))
    tables = districts(tmp_path, ("黄浦区", "徐汇新区", "长宁区")), clinics(tmp_path), clinics(tmp_path, "markets")
    incremental = made(tmp_path / "two", *tables, previous=first)
    clean = made(tmp_path / "three", *tables)
    assert incremental.record == clean.record
    assert contents(incremental.open_db) == contents(clean.open_db)
    assert rows(incremental.open_db, "districts")[1] == ("310102", "徐汇新区")
    assert rows(first.open_db, "districts")[1] == ("310102", "徐汇区"), "the old release stays as it was"


def test_a_table_that_did_not_change_is_not_loaded_again(tmp_path, monkeypatch):
    first = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path))
    loaded: list[str] = []
    monkeypatch.setattr(open_db, "fill", lambda path, tables, progress: loaded.extend(t.name for t in tables))
    made(tmp_path / "two", districts(tmp_path, ("黄浦区",)), clinics(tmp_path), previous=first)
    assert loaded == ["districts"]


def test_the_file_is_linked_when_nothing_changed(tmp_path):
    first = made(tmp_path / "one", districts(tmp_path))
    second = made(tmp_path / "two", districts(tmp_path), previous=first)
    assert second.open_db.samefile(first.open_db)
    assert second.catalogue_db.samefile(first.catalogue_db)


def test_a_target_that_goes_takes_the_reference_with_it(tmp_path):
    first = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path))
    second = made(tmp_path / "two", clinics(tmp_path), previous=first)
    assert second.record["databases"]["open"].keys() == {"clinics"}
    with closing(sqlite3.connect(second.open_db)) as database:
        assert database.execute("PRAGMA foreign_key_list(clinics)").fetchall() == []


def test_other_code_starts_afresh(tmp_path):
    first = made(tmp_path / "one", districts(tmp_path))
    with closing(sqlite3.connect(first.open_db)) as database:
        database.execute("PRAGMA user_version = 7")
    second = made(tmp_path / "two", districts(tmp_path), previous=first)
    assert not second.open_db.samefile(first.open_db)


def test_a_file_that_is_not_what_its_record_says_is_not_used(tmp_path):
    first = made(tmp_path / "one", districts(tmp_path), clinics(tmp_path))
    with closing(sqlite3.connect(first.open_db)) as database:
        database.execute("DROP TABLE clinics")
    second = made(tmp_path / "two", districts(tmp_path), clinics(tmp_path), previous=first)
    assert len(rows(second.open_db, "clinics")) == 3
    first.open_db.write_bytes(b"not a database, though longer than a header" * 100)
    third = made(tmp_path / "three", districts(tmp_path), clinics(tmp_path), previous=first)
    assert len(rows(third.open_db, "clinics")) == 3


def test_a_file_full_of_holes_is_made_afresh(tmp_path):
    many = making.table(tmp_path, "many", {"text": [f"{n:0100d}" for n in range(5_000)]})
    first = made(tmp_path / "one", districts(tmp_path), many)
    second = made(tmp_path / "two", districts(tmp_path), previous=first)
    assert second.open_db.stat().st_size < first.open_db.stat().st_size / 10


# --- views with words in place of codes ---------------------------------------------------------------------------


def coded(folder, **labels):
    kind = making.field("kind", categories=making.categories(**labels or {"a": "医院/Hos'pital", "b": "站点/Post"}))
    open_ = making.field("open", "boolean", categories=making.categories(true="开/Open", false="关/Shut"))
    floor = making.field("floor", "integer", categories=making.categories(**{"1": "一楼/Ground", "2": "二楼/First"}))
    columns: dict[str, list] = {"kind": ["a", "b", "c", None], "open": [True, False, None, True], "floor": [1, 2, 3, 0]}
    return making.table(folder, "coded", columns, fields=(kind, open_, floor))


def test_a_table_with_codes_has_a_view_in_each_language(tmp_path):
    release = made(tmp_path / "one", coded(tmp_path), districts(tmp_path))
    assert rows(release.open_db, "coded__zh") == [
        ("医院", "开", "一楼"),
        ("站点", "关", "二楼"),
        ("c", None, 3),
        (None, "开", 0),
    ]
    assert rows(release.open_db, "coded__en")[:2] == [("Hos'pital", "Open", "Ground"), ("Post", "Shut", "First")]
    assert set(release.record["databases"]["open"]) == {"coded", "coded__zh", "coded__en", "districts"}


def test_new_labels_make_new_views_and_load_no_rows(tmp_path):
    first = made(tmp_path / "one", coded(tmp_path), districts(tmp_path))
    named = coded(tmp_path, a="医院/Hospital", b="卫生站/Post", c="其他/Other")
    incremental = made(tmp_path / "two", named, districts(tmp_path), previous=first)
    clean = made(tmp_path / "three", named, districts(tmp_path))
    assert incremental.record == clean.record != first.record
    assert contents(incremental.open_db) == contents(clean.open_db)
    assert rows(incremental.open_db, "coded__zh")[1][0] == "卫生站"
    gone = made(tmp_path / "four", districts(tmp_path), previous=incremental)
    assert set(gone.record["databases"]["open"]) == {"districts"}
    assert "coded" not in str(contents(gone.open_db)[0])


def test_two_languages_of_one_head_have_two_views(tmp_path):
    names = [name for name, _ in labelled(coded(tmp_path), ("zh-Hans", "zh-Hant", "en"))]
    assert names == ["coded__zh", "coded__zh_hant", "coded__en"]


def test_labels_without_number_stay_codes(tmp_path):
    many = {f"c{n}": f"{'长' * 20}{n}/{n}" for n in range(2_000)}
    (_, chinese), _ = labelled(coded(tmp_path, **many), ("zh-Hans", "en"))
    assert len(chinese) < 65_000
    release = made(tmp_path / "one", coded(tmp_path, **many))
    assert rows(release.open_db, "coded__zh")[0] == ("a", "开", "一楼")


# --- the queries of packages --------------------------------------------------------------------------------------

NEVER = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"


def test_queries_that_cannot_be_answered_are_left_out_and_told(tmp_path):
    asked = {
        "counted": "select count(*) from coded__en where kind = :kind",
        "endless": NEVER,
        "elsewhere": "select * from not_published",
        "huge": "select group_concat(a.kind || printf('%.*c', 900000, 'x')) from coded a, coded b, coded c",
    }
    queries = tuple(Query(name, sql) for name, sql in asked.items())
    dataset = making.dataset(making.package("coded", queries=queries), coded(tmp_path))
    admitted, cache = making.admitted([dataset]), Cache(tmp_path / "cache")
    digests = build(admitted, figures(admitted, cache=cache), tmp_path)
    again = [tried(admitted, tmp_path / "open.db", digests["open"], cache) for _ in range(2)]
    assert again[0] == again[1]
    assert [q.name for q in again[0].datasets[0].package.queries] == ["counted"]
    assert [p.code for p in again[0].report.problems] == ["C903"] * 3
    assert {p.field for p in again[0].report.problems} == {f"/queries/{n}/sql" for n in (1, 2, 3)}
    assert "超过了查询的时限" in again[0].report.problems[0].message["zh"]


@pytest.mark.parametrize(("sql", "said"), [("select 1", ""), ("delete from coded", "not authorized"), ("select ?", "")])
def test_a_query_is_tried_as_a_reader_asks(tmp_path, sql, said):
    release = made(tmp_path / "one", coded(tmp_path))
    assert (run(release.open_db, sql, 100, 10) or "")[: len(said)] == said or "no name" in run(
        release.open_db, sql, 100, 10
    )
