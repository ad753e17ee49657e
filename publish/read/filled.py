"""What entry.xlsx says, put into a description: in place of hand-written keys, or over them.

An empty cell of the sheet 数据集 leaves what the description says. Where both say something and it is not the same,
entry.xlsx counts, and that is said. A question that must be answered and is not leaves the mark “to fill in”, as a
draft does. A line of 数据表 or 字段 takes the place of what the description says of that table or column, empty cells
too: a draft says the same in both, and a steward sees only the sheet.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.history import HISTORY
from publish.model import FILL_IN, EntryCell, Json
from publish.questions import FILE
from publish.read.descriptor import pointer_part
from publish.read.fill_in import Answer, FillIn, Line

_MARKS = frozenset(said for _, said in FILL_IN)
_DATA = ("csv", "tsv", "xlsx", "xls", "ods", "geojson")
_BESIDE = frozenset({FILE, HISTORY})
_TEXTS = ("title", "title@en", "description", "description@en")


@dataclass(slots=True)
class Filled:
    """A description with the answers in it; the cell of every key that has one; and what does not fit: the pointers of
    what is said in two ways, and the cells that name no table or column."""

    value: dict[str, Json]
    cells: dict[str, EntryCell] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    strangers: list[tuple[str, EntryCell]] = field(default_factory=list)


def fill(described: Mapping[str, Json] | None, answers: FillIn, folder: Path, language: str) -> Filled:
    """The description of a folder with what entry.xlsx says. Without a description the package is what lies in the
    folder, and is named like it."""
    own: dict[str, Json] = {"name": folder.name, "resources": _found(folder, answers.tables)}
    made = Filled(copy.deepcopy(dict(described)) if described is not None else own)
    for answer in answers.dataset:
        mark = FILL_IN[language] if answer.question.required else None
        _put(made, answer.question.pointer, answer, mark)
    resources = made.value.get("resources")
    known = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    places = {str(r.get("name")): (f"/resources/{i}", r) for i, r in enumerate(known)}
    for line in answers.tables:
        _table(made, line, places)
    for line in answers.fields:
        _field(made, line, places, described is None)
    return made


# --- keys ---------------------------------------------------------------------------------------------------------


def _put(made: Filled, pointer: str, answer: Answer, mark: Json = None) -> None:
    """Write an answer at its pointer, unless the cell is empty; then the mark, where nothing else stands."""
    parts = pointer.strip("/").split("/")
    group = _group(made.value, parts[:-1], write=answer.value is not None or mark is not None)
    if group is None:
        return
    there, key = group.get(parts[-1]), parts[-1]
    open_ = there is None or (isinstance(there, str) and there.strip() in _MARKS)
    if answer.value is None:
        if open_:
            made.cells[pointer] = answer.cell
            if mark is not None:
                group[key] = mark
        return
    if not open_ and not _same(there, answer.value):
        made.clashes.append(pointer)
    made.cells[pointer] = answer.cell
    if len(parts) > 2:  # what is said of the group, a period that ends before it begins, stands at its first answer
        made.cells.setdefault("/" + "/".join(parts[:-1]), answer.cell)
    if isinstance(answer.value, list):
        made.cells.update({f"{pointer}/{i}": answer.cell for i in range(len(answer.value))})
    group[key] = answer.value


def _group(value: Json, parts: Sequence[str], *, write: bool) -> dict[str, Json] | None:
    """The group a key stands in; one that is not there is made when something is to be written. None where something
    else is in its place."""
    for number, part in enumerate(parts):
        inner: Json = [] if "".join(parts[number + 1 : number + 2]).isdigit() else {}
        if isinstance(value, list) and part.isdigit() and int(part) <= len(value):
            if int(part) == len(value):
                value = value if write else list(value)
                value.append(inner)
            value = value[int(part)]
        elif isinstance(value, dict):
            value = value.setdefault(part, inner) if write else value.get(part, inner)
        else:
            return None
    return value if isinstance(value, dict) else None


def _same(there: Json, said: Json) -> bool:
    return there == said or str(there) == str(said)


# --- tables and columns -------------------------------------------------------------------------------------------


def _found(folder: Path, tables: Iterable[Line]) -> list[Json]:
    """The tables that entry.xlsx lists; when it lists none, the files that lie in the folder or in its ``data``."""
    listed: list[Json] = [_listed(line) for line in tables]
    if listed:
        return listed
    files = [p for place in (folder, folder / "data") if place.is_dir() for p in place.iterdir() if p.is_file()]
    data = sorted(p for p in files if p.suffix.lower().lstrip(".") in _DATA and p.name not in _BESIDE)
    shown = [p for p in data if not p.name.startswith((".", "~$"))]
    alone = len(shown) == 1
    return [
        {"name": folder.name if alone else f"table-{n}", "path": p.relative_to(folder).as_posix(), "title": p.stem}
        for n, p in enumerate(shown, 1)
    ]


def _listed(line: Line) -> Json:
    resource: dict[str, Json] = {"name": line["name"].value}
    if "path" in line and line["path"].value:
        resource["path"] = line["path"].value
    dialect: dict[str, Json] = {}
    if "sheet" in line and line["sheet"].value:
        dialect["sheet"] = line["sheet"].value
    written = line["header"].value if "header" in line else None
    rows = [int(n) for n in str(written or "").replace("，", ",").replace("、", ",").split(",") if n.strip().isdigit()]
    if rows and rows != [1]:
        dialect |= {"headerRows": rows, "headerJoin": "/", "excel": {"fillMergedCells": len(rows) > 1}}
    return resource | ({"dialect": dialect} if dialect else {})


def _table(made: Filled, line: Line, places: Mapping[str, tuple[str, dict[str, Json]]]) -> None:
    found = places.get(str(line["name"].value))
    if found is None:
        made.strangers.append((str(line["name"].value), line["name"].cell))
        return
    pointer = found[0]
    made.cells.setdefault(pointer, line["name"].cell)
    for key in ("name", "path", *_TEXTS):
        if key in line and (line[key].value is not None or key in _TEXTS):
            _take(made, f"{pointer}/{pointer_part(key)}", found[1], key, line[key])
    for key in ("sheet", "header"):
        if key in line:
            made.cells.setdefault(f"{pointer}/dialect", line[key].cell)


def _field(made: Filled, line: Line, places: Mapping[str, tuple[str, dict[str, Json]]], free: bool) -> None:
    """One column. ``free``: there is no description, so that the sheet itself says which columns there are."""
    named = line["resource"].value if "resource" in line else None
    only = next(iter(places.values()), None) if len(places) == 1 else None
    found = places.get(str(named)) if named else only
    fields = _fields(found[1], free) if found else None
    if found is None or fields is None:
        made.strangers.append((str(named or line["name"].value), line["name"].cell))
        return
    name = str(line["name"].value)
    index = next((i for i, f in enumerate(fields) if isinstance(f, dict) and f.get("name") == name), None)
    if index is None and not free:
        made.strangers.append((name, line["name"].cell))
        return
    if index is None:
        fields.append({"name": name})
        index = len(fields) - 1
    if isinstance(fields[index], dict):
        _column(made, line, f"{found[0]}/schema/fields/{index}", fields[index], found[1])


def _fields(resource: dict[str, Json], free: bool) -> list[Json] | None:
    """The columns of a table; a list to be filled when ``free``."""
    schema = resource.setdefault("schema", {}) if free else resource.get("schema")
    fields = schema.setdefault("fields", []) if isinstance(schema, dict) and free else None
    if isinstance(schema, dict) and not free:
        fields = schema.get("fields")
    return fields if isinstance(fields, list) else None


def _take(made: Filled, pointer: str, group: dict[str, Json], key: str, answer: Answer, value: Json = None) -> None:
    """Let an answer, or the ``value`` made of it, stand in place of a key."""
    made.cells[pointer] = answer.cell
    said = answer.value if value is None else value
    if answer.value is None:
        group.pop(key, None)
    else:
        group[key] = said


def _column(made: Filled, line: Line, pointer: str, column: dict[str, Json], resource: dict[str, Json]) -> None:
    made.cells[pointer] = line["name"].cell
    for key in ("type", "unit", "unit@en", *_TEXTS):
        if key in line:
            _take(made, f"{pointer}/{pointer_part(key)}", column, key, line[key])
    if "drafted" in line:
        _take(made, f"{pointer}/drafted", column, "drafted", line["drafted"], ["title@en"])
    if "categories" in line:
        values = _categories(str(line["categories"].value or ""), str(column.get("type")))
        _take(made, f"{pointer}/categories", column, "categories", line["categories"], values)
    if "required" in line:
        limits = column.setdefault("constraints", {})
        if isinstance(limits, dict):
            _take(made, f"{pointer}/constraints", limits, "required", line["required"], True)
        if not limits:
            del column["constraints"]
    if "key" in line:
        schema = resource["schema"]
        others = [name for name in _listed_key(schema) if name != column.get("name")]
        schema["primaryKey"] = [*others, column.get("name")] if line["key"].value == "true" else others
        if not schema["primaryKey"]:
            del schema["primaryKey"]


def _listed_key(schema: Mapping[str, Json]) -> list[Json]:
    key = schema.get("primaryKey")
    return list(key) if isinstance(key, list) else [key] if key else []


def _categories(written: str, kind: str) -> list[Json]:
    """``a=独立式/Detached``, one a line; a value alone is its own label."""
    found: list[Json] = []
    for line in (part.strip() for part in written.replace("；", "\n").replace(";", "\n").split("\n")):
        value, _, labels = line.partition("=")
        if value.strip():
            label, _, english = (labels.strip() or value.strip()).partition("/")
            said = {"label": label.strip()} | ({"label@en": english.strip()} if english.strip() else {})
            found.append({"value": _typed(value.strip(), kind)} | said)
    return found


def _typed(value: str, kind: str) -> Json:
    """A value as its column's type has it."""
    try:
        return json.loads(value) if kind in ("integer", "number") else value
    except ValueError:
        return value
