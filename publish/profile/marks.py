"""Quality marks: a few plain statements about a dataset, each with its reason in words and figures.

What cannot be judged is not marked: an entry without data has no completeness, one without a promise no punctuality.
A mark is a reader's aid, never a gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from babel.dates import format_date

from publish.admitted import Admitted, Dataset
from publish.figures import Mark, TableFigures, Timeliness
from publish.model import Field, Package, Resource, ResourceKind, Text, bilingual

# Files of these formats can be processed by programs, although they become no table here.
_MACHINE = frozenset(
    {
        "csv",
        "tsv",
        "json",
        "ndjson",
        "geojson",
        "gpkg",
        "xml",
        "parquet",
        "nc",
        "tif",
        "tiff",
        "shp",
        "kml",
        "gml",
        "ics",
    }
)


def marks(
    dataset: Dataset, tables: Mapping[str, TableFigures], due: Timeliness, admitted: Admitted
) -> tuple[Mark, ...]:
    """The marks of a dataset with more to show than a notice, in the order a reader asks."""
    package = dataset.package
    found = (
        _machine(package.resources),
        _described(dataset),
        _complete(tables.values()),
        _timely(due, admitted),
        _bilingual(dataset, admitted.portal.languages),
        _keys(dataset),
        _licensed(package, admitted),
    )
    return tuple(mark for mark in found if mark)


def _mark(code: str, grade: str, zh: str, en: str) -> Mark:
    return Mark(code, grade, bilingual(zh, en))


def _grade(share: float, good: float, fair: float) -> str:
    return "good" if share >= good else "fair" if share >= fair else "poor"


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100% is said of all only, and never 0% of some."""
    tenths = part * 1000 // whole
    return f"{max(tenths, 1) / 10:g}%" if part else "0%"


def _machine(resources: tuple[Resource, ...]) -> Mark | None:
    """Told of data only: a picture or a document is meant for people, and is no worse for it."""
    data = [r for r in resources if r.tabular or r.format in _MACHINE]
    if not data:
        return None
    data = [r for r in resources if r.tabular or r.format]
    able = sum(r.tabular or r.format in _MACHINE for r in data)
    zh = f"{len(data)} 个数据文件中有 {able} 个可以直接用程序读取。"
    en = f"Programs can read {able or 'none'} of its {len(data)} data files."
    if len(data) == 1:
        zh = "数据文件可以直接用程序读取。" if able else "数据文件不便于用程序读取。"
        en = "Programs can read the data file." if able else "Programs cannot easily read the data file."
    return _mark("machine-readable", _grade(able / len(data), 1, 0.5), zh, en)


def _fields(dataset: Dataset) -> list[Field]:
    return [f for t in dataset.tables for f in t.fields if f.name != t.geometry]


def _explained(field: Field) -> bool:
    """Does a reader learn more than the column's name?"""
    return bool(field.description) or any(said and said != field.name for _, said in field.title)


def _described(dataset: Dataset) -> Mark | None:
    fields = _fields(dataset)
    if not fields:
        return None
    told = sum(_explained(f) for f in fields)
    share = _percent(told, len(fields))
    zh = f"{len(fields)} 个字段中有 {told} 个写了名称或说明（{share}）。"
    en = f"{told} of {len(fields)} fields have a title or a description ({share})."
    if told == len(fields):
        zh, en = "每个字段都写了名称或说明。", "Every field has a title or a description."
    return _mark("described", _grade(told / len(fields), 0.95, 0.6), zh, en)


def _complete(tables: Iterable[TableFigures]) -> Mark | None:
    pairs = [(t.rows - f.missing, t.rows) for t in tables for f in t.fields.values()]
    cells = sum(whole for _, whole in pairs)
    if not cells:
        return None
    filled = sum(part for part, _ in pairs)
    share = _percent(filled, cells)
    zh, en = f"{share} 的单元格有值，其余留空。", f"{share} of the cells hold a value; the rest are empty."
    if filled == cells:
        zh, en = "每个单元格都有值。", "Every cell holds a value."
    return _mark("complete", _grade(filled / cells, 0.95, 0.8), zh, en)


def _timely(due: Timeliness, admitted: Admitted) -> Mark | None:
    if due.due is None:
        return None
    zh, en = (str(format_date(due.due, "long", locale)) for locale in ("zh_Hans", "en_GB"))
    late = (admitted.as_of - due.due).days
    if due.overdue:
        days = "1 day" if late == 1 else f"{late} days"
        return _mark(
            "timely", "poor", f"应于{zh}更新，已逾期 {late} 天。", f"The update was due on {en} and is {days} late."
        )
    if late > 0:
        said = f"应于{zh}更新，仍在宽限期内。", f"The update was due on {en}; its days of grace have not run out."
        return _mark("timely", "fair", *said)
    return _mark("timely", "good", f"按期更新，下次应于{zh}前更新。", f"Up to date; the next update is due by {en}.")


def _texts(dataset: Dataset) -> Iterator[Text]:
    """The texts a reader in another language needs."""
    package = dataset.package
    yield from (text for text in (package.title, package.description, *(r.title for r in package.resources)) if text)
    for field in _fields(dataset):
        yield from (text for text in (field.title, field.description, *(c.label for c in field.categories)) if text)


def _bilingual(dataset: Dataset, languages: tuple[str, ...]) -> Mark | None:
    texts = list(_texts(dataset))
    if len(languages) < 2 or not texts:
        return None
    said = sum(all(text.has(lang) for lang in languages) for text in texts)
    share = _percent(said, len(texts))
    zh, en = (
        f"{share} 的标题、说明和标签有全部语种。",
        f"{share} of titles, descriptions and labels are in every language.",
    )
    if said == len(texts):
        zh, en = "标题、说明和标签都有全部语种。", "Titles, descriptions and labels are in every language."
    return _mark("bilingual", _grade(said / len(texts), 1, 0.5), zh, en)


def _keys(dataset: Dataset) -> Mark | None:
    if not dataset.tables:
        return None
    total = len(dataset.tables)
    keyed = sum(bool(t.primary_key or t.unique_keys) for t in dataset.tables)
    zh = f"{total} 张表中有 {keyed} 张用键标明每一行，可以稳定引用和关联。"
    if total == 1:
        en = "A key names each row, so rows can be cited and joined." if keyed else "No key names its rows."
        zh = "每一行都有键，可以稳定引用和关联。" if keyed else "没有键，无法稳定地指认某一行。"
    else:
        en = f"In {keyed} of {total} tables a key names each row, so rows can be cited and joined."
    return _mark("keys", _grade(keyed / total, 1, 0.5), zh, en)


def _licensed(package: Package, admitted: Admitted) -> Mark | None:
    if not any(r.kind is not ResourceKind.LINK for r in package.resources):
        return None
    named = [link.name for link in package.licenses if link.name] or [admitted.portal.licence]
    known = [admitted.registers.licences[name] for name in named if name in admitted.registers.licences]
    if not known:
        return _mark("licensed", "poor", "没有写明名录中的许可。", "It names no licence of the register.")
    best = next((licence for licence in known if licence.open), known[0])
    zh, en = f"许可有限制：{best.name['zh']}。", f"The licence sets limits: {best.name['en']}."
    if best.open:
        zh, en = f"以开放许可发布：{best.name['zh']}。", f"Published under an open licence: {best.name['en']}."
    return _mark("licensed", "good" if best.open else "fair", zh, en)
