"""schema.org: the Dataset and the BreadcrumbList of a dataset page, the DataCatalog of the home page, by language.

Google's Dataset Search asks for a description of 50 to 5,000 characters. A short one, as Chinese abstracts are, is
followed by what the catalogue knows: who provides the data, of which period, how often, with which columns. It is not
padded: an entry of which nothing more is known stays short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from publish import urls
from publish.admitted import Admitted, Dataset
from publish.catalogue.listing import Listing, listing
from publish.catalogue.vocab import bare
from publish.model import Field, Json, Opening, Period, Portal, same_language
from publish.release import Download
from publish.urls import Urls

SHORTEST, LONGEST = 50, 5_000  # characters of a description
_COLUMNS = 12  # named in a description
_VARIABLES = 200


@dataclass(frozen=True)
class Embedded(Mapping[str, Mapping[str, Json]]):
    """What each dataset page embeds, by package name and language tag; "" is the home page. Made when asked for."""

    admitted: Admitted
    downloads: Mapping[str, tuple[Download, ...]]
    datasets: Mapping[str, Dataset] = field(init=False)

    def __post_init__(self) -> None:
        shown = {d.name: d for d in self.admitted.shown if not d.package.tombstone}
        object.__setattr__(self, "datasets", shown)

    def __getitem__(self, name: str) -> Mapping[str, Json]:
        portal = self.admitted.portal
        if name == "":
            return {lang: to_catalogue(portal, lang) for lang in portal.languages}
        listed = listing(self.admitted, self.datasets[name], self.downloads.get(name, ()))
        return {lang: to_schema_org(listed, lang) for lang in portal.languages}

    def __iter__(self) -> Iterator[str]:
        yield ""
        yield from self.datasets

    def __len__(self) -> int:
        return 1 + len(self.datasets)


def to_schema_org(listed: Listing, lang: str) -> Json:
    """The graph that a dataset page embeds in one language."""
    return {"@context": "https://schema.org", "@graph": [_dataset(listed, lang), _breadcrumbs(listed, lang)]}


def _dataset(listed: Listing, lang: str) -> Json:
    package, entry = listed.package, listed.entry
    body = {
        "@type": "Dataset",
        "@id": listed.page(lang),
        "url": listed.page(lang),
        "name": package.title[lang],
        "alternateName": [s for tag, s in package.title if s and not same_language(tag, package.title.tag(lang))],
        "description": describe(listed, lang),
        "inLanguage": lang,
        "identifier": [value for value in (package.id, entry.code) if value],
        "keywords": [word for tag, word in listed.keywords if same_language(tag, lang)],
        "license": listed.licence_link.path,
        "isAccessibleForFree": True,
        "image": _image(listed),
        "conditionsOfAccess": _conditions(listed, lang),
        "creator": _publisher(listed, lang),
        "publisher": _publisher(listed, lang),
        "version": package.version,
        "datePublished": listed.issued.isoformat() if listed.issued else "",
        "dateModified": listed.modified.isoformat() if listed.modified else "",
        "temporalCoverage": coverage(entry.temporal),
        "spatialCoverage": _place(entry.spatial),
        "variableMeasured": [_variable(f, lang) for t in listed.dataset.tables for f in t.fields][:_VARIABLES],
        "distribution": [_download(listed, d) for d in listed.downloads],
        "includedInDataCatalog": {"@type": "DataCatalog", **_named(listed.portal, lang)},
    }
    return {key: value for key, value in body.items() if value not in ("", [], None)}


def _image(listed: Listing) -> str:
    name, address = listed.package.name, Urls.of(listed.portal)
    return address.absolute(urls.share(name)) if listed.dataset.pictured else ""


def _named(portal: Portal, lang: str) -> dict[str, str]:
    address = Urls.of(portal)
    return {"name": portal.title[lang], "url": address.absolute(address.page(urls.HOME, lang))}


# --- the description ----------------------------------------------------------------------------------------------


def describe(listed: Listing, lang: str) -> str:
    """The description, made as long as Dataset Search wants with sentences that say something."""
    text = listed.package.description[lang].strip() or listed.package.title[lang]
    for sentence in _sentences(listed, lang):
        if len(text) >= SHORTEST:
            break
        text = _joined(text, sentence, lang)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _joined(text: str, sentence: str, lang: str) -> str:
    chinese = same_language(lang, "zh")
    stop, space = ("。", "") if chinese else (".", " ")
    ended = text if text.endswith(("。", ".", "！", "？", "!", "?", "…")) else text + stop
    return ended + space + sentence


def _sentences(listed: Listing, lang: str) -> Iterator[str]:
    chinese = same_language(lang, "zh")
    period = _period(listed.entry.temporal, chinese)
    if listed.provider:
        name = listed.provider.name[lang]
        yield f"由{name}提供。" if chinese else f"Provided by {name}."
    if period:
        yield f"数据时段为{period}。" if chinese else f"The data cover {period}."
    if listed.modified:
        day = listed.modified
        yield f"最近更新于{day.year}年{day.month}月{day.day}日。" if chinese else f"Last changed on {day.isoformat()}."
    columns = [f.title[lang] or f.name for t in listed.dataset.tables for f in t.fields][:_COLUMNS]
    if columns:
        yield f"包括{'、'.join(columns)}等内容。" if chinese else f"Among its columns: {', '.join(columns)}."
    licence = listed.licence_link.title[lang]
    if licence:
        yield f"按“{licence}”许可使用。" if chinese else f"Licence: {licence}."


def _period(period: Period, chinese: bool) -> str:
    start, end = (d.isoformat() if d else "" for d in (period.start, period.end))
    if start and end:
        return f"{start}至{end}" if chinese else f"{start} to {end}"
    if start:
        return f"{start}起" if chinese else f"{start} onwards"
    return (f"截至{end}" if chinese else f"the time up to {end}") if end else ""


# --- its parts ----------------------------------------------------------------------------------------------------


def coverage(period: Period) -> str:
    """A period as ISO 8601 writes an interval; an open end is ``..``."""
    if not period.start and not period.end:
        return ""
    start, end = (d.isoformat() if d else ".." for d in (period.start, period.end))
    return f"{start}/{end}"


def _conditions(listed: Listing, lang: str) -> str:
    opening = listed.entry.opening
    if opening.type == Opening.UNCONDITIONAL:
        return ""
    return " ".join(text[lang] for text in (opening.condition, opening.basis, opening.apply) if text)


def _publisher(listed: Listing, lang: str) -> Json:
    office, portal = listed.provider, listed.portal
    if office is None:
        name = portal.operator or portal.sponsor or portal.title
        return {"@type": "Organization", "name": name[lang], "url": listed.urls.absolute(urls.HOME)}
    page = listed.urls.absolute(listed.urls.page(urls.organisation(office.slug), lang))
    body = {"@type": "GovernmentOrganization", "name": office.name[lang], "url": page, "identifier": office.code}
    contact = listed.contact
    if contact.email or contact.phone:
        point = {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "name": contact.name[lang],
            "email": contact.email,
            "telephone": contact.phone,
        }
        body["contactPoint"] = {key: value for key, value in point.items() if value}  # type: ignore[assignment]
    return body


def _place(code: str) -> Json:
    if not code:
        return None
    region = {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": code}
    return {"@type": "Place", "identifier": region}


def _variable(column: Field, lang: str) -> Json:
    body = {
        "@type": "PropertyValue",
        "name": column.title[lang] or column.name,
        "alternateName": column.name,
        "description": column.description[lang],
        "unitText": column.unit[lang],
    }
    return {key: value for key, value in body.items() if value}


def _download(listed: Listing, download: Download) -> Json:
    body = {
        "@type": "DataDownload",
        "contentUrl": listed.urls.absolute(download.url),
        "encodingFormat": bare(download.media_type) or download.media_type.split(";")[0],
        "contentSize": f"{download.size} B",
    }
    if download.document and download.document.sha256:
        body["sha256"] = download.document.sha256
    return body


def _breadcrumbs(listed: Listing, lang: str) -> Json:
    address, chinese = listed.urls, same_language(lang, "zh")
    steps = [
        (listed.portal.title[lang], urls.HOME),
        ("数据" if chinese else "Data", urls.DATASETS),
        *([(listed.topic.name[lang], urls.topic(listed.topic.slug))] if listed.topic else []),
        (listed.package.title[lang], urls.dataset(listed.package.name)),
    ]
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": address.absolute(address.page(path, lang))}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def to_catalogue(portal: Portal, lang: str) -> Json:
    """What the home page embeds in one language."""
    address = Urls.of(portal)
    name = (portal.operator or portal.sponsor or portal.title)[lang]
    body = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": address.absolute(urls.HOME),
        **_named(portal, lang),
        "description": portal.description[lang],
        "inLanguage": lang,
        "publisher": {"@type": "Organization", "name": name},
    }
    return {key: value for key, value in body.items() if value}
