"""CKAN's ``fq``: the part of Solr's language that clients use, read into a test of a package.

``organization:x``, ``tags:"a b"``, ``+key:value``, ``-key:value``, ``key:(a OR b)``, ``key:(a b)`` which is a and b,
``key:[x TO y]``, ``key:{x TO y}``, ``AND``, ``OR`` between terms of one kind, such terms in brackets, ``*``. Anything
else is refused in words: a filter that is not understood must not pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from publish.api.ckan_dates import moment
from publish.api.ckan_errors import bad_search

Package = Mapping[str, Sequence[str]]  # the values of each searchable key
Test = Callable[[Package], bool]

# The names Solr's schema of CKAN gives the keys of the index.
_KEYS = {
    "organization": "organization",
    "owner_org": "owner_org",
    "groups": "groups",
    "tags": "tags",
    "name": "name",
    "id": "id",
    "license_id": "license_id",
    "res_format": "res_format",
    "dataset_type": "dataset_type",
    "type": "dataset_type",
    "state": "state",
    "title": "title",
    "metadata_created": "metadata_created",
    "metadata_modified": "metadata_modified",
    "capacity": "capacity",
}
_TERM = re.compile(
    r"""\s*(?:(?P<join>AND\b|OR\b|&&|\|\|)|(?P<sign>[+\-!]|NOT\s+)?(?P<key>\*|[A-Za-z_]+):\s*
    (?:(?P<from>[\[{])\s*(?P<low>\S+)\s+TO\s+(?P<high>[^\s\]}]+)\s*(?P<to>[\]}])|\((?P<any>(?:"(?:[^"\\]|\\.)*"|[^()"])*)\)
    |"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s()\[\]{}"^]+)(?:\^[\d.]+)?))""",
    re.VERBOSE,
)
_OPEN = re.compile(r"\s*(?P<sign>[+\-!]|NOT\s+)?\(")
_DEEPEST = 5  # brackets within brackets
_WORDS = 200  # each is looked for in every package
_SHOWN = 200  # characters of what cannot be read
_WORD = re.compile(r"""\s*(?P<sign>[+\-!]|NOT\s+)?(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s"]+))""")
_JOINS = {"AND": False, "&&": False, "OR": True, "||": True}  # is it one or the other?
_DATES = frozenset({"metadata_created", "metadata_modified"})


# A term among words; what is no key of the index, like the colon of a title, stays a word.
_AMONG_WORDS = re.compile(
    rf"""(?<!\S)[+\-!]?(?:{"|".join(_KEYS)}):(?:"(?:[^"\\]|\\.)*"|\([^()]*\)|\[[^\[\]]*\]|[^\s"(\[]+)(?!\S)"""
)


def parted(query: str) -> tuple[str, str]:
    """``人口 res_format:CSV``: the filters in a query, and its other words."""
    terms = " ".join(found.group() for found in _AMONG_WORDS.finditer(query))
    words = _AMONG_WORDS.sub(" ", query).split()
    return terms, " ".join(word for word in words if word not in ("AND", "&&"))


@dataclass(frozen=True, slots=True)
class _Term:
    test: Test
    either: bool  # joined to the one before by OR


def filters(text: str, deep: int = 0) -> Test:
    """A test of a package. Raises Refused for what cannot be understood."""
    if len(text.split()) > _WORDS:
        raise bad_search(f"more than {_WORDS} words of filters")
    terms: list[_Term] = []
    position, either = 0, False
    text = text.strip()
    while position < len(text):
        if opened := _OPEN.match(text, position):
            end = _closing(text, opened.end(), deep)
            inner = filters(text[opened.end() : end], deep + 1)
            terms.append(_Term(_signed(opened["sign"], inner), either))
            position, either = end + 1, False
            continue
        found = _TERM.match(text, position)
        if not found:
            raise bad_search(f"cannot read {text[position:][:_SHOWN]!r} in fq")
        position = found.end()
        if found["join"]:
            either = _JOINS[found["join"]]
            continue
        terms.append(_Term(_test(found), either))
        either = False
    if not terms or either:
        raise bad_search(f"cannot read {text[:_SHOWN]!r} in fq")
    return _joined(terms)


def _closing(text: str, start: int, deep: int) -> int:
    """Where the bracket closes that was opened before ``start``. Raises Refused when it does not, or is too deep."""
    level, quoted = 1, False
    for position in range(start, len(text)):
        letter = text[position]
        quoted ^= letter == '"'
        level += 0 if quoted else (letter == "(") - (letter == ")")
        if level == 0 and deep < _DEEPEST and text[start:position].strip():
            return position
    raise bad_search(f"cannot read the brackets of {text[:_SHOWN]!r} in fq")


def _joined(terms: Sequence[_Term]) -> Test:
    """AND binds more loosely than OR here, as clients write it: ``a OR b`` is one choice among the rest."""
    choices: list[list[Test]] = []
    for term in terms:
        if term.either and choices:
            choices[-1].append(term.test)
        else:
            choices.append([term.test])
    return lambda package: all(any(test(package) for test in choice) for choice in choices)


def _test(found: re.Match[str]) -> Test:
    return _signed(found["sign"], _positive(found))


def _signed(sign: str | None, test: Test) -> Test:
    return (lambda package: not test(package)) if (sign or "").strip() in ("-", "!", "NOT") else test


def _positive(found: re.Match[str]) -> Test:
    if found["key"] == "*":
        return lambda package: True
    key = _KEYS.get(found["key"])
    if key is None:
        raise bad_search(f"undefined field {found['key']}")
    if found["low"]:
        return _between(key, found)
    return _all_of(key, found["any"]) if found["any"] is not None else _has(key, found)


def _has(key: str, found: re.Match[str]) -> Test:
    value = found["plain"] if found["quoted"] is None else re.sub(r"\\(.)", r"\1", found["quoted"])
    return lambda package: _holds(package, key, value)


def _all_of(key: str, text: str) -> Test:
    """``(a b)``, ``(a OR b)``, ``(a -b)``: each is a value of this key."""
    terms: list[_Term] = []
    either = False
    for found in _WORD.finditer(text.strip()):
        if found["plain"] in _JOINS and not found["sign"]:
            either = _JOINS[found["plain"]]
            continue
        terms.append(_Term(_signed(found["sign"], _has(key, found)), either))
        either = False
    if not terms or either:
        raise bad_search(f"cannot read {f'({text})'[:_SHOWN]!r} in fq")
    return _joined(terms)


def _between(key: str, found: re.Match[str]) -> Test:
    """``[x TO y]`` with its ends, ``{x TO y}`` without. A date is compared as exactly as it was written."""
    low, high = (_end(key, found[side]) for side in ("low", "high"))
    first, last = found["from"] == "[", found["to"] == "]"

    def inside(value: str) -> bool:
        above = low is None or value[: len(low)] > low or (first and value[: len(low)] == low)
        return above and (high is None or value[: len(high)] < high or (last and value[: len(high)] == high))

    if key in _DATES:
        return lambda package: any(map(inside, package[key]))
    return lambda package: any(
        (low is None or low < value or (first and low == value))
        and (high is None or value < high or (last and value == high))
        for value in package[key]
    )


def _end(key: str, text: str) -> str | None:
    text = text.strip('"')
    if text == "*":
        return None
    try:
        return moment(text) if key in _DATES else text
    except ValueError as error:
        raise bad_search(f"{error} in fq"[:_SHOWN]) from None


def _holds(package: Package, key: str, wanted: str) -> bool:
    if key == "title":
        return any(wanted.casefold().strip("*") in value.casefold() for value in package[key])
    if "*" in wanted:
        pattern = wanted.replace("[", "[[]").replace("?", "[?]")
        return any(fnmatchcase(value, pattern) for value in package[key])
    return wanted in package[key]
