"""A small site compared with the one kept in tests/golden/site, page by page.

A page that has no golden file yet gets one, with a warning, except where nobody would look at it (CI set: it fails).
After a change that is meant, delete the folder, run this test and read the difference that git shows.
"""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

import pytest

from publish import catalogue, gate, profile, site
from publish.cache import Cache
from tests import releasing
from tests.conftest import ROOT

GOLDEN = Path(__file__).with_name("golden") / "site"
PAGES = (
    "index.html",
    "en/index.html",
    "datasets/index.html",
    "catalogue/index.html",
    "en/catalogue/index.html",
    "dataset/clinics/index.html",
    "en/dataset/clinics/index.html",
    "dataset/beds/index.html",
    "dataset/old-clinics/index.html",
    "en/dataset/wrong/index.html",
    "search/index.html",
    "404.html",
)
# The digest of a script or stylesheet in its address: the file itself is no part of a page.
_DIGEST = re.compile(r"(?<=\?v=)[0-9a-f]+|(?<=/search/)[0-9a-f]{8,}(?=/)")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small-site")
    cache, admitted = Cache(folder / "cache"), releasing.city(folder)
    figures, forms = profile.figures(admitted, cache=cache), releasing.offered(admitted, folder)
    embedded = catalogue.embedded(admitted, figures, forms)
    (folder / "out").mkdir()
    site.build(admitted, figures, forms, gate.manual(), embedded, root=ROOT, output=folder / "out", cache=cache)
    return folder / "out"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was(pages: Path, name: str) -> None:
    made = _DIGEST.sub("…", (pages / name).read_text(encoding="utf-8"))
    kept = GOLDEN / name
    if not kept.exists():
        assert not os.environ.get("CI"), f"{kept} is missing"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(made, encoding="utf-8")
        warnings.warn(f"made {kept}: read it before it is committed", UserWarning, stacklevel=1)
    assert made == kept.read_text(encoding="utf-8")
