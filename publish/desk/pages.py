"""Pages of the desk, from their templates. They escape everything; what is not there is an error."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.desk.words import LANGUAGES, say

HERE = Path(__file__).parent
_SIZES = ("B", "KB", "MB", "GB")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def address(lang: str, *parts: str) -> str:
    """A page of the desk in a language: Chinese stands first, English below ``en``."""
    folder = "/desk/" if lang == "zh" else f"/desk/{lang}/"
    return folder + "/".join(parts)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the head of a page shows it. ``href`` is "" where one cannot go yet."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way over the desk: its steps in order, below a folder of its own; the first has no draft yet."""

    folder: str
    steps: tuple[str, ...]

    def address(self, lang: str, name: str = "", step: str = "") -> str:
        """The page of a step of a draft; without a draft the first step's."""
        below = (self.folder,) if self.folder else ()
        return address(lang, *below, name, step) if name else address(lang, *below, *([""] if below else []))

    def shown(self, lang: str, name: str, step: str) -> tuple[Step, ...]:
        """The steps, as seen from one of them."""
        return tuple(self._step(lang, name, one, step) for one in self.steps)

    def _step(self, lang: str, name: str, one: str, step: str) -> Step:
        first = one == self.steps[0]
        href = self.address(lang) if first else self.address(lang, name, one) if name else ""
        return Step(say(lang, f"step.{one}"), href, one == step)


NEW = Way("", ("hand-in", "table", "questions", "result", "take"))
RENEWAL = Way("renew", ("renew", "columns", "changes", "take"))


def html(template: str, lang: str, **matter: Any) -> str:
    """A page. ``w`` says a message, ``here`` gives an address, both in the page's language."""

    def w(key: str, **names: object) -> str:
        return say(lang, key, **names)

    def here(*parts: str) -> str:
        return address(lang, *parts)

    other = next(tag for tag in LANGUAGES if tag != lang)
    frame = {"lang": lang, "tag": LANGUAGES[lang], "other": other, "other_tag": LANGUAGES[other]}
    return _environment().get_template(template).render(w=w, here=here, size=size, **frame, **matter)


def size(octets: int) -> str:
    """A file size: ``1.4 MB``."""
    value, unit = float(octets), 0
    while value >= 999.5 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_SIZES[unit]}" if unit and value < 9.95 else f"{value:.0f} {_SIZES[unit]}"
