"""The commands as a steward runs them: words, exit codes, and ten broken packages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import AS_OF, ROOT

CENSUS = "census-2020-districts"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120)


def check(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = run(folder, "check", "--format", "json", "--as-of", AS_OF.isoformat(), "--jobs", "1", *arguments)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("command", "zh", "en"),
    [
        ((), "开放数据门户", "open-data portal"),
        (("check",), "检查数据", "Judge the data"),
        (("build",), "生成整个门户", "make the whole portal"),
        (("serve",), "在本机打开门户", "Open the portal"),
        (("new",), "起草", "draft"),
        (("update",), "更新一个数据集", "Replace the data"),
        (("withdraw",), "撤下一个数据集", "Take a dataset down"),
    ],
)
def test_help_is_in_both_languages(command: tuple[str, ...], zh: str, en: str) -> None:
    done = run(ROOT, *command, "--help")
    assert done.returncode == 0 and zh in done.stdout and en in done.stdout


def test_a_clean_portal_passes(village: Path) -> None:
    code, report = check(village)
    assert code == 0 and report["verdict"] == "open", report["problems"][:3]


def test_wrong_usage_is_two_and_no_portal_is_three(village: Path, tmp_path: Path) -> None:
    assert run(village, "check", "nowhere").returncode == 2
    assert run(village, "check", "--format", "poem").returncode == 2
    assert run(village, "build", "--as-of", "yesterday").returncode == 2
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty", "check").returncode == 3


def test_any_folder_may_be_checked(village: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk" / "fountains"
    folder.mkdir(parents=True)
    (folder / "datapackage.yaml").write_text("name: fountains\ntitle: 喷泉\nresources:\n- name: f\n  path: f.csv\n")
    code, report = check(village, str(folder))
    assert code == 1
    assert [p["name"] for p in report["packages"]] == ["fountains"]
    assert "F102" in [p["code"] for p in report["problems"]]


Break = Callable[[Path], Any]


def replaced(name: str, old: str, new: str) -> Break:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


DATA, DESCRIPTION = f"data/{CENSUS}.csv", "datapackage.yaml"
TEN: dict[str, tuple[Break, str | None]] = {
    "unreadable description": (replaced(DESCRIPTION, "title:", "title: ["), DESCRIPTION),
    "missing file": (lambda f: (f / DATA).unlink(), DESCRIPTION),
    "text in a column of numbers": (replaced(DATA, "662030", "many"), DATA),
    "a row too short": (replaced(DATA, "310101,", "310101"), DATA),
    "another header": (replaced(DATA, "code", "Code"), DATA),
    "a key twice": (replaced(DATA, "310104", "310101"), DATA),
    "a key that points nowhere": (replaced(DATA, "310104", "999999"), DATA),
    "a path outside": (replaced(DESCRIPTION, f"path: {DATA}", "path: ../../metadata.yml"), DESCRIPTION),
    "a remote path": (replaced(DESCRIPTION, f"path: {DATA}", "path: https://example.org/x.csv"), DESCRIPTION),
    "another encoding": (
        lambda f: (f / DATA).write_bytes((f / DATA).read_text("utf-8").replace("Huangpu", "黄浦").encode("gb18030")),
        DATA,
    ),
}


@pytest.mark.parametrize("name", TEN)
def test_broken_in_ten_ways(village: Path, name: str) -> None:
    broken, file = TEN[name]
    broken(village / "datasets" / CENSUS)
    code, report = check(village)
    errors = [p for p in report["problems"] if p["level"] == "error"]
    assert code == 1 and report["verdict"] == "closed" and errors
    first = errors[0]
    assert first["package"] == CENSUS and first["file"] == file
    for lang in ("zh", "en"):
        assert first["message"][lang] and first["fix"][lang]
    if file == DATA and name != "another encoding":
        assert first["row"] is not None
    assert len({p["package"] for p in errors}) == 1, "only the broken one is closed"


def test_all_problems_of_a_run_are_in_one_report(village: Path) -> None:
    folder = village / "datasets" / CENSUS
    replaced(DATA, "662030", "many")(folder)
    replaced(DATA, "1113078", "-")(folder)
    replaced(DESCRIPTION, "version:", "version: [2026]\nx-version:")(folder)
    replaced("../solar-terms/datapackage.yaml", "languages: [zh-Hans, en]", "languages: zh")(folder)
    _, report = check(village)
    errors = [p for p in report["problems"] if p["level"] == "error"]
    assert [(p["package"], p["code"], p["cell"]) for p in errors] == [
        (CENSUS, "S301", "D2"),
        (CENSUS, "S301", "D3"),
        (CENSUS, "D104", None),
        ("solar-terms", "D104", None),
    ]


def test_new_drafts_a_package_that_is_read(village: Path, tmp_path: Path) -> None:
    table = tmp_path / "公共厕所.csv"
    table.write_bytes(
        "编号,名称,经度,开放日期\n001,人民广场,121.47,2021-03-01\n002,外滩,121.49,2022-05-06\n".encode("gb18030")
    )
    done = run(village, "new", str(table), "--lang", "zh")
    assert done.returncode == 0, done.stderr
    folder = village / "datasets" / "gong-gong-ce-suo"
    text = (folder / "datapackage.yaml").read_text(encoding="utf-8")
    assert "urn:uuid:" in text and (folder / "entry.xlsx").is_file()
    _, report = check(village, "gong-gong-ce-suo")
    assert {p["code"] for p in report["problems"] if p["level"] == "error"} == {"C113", "C202"}
    kinds = [(f["name"], f["type"]) for f in yaml.safe_load(text)["resources"][0]["schema"]["fields"]]
    assert kinds == [
        ("bian_hao", "string"),
        ("ming_cheng", "string"),
        ("longitude", "number"),
        ("kai_fang_ri_qi", "date"),
    ]
    assert run(village, "new", str(table)).returncode == 2


def test_a_report_is_kept_beside_what_is_said(village: Path, tmp_path: Path) -> None:
    book, text = tmp_path / "new" / "问题.xlsx", tmp_path / "comment.md"
    done = run(village, "check", "--lang", "zh", "--as-of", AS_OF.isoformat(), "--save", str(book), "--save", str(text))
    assert done.returncode == 0 and "都可以发布" in done.stdout
    assert book.read_bytes().startswith(b"PK") and "## 可以发布" in text.read_text(encoding="utf-8")
    assert run(village, "check", "--save", str(tmp_path / "x.poem")).returncode == 2
