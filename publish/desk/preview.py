"""The page of a dataset as it would be published, inside a page of the desk: it can run nothing and send nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from publish.desk.trial import Outcome
from publish.model import same_language

_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
_NATIVE = {"zh": "中文", "en": "English"}  # each language by its own name


@dataclass(frozen=True, slots=True)
class Previewed:
    """The page in its languages, (name, address) each; ``framed`` is the address of the one to show at once.
    Without any, ``stopped`` says why."""

    title: str
    pages: tuple[tuple[str, str], ...]
    framed: str
    stopped: str


def previewed(outcome: Outcome, title: str, lang: str, address: Callable[[str], str]) -> Previewed:
    """What a step shows of the page. ``address`` is that of a step."""
    tags = list(outcome.pages)
    pages = tuple((_NATIVE.get(tag.partition("-")[0], tag), address(f"page/{tag}")) for tag in tags)
    framed = next((tag for tag in tags if same_language(tag, lang)), tags[0] if tags else "")
    return Previewed(title, pages, address(f"page/{framed}") if framed else "", outcome.stopped[lang])


def preview(outcome: Outcome, tag: str) -> Response:
    """The page in a language. Raises HTTPException when there is none."""
    page = outcome.pages.get(tag)
    if page is None:
        raise HTTPException(404)
    return Response(page, media_type="text/html", headers={"content-security-policy": _POLICY})
