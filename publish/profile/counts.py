"""The figures of every dataset. Those of a table come from the cache or are counted, in parallel; the rest is quick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from publish.admitted import Admitted, Dataset
from publish.cache import Cache, code_digest, digest
from publish.figures import FieldFigures, Figures, TableFigures
from publish.jobs import Progress, each, silent
from publish.model import Json
from publish.profile.marks import marks
from publish.profile.statistics import statistics
from publish.profile.timeliness import timeliness
from publish.tables import Table

_KIND = "figures"


def figures(admitted: Admitted, *, cache: Cache, jobs: int = 1, progress: Progress = silent) -> Mapping[str, Figures]:
    """The figures of each dataset, by package name; of one that shows a notice only, empty ones."""
    wanted = {_key(t): t for t in admitted.tables if not cache.path(_KIND, _key(t), ".json").exists()}
    work = [(table, key, cache) for key, table in wanted.items()]
    for _ in each(_count, work, jobs=jobs, stage="profile", progress=progress):
        pass
    return {d.name: _of(d, admitted, cache) for d in admitted.datasets}


def _of(dataset: Dataset, admitted: Admitted, cache: Cache) -> Figures:
    if not dataset.shown:
        return Figures()
    tables = {t.name: from_json(_count((t, _key(t), cache))) for t in dataset.tables}
    entry = dataset.package.entry
    frequency = admitted.registers.frequencies.get(entry.frequency) if entry else None
    due = timeliness(entry, frequency, admitted.as_of)
    return Figures(tables, due, marks(dataset, tables, due, admitted))


def _count(work: tuple[Table, str, Cache]) -> Json:
    table, key, cache = work
    return cache.json(_KIND, key, lambda: to_json(statistics(table)))


def _key(table: Table) -> str:
    return digest(table.sha256, [[f.name, f.type] for f in table.fields], code_digest())


def to_json(table: TableFigures) -> Json:
    """A table's figures as the cache keeps them."""
    return {"rows": table.rows, "fields": [asdict(f) for f in table.fields.values()]}


def from_json(kept: Json) -> TableFigures:
    """The opposite of ``to_json``."""
    return TableFigures(kept["rows"], {f["name"]: _field(f) for f in kept["fields"]})


def _field(kept: Json) -> FieldFigures:
    top = tuple((value, count) for value, count in kept["top"])
    return FieldFigures(**{**kept, "bins": tuple(kept["bins"]), "top": top})
