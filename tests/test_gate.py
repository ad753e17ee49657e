"""The gate: cases as folders, the shared hostile ones, and what becomes of a package that is closed."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish import gate, read
from publish.cache import Cache
from publish.gate.rules import RULES
from publish.model import Catalogue, Level, Licence, Organisation, Package, Portal, Registers, Text, Topic
from publish.model import Frequency as Rhythm
from publish.problems import Problem, PublishError, Verdict, kinds
from publish.tables import Table
from tests.conftest import SHARED

AS_OF = date(2026, 11, 22)
CASES = Path(__file__).parent / "packages"
PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))))
REGISTERS = Registers(
    organisations={
        "1231000000000102X4": Organisation("1231000000000102X4", "data", Text((("zh", "数据中心"),)), phone="12345")
    },
    topics={"transport": Topic("transport", Text())},
    levels={
        "L1": Level("L1", Text(), widest_opening="unconditional"),
        "L3": Level("L3", Text(), widest_opening="conditional"),
    },
    licences={"CC-BY-4.0": Licence("CC-BY-4.0", Text(), open=True)},
    frequencies={"monthly": Rhythm("monthly", Text())},
)


def catalogue(*folders: Path) -> tuple[Catalogue, tuple[Problem, ...]]:
    packages, problems = read.read_folders(folders, PORTAL)
    return replace(read.assemble(PORTAL, packages, Path()), registers=REGISTERS), problems


def judged(folders: list[Path], cache: Cache, **more):
    found, problems = catalogue(*folders)
    return gate.admit(found, problems, as_of=AS_OF, cache=cache, jobs=1, **more)


def write(folder: Path, csv: str, more: str = "", name: str = "") -> Path:
    """A package of one table with the columns ``id`` (a key) and ``up`` (text)."""
    folder.mkdir(parents=True, exist_ok=True)
    name = name or folder.name
    (folder / "datapackage.yaml").write_text(
        f"name: {name}\ntitle: {name}\nresources:\n  - name: {name}\n    path: t.csv\n    schema:\n"
        "      fields: [{name: id, type: integer}, {name: up, type: integer}]\n      primaryKey: [id]\n" + more,
        encoding="utf-8",
    )
    (folder / "t.csv").write_text("id,up\n" + csv, encoding="utf-8")
    return folder


# --- cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir() if p.is_dir()))
def test_case(case: str, cache: Cache) -> None:
    """A folder is a package; expected.json is what must be found in it."""
    found, problems = catalogue(CASES / case)
    report = gate.check(found, problems, as_of=AS_OF, cache=cache, jobs=1)
    said = sorted([p.code, p.file, p.row, p.cell] for p in report.problems)
    said.sort(key=lambda p: json.dumps(p, ensure_ascii=False))
    assert said == json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("case", sorted(p.name for p in (SHARED / "cases" / "bad").glob("*") if p.is_dir()))
def test_shared_case(case: str, cache: Cache) -> None:
    """A hostile package gets its verdict in seconds; what is legal is let in."""
    start = time.monotonic()
    found, problems = catalogue(SHARED / "cases" / "bad" / case)
    report = gate.check(found, problems, as_of=AS_OF, cache=cache, jobs=1)
    assert time.monotonic() - start < 20
    assert (report.verdict is Verdict.OPEN) == (case.split("-")[0] in LEGAL)
    for one in report.problems:
        assert all(one.message[lang] and one.fix[lang] for lang in ("zh", "en"))


# With a warning (027 old line ends, 037 NaN) or without.
LEGAL = {"007", "027", "037", "085", "093", "097", "099", "101", "115", "119", "123"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared packages are not here")
def test_shared_packages(cache: Cache) -> None:
    folders = sorted(p for p in (SHARED / "packages").iterdir() if p.is_dir())
    verdicts = {d.name: d.verdict for d in judged(folders, cache).datasets}
    closed = {name for name, verdict in verdicts.items() if verdict is not Verdict.OPEN}
    assert closed == {
        "advance-queensland-funding-recipients",  # Windows-1252, declared UTF-8
        "co2-ppm",  # remarks above and below the rows
        "cpi",  # a column without a name
        "guiyang-boundary",  # a map without approval
        "holiday-cn",  # a year without a row
        "media-types",  # a size that is not the file's
        "sea-level-rise",  # #N/A in a column of numbers
    }


# --- the table of kinds -------------------------------------------------------------------------------------------


def test_every_rule_names_its_kinds_once():
    codes = [code for rule in RULES for code in rule.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(kinds())
    mine = {code for code in kinds() if code[0] in "SPCV" or code[:2] in ("F2", "F3", "F4", "F5")}
    assert set(codes) == mine


def test_manual_has_both_languages():
    for page in gate.manual():
        assert page.text.has("zh") and page.text.has("en") and "中文" not in page.text["en"]
        assert any("\u4e00" <= c <= "\u9fff" for c in page.text["zh"])
        quoted = re.sub("机密★|内部资料|审图号|待核对", "", page.text["en"])
        assert not re.search("[\u4e00-\u9fff]", quoted)


# --- what becomes of a package ------------------------------------------------------------------------------------


def shown(admitted, name: str) -> tuple[Verdict, list[dict[str, object]] | None]:
    dataset = next(d for d in admitted.datasets if d.name == name)
    return dataset.verdict, dataset.tables[0].head(9) if dataset.tables else None


def test_closed_is_held_at_its_earlier_edition(tmp_path: Path, cache: Cache) -> None:
    old = catalogue(write(tmp_path / "old" / "a", "1,\n"))[0].packages[0]
    new = write(tmp_path / "new" / "a", "1,\n1,\n")
    assert shown(judged([new], cache), "a") == (Verdict.CLOSED, None)
    assert shown(judged([new], cache, earlier={"a": old}), "a") == (Verdict.HELD, [{"id": 1, "up": None}])


def test_a_description_that_cannot_be_read_is_held_too(tmp_path: Path, cache: Cache) -> None:
    old = catalogue(write(tmp_path / "old" / "a", "1,\n"))[0].packages[0]
    new = write(tmp_path / "new" / "a", "1,\n")
    (new / "datapackage.yaml").write_text("{", encoding="utf-8")
    assert shown(judged([new], cache, earlier={"a": old}), "a")[0] is Verdict.HELD
    admitted = judged([new], cache)
    assert [(p.name, p.verdict) for p in admitted.report.packages] == [("a", Verdict.CLOSED)]


def test_the_notices_of_two_closed_packages_are_two(tmp_path: Path, cache: Cache) -> None:
    """Their pages are kept by digest."""
    folders = [write(tmp_path / name, "1,\n1,\n") for name in ("a", "b")]
    assert len({d.package.digest for d in judged(folders, cache).datasets}) == 2


def test_a_privacy_error_takes_the_data_down(tmp_path: Path, cache: Cache) -> None:
    old = catalogue(write(tmp_path / "old" / "a", "1,\n"))[0].packages[0]
    new = write(tmp_path / "new" / "a", "".join(f"{n},1380013800{n}\n" for n in range(9)))
    admitted = judged([new], cache, earlier={"a": old})
    assert shown(admitted, "a") == (Verdict.SUSPENDED, None)
    assert not admitted.shown


def test_what_is_not_open_carries_nothing(tmp_path: Path, cache: Cache) -> None:
    dataset = judged([CASES / "conditional"], cache).datasets[0]
    assert [r.name for r in dataset.package.resources] == ["form"] and dataset.tables == ()
    closed = judged([CASES / "withheld"], cache).datasets[0]
    assert closed.package.resources == () and closed.package.raw == {}


def test_two_of_one_name_stop_everything(tmp_path: Path, cache: Cache) -> None:
    folders = [write(tmp_path / "a", "1,\n"), write(tmp_path / "b", "1,\n", name="a")]
    with pytest.raises(PublishError):
        judged(folders, cache)
    found, problems = catalogue(*folders)
    assert gate.check(found, problems, as_of=AS_OF, cache=cache, jobs=1).stops


REFERS = "      foreignKeys: [{fields: [up], reference: {package: b, resource: b, fields: [id]}}]\n"


def test_the_name_of_a_view_is_taken(tmp_path: Path, cache: Cache) -> None:
    first, second = write(tmp_path / "roads", "1,2\n"), write(tmp_path / "b", "1,2\n", name="roads--en")
    with pytest.raises(PublishError, match="roads--en"):
        judged([first, second], cache)


def test_a_query_may_ask_the_tables_of_others(tmp_path: Path, cache: Cache) -> None:
    roads = write(tmp_path / "roads", "1,2\n")
    lanes = write(
        tmp_path / "lanes", "1,2\n", 'queries: [{name: q, sql: "select * from lanes l join ROADS r on r.id = l.up"}]\n'
    )
    found, problems = catalogue(roads, lanes)

    def codes(names: frozenset[str] | None = None) -> list[str]:
        report = gate.check(found, problems, as_of=AS_OF, cache=cache, jobs=1, names=names)
        return [p.code for p in report.problems if p.package == "lanes" and p.code.startswith("C9")]

    assert codes() == []
    assert codes(frozenset({"lanes"})) == [], "a table that was not judged is no reason to close"
    found, problems = catalogue(lanes)
    assert codes() == ["C902"], "a table that is nowhere is one"


def test_references_between_packages(tmp_path: Path, cache: Cache) -> None:
    a, b = write(tmp_path / "a", "1,2\n", REFERS), write(tmp_path / "b", "2,\n")
    admitted = judged([a, b], cache)
    assert [r.table for t in admitted.tables for r in t.references] == ["b"]
    write(b, "3,\n")
    admitted = judged([a, b], cache)
    assert shown(admitted, "a")[0] is Verdict.CLOSED
    assert [p.code for p in admitted.report.of("a") if p.code[0] == "S"] == ["S404"]
    write(b, "3,\n3,\n")  # closed itself: it cannot be asked
    admitted = judged([a, b], cache)
    assert shown(admitted, "a")[0] is Verdict.OPEN and not next(iter(admitted.tables)).references
    report = gate.check(*catalogue(a, b), as_of=AS_OF, cache=cache, jobs=1, names=frozenset({"a"}))
    assert [p.name for p in report.packages] == ["a"]


def test_an_unchanged_package_is_not_judged_again(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [CASES / name for name in ("clean", "cells", "outlines", "undescribed")]
    first = judged(folders, cache)
    monkeypatch.setattr("publish.gate.judgement.judge_table", None)
    again = judged(folders, cache)
    assert again.datasets == first.datasets
    assert again.report.problems == first.report.problems
    for path in (cache.root / "tables").iterdir():
        path.unlink()
    monkeypatch.undo()
    assert judged(folders, cache).datasets == first.datasets


def test_jobs_make_no_difference(tmp_path: Path) -> None:
    folders = [CASES / name for name in ("clean", "cells", "keys")]
    found, problems = catalogue(*folders)
    one, two = (
        gate.admit(found, problems, as_of=AS_OF, cache=Cache(tmp_path / str(jobs)), jobs=jobs) for jobs in (1, 2)
    )
    assert one.report.problems == two.report.problems
    assert [tables(d.package, d.tables) for d in one.datasets] == [tables(d.package, d.tables) for d in two.datasets]


def tables(package: Package, made: tuple[Table, ...]) -> list[tuple[str, str]]:
    return [(t.name, t.sha256) for t in made]


def test_many_of_the_same_are_counted(tmp_path: Path, cache: Cache) -> None:
    folder = write(tmp_path / "a", "".join(f"x{n},\n" for n in range(250)))
    report = gate.check(*catalogue(folder), as_of=AS_OF, cache=cache, jobs=1)
    found = [p.code for p in report.problems if p.code[0] == "S"]
    assert found.count("S301") == 100 and found.count("S190") == 1
    assert "150" in next(p for p in report.problems if p.code == "S190").message["zh"]
