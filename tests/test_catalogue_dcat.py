"""DCAT-AP: one graph in three spellings, valid by the official shapes, joined from fragments."""

import json
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from publish.cache import Cache
from publish.catalogue import render
from publish.catalogue.rdf import (
    JSONLD_FOOT,
    XML_FOOT,
    Literal,
    Node,
    Ref,
    jsonld,
    jsonld_head,
    turtle,
    turtle_head,
    xml,
    xml_head,
)
from publish.catalogue.vocab import licence_type
from tests import releasing
from tests.conftest import SHARED

# The parser that reads the files in these tests uses a class that its own library has put aside.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

FORMATS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    admitted = releasing.city(folder)
    made = render(admitted, {}, releasing.offered(admitted, folder), cache=Cache(folder / "cache"))
    return {d.path: d.content.read_bytes() if isinstance(d.content, Path) else d.content for d in made}


def graph(documents, path):
    return rdflib.Graph().parse(data=documents[path], format=FORMATS[path.rpartition(".")[2]])


@pytest.fixture(scope="module")
def whole(documents):
    return graph(documents, "catalog.ttl")


@pytest.mark.parametrize("name", ["catalog", "dataset/clinics/dcat", "dataset/staff/dcat"])
def test_three_spellings_say_the_same(documents, name):
    ttl, jsonld_, rdf = (graph(documents, f"{name}.{suffix}") for suffix in ("ttl", "jsonld", "rdf"))
    assert len(ttl) > 50
    assert isomorphic(ttl, jsonld_)
    assert isomorphic(ttl, rdf)


@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
@pytest.mark.parametrize("path", ["catalog.ttl", "dataset/clinics/dcat.ttl", "dataset/beds/dcat.ttl"])
@pytest.mark.filterwarnings("ignore")
def test_the_official_shapes_find_no_violation(documents, shapes, path):
    pyshacl = pytest.importorskip("pyshacl")
    file = SHARED / "shapes" / shapes
    if not file.exists():
        pytest.skip("the shapes are not part of the project")
    valid, _, said = pyshacl.validate(
        graph(documents, path), shacl_graph=str(file), inference="none", do_owl_imports=False
    )
    assert valid, said


def test_entries_that_are_not_open_have_no_distribution(whole):
    datasets = list(whole.subjects(RDF.type, DCAT.Dataset))
    rights = {d: str(whole.value(d, DCTERMS.accessRights)).rpartition("/")[2] for d in datasets}
    assert sorted(rights.values()) == ["NON_PUBLIC", "PUBLIC", "RESTRICTED"]
    assert all(((d, DCAT.distribution, None) in whole) == (right == "PUBLIC") for d, right in rights.items())


def test_withdrawn_and_closed_datasets_are_not_listed(documents):
    assert b"old-clinics" not in documents["catalog.ttl"]
    assert b"wrong" not in documents["catalog.ttl"]
    assert "dataset/wrong/dcat.ttl" not in documents


def test_both_languages_stand_on_one_node(whole):
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService):
        for node in whole.subjects(RDF.type, kind):
            assert {title.language for title in whole.objects(node, DCTERMS.title)} == {"zh-Hans", "en"}


def test_a_distribution_says_its_size_checksum_and_licence(whole):
    for node in whole.objects(None, DCAT.distribution):
        assert int(whole.value(node, DCAT.byteSize)) > 0
        assert str(whole.value(node, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
        checksum = whole.value(node, SPDX.checksum)
        assert len(str(whole.value(checksum, SPDX.checksumValue))) == 64


def test_the_catalogue_lists_its_datasets_and_services(whole):
    catalogue = whole.value(None, RDF.type, DCAT.Catalog)
    assert len(set(whole.objects(catalogue, DCAT.dataset))) == 3
    services = set(whole.objects(catalogue, DCAT.service))
    assert len(services) == 2
    assert all((s, DCAT.servesDataset, None) in whole for s in services)


def test_the_second_time_everything_comes_from_the_cache_and_is_the_same(tmp_path):
    admitted = releasing.city(tmp_path)
    offered, cache = releasing.offered(admitted, tmp_path), Cache(tmp_path / "cache")

    def rendered(cache):
        made = render(admitted, {}, offered, cache=cache)
        return {d.path: d.content.read_bytes() if isinstance(d.content, Path) else d.content for d in made}

    first = rendered(cache)
    assert rendered(cache) == first
    assert rendered(Cache(tmp_path / "another")) == first


HOSTILE = 'a "b" \\ <c> & \n\r\t \x00 \u2028 \ud800 \U0001f600 ]]> {}'


def test_hostile_texts_survive_every_spelling():
    said = (("dct:title", Literal(HOSTILE, "zh-Hans")), ("dct:relation", Ref('http://example.org/a b<c>"{x}')))
    node = Node("urn:x:1", ("dcat:Dataset",), (*said, ("dct:spatial", Node("", ("dct:Location",), said[:1]))))
    one = rdflib.Graph().parse(data=turtle_head() + turtle([node]), format="turtle")
    two = rdflib.Graph().parse(data=xml_head() + xml([node]) + XML_FOOT, format="xml")
    three = rdflib.Graph().parse(data=jsonld_head() + jsonld([node]) + JSONLD_FOOT, format="json-ld")
    assert isomorphic(one, two)
    assert isomorphic(one, three)
    assert len(one) == 6
    title = str(one.value(rdflib.URIRef("urn:x:1"), DCTERMS.title))
    assert title == HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def test_a_value_said_twice_is_written_once():
    node = Node("urn:x:1", ("dcat:Dataset",), (("dct:title", Literal("a")), ("dct:title", Literal("a"))))
    assert turtle([node]).count('"a"') == 1
    assert json.loads(jsonld([node]))["dct:title"] == ["a"]


@pytest.mark.parametrize(
    ("licence", "kind"),
    [
        ("CC0-1.0", "PublicDomain"),
        ("CC-BY-4.0", "Attribution"),
        ("CC-BY-SA-4.0", "ViralEffect-ShareAlike"),
        ("CC-BY-NC-4.0", "NonCommercialUseOnly"),
        ("ODbL-1.0", "ViralEffect-ShareAlike"),
        ("other", ""),
    ],
)
def test_a_licence_has_its_type(licence, kind):
    assert licence_type(licence) == kind
