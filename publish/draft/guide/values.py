"""One Line of the catalogue -> what it says in the portal's own codes. What cannot be understood is said and left out,
never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish import credit_code, guide
from publish.draft.guide import words
from publish.draft.guide.faults import day
from publish.draft.guide.lines import Line
from publish.draft.names import column_name, unique
from publish.draft.remark import Remark, Sort
from publish.model import Organisation, Registers, bilingual

CODE = re.compile(r"[1-3]\d{2}\d{3}\d*/\d+")
_BRACKETS = re.compile(r"[（(].*?[)）]")
_DIVIDED = re.compile(r"[\s、，,；;]+")
_OF_ITEMS = ("item_type", "item_length", "item_places")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Values:
    """An entry in the portal's codes; "" and None are what the catalogue does not say. ``office`` is the name of the
    department as written, ``listed`` whether the register of organisations has it."""

    line: Line
    title: str
    code: str
    classification: str
    provider: str
    office: str
    listed: bool
    formats: str
    items: tuple[Mapping[str, Any], ...]
    sharing: Mapping[str, str]
    opening: Mapping[str, str]
    frequency: str
    issued: date | None
    modified: date | None
    related: tuple[str, ...]
    status: str
    level: str
    secret: bool | None
    topic: str


@dataclass(slots=True)
class Reading:
    """A line that is being read, the registers it is read by, and what has been said of it."""

    line: Line
    registers: Registers
    offices: Mapping[str, Organisation]  # by their names
    dragged: frozenset[str] = frozenset()  # cells of this sheet of which it is said that they were dragged
    remarks: list[Remark] = field(default_factory=list)

    def say(self, key: str, zh: str, en: str, sort: Sort = Sort.DOUBT) -> None:
        """Something about a column."""
        said = bilingual(zh, en)
        self.remarks.append(Remark(sort, said, self.line.file, self.line.sheet, self.line.cell(key)))

    def text(self, key: str) -> str:
        """What a column says, "" when it says that there is nothing."""
        written = self.line.text(key)
        return "" if words.nothing(written) else written


def offices_by_name(registers: Registers) -> dict[str, Organisation]:
    """The offices of the register by their names, with and without what stands in brackets."""
    found: dict[str, Organisation] = {}
    for office in registers.organisations.values():
        for _, name in office.name:
            found.setdefault(_BRACKETS.sub("", name).strip(), office)
            found[name] = office
    return found


def values_of(reading: Reading) -> Values:
    """What the line says."""
    code = _code(reading)
    provider, listed = _provider(reading)
    return Values(
        line=reading.line,
        title=reading.line.text("name"),
        code=code,
        classification=_classification(reading, code),
        provider=provider,
        office=_office(reading, provider),
        listed=listed,
        formats=_formats(reading),
        items=_items(reading),
        sharing=_sharing(reading),
        opening=_opening(reading),
        frequency=_known(reading, "frequency", words.cycle(reading.text("frequency"), reading.registers.frequencies)),
        issued=_day(reading, "issued"),
        modified=_day(reading, "modified"),
        related=tuple(dict.fromkeys(part for part in _DIVIDED.split(reading.text("related")) if part)),
        status=_known(reading, "status", words.status(reading.text("status"))) or "planned",
        level=_named(reading, "level", {k: x.name for k, x in reading.registers.levels.items()}),
        secret=_secret(reading),
        topic=_topic(reading, code),
    )


# --- code, class, office ------------------------------------------------------------------------------------------


def _code(reading: Reading) -> str:
    code = reading.text("code")
    if code and not CODE.fullmatch(code):
        reading.say(
            "code",
            f"“{code[:40]}”不是信息资源代码：应是“资源分类代码/顺序号”，例如 307310/000123。",
            f"{code[:40]} is no code of a resource: it is a class code, a slash and a serial number: 307310/000123.",
        )
    return code


def _classification(reading: Reading, code: str) -> str:
    """The class, where the code does not tell it: in words, or in one to four columns of digits."""
    parts = [reading.text(f"class_{n}") for n in range(1, 5)]
    written = reading.text("classification") or _joined([part for part in parts if part])
    prefix = code.rpartition("/")[0]
    if not written or written == prefix:
        return ""
    if written.isdigit() and prefix:
        key = next((k for k in ("classification", "class_1") if k in reading.line.said), "code")
        reading.say(
            key,
            f"分类代码 {written} 和信息资源代码 {code} 的前段不同：代码的前段就是分类代码。",
            f"The class {written} is not the first part of the code {code}, as it has to be.",
        )
    return written


def _joined(parts: list[str]) -> str:
    return "".join(parts) if all(part.isdigit() for part in parts) else "/".join(parts)


def _provider(reading: Reading) -> tuple[str, bool]:
    """The credit code of the office, and is it in the register? By its code, else by its name."""
    code, name = reading.text("provider_code").upper(), reading.text("provider")
    known, named = reading.registers.organisations.get(code), reading.offices.get(name)
    if known is not None:
        if name and name not in (text for _, text in known.name) and named is not known:
            reading.say(
                "provider",
                f"机构名录里 {code} 是“{known.name['zh']}”，这里写的是“{name}”。",
                f"In the register of organisations {code} is {known.name['zh']}; here it is {name}.",
            )
        return code, True
    if code and not credit_code.valid(code):
        if reading.line.cell("provider_code") not in reading.dragged:
            _say_invalid(reading, code)
    elif code:
        reading.say(
            "provider_code",
            f"机构名录里没有 {code}；请在 organisations 里加一行：code {code}，name {name or '单位全称'}。",
            f"{code} is not in the register of organisations; add a line there: code {code}, name {name or '…'}.",
        )
        return code, False
    if named is not None:
        return named.code, True
    if name and not code:
        reading.say(
            "provider",
            f"机构名录里没有“{name}”；请在 organisations 里加一行：统一社会信用代码和 name {name}。",
            f"{name} is not in the register of organisations; add a line there: its credit code, and name {name}.",
        )
    return code, False


def _say_invalid(reading: Reading, code: str) -> None:
    if isinstance(reading.line.said["provider_code"].value, float):
        zh, en = "表格软件把它存成了数字，后几位已经丢失", "it was stored as a number and has lost its last digits"
    elif len(code) != 18:
        zh, en = f"有 {len(code)} 位，应为 18 位", f"it has {len(code)} characters, not 18"
    else:
        zh, en = "校验位对不上，多半抄错了一位", "its check character does not fit: it was probably copied wrongly"
    reading.say(
        "provider_code",
        f"统一社会信用代码不对：{zh}。请对照登记证重新填写。",
        f"This is no unified social credit code: {en}. Copy it again from the certificate.",
        Sort.DAMAGED,
    )


def _office(reading: Reading, provider: str) -> str:
    office = reading.registers.organisations.get(provider)
    return office.name["zh"] if office else reading.text("provider")


# --- items and formats --------------------------------------------------------------------------------------------


def _formats(reading: Reading) -> str:
    """``电子表格：xlsx``, also from two columns."""
    kind, concrete = reading.text("formats"), reading.text("format_type")
    return f"{kind}：{concrete}" if kind and concrete else kind or concrete


def _items(reading: Reading) -> tuple[Mapping[str, Any], ...]:
    """The data items as fields of a Table Schema: from rows of their own, or from one cell."""
    found: list[tuple[str, str, str, str, str]] = []  # title, type, length, decimals, cell
    for item in reading.line.items:
        title = item["item"].text if "item" in item else ""
        cell = next(iter(item.values())).cell
        kind, length, places = (item[key].text if key in item else "" for key in _OF_ITEMS)
        if len(reading.line.items) == 1 and title:
            one = guide.split_items(title)
            if len(one) > 1 or (one and one[0][1]):
                found += [(name, own, "", "", cell) for name, own in one]
                continue
            title = one[0][0] if one else title
        if title:
            found.append((title, kind, length, places, cell))
    names = unique([column_name(title, place) for place, (title, *_) in enumerate(found, 1)], "_")
    return tuple(
        {"name": name, **_typed(reading, *rest), "title": title}
        for name, (title, *rest) in zip(names, found, strict=True)
    )


def _typed(reading: Reading, kind: str, length: str, places: str, cell: str) -> dict[str, Any]:
    """The type of an item; nothing where none is written, or none that is known."""
    if words.nothing(kind):
        return {}
    found = guide.typed(kind, length, places)
    if found is None:
        said = bilingual(
            f"不认识数据类型“{kind[:20]}”；请写 C、N、D、T 等，例如 C..60。",
            f"{kind[:20]} is no type of data; write C, N, D, T …, for example C..60.",
        )
        reading.remarks.append(Remark(Sort.DOUBT, said, reading.line.file, reading.line.sheet, cell))
        return {}
    return found


# --- sharing and opening ------------------------------------------------------------------------------------------


def _sharing(reading: Reading) -> dict[str, str]:
    kind = _known(reading, "sharing", words.access(reading.text("sharing")))
    condition, basis = reading.text("sharing_condition"), reading.text("sharing_basis")
    if kind == "withheld":
        basis = basis or condition
        condition = "" if condition == basis else condition
    return _filled(type=kind, condition=condition, method=reading.text("sharing_method"), basis=basis)


def _opening(reading: Reading) -> dict[str, str]:
    """Yes or no, and a condition; or the type itself. Yes with a condition is open on that condition."""
    condition, basis = reading.text("opening_condition"), reading.text("opening_basis")
    free = words.access(condition) == "unconditional"
    written, key = reading.text("opening_type"), "opening_type"
    kind = words.access(written)
    if not written:
        written, key = reading.text("opening"), "opening"
        answer = words.yes_or_no(written)
        kind = words.access(written) if answer is None else "withheld" if not answer else "unconditional"
        if answer and condition and not free:
            kind = "conditional"
    kind = _known(reading, key, kind)
    if free:
        condition = ""
    if kind == "withheld":
        basis = basis or condition
    if condition == basis:
        condition = ""
    return _filled(type=kind, condition=condition, basis=basis, apply=reading.text("opening_apply"))


def _filled(**texts: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


# --- the rest -----------------------------------------------------------------------------------------------------


def _known(reading: Reading, key: str, found: str | None) -> str:
    """A word of a list; one that is not known is said, and left out."""
    written = reading.text(key)
    if written and found is None:
        reading.say(key, f"不认识“{written[:30]}”，没有写进条目。", f"{written[:30]} is not known and was left out.")
    return (found or "") if written else ""


def _day(reading: Reading, key: str) -> date | None:
    found = day(reading.line, key)
    if found is None and reading.text(key):
        reading.say(
            key,
            f"“{reading.text(key)[:30]}”不是完整的日期，没有写进条目；请写成 2026-03-01 这样。",
            f"{reading.text(key)[:30]} is no full date and was left out; write it like 2026-03-01.",
        )
    return found


def _named(reading: Reading, key: str, known: Mapping[str, Any]) -> str:
    """A code of a register, written as the code, as its name or as both."""
    written = reading.text(key)
    found = written if written in known else None
    for code, name in known.items():
        if found is None and (written in (text for _, text in name) or written.split() == [name["zh"], code]):
            found = code
    return _known(reading, key, found)


def _secret(reading: Reading) -> bool | None:
    found = words.secret(reading.text("secret"))
    if found is None and reading.text("secret"):
        _known(reading, "secret", None)
    if found:
        reading.say(
            "secret",
            "标为涉密，没有起草：涉密的资源不能登在这里。",
            "It is marked as secret and was not drafted: a secret has no place here.",
            Sort.PRIVATE,
        )
    return found


def _topic(reading: Reading, code: str) -> str:
    """As written; else the topic that the register gives for the class of the guide."""
    topics = reading.registers.topics
    if reading.text("topic"):
        return _named(reading, "topic", {slug: topic.name for slug, topic in topics.items()})
    same = [slug for slug, topic in topics.items() if topic.guide_class and code.startswith(topic.guide_class)]
    return same[0] if len(same) == 1 and CODE.fullmatch(code) else ""


def slug_of(values: Values) -> str:
    """The name in addresses that the catalogue gives itself; "" when it gives none."""
    written = values.line.text("slug")
    return written if _SLUG.fullmatch(written) else ""
