"""The whole catalogue as DCAT-AP: the node of the catalogue, its services, and its files, joined from fragments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from publish import urls
from publish.catalogue import rdf, vocab
from publish.catalogue.dcat import Said, dataset_iri, day, operator, place, service_iri, texts, to_dcat
from publish.catalogue.dcat_words import typed, words_of
from publish.catalogue.listing import Listing
from publish.catalogue.rdf import Literal, Node, Ref
from publish.model import Json, Licence, Portal, Text
from publish.urls import Urls


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a graph down."""

    suffix: str
    media_type: str
    head: Callable[[], str]
    nodes: Callable[[Iterable[Node]], str]
    between: str
    foot: str


SPELLINGS: Sequence[Spelling] = (
    Spelling("jsonld", "application/ld+json", rdf.jsonld_head, rdf.jsonld, ",\n", rdf.JSONLD_FOOT),
    Spelling("ttl", "text/turtle; charset=utf-8", rdf.turtle_head, rdf.turtle, "", ""),
    Spelling("rdf", "application/rdf+xml", rdf.xml_head, rdf.xml, "", rdf.XML_FOOT),
)


@lru_cache(maxsize=8_192)
def _written(spelling: Spelling, node: Node) -> str:
    """A node that many datasets share, written down once: an office, a licence, a word."""
    return spelling.nodes([node])


def fragment(listed: Listing) -> Json:
    """What the files of a dataset and of the whole catalogue are joined from, written down in every spelling:
    ``{"own": {suffix: text}, "words": {address: {suffix: text}}}``. Whole catalogues say each word once."""
    nodes = to_dcat(listed)
    words = _once([*words_of(nodes, listed), *(common(listed.portal) if listed.dataset.tables else ())])
    return {
        "own": {s.suffix: s.nodes(nodes) for s in SPELLINGS},
        "words": {iri: {s.suffix: _written(s, node) for s in SPELLINGS} for iri, node in words.items()},
    }


def one(parts: Json, spelling: Spelling) -> str:
    """The file of one dataset, from its ``fragment``: complete in itself, services included."""
    texts_ = [parts["own"][spelling.suffix], *(word[spelling.suffix] for word in parts["words"].values())]
    return spelling.head() + spelling.between.join(texts_) + spelling.foot


def common(portal: Portal) -> tuple[Node, ...]:
    """The services, without the datasets they serve: what every dataset with a table points at."""
    address = Urls.of(portal)
    around = services(portal, address, ())
    return (*around, operator(portal, address), *typed(around))


def whole(
    portal: Portal, licence: Licence | None, listed: Sequence[Listing], parts: Iterable[Json], spelling: Spelling
) -> Iterator[str]:
    """The file of the whole catalogue, piece by piece; ``parts`` are the fragments of ``listed``, read one by one."""
    yield spelling.head()
    around = _once(_around(portal, licence, listed))
    words: dict[str, str] = {}
    for part in parts:
        for iri, word in part["words"].items():
            if iri not in words and iri not in around:
                words[iri] = word[spelling.suffix]
        yield part["own"][spelling.suffix] + spelling.between
    words |= {iri: spelling.nodes([node]) for iri, node in around.items()}
    yield spelling.between.join(words.values()) + spelling.foot


def _around(portal: Portal, licence: Licence | None, listed: Sequence[Listing]) -> Iterator[Node]:
    """The catalogue, its services, and the words they use."""
    address = Urls.of(portal)
    served = [dataset_iri(each) for each in listed if each.dataset.tables]
    nodes = [catalogue(portal, licence, listed), *services(portal, address, served), operator(portal, address)]
    nodes += _licence(licence)
    yield from nodes
    yield Node(address.absolute(urls.HOME), ("foaf:Document",))
    yield from typed(nodes)


def _once(nodes: Iterable[Node]) -> dict[str, Node]:
    known: dict[str, Node] = {}
    for node in nodes:
        known.setdefault(node.iri, node)
    return known


def catalogue(portal: Portal, licence: Licence | None, listed: Sequence[Listing]) -> Node:
    """The node of the catalogue."""
    address = Urls.of(portal)
    said: list[Said] = [
        *texts("dct:title", portal.title),
        *texts("dct:description", portal.description or portal.title),
        ("dct:publisher", Ref(operator(portal, address).iri)),
        ("foaf:homepage", Ref(address.absolute(urls.HOME))),
        ("dcat:themeTaxonomy", Ref(vocab.THEME)),
        *day("dct:issued", min((d.issued for d in listed if d.issued), default=None)),
        *day("dct:modified", max((d.modified for d in listed if d.modified), default=None)),
    ]
    said += [("dct:language", Ref(f"{vocab.LANGUAGE}/{code}")) for code in _languages(portal)]
    if portal.region:
        said.append(("dct:spatial", place(portal.region)))
    if licence and licence.url:
        said.append(("dct:license", Ref(licence.url)))
    said += [("dcat:service", Ref(service_iri(name))) for name in _SERVICES]
    said += [("dcat:dataset", Ref(dataset_iri(each))) for each in listed]
    return Node(address.absolute(urls.CATALOGUE) + "#catalogue", ("dcat:Catalog",), tuple(said))


def _languages(portal: Portal) -> list[str]:
    parts = (tag.lower().split("-")[0] for tag in portal.languages)
    return [vocab.LANGUAGES[part] for part in parts if part in vocab.LANGUAGES]


def _licence(licence: Licence | None) -> Iterator[Node]:
    if licence and licence.url:
        kind = vocab.licence_type(licence.id)
        type_ = (("dct:type", Ref(f"{vocab.LICENCE_TYPE}/{kind}")),) if kind else ()
        yield Node(licence.url, ("dct:LicenseDocument",), (*texts("dct:title", licence.name), *type_))


# --- services -----------------------------------------------------------------------------------------------------

_SERVICES: Mapping[str, tuple[str, Text, str]] = {
    "data": (
        urls.API,
        Text((("zh-Hans", "数据查询接口（JSON、CSV、SQL）"), ("en", "Query interface (JSON, CSV, SQL)"))),
        "https://docs.datasette.io/en/stable/json_api.html",
    ),
    "ckan": (
        "/api/3/",
        Text((("zh-Hans", "CKAN 操作接口"), ("en", "CKAN Action API"))),
        "https://docs.ckan.org/en/latest/api/",
    ),
}


def services(portal: Portal, address: Urls, served: Sequence[str]) -> list[Node]:
    """The portal's interfaces, the datasets they serve, and the standards they follow."""
    return list(chain.from_iterable(_service(name, portal, address, served) for name in _SERVICES))


def _service(name: str, portal: Portal, address: Urls, served: Sequence[str]) -> Iterator[Node]:
    path, title, standard = _SERVICES[name]
    contact: list[Said] = [*texts("vcard:fn", portal.contact.name or portal.operator or portal.title)]
    if portal.contact.email:
        contact.append(("vcard:hasEmail", Ref(f"mailto:{portal.contact.email}")))
    said: list[Said] = [
        *texts("dct:title", title),
        ("dcat:endpointURL", Ref(address.absolute(path))),
        ("dcat:endpointDescription", Ref(address.absolute(urls.OPENAPI))),
        ("dct:conformsTo", Ref(standard)),
        ("dct:publisher", Ref(operator(portal, address).iri)),
        ("dcat:contactPoint", Node("", ("vcard:Kind", "vcard:Organization"), tuple(contact))),
        ("dcat:keyword", Literal("API", "en")),
        ("dcat:keyword", Literal("接口", "zh-Hans")),
        ("dcat:theme", Ref(f"{vocab.THEME}/GOVE")),
        *(("dcat:servesDataset", Ref(iri)) for iri in served),
    ]
    yield Node(service_iri(name), ("dcat:DataService",), tuple(said))
    yield Node(standard, ("dct:Standard",))
