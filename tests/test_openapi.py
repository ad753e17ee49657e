"""openapi.json: whole, true to its own standard, and true to what the served city answers."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from publish import interfaces
from publish.api import ckan_catalogue, ckan_datastore, ckan_search, ckan_sql
from publish.catalogue.openapi import to_openapi
from tests import making

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method"
)


def every():
    return [o for group in interfaces.groups() for o in group.operations]


def test_every_action_is_told():
    known = {o.id for o in every() if o.group == "ckan"}
    modules = (ckan_catalogue, ckan_datastore, ckan_search, ckan_sql)
    offered = {name for module in modules for name in module.ACTIONS} | {"help_show"}
    assert known == offered - {"dataset_list", "dataset_show"}  # other names of package_list and package_show


def test_the_description_is_whole():
    ids = [o.id for o in every()]
    assert len(ids) == len(set(ids))
    for operation in every():
        assert set(re.findall(r"\{(\w+)\}", operation.path)) <= {p.name for p in operation.parameters}
        assert all(p.required for p in operation.parameters if p.place == "path")
        assert operation.name.has("zh") and operation.name.has("en")
        assert "/" in operation.answer or operation.answer in interfaces.answers()
    for schema in interfaces.answers().values():
        Draft202012Validator.check_schema(schema)


def test_a_portal_without_tables_has_no_examples():
    made = to_openapi(making.admitted([]))
    assert "example" not in str(made["paths"]["/data/open/{table}.json"])
    with pytest.raises(ValidationError):
        Draft202012Validator(made["components"]["schemas"]["Yes"]).validate(False)


def test_every_example_is_answered(portal_url):
    told = httpx.get(f"{portal_url}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": portal_url}]
    asked = 0
    for path, methods in told["paths"].items():
        if "get" not in methods:
            continue
        shown = {p["name"]: p["example"] for p in methods["get"].get("parameters", []) if "example" in p}
        if any(p["required"] and p["name"] not in shown for p in methods["get"].get("parameters", [])):
            continue
        named = re.findall(r"\{(\w+)\}", path)
        query = {name: value for name, value in shown.items() if name not in named}
        answer = httpx.get(portal_url + path.format(**{n: shown[n] for n in named}), params=query, timeout=30)
        assert answer.status_code == 200, (path, answer.text[:300])
        asked += 1
    assert asked == len(told["paths"]) - 2  # but resource_show: its ids are made; and that of assistants, asked by POST


def test_schemathesis_finds_no_failure_that_is_not_told(portal_url, tmp_path):
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("schemathesis is not installed")
    command = [program, "run", f"{portal_url}/openapi.json", "--url", portal_url, "--checks", CHECKS]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "5", "--seed", "1"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert found.returncode == 0, found.stdout[-5_000:]
