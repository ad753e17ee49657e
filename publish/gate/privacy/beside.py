"""Personal data anywhere but in the rows of tables: descriptions, names, properties, comments, hidden sheets, pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from publish.gate.files.facts import Fact, What
from publish.gate.files.inside import Sighting
from publish.gate.files.published import published
from publish.gate.place import at
from publish.gate.privacy.signs import APART, Sign, found_in
from publish.gate.rule import Case, PackageRule
from publish.model import Json, SourceFile, Text, bilingual
from publish.problems import Level, Problem, kinds, problem

_APART = frozenset({"data", "hash", "id"})  # keys of a description whose texts are judged elsewhere, or say nothing
_CONTACTS = ("/catalogue/contact", "/contributors", "/sources")  # where an office says how it is reached
_PATH = re.compile(r"/resources/\d+/path(?:/\d+)?")
_CELL = re.compile(r"[A-Z]{1,3}([1-9][0-9]{0,6})")
_TOLD = 20  # files a kind is told of; the others are counted
_CODES: Mapping[What, str] = {
    What.HIDDEN_SHEET: "P801",
    What.HIDDEN_ROWS: "P802",
    What.PERSON: "P803",
    What.POSITION: "P804",
}


class Beside(PackageRule):
    """No personal data beside the rows of tables: in descriptions, and in the parts of a file one does not see at once.

    What may not stand in a column may not stand in a title, a description, a label, a file name, a query or a README
    either, in any language: everybody reads them. A contact is a post with an office telephone; a mobile number there
    warns, for an office may have published it on purpose.

    People look at the sheet before them and forget the others. So every published file is looked through: sheets that
    are no resource, hidden ones too; comments, headers, defined names, the rows a pivot table keeps; properties such as
    author and company; the words of PDF and text documents with their pages; the members of archives; what a camera
    wrote into a picture. What is found is reported as in any text, with its place, and never repeated.

    A hidden sheet with data warns, for readers will find it: delete it or show it. So do hidden rows and columns, which
    are published like the others. An author who is a person is a note: clear the properties before you save (File,
    Info, Inspect Document). A picture that says where it was taken warns: where it was may be somebody's home.

    中文

    表格的行以外，也不能有个人信息。列里不能有的，标题、说明、标签、文件名、查询、自述里也不能有，哪种语言都一样，因为谁都
    看得到。联系人写岗位和单位电话；写了手机号的会提醒，因为有的单位确实对外公布手机号。

    人们只看眼前的工作表，忘了其余的。所以每个发布的文件都要查看：没有列为数据的工作表，包括隐藏的；批注、页眉、定义的名称、
    透视表保留的数据；作者、单位之类的属性；PDF 和文档各页的文字；压缩包里的文件；相机写在照片里的内容。查到的和其他文字
    一样报告，写明位置，不重复内容。

    隐藏而有内容的工作表会提醒，读者会找到它：请删去或取消隐藏。隐藏的行和列同样会发布，也会提醒。属性里的作者是个人的，
    说明一声：保存前请清除（文件 › 信息 › 检查文档）。照片里记着拍摄位置的会提醒：那里可能是谁的家。
    """

    codes: ClassVar[tuple[str, ...]] = tuple(_CODES.values())

    def check(self, case: Case) -> Iterator[Problem]:
        yield from _in_description(case)
        counts: Counter[What] = Counter()
        for file, _, inside in published(case):
            for sighting in inside.sightings:
                yield _sighted(case, file, sighting)
            for what in _CODES:
                facts = [f for f in inside.facts if f.what is what]
                counts[what] += bool(facts)
                if facts and counts[what] <= _TOLD:
                    yield from _facts(case, file, facts)
        for what, count in counts.items():
            if count > _TOLD:
                code = _CODES[what]
                at_package = {"package": case.package.name, "level": kinds()[code].level}
                yield problem("S190", **at_package, count=count - _TOLD, shown=_TOLD, which=code)  # type: ignore[arg-type]


def _facts(case: Case, file: SourceFile, facts: list[Fact]) -> Iterator[Problem]:
    """Facts of one kind about one file, those of one place together."""
    for sheet, part in dict.fromkeys((f.sheet, f.part) for f in facts):
        names = [str(f.said) for f in facts if (f.sheet, f.part) == (sheet, part) and f.said]
        place: dict[str, Any] = {"package": case.package.name, "file": file.path, "sheet": sheet or None}
        where = bilingual(part["zh"], f", {part['en']}," if part["en"] else "")
        which = bilingual("、".join(names), ", ".join(names))
        yield problem(_CODES[facts[0].what], **place, path=file.path, part=where, which=which)


def _in_description(case: Case) -> Iterator[Problem]:
    """What stands in the description, the names of files and those of columns."""
    package = case.package
    texts = [*_strings(package.raw, "")]
    for index, resource in enumerate(package.resources):
        texts += [(f"/resources/{index}/path", f.path) for f in resource.files]
        tables = [t for t in (*case.tables.values(), *(r.table for r in case.rough)) if t.resource == resource.name]
        texts += [(f"/resources/{index}", f.name) for table in tables for f in table.fields]
    if not found_in(APART.join(text for _, text in texts)):
        return
    told: set[tuple[str, str]] = set()
    for pointer, text in texts:
        for sign in found_in(text):
            if (sign.text_code, pointer) not in told:
                told.add((sign.text_code, pointer))
                yield from _written(case, pointer, sign)


def _strings(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    """(JSON Pointer, text) of every text of a description, and of every key, which stands where its group does."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _APART:
                yield pointer, str(key)
                yield from _strings(inner, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{pointer}/{index}")


def _written(case: Case, pointer: str, sign: Sign) -> Iterator[Problem]:
    contact = pointer.startswith(_CONTACTS)
    if contact and sign.name == "email":
        return  # it is there to be written to
    if sign.name == "credential" and _PATH.fullmatch(pointer):
        return  # an address with a password is refused as a path (F101)
    level = Level.WARNING if contact and sign.name == "mobile" else None
    yield problem(sign.text_code, **at(case.package, pointer), level=level)


def _sighted(case: Case, file: SourceFile, sighting: Sighting) -> Problem:
    """What a sign means in a text, said of this place."""
    piece = sighting.piece
    place: dict[str, Any] = {"package": case.package.name, "file": file.path, "sheet": piece.sheet or None}
    row = piece.row if not piece.part else 0  # a line of a member of an archive is none of the archive
    if number := _CELL.fullmatch(piece.cell):
        row = int(number[1])
    found = problem(sighting.sign.text_code, **place, row=row or None, cell=piece.cell or None)
    zh, en = piece.part["zh"], piece.part["en"]
    if piece.sheet:
        zh, en = f"工作表“{piece.sheet}”{zh}", f"sheet “{piece.sheet}”" + (f", {en}" if en else "")
    elif piece.row:
        zh, en = f"{zh}第 {piece.row} 行", (f"{en}, " if en else "") + f"line {piece.row}"
    where = {"zh": f"“{file.path}”{zh}：", "en": f"“{file.path}”" + (f", {en}" if en else "") + ": "}
    return replace(found, message=Text(tuple((lang, where[lang] + said) for lang, said in found.message)))
