"""Resident identity numbers."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Identity(PersonalRule):
    """No resident identity numbers, in any column, text or title.

    A number counts when its place, its day of birth and its check digit are right, whatever the width of its digits and
    the spaces between them; residence permits numbered the same way count too. One among words is enough; in a column
    of numbers more of them have to be right than chance allows. It is taken down at once and cannot be waived. Old
    numbers of fifteen digits have no check digit: they are reported where the column says what they are, and are a
    warning where it does not. The numbers themselves are never printed. A table that has other faults (wrong types,
    rows, names, keys, delimiter, encoding) is looked through all the same, columns that nobody described included.

    中文

    任何列、正文和标题里都不能有居民身份证号码。地区、出生日期和校验位都对的才算，不管是全角还是中间有空格；号码规则相同的
    居住证、永久居留证也算。夹在文字里的有一个就会报告；一列都是号码的，要多过碰巧的数目。这样的数据立即撤下，也不能
    豁免。十五位的旧号码没有校验位：列名说明了的照样报告，没有说明的只提醒。报告里不会出现号码本身。表格还有别的错（类型、
    行、列名、关键列、分隔符号、编码不对）时，同样当时就查，没有说明的列也查。
    """

    codes: ClassVar[tuple[str, ...]] = ("P101", "P102", "P103")
    in_columns: ClassVar[tuple[str, ...]] = ("P101", "P103")
