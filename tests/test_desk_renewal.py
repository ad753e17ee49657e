"""The second way over the desk: new data for a dataset that is there, from the file to the zip or the branch."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from publish import desk
from publish.pipeline import Plan, check
from publish.problems import Verdict
from tests.conftest import AS_OF, make_portal
from tests.offices import Rows, book

HERE = "http://127.0.0.1:8000"
NAME = "census-2020-districts"
DATA = f"data/{NAME}.csv"
COUNT = 3  # the column of the population


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_portal(tmp_path_factory.mktemp("repository") / "portal", (NAME, "administrative-divisions"))
    for arguments in (
        ("init", "--quiet", "--initial-branch", "main"), ("config", "user.name", "统计局"),
        ("config", "user.email", "opendata@example.org"), ("add", "--all"), ("commit", "--quiet", "--message", "first"),
    ):  # fmt: skip
        git(folder, *arguments)
    return folder


@pytest.fixture(scope="module")
def client(portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    made = desk.app(Plan(portal, portal / "output", AS_OF), tmp_path_factory.mktemp("room"))
    with TestClient(made, base_url=HERE, headers={"origin": HERE}) as opened:
        yield opened


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def rows(portal: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO((portal / "datasets" / NAME / DATA).read_text(encoding="utf-8"))))


def sheet(
    portal: Path, change: dict[tuple[int, int], str], headings: dict[int, str], more: Sequence[str] = ()
) -> bytes:
    """The dataset's own table as a workbook, with cells and headings changed and a column added."""
    made: Rows = [["各区人口"], *rows(portal)]
    for (row, column), said in change.items():
        made[row][column] = said  # type: ignore[index]
    for column, said in headings.items():
        made[1][column] = said  # type: ignore[index]
    for row, said in enumerate(more, 1):
        made[row].append(said)  # type: ignore[attr-defined]
    return book({"人口": made})


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', str(client.get("/desk/renew/").text))
    assert found
    return found[1]


def hand_in(client: TestClient, content: bytes, dataset: str = NAME, lang: str = "") -> Any:
    sent = {"files": ("人口.xlsx", content)}
    data = {"token": token(client), "dataset": dataset}
    answer: Any = client.post(f"/desk/{lang}renew/", data=data, files=sent)
    return answer


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", str(answer.text))))


def renewed(client: TestClient, content: bytes, **form: str) -> Any:
    """The page of changes, or whatever stands in its way."""
    answer = hand_in(client, content)
    assert answer.url.path.endswith("/columns"), text(answer)
    days = dict(re.findall(r'id="(start|end)"[^>]*?value="([^"]*)"', answer.text))
    sent: Any = client.post(answer.url.path, data={"token": token(client), **days, **form})
    return sent


def folder_of(answer: Any) -> str:
    return str(answer.url.path).rpartition("/")[0]


def zipped(client: TestClient, answer: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get(f"{folder_of(answer)}/{NAME}.zip").content))


def test_a_dataset_is_chosen_and_its_new_data_are_told_in_a_sentence(client, portal, tmp_path):
    assert f'<option value="{NAME}" selected>' in client.get(f"/desk/renew/?dataset={NAME}").text
    value = rows(portal)[1][COUNT]
    answer = renewed(client, sheet(portal, {(2, COUNT): str(int(value) + 1)}, {}))
    assert answer.url.path.endswith("/changes"), text(answer)
    assert "新增 0 行，修改 1 行，删除 0 行。" in text(answer)
    assert re.search(rf"<del>{value}</del>\s*<ins>{int(value) + 1}</ins>", answer.text)
    assert "可以发布" in text(answer), text(answer)
    page = client.get(re.search(r'<iframe[^>]*src="([^"]+)"', answer.text)[1])  # type: ignore[index]
    assert f"{int(value) + 1}" in page.text.replace(",", "")
    workbook = client.get(f"{folder_of(answer)}/differences.xlsx")
    assert workbook.content.startswith(b"PK")
    place = make_portal(tmp_path / "portal", ("administrative-divisions",))
    with zipped(client, answer) as archive:
        archive.extractall(place / "datasets")
    report = check(Plan(place, place / "output", AS_OF), frozenset({NAME}))
    assert report.verdict is Verdict.OPEN, [p.message["zh"] for p in report.problems]
    before, after = ((p / "datasets" / NAME / "history.csv").read_text(encoding="utf-8") for p in (portal, place))
    assert after.count("\n") == before.count("\n") + 1 and "修改 1 行" in after.splitlines()[-1]


def test_columns_that_are_not_known_are_asked_for(client, portal):
    many = ["备用", *(f"x{n}" for n in range(len(rows(portal)) - 1))]
    content = sheet(portal, {(2, COUNT): "1"}, {COUNT: "甲乙丙"}, many)
    answer = renewed(client, content)
    assert answer.url.path.endswith("/columns") and "请选择" in text(answer)
    fields = dict(re.findall(r'<label for="(d-0-\d)">[^<]*列：([^<]+?) ?<', answer.text))
    assert sorted(fields.values()) == ["备用", "甲乙丙"], fields
    for anchor in re.findall(r'<li><a href="#([^"]+)">', answer.text):
        assert f'id="{anchor}"' in answer.text and f'id="{anchor}-wrong"' in answer.text
    assert "--" not in text(answer).replace("—", "")  # no option of a command
    by_heading = {heading: field for field, heading in fields.items()}
    name = rows(portal)[0][COUNT]
    form = {"token": token(client), by_heading["甲乙丙"]: f"is:{name}", by_heading["备用"]: "left"}
    done = client.post(answer.url.path, data=form)
    assert done.url.path.endswith("/changes"), text(done)
    assert "修改 1 行" in text(done) and "新增列" not in text(done)
    form[by_heading["备用"]] = "fresh"
    done = client.post(answer.url.path, data=form)
    assert "新增列：备用" in text(done) or "新增列" in text(done), text(done)
    form[by_heading["备用"]] = f"is:{name}"
    twice = client.post(answer.url.path, data=form)
    assert twice.status_code == 422 and "只能有一列是" in text(twice)


def test_a_missing_column_is_said_without_words_of_a_command(client, portal):
    made = [["各区人口"], *([*row[:COUNT], *row[COUNT + 1 :]] for row in rows(portal))]
    for lang, said in (("en/", "put it back"), ("", "请在原表里补上")):
        answer = hand_in(client, book({"人口": made}), lang=lang)
        assert answer.url.path.endswith("/columns")
        assert "--rename" not in answer.text and said in answer.text
    assert client.get(f"{folder_of(answer)}/changes").url.path.endswith("/columns")
    assert client.get(f"{folder_of(answer)}/{NAME}.zip").status_code == 404


def test_the_same_data_again_change_nothing(client, portal):
    answer = renewed(client, sheet(portal, {}, {}))
    assert "没有变化" in text(answer)


def test_data_that_do_not_pass_stay_out_and_are_told_by_their_cell(client, portal):
    answer = renewed(client, sheet(portal, {(3, 0): rows(portal)[1][0]}, {}))
    assert answer.url.path.endswith("/changes"), text(answer)
    assert "还不能发布" in text(answer) and "门户上还是原来的数据" in text(answer)
    assert "人口.xlsx" in text(answer) and "A4" in text(answer)


def test_the_period_is_checked(client, portal):
    content = sheet(portal, {(2, COUNT): "1"}, {})
    wrong = renewed(client, content, start="2021-01-01", end="2020-01-01")
    assert wrong.status_code == 422 and "截止日期比开始日期早" in text(wrong)
    right = renewed(client, content, start="2020-11-01", end="2020-11-30", note="订正一个区", note_en="One corrected")
    assert "2020-11-01 / 2020-11-30" in text(right)
    with zipped(client, right) as archive:
        history = archive.read(f"{NAME}/history.csv").decode()
    assert "订正一个区" in history and "One corrected" in history


def test_a_branch_holds_the_new_data_and_the_folder_stays(client, portal):
    answer = renewed(client, sheet(portal, {(2, COUNT): "7"}, {}))
    before = git(portal, "status", "--porcelain"), git(portal, "rev-parse", "HEAD")
    done = client.post(f"{folder_of(answer)}/take", data={"token": token(client)})
    assert f"已经放进分支 desk/{NAME}" in text(done)
    assert (git(portal, "status", "--porcelain"), git(portal, "rev-parse", "HEAD")) == before
    changed = git(portal, "diff", "--name-only", "main", f"desk/{NAME}").split()
    assert [c.removeprefix(f"datasets/{NAME}/") for c in changed] == [DATA, "datapackage.yaml", "history.csv"]
    assert git(portal, "log", "-1", "--format=%s", f"desk/{NAME}").startswith("更新数据：")


def test_wrong_turns(client, portal):
    assert "没有选数据集" in text(hand_in(client, sheet(portal, {}, {}), dataset="not-there"))
    assert hand_in(client, b"no table").status_code == 422
    assert client.get("/desk/renew/nothing/columns").status_code == 404
    drafted = client.post(
        "/desk/", data={"token": token(client)}, files={"files": ("a.csv", "名称,值\n甲,1\n乙,2\n".encode())}
    )
    assert client.get(drafted.url.path.replace("/desk/", "/desk/renew/").replace("table", "columns")).status_code == 404
    answer = renewed(client, sheet(portal, {(2, COUNT): "9"}, {}), then="turn")
    assert answer.url.path.startswith("/desk/en/renew/") and '<html lang="en">' in answer.text
