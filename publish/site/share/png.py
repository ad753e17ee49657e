"""PNG: the bytes of a card, made once for a content."""

from __future__ import annotations

from pathlib import Path

import resvg_py

from publish.cache import Cache, digest

KIND = "shares"  # of the cache
MEDIA_TYPE = "image/png"


def png(svg: str) -> bytes:
    """A card without letters as PNG. No font is looked for, so that every machine draws the same."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)


def kept(svg: str, cache: Cache) -> Path:
    """The file of a card, drawn when it is not in the cache."""

    def make(part: Path) -> None:
        part.write_bytes(png(svg))

    return cache.file(KIND, digest(svg, resvg_py.__resvg_version__, resvg_py.__version__), ".png", make)
