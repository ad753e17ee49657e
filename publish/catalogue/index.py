"""``datapackage.json`` of the portal: a Data Package whose resources are the descriptors of all the datasets."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from publish import urls
from publish.catalogue.listing import Listing, identify
from publish.descriptor import PROFILE, said
from publish.model import Json, Portal

MEDIA_TYPE = "application/vnd.datapackage+json"


def to_index(portal: Portal, items: Iterable[Json]) -> Json:
    """The index; ``items`` are its resources."""
    body: dict[str, Json] = {
        "$schema": PROFILE,
        "name": portal.id,
        "id": f"urn:uuid:{identify('portal', portal.id)}",
        **said("title", portal.title, portal.language),
        **said("description", portal.description, portal.language),
        "languages": list(portal.languages),
        "homepage": portal.base_url,
        "resources": list(items),
    }
    return {key: value for key, value in body.items() if value not in ("", None)}


def to_item(listed: Listing, descriptor: bytes) -> Json:
    """One dataset of the index, whose data is the published descriptor."""
    package = listed.package
    return {
        "name": package.name,
        "path": urls.descriptor(package.name).lstrip("/"),
        **said("title", package.title, listed.portal.language),
        "format": "json",
        "mediatype": MEDIA_TYPE,
        "bytes": len(descriptor),
        "hash": f"sha256:{sha256(descriptor).hexdigest()}",
    }
