"""One table of a file put in the place of one of the dataset: columns matched, cells spelled, rows compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from publish.draft import units
from publish.draft.categories import legend
from publish.draft.columns import cells_of, columns_of, untitled
from publish.draft.dictionary import Dictionary
from publish.draft.package import field_record
from publish.draft.remark import Remark, Sort
from publish.draft.sheet import filled, seen
from publish.draft.table import Found
from publish.draft.update import telling
from publish.draft.update.existing import BOOKS, Existing, Fixed, gaps_of
from publish.draft.update.likeness import Beside
from publish.draft.update.matching import Matched, match, unlike
from publish.draft.update.nouns import Choices, Doubt, How, Match, Obstacle, Renewed, Source, Stop
from publish.draft.update.rows import compare
from publish.draft.update.spelling import Spelled, spell
from publish.draft.update.writing import write
from publish.model import Field, Text, bilingual

_SERIAL = re.compile(r"序号|序|行号|编?次|No\.?|#", re.I)
_MULTIPLE = re.compile(r"^[十百千万亿]+")
_NUMBERS = frozenset({"integer", "number"})
_STRANGE = 2  # columns that are missing, and that are new, in the table of something else
_SAMPLES = 3  # values of a doubtful column that are shown


@dataclass(frozen=True, slots=True)
class Renewal:
    """What came of one table: the new bytes of its file (None: they stay), the descriptions of new columns, the values
    of now by column, and what there is to say. ``strangers`` are the parts of renames that this table does not know."""

    table: Renewed
    content: bytes | None
    records: tuple[dict[str, Any], ...]
    values: Mapping[str, Sequence[str]]
    remarks: tuple[Remark, ...]
    obstacles: tuple[Obstacle, ...]
    strangers: frozenset[str] = frozenset()


class Bench:
    """A found table beside the one it is to replace."""

    def __init__(self, found: Found, old: Existing, choices: Choices, dictionary: Dictionary) -> None:
        self.found, self.old, self.choices, self.dictionary = found, old, choices, dictionary
        self.remarks: list[Remark] = []
        self.obstacles: list[Obstacle] = []
        self._spelled: dict[tuple[str, int], Spelled] = {}

    def renew(self, content: bytes, chinese: bool) -> Renewal:
        """The new table. ``content`` is the file it came from, which takes the place of a workbook as it is when it is
        laid out alike; ``chinese``: titles without a language are Chinese."""
        matched = self._matched()
        self._stopped(matched)
        places = {one.name: one.place for one in matched.matches}
        records = self._records(matched, chinese)
        values = {f.name: self.spelled(f, places[f.name]).values for f in self.old.fields if f.name in places}
        table = self._compared(matched, values, tuple(r["name"] for r in records))
        made = None
        if table.changed and not self.obstacles:
            made = self._content(matched, values, records, content)
        for field in self.old.fields:
            if field.name in places:
                spelled = self.spelled(field, places[field.name])
                self.remarks += telling.about_cells(self.found, field, places[field.name], spelled)
        new = {**values, **{r["name"]: r["values"] for r in records}}
        drafts = tuple({k: v for k, v in r.items() if k != "values"} for r in records)
        told = frozenset(matched.strangers)
        return Renewal(table, made, drafts, new, tuple(self.remarks), tuple(self.obstacles), told)

    def spelled(self, field: Field, place: int) -> Spelled:
        """The column at a place as values of a field."""
        if (field.name, place) not in self._spelled:
            cells, shown = cells_of(self.found, place)
            gaps = gaps_of(self.old.resource, field)
            heading, then = self.found.labels[place], self._then(field)
            self._spelled[field.name, place] = spell(cells, field, gaps, heading=heading, shown=shown, then=then)
        return self._spelled[field.name, place]

    def _then(self, field: Field) -> Sequence[str]:
        return (self.old.values or {}).get(field.name, ())

    # --- columns ------------------------------------------------------------------------------------------------------

    def _matched(self) -> Matched:
        """The columns known again. Those that are withheld, left out, or only count rows are left aside."""
        told, labels = self.choices.renames, self.found.labels
        left = self._left_out()
        kept_back = [p for p in self._withheld() if p not in left]
        fresh = self._placed(self.choices.fresh)
        passed = {*kept_back, *left, *fresh}
        named = labels if self.found.header_rows else [untitled(p + 1) for p in range(len(labels))]
        headings = ["" if p in passed else label for p, label in enumerate(named)]
        matched = match(self.old.fields, headings, told, self.dictionary, self._beside)
        self.remarks += telling.about_matches(self.found, matched.matches)
        new = [p for p in matched.new if labels[p] and (headings[p] or p in fresh)]
        counting = [p for p in new if _SERIAL.fullmatch(labels[p]) and p not in fresh]
        if kept_back or counting or left:
            names = "、".join(labels[p] for p in sorted((*kept_back, *counting, *left)))
            said = bilingual(f"没有取的列：{names}（不要、不公布，或只是序号）。", f"Columns left aside: {names}.")
            self.remarks.append(Remark(Sort.ASIDE, said, self.found.sheet.file, self.found.sheet.name))
        return replace(matched, new=tuple(p for p in new if p not in counting))

    def _placed(self, headings: frozenset[str]) -> list[int]:
        return [p for p, label in enumerate(self.found.labels) if label in headings]

    def _left_out(self) -> list[int]:
        return self._placed(self.choices.left_out)

    def _doubts(self, matched: Matched) -> tuple[Doubt, ...]:
        """The columns of which a person may say something else, as they stand in the file."""
        found: dict[int, tuple[How, str]] = {m.place: (m.how, m.name) for m in matched.matches if _unsure(m)}
        fresh = self._placed(self.choices.fresh)
        taken = self.choices.added
        found |= {p: (How.FRESH if taken or p in fresh else How.NEW, "") for p in matched.new}
        found |= dict.fromkeys(self._left_out(), (How.LEFT, ""))
        return tuple(self._doubt(place, *found[place]) for place in sorted(found))

    def _doubt(self, place: int, how: How, name: str) -> Doubt:
        cells = (seen(row[place]) for row in self.found.rows if filled(row[place]))
        samples = tuple(islice(dict.fromkeys(cells), _SAMPLES))
        return Doubt(self.found.labels[place], how, name, self.found.cell(0, place).rstrip("0123456789"), samples)

    def _beside(self, field: Field, place: int, known: Mapping[str, int]) -> Beside:
        """A column of then beside one of now; row by row where the key is known."""
        spelled = self.spelled(field, place)
        said = sum(map(bool, spelled.values))
        fit = (said - len(spelled.against) - len(spelled.strange)) / said if said else 0.0
        then = self._then(field)
        fields = [f for f in self.old.fields if f.name in self.old.key]
        if not then or not fields or any(f.name not in known for f in fields):
            return Beside(then, spelled.values, fit)
        old = dict(zip(zip(*(self._then(f) for f in fields), strict=True), then, strict=True))
        keys = zip(*(self.spelled(f, known[f.name]).values for f in fields), strict=True)
        both = [(old[key], value) for key, value in zip(keys, spelled.values, strict=True) if key in old]
        agrees = sum(a == b for a, b in both) / len(both) if both else None
        return Beside(then, spelled.values, fit, agrees)

    def _withheld(self) -> list[int]:
        schema = self.old.resource.schema
        fields = schema.withheld if schema else ()
        found = match(fields, self.found.labels, {}, self.dictionary, unlike)
        return [one.place for one in found.matches]

    def _stopped(self, matched: Matched) -> None:
        """What stands in the way. Where hardly a column is known again, that is all there is to say."""
        if self._other(matched):
            self.obstacles.append(telling.other_table(self.found, self.old.fields, len(matched.matches)))
            return
        headings = [self.found.labels[p] for p in matched.new]
        self.obstacles += [telling.missing_column(self.found, f, headings) for f in matched.missing]
        if not self.choices.added:
            asked = [p for p in matched.new if self.found.labels[p] not in self.choices.fresh]
            self.obstacles += [telling.new_column(self.found, p, matched.missing) for p in asked]
        if not self.choices.agreed:
            self.obstacles += [telling.doubtful(self.found, m) for m in matched.matches if m.how is How.PERHAPS]
        fields = {f.name: f for f in self.old.fields}
        for one in matched.matches:
            self._unit(fields[one.name], one.place)

    def _other(self, matched: Matched) -> bool:
        """Is it the table of something else? Not when a person has said what its columns are."""
        told = self.choices.renames or self.choices.fresh or self.choices.left_out or self.choices.added
        sure = [one for one in matched.matches if one.how is not How.PERHAPS]
        strange = len(matched.missing) >= _STRANGE and len(matched.new) >= _STRANGE
        return not told and strange and len(sure) * 3 < len(self.old.fields)

    def _unit(self, field: Field, place: int) -> None:
        """A column that is counted in another unit now must not be mixed with what was. A line over the whole table
        speaks for a column only where it differs by a multiple: 元 and 万元."""
        unit = field.unit["zh"]
        own = units.of_heading(legend(self.found.labels[place])[0])[1]
        own = own or (self.found.under[place] if self.found.under else "")
        common = self.found.units[0] if len(self.found.units) == 1 and field.type in _NUMBERS else ""
        said = own or (common if _MULTIPLE.sub("", common) == _MULTIPLE.sub("", unit) else "")
        if unit and said and _plain_unit(said) != _plain_unit(unit):
            self.obstacles.append(telling.other_unit(self.found, field, said))

    def _records(self, matched: Matched, chinese: bool) -> list[dict[str, Any]]:
        """The drafted descriptions of the columns that are new, each with its values."""
        taken = {f.name for f in self.old.fields}
        records = []
        for place in matched.new:
            if not (self.choices.added or self.found.labels[place] in self.choices.fresh):
                continue
            column = columns_of(self.found, self.dictionary)[place]
            name, count = column.name, 1
            while name in taken:
                count += 1
                name = f"{column.name}_{count}"
            taken.add(name)
            records.append(field_record(replace(column, name=name), chinese) | {"values": column.values})
        return records

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _compared(self, matched: Matched, values: Mapping[str, Sequence[str]], added: tuple[str, ...]) -> Renewed:
        fields = [f for f in self.old.fields if f.name in values]
        places = {one.name: one.place for one in matched.matches}
        columns = {name: self.found.places[place] for name, place in places.items()}
        source = Source(self.found.sheet.file, self.found.sheet.name, self.found.numbers, columns)
        old, names = self.old, [f.name for f in fields]
        title = old.resource.title or Text((("zh", old.resource.name), ("en", old.resource.name)))
        made = Renewed(
            old.resource.name,
            title,
            old.path,
            source,
            matched.matches,
            tuple((f.name, f.title["zh"] or f.name) for f in fields),
            added=added,
            doubts=self._doubts(matched),
            unsure=_unsure_fields(old.fields, matched),
        )
        if old.values is None:
            return made
        then = list(zip(*(old.values[name] for name in names), strict=True))
        now = list(zip(*(values[name] for name in names), strict=True))
        key = [names.index(k) for k in old.key] if set(old.key) <= set(names) else []
        rows = compare(then, now, key, [f.type for f in fields])
        return replace(made, rows=rows, changed=bool(rows or added))

    def _content(
        self, matched: Matched, values: Mapping[str, Sequence[str]], records: Sequence[dict[str, Any]], content: bytes
    ) -> bytes | None:
        old = self.old
        alike = tuple(self.found.labels) == old.headings and self.found.sheet.name == old.sheet
        ending = self.found.sheet.file.rpartition(".")[2].lower()
        alike = alike and self.found.header_rows == old.header_rows and ending == old.resource.format
        if old.resource.format in BOOKS and alike:
            return content
        fields = [*old.fields, *(Field(r["name"], r["type"]) for r in records)]
        headings = [*old.headings, *(r["name"] for r in records)]
        whole = {**values, **{r["name"]: r["values"] for r in records}}
        try:
            made = write(old, fields, headings, whole)
        except Fixed as error:
            self.obstacles.append(_fixed(self.found, old, error))
            return None
        if old.resource.format in BOOKS:
            said = bilingual(
                "工作簿按原来的列和表头重新写过，其他工作表和格式没有带过去。",
                "The workbook was written anew with the columns and headings of before; other sheets are left out.",
            )
            self.remarks.append(Remark(Sort.CHANGED, said, self.found.sheet.file, self.found.sheet.name))
        return made


_SIGNS = {"㎡": "m²", "m2": "m²", "m3": "m³", "km2": "km²", "㎞": "km", "％": "%", "百分比": "%", "摄氏度": "°C"}


def _plain_unit(unit: str) -> str:
    """One spelling of a unit: 平方米, ㎡ and m2 are one."""
    return units.english(_SIGNS.get(unit, unit)) or unit


def _unsure(one: Match) -> bool:
    return one.how in (How.LIKELY, How.PERHAPS, How.TOLD)


def _unsure_fields(fields: Sequence[Field], matched: Matched) -> tuple[tuple[str, str], ...]:
    sure = {m.name for m in matched.matches if not _unsure(m)}
    return tuple((f.name, f.title["zh"] or f.name) for f in fields if f.name not in sure)


def stranger(name: str) -> Obstacle:
    """A rename that names what is in no table of the file and of the dataset."""
    return Obstacle(
        Stop.STRANGER,
        bilingual(f"--rename 里的“{name}”，数据集或文件里都没有。", f"--rename names {name}, which is not there."),
        bilingual(
            "请写成 --rename 原来的列=文件里的列，例如：--rename 名称=厕所名称。",
            "Write --rename COLUMN-OF-BEFORE=HEADING-IN-THE-FILE, for example: --rename 名称=厕所名称.",
        ),
    )


def _fixed(found: Found, old: Existing, error: Fixed) -> Obstacle:
    return Obstacle(
        Stop.BY_HAND,
        bilingual(
            f"“{old.path}”{error.why['zh']}，不能自动更新。", f"{old.path} cannot be updated: {error.why['en']}."
        ),
        bilingual(
            "请照原来的样子整理新文件，或者自己改好后放进数据集的文件夹，再运行 check。",
            "Bring the new file into the shape of the old one, or put it into the folder by hand and run check.",
        ),
        found.sheet.file,
        found.sheet.name,
    )
