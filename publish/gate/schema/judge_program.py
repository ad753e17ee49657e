"""The judge of cells: frictionless, field by field, in a process of its own. The only file that imports it.

Run as a program (by ``judge_process``), so a cell that takes for ever or all the memory there is takes this process
only. frictionless never opens a file here, so it cannot guess a layout, follow a link or run a pattern: it is given
fields and cells, and says what they are worth. Nothing of the portal is imported, and the network is shut.

A request is (descriptor of a field, cells). An answer is ("no", reason) for a field that is none, or ("yes",
constraints as typed values, one (value, broken constraint or None) for each cell).
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import frictionless

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

MEMORY = 2 << 30  # bytes
_FIELDS = 10_000  # remembered
_SHUT = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")
_TYPED = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")

Read = Callable[[Any], tuple[Any, dict[str, str] | None]]
Reader = tuple[Read, dict[str, Any]]


def _field(descriptor: Mapping[str, Any]) -> Reader | str:
    """The reader of a field and its typed constraints; why it is none."""
    try:
        made = frictionless.Field.from_descriptor(dict(descriptor))
        value = made.create_value_reader()
        constraints = {k: v for k, v in descriptor.get("constraints", {}).items() if v is not None}
        typed = {name: _plain(value(constraints[name])) for name in _TYPED if name in constraints}
        if "enum" in constraints:
            typed["enum"] = [_plain(value(one)) for one in constraints["enum"]]
        return made.create_cell_reader(), typed
    except frictionless.FrictionlessException as error:
        return str(error.reasons[0].note if error.reasons else error.error.note)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return str(error)


def _cell(read: Read, cell: Any) -> tuple[Any, str | None]:
    try:
        value, notes = read(cell)
        return _plain(value), next(iter(notes)) if notes else None
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
    return "yes", field[1], [_cell(field[0], cell) for cell in cells]


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
