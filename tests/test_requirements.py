"""The register of what the regulations ask: what it says of itself is so."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "datasets" / "requirements"
ROWS = list(csv.DictReader((REGISTER / "data" / "requirements.csv").read_text(encoding="utf-8").splitlines()))


def test_the_counts_in_its_description_are_those_of_its_rows():
    said = yaml.safe_load((REGISTER / "datapackage.yaml").read_text(encoding="utf-8"))
    count = Counter(row["status"] for row in ROWS)
    assert (
        f"已满足 {count['met']} 项，部分满足 {count['partly']} 项，尚未满足 {count['not-yet']} 项"
        in said["description"]
    )
    assert f"{count['met']} met, {count['partly']} partly, {count['not-yet']} not yet" in said["description@en"]


def test_what_it_points_at_in_the_repository_is_there():
    files = [row["where"] for row in ROWS if row["where"] and not row["where"].startswith("/")]
    assert [path for path in files if not (ROOT / path).exists()] == []


def test_what_is_not_met_points_nowhere_as_proof():
    assert [row["code"] for row in ROWS if row["status"] == "met" and not row["where"]] == []
