"""Text of a descriptor -> its value and the line of every key. YAML 1.2 and JSON; nothing but the text is looked at.

A key that is text by its profile stays as written: ``2026-03-01``, ``no``, ``010105`` and ``2026.10`` are strings
there, whatever YAML would make of them. PyYAML's own rules are those of YAML 1.1 (``no`` is false, ``1:30`` is 90), so
only its parser is used and the scalars are resolved here.
"""

from __future__ import annotations

import json
import json.decoder
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from publish.model import Json, bilingual
from publish.read.unreadable import AS_UTF_8, LESS, WRITE_IT, Unreadable

NODES = 200_000  # values in one descriptor, aliases counted each time: more is an attack
DEPTH = 64  # nesting: deeper is an attack
SHORT = 2_000  # characters: fewer cannot nest so deep that the process ends

# Keys whose scalars (also inside a list) are text as written, at every level of a descriptor.
_TEXT = frozenset(
    """
    $schema apply approval approver bareNumber basis classification code comment commentChar condition contact count
    created crs decimalChar delimiter email encoding end escapeChar expires falseValues familyName fetched field fields
    fieldsMatch format formats frequency givenName groupChar hash homepage id image issued itemType keywords label
    languages level lineTerminator mandate map_approval mediatype method modified name notes nullSequence organization
    package path phone portal primaryKey profile provider quasi_identifiers quoteChar rdfType reason reference region
    registrations related renamed_from replaced_by resource role roles rule sensitive services sheet sheetName spatial
    sql start status status_from status_reason table temporal_resolution title topic trueValues type uniqueKeys unit
    url version
    """.split()
)
_FREE = frozenset({"data", "example", "examples", "default"})  # values of their own, as YAML resolves them
_TYPED = frozenset({"integer", "number", "boolean", "array", "object", "geojson", "year"})  # the rest is text
_COUNTED = frozenset({"required", "unique", "minLength", "maxLength"})

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HIDDEN = re.compile(rf"{_CONTROL.pattern}|\\[0abefvxuU]")  # what cannot be shown, or what may stand for it

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Described:
    """A descriptor's value, the line of every JSON Pointer, keys that stand twice: (pointer, line), and the pointers of
    texts with half a character or a control character, which are mended in the value: what can be written neither in
    UTF-8 nor in XML goes no further."""

    value: dict[str, Json]
    lines: Mapping[str, int]
    repeated: tuple[tuple[str, int], ...] = ()
    halves: tuple[str, ...] = ()


@dataclass(slots=True)
class _Notes:
    lines: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    nodes: int = 0

    def at(self, pointer: str, line: int) -> None:
        self.nodes += 1
        if self.nodes > NODES:
            raise Unreadable("内容展开后过大", "it grows too large when its references are followed", line, LESS)
        self.lines.setdefault(pointer, line)


def describe(content: bytes, *, is_json: bool) -> Described:
    """The descriptor in these bytes. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable("文件不是 UTF-8 编码", "the file is not UTF-8", line, AS_UTF_8) from error
    if not text.strip():
        raise Unreadable("文件是空的", "the file is empty", mend=WRITE_IT)
    value, notes = _from_json(text) if is_json else _from_yaml(text)
    if not isinstance(value, dict):
        wanted = "the outermost value must be a group of “key: value” lines"
        raise Unreadable("最外层应是一组“名称: 内容”", wanted, mend=WRITE_IT)
    halves: list[str] = []
    if _HIDDEN.search(text):
        value = {_whole(k, "", halves): _mended(v, f"/{pointer_part(k)}", halves) for k, v in value.items()}
    return Described(value, notes.lines, tuple(notes.repeated), tuple(halves))


def _mended(value: Json, pointer: str, halves: list[str]) -> Json:
    """The value without half characters; where they stood is noted."""
    if isinstance(value, str):
        return _whole(value, pointer, halves)
    if isinstance(value, list):
        return [_mended(v, f"{pointer}/{i}", halves) for i, v in enumerate(value)]
    if isinstance(value, dict):
        return {
            _whole(k, pointer, halves): _mended(v, f"{pointer}/{pointer_part(k)}", halves) for k, v in value.items()
        }
    return value


def _whole(text: str, pointer: str, halves: list[str]) -> str:
    mended = _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    if mended != text:
        halves.append(_CONTROL.sub("", pointer.encode("utf-8", "replace").decode("utf-8")))
    return mended


def pointer_part(key: str) -> str:
    """A key as a part of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def last(pointer: str) -> str:
    """The last key in a JSON Pointer, as it is written; the place in a list is none."""
    keys = [part for part in pointer.split("/") if part and not part.isdigit()]
    return keys[-1].replace("~1", "/").replace("~0", "~") if keys else "{}"


# --- YAML ---------------------------------------------------------------------------------------------------------


_TAGS = frozenset(
    {"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map"))}
)


class _Loader(yaml.CSafeLoader):
    """libyaml's parser with no implicit types: every plain scalar keeps its text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


def _from_yaml(text: str) -> tuple[Json, _Notes]:
    notes = _Notes()
    loader = _Loader(text)
    try:
        _shallow(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _broken(error.problem or "", mark.line + 1 if mark else 1)
    except yaml.reader.ReaderError as error:
        raise Unreadable(
            "文件里有不能显示的控制字符", "it holds a control character", text[: error.position].count("\n") + 1
        ) from error
    except RecursionError as error:
        raise Unreadable("层次嵌套过深", "it is nested too deep", mend=LESS) from error
    finally:
        loader.dispose()
    return _value(node, "", notes, _As.RESOLVED, 0), notes


def _shallow(text: str) -> None:
    """Raises Unreadable for what is nested too deep, or holds too much. The composer calls itself for every level, in
    C, where too many levels end the process, and keeps every value; the parser does neither. A short text cannot be
    deep enough."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.CLoader) if len(text) > SHORT else ():
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEPTH + 1:
            raise Unreadable("层次嵌套过深", "it is nested too deep", mend=LESS)
        if nodes > 2 * NODES:  # keys count here
            raise Unreadable("内容太多", "it holds too much", mend=LESS)


# What a parser says -> what a person can do with it.
_CAUSES: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "缩进要用空格，不能用 Tab 键；@、%、` 开头的内容要加引号",
     "indent with spaces, not tabs; put quotes around what begins with @, % or `"),
    ("mapping values are not allowed", "内容里有冒号而没有加引号，或者缩进没有对齐",
     "a colon inside a text needs quotes around the text, or lines are not aligned"),
    ("could not find expected ':'", "名称后面要有英文冒号和一个空格，不能用中文冒号“：”",
     "a key is followed by a colon and a space"),
    ("another document", "文件中间有一行 ---，后面成了另一份说明", "a line --- begins a second description"),
    ("undefined alias", "* 开头的内容没有加引号", "what begins with * needs quotes"),
    ("did not find expected", "上下行的缩进没有对齐，或者少了引号、括号",
     "lines are not aligned, or a quote or bracket is missing"),
    ("unexpected end of stream", "引号或括号没有收尾", "a quote or bracket is not closed"),
    ("Expecting property name", "最后一项后面多了逗号，或者名称没有加双引号；文件里不能写注释",
     "a comma after the last item, a key without double quotes, or a comment"),
    ("Expecting ',' delimiter", "两项之间少了逗号", "a comma is missing between two items"),
    ("Expecting ':' delimiter", "名称后面少了英文冒号", "a colon is missing after a key"),
    ("Expecting value", "这里少了内容，或者文字没有加双引号", "a value is missing, or a text has no double quotes"),
    ("Unterminated string", "引号没有收尾", "a quote is not closed"),
    ("Invalid control character", "引号里有换行、Tab 或看不见的字符，换行要写成 \\n",
     "a line end, a tab or an invisible character between quotes: a line end is written \\n"),
    ("escape", "反斜杠要写两遍，例如 C:\\\\data", "a backslash is written twice, for example C:\\\\data"),
    ("Extra data", "最外层的括号收尾以后还有内容", "something follows the last closing bracket"),
)  # fmt: skip


def _broken(what: str, line: int) -> NoReturn:
    zh, en = next(((zh, en) for said, zh, en in _CAUSES if said in what), ("写法不对", what))
    raise Unreadable(f"第 {line} 行附近：{zh}", f"near line {line}: {en}", line)


class _As:
    """How scalars are taken below a key."""

    RESOLVED = "resolved"  # by YAML 1.2's core schema
    TEXT = "text"  # as written
    FREE = "free"  # resolved, also below keys that would be text elsewhere


def _value(node: yaml.Node | None, pointer: str, notes: _Notes, how: str, depth: int) -> Json:
    line = node.start_mark.line + 1 if node else 1
    if depth > DEPTH:
        raise Unreadable("层次嵌套过深", "it is nested too deep", line, LESS)
    notes.at(pointer, line)
    if node is not None and node.tag not in _TAGS:
        raise Unreadable(
            "不支持用 ! 标明内容是什么", "what a value is may not be said with !", line,
            bilingual(f"请删去第 {line} 行里以 ! 开头的标记，例如把 !!str a 写成 a。",
                      f"Remove what begins with ! in line {line}, for example write a instead of !!str a."),
        )  # fmt: skip
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, pointer, notes, how, depth)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, f"{pointer}/{i}", notes, how, depth + 1) for i, item in enumerate(node.value)]
    return _scalar(node, how)


def _mapping(node: yaml.MappingNode, pointer: str, notes: _Notes, how: str, depth: int) -> dict[str, Json]:
    result: dict[str, Json] = {}
    typed = how == _As.FREE or _type_of(node) in _TYPED
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            _broken("a key is not text", key_node.start_mark.line + 1)
        key = key_node.value
        if key == "<<" and not key_node.style:
            line = key_node.start_mark.line + 1
            raise Unreadable("不支持用 << 合并内容，请直接写出来", "“<<” (merging) is not YAML 1.2: write it out", line)
        place = f"{pointer}/{pointer_part(key)}"
        if key in result:
            notes.repeated.append((place, key_node.start_mark.line + 1))
        notes.lines[place] = key_node.start_mark.line + 1
        result[key] = _value(value_node, place, notes, _below(key, how, typed), depth + 1)
    return result


def _below(key: str, how: str, typed: bool) -> str:
    """How the scalars below a key are taken. Bounds and allowed values of a text field are text as written."""
    if how == _As.FREE or key in _FREE:
        return _As.FREE
    if key in _COUNTED:
        return _As.RESOLVED
    if key in ("constraints", "categories"):
        return _As.RESOLVED if typed else _As.TEXT
    if key.partition("@")[0] in _TEXT or key in ("missingValues", "description"):
        return _As.TEXT
    return how if how == _As.TEXT else _As.RESOLVED


def _type_of(node: yaml.MappingNode) -> str:
    return next(
        (v.value for k, v in node.value if k.value == "type" and isinstance(v, yaml.ScalarNode)),
        "",
    )


def _scalar(node: yaml.Node | None, how: str) -> Json:
    if node is None:
        return None
    written = str(node.value)
    if getattr(node, "style", None):  # quoted, or a block: text
        return written
    if _NULL.fullmatch(written):
        return None
    if how == _As.TEXT:
        return written
    if _BOOL.fullmatch(written):
        return written[0] in "tT"
    if _INT.fullmatch(written) and len(written) < 20:
        return int(written)
    if _FLOAT.fullmatch(written):
        return float(written)
    return written


# --- JSON ---------------------------------------------------------------------------------------------------------

_scanstring = json.decoder.scanstring  # type: ignore[attr-defined]  # (text, position, strict) -> (string, end)
_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"[^\s,\]}]+")


def _from_json(text: str) -> tuple[Json, _Notes]:
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _broken(error.msg, error.lineno)
    except RecursionError as error:
        raise Unreadable("层次嵌套过深", "it is nested too deep", mend=LESS) from error
    except Unreadable:
        raise
    except ValueError as error:  # thousands of digits
        mend = bilingual(
            '请核对；是编号的加上引号，例如 "310101"。', 'Check it; put a code in quotes, for example "310101".'
        )
        raise Unreadable("有一个数的位数多得离谱", "it holds a number of thousands of digits", mend=mend) from error
    notes = _Notes()
    lines = _Lines(text)
    for pointer, position in _places(text):
        line = lines.of(position)
        if pointer in notes.lines:
            notes.repeated.append((pointer, line))
        notes.at(pointer, line)
    return value, notes


def _no_constant(name: str) -> Any:
    mend = bilingual(
        f'请改成真正的数；没有值的写 null，是文字的加上引号，例如 "{name}"。',
        f'Write a real number, null for none, or put a text in quotes, for example "{name}".',
    )
    raise Unreadable(f"“{name}”不是合法的数值", f"{name} is not a number JSON knows", mend=mend)


class _Lines:
    """Line numbers of growing positions in a text."""

    def __init__(self, text: str) -> None:
        self._text, self._position, self._line = text, 0, 1

    def of(self, position: int) -> int:
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        return self._line


def _places(text: str) -> Iterator[tuple[str, int]]:
    """(pointer, position) of every value of a text that is known to be JSON."""
    stack: list[list[Any]] = []  # [pointer, next index or None in an object]
    position, pointer = 0, ""
    while position < len(text):
        position = _skip(text, position)
        if position >= len(text):
            return
        mark = text[position]
        if mark in "]}":
            stack.pop()
            position += 1
        elif mark == ",":
            position += 1
        else:
            start = position
            pointer, position = _enter(text, position, stack)
            yield pointer, start
            position = _step(text, position, pointer, stack)


def _enter(text: str, position: int, stack: list[list[Any]]) -> tuple[str, int]:
    """The pointer of the value that begins here; the key of an object's member is passed over."""
    if not stack:
        return "", position
    if len(stack) > DEPTH:
        raise Unreadable("层次嵌套过深", "it is nested too deep", mend=LESS)
    base, index = stack[-1]
    if index is None:
        key, position = _scanstring(text, position + 1, True)
        return f"{base}/{pointer_part(key)}", _skip(text, _skip(text, position) + 1)
    stack[-1][1] += 1
    return f"{base}/{index}", position


def _step(text: str, position: int, pointer: str, stack: list[list[Any]]) -> int:
    """Past a scalar, or into a container."""
    mark = text[position]
    if mark in "[{":
        stack.append([pointer, 0 if mark == "[" else None])
        return position + 1
    if mark == '"':
        return int(_scanstring(text, position + 1, True)[1])
    match = _LITERAL.match(text, position)
    return match.end() if match else position + 1


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
