"""The language a command speaks."""

from __future__ import annotations

import locale
import os


def language() -> str:
    """The language of the person at the terminal: LANG and its kin, Chinese unless they say otherwise."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    said = said if said not in ("", "C", "POSIX", "C.UTF-8") else locale.getlocale()[0] or ""
    return "en" if said.lower().startswith("en") else "zh"
