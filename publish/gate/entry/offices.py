"""Is the register of organisations sound? Every package refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import ClassVar, TypedDict

from publish import credit_code
from publish.gate.rule import CatalogueRule
from publish.model import Catalogue, Organisation, Package, Portal
from publish.problems import Problem, problem

REGISTER = "organisations"


class Row(TypedDict):
    """The place of a problem in the register."""

    package: str
    file: str | None
    row: int | None
    field: str


class Offices(CatalogueRule):
    """The register of organisations can be relied on.

    A code is a unified social credit code, whose last character checks the others (GB 32100-2015); a slug belongs to
    one office, for its pages stand under it; a parent and a successor are in the register themselves, and nobody is
    their own; nothing ends before it begins. An invented sample belongs in a demonstration only, and is a warning
    elsewhere. An office that has ended and names no successor is a note: nobody can tell who answers for its data.

    中文

    机构名录要靠得住。代码是统一社会信用代码，末位是校验码（GB 32100-2015）；网址标识只归一个单位，它的页面就在这个网址
    下；上级和继任单位也要在名录里，不能是自己；停用不能早于起用。虚构的样例只能用在演示里，正式门户里会提醒。已停用又没
    有写继任单位的，提示一句：说不清谁来负责它的数据。
    """

    codes: ClassVar[tuple[str, ...]] = ("C801", "C802", "C803", "C804", "C805", "C806")

    def check(self, catalogue: Catalogue) -> Iterator[Problem]:
        package = catalogue.package(REGISTER)
        offices = catalogue.registers.organisations
        if package is None:
            return
        slugs = defaultdict(list)
        for office in offices.values():
            slugs[office.slug.lower()].append(office)
            yield from _office(office, offices, package, catalogue.portal)
        for slug, holders in slugs.items():
            for office in holders[1:] if slug else ():
                yield problem("C802", **_at(package, office, "slug"), value=slug[:80], other=holders[0].name)


def _office(
    office: Organisation, offices: Mapping[str, Organisation], package: Package, portal: Portal
) -> Iterator[Problem]:
    if not credit_code.valid(office.code):
        yield problem("C801", **_at(package, office, "code"), value=office.code[:40])
    for key, code in (("parent", office.parent), ("successor", office.successor)):
        if code and (code == office.code or (code not in offices and not _declared(package, key))):
            yield problem("C803", **_at(package, office, key), value=code[:40], name=office.name)
    first, last = office.valid_from, office.valid_to
    if first is not None and last is not None and last < first:
        where = _at(package, office, "valid_to")
        yield problem("C804", **where, first=first.isoformat(), last=last.isoformat(), name=office.name)
    if last is not None and not office.successor:
        yield problem("C806", **_at(package, office, "successor"), name=office.name)
    if office.sample and not portal.demo:
        yield problem("C805", **_at(package, office, "sample"), name=office.name)


def _declared(package: Package, column: str) -> bool:
    """Does the description of the register say that this column points at its own codes? Then the rows are held against
    that key, and it is said there."""
    return any(
        key.fields == (column,)
        for resource in package.resources
        for key in (resource.schema.foreign_keys if resource.schema else ())
    )


def _at(package: Package, office: Organisation, column: str) -> Row:
    files = [f.path for r in package.resources for f in r.files]
    return {"package": package.name, "file": files[0] if files else None, "row": office.row or None, "field": column}
