"""The desk without a browser: each step, who is refused, what is taken along, and what stays untouched."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from publish import desk, pipeline
from publish.desk import ask, look
from publish.desk.words import LANGUAGES, option, words
from publish.desk.work import Work, described, files
from publish.draft import make
from publish.model import Portal, Text
from publish.pipeline import Plan, check
from publish.problems import Exit, PublishError, Verdict
from publish.questions import asked, lists
from publish.read import read_only_registers
from tests import offices
from tests.conftest import AS_OF, ROOT, make_portal

HERE = "http://127.0.0.1:8000"
PORTAL = Portal("test", Text((("zh-Hans", "测试"), ("en", "Test"))), licence="CC-BY-4.0", region="310000")
TOILETS = "名称,地址,面积（平方米）,启用日期\n东门,人民路1号,23,2020-01-02\n西门,人民路2号,30,2021-03-04\n".encode()
PRIVATE = "名称,联系人手机\n东门,13812345678\n西门,13987654321\n".encode()
ANSWERS = {
    "title": "公共厕所", "title@en": "Public toilets", "name": "public-toilets-desk",
    "description": "全市对外开放的公共厕所，一行一座。", "description@en": "Public toilets, one row each.",
    "keywords": "环卫、公厕", "keywords@en": "sanitation, toilets",
    "catalogue/provider": "", "catalogue/topic": "", "catalogue/frequency": "monthly", "catalogue/level": "",
    "catalogue/code": "307310/009123", "catalogue/secret": "false",
    "catalogue/opening/type": "unconditional", "catalogue/sharing/type": "unconditional", "catalogue/status": "live",
    "licenses/0/name": "CC-BY-4.0", "privacy/unit": "facility", "catalogue/issued": "2026-11-03",
    "catalogue/modified": "2026-11-03", "catalogue/spatial": "310000",
    "catalogue/contact/name": "市容管理处", "catalogue/contact/name@en": "Sanitation Division",
    "catalogue/contact/phone": "021-23110000", "catalogue/contact/email": "opendata@example.org",
    "version": "2026.11.0",
}  # fmt: skip


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal in a git repository, in a folder below its root."""
    top = tmp_path_factory.mktemp("repository")
    folder = make_portal(top / "portal", ("census-2020-districts",))
    git(top, "init", "--quiet", "--initial-branch", "main")
    git(top, "config", "user.name", "城市数据中心")
    git(top, "config", "user.email", "opendata@example.org")
    (top / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "first")
    (folder / "metadata.yml").write_bytes((folder / "metadata.yml").read_bytes() + b"# being edited\n")
    (top / "staged.txt").write_text("staged\n", encoding="utf-8")
    git(top, "add", "staged.txt")
    return folder


@pytest.fixture(scope="module")
def client(portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    plan = Plan(portal, portal / "output", AS_OF)
    made = desk.app(plan, tmp_path_factory.mktemp("room"))
    with TestClient(made, base_url=HERE, headers={"origin": HERE}) as opened:
        yield opened


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def state(folder: Path) -> tuple[str, ...]:
    """Everything that git knows of the place one works in, and every file but those of .git."""
    said = ("rev-parse", "HEAD"), ("symbolic-ref", "HEAD"), ("status", "--porcelain=v2", "--ignored"), ("diff",)
    known = [git(folder.parent, *arguments) for arguments in said]
    kept = (p for p in sorted(folder.parent.rglob("*")) if p.is_file() and ".git" not in p.parts)
    index = (folder.parent / ".git" / "index").read_bytes().hex()
    return (*known, index, *(f"{p} {p.stat().st_mtime_ns} {p.stat().st_size}" for p in kept))


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', str(client.get("/desk/").text))
    assert found
    return found[1]


def hand_in(client: TestClient, name: str = "公厕.csv", content: bytes = TOILETS, lang: str = "") -> Any:
    sent = {"files": (name, content)}
    answer: Any = client.post(f"/desk/{lang}", data={"token": token(client)}, files=sent)
    return answer


def draft_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.url.path).split("/")[-2]


def answers(**other: str) -> dict[str, str]:
    """The form, filled; registers give the first of what they hold."""
    registers = read_only_registers(ROOT, PORTAL)
    said = {}
    for question in asked("dataset"):
        answer = other.get(question.key, ANSWERS.get(question.key, ""))
        if question.key in ANSWERS and not answer and question.choices:
            answer = next(iter(ask.choices(question, registers, "zh")))
        said[ask.field(question.key)] = answer
    return said


def finished(client: TestClient, content: bytes = TOILETS, **other: str) -> str:
    """A draft that went through the first three steps."""
    draft = draft_of(hand_in(client, content=content))
    ours = {"token": token(client)}
    client.post(f"/desk/{draft}/table", data={**ours, **{f"c-0-{n}-english": f"Column {n}" for n in range(4)}})
    answer = client.post(f"/desk/{draft}/questions", data={**ours, **answers(**other)})
    assert answer.url.path == f"/desk/{draft}/result", answer.text
    return draft


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", str(answer.text))))


# --- the steps ------------------------------------------------------------------------------------------------------


def test_a_table_is_handed_in_and_shown_as_it_was_understood(client):
    answer = hand_in(client)
    assert answer.url.path.endswith("/table")
    said = text(answer)
    for part in ("2 行，4 列", "东门", "人民路1号", "A 列：名称", "C 列：面积"):
        assert part in said, part
    assert 'value="平方米"' in answer.text
    assert re.search(r'<option value="date" selected>日期', answer.text)


def test_what_is_corrected_is_what_is_written(client):
    draft = draft_of(hand_in(client))
    form = {"token": token(client), "c-0-0-title": "厕所名称", "c-0-0-english": "Toilet", "c-0-2-unit": "m²",
            "c-0-2-description": "使用面积。", "c-0-3-type": "string", "c-0-1-left-out": "yes"}  # fmt: skip
    client.post(f"/desk/{draft}/table", data=form)
    again = client.get(f"/desk/{draft}/table").text
    assert 'value="厕所名称"' in again and 'value="m²"' in again and 'value="使用面积。"' in again
    with zipped(client, draft) as archive:
        name = archive.namelist()[0].partition("/")[0]
        record = archive.read(f"{name}/datapackage.yaml").decode()
        rows = next(archive.read(n).decode() for n in archive.namelist() if n.endswith(".csv") and "data/" in n)
    assert "厕所名称" in record and "title@en: Toilet" in record and "使用面积。" in record
    assert "drafted" not in record
    assert "人民路" not in rows and rows.splitlines()[0].count(",") == 2


def test_leaving_out_every_column_is_refused(client):
    draft = draft_of(hand_in(client))
    form = {"token": token(client), **{f"c-0-{n}-left-out": "yes" for n in range(4)}}
    assert "请至少留下一列" in text(client.post(f"/desk/{draft}/table", data=form))
    assert client.get(f"/desk/{draft}/take").url.path.endswith("/table")


def test_what_is_missing_leads_to_its_field(client):
    draft = draft_of(hand_in(client))
    answer = client.post(f"/desk/{draft}/questions", data={"token": token(client), ask.field("name"): "not/a name"})
    assert answer.url.path.endswith("/questions")
    listed = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert "q-title" in listed and "q-name" in listed and "q-catalogue-secret" in listed
    for anchor in listed:
        assert re.search(rf'<(input|select|textarea) id="{anchor}"[^>]*aria-invalid="true"', answer.text), anchor
        assert f'aria-describedby="{anchor}-wrong' in answer.text and f'id="{anchor}-wrong"' in answer.text


@pytest.mark.parametrize("tongue", ["", "en/"])
def test_the_verdict_speaks_to_somebody_who_knows_excel_alone(client, tongue):
    """No key of a description, no file nobody at the desk has seen; and each problem leads to where it is mended."""
    rows = "年龄,性别,地址\n" + "".join(f"{30 + n},男,人民路{n}号\n" for n in range(9))
    draft = draft_of(hand_in(client, content=rows.encode()))
    said = {"token": token(client), **answers()}
    said[ask.field("privacy/unit")] = "individual"
    said[ask.field("catalogue/issued")] = ""
    client.post(f"/desk/{draft}/questions", data=said)
    shown = client.get(f"/desk/{tongue}{draft}/result")
    told = text(shown).partition("Open by itself")[0].partition("单独打开")[0]
    assert ("合起来能认出人的列" if not tongue else "Columns that may identify together") in told
    assert "data/" not in told
    assert re.findall(r"[a-z]+_[a-z]+|\w+@\w+|\b\w+\.(?:ya?ml|json)\b|\w+\.\w+\.\w+", told) == []
    assert f'/questions#{ask.field("privacy/quasi_identifiers")}"' in shown.text


def test_a_name_that_is_taken_is_said(client):
    draft = draft_of(hand_in(client))
    data = {"token": token(client), **answers(name="census-2020-districts")}
    assert "已经有一个数据集叫" in text(client.post(f"/desk/{draft}/questions", data=data))


def test_the_verdict_stands_first_and_the_page_is_shown(client):
    draft = finished(client)
    answer = client.get(f"/desk/{draft}/result")
    assert re.search(r"<h1>可以发布</h1>", answer.text), text(answer)
    for tag, heading in (("zh-Hans", "公共厕所"), ("en", "Public toilets")):
        page = client.get(f"/desk/{draft}/page/{tag}")
        assert f"<h1>{heading}</h1>" in page.text
        assert "人民路1号" in page.text
        assert "sandbox" in page.headers["content-security-policy"]
        static = re.search(r'<link rel="stylesheet" href="([^"]+)"', page.text)
        assert static and client.get(static[1]).status_code == 200


def test_the_page_shown_is_the_page_that_is_published(client, tmp_path):
    draft = finished(client)
    shown = client.get(f"/desk/{draft}/page/zh-Hans").content
    folder = make_portal(tmp_path / "portal", ())
    with zipped(client, draft) as archive:
        archive.extractall(folder / "datasets")
    plan = Plan(folder, folder / "output", AS_OF)
    built = pipeline.build(plan)
    assert (built.release.site / "dataset" / ANSWERS["name"] / "index.html").read_bytes() == shown


def test_a_problem_says_the_cell_of_the_table_that_was_handed_in(client):
    content = "附表1\n名称,面积\n东门,23\n西门,约三十\n".encode()
    draft = draft_of(hand_in(client, "面积.csv", content))
    client.post(f"/desk/{draft}/table", data={"token": token(client), "c-0-1-type": "number"})
    client.post(f"/desk/{draft}/questions", data={"token": token(client), **answers()})
    answer = client.get(f"/desk/{draft}/result")
    assert "<h1>还不能发布</h1>" in answer.text
    assert "面积.csv · B4" in text(answer)
    assert f'href="/desk/{draft}/table#c-0-1"' in answer.text


def test_the_language_changes_where_one_is_and_keeps_what_was_typed(client):
    draft = draft_of(hand_in(client))
    form = {"token": token(client), "then": "turn", ask.field("title"): "公共厕所"}
    answer = client.post(f"/desk/{draft}/questions", data=form)
    assert answer.url.path == f"/desk/en/{draft}/questions"
    assert '<html lang="en">' in answer.text and 'value="公共厕所"' in answer.text


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 200),
        ("网页.xls", b"<html><script>alert(1)</script></html>"),
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ("../../etc/<b>x</b>.csv", b"one line only"),
    ],
)
def test_a_file_that_is_no_table_is_said_and_nothing_is_run(client, lang, name, content):
    answer = hand_in(client, name, content, lang)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "<script>alert" not in answer.text and "<b>x" not in answer.text and "etc/" not in answer.text


def test_a_cell_that_looks_like_markup_is_text(client):
    answer = hand_in(client, content="名称,值\n<script>alert(1)</script>,1\n乙,2\n".encode())
    assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text


def test_every_office_table_can_be_handed_in(client):
    made = [m for n in dir(offices) if callable(m := getattr(offices, n)) and m.__module__ == "tests.offices"]
    tables = [m for m in made if not m.__name__.startswith("_") and not m.__code__.co_argcount]
    assert len(tables) > 15
    for office in tables:
        name, content = office()
        assert hand_in(client, name, content).url.path.endswith("/table"), name


# --- what is taken along --------------------------------------------------------------------------------------------


def zipped(client: TestClient, draft: str) -> zipfile.ZipFile:
    address = re.search(rf'href="(/desk/{draft}/[^"]+\.zip)"', client.get(f"/desk/{draft}/take").text)
    assert address
    answer = client.get(address[1])
    assert answer.headers["content-type"] == "application/zip"
    assert answer.content == client.get(address[1]).content
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_the_zip_passes_the_gate_and_holds_nothing_else(client, tmp_path):
    draft = finished(client)
    folder = make_portal(tmp_path / "portal", ())
    with zipped(client, draft) as archive:
        names = [n.partition("/")[2] for n in archive.namelist()]
        archive.extractall(folder / "datasets")
    assert sorted(names) == ["data/gong-ce.csv", "datapackage.yaml", "history.csv"]
    report = check(Plan(folder, folder / "output", AS_OF), frozenset({ANSWERS["name"]}))
    assert report.verdict is Verdict.OPEN, [p.message["zh"] for p in report.problems]
    assert not [p for p in report.problems if p.level != "note"], [p.message["zh"] for p in report.problems]


def test_nothing_is_written_into_the_repository_before_it_is_asked_for(client, portal):
    before = state(portal)
    draft = finished(client)
    client.get(f"/desk/{draft}/result")
    zipped(client, draft).close()
    assert state(portal) == before


def test_a_commit_is_made_on_a_branch_of_its_own_and_nothing_else_moves(client, portal):
    before = state(portal)
    draft = finished(client)
    answers_ = [client.post(f"/desk/{draft}/take", data={"token": token(client)}) for _ in range(2)]
    assert state(portal) == before
    branches = [f"desk/{ANSWERS['name']}", f"desk/{ANSWERS['name']}-2"]
    for branch, answer in zip(branches, answers_, strict=True):
        assert f"已经放进分支 {branch}" in text(answer)
        changed = git(portal.parent, "diff", "--name-status", "HEAD", branch).split()
        where = f"portal/datasets/{ANSWERS['name']}"
        assert changed == [
            "A",
            f"{where}/data/gong-ce.csv",
            "A",
            f"{where}/datapackage.yaml",
            "A",
            f"{where}/history.csv",
        ]
        assert git(portal.parent, "rev-parse", f"{branch}^") == git(portal.parent, "rev-parse", "HEAD")
        assert git(portal.parent, "log", "-1", "--format=%an <%ae> %s", branch).strip() == (
            "城市数据中心 <opendata@example.org> 新增数据集：公共厕所"
        )
    with zipped(client, draft) as archive:
        data = archive.read(f"{ANSWERS['name']}/data/gong-ce.csv").decode()
    assert git(portal.parent, "show", f"{branches[0]}:{where}/data/gong-ce.csv") == data


def test_what_is_private_may_be_taken_along_but_not_committed(client, portal):
    draft = finished(client, PRIVATE, name="phones-of-keepers")
    result = client.get(f"/desk/{draft}/result")
    assert "不能公开" in text(result)
    taking = client.get(f"/desk/{draft}/take")
    assert "不能放进分支" in text(taking) and "<form" not in taking.text
    zipped(client, draft).close()
    answer = client.post(f"/desk/{draft}/take", data={"token": token(client)})
    assert answer.status_code == 422 and "不能放进分支" in text(answer)
    assert git(portal.parent, "branch", "--list", "desk/phones*") == ""
    assert "13812345678" not in result.text + taking.text


def test_without_an_author_in_git_the_page_asks_for_one(client, portal, monkeypatch):
    draft = finished(client, name="toilets-by-hand")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for key in ("name", "email"):
        git(portal.parent, "config", "--unset", f"user.{key}")
    try:
        ours = {"token": token(client)}
        assert 'id="author"' in client.get(f"/desk/{draft}/take").text
        assert client.post(f"/desk/{draft}/take", data=ours).status_code == 422
        done = client.post(f"/desk/{draft}/take", data={**ours, "author": "环卫处", "email": "hw@example.org"})
        assert "desk/toilets-by-hand" in text(done)
        assert git(portal.parent, "log", "-1", "--format=%an %ce", "desk/toilets-by-hand").split() == [
            "环卫处",
            "hw@example.org",
        ]
    finally:
        git(portal.parent, "config", "user.name", "城市数据中心")
        git(portal.parent, "config", "user.email", "opendata@example.org")


def test_without_a_repository_there_is_only_the_zip(tmp_path):
    folder = make_portal(tmp_path / "portal", ())
    (tmp_path / "room").mkdir()
    made = desk.app(Plan(folder, folder / "output", AS_OF), tmp_path / "room")
    with TestClient(made, base_url=HERE, headers={"origin": HERE}) as opened:
        taking = opened.get(f"/desk/{finished(opened)}/take")
    assert ".zip" in taking.text and "新分支" not in text(taking)


# --- who is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8000", "192.168.1.7:8000", "", "[::1", "a@b:c"]
)
def test_another_host_is_refused(client, host):
    assert client.get("/desk/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9", "[::1]:8000", "LOCALHOST"])
def test_this_computer_is_answered(client, host):
    assert client.get("/desk/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:8000", "http://127.0.0.1:9"])
def test_a_form_from_another_page_is_refused(client, origin):
    data, sent = {"token": token(client)}, {"files": ("a.csv", TOILETS)}
    assert client.post("/desk/", data=data, files=sent, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("wrong", ["", "guessed", "令牌"])
def test_a_form_without_the_token_of_this_run_is_refused(client, wrong):
    assert client.post("/desk/", data={"token": wrong}, files={"files": ("a.csv", TOILETS)}).status_code == 403
    draft = finished(client)
    for step in ("table", "questions", "take"):
        assert client.post(f"/desk/{draft}/{step}", data={"token": wrong}).status_code == 403, step


def test_what_is_larger_than_the_portal_allows_is_not_even_read(portal, tmp_path):
    folder = make_portal(tmp_path / "portal", ())
    record = folder / "metadata.yml"
    limits = (
        record.read_text(encoding="utf-8")
        .replace("limits: ", "limits: ")
        .replace("  csv_rows:", "  file_bytes: 20000\n  csv_rows:", 1)
    )
    record.write_text(limits, encoding="utf-8")
    (tmp_path / "room").mkdir()
    with TestClient(
        desk.app(Plan(folder, folder / "output", AS_OF), tmp_path / "room"), base_url=HERE, headers={"origin": HERE}
    ) as opened:
        answer = hand_in(opened, content=TOILETS * 1_000)
        assert answer.status_code == 413 and "20 KB" in answer.text
        assert hand_in(opened).status_code == 200


def test_a_form_of_unknown_length_is_refused(client):
    assert client.post("/desk/", content=iter([b"token=x"])).status_code == 411


@pytest.mark.parametrize(
    "path", ["/desk/nowhere/table", "/desk/static/../words.toml", "/metadata.yml", "/desk/x/y.zip"]
)
def test_what_is_not_there_is_said_and_no_file_can_be_asked_for(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and "没有这个页面" in answer.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "portal.example"])
def test_it_opens_for_this_computer_only(portal, host):
    with pytest.raises(PublishError) as stopped:
        desk.run(Plan(portal, portal / "output", AS_OF), host, 0, lambda: None)
    assert stopped.value.code is Exit.USAGE


def test_every_answer_is_guarded(client):
    for path in ("/desk/", "/desk/nowhere/table", "/desk/static/desk.css"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


# --- words and forms ------------------------------------------------------------------------------------------------


def test_every_choice_and_message_is_said_in_both_languages():
    for name, items in lists().items():
        if name in ("marks", "drafted"):
            continue
        for _, code in items:
            assert option("en", name, code).isascii(), (name, code)
    for key, said in words().items():
        assert all(said[lang] for lang in LANGUAGES), key
        blanks = [sorted(re.findall(r"\{\w+\}", said[lang])) for lang in LANGUAGES]
        assert blanks[0] == blanks[1], key


def test_every_question_is_asked_once():
    registers = read_only_registers(ROOT, PORTAL)
    work = Work.of(make([("公厕.csv", TOILETS)], PORTAL, registers))
    shown = [q.key for group in ask.groups(work, registers, "zh", {}) for q in group.questions]
    assert sorted(shown) == sorted(q.key for q in asked("dataset") if q.key != "id")


def test_an_answer_is_written_as_a_description_holds_it():
    registers = read_only_registers(ROOT, PORTAL)
    work = Work.of(make([("公厕.csv", TOILETS)], PORTAL, registers))
    work = ask.answered(work, answers())
    record = described(look.corrections(work, {}), PORTAL)
    assert record["keywords"] == ["环卫", "公厕"] and record["catalogue"]["secret"] is False
    assert record["licenses"][0]["name"] == "CC-BY-4.0" and record["id"] == work.draft.id
    assert files(work, PORTAL) == files(work, PORTAL)
