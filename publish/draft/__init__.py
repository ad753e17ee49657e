"""A table as offices make it -> a draft of a data package. What only a person knows is marked to be filled in."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Sequence
from pathlib import Path

import yaml

from publish.draft.columns import describe_columns
from publish.draft.names import slug, unique
from publish.draft.package import description
from publish.draft.sheet import Sheet, sheets
from publish.model import FILL_IN, Portal, bilingual
from publish.problems import Exit, PublishError

__all__ = ["draft"]


def draft(files: Sequence[Path], target: Path, portal: Portal, *, name: str | None = None) -> Path:
    """Write a package folder below ``target`` from CSV files and workbooks; one resource a sheet. Gives the folder.
    Titles above a table and notes below it go into the README.

    Raises PublishError when a file holds no table, or when the folder is there already.
    """
    found = [sheet for file in files for sheet in sheets(file)]
    if not found:
        raise PublishError(bilingual("没有找到表格。", "No table was found."), Exit.USAGE)
    own = name or slug(files[0].stem)
    folder = target / own
    if folder.exists():
        said = bilingual(
            f"{folder} 已经有了；请用 --name 换一个名称。", f"{folder} is there already; choose another --name."
        )
        raise PublishError(said, Exit.USAGE)
    names = unique([own] if len(found) == 1 else [f"{slug(s.file.stem)}-{slug(s.name)}" for s in found])
    record = description(own, f"urn:uuid:{uuid.uuid4()}", files[0].stem, portal)
    record["resources"] = [_resource(sheet, resource) for sheet, resource in zip(found, names, strict=True)]
    (folder / "data").mkdir(parents=True)
    for sheet, resource in zip(found, names, strict=True):
        (folder / "data" / f"{resource}.csv").write_bytes(_csv(sheet))
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=110)
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    remarks = "".join(f"\n{remark}\n" for sheet in found for remark in sheet.remarks)
    readme = f"# {files[0].stem}\n\n{FILL_IN[portal.language]}\n{remarks}"
    (folder / "README.md").write_text(readme, encoding="utf-8")
    history = "version,date,kind,note,note_en\n"
    (folder / "history.csv").write_text(history, encoding="utf-8")
    return folder


def _resource(sheet: Sheet, name: str) -> dict[str, object]:
    return {
        "name": name,
        "title": sheet.name,
        "type": "table",
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": describe_columns(sheet.header, sheet.rows)},
    }


def _csv(sheet: Sheet) -> bytes:
    """The rows as UTF-8 CSV under the column names of the draft."""
    names = [f["name"] for f in describe_columns(sheet.header, sheet.rows)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(sheet.rows)
    return buffer.getvalue().encode("utf-8")
