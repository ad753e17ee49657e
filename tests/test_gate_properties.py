"""What files hold beside what they show: hidden sheets, properties, comments, pages, EXIF, members of archives."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from publish.gate.files.inside import looked
from publish.gate.files.spread import MOST, spread
from publish.model import Package, SourceFile, Text
from publish.problems import Problem
from tests import papers
from tests.papers import IDENTITY, MOBILE
from tests.test_gate_hostile import judged


def found(folder: Path, files: dict[str, bytes], families: tuple[str, ...] = ("P", "F5")) -> list[Problem]:
    """The problems of a package whose resources are these files."""
    for name, content in files.items():
        papers.write(folder / "x", name, content)
    resources = [{"name": f"r{number}", "path": name} for number, name in enumerate(files)]
    described = json.dumps({"name": "x", "title": "t", "resources": resources})
    papers.write(folder / "x", "datapackage.json", described.encode())
    problems = [p for p in judged(folder / "x", folder / "cache")[2] if p.code.startswith(families)]
    assert not any(value in str(p) for p in problems for value in (IDENTITY[:8], MOBILE[:6], "张伟"))
    return problems


def told(problems: list[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(p.code, p.sheet, p.cell) for p in problems]


# --- workbooks ----------------------------------------------------------------------------------------------------


def test_a_sheet_that_is_no_resource_is_looked_through(tmp_path: Path) -> None:
    book = papers.workbook(sheets={"登记": [["姓名", "证件"], ["张三", IDENTITY]], "空": []}, hidden=("登记", "空"))
    assert told(found(tmp_path, {"a.xlsx": book})) == [("P801", "登记", None), ("P102", "登记", "B2")]
    (number,) = (p for p in found(tmp_path / "again", {"a.xlsx": book}) if p.code == "P102")
    assert number.row == 2


def test_a_sheet_that_is_shown_may_be_there(tmp_path: Path) -> None:
    assert found(tmp_path, {"a.xlsx": papers.workbook(sheets={"说明": [["数据科 021-23110000"]]})}) == []


def test_comments_and_properties(tmp_path: Path) -> None:
    properties = {"author": "张伟", "comments": f"tel {MOBILE}", "company": "市数据局"}
    problems = found(tmp_path, {"a.xlsx": papers.workbook(comment=f"核对 {IDENTITY}", properties=properties)})
    assert sorted(p.code for p in problems) == ["P102", "P202", "P803"]
    said = {p.code: p.message for p in problems}
    assert "批注" in said["P102"]["zh"] and "property description" in said["P202"]["en"]
    assert "creator" in said["P803"]["en"] and next(p for p in problems if p.code == "P803").level == "note"


def test_an_office_or_a_program_may_be_the_author(tmp_path: Path) -> None:
    files = {
        f"{n}.xlsx": papers.workbook(properties={"author": author})
        for n, author in enumerate(["市数据局", "Microsoft Office User", "Administrator", "openpyxl", "Data Team"])
    }
    assert found(tmp_path, files) == []


def test_a_hidden_column_warns(tmp_path: Path) -> None:
    assert told(found(tmp_path, {"a.xlsx": papers.workbook(hidden_column=True)})) == [("P802", "data", None)]


def test_macros_objects_and_links_warn(tmp_path: Path) -> None:
    members = {"xl/vbaProject.bin": b"x", "xl/embeddings/a.docx": b"x", "xl/externalLinks/externalLink1.xml": b"<a/>"}
    problems = found(tmp_path, {"a.xlsm": papers.added(papers.workbook(), members)})
    assert [(p.code, p.level) for p in problems] == [(f"F5{n}", "warning") for n in ("09", "10", "11")]


def test_an_open_document_sheet(tmp_path: Path) -> None:
    sheets = {"data": [["id"], ["1"]], "x": [["证件", IDENTITY]], "y": [["无"]]}
    problems = found(tmp_path, {"a.ods": papers.open_sheets(sheets, hidden=("x",))}, ("P",))
    assert told(problems) == [("P102", "x", None), ("P801", "x", None)]


def test_cells_in_opposite_corners_are_a_bomb(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    sheet = f"<worksheet><sheetData>{row.format(1, 'A')}{row.format(1048576, 'XFD')}</sheetData></worksheet>"
    far = papers.added(papers.workbook(), {"xl/worksheets/sheet1.xml": sheet.encode()})
    path = papers.write(tmp_path, "a.xlsx", far)
    assert spread(path, 1) == spread(path, "data") == 1_048_576 * 16_384 > MOST
    assert [p.code for p in found(tmp_path, {"a.xlsx": far}, ("F4",))] == ["F402"]
    assert spread(papers.write(tmp_path, "b.xlsx", papers.workbook()), 1) == 0


# --- documents and pictures ---------------------------------------------------------------------------------------


def test_words_set_in_pieces_are_read_as_one(tmp_path: Path) -> None:
    problems = found(tmp_path, {"a.docx": papers.document("第一段", f"证件号 {IDENTITY} 止", creator="张伟")})
    assert [p.code for p in problems] == ["P102", "P803"]


def test_a_pdf_by_its_pages(tmp_path: Path) -> None:
    paper = papers.pdf("hello", f"call {MOBILE} now", info="/Author (Wang Fang) /Producer (Some Writer)")
    problems = found(tmp_path, {"a.pdf": paper})
    assert [p.code for p in problems] == ["P202", "P803"]
    assert "第 2 页" in problems[0].message["zh"] and "page 2" in problems[0].message["en"]


@pytest.mark.parametrize(
    ("root", "codes"),
    [
        ("/AA << /WC << /S /JavaScript /JS (app.alert) >> >>", ["F512"]),  # when it is closed
        ("/OpenAction << /S /URI /URI (https://example.org/) >>", ["F512"]),
        ("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /Launch /F (a.exe) >>] >>", ["F512"]),
        ("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", []),  # at the first page
        ("/OpenAction [3 0 R /Fit]", []),
    ],
)
def test_what_a_pdf_does_unasked(tmp_path: Path, root: str, codes: list[str]) -> None:
    assert [p.code for p in found(tmp_path, {"a.pdf": papers.pdf("x", root=root)})] == codes


def test_a_long_pdf_is_looked_through_in_part(tmp_path: Path) -> None:
    problems = found(tmp_path, {"a.pdf": papers.pdf(*["x"] * 301)})
    assert [(p.code, p.level) for p in problems] == [("F505", "note")] and "300 pages" in problems[0].message["en"]


def test_a_photograph_says_where_and_whose(tmp_path: Path) -> None:
    files = {
        "a.jpg": papers.photograph(artist="Zhang Wei", latitude=(31, 13, 0), comment=f"call {MOBILE}"),
        "b.jpg": papers.photograph(),
    }
    assert sorted((p.code, p.file) for p in found(tmp_path, files)) == [(c, "a.jpg") for c in ("P202", "P803", "P804")]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_a_text_in_any_encoding(tmp_path: Path, codec: str) -> None:
    problems = found(tmp_path, {"a.txt": f"第一行\n电话 {MOBILE}\n".encode(codec)})
    assert [(p.code, p.row) for p in problems] == [("P202", 2)]


def test_a_page_with_a_program(tmp_path: Path) -> None:
    files = {
        "a.html": b"<html><body onload='x()'>t</body></html>",
        "b.html": b"<html><body>on = 1</body></html>",
        "c.md": b"[x](javascript:alert)",
        "d.html": b"<html><head><meta charset='utf-8'><meta http-equiv='Refresh' content='0;url=//a.example'></head>",
        "e.html": b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'></head>t</html>",
    }
    assert [(p.code, p.file) for p in found(tmp_path, files)] == [
        ("F512", name) for name in ("a.html", "c.md", "d.html")
    ]


# --- archives -----------------------------------------------------------------------------------------------------


def test_the_members_of_an_archive(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "a.csv": f"no\n{IDENTITY}\n",
        "b.docx": papers.document(f"打 {MOBILE}"),
        "../evil.txt": "x",
        "c.zip": papers.packed({"d.zip": papers.packed({"e": "x"})}),
    }
    problems = found(tmp_path, {"a.zip": papers.packed(members)})
    assert sorted(p.code for p in problems) == ["F507", "F508", "P102", "P202"]
    assert "里面的“a.csv”第 2 行" in next(p for p in problems if p.code == "P102").message["zh"]


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tar.xz", "w:xz"), ("a.tgz", "w:gz")]
)
def test_a_tar(tmp_path: Path, name: str, mode: str) -> None:
    problems = found(tmp_path, {name: papers.tarred({"a.csv": IDENTITY.encode(), "link": b""}, mode)})
    assert [p.code for p in problems] == ["F508", "P102"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("zeros.zip", papers.packed({"a.txt": bytes(80 << 20)})),
        ("members.zip", papers.packed({str(n): b"" for n in range(30_000)})),
        ("zeros.tar.gz", papers.tarred({"a.txt": bytes(80 << 20)})),
    ],
)
def test_a_bomb_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert "F506" in [p.code for p in found(tmp_path, {name: content})]


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize("xml", [ENTITIES, "<p>" * 100_000, "<p>", "\0"])
def test_xml_that_tries_to_break_the_reader(tmp_path: Path, xml: str) -> None:
    document = papers.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    assert [p.code for p in found(tmp_path, {"a.docx": document})] == ["F504"]


SOUND = {
    "a.xlsx": papers.workbook(sheets={"b": [["x"]]}, comment="x", properties={"author": "Wang Fang"}),
    "a.docx": papers.document("x", creator="y"),
    "a.ods": papers.open_sheets({"a": [["x"]]}),
    "a.zip": papers.packed({"a.txt": "x", "b.docx": papers.document("x"), "c.jpg": papers.photograph(artist="x")}),
    "a.tar.gz": papers.tarred({"a.txt": b"x"}),
    "a.jpg": papers.photograph(artist="x", latitude=(1, 2, 3)),
    "a.txt": "x".encode("utf-16"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_broken_file_is_a_finding_and_never_a_crash(tmp_path: Path, name: str) -> None:
    """Bytes changed, cut out, put in and cut off, the same way every time."""
    chance = random.Random(name)
    package = Package("x", "", Text())
    for number in range(150):
        content = bytearray(SOUND[name])
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(content) + 1)
            content[at : at + chance.choice((0, 1, 1, 1, 9))] = chance.randbytes(chance.choice((0, 1, 1, 5)))
        content = content[: chance.choice((len(content), len(content) // 2))] or bytearray(b"PK\3\4")
        path = papers.write(tmp_path, name, bytes(content))
        looked(package, None, SourceFile(name, path, len(content), f"{name}{number}"), frozenset())


@pytest.mark.parametrize("name", ["a.pdf", "a.doc"])
def test_a_library_that_fails_is_a_finding(tmp_path: Path, name: str) -> None:
    start = b"%PDF-1.7\n" if name == "a.pdf" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert [p.code for p in found(tmp_path, {name: start + bytes(range(256)) * 9})] == ["F504"]
