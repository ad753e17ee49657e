"""Columns that tell of persons, by their names; and the columns a description names as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.contract import in_words
from publish.gate.place import at
from publish.gate.rule import Case
from publish.model import Field
from publish.problems import Problem, problem
from publish.tables import Table

_NAME = re.compile(r"(?:人员|居民|学生|患者|职工|本人)?姓名|(?:full|person)[_ ]?name", re.I)
_BIRTH = re.compile(
    r"出生(?:日期|年月日?|年份?|时间)|生日|(?:date|year)[_ ]of[_ ]birth|birth[_ ]?(?:date|day|year)|dob", re.I
)
_SEX = re.compile(r"性别|sex|gender", re.I)
_AGE = re.compile(r"年龄(?:段|组|分组)?|age(?:[_ ]?(?:group|band|range))?", re.I)
_KNOWN_TO_OTHERS = re.compile(
    r"性别|出生(?:日期|年月日?|年份?|时间|地)|生日|年龄(?:段|组)?|民族|籍贯|户籍(?:地|所在地)?|(?:家庭|居住|通讯)?(?:住址|地址)"
    r"|(?:居住|所在)?(?:街道|乡镇|镇街|社区|小区)|邮编|邮政编码|职业|工种|学历|文化程度|婚姻(?:状况)?|政治面貌|国籍"
    r"|sex|gender|(?:date|year|place)[_ ]of[_ ]birth|birth[_ ]?(?:date|day|year|place)|dob"
    r"|age(?:[_ ]?(?:group|band|range))?"
    r"|ethnicity|nationality|(?:home[_ ])?address|street|township|post(?:al)?[_ ]?code|zip(?:[_ ]?code)?|occupation"
    r"|education|marital[_ ]status",
    re.I,
)


def of_persons(table: Table) -> tuple[Field, ...]:
    """The columns that show that the rows, or the counts in them, are of persons; empty when nothing shows it."""
    names, births, sexes, ages = (
        tuple(f for f in table.fields if called(f, what)) for what in (_NAME, _BIRTH, _SEX, _AGE)
    )
    return (*names, *births, *((*sexes, *ages) if sexes and ages else ()))


def known_to_others(table: Table) -> tuple[Field, ...]:
    """The columns of what neighbours and colleagues know of a person: sex, age, where he lives, what he does."""
    return tuple(f for f in table.fields if called(f, _KNOWN_TO_OTHERS))


def called(field: Field, what: re.Pattern[str]) -> bool:
    """Is this its name, or its title in any language?"""
    return any(what.fullmatch(name.strip()) for name in (field.name, *(said for _, said in field.title)))


def absent(case: Case, names: Sequence[str], key: str) -> Iterator[Problem]:
    """The columns named under a key of ``privacy`` that no table has."""
    listed = isinstance(case.package.raw.get("privacy", {}).get(key), list)
    for index, name in enumerate(names):
        if not any(table.field(name) for table in case.tables.values()):
            pointer = f"/privacy/{key}/{index}" if listed else f"/privacy/{key}"
            yield problem("P703", **at(case.package, pointer), key=in_words(f"/privacy/{key}"), name=name[:80])
