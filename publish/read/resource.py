"""A resource of a descriptor -> Resource: its files found and hashed, its schema and dialect in one shape."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.cache import file_digest
from publish.model import Category, Field, ForeignKey, Json, Resource, ResourceKind, Schema, SourceFile, Text, bilingual
from publish.read.descriptor import describe
from publish.read.node import Node
from publish.read.paths import alike, find, is_remote, keyed, printable, shown, unsafe, unseen
from publish.read.unreadable import Unreadable

NAME_LENGTH = 80  # characters of a name: names of files are made of it, and may have 255 bytes
_NOT_IN_NAMES = frozenset('/\\?#%:*|<>"')  # of a resource: no address, or no file on some systems
_TABLES = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "ndjson", "jsonl", "parquet"})
_PLAIN = {"": "csv", "txt": "csv", "dat": "csv", "data": "csv", "tab": "tsv"}  # endings of a table, if it is said to be
_COMPRESSIONS = frozenset({"gz", "zip", "xz", "bz2", "zst"})  # that are read, and that are known not to be
_MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "ics": "text/calendar",
    "md": "text/markdown",
    "txt": "text/plain",
    "html": "text/html",
    "xml": "application/xml",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
}
_FORMATS = {media: form for form, media in reversed(list(_MEDIA_TYPES.items()))}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder a package lies in, and the most bytes one file may have."""

    folder: Path
    file_bytes: int

    def source(self, node: Node, key: str, path: str) -> SourceFile | None:
        """The file a path names; what is wrong with it is reported at ``key``."""
        reason = unsafe(path)
        found = None if reason else find(self.folder, path)
        if isinstance(found, Text):
            reason, found = found, None
        if reason:
            node.say("F101", key, path=printable(path), reason=reason)
        elif found is None:
            node.say("F102", key, path=printable(path), hint=alike(self.folder, path))
        elif (size := found.stat().st_size) > self.file_bytes:
            node.say("F104", key, path=printable(path), size=size, most=self.file_bytes)
        else:
            return SourceFile(path, found, size, file_digest(found))
        return None


def read_resource(node: Node, shelf: Shelf, index: int) -> Resource:
    """One resource; a name that is missing or unusable is replaced by its place in the list."""
    paths = node.strings("path")
    files: list[SourceFile] = []
    remote = [p for p in paths if is_remote(p)]
    for path in paths if not remote else ():
        source = shelf.source(node, "path", path)
        files += [source] if source else []
    for address in remote:
        if reason := keyed(address):
            node.say("F101", "path", path=printable(shown(address)), reason=reason)
        elif not (node.has("hash") and node.has("bytes")):
            node.say("F103", "path", path=printable(shown(address)))
    if not paths and not node.has("data"):
        node.say("D109")
    if paths and node.has("data"):
        node.say("D121", "data")
    plain = [posixpath.normpath(p) for p in paths]
    if len(set(plain)) < len(plain):
        node.say("F106", "path", path=printable(next(p for p in plain if plain.count(p) > 1)))
    form, compression = _format(node, paths)
    schema = _referred(node, "schema", shelf)
    return Resource(
        name=_name(node, index),
        kind=ResourceKind.LINK if remote else _kind(node, form, schema),
        title=node.text("title"),
        description=node.text("description"),
        paths=paths,
        data=node.value.get("data"),
        files=tuple(files) if len(files) == len(paths) else (),
        format=form,
        mediatype=node.string("mediatype") or _MEDIA_TYPES.get(form, "application/octet-stream"),
        encoding=node.string("encoding") or "utf-8",
        compression=compression,
        dialect=_referred(node, "dialect", shelf).value,
        schema=_schema(schema) if schema.value else None,
        hash=node.string("hash"),
        bytes=node.whole("bytes"),
        raw=node.value,
    )


def _name(node: Node, index: int) -> str:
    name = node.string("name")
    if not name:
        node.say("D108", index=index + 1)
        return f"resource-{index + 1}"
    if any(c in _NOT_IN_NAMES or unseen(c) for c in name) or not name.strip(". ") or len(name) > NAME_LENGTH:
        node.say("D110", "name", name=printable(name))
        return f"resource-{index + 1}"
    return name


def _format(node: Node, paths: tuple[str, ...]) -> tuple[str, str]:
    """(format, compression): as said, else by the first path's ending, else by the media type."""
    endings = paths[0].lower().rpartition("/")[2].split(".")[1:] if paths else []
    compression = {"gzip": "gz"}.get(written := node.string("compression").lower(), written)
    if endings and endings[-1] in _COMPRESSIONS and (len(endings) > 1 or endings[-1] == compression):
        packed = endings.pop()
        compression = compression or packed
    media = _FORMATS.get(node.string("mediatype").partition(";")[0].strip().lower(), "")
    said = node.string("format").lower().lstrip(".")
    ending = endings[-1] if endings else ""
    form = said or ending or media
    if paths and not said and ending in _PLAIN and (media in _TABLES or _declared(node)):
        form = media if media in _TABLES else _PLAIN[ending]
    if node.has("data") and not form:
        form = "json"
    if media == "geojson":
        form = "geojson"
    return form, "" if compression in ("", "no", "none") else compression


def _declared(node: Node) -> bool:
    """Is it said to be a table?"""
    return node.string("type") == "table" or "tabular" in node.string("profile") or bool(node.value.get("schema"))


def _kind(node: Node, form: str, schema: Node) -> ResourceKind:
    if form == "geojson":
        return ResourceKind.GEO
    declared = _declared(node)
    inline = isinstance(node.value.get("data"), list)
    return ResourceKind.TABLE if form in _TABLES or (form == "json" and (declared or inline)) else ResourceKind.FILE


def _referred(node: Node, key: str, shelf: Shelf) -> Node:
    """The group under a key, or the one in the package file it names."""
    value = node.value.get(key)
    if not isinstance(value, str):
        return node.map(key)
    if is_remote(value):
        reason = bilingual("列和布局的说明要放在文件夹里", "what describes the data lies in the folder with them")
        node.say("F101", key, path=printable(shown(value)), reason=reason)
    elif (source := shelf.source(node, key, value)) is not None:
        try:
            found = describe(source.location.read_bytes(), is_json=value.lower().endswith(".json"))
            for pointer in found.halves:
                node.say("D105", key, key=f"{key}{pointer}")
            return Node(found.value, f"{node.pointer}/{key}", node.sheet)
        except Unreadable as error:
            node.say("D101", key, file=printable(value), reason=error.why, mend=error.mend)
    return Node({}, f"{node.pointer}/{key}", node.sheet)


# --- schema -------------------------------------------------------------------------------------------------------


def _schema(node: Node) -> Schema:
    fields = tuple(read_field(f) for f in node.maps("fields"))
    return Schema(
        fields=fields,
        primary_key=node.strings("primaryKey"),
        foreign_keys=tuple(_foreign_key(k) for k in node.maps("foreignKeys")),
        unique_keys=_unique_keys(node),
        missing_values=_missing(node) if node.has("missingValues") else ("",),
        fields_match=(node.strings("fieldsMatch") or ("exact",))[0],
        withheld=tuple(read_field(f) for f in node.maps("withheld")),
        raw=node.value,
    )


def read_field(node: Node) -> Field:
    """One field of a Table Schema (also of a catalogue entry's ``items``)."""
    if not node.has("name"):
        node.say("D111")
    return Field(
        name=node.string("name"),
        type=node.string("type") or "string",
        format=node.string("format") or "default",
        title=node.text("title"),
        description=node.text("description"),
        unit=node.text("unit"),
        categories=_categories(node),
        categories_ordered=bool(node.flag("categoriesOrdered")),
        constraints={k: v for k, v in node.map("constraints").value.items() if v is not None},
        missing_values=_missing(node) if node.has("missingValues") else None,
        basis=node.text("basis"),
        drafted=node.strings("drafted"),
        raw=node.value,
    )


def _categories(node: Node) -> tuple[Category, ...]:
    written = node.value.get("categories")
    if not isinstance(written, list):
        return ()
    groups: Callable[[int, Any], Json] = lambda _, v: v if isinstance(v, dict) else {"value": v}  # noqa: E731
    inner = Node([groups(i, v) for i, v in enumerate(written)], f"{node.pointer}/categories", node.sheet)
    return tuple(
        Category(_spelled(c.value.get("value")), c.text("label"))
        for c in Node({"": inner.value}, inner.pointer, node.sheet).maps("")
    )


def _spelled(value: Json) -> str:
    """A category's value as the data spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _missing(node: Node) -> tuple[str, ...]:
    """Version 1 lists texts, version 2 also ``{value, label}``."""
    written = node.value.get("missingValues")
    if not isinstance(written, list):
        node.wrong("missingValues", "list")
        return ("",)
    return tuple(_spelled(v.get("value") if isinstance(v, dict) else v) for v in written)


def _unique_keys(node: Node) -> tuple[tuple[str, ...], ...]:
    written = node.value.get("uniqueKeys")
    if not isinstance(written, list):
        return ()
    return tuple(
        (key,) if isinstance(key, str) else tuple(map(str, key)) for key in written if isinstance(key, str | list)
    )


def _foreign_key(node: Node) -> ForeignKey:
    reference = node.map("reference")
    return ForeignKey(
        fields=node.strings("fields"),
        resource=reference.string("resource"),
        reference=reference.strings("fields"),
        package=reference.string("package"),
    )
