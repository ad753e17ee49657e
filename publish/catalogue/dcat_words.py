"""The words that DCAT nodes point at, typed in the same graph: validators know only what the graph says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish import urls
from publish.catalogue import vocab
from publish.catalogue.dcat import described_at, legislation, publisher, texts, topic_iri
from publish.catalogue.listing import Listing
from publish.catalogue.rdf import Literal, Node, Ref

# The tables whose members are plain resources of one type.
_TYPED = (
    (vocab.FREQUENCY, "dct:Frequency"),
    (vocab.LANGUAGE, "dct:LinguisticSystem"),
    (vocab.ACCESS, "dct:RightsStatement"),
    (vocab.FILE_TYPE, "dct:MediaTypeOrExtent"),
)
# The tables whose members are concepts of a scheme, and what the scheme is called.
_SCHEMES = (
    (vocab.THEME, "EU data themes"),
    (vocab.AVAILABILITY, "EU planned availability"),
    (vocab.LICENCE_TYPE, "ADMS licence types"),
    (vocab.PUBLISHER_TYPE, "ADMS publisher types"),
)


def words_of(nodes: Iterable[Node], listed: Listing) -> Iterator[Node]:
    """Every word that these nodes of a dataset use, and the agents, topic and licence behind them."""
    behind = [publisher(listed), *_licence(listed), *_topic(listed), *legislation(listed)]
    yield from behind
    yield Node(listed.url, ("foaf:Document",))
    yield from described_at(listed)
    yield from (Node(iri, ("foaf:Document",)) for iri in _tables_described(nodes))
    yield from typed([*nodes, *behind])


def _tables_described(nodes: Iterable[Node]) -> list[str]:
    """The descriptions of CSVs, which their distributions point at."""
    return sorted({v.iri for n in nodes for name, v in n.said if name == "foaf:page" and isinstance(v, Ref)})


def typed(nodes: Iterable[Node]) -> Iterator[Node]:
    """A typing node for every member of a known vocabulary that these nodes point at, sorted; then the schemes."""
    found = sorted({iri for node in nodes for iri in _pointers(node)})
    schemes: dict[str, Node] = {}
    for iri in found:
        table, _, code = iri.rpartition("/")
        for known, kind in _TYPED:
            if table == known:
                yield Node(iri, (kind,))
        for known, title in _SCHEMES:
            if table == known:
                schemes[known] = _scheme(known, title)
                yield concept(iri, code, known)
        if iri.startswith(vocab.MEDIA_TYPE):
            yield Node(iri, ("dct:MediaType", "dct:MediaTypeOrExtent"))
        if iri == vocab.SHA256:
            yield Node(iri, ("spdx:ChecksumAlgorithm",))
    yield from schemes.values()


def _pointers(node: Node) -> Iterator[str]:
    for _, value in node.said:
        if isinstance(value, Ref):
            yield value.iri
        elif isinstance(value, Node):
            yield from _pointers(value)


def concept(iri: str, code: str, scheme: str) -> Node:
    """A concept of a scheme, called by its code where the scheme's own words are not kept here."""
    label = ("skos:prefLabel", Literal(vocab.THEMES.get(code, code), "en"))
    return Node(iri, ("skos:Concept",), (label, ("skos:inScheme", Ref(scheme))))


def _scheme(iri: str, title: str) -> Node:
    return Node(iri, ("skos:ConceptScheme",), (("dct:title", Literal(title, "en")),))


def _licence(listed: Listing) -> Iterator[Node]:
    link = listed.licence_link
    if not link.path:
        return
    kind = vocab.licence_type(link.name)
    type_ = (("dct:type", Ref(f"{vocab.LICENCE_TYPE}/{kind}")),) if kind else ()
    yield Node(link.path, ("dct:LicenseDocument",), (*texts("dct:title", link.title), *type_))


def _topic(listed: Listing) -> Iterator[Node]:
    if listed.topic:
        scheme = listed.urls.absolute(urls.TOPICS) + "#topics"
        label = texts("skos:prefLabel", listed.topic.name)
        yield Node(topic_iri(listed.topic, listed.urls), ("skos:Concept",), (*label, ("skos:inScheme", Ref(scheme))))
        title = (("dct:title", Literal("主题", "zh-Hans")), ("dct:title", Literal("Topics", "en")))
        yield Node(scheme, ("skos:ConceptScheme",), title)
