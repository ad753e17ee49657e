"""A program of its own: opens one workbook (XLSX, XLS, ODS) and hands over its sheets, by calamine.

A hostile file may make it ask for all memory there is, or break in any way, and that would end the process: so it runs
here, under limits, and its death is an answer (``workbook``). Requests and answers are pickles. The first request is
(bytes of memory, seconds of the processor, path or content); each other one the number of a sheet. Nothing of the
portal is imported, so that it starts at once.
"""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from typing import Any

import python_calamine

if sys.platform != "win32":
    import resource

AT_ONCE = 4096  # rows in one answer

_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_TABLES = python_calamine.SheetTypeEnum.WorkSheet


def limit(memory: int, seconds: int) -> None:
    """Take no more than that, where the system can see to it."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(*answer: Any) -> None:
    """One answer."""
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def serve(requests: Any) -> None:
    """Open the workbook, then give the rows and the merged cells of each sheet that is asked for."""
    memory, seconds, source = pickle.load(requests)
    limit(memory, seconds)
    with python_calamine.load_workbook(source if isinstance(source, str) else io.BytesIO(source)) as book:
        say("sheets", [(m.name, m.visible == _VISIBLE, m.typ == _TABLES) for m in book.sheets_metadata])
        while True:
            sheet = book.get_sheet_by_index(pickle.load(requests))
            rows = sheet.to_python(skip_empty_area=False)
            for at in range(0, len(rows), AT_ONCE):
                say("rows", rows[at : at + AT_ONCE])
            say("merged", list(sheet.merged_cell_ranges or ()))


if __name__ == "__main__":
    try:
        serve(sys.stdin.buffer)
    except EOFError:
        pass
    except MemoryError:
        say("no", "large", "")
    except python_calamine.PasswordError:
        say("no", "locked", "")
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        say("no", "broken", type(error).__name__)
