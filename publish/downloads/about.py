"""What a workbook says of the dataset it comes from: title, source, licence, period, citation; in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from publish import urls
from publish.admitted import Admitted, Dataset
from publish.model import Entry, Period, Portal, Text, bilingual, same_language
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Note:
    """One line: what is said, and of what. ``label`` is in zh and en, ``text`` in the portal's languages."""

    label: Text
    text: Text


def day(dataset: Dataset) -> date:
    """The day its files say they were made: the edition's, never the clock's."""
    entry = dataset.package.entry or Entry()
    return entry.modified or entry.issued or date(2000, 1, 1)


def notes(dataset: Dataset, admitted: Admitted) -> tuple[Note, ...]:
    """The notes of a dataset; what it does not say is left out."""
    return tuple(note for note in _notes(dataset, admitted) if note.text)


def _notes(dataset: Dataset, admitted: Admitted) -> Iterator[Note]:
    package, portal, entry = dataset.package, admitted.portal, dataset.package.entry or Entry()
    provider = admitted.provider(package)
    licence = admitted.registers.licences.get(next((v.name for v in package.licenses if v.name), portal.licence))
    yield _note("名称", "Title", package.title)
    yield _note("简介", "Description", package.description)
    if provider:
        yield _note("提供单位", "Provider", provider.name)
    yield _note("数据来源", "Sources", _joined([s.title for s in package.sources], portal))
    if licence:
        yield _note("许可", "Licence", licence.name)
        yield _note("许可全文", "Licence text", _plain(licence.url))
    yield _note("数据时段", "Period", _period(entry.temporal))
    yield _note("更新日期", "Modified", _plain(entry.modified.isoformat() if entry.modified else ""))
    yield _note("版本", "Version", _plain(package.version))
    yield _note("网址", "Address", _addresses(dataset.name, portal))
    yield _note("引用格式", "How to cite", _citation(dataset, admitted))
    yield _note("示例", "Sample", portal.demo_notice if portal.demo else Text())


def _note(zh: str, en: str, text: Text) -> Note:
    return Note(bilingual(zh, en), text)


def _plain(string: str) -> Text:
    """A text that reads the same in every language."""
    return Text((("", string),)) if string else Text()


def _joined(texts: list[Text], portal: Portal) -> Text:
    """Several texts as one, in each language of the portal."""
    given = [text for text in texts if text]
    if not given:
        return Text()
    marks = {lang: "；" if same_language(lang, "zh") else "; " for lang in portal.languages}
    return Text(tuple((lang, marks[lang].join(text[lang] for text in given)) for lang in portal.languages))


def _period(period: Period) -> Text:
    start, end = (d.isoformat() if d else "" for d in (period.start, period.end))
    if start and end:
        return bilingual(f"{start} 至 {end}", f"{start} to {end}")
    if start:
        return bilingual(f"{start} 起", f"from {start}")
    return bilingual(f"截至 {end}", f"to {end}") if end else Text()


def _addresses(name: str, portal: Portal) -> Text:
    address = Urls.of(portal)
    return Text(tuple((lang, address.absolute(address.page(urls.dataset(name), lang))) for lang in portal.languages))


def _citation(dataset: Dataset, admitted: Admitted) -> Text:
    package, portal = dataset.package, admitted.portal
    provider, where = admitted.provider(package), _addresses(dataset.name, portal)

    def zh() -> str:
        who = f"{provider.name['zh']}：" if provider else ""
        version = f"，版本 {package.version}" if package.version else ""
        return f"{who}《{package.title['zh']}》{version}，{portal.title['zh']}，{where['zh']}"

    def en() -> str:
        who = f"{provider.name['en']}: " if provider else ""
        version = f", version {package.version}" if package.version else ""
        return f"{who}{package.title['en']}{version}. {portal.title['en']}, {where['en']}"

    return bilingual(zh(), en())
