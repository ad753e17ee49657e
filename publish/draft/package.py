"""The draft of a description, with a mark wherever only a person knows what to write."""

from __future__ import annotations

from typing import Any

from publish.model import FILL_IN, Portal


def description(name: str, package_id: str, title: str, portal: Portal) -> dict[str, Any]:
    """A package description without resources."""
    other = portal.languages[1] if len(portal.languages) > 1 else "en"
    blank = FILL_IN[portal.language]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "id": package_id,
        "title": title,
        f"title@{other}": FILL_IN[other],
        "description": blank,
        f"description@{other}": FILL_IN[other],
        "languages": list(portal.languages),
        "version": "0.1.0",
        "licenses": [{"name": portal.licence or "CC-BY-4.0"}],
        "catalogue": {
            "code": blank,
            "topic": blank,
            "provider": blank,
            "status": "live",
            "sharing": {"type": "unconditional"},
            "opening": {"type": "unconditional"},
            "level": blank,
            "frequency": blank,
            "contact": {"name": blank, "phone": "", "email": ""},
            "secret": False,
        },
        "privacy": {"unit": "facility"},
        "resources": [],
    }
