"""New data for a dataset that is there: how it is described, what is proposed, and the folder written in one step."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import yaml

from publish.draft import make
from publish.draft.entry_book import to_book
from publish.draft.package import to_csv
from publish.draft.update.differences import sheet_of
from publish.draft.update.folder import apply
from publish.draft.update.numbering import next_version
from publish.draft.update.periods import Proposal, propose
from publish.gate.versions.order import later
from publish.model import Period, Registers
from tests import offices
from tests.making import portal
from tests.test_cli import run
from tests.test_update import (
    DAY,
    DESCRIPTION,
    NAME,
    RENAMED,
    TITLES,
    as_csv,
    bytes_of,
    made,
    month_two,
    package,
    proposed,
    rows_of,
    sheet,
    toilets,
)


def test_json_with_a_digest(tmp_path: Path) -> None:
    value = _value()
    content = as_csv(toilets(30))
    value["resources"][0] |= {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
    folder = made(tmp_path, json.dumps(value, ensure_ascii=False, indent=2), "datapackage.json")
    apply(proposed(folder, ("公厕.xlsx", sheet(month_two()))), folder)
    after = package(folder)
    data = as_csv(month_two())
    assert after.version == "2026.11.0" and after.entry and after.entry.modified == DAY
    assert after.resources[0].hash == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert after.resources[0].bytes == len(data)


def _value() -> dict[str, Any]:
    described = yaml.safe_load(DESCRIPTION)
    found: dict[str, Any] = json.loads(json.dumps(described, default=str))
    return found


def test_entry_sheet_says_it(tmp_path: Path) -> None:
    """A dataset that ``new`` drafted: its version and days stand in cells, and keep their drop-downs."""
    file = tmp_path / "公厕.xlsx"
    file.write_bytes(sheet(toilets(30), title="2026年10月公共厕所一览表"))
    shutil.copytree(Path(__file__).parent.parent / "datasets" / "field-names", tmp_path / "datasets" / "field-names")
    (tmp_path / "metadata.yml").write_text("id: t\ntitle: 测试\n", encoding="utf-8")
    done = run(tmp_path, "new", str(file), "--name", NAME, "--into", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / NAME
    before = package(folder)
    update = proposed(folder, ("公厕11月.xlsx", sheet(month_two(), RENAMED)))
    assert not update.obstacles, update.obstacles
    apply(update, folder)
    after = package(folder)
    assert (before.version, after.version) == ("0.1.0", "0.2.0")
    assert after.entry and after.entry.modified == DAY
    assert after.entry.temporal == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert after.sheet and "dataValidation" in _part(after.sheet.location.read_bytes(), "xl/worksheets/sheet1.xml")
    assert len(rows_of(folder)) == 42


def _part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return str(archive.read(name).decode())


def test_entry_sheet_alone(tmp_path: Path) -> None:
    """Without any other description a new column gets its line in the sheet."""
    file = ("2026年10月公厕.xlsx", sheet(toilets(30)))
    draft = make([file], portal(), Registers(), name=NAME)
    folder = tmp_path / NAME
    (folder / "data").mkdir(parents=True)
    (folder / draft.tables[0].path).write_bytes(to_csv(draft.tables[0]))
    (folder / "entry.xlsx").write_bytes(to_book(draft, Registers()))
    rows: list[list[Any]] = [[*TITLES, "备用"], *([*row, n] for n, row in enumerate(month_two()))]
    update = proposed(folder, ("公厕.csv", offices.delimited(rows, "gbk")), added=True, version="1.0.0")
    assert update.ready, update.obstacles
    apply(update, folder)
    after = package(folder)
    assert after.version == "1.0.0" and [v.version for v in after.history] == ["1.0.0"]
    fields = after.resources[0].schema.fields if after.resources[0].schema else ()
    assert (fields[-1].name, fields[-1].type) == ("bei_yong", "integer")


def test_odd_spelling_is_left_to_a_person(tmp_path: Path) -> None:
    described = DESCRIPTION.replace('version: "2026.10.0"', 'version: &v "2026.10.0"\nhomepage: *v')
    update = proposed(made(tmp_path, described), ("公厕.xlsx", sheet(month_two())))
    assert not update.files and "2026.11.0" in update.obstacles[0].message["zh"]


# --- what is proposed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2026.10.0", "2026.11.0"),
        ("2026.11.0", "2026.11.1"),
        ("2026.09", "2026.11"),
        ("2026.11", "2026.11.1"),
        ("2027.1.0", "2027.1.1"),
        ("1.4.2", "1.5.0"),
        ("v0.1.0", "v0.2.0"),
        ("2026-10-31", "2026-11-20"),
        ("20261120", "20261120.1"),
        ("第3版", "第4版"),
        ("", "1.0.0"),
    ],
)
def test_versions_follow_the_numbering_in_use(version: str, expected: str) -> None:
    assert next_version(version, DAY) == expected and later(expected, version)


def test_a_version_that_is_taken_is_passed_over() -> None:
    assert next_version("2026.10.0", DAY, taken={"2026.11.0"}) == "2026.11.1"
    assert next_version("1.4.2", DAY, corrects=True) == "1.4.3"


OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def test_the_period_is_told_and_never_guessed() -> None:
    assert propose(OCTOBER, [], ["公厕", "2026年11月公厕"]).period == Period(date(2026, 11, 1), date(2026, 11, 30))
    grown = propose(Period(date(2026, 1, 1), date(2026, 10, 31)), [], ["2026年11月"])
    assert grown.period == Period(date(2026, 1, 1), date(2026, 11, 30))
    days = (["2026-10-02", "2026-10-30"], ["2026-10-02", "2026-11-29"])
    assert propose(OCTOBER, [days], []).period == Period(date(2026, 10, 1), date(2026, 11, 30))
    months = (["2026-10"], ["2026-11"])
    assert propose(OCTOBER, [months], []).period == Period(date(2026, 11, 1), date(2026, 11, 30))
    built = (["1999-01-01", "2020-03-04"], ["1999-01-01", "2026-11-04"])  # days that tell of something else
    assert propose(OCTOBER, [built], ["公厕"]) == Proposal(OCTOBER)


def test_the_sheet_of_differences_hides_what_may_not_be_shown(tmp_path: Path) -> None:
    update = proposed(made(tmp_path), ("公厕.xlsx", sheet(month_two())))
    assert sheet_of(update, hidden=True) == sheet_of(update, hidden=True)
    for hidden, sheets in ((True, 1), (False, 2)):
        with python_calamine.load_workbook(io.BytesIO(sheet_of(update, hidden=hidden))) as book:
            assert len(book.sheet_names) == sheets
            said = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
        assert ("第42公厕" in said) is not hidden and "12" in said


# --- written in one step --------------------------------------------------------------------------------------------


def test_a_failure_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path)
    before = bytes_of(folder)
    update = proposed(folder, ("公厕.xlsx", sheet(month_two())))
    real, calls = os.replace, []

    def full(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError("no space left")
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        apply(update, folder)
    assert len(calls) == 3 and bytes_of(folder) == before
