"""``metadata.yml`` -> Portal."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from zoneinfo import ZoneInfo

from publish.model import Limits, Portal, Text, bilingual
from publish.problems import Exit, Problem, PublishError
from publish.read.descriptor import describe
from publish.read.entry import contact
from publish.read.node import Node, Sheet
from publish.read.unreadable import Unreadable

FILE = "metadata.yml"


def read_portal(root: Path) -> tuple[Portal, tuple[Problem, ...]]:
    """The portal's own record. Raises PublishError when there is none, or none that can be read."""
    path = root / FILE
    try:
        described = describe(path.read_bytes(), is_json=False)
    except FileNotFoundError as error:
        raise PublishError(
            bilingual(
                f"“{root}”里没有 metadata.yml：请在门户的文件夹里运行。",
                f"There is no metadata.yml in {root}: run the command in the portal's folder.",
            ),
            Exit.CONFIGURATION,
        ) from error
    except Unreadable as error:
        said = (
            ("zh", f"metadata.yml 读不出来：{error.why['zh']}。"),
            ("en", f"metadata.yml cannot be read: {error.why['en']}."),
        )
        raise PublishError(Text(said), Exit.CONFIGURATION) from error
    languages = described.value.get("languages")
    plain = str(languages[0]) if isinstance(languages, list) and languages else "zh-Hans"
    sheet = Sheet("", FILE, described.lines, plain)
    portal = _portal(Node(described.value, "", sheet))
    return portal, tuple(sheet.found)


def _portal(node: Node) -> Portal:
    filing = node.map("filing")
    zone = node.string("time_zone") or "Asia/Shanghai"
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        node.say("M102", "time_zone", value=zone)
        zone = "Asia/Shanghai"
    for key in ("id", "title"):
        if not node.has(key):
            node.say("M101", key, key=key)
    base = node.string("base_url") or "http://127.0.0.1:8000"
    if not base.startswith(("http://", "https://")):
        node.say("M103", "base_url", value=base)
    corrections = node.string("corrections")
    if corrections and not (corrections.startswith(("http://", "https://")) and "{body}" in corrections):
        node.say("M106", "corrections", value=corrections)
    return Portal(
        id=node.string("id"),
        title=node.text("title"),
        description=node.text("description"),
        tier=node.string("tier"),
        region=node.string("region"),
        parent=node.string("parent"),
        demo=bool(node.flag("demo")),
        demo_notice=node.text("demo_notice"),
        sponsor=node.map("sponsor").text("name"),
        operator=node.map("operator").text("name"),
        contact=contact(node.map("contact")),
        filing={k: filing.string(k) for k in ("icp", "police", "site_code", "badge") if filing.string(k)},
        corrections=corrections,
        licence=node.string("licence"),
        languages=node.strings("languages") or ("zh-Hans", "en"),
        time_zone=zone,
        base_url=base,
        sources=node.strings("sources") or ("datasets",),
        remote_hosts=node.strings("remote_hosts"),
        limits=_limits(node.map("limits")),
        raw=node.value,
    )


def _limits(node: Node) -> Limits:
    said = {f.name: node.whole(f.name) for f in dataclasses.fields(Limits)}
    return Limits(**{name: value for name, value in said.items() if value is not None})
