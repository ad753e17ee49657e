"""The ``catalogue`` group of a descriptor -> Entry (政务信息资源目录)."""

from __future__ import annotations

from publish.model import Access, Contact, Entry, Opening, Period, Status
from publish.questions import worded
from publish.read.node import Node
from publish.read.resource import read_field


def read_entry(node: Node) -> Entry:
    """The entry; what is wrong is reported where it stands and left out."""
    return Entry(
        code=node.string("code"),
        topic=node.string("topic"),
        provider=node.string("provider"),
        status=_one_of(node, "status", tuple(Status), Status.LIVE.value),
        status_from=node.day("status_from"),
        status_reason=node.text("status_reason"),
        trial=_period(node.map("trial")),
        replaced_by=node.string("replaced_by"),
        sharing=_access(node.map("sharing")),
        opening=_access(node.map("opening")),
        level=node.string("level"),
        frequency=node.string("frequency"),
        issued=node.day("issued"),
        modified=node.day("modified"),
        temporal=_period(node.map("temporal")),
        spatial=node.string("spatial"),
        contact=contact(node.map("contact")),
        secret=node.flag("secret"),
        mandate=node.text("mandate"),
        services=node.text("services"),
        notes=node.text("notes"),
        crs=node.string("crs"),
        map_approval=node.string("map_approval"),
        related=node.strings("related"),
        renamed_from=node.strings("renamed_from"),
        registrations=node.strings("registrations"),
        items=tuple(read_field(f) for f in node.maps("items")),
        classification=node.string("classification"),
        formats=node.string("formats"),
    )


def contact(node: Node) -> Contact:
    """Who answers: an office, its phone and its address."""
    return Contact(node.text("name"), node.string("phone"), node.string("email"))


def _access(node: Node) -> Access:
    return Access(
        type=_one_of(node, "type", tuple(Opening), Opening.UNCONDITIONAL.value),
        condition=node.text("condition"),
        basis=node.text("basis"),
        apply=node.text("apply"),
        method=node.text("method"),
    )


def _period(node: Node) -> Period:
    return Period(node.day("start"), node.day("end"))


def _one_of(node: Node, key: str, allowed: tuple[str, ...], default: str) -> str:
    """A word of a closed list. An unknown one is reported, and the narrowest reading is taken: nothing is opened by
    a typing mistake."""
    written = node.string(key)
    if not written:
        return default
    if written not in allowed:
        pointer = f"{node.pointer}/{key}".removeprefix("/")
        node.say("D115", key, key=key, value=written[:40], allowed=worded(pointer, allowed))
        return Opening.WITHHELD.value if key == "type" else Status.SUSPENDED.value
    return written
