"""The description of a dataset with what an update says of it: in its file, in entry.xlsx, or in both, where each key
stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from publish.draft.cells import Unfit, with_cells
from publish.draft.edit import Unsafe, edited, read
from publish.draft.update.nouns import Standing
from publish.model import Text, bilingual
from publish.problems import cell_name
from publish.questions import FIELDS, FILE, HEADINGS_ROW, asked, choice, lists
from publish.workbook import Workbook

Pointer = tuple[str, ...]


class ByHand(ValueError):
    """The description cannot be changed safely; ``why`` tells a person what to write."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


@dataclass(frozen=True, slots=True)
class Said:
    """What the description is to say: values by their paths of keys, and the descriptions of new columns by the place
    of their resource."""

    values: Mapping[Pointer, Any]
    columns: Mapping[int, Sequence[dict[str, Any]]]


def described(standing: Standing, said: Said) -> dict[str, bytes]:
    """The files that describe the dataset, with these things said. Raises ByHand."""
    package = standing.package
    path = package.descriptor.path if package.descriptor else FILE
    alone = path == FILE
    text = "" if alone else standing.files[path].decode("utf-8")
    is_json = path.endswith(".json")
    try:
        there = {} if alone else read(text.removeprefix("\ufeff"), is_json)
    except (yaml.YAMLError, ValueError) as error:
        raise ByHand(_by_hand(path, said.values)) from error
    cells = {p: package.cells["/" + "/".join(p)] for p in said.values if "/" + "/".join(p) in package.cells}
    lost = [p for p in said.values if alone and p not in cells]
    if lost:
        raise ByHand(_by_hand(FILE, said.values))
    own = {p: v for p, v in said.values.items() if not alone and (p not in cells or _has(there, p))}
    made: dict[str, bytes] = {}
    added = [(("resources", str(i), "schema", "fields"), r) for i, records in said.columns.items() for r in records]
    texts = {(cells[p].sheet, cells[p].name): str(said.values[p]) for p in cells}
    if alone:
        texts |= _lines(standing, said)
        added = []
    try:
        if own or added:
            made[path] = edited(text, own, added, is_json=is_json).encode()
        if texts:
            made[FILE] = with_cells(standing.files[FILE], texts)
    except Unsafe as error:
        raise ByHand(_by_hand(path, said.values)) from error
    except Unfit as error:
        raise ByHand(_by_hand(FILE, said.values)) from error
    return made


def _has(value: Any, path: Pointer) -> bool:
    for key in path:
        if isinstance(value, list):
            value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value is not None


def _by_hand(path: str, values: Mapping[Pointer, Any]) -> Text:
    lines = "；".join(f"{'/'.join(p)}: {v}" for p, v in values.items())
    return bilingual(
        f"{path} 的写法特殊，不能自动修改。请自己写上：{lines}。",
        f"{path} is written in a way that cannot be changed safely. Write it yourself: {lines}.",
    )


# --- a line of 字段 for each new column, where entry.xlsx alone describes the dataset ---------------------------------


def _lines(standing: Standing, said: Said) -> dict[tuple[str, str], str]:
    records = [(i, r) for i, columns in said.columns.items() for r in columns]
    if not records:
        return {}
    with Workbook(standing.files[FILE]) as book:
        grid = book.read(book.number(FIELDS) or 0)[0]
    labels = {q.label["zh"]: q.key for q in asked("fields")}
    head = [str(cell).partition("\n")[0].strip() for cell in grid[HEADINGS_ROW - 1]]
    last = max((n for n, row in enumerate(grid, 1) if any(str(c or "").strip() for c in row)), default=HEADINGS_ROW)
    cells = {}
    for number, (index, record) in enumerate(records, last + 1):
        line = _line(standing.package.resources[index].name, record)
        for place, label in enumerate(head, 1):
            if text := line.get(labels.get(label, ""), ""):
                cells[FIELDS, cell_name(place, number)] = text
    return cells


def _line(resource: str, record: Mapping[str, Any]) -> dict[str, str]:
    types = {code: choice(zh, code) for zh, code in lists()["types"]}
    unlooked = next(choice(zh, code) for zh, code in lists()["drafted"])
    meanings = [
        f"{c['value']}={c['label']}" + (f"/{c['label@en']}" if "label@en" in c else "")
        for c in record.get("categories", ())
    ]
    said = {key: str(record.get(key, "")) for key in ("name", "title", "title@en", "unit", "unit@en")}
    return said | {
        "resource": resource,
        "type": types[record["type"]],
        "drafted": unlooked if record.get("drafted") else "",
        "categories": "\n".join(meanings),
    }
