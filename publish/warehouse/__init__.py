"""The databases of a release: open.db holds every table in one file, catalogue.db the catalogue and its full text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publish.admitted import Admitted
from publish.cache import Cache
from publish.figures import Figures
from publish.jobs import Progress, silent
from publish.release import Release
from publish.warehouse.catalogue_db import build_catalogue
from publish.warehouse.open_db import build_open
from publish.warehouse.queries import tried

__all__ = ["build", "tried"]


def build(
    admitted: Admitted,
    figures: Mapping[str, Figures],
    making: Path,
    *,
    previous: Release | None = None,
    cache: Cache | None = None,
    progress: Progress = silent,
) -> dict[str, dict[str, str]]:
    """Write ``making/open.db`` and ``making/catalogue.db``; give the content digest of every table and view of each.

    What ``previous`` already holds is taken over, by the digests its record has under ``databases``. ``cache`` is not
    needed: a database is made of Tables, which are kept by content already.
    """
    recorded = previous.record.get("databases", {}) if previous else {}
    old_open = previous.open_db if previous else None
    old_catalogue = previous.catalogue_db if previous else None
    return {
        "open": build_open(
            admitted, making / "open.db", old=old_open, recorded=recorded.get("open", {}), progress=progress
        ),
        "catalogue": build_catalogue(
            admitted, figures, making / "catalogue.db", old=old_catalogue, recorded=recorded.get("catalogue", {})
        ),
    }
