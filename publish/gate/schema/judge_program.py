"""The judge of cells: frictionless, field by field, in a process of its own. The only file that imports it.

Run as a program (by ``judge_process``), so a cell that takes for ever or all the memory there is takes this process
only. frictionless never opens a file here, so it cannot guess a layout, follow a link or run a pattern: it is given
fields and cells, and says what they are worth. Nothing of the portal is imported, and the network is shut.

What frictionless lacks of Table Schema is judged beside it: the bounds of a duration, the values a list may be, and
``jsonSchema``, by the library jsonschema. References lead into the schema itself; nothing is fetched.

A request is (descriptor of a field, cells). An answer is ("no", reason) for a field that is none, or ("yes",
constraints as typed values, one (value, broken constraint or None) for each cell). Of ``jsonSchema`` what is broken
follows after a colon: a JSON list of the keyword, the place in the cell, and what was wanted.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, cast

import frictionless
import isodate  # type: ignore[import-untyped]
from jsonschema import Draft3Validator, Draft202012Validator, ValidationError
from jsonschema.exceptions import SchemaError, best_match
from jsonschema.validators import validator_for
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

MEMORY = 2 << 30  # bytes
_FIELDS = 10_000  # remembered
_TOLD = 20  # values of an enumeration that an answer repeats
_SHUT = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_APART = {"duration": _BOUNDS, "list": ("enum",)}  # constraints of Table Schema that frictionless refuses of a type

Read = Callable[[Any], tuple[Any, dict[str, str] | None]]
Beside = Callable[[Any], str | None]  # of a value: the constraint it breaks
Reader = tuple[Read, dict[str, Any], list[Beside]]


def _field(descriptor: Mapping[str, Any]) -> Reader | str:
    """The reader of a field, its typed constraints, and what is judged beside frictionless; why it is none."""
    try:
        kind = descriptor["type"]
        constraints = {k: v for k, v in descriptor.get("constraints", {}).items() if v is not None}
        apart = (*_APART.get(kind, ()), "jsonSchema")
        known = {k: v for k, v in constraints.items() if k not in apart}
        made = frictionless.Field.from_descriptor({**descriptor, "constraints": known})
        typed = _typed(kind, constraints, made.create_value_reader())
        return made.create_cell_reader(), typed, list(_beside(kind, constraints, typed))
    except frictionless.FrictionlessException as error:
        return str(error.reasons[0].note if error.reasons else error.error.note)
    except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError) as error:
        return str(error)


def _typed(kind: str, constraints: Mapping[str, Any], value: Callable[[Any], Any]) -> dict[str, Any]:
    """The constraints as values of the field's type, None where one is none; a duration as its lengths."""
    bounds = {name: value(constraints[name]) for name in _BOUNDS if name in constraints}
    as_compared = _lengths if kind == "duration" else _plain
    typed = {name: None if bound is None else as_compared(bound) for name, bound in bounds.items()}
    if "enum" in constraints:
        typed["enum"] = [_plain(value(one)) for one in constraints["enum"]]
    return typed


def _beside(kind: str, constraints: Mapping[str, Any], typed: Mapping[str, Any]) -> Iterator[Beside]:
    """What frictionless lacks. Raises ValueError for a structure that cannot be used."""
    if kind == "duration":
        yield from (_limit(name, typed[name]) for name in _BOUNDS if typed.get(name) is not None)
    if kind == "list" and "enum" in typed:
        yield lambda value: None if value in typed["enum"] else "enum"
    if "jsonSchema" in constraints:
        yield _structure(kind, constraints["jsonSchema"])


def _cell(field: Reader, cell: Any) -> tuple[Any, str | None]:
    read, _, beside = field
    try:
        value, notes = read(cell)
        note = next(iter(notes)) if notes else None
        if note is None and value is not None:
            note = next((broken for check in beside if (broken := check(value))), None)
        return _plain(value), note
    except (ArithmeticError, TypeError, ValueError, AttributeError, LookupError, RecursionError):
        return None, "type"


def _plain(value: Any) -> Any:
    """The value as classes of the standard library."""
    if isinstance(value, datetime):
        offset = value.utcoffset()
        return value if offset is None else value.replace(tzinfo=timezone(offset))
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, time) and value.tzinfo is not None:
        offset = value.utcoffset()
        return value.replace(tzinfo=None if offset is None else timezone(offset))
    known = (str, int, float, dict, list, date, time, timedelta)
    return value if value is None or isinstance(value, known) or type(value).__module__ == "decimal" else str(value)


def _answer(descriptor: Mapping[str, Any], cells: Sequence[Any], fields: dict[bytes, Reader | str]) -> tuple[Any, ...]:
    key = pickle.dumps(descriptor)
    if key not in fields:
        if len(fields) >= _FIELDS:
            fields.clear()
        fields[key] = _field(descriptor)
    field = fields[key]
    if isinstance(field, str):
        return "no", field
    return "yes", field[1], [_cell(field, cell) for cell in cells]


# --- durations ----------------------------------------------------------------------------------------------------

_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))  # months from which XML Schema compares two durations
_DAY = 86_400  # seconds


def _limit(name: str, bounds: Sequence[float]) -> Beside:
    """What says whether a duration breaks a bound. As a month has 28 to 31 days, it must hold from every start."""
    holds = {
        "minimum": lambda length, bound: length >= bound,
        "maximum": lambda length, bound: length <= bound,
        "exclusiveMinimum": lambda length, bound: length > bound,
        "exclusiveMaximum": lambda length, bound: length < bound,
    }[name]
    return lambda value: None if all(map(holds, _lengths(value), bounds)) else name


def _lengths(span: Any) -> list[float]:
    """How long a duration lasts from each start, in seconds."""
    if not isinstance(span, isodate.Duration):
        return [span.total_seconds()] * len(_STARTS)
    months = span.years * 12 + span.months
    days = [_days(year, month + int(months)) - _days(year, month) for year, month in _STARTS]
    rest = float(months - int(months)) * 30 * _DAY + span.tdelta.total_seconds()
    return [count * _DAY + rest for count in days]


def _days(year: int, month: int) -> int:
    """Days from the year 0 to the first of a month; of years and months beyond what dates can hold, too."""
    year, month = year + (month - 3) // 12, (month - 3) % 12  # years that begin in March end with the leap day
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 153 + 2) // 5


# --- structures ---------------------------------------------------------------------------------------------------


def _structure(kind: str, written: Any) -> Beside:
    """What says how a list or an object breaks a JSON Schema. Raises ValueError when it cannot be used."""
    if kind not in ("array", "object") or not isinstance(written, dict):
        raise ValueError("jsonSchema")
    validator = validator_for(written, default=Draft202012Validator)
    if validator is Draft3Validator:  # of other types and words
        raise ValueError("jsonSchema: draft-03")
    try:
        validator.check_schema(written)
        _check_within(written)
        judge = validator(written, registry=EMPTY_REGISTRY)
        judge.is_valid({})  # one that calls itself for ever never gets to a cell
        judge.is_valid([])
    except (SchemaError, Unresolvable, re.error, RecursionError) as error:
        raise ValueError(f"jsonSchema: {getattr(error, 'message', error)}"[:200]) from None

    def check(value: Any) -> str | None:
        try:
            broken = best_match(judge.iter_errors(json.loads(json.dumps(value, default=float))))
            said = None if broken is None else _said(broken)
        except Unresolvable as error:  # below an address of its own
            said = ["$ref", [], error.ref]
        return None if said is None else f"jsonSchema:{json.dumps(said, ensure_ascii=False)}"

    return check


def _check_within(written: Mapping[str, Any]) -> None:
    """Every reference leads somewhere here, every pattern is one. Raises Unresolvable or re.error."""
    resolver = EMPTY_REGISTRY.with_resource("", DRAFT202012.create_resource(written)).resolver()
    for name, value in _members(written):
        if name in ("$ref", "$dynamicRef") and isinstance(value, str):
            resolver.lookup(value)
        if name == "pattern" and isinstance(value, str):
            re.compile(value)
        if name == "patternProperties" and isinstance(value, dict):
            [re.compile(pattern) for pattern in value]


def _members(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        yield from node.items()
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _members(part)


def _said(broken: ValidationError) -> list[Any]:
    """The keyword that is broken, where in the cell, and what was wanted: the name, when one is missing or too much."""
    keyword = str(broken.validator or "false")  # a schema that is false allows nothing
    wanted, value, schema = (cast(Any, part) for part in (broken.validator_value, broken.instance, broken.schema))
    if keyword == "required":
        wanted = next(name for name in wanted if name not in value)
    elif keyword == "additionalProperties" and wanted is False:
        known, forms = schema.get("properties", {}), schema.get("patternProperties", {})
        wanted = next(name for name in value if name not in known and not any(re.search(f, name) for f in forms))
    wanted = wanted[:_TOLD] if isinstance(wanted, list) else {} if isinstance(wanted, dict) else wanted
    return [keyword, list(broken.absolute_path), wanted]


def _refuse(event: str, _: object) -> None:
    if event.startswith(_SHUT):
        raise PermissionError(event)


def serve() -> None:
    """Answer until nobody asks."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(_refuse)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    fields: dict[bytes, Reader | str] = {}
    pickle.dump("ready", answers)
    answers.flush()
    while True:
        try:
            descriptor, cells = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(_answer(descriptor, cells, fields), answers)
        answers.flush()


if __name__ == "__main__":
    serve()
