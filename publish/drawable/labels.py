"""Labels: what is written at a bar or a line: the name of a thing, in every language it has one in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from publish.model import Field, Text
from publish.tables import Table, blocks
from publish.types import to_text

_LONGEST = 20_000  # rows of a register that are read for its names

# No characters that steer: they turn what stands beside them, or are no text at all.
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]+")
_CODE = re.compile(
    r"(?i)(^|[^a-z])(id|code|key|uuid|url|uri|link|slug|e?mail|phone|tel|no)$|号$|码$|网址|邮箱|电话|地址$"
)
_NAME = re.compile(r"(?i)(^|[^a-z])(name|title|label)$|名称?$|标题$")
_PLAIN = frozenset({"default", ""})


def clean(label: str) -> str:
    """A label as it can stand on a page."""
    return re.sub(r"\s+", " ", _STEERS.sub(" ", label)).strip()


def named(value: str, tag: str) -> Text:
    """A value of the data as a text of that language; none where nothing in it belongs to one."""
    return Text(((tag if re.search(r"[^\W\d_]", value) else "", clean(value)),))


@dataclass(frozen=True, slots=True)
class Names:
    """Columns of one table that say the name of a row: by language, the first that of the table itself."""

    columns: tuple[tuple[str, str], ...]  # (tag, column)


def is_label(field: Field) -> bool:
    """Can its values be read, as the names of things are?"""
    if field.type != "string" or field.format not in _PLAIN:
        return False
    return not (_CODE.search(field.name) or any(_CODE.search(title) for _, title in field.title))


def sibling(field: Field, table: Table, languages: Iterable[str]) -> Names:
    """A column with those beside it that say the same in other languages: ``name`` and ``name_en``."""
    tags = tuple(languages)
    beside = ((tag, f"{field.name}_{tag.partition('-')[0].lower()}") for tag in tags[1:])
    return Names(((tags[0], field.name), *((tag, name) for tag, name in beside if table.field(name))))


def translates(field: Field, table: Table, languages: Iterable[str]) -> bool:
    """Does it say in another language what the column beside it says?"""
    base, _, end = field.name.rpartition("_")
    return bool(base) and end in {t.partition("-")[0].lower() for t in languages} and table.field(base) is not None


def name_of(table: Table, languages: Iterable[str]) -> Field | None:
    """The column by which people know the rows of a table: one that is called a name, else its first text."""
    tags = tuple(languages)
    found = [f for f in table.fields if f.name not in table.primary_key]
    found = [f for f in found if is_label(f) and not f.categories and not translates(f, table, tags)]
    return next((f for f in found if _NAME.search(f.name) or any(_NAME.search(t) for _, t in f.title)), None)


def texts(names: Names, row: Mapping[str, object]) -> Text:
    """The name of a row."""
    said = ((tag, clean(to_text(row[column]))) for tag, column in names.columns)
    kept = tuple((tag, string) for tag, string in said if string)
    if kept and not re.search(r"[^\W\d_]", kept[0][1]):
        return Text((("", kept[0][1]),))
    return Text(kept)


def of_categories(field: Field) -> dict[str, Text]:
    """Code -> label of a column with categories."""
    return {c.value: Text(tuple((tag, clean(said)) for tag, said in c.label)) for c in field.categories}


def register(table: Table, key: str, languages: tuple[str, ...]) -> Mapping[str, Text]:
    """Key -> name of the rows of a table that others point at; empty when it has no names, or too many."""
    field = name_of(table, languages)
    if field is None or table.rows > _LONGEST or table.field(key) is None:
        return {}
    return _names(table.path, key, sibling(field, table, languages))


@lru_cache(maxsize=16)
def _names(path: Path, key: str, names: Names) -> Mapping[str, Text]:
    """Read once for all that point at it: the path is the digest of what lies there."""
    columns = list(dict.fromkeys([key, *(column for _, column in names.columns)]))
    found: dict[str, Text] = {}
    for block in blocks(path, columns):
        for row in block.to_pylist():
            if row[key] is not None and (said := texts(names, row)):
                found.setdefault(to_text(row[key]), said)
    return found
