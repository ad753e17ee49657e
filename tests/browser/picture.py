"""Makes the picture of the README from the portal as it is: ``make picture``.

The sample city is copied, built, served on the loopback and photographed in Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import Serving, free_port, make_portal

PICTURE = Path(__file__).with_name("portal.png")
PAGE = "/dataset/census-2020-districts/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str:
    """Chromium, by any of its names."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("Chromium is missing; run tests/system-packages")
    return found


def main() -> None:
    """Write ``portal.png`` beside this file."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        folder = make_portal(Path(place) / "city")
        with Serving(folder, free_port()) as url:
            browser = driver.chromium.launch(executable_path=browser_path(), headless=True, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(url + PAGE)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURE)
            browser.close()


if __name__ == "__main__":
    main()
