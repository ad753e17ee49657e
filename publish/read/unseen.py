"""Characters in a description that nobody sees, or that turn the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.model import Json
from publish.read.descriptor import pointer_part

_UNSEEN = re.compile("[\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]")  # not what joins an emoji


def unseen_in(value: Json, pointer: str = "") -> Iterator[str]:
    """The JSON Pointers of the texts that hold one, and of the groups with such a key. Rows of data are cells: they are
    looked through with their table."""
    if isinstance(value, str):
        if not value.isascii() and _UNSEEN.search(value):
            yield pointer
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from unseen_in(one, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, one in value.items():
            if _UNSEEN.search(key):
                yield pointer
            elif key != "data":
                yield from unseen_in(one, f"{pointer}/{pointer_part(key)}")
