"""Lighthouse: everything there is to get for accessibility, best practice and being found; 95 and more for speed.

Speed is measured on a machine that does other things too, so the best of a few runs counts; the rest has to hold each
time. ``tests/system-packages`` installs Lighthouse.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import FLAGS, NAMES
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.alone]

STRICT = ("accessibility", "best-practices", "seo")
SPEED, RUNS = 0.95, 3


def lighthouse() -> list[str]:
    """The command, up to the address."""
    installer = ROOT / "tests" / "system-packages"
    folder = subprocess.run([str(installer), "--lighthouse"], capture_output=True, text=True, check=True).stdout.strip()
    program, node = Path(folder, "node_modules", "lighthouse", "cli", "index.js"), shutil.which("node")
    if node is None or not program.is_file():
        pytest.fail(f"Lighthouse is missing: run {installer.relative_to(ROOT)}, which says what it needs.")
    return [node, str(program)]


def measured(address: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says of a page, as a telephone of the middle sort sees it."""
    chromium = next(filter(None, map(shutil.which, NAMES)), "")
    report = folder / "report.json"
    command = [*lighthouse(), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--only-categories=performance," + ",".join(STRICT), f"--chrome-flags={' '.join(FLAGS)}"]
    ended = subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return said


def short_of(said: dict[str, Any], category: str) -> list[str]:
    """The audits that cost a category points."""
    audits = {a["id"]: said["audits"][a["id"]] for a in said["categories"][category]["auditRefs"] if a["weight"]}
    return [f"{name}: {a['title']}" for name, a in audits.items() if a["score"] is not None and a["score"] < 1]


@pytest.mark.parametrize("path", ["/", "/en/datasets/", "/dataset/census-2020-districts/"])
def test_nothing_is_left_to_wish_for(portal_url, tmp_path, path):
    speeds = []
    for _ in range(RUNS):
        said = measured(portal_url + path, tmp_path)
        assert said["finalDisplayedUrl"] == portal_url + path
        assert {c: short_of(said, c) for c in STRICT if said["categories"][c]["score"] < 1} == {}
        speeds.append(said["categories"]["performance"]["score"])
        if speeds[-1] >= SPEED:
            return
    pytest.fail(f"{path}: {speeds}, {short_of(said, 'performance')}")
