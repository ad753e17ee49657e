"""Is every key of the description one that is read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import ClassVar

from publish.contract import Shape, package_shape
from publish.gate.place import at
from publish.gate.rule import Case, PackageRule
from publish.model import Json, Text, bilingual
from publish.problems import Problem, problem

_OWN = ("x_", "x-")
_NEAR = 0.6  # likeness of two words from which one is taken for a slip of the other
_NEARER = 0.8  # at the top, where a package may bear keys of others


class KnownKeys(PackageRule):
    """Every key under `catalogue`, `privacy`, `waivers`, `queries` and `origin` is one that is read.

    A slip of the pen, such as `frequncy`, would pass unnoticed and its value be lost, so it is a warning that names the
    key it probably was. Keys of your own begin with `x_`. At the top and in resources a description may bear what
    others need; there only what looks like a slip of one of the portal's own keys is named.

    中文

    `catalogue`、`privacy`、`waivers`、`queries`、`origin` 里写的每一项都要是会读取的。写错一个字母（例如 `frequncy`）不
    会报错，内容却丢了，所以提醒，并说出多半应是哪一项。本单位自用的项目请以 `x_` 开头。最外层可以写别处要用的项目，那里
    只指出像是写错的。
    """

    codes: ClassVar[tuple[str, ...]] = ("C115",)

    def check(self, case: Case) -> Iterator[Problem]:
        raw, shape = case.package.raw, package_shape()
        for pointer, key, hint in _unknown(raw, shape):
            yield problem("C115", **at(case.package, pointer), key=key[:60], hint=hint)


def _unknown(raw: Mapping[str, Json], shape: Shape) -> Iterator[tuple[str, str, Text]]:
    for key in raw:
        name = key.partition("@")[0]
        if name not in shape.known and (near := get_close_matches(name.lower(), sorted(shape.inner), 1, _NEARER)):
            yield f"/{_escaped(key)}", key, _hint(near)
    for key, inner in shape.inner.items():
        yield from _within(raw.get(key), inner, f"/{key}")


def _within(value: Json, shape: Shape, pointer: str) -> Iterator[tuple[str, str, Text]]:
    """(pointer, key, hint) of each key of a group, or of the groups of a list, that nobody reads."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _within(one, shape, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            name, place = key.partition("@")[0], f"{pointer}/{_escaped(key)}"
            if name in shape.inner:
                yield from _within(inner, shape.inner[name], place)
            elif name not in shape.known and not name.startswith(_OWN):
                likely = name.lower().replace("-", "_")
                yield place, key, _hint(get_close_matches(likely, sorted(shape.known), 1, _NEAR))


def _hint(near: list[str]) -> Text:
    return bilingual(f"，多半应是“{near[0]}”", f"; it probably is “{near[0]}”") if near else Text()


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
