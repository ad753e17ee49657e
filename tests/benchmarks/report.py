"""BENCHMARKS.md, section by section: each benchmark puts its own in place and leaves the others as they are."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[2] / "BENCHMARKS.md"
_MARK = "\n## "


def with_section(page: str, section: str) -> str:
    """The page with this section, which begins with its ``## heading``, in place of the one of the same heading, or
    at its end."""
    heading = section.partition("\n")[0]
    head, *sections = page.split(_MARK)
    kept = [f"## {text}" for text in sections]
    places = [i for i, text in enumerate(kept) if text.partition("\n")[0] == heading]
    if places:
        kept[places[0]] = section
    else:
        kept.append(section)
    return "\n\n".join(part.strip("\n") for part in (head, *kept)) + "\n"


def put(section: str, page: Path = PAGE) -> None:
    """Write the section into the page."""
    text = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    page.write_text(with_section(text, section), encoding="utf-8")
