"""CKAN's ``fq``: the part of Solr's language that clients use, read into a test of a package.

``organization:x``, ``tags:"a b"``, ``+key:value``, ``-key:value``, ``key:(a OR b)``, ``key:[x TO y]``, ``AND``, ``OR``
between terms of one kind, such terms in brackets, ``*``. Anything else is refused in words: a filter that is not
understood must not pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

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
    (?:\[(?P<low>\S+)\s+TO\s+(?P<high>\S+)\]|\((?P<any>[^()]*)\)|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s()\[\]"]+)))""",
    re.VERBOSE,
)
_OPEN = re.compile(r"\s*(?P<sign>[+\-!]|NOT\s+)?\(")
_DEEPEST = 5  # brackets within brackets
_WORDS = 200  # each is looked for in every package
_SHOWN = 200  # characters of what cannot be read
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')


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
            either = found["join"] in ("OR", "||")
            continue
        terms.append(_Term(_test(found), either))
        either = False
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
        return _between(key, found["low"], found["high"])
    if found["any"] is not None:
        words = [quoted or plain for quoted, plain in _WORD.findall(found["any"]) if plain not in ("OR", "AND", "||")]
        return lambda package: any(_holds(package, key, word) for word in words)
    value = found["plain"] if found["quoted"] is None else re.sub(r"\\(.)", r"\1", found["quoted"])
    return lambda package: _holds(package, key, value)


def _between(key: str, low: str, high: str) -> Test:
    start, end = low.rstrip("Z"), high.rstrip("Z")

    def inside(package: Package) -> bool:
        return any((start == "*" or value >= start) and (end in ("*", "NOW") or value <= end) for value in package[key])

    return inside


def _holds(package: Package, key: str, wanted: str) -> bool:
    if key == "title":
        return any(wanted.casefold().strip("*") in value.casefold() for value in package[key])
    if "*" in wanted:
        pattern = wanted.replace("[", "[[]").replace("?", "[?]")
        return any(fnmatchcase(value, pattern) for value in package[key])
    return wanted in package[key]
