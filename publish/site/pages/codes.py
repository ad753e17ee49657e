"""The words for what the catalogue says in codes: opening, status, forms of a file, verdicts."""

from __future__ import annotations

from publish.model import Opening, Status
from publish.site.tongue import Tongue

FORMS = ("xlsx", "csv", "excel.csv", "json", "ndjson", "parquet", "geojson", "original", "zip")


def opening(tongue: Tongue, code: str) -> str:
    """How far an entry is open."""
    words = {
        Opening.UNCONDITIONAL: tongue.t("Open to everybody"),
        Opening.CONDITIONAL: tongue.t("Open on condition"),
        Opening.WITHHELD: tongue.t("Not open"),
    }
    return next((said for key, said in words.items() if key.value == code), code)


def sharing(tongue: Tongue, code: str) -> str:
    """How far an entry is shared between offices."""
    words = {
        Opening.UNCONDITIONAL: tongue.t("Shared with every office"),
        Opening.CONDITIONAL: tongue.t("Shared on condition"),
        Opening.WITHHELD: tongue.t("Not shared"),
    }
    return next((said for key, said in words.items() if key.value == code), code)


def status(tongue: Tongue, code: str) -> str:
    """Where an entry stands in its life."""
    words = {
        Status.PLANNED: tongue.t("Planned"),
        Status.TRIAL: tongue.t("On trial"),
        Status.LIVE: tongue.t("Live"),
        Status.SUSPENDED: tongue.t("Suspended"),
        Status.WITHDRAWN: tongue.t("Withdrawn"),
    }
    return next((said for key, said in words.items() if key.value == code), code)


def form(tongue: Tongue, code: str) -> str:
    """A form in which data are offered."""
    words = {
        "csv": "CSV",
        "excel.csv": tongue.t("CSV for Excel"),
        "xlsx": "Excel",
        "json": "JSON",
        "ndjson": "JSON Lines",
        "parquet": "Parquet",
        "geojson": "GeoJSON",
        "original": tongue.t("Original"),
        "zip": "ZIP",
    }
    return words.get(code, code.upper())


def version_kind(tongue: Tongue, code: str) -> str:
    """What a version did."""
    words = {
        "new": tongue.t("first release"),
        "update": tongue.t("update"),
        "correction": tongue.t("correction"),
        "withdrawal": tongue.t("withdrawal"),
    }
    return words.get(code, code)
