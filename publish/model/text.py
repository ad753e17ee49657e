"""A text in the languages it was said in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class Value:
    """A frozen value that is quick to pickle: by its fields in order. A catalogue of thousands of packages crosses
    into workers and into memory, and the default way costs four times as much."""

    __slots__ = ()
    __match_args__: tuple[str, ...]  # the fields of a dataclass, in the order of its constructor

    def __reduce__(self) -> tuple[type[Value], tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


@dataclass(frozen=True, slots=True)
class Text(Value):
    """One text in one or more languages, in the order they were written: ((tag, string), …)."""

    said: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(string for _, string in self.said)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.said)

    def tag(self, lang: str) -> str:
        """The tag of the string that ``__getitem__`` gives for this language ("" when there is none).

        Tags match by prefix, both ways: ``zh`` finds ``zh-Hans`` and ``zh-Hans`` finds ``zh``.
        """
        for tag, string in self.said:
            if string and same_language(tag, lang):
                return tag
        return next((tag for tag, string in self.said if string), "")

    def __getitem__(self, lang: str) -> str:
        """The string in this language, else the first there is, else the empty string."""
        wanted = self.tag(lang)
        return next((string for tag, string in self.said if tag == wanted), "")

    def has(self, lang: str) -> bool:
        """Is it said in this language itself, not merely in another?"""
        return any(string and same_language(tag, lang) for tag, string in self.said)


def bilingual(zh: str, en: str) -> Text:
    """What the programs say themselves, in the two languages they speak."""
    return Text((("zh", zh), ("en", en)))


def same_language(one: str, other: str) -> bool:
    """Do two BCP 47 tags name one language, the shorter being a prefix of the longer?"""
    a, b = one.lower().split("-"), other.lower().split("-")
    shorter = min(len(a), len(b))
    return a[:shorter] == b[:shorter]


# What a draft leaves to a person to write. It is refused by the gate, so it never reaches a page.
FILL_IN = Text((("zh", "待填"), ("en", "to fill in")))
