"""DCAT-AP 3.0.1: a Listing as the nodes of a dataset, its distributions and the words they use.

| Kaimen | DCAT-AP |
|---|---|
| id | the address of the dataset (``urn:uuid:``) |
| title, description, keywords | dct:title, dct:description, dcat:keyword, each language on the same node |
| provider | dct:publisher |
| opening | dct:accessRights; the legal basis of a restriction is dcatap:applicableLegislation |
| topic | dcat:theme, both the EU's and the portal's own |
| frequency, temporal, spatial, modified | dct:accrualPeriodicity, dct:temporal, dct:spatial, dct:modified |
| each form of download | dcat:Distribution, with size and SHA-256 |
| Croissant; CSV on the Web | foaf:page of the dataset; of the distribution in CSV |

An entry that is not open has no distribution: its data are not in the edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish import urls
from publish.catalogue import vocab
from publish.catalogue.croissant import loadable
from publish.catalogue.listing import Listing, download_id, identify
from publish.catalogue.rdf import Literal, Node, Ref, Value
from publish.descriptor import PROFILE
from publish.model import Contact, Link, Organisation, Portal, Resource, ResourceKind, Text, Topic
from publish.release import Download
from publish.urls import Urls

Said = tuple[str, Value]


def to_dcat(listed: Listing) -> list[Node]:
    """The dataset and its distributions."""
    distributions = list(_distributions(listed))
    said = [*_words(listed), *_dates(listed), *_responsible(listed), *_classes(listed), *_rights(listed)]
    said += [("dcat:distribution", Ref(node.iri)) for node in distributions]
    return [Node(dataset_iri(listed), ("dcat:Dataset",), tuple(said)), *distributions]


def dataset_iri(listed: Listing) -> str:
    """The address of a dataset. It outlives a rename of the package and a move of the portal."""
    return f"urn:uuid:{listed.id}"


def texts(name: str, text: Text) -> Iterator[Said]:
    """A text in every language it is said in."""
    yield from ((name, Literal(string, tag)) for tag, string in text if string)


def day(name: str, value: date | None) -> Iterator[Said]:
    """A day, when there is one."""
    if value:
        yield name, Literal(value.isoformat(), datatype="xsd:date")


def _words(listed: Listing) -> Iterator[Said]:
    package, entry = listed.package, listed.entry
    yield from texts("dct:title", package.title)
    yield from texts("dct:description", package.description or package.title)
    yield from (("dcat:keyword", Literal(word, tag)) for tag, word in listed.keywords)
    yield "dct:identifier", Literal(package.id or package.name)
    if entry.code:
        code = (("skos:notation", Literal(entry.code)),)
        yield "adms:identifier", Node("", ("adms:Identifier",), code)
    if package.version:
        yield "dcat:version", Literal(package.version)
    yield "dcat:landingPage", Ref(listed.url)
    yield from (("foaf:page", Ref(node.iri)) for node in described_at(listed))
    for tag in package.languages or (listed.portal.language,):
        code_of = vocab.LANGUAGES.get(tag.lower().split("-")[0])
        if code_of:
            yield "dct:language", Ref(f"{vocab.LANGUAGE}/{code_of}")


def _dates(listed: Listing) -> Iterator[Said]:
    entry = listed.entry
    yield from day("dct:issued", listed.issued)
    yield from day("dct:modified", listed.modified)
    yield "dct:accrualPeriodicity", Ref(f"{vocab.FREQUENCY}/{listed.frequency}")
    period = (*day("dcat:startDate", entry.temporal.start), *day("dcat:endDate", entry.temporal.end))
    if period:
        yield "dct:temporal", Node("", ("dct:PeriodOfTime",), period)
    if entry.spatial:
        yield "dct:spatial", place(entry.spatial)


def described_at(listed: Listing) -> Iterator[Node]:
    """The documents that describe a dataset for programs; those of its CSVs are said of these."""
    address, name = listed.urls, listed.package.name
    data_package = ("dct:conformsTo", Ref(PROFILE))
    yield Node(address.absolute(urls.descriptor(name)), ("foaf:Document",), (data_package,))
    if loadable(listed):
        standard = ("dct:conformsTo", Ref(urls.CROISSANT))
        yield Node(address.absolute(urls.croissant(name)), ("foaf:Document",), (standard,))


def place(code: str) -> Node:
    """A region by its GB/T 2260 code."""
    return Node("", ("dct:Location",), (("dct:identifier", Literal(code)),))


def _responsible(listed: Listing) -> Iterator[Said]:
    yield "dct:publisher", Ref(publisher(listed).iri)
    if listed.contact != Contact():
        yield "dcat:contactPoint", _contact(listed.contact, listed)
    for source in listed.package.sources:
        if source.title:
            label = (*texts("rdfs:label", source.title), *_see_also(source))
            yield "dct:provenance", Node("", ("dct:ProvenanceStatement",), label)


def _see_also(link: Link) -> Iterator[Said]:
    if link.path.startswith(("http://", "https://")):
        yield "rdfs:seeAlso", Ref(link.path)


def _contact(contact: Contact, listed: Listing) -> Node:
    fallback = listed.provider.name if listed.provider else listed.portal.operator
    said = list(texts("vcard:fn", contact.name or fallback))
    if contact.email:
        said.append(("vcard:hasEmail", Ref(f"mailto:{contact.email}")))
    if contact.phone:
        said.append(("vcard:hasTelephone", Ref(f"tel:{contact.phone}")))
    return Node("", ("vcard:Kind", "vcard:Organization"), tuple(said))


def _classes(listed: Listing) -> Iterator[Said]:
    if listed.topic:
        yield "dcat:theme", Ref(topic_iri(listed.topic, listed.urls))
        if listed.topic.dcat_theme in vocab.THEMES:
            yield "dcat:theme", Ref(f"{vocab.THEME}/{listed.topic.dcat_theme}")
    yield from (("dct:relation", Ref(f"urn:x-catalogue:{code}")) for code in listed.entry.related)


def _rights(listed: Listing) -> Iterator[Said]:
    opening = listed.entry.opening
    yield "dct:accessRights", Ref(f"{vocab.ACCESS}/{vocab.RIGHTS.get(opening.type, 'NON_PUBLIC')}")
    yield from (("dcatap:applicableLegislation", Ref(node.iri)) for node in legislation(listed))
    statement = (*texts("rdfs:label", opening.condition), *texts("rdfs:label", opening.apply))
    if statement:
        yield "dct:rights", Node("", ("dct:RightsStatement",), statement)


def legislation(listed: Listing) -> Iterator[Node]:
    """What a restriction or the collection of the data rests on. The shapes want an address for each."""
    for basis in (listed.entry.opening.basis, listed.entry.mandate):
        if basis:
            name = identify("legislation", next(string for _, string in basis if string))
            yield Node(f"urn:uuid:{name}", ("eli:LegalResource",), tuple(texts("dct:title", basis)))


# --- distributions ------------------------------------------------------------------------------------------------


def _distributions(listed: Listing) -> Iterator[Node]:
    for download in listed.downloads:
        yield _distribution(listed, download)
    for resource in listed.package.resources:
        if resource.kind is ResourceKind.LINK:
            yield from _remote(listed, resource)


def _distribution(listed: Listing, download: Download) -> Node:
    resource = listed.resource(download)
    said: list[Said] = [
        *texts("dct:title", _title(listed, download)),
        *texts("dct:description", (resource.description or resource.title) if resource else listed.package.description),
        ("dcat:accessURL", Ref(listed.url)),
        ("dcat:downloadURL", Ref(listed.urls.absolute(download.url))),
        ("dcat:byteSize", Literal(str(download.size), datatype="xsd:nonNegativeInteger")),
        *_formats(vocab.form(download.form, resource.format if resource else ""), download.media_type),
        *_terms(listed),
    ]
    if download.document and download.document.sha256:
        said.append(("spdx:checksum", _checksum(download.document.sha256)))
    if resource and listed.dataset.table(resource.name):
        said.append(("dcat:accessService", Ref(service_iri("data"))))
        if download.form == "csv":
            said.append(("foaf:page", Ref(listed.urls.absolute(urls.csvw(listed.package.name, resource.name)))))
    return Node(f"urn:uuid:{download_id(listed.package, download)}", ("dcat:Distribution",), tuple(said))


def _remote(listed: Listing, resource: Resource) -> Iterator[Node]:
    for path in resource.paths:
        form = vocab.form("original", resource.format)
        said = [
            *texts("dct:title", resource.title or listed.package.title),
            *texts("dct:description", resource.description),
            ("dcat:accessURL", Ref(path)),
            *_formats(form, resource.mediatype),
            *_terms(listed),
        ]
        if resource.bytes is not None:
            said.append(("dcat:byteSize", Literal(str(resource.bytes), datatype="xsd:nonNegativeInteger")))
        if resource.hash.startswith("sha256:"):
            said.append(("spdx:checksum", _checksum(resource.hash.removeprefix("sha256:"))))
        name = identify("link", f"{listed.id}/{resource.name}/{path}")
        yield Node(f"urn:uuid:{name}", ("dcat:Distribution",), tuple(said))


def _title(listed: Listing, download: Download) -> Text:
    """What is downloaded, and in which form: 公共厕所（CSV）, Public toilets (CSV)."""
    resource = listed.resource(download)
    title = (resource.title if resource else Text()) or listed.package.title
    label = vocab.form(download.form, resource.format if resource else "").label
    return Text(tuple((tag, _with_form(string, tag, label[tag])) for tag, string in title))


def _with_form(string: str, tag: str, form: str) -> str:
    return f"{string} · {form}" if tag.lower().startswith("zh") else f"{string}: {form}"


def _formats(form: vocab.Form, media_type: str) -> Iterator[Said]:
    if form.file_type:
        yield "dct:format", Ref(f"{vocab.FILE_TYPE}/{form.file_type}")
    plain = vocab.bare(media_type)
    if plain:
        yield "dcat:mediaType", Ref(vocab.MEDIA_TYPE + plain)


def _terms(listed: Listing) -> Iterator[Said]:
    if listed.licence_link.path:
        yield "dct:license", Ref(listed.licence_link.path)
    yield "dcatap:availability", Ref(f"{vocab.AVAILABILITY}/STABLE")


def _checksum(sha256: str) -> Node:
    algorithm = ("spdx:algorithm", Ref(vocab.SHA256))
    value = ("spdx:checksumValue", Literal(sha256, datatype="xsd:hexBinary"))
    return Node("", ("spdx:Checksum",), (algorithm, value))


# --- who and what a dataset points at -----------------------------------------------------------------------------


def publisher(listed: Listing) -> Node:
    """The office that provides a dataset, else whoever runs the portal."""
    return agent(listed.provider, listed.urls) if listed.provider else operator(listed.portal, listed.urls)


def agent(office: Organisation, address: Urls) -> Node:
    """An office of the register."""
    kind = vocab.PUBLISHERS.get(office.tier, "LocalAuthority")
    said: list[Said] = [
        *texts("foaf:name", office.name),
        ("dct:type", Ref(f"{vocab.PUBLISHER_TYPE}/{kind}")),
        ("dct:identifier", Literal(office.code)),
    ]
    if office.homepage:
        said.append(("foaf:homepage", Ref(office.homepage)))
    return Node(address.absolute(urls.organisation(office.slug)) + "#office", ("foaf:Agent",), tuple(said))


def operator(portal: Portal, address: Urls) -> Node:
    """Whoever runs the portal."""
    kind = ("dct:type", Ref(f"{vocab.PUBLISHER_TYPE}/LocalAuthority"))
    name = portal.sponsor or portal.operator or portal.title
    return Node(address.absolute(urls.HOME) + "#operator", ("foaf:Agent",), (*texts("foaf:name", name), kind))


def topic_iri(topic: Topic, address: Urls) -> str:
    """The address of a topic of the portal."""
    return address.absolute(urls.topic(topic.slug)) + "#topic"


def service_iri(name: str) -> str:
    """The address of one of the portal's services: ``data`` or ``ckan``."""
    return f"urn:uuid:{identify('service', name)}"
