"""Times: which columns say when."""

from __future__ import annotations

import re

from publish.model import Field

_TYPES = ("date", "datetime", "year", "yearmonth")
_YEAR = re.compile(r"(?i)^(year|yr)$|(年份|年度|^年)$|[^\W\d_]+ year$|_year$")


def is_time(field: Field) -> bool:
    """Does it say when? A whole number that is called a year does."""
    if field.type in _TYPES:
        return True
    return field.type == "integer" and not field.categories and any(
        _YEAR.search(said) for said in (field.name, *(title for _, title in field.title))
    )  # fmt: skip
