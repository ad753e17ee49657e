"""The entries in catalogue.db: packages with their resources, fields, categories, keywords, versions and marks.

A closed or suspended dataset has its name, its verdict and its page, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from publish import urls
from publish.admitted import Admitted, Dataset
from publish.figures import FieldFigures, Figures
from publish.model import Entry, Field
from publish.warehouse.relation import Relation, Value, bilingual, columns, spoken

_PACKAGE = "FOREIGN KEY (package) REFERENCES packages (name)"


def packages(admitted: Admitted, figures: Mapping[str, Figures]) -> Relation:
    """One row a dataset. ``number`` is the rowid of the full-text tables."""
    languages = admitted.portal.languages
    told = (
        columns(
            "number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, verdict TEXT NOT NULL, url TEXT NOT NULL, id TEXT"
        )
        + bilingual("title", languages)
        + bilingual("description", languages)
        + columns("code TEXT, provider TEXT, provider_slug TEXT, topic TEXT, status TEXT, replaced_by TEXT")
        + bilingual("status_reason", languages)
        + columns("opening TEXT")
        + bilingual("opening_condition", languages)
        + bilingual("opening_basis", languages)
        + columns(
            "sharing TEXT, level TEXT, frequency TEXT, licence TEXT, issued TEXT, modified TEXT, due TEXT, "
            "overdue INTEGER, temporal_start TEXT, temporal_end TEXT, spatial TEXT, version TEXT, tables INTEGER, "
            "rows INTEGER, origin TEXT"
        )
    )
    rows = (_package(n, d, figures[d.name], admitted) for n, d in enumerate(admitted.datasets, 1))
    return Relation(
        "packages",
        told,
        (
            "FOREIGN KEY (provider) REFERENCES organisations (code)",
            "FOREIGN KEY (topic) REFERENCES topics (slug)",
            "FOREIGN KEY (level) REFERENCES levels (code)",
            "FOREIGN KEY (frequency) REFERENCES frequencies (slug)",
            "FOREIGN KEY (licence) REFERENCES licences (id)",
        ),
        tuple(row + (None,) * (len(told) - len(row)) for row in rows),
        ("code", "provider", "topic", "status", "opening", "modified"),
    )


def _package(number: int, dataset: Dataset, figures: Figures, admitted: Admitted) -> tuple[Value, ...]:
    package, languages = dataset.package, admitted.portal.languages
    start: tuple[Value, ...] = (number, dataset.name, dataset.verdict.value, urls.dataset(dataset.name))
    if not dataset.shown:
        return start  # the rest is null
    entry, registers = package.entry or Entry(), admitted.registers
    provider, due = registers.organisations.get(entry.provider), figures.timeliness
    licence = next((v.name for v in package.licenses if v.name), admitted.portal.licence)
    return (
        *start,
        package.id,
        *spoken(package.title, languages),
        *spoken(package.description, languages),
        entry.code,
        provider.code if provider else None,
        provider.slug if provider else None,
        _known(entry.topic, registers.topics),
        entry.status,
        entry.replaced_by or None,
        *spoken(entry.status_reason, languages),
        entry.opening.type,
        *spoken(entry.opening.condition, languages),
        *spoken(entry.opening.basis, languages),
        entry.sharing.type,
        _known(entry.level, registers.levels),
        _known(entry.frequency, registers.frequencies),
        _known(licence, registers.licences),
        entry.issued,
        entry.modified,
        due.due,
        int(due.overdue),
        entry.temporal.start,
        entry.temporal.end,
        entry.spatial or None,
        package.version,
        len(dataset.tables),
        sum(t.rows for t in dataset.tables),
        package.origin.portal if package.origin else None,
    )


def _known(code: str, register: Mapping[str, object]) -> str | None:
    """A code, when its register holds it."""
    return code if code in register else None


def details(admitted: Admitted, figures: Mapping[str, Figures]) -> Iterator[Relation]:
    """What belongs to a package, in tables that point at it."""
    languages = admitted.portal.languages
    shown = admitted.shown
    yield _resources(shown, languages)
    yield _fields(shown, figures, languages)
    yield _categories(shown, languages)
    yield Relation(
        "keywords",
        columns("package TEXT NOT NULL, position INTEGER NOT NULL, language TEXT NOT NULL, keyword TEXT NOT NULL"),
        ("PRIMARY KEY (package, position, language)", _PACKAGE),
        tuple(
            (d.name, n, tag, said)
            for d in shown
            for n, keyword in enumerate(d.package.keywords, 1)
            for tag, said in dict(keyword).items()
            if said
        ),
        ("keyword",),
    )
    yield Relation(
        "versions",
        columns("package TEXT NOT NULL, position INTEGER NOT NULL, version TEXT NOT NULL, date TEXT, kind TEXT")
        + bilingual("note", languages),
        ("PRIMARY KEY (package, position)", _PACKAGE),
        tuple(
            (d.name, n, v.version, v.date, v.kind, *spoken(v.note, languages))
            for d in shown
            for n, v in enumerate(d.package.history, 1)
        ),
        ("date",),
    )
    yield Relation(
        "former_names",
        columns("name TEXT NOT NULL, package TEXT NOT NULL"),
        ("PRIMARY KEY (name, package)", _PACKAGE),
        tuple((old, d.name) for d in shown if d.package.entry for old in dict.fromkeys(d.package.entry.renamed_from)),
    )
    yield Relation(
        "marks",
        columns("package TEXT NOT NULL, code TEXT NOT NULL, grade TEXT NOT NULL") + bilingual("reason", languages),
        ("PRIMARY KEY (package, code)", _PACKAGE),
        tuple((d.name, m.code, m.grade, *spoken(m.reason, languages)) for d in shown for m in figures[d.name].marks),
    )


def _resources(shown: Sequence[Dataset], languages: Sequence[str]) -> Relation:
    """``table_name`` is the table of open.db; ``bytes`` those of the files as handed in."""
    rows: list[tuple[Value, ...]] = []
    for dataset in shown:
        for position, resource in enumerate(dataset.package.resources, 1):
            table = dataset.table(resource.name)
            size = sum(f.bytes for f in resource.files) if resource.files else resource.bytes
            start = (dataset.name, resource.name, position, resource.kind.value, resource.format)
            said = (*spoken(resource.title, languages), *spoken(resource.description, languages))
            held = (table.name, table.rows) if table else (None, None)
            rows.append((*start, *said, *held, size))
    return Relation(
        "resources",
        columns("package TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, format TEXT")
        + bilingual("title", languages)
        + bilingual("description", languages)
        + columns("table_name TEXT UNIQUE, rows INTEGER, bytes INTEGER"),
        ("PRIMARY KEY (package, name)", _PACKAGE),
        tuple(rows),
    )


def described(dataset: Dataset) -> Iterator[tuple[str | None, Field]]:
    """(resource, field) of everything described: of its tables, else the items of an entry without data."""
    for table in dataset.tables:
        yield from ((table.resource, field) for field in table.fields)
    if not dataset.tables and dataset.package.entry:
        yield from ((None, field) for field in dataset.package.entry.items)


def _fields(shown: Sequence[Dataset], figures: Mapping[str, Figures], languages: Sequence[str]) -> Relation:
    """``resource`` is null for an item of an entry without data. Statistics as ``profile`` counted them."""
    rows: list[tuple[Value, ...]] = []
    for dataset in shown:
        tables = {t.resource: t for t in dataset.tables}
        for position, (resource, field) in enumerate(described(dataset), 1):
            table = tables.get(resource or "")
            counted = figures[dataset.name].tables[table.name].fields.get(field.name) if table else None
            start = (dataset.name, position, resource, field.name, field.type)
            said = [s for text in (field.title, field.description, field.unit) for s in spoken(text, languages)]
            keyed = table is not None and field.name in table.primary_key
            rows.append((*start, *said, int(field.required), int(keyed), *_statistics(counted)))
    return Relation(
        "fields",
        columns(
            "package TEXT NOT NULL, position INTEGER NOT NULL, resource TEXT, name TEXT NOT NULL, type TEXT NOT NULL"
        )
        + bilingual("title", languages)
        + bilingual("description", languages)
        + bilingual("unit", languages)
        + columns("required INTEGER NOT NULL, key INTEGER NOT NULL, missing INTEGER, distinct_values INTEGER")
        + columns("smallest, largest, mean REAL"),
        (
            "PRIMARY KEY (package, position)",
            "FOREIGN KEY (package, resource) REFERENCES resources (package, name)",
            _PACKAGE,
        ),
        tuple(rows),
        ("name",),
    )


def _statistics(counted: FieldFigures | None) -> tuple[Value, ...]:
    if counted is None:
        return (None,) * 5
    return (counted.missing, counted.distinct, counted.smallest, counted.largest, counted.mean)


def _categories(shown: Sequence[Dataset], languages: Sequence[str]) -> Relation:
    """What the values of a field mean; ``field`` is its position among the package's fields."""
    return Relation(
        "categories",
        columns("package TEXT NOT NULL, field INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL")
        + bilingual("label", languages),
        (
            "PRIMARY KEY (package, field, position)",
            "FOREIGN KEY (package, field) REFERENCES fields (package, position)",
        ),
        tuple(
            (dataset.name, n, position, category.value, *spoken(category.label, languages))
            for dataset in shown
            for n, (_, field) in enumerate(described(dataset), 1)
            for position, category in enumerate(field.categories, 1)
        ),
    )
