"""The whole package as a zip: the files as handed in, README, history, and a descriptor whose paths resolve.

Equal packages give equal bytes: members sorted, every time 1980-01-01, one level of compression.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from publish.admitted import Dataset
from publish.cache import Cache
from publish.descriptor import bundled
from publish.model import Json, Portal, SourceFile

_DESCRIPTOR = "datapackage.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
# Compressed already: deflating them again costs time and saves nothing.
_PACKED = frozenset(
    {".zip", ".gz", ".xlsx", ".ods", ".parquet", ".gpkg", ".png", ".jpg", ".jpeg", ".mp4", ".pdf", ".7z"}
)


def members(dataset: Dataset) -> list[tuple[str, str]]:
    """(path, sha256) of the files it holds, sorted; empty when there is nothing to pack."""
    return sorted((path, file.sha256) for path, file in _files(dataset).items())


def _files(dataset: Dataset) -> dict[str, SourceFile]:
    data = {f.path: f for r in dataset.package.resources for f in r.files}
    if not data and not any(r.data is not None for r in dataset.package.resources):
        return {}
    beside = {f.path: f for f in dataset.package.extras}
    return {path: file for path, file in (beside | data).items() if path != _DESCRIPTOR}


def described(dataset: Dataset, portal: Portal) -> Json:
    """The descriptor it holds."""
    return bundled(dataset, portal)


def write(path: Path, dataset: Dataset, portal: Portal, cache: Cache) -> None:
    """Write the zip, from the bytes that were read."""
    files = _files(dataset)
    descriptor = json.dumps(described(dataset, portal), ensure_ascii=False, indent=2) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(_info(_DESCRIPTOR), descriptor.encode("utf-8", "replace"), compresslevel=_LEVEL)
        for name in sorted(files):
            source = files[name]
            info = _info(name)
            info.file_size = source.bytes  # above 2 GB the writer must know beforehand
            with cache.original(source).open("rb") as plain, archive.open(info, "w") as packed:
                shutil.copyfileobj(plain, packed, 1 << 20)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = 3  # Unix, also when made elsewhere
    info.external_attr = 0o644 << 16
    packed = Path(name).suffix.lower() in _PACKED
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return info
