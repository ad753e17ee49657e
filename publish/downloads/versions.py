"""One version at an address of its own, whose bytes never change: what was handed in, and the whole package.

Only files that depend on nothing but the version are put there. An earlier version is not made again: its address
answers that it is gone (410), with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from publish import urls
from publish.admitted import Admitted
from publish.release import Document, Download

_FORMS = frozenset({"original", "zip"})


def versions(admitted: Admitted, downloads: Mapping[str, Sequence[Download]]) -> Iterator[Document]:
    """The current version of each dataset as documents that link the same made files."""
    for dataset in admitted.shown:
        package = dataset.package
        if not urls.is_version(package.version):
            continue
        for download in downloads.get(dataset.name, ()):
            made = download.document
            if made is not None and download.form in _FORMS:
                own = made.path.removeprefix(f"dataset/{dataset.name}/")
                folder = urls.version(dataset.name, package.version).lstrip("/")
                yield Document(f"{folder}{own}", made.content, made.media_type, made.sha256, made.size)
