"""What published files carry along: macros, programs, other files, and what cannot be looked into at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from publish.gate.files.facts import Fact, What
from publish.gate.files.published import published
from publish.gate.rule import Case, PackageRule
from publish.model import Resource, SourceFile, Text, bilingual
from publish.problems import Level, Problem, problem

_CODES: Mapping[What, str] = {
    What.LOCKED: "F503",
    What.UNREADABLE: "F504",
    What.PARTLY: "F505",
    What.BOMB: "F506",
    What.NESTED: "F507",
    What.ESCAPING: "F508",
    What.MACRO: "F509",
    What.OBJECT: "F510",
    What.LINKED: "F511",
    What.SCRIPT: "F512",
}
_BROKEN = frozenset({What.UNREADABLE, What.BOMB})  # of a table: reported where its rows are read
_PAGES = frozenset({"html", "htm", "xhtml", "xht", "mht", "mhtml", "xml", "xsl", "md", "markdown"})
_PROGRAM = re.compile(
    r"<\s*(?:script|iframe|embed|object|applet)\b|<[a-z][^<>]{0,2000}\son[a-z]{3,20}\s*=|(?:href|src|action)\s*=\s*[\"']?\s*javascript:"
    r"|<\s*meta\b[^<>]{0,500}http-equiv\s*=\s*[\"']?\s*refresh"  # takes the reader elsewhere
    r"|\]\(\s*javascript:|<\?xml-stylesheet\b[^<>]{0,500}\bxsl|<\s*(?:\w+:)script\b",
    re.I,
)
_MOST = 16 << 20  # bytes of a page that are looked through
_TOLD = 5  # facts of one kind that are told of one file


class Carried(PackageRule):
    """Files that are published as they are carry nothing that runs, hides or cannot be opened.

    A workbook with macros, a document that fetches something from elsewhere, a PDF or a web page with a program in it:
    offices and schools block such files, and people are right not to open them. Save a copy without (`.xlsx` for
    `.xlsm`, PDF/A, plain HTML). Embedded files are easily forgotten; take them out or publish them by themselves. These
    are warnings. A file that asks for a password opens nothing and is refused; so is an archive whose members would be
    unpacked outside their folder, or that unpacks to hundreds of times its size.

    Every file is looked through for personal data. What cannot be is told with a warning: look through it yourself.
    What is too long is looked through as far as the limits go, and a note says how far.

    中文

    原样发布的文件，里面不能有会自己运行的、藏着的、打不开的东西。带宏的工作簿、打开时要到别处取内容的文档、带程序的
    PDF 和网页，许多单位和学校会拦下来，读者不敢打开也是对的。请另存一份不带这些内容的（`.xlsm` 存成 `.xlsx`，或者
    PDF/A、普通 HTML）。嵌在里面的文件容易忘记，请取出，或者单独发布。这些只是提醒。打开要密码的文件等于没有公开，不予
    通过；解压时会写到文件夹外面的、解压后膨胀几百倍的压缩包，也不予通过。

    每个文件都会查看有没有个人信息。看不进去的会提醒，请自己检查；太长的看到上限为止，会说明看到哪里。
    """

    codes: ClassVar[tuple[str, ...]] = tuple(_CODES.values())

    def check(self, case: Case) -> Iterator[Problem]:
        for file, resource, inside in published(case):
            told: dict[What, int] = {}
            for fact in sorted(inside.facts, key=lambda f: (f.what.value, f.part["en"], said_of(f)["en"])):
                if fact.what not in _CODES or (resource and resource.tabular and fact.what in _BROKEN):
                    continue
                told[fact.what] = told.get(fact.what, 0) + 1
                if told[fact.what] <= _TOLD:
                    yield _said(case, file, fact)
            if What.SCRIPT not in told and _is_page(file, resource) and _runs(file):
                yield _said(case, file, Fact(What.SCRIPT))


def said_of(fact: Fact) -> Text:
    """What a message may repeat of it."""
    return bilingual(fact.said, fact.said) if isinstance(fact.said, str) else fact.said


def _said(case: Case, file: SourceFile, fact: Fact) -> Problem:
    zh, en = fact.part["zh"], fact.part["en"]
    part = bilingual(zh, f", {en}," if en else "")
    level = Level.WARNING if fact.what is What.LOCKED and fact.part else None
    place = {"package": case.package.name, "file": file.path, "sheet": fact.sheet or None}
    said = said_of(fact)
    which = bilingual(f"（{said['zh']}）" if said else "", f" ({said['en']})" if said else "")
    return problem(_CODES[fact.what], **place, level=level, path=file.path, part=part, which=which)  # type: ignore[arg-type]


def _is_page(file: SourceFile, resource: Resource | None) -> bool:
    ending = file.path.rpartition(".")[2].lower()
    return ending in _PAGES or (resource is not None and resource.format in _PAGES)


def _runs(file: SourceFile) -> bool:
    with file.location.open("rb") as stream:
        return _PROGRAM.search(stream.read(_MOST).decode("utf-8", "replace")) is not None
