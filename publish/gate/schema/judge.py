"""The cells of one field judged: what can be said of them here, and what frictionless says in a process of its own.

Patterns and categories, which frictionless does not enforce, are judged here, beside it; so are shapes and base64.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from publish.gate.schema.canonical import Judged, canonical
from publish.gate.schema.finding import What
from publish.gate.schema.judge_process import NoField, OutOfTime, judge_process
from publish.gate.schema.outline import Broken as BrokenShape
from publish.gate.schema.outline import check_outline
from publish.gate.schema.pattern import Broken, Pattern
from publish.gate.schema.spelling import usable_form
from publish.model import Field
from publish.types import TYPES

_KNOWN = (  # the keys of a field that change how a cell is read
    "format",
    "trueValues",
    "falseValues",
    "bareNumber",
    "groupChar",
    "decimalChar",
    "itemType",
    "delimiter",
)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_NOTES: Mapping[str, What] = {
    "type": What.TYPE,
    "required": What.REQUIRED,
    "enum": What.ENUM,
    "minLength": What.LENGTH,
    "maxLength": What.LENGTH,
    **dict.fromkeys(_BOUNDS, What.RANGE),
}
_STRUCTURE = "jsonSchema:"  # what is broken of it follows
_APART = ("unique",)  # judged elsewhere
_REMEMBERED = 100_000  # cells
_WRITTEN_OUT = 30  # digits of a whole number: one with more is left as it is, 1e999999999 would fill all memory
_ISO = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_REFUSED = object()  # a cell no column of text can hold


class Unusable(ValueError):
    """A field no cell can be held against; the argument says why."""


class Judge:
    """What judges the cells of one field. Raises Unusable, or Broken for its pattern."""

    def __init__(self, field: Field, missing: tuple[str, ...], *, degrees: bool = True) -> None:
        self.field = field
        self.missing = missing
        self._degrees = degrees
        self._gave_up = False
        if field.type not in TYPES:
            raise Unusable(field.type)
        self.pattern = _pattern(field)
        self._descriptor = _descriptor(field, missing)
        _check_written(field)
        self._typed = _typed_here(field)
        if self._typed is None:
            self._typed = _typed_there(self._descriptor)
            _check_typed(field, self._typed)
        _check_order(field, self._typed)
        self._categories = _categories(field, self._typed)
        self._seen: dict[tuple[type, Any], Judged] = {}

    def bound(self, name: str) -> Any:
        """The value of a constraint, typed as a cell would be; None when there is none."""
        return (self._typed or {}).get(name)

    def values(self, name: str) -> list[Any]:
        """The values of a list constraint, typed."""
        return list(self.bound(name) or ())

    def cell(self, cell: Any) -> Judged:
        """What one cell is worth."""
        return self.cells((cell,))[0]

    def cells(self, cells: Sequence[Any]) -> list[Judged]:
        """What cells are worth; equal ones are judged once."""
        sent = [self._sent(cell) for cell in cells]
        keys = [_key(one) for one in sent]
        asked = {key: one for key, one in zip(keys, sent, strict=True) if key is not None and key not in self._seen}
        if len(self._seen) + len(asked) > _REMEMBERED:
            asked = {key: one for key, one in zip(keys, sent, strict=True) if key is not None}
            self._seen.clear()
        self._seen.update(zip(asked, self._asked(list(asked.values())), strict=True))
        loose = iter(self._asked([one for key, one in zip(keys, sent, strict=True) if key is None]))
        found = [next(loose) if key is None else self._seen[key] for key in keys]
        return [_noted(j, c, s) for j, c, s in zip(found, cells, sent, strict=True)]

    def _sent(self, cell: Any) -> Any:
        """The cell as the judge is asked about it. A spreadsheet holds codes as numbers: the digits are taken as
        text; a day is midnight of it."""
        if self.field.type == "datetime" and type(cell) is date:
            return datetime.combine(cell, time())
        if self.field.type == "integer" and isinstance(cell, str):
            return cell.replace(str(self.field.raw.get("groupChar") or ""), "")  # which frictionless leaves to numbers
        if self.field.type != "string" or isinstance(cell, str | None):
            return cell
        if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
            return _REFUSED
        number = Decimal(str(cell))
        if not number.is_finite():
            return _REFUSED
        whole = number.adjusted() < _WRITTEN_OUT and number == number.to_integral_value()
        return str(int(number)) if whole else str(cell)

    def _asked(self, cells: list[Any]) -> list[Judged]:
        wanted = [c for c in cells if c is not _REFUSED]
        answers = self._answers(wanted) if wanted else iter(())
        return [Judged(None, What.TYPE) if c is _REFUSED else next(answers) for c in cells]

    def _answers(self, cells: list[Any]) -> Iterator[Judged]:
        """What the judge says of cells; when its time is up that is said once, and nothing more is asked of it."""
        done = 0
        if not self._gave_up:
            try:
                for value, note in judge_process().cells(self._descriptor, cells):
                    yield self._weighed(cells[done], value, note)
                    done += 1
            except NoField as error:
                raise Unusable(str(error)) from None
            except OutOfTime:
                self._gave_up = True
                yield Judged(None, What.OUT_OF_TIME)
                done += 1
        yield from (Judged(None) for _ in cells[done:])

    def _weighed(self, cell: Any, value: Any, note: str | None) -> Judged:
        if isinstance(value, float | Decimal) and not Decimal(value).is_finite():
            return Judged(None, What.REQUIRED if self.field.required else What.NOT_FINITE)
        if note is not None and note.startswith(_STRUCTURE):
            return Judged(None, What.STRUCTURE, note.removeprefix(_STRUCTURE))
        if note is not None:
            return Judged(None, _NOTES.get(note, What.TYPE), str(self.field.constraints.get(note, "")))
        if value is None:
            return Judged(None)
        for what, detail in self._beside(cell, value):
            return Judged(None, what, detail)
        return canonical(self.field.type, value, cell)

    def _beside(self, cell: Any, value: Any) -> Iterator[tuple[What, str]]:
        """What frictionless does not look at."""
        if self._categories and (value if self._by_value else cell) not in self._categories and isinstance(cell, str):
            yield What.ENUM, ""
        if self.pattern is not None and isinstance(cell, str):
            matches = self.pattern.matches(cell)
            if not matches:
                yield What.UNCHECKED_PATTERN if matches is None else What.PATTERN, self.pattern.text
        if self.field.format == "binary" and isinstance(cell, str) and not _is_base64(cell):
            yield What.TYPE, ""
        if self.field.type == "geojson" and self.field.format == "default":
            try:
                check_outline(value, degrees=self._degrees)
            except BrokenShape as broken:
                yield broken.args[0], ""
            except RecursionError:
                yield What.GEOMETRY, ""

    @property
    def _by_value(self) -> bool:
        return self.field.type != "string"


def _noted(judged: Judged, cell: Any, sent: Any) -> Judged:
    if judged.what is None and isinstance(sent, str) and not isinstance(cell, str):
        return Judged(judged.value, What.NUMBER_AS_TEXT)
    return judged


def _key(cell: Any) -> tuple[type, Any] | None:
    """What equal cells have in common; None for a list or an object of JSON."""
    return None if isinstance(cell, list | dict) else (type(cell), cell)


def _is_base64(cell: str) -> bool:
    try:
        return base64.b64decode(cell, validate=True) is not None
    except (binascii.Error, ValueError):
        return False


def _pattern(field: Field) -> Pattern | None:
    written = field.constraints.get("pattern")
    if written in (None, "") or field.type != "string":
        return None
    if not isinstance(written, str):
        raise Unusable("pattern")
    return Pattern(written)


def _descriptor(field: Field, missing: tuple[str, ...]) -> dict[str, Any]:
    """The field as frictionless is told of it. A pattern of text is judged here; of another type it is none."""
    apart = (*_APART, "pattern") if field.type == "string" else _APART
    constraints = {k: v for k, v in field.constraints.items() if k not in apart}
    written = {k: field.raw[k] for k in _KNOWN if k in field.raw}
    written |= {"name": field.name or "?", "type": field.type, "constraints": constraints}
    return written | {"missingValues": list(missing)}


# --- what is written of a field -------------------------------------------------------------------------------------


def _check_written(field: Field) -> None:
    """What a description may get wrong, and frictionless lets pass. Raises Unusable."""
    for name in ("minLength", "maxLength"):
        length = field.constraints.get(name, 0)
        if not isinstance(length, int) or isinstance(length, bool) or length < 0:
            raise Unusable(f"{name}: {field.constraints[name]}")
    true, false = (field.raw.get(key) for key in ("trueValues", "falseValues"))
    if isinstance(true, list) and isinstance(false, list) and (both := [v for v in true if v in false]):
        raise Unusable(f"falseValues: {both[0]}")
    if true == false == []:
        raise Unusable("trueValues: []")
    if field.constraints.get("enum") == []:
        raise Unusable("enum: []")
    if field.type == "number" and field.raw.get("groupChar", "") == field.raw.get("decimalChar", "."):
        raise Unusable(f"groupChar: {field.raw['groupChar']}")
    if field.type in ("date", "time", "datetime") and not usable_form(field.type, field.format):
        raise Unusable(f"format: {field.format[:40]}")
    said = field.raw.get("categories")
    if any(not c.value for c in field.categories):
        raise Unusable("categories")
    if said is not None and (not field.categories or len({c.value for c in field.categories}) < len(field.categories)):
        raise Unusable("categories")


def _typed_here(field: Field) -> dict[str, Any] | None:
    """The constraints as typed values, when they are so plain that nobody need be asked; else None."""
    plain = field.format == "default" and not any(key in field.raw for key in _KNOWN if key != "format")
    limits = {k: v for k, v in field.constraints.items() if k not in (*_APART, "minLength", "maxLength", "pattern")}
    if limits.pop("required", False) not in (True, False) or not plain or (field.type not in _HERE):
        return None
    typed = {}
    for name, written in limits.items():
        if name not in _HERE[field.type] or (made := _limit(field.type, written)) is None:
            return None
        typed[name] = made
    others = {"minLength", "maxLength", "pattern"} & field.constraints.keys()
    return None if (others and field.type != "string") or (field.categories and field.type != "string") else typed


_HERE: Mapping[str, tuple[str, ...]] = {
    "string": ("enum",),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "date": ("minimum", "maximum"),
    "boolean": (),
    "datetime": (),
    "year": (),
}


def _limit(kind: str, written: Any) -> Any:
    """A limit as a value of its type; None when that is for the judge to say."""
    if kind == "string":
        return written if isinstance(written, list) and all(isinstance(v, str) and v for v in written) else None
    if kind == "date" and isinstance(written, str) and _ISO.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None
    if type(written) is int and kind in ("integer", "number"):
        return written if kind == "integer" else Decimal(written)
    return Decimal(str(written)) if type(written) is float and kind == "number" else None


def _typed_there(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return judge_process().constraints(descriptor)
    except NoField as error:
        raise Unusable(str(error)) from None
    except OutOfTime:
        raise Unusable("constraints") from None


def _check_typed(field: Field, typed: Mapping[str, Any]) -> None:
    """A limit that is not itself a value of the type would be compared with nothing."""
    for name in _BOUNDS:
        if field.constraints.get(name) is not None and typed.get(name) is None:
            raise Unusable(f"{name}: {field.constraints[name]}")
    listed = field.constraints.get("enum")
    if listed is not None and (not isinstance(listed, list) or any(v is None for v in typed.get("enum", (None,)))):
        raise Unusable("enum")


def _check_order(field: Field, typed: Mapping[str, Any]) -> None:
    """A least value above the greatest leaves none. Raises Unusable."""
    limits: Mapping[str, Any] = field.constraints
    lengths = (limits.get("minLength"), limits.get("maxLength"), "minLength")
    for low, high, name in ((typed.get("minimum"), typed.get("maximum"), "minimum"), lengths):
        try:
            empty = low is not None and high is not None and low > high
        except TypeError:  # with a zone and without one
            empty = False
        if empty:
            raise Unusable(f"{name}: {limits[str(name)]} > {limits[str(name).replace('min', 'max')]}")


def _categories(field: Field, typed: Mapping[str, Any]) -> frozenset[Any]:
    """The values that are listed: as they are spelled in a column of text, else as values of its type."""
    if not field.categories or field.type == "string":
        return frozenset(c.value for c in field.categories)
    verdicts = _said(field, (c.value for c in field.categories))
    if any(value is None for value in verdicts):
        raise Unusable("categories")
    return frozenset(verdicts)


def _said(field: Field, values: Iterable[str]) -> list[Any]:
    bare = {k: field.raw[k] for k in _KNOWN if k in field.raw} | {"name": "?", "type": field.type}
    try:
        verdicts = list(judge_process().cells(bare, list(values)))
    except (NoField, OutOfTime):
        raise Unusable("categories") from None
    try:
        return [None if note else value for value, note in verdicts if hash(value) is not None]
    except TypeError:
        raise Unusable("categories") from None


__all__ = ["Broken", "Judge", "Unusable"]
