"""Parameters of the Action API, which come as JSON or as text."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from publish.api.ckan_errors import invalid

Asked = Mapping[str, Any]


def required(asked: Asked, *keys: str) -> str:
    """The first of these parameters that is given. Raises Refused when none is."""
    for key in keys:
        value = asked.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    raise invalid(**{keys[0]: "Missing value"})


def number(asked: Asked, key: str, default: int) -> int:
    """A whole number, not negative."""
    value = asked.get(key)
    if value is None or value == "":
        return default
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise invalid(**{key: "Invalid integer"})
    return int(text)


def flag(asked: Asked, key: str, default: bool = False) -> bool:
    """Yes or no, as CKAN reads it."""
    value = asked.get(key)
    if value is None or value == "":
        return default
    return str(value).strip().lower() in ("true", "yes", "on", "1", "y", "t")


def names(asked: Asked, key: str) -> list[str]:
    """A list: JSON, repeated, or separated by commas."""
    value = asked.get(key)
    if value is None or value == "":
        return []
    if isinstance(value, str) and value.strip().startswith("["):
        value = structure(asked, key)
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        raise invalid(**{key: "Not a list"})
    return [str(part).strip() for part in value if str(part).strip()]


def several(asked: Asked, key: str) -> list[str]:
    """Texts, each its own: a parameter that is given once, again and again, or as a list in JSON."""
    value = asked.get(key)
    if isinstance(value, str) and value.strip().startswith("["):
        value = structure(asked, key)
    if value is None:
        return []
    if isinstance(value, dict):
        raise invalid(**{key: "Not a list"})
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def structure(asked: Asked, key: str) -> Any:
    """A value that may be written as a string of JSON."""
    value = asked.get(key)
    if not isinstance(value, str):
        return value
    try:
        return read(value) if value.strip() else None
    except ValueError:
        raise invalid(**{key: "Cannot parse JSON"}) from None


def read(text: str) -> Any:
    """A value of JSON. Raises ValueError for what is none: ``NaN``, ``1e999``, a thousand brackets within brackets."""
    try:
        return json.loads(text, parse_constant=_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("JSON Error: nested too deeply") from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"JSON Error: {text} is no number")
    return number
