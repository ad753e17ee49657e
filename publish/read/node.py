"""Node: a value of a descriptor that knows its place, so that taking it apart reports what is wrong where it stands.

Asking for a key as some type gives that type always: what is there but wrong is reported and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from publish.history import day
from publish.model import Json, Text
from publish.problems import Problem, problem
from publish.read.descriptor import pointer_part


@dataclass(slots=True)
class Sheet:
    """One descriptor being read: where it is, what language its plain texts are in, and what was found wrong."""

    package: str
    file: str
    lines: Mapping[str, int]
    language: str
    found: list[Problem] = field(default_factory=list)

    def say(self, code: str, pointer: str, /, **blanks: object) -> None:
        """Report a problem at a pointer of this descriptor."""
        found = problem(code, file=blanks.pop("file", self.file), **blanks)  # type: ignore[arg-type]
        self.found.append(
            found.at(package=self.package or None, file=self.file, row=self.line(pointer), field=pointer or None)
        )

    def line(self, pointer: str) -> int | None:
        """The line of a pointer, or of the nearest thing around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer)


_WANTED = {
    "text": Text((("zh", "文字"), ("en", "text"))),
    "group": Text((("zh", "一组“名称: 内容”"), ("en", "a group of “key: value” lines"))),
    "list": Text((("zh", "一个列表"), ("en", "a list"))),
    "number": Text((("zh", "数字"), ("en", "a number"))),
    "flag": Text((("zh", "true 或 false"), ("en", "true or false"))),
}


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

    def _wrong(self, key: str, wanted: str) -> None:
        self.sheet.say("D104", self._place(key), key=key, wanted=_WANTED[wanted])

    def say(self, code: str, key: str = "", /, **blanks: object) -> None:
        """Report a problem at a key of this node, or at the node itself."""
        self.sheet.say(code, self._place(key) if key else self.pointer, **blanks)

    def string(self, key: str) -> str:
        """Text under a key; a number is taken as it is spelled. "" when there is none."""
        value = self._get(key)
        if value is None:
            return ""
        if isinstance(value, bool | dict | list):
            self._wrong(key, "text")
            return ""
        return self._clean(key, str(value))

    def _clean(self, key: str, text: str) -> str:
        """Half a surrogate pair cannot be written in UTF-8."""
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.sheet.say("D105", self._place(key), key=key)
            return text.encode("utf-8", "replace").decode("utf-8")
        return text

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
            return tuple(s for s in (inner.string(str(i)) for i in range(len(value))) if s != "" or key in _BLANKS)
        return (self.string(key),) if not isinstance(value, dict) else self._none(key, "list")

    def _none(self, key: str, wanted: str) -> tuple[str, ...]:
        self._wrong(key, wanted)
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
            self._wrong(key, "flag")
            return None
        return value

    def whole(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            self._wrong(key, "number")
            return None
        return int(value)

    def map(self, key: str) -> Node:
        """The group under a key; an empty one when there is none."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, "group")
            value = None
        return Node(value or {}, self._place(key), self.sheet)

    def maps(self, key: str) -> Iterator[Node]:
        """The groups of a list."""
        value = self._get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self._wrong(key, "list")
            return
        for index, item in enumerate(value):
            place = f"{self._place(key)}/{index}"
            if isinstance(item, dict):
                yield Node(item, place, self.sheet)
            else:
                self.sheet.say("D104", place, key=key, wanted=_WANTED["group"])


_BLANKS = frozenset({"missingValues"})  # an empty text means something there
