"""What the quick reader of workbooks leaves out of a sheet: number formats, because 12.5 % and 0001 are formats there;
formulas and errors; merged cells; and what nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.draft.sheet import Area

SAYS_NOTHING = frozenset({"", "General", "@", "0"})
BUILT_IN = {"1": "0", "9": "0%", "10": "0.00%", "14": "yyyy/m/d", "17": "mmm-yy", "22": "yyyy/m/d h:mm", "49": "@",
            "27": 'yyyy"年"m"月"', "57": 'yyyy"年"m"月"', "31": 'yyyy"年"m"月"d"日"', "58": 'm"月"d"日"'}  # fmt: skip


@dataclass(slots=True)
class Extras:
    """Places are (row, column) from 0. ``hidden`` are columns and ``hidden_rows`` rows that a person hid;
    ``filtered`` rows that a filter or a folded outline leaves out of sight; ``errors`` what a formula came to."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    filtered: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)

    def note(self, place: tuple[int, int], shown: str) -> None:
        """Keep a number format that says something."""
        if shown not in SAYS_NOTHING:
            self.formats[place] = shown
