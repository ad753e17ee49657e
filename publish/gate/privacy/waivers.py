"""Findings that a responsible office has allowed, until a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from publish.gate.place import at
from publish.gate.rule import Around, EntryRule
from publish.model import Package, Text, Waiver, bilingual
from publish.problems import Problem, kinds, problem

_NEVER = frozenset({"P101", "P102", "P301", "P302", "P901", "P902", "P903"})
_MAY_APPROVE = frozenset({"competent", "reviewer"})  # roles of the register


class Waivers(EntryRule):
    """A privacy finding may be waived by the office that answers for it, with a reason and until a day.

    The approver is an office in office that the register gives the role of `competent` or `reviewer`, not the one that
    provides the data. The day is within twelve months, and on the day after it the finding closes the package again. A
    waiver that holds is a note, and is shown on the page of the dataset; one that does not is an error. Identity
    numbers and marks of secrecy cannot be waived. One that covers nothing warns: what it would let through later has
    been seen by nobody, so take it out.

    中文

    隐私方面的发现，可以由负责的单位写明理由、定好期限予以豁免。批准单位要在机构名录里，职责是主管或审核，仍然在任，而且
    不是提供数据的单位自己；期限在 12 个月以内，过了期限就重新生效。有效的豁免提示一句，并显示在数据集页面上；不成立的必
    须改。身份证号码和密级标志不能豁免。用不上的豁免会提醒：以后它放过的内容没有人看过，请删去。
    """

    codes: ClassVar[tuple[str, ...]] = ("P901", "P902", "P903")

    def check(self, package: Package, around: Around) -> Iterator[Problem]:
        for index, waiver in enumerate(package.waivers):
            where = at(package, f"/waivers/{index}")
            why = _wrong(waiver, package, around)
            if why:
                yield problem("P902", **where, which=waiver.rule or "…", why=why)
            elif waiver.expires is not None:
                yield problem(
                    "P901",
                    **where,
                    which=waiver.rule,
                    approver=around.registers.organisations[waiver.approver].name,
                    until=waiver.expires.isoformat(),
                    reason=waiver.reason,
                )


def unwaived(package: Package, problems: Iterable[Problem], around: Around) -> Iterator[Problem]:
    """The problems without those that a waiver covers today, and one for each waiver that covers none."""
    valid = {n: w for n, w in enumerate(package.waivers) if not _wrong(w, package, around)}
    idle = set(valid)
    for one in problems:
        covering = {n for n, waiver in valid.items() if _covers(waiver, one, package)}
        idle -= covering
        if not covering:
            yield one
    for index in sorted(idle):
        yield problem("P903", **at(package, f"/waivers/{index}"), which=valid[index].rule)


def _covers(waiver: Waiver, found: Problem, package: Package) -> bool:
    if waiver.rule != found.code or (waiver.field and waiver.field != found.field):
        return False
    resource = package.resource(waiver.resource) if waiver.resource else None
    return not waiver.resource or (resource is not None and found.file in {f.path for f in resource.files})


def _wrong(waiver: Waiver, package: Package, around: Around) -> Text | None:
    """Why it does not hold, or None."""
    if (why := _no_kind(waiver.rule)) is not None:
        return why
    if not waiver.reason:
        return bilingual("没有写理由", "no reason is given")
    if (why := _no_approver(waiver, package, around)) is not None:
        return why
    if waiver.expires is None or waiver.expires > a_year_on(around.as_of):
        return bilingual("没有写 12 个月以内的到期日", "no day within 12 months is given")
    return bilingual("已经到期", "it has lapsed") if waiver.expires < around.as_of else None


def _no_kind(code: str) -> Text | None:
    if code not in kinds():
        return bilingual("没有这个问题代码", "there is no finding of this code")
    if code in _NEVER or not code.startswith("P"):
        return bilingual("这一类不能豁免", "this kind cannot be waived")
    return None


def _no_approver(waiver: Waiver, package: Package, around: Around) -> Text | None:
    office = around.registers.organisations.get(waiver.approver)
    if office is None:
        return bilingual("批准单位不在机构名录里", "the approver is not in the register of organisations")
    if package.entry is not None and waiver.approver == package.entry.provider:
        return bilingual("批准单位就是提供单位", "the approver is the provider")
    if not _MAY_APPROVE.intersection(office.roles):
        return bilingual(
            "批准单位的职责不是主管或审核", "the approver is neither competent nor a reviewer in the register"
        )
    begun = office.valid_from is None or office.valid_from <= around.as_of
    if not begun or (office.valid_to is not None and office.valid_to < around.as_of):
        return bilingual("批准单位不在任", "the approver is not in office")
    return None


def a_year_on(day: date) -> date:
    """The same day twelve months later; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
