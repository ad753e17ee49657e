"""Full-width digits and letters, as some input methods leave them, become plain ones. Punctuation stays as it is."""

from __future__ import annotations

_ALNUM = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
_PLAIN = {code: code - 0xFEE0 for code in _ALNUM}
_FIGURE = _PLAIN | {ord(wide): ord(narrow) for wide, narrow in zip("．－−﹣＋／：％，、　", ".---+/:%,, ", strict=True)}


def narrow(text: str) -> str:
    """The text with plain digits and letters."""
    return text.translate(_PLAIN)


def figure(text: str) -> str:
    """The text as a number or a day would be written: signs, points and colons plain as well."""
    return text.translate(_FIGURE).strip()
