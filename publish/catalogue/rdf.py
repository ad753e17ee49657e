"""A graph as a list of nodes, and its three spellings: Turtle, RDF/XML, JSON-LD.

A node writes itself without knowing its neighbours, so the catalogue of a whole city is its datasets' fragments one
after another: nothing ever holds one large graph. Blank nodes are nested in the node that needs them and so need no
name, and equal nodes give equal bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from publish.catalogue.vocab import PREFIXES, full
from publish.model import Json


@dataclass(frozen=True, slots=True)
class Literal:
    """A string with a language tag, or with a datatype such as ``xsd:date``, or plain."""

    value: str
    lang: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer at a thing by its address."""

    iri: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its address ("" for a blank node), its types and what is said of it, names as ``dct:title``."""

    iri: str
    types: tuple[str, ...]
    said: tuple[tuple[str, Literal | Ref | Node], ...] = ()

    def about(self) -> Iterator[tuple[str, list[Literal | Ref | Node]]]:
        """What is said, name by name, each once, in the order first said."""
        # A dictionary, not a list: the node of the catalogue points at thousands of datasets.
        grouped: dict[str, dict[Literal | Ref | Node, None]] = {}
        for name, value in self.said:
            grouped.setdefault(name, {})[value] = None
        yield from ((name, list(values)) for name, values in grouped.items())


Value = Literal | Ref | Node

_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def iri_text(iri: str) -> str:
    """An address with the characters that no IRI may hold percent-encoded."""
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found.group()):02X}", iri)


def xml_text(text: str) -> str:
    """A text with the characters that no XML document may hold replaced."""
    return _NOT_IN_XML.sub("\ufffd", text)


# --- Turtle -------------------------------------------------------------------------------------------------------


def turtle_head() -> str:
    """The prefixes, once a file."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "\n"


def turtle(nodes: Iterable[Node]) -> str:
    """Nodes with addresses, as Turtle without the prefixes."""
    return "".join(f"<{iri_text(node.iri)}> {_turtle_body(node, '  ')} .\n" for node in nodes)


def _turtle_body(node: Node, indent: str) -> str:
    lines = ["a " + ", ".join(node.types)]
    for name, values in node.about():
        lines.append(f"{name} " + ", ".join(_turtle_value(value, indent) for value in values))
    return f" ;\n{indent}".join(lines)


def _turtle_value(value: Value, indent: str) -> str:
    if isinstance(value, Ref):
        return f"<{iri_text(value.iri)}>"
    if isinstance(value, Node):
        return f"[ {_turtle_body(value, indent + '  ')} ]"
    if value.lang:
        return f"{_turtle_string(value.value)}@{value.lang}"
    return _turtle_string(value.value) + (f"^^{value.datatype}" if value.datatype else "")


def _turtle_string(text: str) -> str:
    # JSON's escapes are all Turtle's too; a lone surrogate is in neither.
    return json.dumps(xml_text(text), ensure_ascii=False)


# --- RDF/XML ------------------------------------------------------------------------------------------------------


def xml_head() -> str:
    """The root element with every namespace."""
    names = "".join(f"\n  xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in PREFIXES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'


XML_FOOT = "</rdf:RDF>\n"


def xml(nodes: Iterable[Node]) -> str:
    """Nodes with addresses, as the inside of an ``rdf:RDF`` element."""
    return "".join(_xml_node(node, "  ") for node in nodes)


def _xml_node(node: Node, indent: str) -> str:
    first, *others = node.types
    address = f" rdf:about={quoteattr(iri_text(node.iri))}" if node.iri else ""
    lines = [f"{indent}<{first}{address}>\n"]
    lines += [f"{indent}  <rdf:type rdf:resource={quoteattr(full(other))}/>\n" for other in others]
    for name, values in node.about():
        lines += [_xml_value(name, value, indent + "  ") for value in values]
    return "".join([*lines, f"{indent}</{first}>\n"])


def _xml_value(name: str, value: Value, indent: str) -> str:
    if isinstance(value, Ref):
        return f"{indent}<{name} rdf:resource={quoteattr(iri_text(value.iri))}/>\n"
    if isinstance(value, Node):
        return f"{indent}<{name}>\n{_xml_node(value, indent + '  ')}{indent}</{name}>\n"
    more = f" xml:lang={quoteattr(value.lang)}" if value.lang else ""
    if value.datatype:
        more = f" rdf:datatype={quoteattr(full(value.datatype))}"
    # A carriage return would be read as a line feed unless it is written as a reference.
    text = escape(xml_text(value.value), {"\r": "&#13;"})
    return f"{indent}<{name}{more}>{text}</{name}>\n"


# --- JSON-LD ------------------------------------------------------------------------------------------------------


def jsonld_head() -> str:
    """The context and the opening of the graph; nodes follow, separated by commas."""
    return f'{{"@context": {json.dumps(dict(PREFIXES), sort_keys=True)},\n "@graph": [\n'


JSONLD_FOOT = "\n]}\n"


def jsonld(nodes: Iterable[Node]) -> str:
    """Nodes with addresses, as members of a ``@graph``, separated by commas."""
    return ",\n".join(json.dumps(_jsonld_node(node), ensure_ascii=False) for node in nodes)


def _jsonld_node(node: Node) -> Json:
    body: dict[str, Json] = {"@id": iri_text(node.iri)} if node.iri else {}
    body["@type"] = list(node.types)
    for name, values in node.about():
        body[name] = [_jsonld_value(value) for value in values]
    return body


def _jsonld_value(value: Value) -> Json:
    if isinstance(value, Ref):
        return {"@id": iri_text(value.iri)}
    if isinstance(value, Node):
        return _jsonld_node(value)
    text = xml_text(value.value)
    if value.lang:
        return {"@value": text, "@language": value.lang}
    return {"@value": text, "@type": value.datatype} if value.datatype else text
