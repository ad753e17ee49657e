"""PDF and old office files, read in a process of its own that may die, and may not take for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from publish.gate.files import properties
from publish.gate.files.facts import Closed, Fact, Own, Piece, What, cells_only
from publish.model import bilingual
from publish.problems import cell_name

_READER = Path(__file__).with_name("reader_program.py")
_PATIENCE = 120  # seconds by the clock, for a machine that is busy
_AUTHORS = frozenset({"Author", "author", "last_saved_by", "manager"})
_PROGRAMS = frozenset({"Producer", "Creator", "PTEX.Fullbanner", "Trapped"})


def looked(path: Path, kind: str, own: Own) -> Iterator[Piece | Fact]:
    """The texts and facts of one file; ``kind`` is ``pdf``, ``old`` or ``sheets`` (of a binary workbook). Raises Closed
    when it cannot be read through; what was read before is given first."""
    command = [sys.executable, "-P", str(_READER), kind, str(path), json.dumps(list(own))]
    try:
        said = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
    ended = False
    for line in said.splitlines():
        try:
            words = json.loads(line)
        except ValueError:
            break  # it died in the middle of a line
        ended = words[0] == "end"
        yield from _made(words)
    if not ended:
        raise Closed


def _made(words: list[str]) -> Iterator[Piece | Fact]:
    if words[0] == "text":
        yield Piece(words[2], bilingual(f"第 {words[1]} 页", f"page {words[1]}"))
    elif words[0] == "property" and words[1] not in _PROGRAMS:
        yield from properties.told(words[1], words[2], of_author=words[1] in _AUTHORS)
    elif words[0] == "cell":
        yield Piece(words[4], sheet=words[1], cell=cell_name(int(words[3]), int(words[2])))
    elif words[0] == "hidden":
        yield Fact(What.HIDDEN_SHEET, sheet=words[1])
    elif words[0] == "cells":
        yield cells_only(words[1])
    elif words[0] == "pages":
        yield Fact(What.PARTLY, said=bilingual(f"{words[1]} 页", f"{words[1]} pages"))
    elif words[0] == "fact":
        yield Fact(What[words[1]], said=str(words[2]) if len(words) > 2 else "")
