"""What an entry of the catalogue lacks, by the items of the guide and by what the portal asks besides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.draft.guide.values import CODE, Values
from publish.gaps import Gap
from publish.model import Text, bilingual

_SHARING = {"conditional": ("condition", "method"), "withheld": ("basis",)}
_OPENING = {"conditional": ("condition", "basis", "apply"), "withheld": ("basis",)}
_SAID = {
    "condition": ("条件", "condition", "用于核查申请人资格", "to verify who applies"),
    "method": ("方式", "method", "共享平台接口", "an interface of the sharing platform"),
    "basis": ("依据", "basis", "《××条例》第×条", "Article × of the Regulation"),
    "apply": ("申请方式", "how to apply", "在门户提交申请", "apply on the portal"),
}


def gaps_of(values: Values, name: str, as_of: date) -> tuple[Gap, ...]:
    """What is missing, in the guide's order. ``name`` is the package's."""
    line = values.line
    place = " ".join(part for part in (line.sheet, str(line.row)) if part)
    return tuple(
        Gap(values.office, values.title, item, fix, values.code, name, place) for item, fix in _missing(values, as_of)
    )


def _missing(values: Values, as_of: date) -> Iterator[tuple[Text, Text]]:
    yield from _identity(values)
    yield from _content(values)
    yield from _access(values)
    if not values.frequency:
        yield _lack("更新周期", "Update cycle", "frequency", "每月", "每月 (monthly)")
    if values.issued is None and values.status != "planned":
        yield _lack("发布日期", "Publication date", "issued", "2026-03-01", "2026-03-01")
    for day, item in ((values.issued, _ISSUED), (values.modified, _MODIFIED)):
        if day is not None and day > as_of:
            yield item, bilingual(f"{day} 还没有到，请核对。", f"{day} is still to come: correct it.")
    if values.secret is None:
        yield _lack("是否涉密", "State secret", "secret", "否", "否 (false)")
    if not values.level:
        yield _lack("数据级别", "Level", "level", "L1", "L1")
    if not values.topic:
        yield _lack("主题", "Topic", "topic", "urban-construction", "urban-construction")


_ISSUED = bilingual("发布日期", "Publication date")
_MODIFIED = bilingual("更新日期", "Last updated")
_CODE = bilingual("信息资源代码", "Code")
_PROVIDER_CODE = bilingual("信息资源提供方代码", "Provider code")


def _identity(values: Values) -> Iterator[tuple[Text, Text]]:
    if not values.title:
        yield _lack("信息资源名称", "Name", "title", "公共厕所基本信息", "公共厕所基本信息")
    if not values.code:
        yield _lack("信息资源代码", "Code", "code", "307310/000123", "307310/000123")
    elif not CODE.fullmatch(values.code):
        yield (
            _CODE,
            bilingual(
                "请改成“分类代码/顺序号”，例如 307310/000123。", "Write class code / serial number: 307310/000123."
            ),
        )
    if not values.provider and not values.office:
        yield _lack("信息资源提供方", "Provider", "provider", "市民政局", "市民政局")
    if not values.provider:
        yield _lack("信息资源提供方代码", "Provider code", "provider", "18 位统一社会信用代码", "the 18 characters")
    elif not values.listed:
        yield (
            _PROVIDER_CODE,
            bilingual(
                f"机构名录里没有“{values.provider}”：代码写错了请改正，没有登记的请在 organisations 里加一行。",
                f"{values.provider} is not in the register of organisations: correct the code, or add a line there.",
            ),
        )


def _content(values: Values) -> Iterator[tuple[Text, Text]]:
    if not values.line.text("abstract"):
        yield _lack("信息资源摘要", "Abstract", "description", "全市公共厕所的位置和开放时间", "one or two sentences")
    if not values.formats:
        yield _lack("信息资源格式", "Format", "formats", "电子表格：xlsx", "电子表格：xlsx")
    if not values.items:
        yield _lack("信息项", "Data items", "items", "名称（C..60）、面积（N8,2）", "名称（C..60）、面积（N8,2）")
    untyped = [item["title"] for item in values.items if "type" not in item]
    if untyped:
        names = "、".join(untyped[:5]) + ("…" if len(untyped) > 5 else "")
        yield (
            bilingual("信息项数据类型", "Types of data items"),
            bilingual(f"请写明数据类型（C、N、D、T 等）：{names}。", f"Say the type (C, N, D, T …) of: {names}."),
        )


def _access(values: Values) -> Iterator[tuple[Text, Text]]:
    if "type" not in values.sharing:
        yield _lack("共享类型", "Sharing type", "sharing", "无条件共享", "无条件共享 (unconditional)")
    if "type" not in values.opening:
        yield _lack("开放属性", "Opening", "opening", "是", "是 (open)")
    for key, zh, en, access, wanted in (
        ("sharing", "共享", "Sharing", values.sharing, _SHARING),
        ("opening", "开放", "Opening", values.opening, _OPENING),
    ):
        for part in wanted.get(access.get("type", ""), ()):
            if part not in access:
                said = _SAID[part]
                item_en = f"{en}: {said[1]}"
                yield _lack(f"{zh}{said[0]}", item_en, f"{key} / {part}", said[2], said[3])


def _lack(zh: str, en: str, key: str, example_zh: str, example_en: str) -> tuple[Text, Text]:
    fix = bilingual(
        f"请补上，例如“{example_zh}”（datapackage.yaml 里的 {key}）。",
        f"Fill it in, for example {example_en} ({key} in datapackage.yaml).",
    )
    return bilingual(zh, en), fix
