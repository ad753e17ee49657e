"""The whole story on a village: what is built, what stays when something breaks, and that nothing depends on how."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish import pipeline, release
from publish.problems import PublishError, Verdict
from tests.conftest import AS_OF, ROOT, VILLAGE, make_portal, plan

CENSUS = "census-2020-districts"


def record_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "output" / "release.json").read_bytes())
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def pictures(folder: Path) -> list[tuple[str, str]]:
    """(kind, what is drawn) of each picture on the page of the census."""
    page = (folder / "output" / "site" / "dataset" / CENSUS / "index.html").read_text(encoding="utf-8")
    return re.findall(r'<svg class="chart (\w+)"(.*?)</svg>', page, re.DOTALL)


def rows(folder: Path, table: str) -> int:
    base = sqlite3.connect(f"file:{folder / 'output' / 'open.db'}?mode=ro", uri=True)
    try:
        return int(base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
    finally:
        base.close()


def contents(database: Path) -> dict[str, list[Any]]:
    """Every row of every table, as text where a value has no order of its own."""
    base = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    shadows = ("_data", "_idx", "_content", "_docsize", "_config")
    plain = [n for n in names if not n.startswith("sqlite_") and not n.endswith(shadows)]
    found = {n: sorted(map(repr, base.execute(f'SELECT * FROM "{n}"'))) for n in plain}
    base.close()
    return found


def test_a_village_is_built_and_a_second_build_does_nothing(village: Path) -> None:
    first = pipeline.build(plan(village))
    assert first.fresh and first.report.verdict is Verdict.OPEN, [p.message["en"] for p in first.report.problems]
    assert rows(village, "census_2020_districts") == 16
    for page in ("index.html", f"dataset/{CENSUS}/index.html", f"en/dataset/{CENSUS}/index.html"):
        assert (village / "output" / "site" / page).is_file()
    second = pipeline.build(plan(village))
    assert not second.fresh and second.release.id == first.release.id
    assert second.report.problems == first.report.problems


def test_folders_cores_and_history_do_not_show_in_a_release(village: Path, tmp_path: Path) -> None:
    other = make_portal(tmp_path / "elsewhere" / "other", VILLAGE)
    data = village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv"
    original = data.read_text(encoding="utf-8")
    edit(data, "662030", "9662031")
    pipeline.build(plan(village, jobs=1))
    otherwise = pictures(village)
    data.write_text(original, encoding="utf-8")
    pipeline.build(plan(village, jobs=2))  # incremental, over a release with another figure
    pipeline.build(plan(other, jobs=2))  # clean
    drawn = pictures(village)
    assert [kind for kind, _ in drawn] == ["bars", "sheet"], "a chart and a map are part of what is compared"
    assert drawn == pictures(other) and drawn[0] != otherwise[0] and drawn[1] == otherwise[1]
    one, two = record_of(village), record_of(other)
    differ = [k for k in one["artefacts"] if one["artefacts"][k] != two["artefacts"].get(k)]
    assert differ == [] and one == two
    for name in ("open.db", "catalogue.db"):
        assert contents(village / "output" / name) == contents(other / "output" / name)


def test_after_one_change_the_rest_is_not_made_again(village: Path) -> None:
    pipeline.build(plan(village))
    before = {p: p.stat().st_ino for p in (village / "output" / "site").rglob("*") if p.is_file()}
    edit(village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv", "662030", "662031")
    changed = pipeline.build(plan(village))
    assert changed.fresh
    site = (village / "output" / "site").resolve()
    old = {str(p)[str(p).index("/site/") :]: inode for p, inode in before.items()}
    new = {str(p)[str(p).index("/site/") :]: p.stat().st_ino for p in site.rglob("*") if p.is_file()}
    again = {path for path, inode in new.items() if old.get(path) != inode}
    made = {p for p in again if "/dataset/" in p and ("/data/" in p or p.endswith(("/index.html", ".zip")))}
    assert {p.split("/dataset/")[1].split("/")[0] for p in made} == {CENSUS}, sorted(made)
    assert any(f"/dataset/{CENSUS}/data/" in path for path in again)


def test_a_closed_package_is_held_and_a_mended_one_is_published(village: Path) -> None:
    pipeline.build(plan(village))
    data = village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv"
    before = (village / "output" / "site" / "dataset" / CENSUS / "data" / f"{CENSUS}.csv").read_bytes()
    edit(data, "662030", "many")
    held = pipeline.build(plan(village))
    assert held.release.record["packages"][CENSUS] == Verdict.HELD
    assert held.report.verdict is Verdict.CLOSED
    assert (village / "output" / "site" / "dataset" / CENSUS / "data" / f"{CENSUS}.csv").read_bytes() == before
    assert rows(village, "census_2020_districts") == 16
    (village / "datasets" / CENSUS / "datapackage.yaml").write_text("name: [", encoding="utf-8")
    still = pipeline.build(plan(village))
    assert still.release.record["packages"][CENSUS] == Verdict.HELD


def test_a_package_that_never_passed_has_a_notice_and_no_data(village: Path) -> None:
    edit(village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv", "662030", "many")
    built = pipeline.build(plan(village))
    assert built.release.record["packages"][CENSUS] == Verdict.CLOSED
    site = village / "output" / "site"
    assert (site / "dataset" / CENSUS / "index.html").is_file()
    assert [p for p in site.rglob("*.csv") if CENSUS in str(p)] == []
    assert "662" not in (site / "dataset" / CENSUS / "index.html").read_text(encoding="utf-8")


def test_a_broken_portal_stops_and_the_old_release_stays(village: Path) -> None:
    first = pipeline.build(plan(village))
    edit(village / "datasets" / "topics" / "datapackage.yaml", "name: topics", "name: [topics")
    with pytest.raises(PublishError):
        pipeline.build(plan(village))
    now = release.current(village / "output")
    assert now is not None and now.id == first.release.id


def test_the_day_counts(village: Path) -> None:
    one = pipeline.build(plan(village)).release
    two = pipeline.build(plan(village, as_of=date(2031, 1, 1))).release
    assert one.record["as_of"] == "2026-11-22" and two.record["as_of"] == "2031-01-01"
    assert one.record["inputs"] != two.record["inputs"]


def test_the_published_report_is_the_report(village: Path) -> None:
    built = pipeline.build(plan(village))
    published = json.loads((built.release.folder / "report.json").read_bytes())
    assert published["verdict"] == "open"
    assert {p["name"] for p in published["packages"]} == set(built.release.record["packages"])
    assert all(p["seconds"] is None for p in published["packages"])


def build_command(folder: Path) -> list[str]:
    return [sys.executable, str(ROOT / "build.py"), "build", "--as-of", AS_OF.isoformat(), "--jobs", "1"]


@pytest.mark.slow
def test_killed_at_any_moment_the_old_release_is_there(village: Path) -> None:
    """kill -9 at growing moments of builds that change one figure, while a reader looks."""
    pipeline.build(plan(village))
    page = village / "output" / "site" / "dataset" / CENSUS / "data" / f"{CENSUS}.csv"
    data = village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv"
    stop, missing = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            try:
                if page.read_bytes().count(b"\n") != 17:
                    missing.append("half a file")
            except OSError as error:
                missing.append(str(error))
            time.sleep(0.002)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for i in range(8):
            text = data.read_text(encoding="utf-8")
            line = next(x for x in text.splitlines() if x.startswith("310101"))
            data.write_text(
                text.replace(line, line.replace("66203", "66213") if i % 2 else line.replace("66213", "66203"))
            )
            process = subprocess.Popen(
                build_command(village), cwd=village, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(0.7 + 0.35 * i)
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
            process.wait()
            now = release.current(village / "output")
            assert now is not None and (now.folder / "open.db").is_file()
            assert rows(village, "census_2020_districts") == 16
    finally:
        stop.set()
        reader.join()
    assert missing == []
    done = subprocess.run(build_command(village), cwd=village, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list((village / ".releases").glob(".making-*"))


def test_editing_a_file_on_the_desk_changes_nothing_published(village: Path) -> None:
    pipeline.build(plan(village))
    desk = village / "datasets" / CENSUS / "data" / f"{CENSUS}.csv"
    published = village / "output" / "site" / "dataset" / CENSUS
    handed_in = published / "original" / "data" / f"{CENSUS}.csv"
    before = handed_in.read_bytes()
    with desk.open("r+b") as file:  # in place: the same inode
        file.write(b"X" * 10)
    assert handed_in.read_bytes() == before
    assert [p.read_bytes() for p in published.glob(f"versions/*/original/data/{CENSUS}.csv")] == [before]
    kept = village / "output" / "packages" / CENSUS / "data" / f"{CENSUS}.csv"
    assert kept.read_bytes() == before
