"""Pages of the desk, from their templates. They escape everything; what is not there is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.desk.words import LANGUAGES, say

HERE = Path(__file__).parent
STEPS = ("hand-in", "table", "questions", "result", "take")
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


def html(template: str, lang: str, **matter: Any) -> str:
    """A page. ``w`` says a message, ``here`` gives an address, both in the page's language."""

    def w(key: str, **names: object) -> str:
        return say(lang, key, **names)

    def here(*parts: str) -> str:
        return address(lang, *parts)

    other = next(tag for tag in LANGUAGES if tag != lang)
    frame = {"lang": lang, "tag": LANGUAGES[lang], "other": other, "other_tag": LANGUAGES[other], "steps": STEPS}
    return _environment().get_template(template).render(w=w, here=here, size=size, **frame, **matter)


def size(octets: int) -> str:
    """A file size: ``1.4 MB``."""
    value, unit = float(octets), 0
    while value >= 999.5 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_SIZES[unit]}" if unit and value < 9.95 else f"{value:.0f} {_SIZES[unit]}"
