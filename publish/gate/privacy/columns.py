"""Columns judged: what was counted in each, beside its name and the columns around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from publish.gate.privacy.found import Found
from publish.gate.privacy.reading import Column, Count, read_through
from publish.gate.privacy.rows import FEW, first_rows
from publish.gate.privacy.signs.person import POSTS
from publish.gate.privacy.signs.sign import About, Confidence, column_name, spoken
from publish.model import Field, Package, Resource
from publish.tables import Table

_ORGANISATIONS = column_name(
    "机构", "单位", "企业", "公司", "学校", "医院", "药店", "门店", "商户", "店名", "场馆", "站点", "站名",
    "设施", "网点", "部门",
    "景区", "景点", "图书馆", "博物馆", "公园", "酒店", "宾馆", "饭店", "养老院", "幼儿园", "社会组织",
    "项目名称", "地点名称", "场所",
    "统一社会信用代码", "信用代码", "法定代表人",
    "organisation", "organization", "company", "company name", "facility", "institution", "school", "hospital",
    "clinic",
    "agency", "department", "office", "station", "shop", "store", "store name", "business", "business name",
    "venue", "museum",
    "library", "park", "hotel", "restaurant", "provider", "uscc", "org", "org name", "site name",
    "facility name", "tier",
)  # fmt: skip
_OF_PERSONS = column_name("性别", "年龄", "民族", "婚姻", "sex", "gender", "age")
_NAMES = frozenset({"name", "bare-name"})
# Whose finding makes the name beside it a finding.
_TELLING = frozenset({"P101", "P103", "P104", "P201", "P203", "P205", "P401", "P501", "P503"})


def personal(package: Package, tables: Mapping[str, Table]) -> tuple[Found, ...]:
    """Every sign found in a column of the package, each kind once for each column."""
    found: dict[tuple[str, str, str], Found] = {}
    for resource in package.resources:
        table = tables.get(resource.name)
        if table is not None:
            for one in _in_table(package, resource, table, read_through(table)):
                one = replace(one, rows=first_rows(table, one.field.name, one.sign) if one.count else ())
                key = (resource.name, one.field.name, one.code)
                known = found.get(key)
                found[key] = one if known is None else _together(known, one)
    return tuple(found.values())


def _together(one: Found, other: Found) -> Found:
    return replace(
        one,
        count=max(one.count, other.count),
        confidence=max(one.confidence, other.confidence),
        rows=tuple(sorted({*one.rows, *other.rows})[:FEW]),
    )


def _in_table(package: Package, resource: Resource, table: Table, columns: Sequence[Column]) -> Iterator[Found]:
    about = _about(package, columns)
    signs = [
        one
        for column in columns
        for count in column.counts
        if (one := _judged(resource, table, column, count, about)) is not None
    ]
    sure = {(one.field.name, one.code) for one in signs if one.confidence is Confidence.SURE}
    beside = {one.code for one in signs} & _TELLING
    for one in signs:
        if one.code not in ("P111", "P112") and not _said_otherwise(one, sure):
            yield one
    yield from _beside(signs, beside, sure)


def _judged(resource: Resource, table: Table, column: Column, count: Count, about: About) -> Found | None:
    code = count.sign.code
    confidence = count.sign.judged(replace(column.evidence(count), about=about))
    if confidence is Confidence.NONE or (count.sign.name in _NAMES and _is_a_post(column.field)):
        return None
    if code == "P301" and _lists_levels(column.field):
        return None
    if code == "P103" and confidence is Confidence.SURE:
        code = "P101"  # the column itself says what they are
    return Found(code, resource, table, column.field, count.hits, confidence, count.sign)


def _said_otherwise(one: Found, sure: set[tuple[str, str]]) -> bool:
    """Is the column surely something else that has the same look?"""
    name = one.field.name
    return (one.code in ("P401", "P103") and (name, "P101") in sure) or (one.code == "P205" and (name, "P201") in sure)


def _beside(signs: Iterable[Found], beside: set[str], sure: set[tuple[str, str]]) -> Iterator[Found]:
    """Names beside another sign, as sure as that one is; days of birth beside names or another sign."""
    surely = any(code in _TELLING for _, code in sure)
    named = any(one.code == "P111" for one in signs)
    for one in signs:
        if one.code == "P111" and beside:
            yield replace(one, confidence=Confidence.SURE if surely else Confidence.LIKELY)
        if one.code == "P112" and (beside or named):
            yield one


def _about(package: Package, columns: Sequence[Column]) -> About:
    """What the rows are about, by what the package says and by the names of the columns."""
    said = package.raw.get("privacy")
    unit = said.get("unit") if isinstance(said, dict) else None
    names = [name for column in columns for name in _names(column.field)]
    persons = any(
        count.sign.name in _NAMES and count.sign.judged(column.evidence(count)) and not _is_a_post(column.field)
        for column in columns
        for count in column.counts
    )
    return About(
        organisations=any(_ORGANISATIONS.search(name) for name in names),
        persons=persons or unit == "individual" or sum(bool(_OF_PERSONS.search(name)) for name in names) > 1,
        facility=unit == "facility",
    )


def _names(field: Field) -> list[str]:
    return [spoken(name) for name in (field.name, *(said for _, said in field.title)) if name]


def _is_a_post(field: Field) -> bool:
    """Does the column name those who answer for an organisation? The law has them published."""
    return any(POSTS.search(name) for name in _names(field))


_LEVEL = re.compile(r"绝密|机密|秘密|secret|confidential|restricted|internal", re.I)


def _lists_levels(field: Field) -> bool:
    """A column that classifies, with the levels listed, says nothing about its own rows' secrecy."""
    values = [*field.constraints.get("enum", ()), *(c.value for c in field.categories)]
    return any(isinstance(v, str) and _LEVEL.search(v) for v in values)
