"""Licence plates."""

from __future__ import annotations

from typing import ClassVar

from publish.gate.privacy.rule import PersonalRule


class Plates(PersonalRule):
    """No licence plates of persons' vehicles.

    A plate has a province, a letter and five characters, or six for new energy. In a table of persons it is an error;
    elsewhere, a fleet of buses for instance, a warning, for the plates may be published for a reason.

    中文

    不能有个人车辆的号牌。号牌由省份简称、字母和五位（新能源六位）字符组成。在写人的表里出现，必须改；在别的表里，例如
    公交车辆，可能确需公布，只提醒。
    """

    codes: ClassVar[tuple[str, ...]] = ("P501", "P502")
    in_columns: ClassVar[tuple[str, ...]] = ("P501",)
