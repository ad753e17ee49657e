"""Picture: the image that a dataset is, shown on its page and not only offered."""

from __future__ import annotations

from dataclasses import dataclass

from publish.site.pages.given import Given
from publish.site.tongue import Phrase, Tongue

_SHOWN = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif")  # what browsers draw
_LARGEST = 3_000_000  # bytes; a reader on a phone takes a larger one by choice


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: ``alt`` says in words what it shows."""

    path: str
    alt: Phrase
    title: Phrase


def picture(given: Given, tongue: Tongue) -> Picture | None:
    """The first image of a dataset that a browser can draw."""
    for resource in given.dataset.package.resources if given.dataset.shown else ():
        for one in given.downloads:
            drawn = one.media_type in _SHOWN and 0 < one.size <= _LARGEST
            if one.resource == resource.name and one.form == "original" and one.document and drawn:
                title = tongue.phrase(resource.title) or Phrase(resource.name)
                return Picture(one.url, tongue.phrase(resource.description) or title, title)
    return None
