"""Pictures of written pages: PNG files below ``content/images/``, copied to ``/images/`` of the site.

A page of the portal itself may show them, a text of a package may not. Their size is read from the file, so that a
page does not jump while it loads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from publish.model import Text, bilingual
from publish.problems import Exit, PublishError
from publish.release import Document

FOLDER = "images"
_SIGNATURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PATH = re.compile(r"[a-z0-9]+([./-][a-z0-9]+)*\.png")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the portal's own; ``width`` and ``height`` are pixels."""

    file: Path
    width: int
    height: int


def read(content: Path) -> dict[str, Picture]:
    """The pictures below ``content/images/`` by their path on the site (``/images/x/y.png``).

    Raises PublishError for a file that is no PNG, or whose name is more than small letters, digits and hyphens.
    """
    folder = content / FOLDER
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {f"/{FOLDER}/{path.relative_to(folder).as_posix()}": _picture(path, folder) for path in files}


def documents(pictures: Mapping[str, Picture]) -> Iterator[Document]:
    """The files to publish."""
    for path, picture in pictures.items():
        yield Document(path.lstrip("/"), picture.file.read_bytes(), "image/png")


def assert_shown(written: str, pictures: Mapping[str, Picture], page: str) -> None:
    """Raises PublishError when the HTML of a page shows a picture that is not there or has no words in its place."""
    seen = _Seen()
    seen.feed(written)
    for source, words in seen.pictures:
        if source not in pictures:
            raise _refused(
                bilingual(
                    f"“{page}”一页用了图片“{source}”，content/{FOLDER}/ 里没有。请写成 /{FOLDER}/名称.png。",
                    f"The page “{page}” shows the picture “{source}”, which is not in content/{FOLDER}/. "
                    f"Write /{FOLDER}/NAME.png.",
                )
            )
        if not words.strip():
            raise _refused(
                bilingual(
                    f"“{page}”一页的图片“{source}”没有替代文字。请用一句话写出图里有什么。",
                    f"The picture “{source}” of the page “{page}” has no words in its place. "
                    "Say in a sentence what it shows.",
                )
            )


class _Seen(HTMLParser):
    """The pictures a page shows: where from, and the words in their place."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            said = dict(attrs)
            self.pictures.append((said.get("src") or "", said.get("alt") or ""))


def _picture(file: Path, folder: Path) -> Picture:
    name = file.relative_to(folder).as_posix()
    head = b"" if file.is_symlink() else file.read_bytes()[:24]
    if not (_PATH.fullmatch(name) and len(head) == 24 and head.startswith(_SIGNATURE)):
        raise _refused(
            bilingual(
                f"content/{FOLDER}/{name} 用不了。请放 PNG 图片，文件名只用小写字母、数字和短横线，例如 hand-in.png。",
                f"content/{FOLDER}/{name} cannot be used. Put a PNG there, named with small letters, digits and "
                "hyphens, such as hand-in.png.",
            )
        )
    return Picture(file, int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))


def _refused(said: Text) -> PublishError:
    return PublishError(said, Exit.CONFIGURATION)
