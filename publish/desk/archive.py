"""A package as one file to take along: equal packages give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_zip(name: str, files: Mapping[str, bytes]) -> bytes:
    """The files in a folder of the package's name, sorted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{name}/{path}", _EPOCH)
            info.create_system = 3  # Unix, also when made elsewhere
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[path], compresslevel=6)
    return buffer.getvalue()
