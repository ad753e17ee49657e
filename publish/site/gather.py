"""Gather: what the registers and the other stages know of each dataset, brought together before any page is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from publish.admitted import Admitted, Dataset
from publish.figures import Figures
from publish.model import Package, Registers, Text
from publish.release import Download
from publish.site.charts.maps.joins import joins, outlined
from publish.site.pages.given import Given, Neighbour
from publish.tables import Table

RELATED = 4  # besides those the publisher names


def gather(
    admitted: Admitted,
    figures: Mapping[str, Figures],
    downloads: Mapping[str, Sequence[Download]],
) -> tuple[Given, ...]:
    """One Given for each admitted dataset, in the same order."""
    packages = {d.name: d.package for d in admitted.datasets}
    sharing = _sharing(admitted.shown)
    tables = {t.name: t for t in admitted.tables}
    outlines = outlined(admitted.datasets)
    return tuple(
        replace(
            _given(d, admitted, figures, downloads, packages, _related(d, packages, sharing)),
            reached=_reached(d, tables),
            joins=joins(d, outlines),
        )
        for d in admitted.datasets
    )


def _reached(dataset: Dataset, tables: Mapping[str, Table]) -> tuple[Table, ...]:
    """The tables of other datasets that a key of this one points at: their names stand in its picture."""
    own = {t.name for t in dataset.tables}
    named = dict.fromkeys(r.table for t in dataset.tables for r in t.references)
    return tuple(tables[name] for name in named if name in tables and name not in own)


def _given(
    dataset: Dataset,
    admitted: Admitted,
    figures: Mapping[str, Figures],
    downloads: Mapping[str, Sequence[Download]],
    packages: Mapping[str, Package],
    related: Sequence[str],
) -> Given:
    package, registers = dataset.package, admitted.registers
    entry = package.entry
    provider = admitted.provider(package)
    replaced = packages.get(entry.replaced_by) if entry else None
    return Given(
        dataset=dataset,
        portal=admitted.portal,
        figures=figures.get(dataset.name, Figures()),
        downloads=tuple(downloads.get(dataset.name, ())),
        provider=provider,
        topic=admitted.topic(package),
        frequency=registers.frequencies.get(entry.frequency) if entry else None,
        level=registers.levels.get(entry.level) if entry else None,
        licences=tuple(registers.licences.get(link.name) for link in package.licenses),
        portal_licence=registers.licences.get(admitted.portal.licence),
        approvers=tuple(_office(registers, waiver.approver) for waiver in package.waivers),
        related=tuple(Neighbour(name, packages[name].title) for name in related),
        successor=Neighbour(replaced.name, replaced.title) if replaced else None,
    )


def _office(registers: Registers, code: str) -> Text:
    """The name of an office, or the code where the register has none."""
    known = registers.organisations.get(code)
    return known.name if known else Text((("", code),))


def _keywords(package: Package) -> list[tuple[str, str]]:
    topic = package.entry.topic if package.entry else ""
    return [(topic, string) for keyword in package.keywords for _, string in [*keyword][:1]]


def _sharing(datasets: Iterable[Dataset]) -> dict[tuple[str, str], list[str]]:
    """(topic, keyword) -> the names of the datasets that have both."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in datasets:
        for key in _keywords(one.package):
            found.setdefault(key, []).append(one.name)
    return found


def _related(
    dataset: Dataset, packages: Mapping[str, Package], sharing: Mapping[tuple[str, str], Sequence[str]]
) -> list[str]:
    """Those the publisher names, then those of the same topic that share most keywords."""
    if not dataset.shown:
        return []
    named = [name for name in (dataset.package.entry.related if dataset.package.entry else ()) if name in packages]
    shared = Counter(name for key in _keywords(dataset.package) for name in sharing.get(key, ()))
    near = sorted(shared, key=lambda name: (-shared[name], name))
    others = [name for name in near if name != dataset.name and name not in named]
    return [*dict.fromkeys(named), *others[:RELATED]]
