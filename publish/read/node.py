"""Node: a value of a descriptor that knows its place, so that taking it apart reports what is wrong where it stands.

Asking for a key as some type gives that type always: what is there but wrong is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from publish.contract import in_words
from publish.history import day
from publish.model import EntryCell, Json, Text, bilingual, nearest
from publish.problems import Problem, problem
from publish.read.descriptor import last, pointer_part


@dataclass(slots=True)
class Sheet:
    """One descriptor being read: where it is, what language its plain texts are in, and what was found wrong."""

    package: str
    file: str
    lines: Mapping[str, int]
    language: str
    found: list[Problem] = field(default_factory=list)
    cells: Mapping[str, EntryCell] = field(default_factory=dict)  # of entry.xlsx, by pointer

    def say(self, code: str, pointer: str, /, **blanks: object) -> None:
        """Report a problem at a pointer of this descriptor: at its line, or at the cell of entry.xlsx that says it."""
        if blanks.get("key") == last(re.sub(r"(?:/\d+)+$", "", pointer)):
            blanks["key"] = in_words(pointer)
        found = problem(code, file=blanks.pop("file", self.file), **blanks)  # type: ignore[arg-type]
        found = found.at(package=self.package or None, file=self.file, field=pointer or None)
        where = nearest(pointer, self.lines, self.cells) or self.lines.get("")
        if isinstance(where, EntryCell):
            found = found.at(file=where.file, sheet=where.sheet, row=where.row, cell=where.name)
        else:
            found = found.at(row=where)
        self.found.append(found)


_WANTED = {
    "text": bilingual("文字", "text"),
    "group": bilingual("一组“名称: 内容”", "a group of “key: value” lines"),
    "list": bilingual("一个列表", "a list"),
    "number": bilingual("数字", "a number"),
    "flag": bilingual(" true 或 false", "true or false"),
}
_EXAMPLES = {
    "text": bilingual("title: 公共厕所", "title: Public toilets"),
    "group": bilingual("contact: {name: 数据科, phone: 021-23110000}", "contact: {name: Data office}"),
    "list": bilingual("keywords: [环卫, 厕所]", "keywords: [sanitation, toilets]"),
    "number": bilingual("bytes: 20480", "bytes: 20480"),
    "flag": bilingual("secret: false", "secret: false"),
}


_OWN = {  # examples that are the same in every language, for the keys that are most often written wrong
    "charts": "charts: [{kind: bars, x: district, y: population}]",
    "compression": "compression: gz",
    "constraints": "constraints: {required: true}",
    "contributors": "contributors: [{title: 数据科, role: publisher}]",
    "dialect": 'dialect: {delimiter: ";"}',
    "encoding": "encoding: utf-8",
    "fields": "fields: [{name: id, type: integer}]",
    "foreignKeys": "foreignKeys: [{fields: district, reference: {resource: districts, fields: code}}]",
    "format": "format: csv",
    "licenses": "licenses: [{name: CC-BY-4.0}]",
    "mediatype": "mediatype: text/csv",
    "missingValues": 'missingValues: ["", "-"]',
    "name": "name: public-toilets",
    "path": "path: data/toilets.csv",
    "primaryKey": "primaryKey: [id]",
    "reference": "reference: {resource: districts, fields: code}",
    "resources": "resources: [{name: toilets, path: data/toilets.csv}]",
    "schema": "schema: {fields: [{name: id, type: integer}]}",
    "sources": "sources: [{title: 市容环境年报}]",
    "type": "type: string",
    "version": "version: 2026.1",
}


def _example(key: str, wanted: str) -> Text | str:
    """How it is written, of this very key where it can be."""
    return _OWN.get(key) or _EXAMPLES[wanted]


@dataclass(frozen=True, slots=True)
class Node:
    """A value at a JSON Pointer."""

    value: Json
    pointer: str
    sheet: Sheet

    def has(self, key: str) -> bool:
        """Is there anything under this key?"""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def _get(self, key: str) -> Json:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def _place(self, key: str) -> str:
        return f"{self.pointer}/{pointer_part(key)}"

    def wrong(self, key: str, wanted: str) -> None:
        """Report that something else is there than the kind of value ``wanted``: text, group, list, number, flag."""
        named = key if not key.isdigit() else last(self.pointer)
        self.sheet.say("D104", self._place(key), key=named, wanted=_WANTED[wanted], example=_example(named, wanted))

    def say(self, code: str, key: str = "", /, **blanks: object) -> None:
        """Report a problem at a key of this node, or at the node itself."""
        self.sheet.say(code, self._place(key) if key else self.pointer, **blanks)

    def string(self, key: str) -> str:
        """Text under a key; a number is taken as it is spelled. "" when there is none."""
        value = self._get(key)
        if value is None:
            return ""
        if isinstance(value, bool | dict | list):
            self.wrong(key, "text")
            return ""
        return str(value)

    def text(self, key: str) -> Text:
        """``key`` and its ``key@tag`` translations; also the ``{"": …, "en": …}`` form of the language recipe."""
        if not isinstance(self.value, dict):
            return Text()
        said: list[tuple[str, str]] = []
        plain = self.value.get(key)
        if isinstance(plain, dict):
            inner = self.map(key)
            said += [(tag or self.sheet.language, inner.string(tag)) for tag in plain]
        elif plain is not None:
            said.append((self.sheet.language, self.string(key)))
        said += [(k.partition("@")[2], self.string(k)) for k in self.value if k.startswith(f"{key}@")]
        return Text(tuple((tag, string) for tag, string in said if tag and string))

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        value = self._get(key)
        if value is None:
            return ()
        if isinstance(value, list):
            inner = Node({str(i): v for i, v in enumerate(value)}, self._place(key), self.sheet)
            for index in (str(i) for i, v in enumerate(value) if v is None):
                inner.wrong(index, "text")
            return tuple(s for s in (inner.string(str(i)) for i in range(len(value))) if s != "" or key in _BLANKS)
        return (
            ((said,) if (said := self.string(key)) else ()) if not isinstance(value, dict) else self._none(key, "list")
        )

    def _none(self, key: str, wanted: str) -> tuple[str, ...]:
        self.wrong(key, wanted)
        return ()

    def only_list(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is wrong here."""
        value = self._get(key)
        return self.strings(key) if value is None or isinstance(value, list) else self._none(key, "list")

    def day(self, key: str) -> date | None:
        """A day written 2026-03-01; anything else is reported."""
        written = self.string(key)
        found = day(written[:10]) if written else None
        if written and found is None:
            self.sheet.say("D106", self._place(key), key=key, value=written[:40])
        return found

    def flag(self, key: str) -> bool | None:
        """true, false, or None when it is not said."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, "flag")
            return None
        return value

    def whole(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, "number")
            return None
        return value

    def map(self, key: str) -> Node:
        """The group under a key; an empty one when there is none."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, "group")
            value = None
        return Node(value or {}, self._place(key), self.sheet)

    def maps(self, key: str) -> Iterator[Node]:
        """The groups of a list."""
        value = self._get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(key, "list")
            return
        for index, item in enumerate(value):
            place = f"{self._place(key)}/{index}"
            if isinstance(item, dict):
                yield Node(item, place, self.sheet)
            else:
                self.sheet.say("D104", place, key=key, wanted=_WANTED["group"], example=_example(key, "group"))


_BLANKS = frozenset({"missingValues"})  # an empty text means something there
