"""What was found in the columns of a package: a sign in a column, in which rows, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from publish.gate.privacy.signs.sign import Confidence, Sign
from publish.model import Field, Resource
from publish.tables import Table


@dataclass(frozen=True, slots=True)
class Found:
    """A sign in a column of a table. ``code`` is its kind of problem, ``count`` the cells that hold it, ``rows`` the
    first of them (0-based). Never a value."""

    code: str
    resource: Resource
    table: Table
    field: Field
    count: int
    confidence: Confidence
    sign: Sign
    rows: tuple[int, ...] = ()
