"""Clients that exist already, on the sample city as it is served: each as its own users call it."""

import json
from urllib.parse import unquote
from urllib.request import urlopen

import pytest

quietly = pytest.mark.filterwarnings("ignore")  # what the libraries themselves do in ways that others call old


def told(url):
    with urlopen(url, timeout=60) as answer:
        return json.load(answer)


@pytest.fixture(scope="session")
def descriptors(portal_url):
    """Every published descriptor by the path of its folder."""
    index = told(f"{portal_url}/datapackage.json")
    return {r["path"].removesuffix("datapackage.json"): told(f"{portal_url}/{r['path']}") for r in index["resources"]}


# --- Croissant ----------------------------------------------------------------------------------------------------


@quietly
def test_mlcroissant_reads_every_dataset_that_has_a_table(portal_url, descriptors, tmp_path, monkeypatch):
    mlcroissant = pytest.importorskip("mlcroissant")
    download = pytest.importorskip("mlcroissant._src.operation_graph.operations.download")
    monkeypatch.setattr(download.constants, "DOWNLOAD_PATH", type(download.constants.DOWNLOAD_PATH)(tmp_path))
    tables = {p: [r for r in d["resources"] if r.get("type") == "table"] for p, d in descriptors.items()}
    for path, resources in tables.items():
        if not resources:
            continue
        dataset = mlcroissant.Dataset(f"{portal_url}/{path}croissant.json")
        assert dataset.metadata.ctx.issues.report() == "", path
        sets = {r.id: r for r in dataset.metadata.record_sets}
        for resource in resources:
            names = [f["name"] for f in resource["schema"]["fields"]]
            assert [unquote(f.id.rpartition("/")[2]) for f in sets[resource["name"]].fields] == names
            first = next(iter(dataset.records(resource["name"])))  # its files are loaded and their digests compared
            assert len(first) == len(names)
