"""The dataset page, in the order a person asks: what is it, can I rely on it, give it to me, let me look, let me build.

The same value serves an entry without open data (conditional, withheld, planned), a tombstone and a closed package:
each shows what it has, under a notice that says why there is no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish import urls
from publish.model import Opening, Resource, Status, Text
from publish.problems import Verdict
from publish.site.charts.chart import Chart
from publish.site.charts.maps.map import Map
from publish.site.charts.shown import Shown, chart
from publish.site.pages import codes, facts
from publish.site.pages.cite import Cited, cited
from publish.site.pages.correction import Correction, correction
from publish.site.pages.dictionary import Entry as DictionaryEntry
from publish.site.pages.dictionary import dictionary
from publish.site.pages.examples import Api, api
from publish.site.pages.facts import Fact, Person, Terms
from publish.site.pages.given import Given, Neighbour
from publish.site.pages.page import Image, Link, Notice, Page
from publish.site.pages.picture import Picture, picture
from publish.site.pages.preview import Preview, preview
from publish.site.pages.take import Taking, taking
from publish.site.prose import Ground, Html, html, plain, without_title
from publish.site.share.drawing import first
from publish.site.tongue import Phrase, Tongue
from publish.tables import Table
from publish.urls import Urls

Heads = Mapping[str, Sequence[Mapping[str, object]]]  # the first rows of each table, by SQL name

_DCAT = (("jsonld", "application/ld+json"), ("ttl", "text/turtle"), ("rdf", "application/rdf+xml"))


@dataclass(frozen=True, slots=True)
class Described:
    """The dictionary of one table, or of an entry without data (then without a table name)."""

    title: Phrase
    table: str
    fields: tuple[DictionaryEntry, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version and what it did."""

    number: str
    day: str
    on: str
    kind: str
    note: Phrase
    path: str = ""  # its files at an address that stays; "" of one that is no longer kept
    size: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding of the privacy rules that an office has allowed."""

    rule: str
    place: str
    reason: Phrase
    approver: Phrase
    expires: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One statement about quality, with its reason."""

    grade: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Matter:
    """What a dataset page shows."""

    name: str
    title: Phrase
    summary: Phrase
    provider: Link | None
    seal: str  # said in vermilion beside the title when the entry is not simply live; else ""
    notices: tuple[Notice, ...]
    chief: tuple[Fact, ...]
    marks: tuple[Judgement, ...]
    terms: Terms
    picture: Picture | None
    charts: tuple[Chart, ...]
    taking: Taking
    previews: tuple[Preview, ...]
    described: tuple[Described, ...]
    apis: tuple[Api, ...]
    record: tuple[Fact, ...]
    contact: Person
    correction: Correction | None
    cited: tuple[Cited, ...]
    editions: tuple[Edition, ...]  # newest first
    notes: Phrase
    readme: Html
    readme_lang: str
    waivers: tuple[Allowed, ...]
    related: tuple[Link, ...]
    successor: Link | None  # what took the place of a withdrawn one
    descriptor: str  # path of datapackage.json, or ""
    version: str
    code: str


def page(given: Given, heads: Heads, tongue: Tongue, pictures: Sequence[Shown] = ()) -> Page:
    """The page of one dataset in one language. ``pictures`` are those chosen from its rows."""
    package, t = given.dataset.package, tongue.t
    title = tongue.phrase(package.title) or Phrase(package.name)
    made = matter(given, heads, tongue, pictures)
    mapped = any(isinstance(one, Map) for one in pictures)
    crumbs = [Link(Phrase(t("Datasets")), urls.DATASETS)]
    if given.topic:
        crumbs.append(Link(tongue.phrase(given.topic.name), urls.topic(given.topic.slug)))
    return Page(
        path=urls.dataset(package.name),
        lang=tongue.tag,
        template="dataset.html",
        title=title.text,
        description=plain(made.summary.text) or next((notice.title for notice in made.notices), ""),
        matter=made,
        place="datasets" if made.previews or made.taking.shelves else "catalogue",
        crumbs=(*crumbs, Link(title, urls.dataset(package.name))),
        languages=given.portal.languages,
        data=tuple(filter(None, [given.embedded.get(tongue.tag, "")])),
        descriptions=tuple(_descriptions(given)),
        feeds=(Link(title, urls.feed(kind="dataset", name=package.name)),) if given.dataset.shown else (),
        unlisted=not given.dataset.shown,
        image=_image(given, made, pictures, tongue) if given.dataset.pictured else None,
        styles=("dataset.css", *(["chart.css"] if made.charts else []), *(["map.css"] if mapped else [])),
        scripts=tuple(_scripts(made, pictures)),
    )


def _scripts(made: Matter, pictures: Sequence[Shown]) -> Iterator[str]:
    yield "page.js"
    if made.previews:
        yield "preview.js"
    if any(isinstance(one, Map) for one in pictures):
        yield "map.js"
    if not all(isinstance(one, Map) for one in pictures):
        yield "chart.js"


def _image(given: Given, made: Matter, pictures: Sequence[Shown], tongue: Tongue) -> Image:
    """The image of a shared link. Its words are the title and what the picture on it tells."""
    drawn = first(pictures)
    told = next((c.finding or c.title for c, one in zip(made.charts, pictures, strict=True) if one is drawn), "")
    said = f"{made.title.text}{tongue.t(': ')}{told}" if told else made.title.text
    return Image(urls.share(given.dataset.name), said)


def _descriptions(given: Given) -> Iterator[tuple[str, str]]:
    """(media type, path) of the documents that describe it for programs. A tombstone and a notice have none."""
    name, package = given.dataset.name, given.dataset.package
    if not given.dataset.shown or package.tombstone:
        return
    yield "application/vnd.datapackage+json", urls.descriptor(name)
    yield from ((kind, urls.dcat(name, form)) for form, kind in _DCAT)
    if any(d.form == "parquet" and d.document for d in given.downloads):
        yield f'application/ld+json; profile="{urls.CROISSANT}"', urls.croissant(name)


def matter(given: Given, heads: Heads, tongue: Tongue, pictures: Sequence[Shown] = ()) -> Matter:
    """What the page shows."""
    package, shown = given.dataset.package, given.dataset.shown
    addresses = Urls.of(given.portal)
    tables = given.dataset.tables
    office, person = given.provider, facts.contact(given, tongue)
    ask = correction(given, person, addresses, tongue) if shown else None
    return Matter(
        name=package.name,
        title=tongue.phrase(package.title) or Phrase(package.name),
        summary=tongue.phrase(package.description),
        provider=Link(tongue.phrase(office.name), urls.organisation(office.slug)) if office else None,
        seal=_seal(given, tongue),
        notices=notices(given, tongue),
        chief=facts.chief(given, tongue) if shown else (),
        marks=tuple(Judgement(m.grade, tongue.phrase(m.reason)) for m in given.figures.marks),
        terms=facts.terms(given, tongue),
        picture=picture(given, tongue),
        charts=tuple(chart(one, f"chart-{number}", tongue) for number, one in enumerate(pictures, 1)),
        taking=taking(given, tongue),
        previews=tuple(preview(x, _title(given, x, tongue), heads.get(x.name, ()), ask, tongue) for x in tables),
        described=_described(given, tongue),
        apis=_apis(given, addresses, tongue),
        record=facts.record(given, tongue) if shown else (),
        contact=person,
        correction=ask,
        cited=cited(given, addresses, tongue) if tables or given.downloads else (),
        editions=_editions(given, tongue),
        notes=tongue.phrase(package.entry.notes) if package.entry else Phrase(),
        readme=_readme(given, tongue),
        readme_lang=tongue.phrase(package.readme).lang,
        waivers=_waivers(given, tongue),
        related=tuple(_link(r, tongue) for r in given.related),
        successor=_link(given.successor, tongue) if given.successor else None,
        descriptor=urls.descriptor(package.name) if shown and package.resources else "",
        version=package.version,
        code=package.entry.code if package.entry else "",
    )


def _link(neighbour: Neighbour, tongue: Tongue) -> Link:
    return Link(tongue.phrase(neighbour.title), urls.dataset(neighbour.name))


def _seal(given: Given, tongue: Tongue) -> str:
    entry = given.dataset.package.entry
    if entry is None or not given.dataset.shown:
        return ""
    if entry.status != Status.LIVE:
        return codes.status(tongue, entry.status)
    return "" if entry.opening.type == Opening.UNCONDITIONAL else codes.opening(tongue, entry.opening.type)


def notices(given: Given, tongue: Tongue) -> tuple[Notice, ...]:
    """What to know before reading on."""
    t, entry, verdict = tongue.t, given.dataset.package.entry, given.dataset.verdict
    found = []
    if verdict is Verdict.HELD:
        found.append(Notice("info", t("A newer edition did not pass our checks. This is the last one that did.")))
    if verdict is Verdict.SUSPENDED:
        found.append(Notice("stop", t("These data have been taken down while we look into a matter of privacy.")))
    if verdict is Verdict.CLOSED:
        found.append(Notice("stop", t("This dataset has not passed our checks yet, so there is nothing to show.")))
    if entry and entry.status != Status.LIVE and given.dataset.shown:
        found.append(_status_notice(given, tongue))
    if given.dataset.shown and given.dataset.package.by_machine(tongue.tag):
        found.append(Notice("info", t("A machine wrote this translation. The original counts.")))
    return tuple(found)


def _status_notice(given: Given, tongue: Tongue) -> Notice:
    entry, t = given.dataset.package.entry, tongue.t
    assert entry is not None
    since = tongue.day(entry.status_from)
    words = {
        Status.PLANNED: t("Planned: the data are not published yet."),
        Status.TRIAL: t("On trial: form and content may still change."),
        Status.SUSPENDED: t("Suspended: the data are not offered for now."),
        Status.WITHDRAWN: t(
            "Withdrawn: the data are no longer published. The entry stays, so that what cites it still finds it."
        ),
    }
    title = next((said for key, said in words.items() if key.value == entry.status), entry.status)
    dated = t("%(state)s Since %(day)s.", state=title, day=since) if since else title
    kind = "stop" if entry.status in (Status.SUSPENDED, Status.WITHDRAWN) else "info"
    return Notice(kind, dated, tongue.phrase(entry.status_reason))


def _resource(given: Given, table: Table) -> Resource | None:
    return given.dataset.package.resource(table.resource)


def _title(given: Given, table: Table, tongue: Tongue) -> Phrase:
    resource = _resource(given, table)
    return tongue.phrase(resource.title if resource else Text()) or Phrase(table.resource)


def _described(given: Given, tongue: Tongue) -> tuple[Described, ...]:
    entry = given.dataset.package.entry
    tables = tuple(_of_table(given, x, tongue) for x in given.dataset.tables)
    if tables or entry is None or not entry.items or not given.dataset.shown:
        return tables
    return (Described(tongue.phrase(given.dataset.package.title), "", dictionary(entry.items, None, (), tongue)),)


def _of_table(given: Given, table: Table, tongue: Tongue) -> Described:
    resource, counted = _resource(given, table), given.figures.tables.get(table.name)
    withheld = resource.schema.withheld if resource and resource.schema else ()
    fields = dictionary(table.fields, counted, table.primary_key, tongue, withheld)
    return Described(_title(given, table, tongue), table.name, fields)


def _apis(given: Given, addresses: Urls, tongue: Tongue) -> tuple[Api, ...]:
    csv = {d.resource: d for d in given.downloads if d.form == "csv"}
    return tuple(api(x, csv.get(x.resource), addresses, tongue) for x in given.dataset.tables)


def _editions(given: Given, tongue: Tongue) -> tuple[Edition, ...]:
    if not given.dataset.shown:
        return ()
    return tuple(
        Edition(
            v.version,
            tongue.day(v.date),
            v.date.isoformat() if v.date else "",
            codes.version_kind(tongue, v.kind),
            tongue.phrase(v.note),
            *_kept(given, v.version, tongue),
        )
        for v in reversed(given.dataset.package.history)
    )


def _kept(given: Given, number: str, tongue: Tongue) -> tuple[str, str]:
    """Where a version lies for good, and its size; only the current one is kept."""
    package = given.dataset.package
    whole = next((d for d in given.downloads if d.form == "zip" and d.document), None)
    if whole is None or number != package.version or not urls.is_version(number):
        return "", ""
    return urls.version_bundle(package.name, number), tongue.size(whole.size)


def _readme(given: Given, tongue: Tongue) -> Html:
    package = given.dataset.package
    if not given.dataset.shown or not package.readme:
        return Html("")
    addresses = Urls.of(given.portal)
    files = {d.url.partition("/original/")[2]: addresses.href(d.url) for d in given.downloads if d.form == "original"}
    ground = Ground(addresses, tongue.tag, files, written=tongue.phrase(package.readme).lang)
    return html(without_title(package.readme[tongue.tag]), ground, level=3)


def _waivers(given: Given, tongue: Tongue) -> tuple[Allowed, ...]:
    return tuple(
        Allowed(
            w.rule,
            ".".join(filter(None, (w.resource, w.field))),
            tongue.phrase(w.reason),
            tongue.phrase(approver),
            tongue.day(w.expires),
        )
        for w, approver in zip(given.dataset.package.waivers, given.approvers, strict=True)
    )
