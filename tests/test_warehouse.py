"""open.db: what is loaded, what is taken over, what is replaced."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from publish.cache import Cache
from publish.profile import figures
from publish.release import Release
from publish.tables import Reference
from publish.warehouse import build, open_db
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
