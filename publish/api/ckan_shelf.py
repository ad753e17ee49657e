"""Shelf: what the Action API answers from: the rendered files of a release, their index, and its databases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from publish import urls
from publish.api.ckan_errors import not_found
from publish.api.instance import Instance
from publish.api.known import Known
from publish.model import Json
from publish.release import Release


@dataclass(frozen=True)
class Shelf:
    """The files and databases of one release."""

    release: Release
    known: Known
    instance: Instance

    def help_url(self, action: str) -> str:
        """Where an action is explained."""
        return f"{self.known.raw['portal']['base_url']}{urls.action('help_show')}?name={action}"

    def _file(self, action: str, name: str = "") -> Path:
        return self.release.site / urls.file_of(urls.ckan(action, name))

    def result(self, action: str, name: str = "") -> Json:
        """What an action answers, as rendered. ``name`` must be one that the release knows."""
        return json.loads(self._file(action, name).read_bytes())["result"]

    @cached_property
    def index(self) -> Sequence[Mapping[str, Any]]:
        """Every package, with the values that are searched and counted; in order of name."""
        found: Sequence[Mapping[str, Any]] = json.loads(self._file("index").read_bytes())
        return found

    @cached_property
    def by_key(self) -> Mapping[str, Mapping[str, Any]]:
        """Packages by name and by id."""
        return {p["id"][0]: p for p in self.index} | {p["name"][0]: p for p in self.index}

    @cached_property
    def resources(self) -> Mapping[str, tuple[str, str | None]]:
        """(package, table) of each resource by its id."""
        return {rid: (p["name"][0], table) for p in self.index for rid, table in p["resources"]}

    @cached_property
    def organisations(self) -> Mapping[str, Json]:
        """Offices by name and by id."""
        return _by_key(self.result("organization_list"))

    @cached_property
    def groups(self) -> Mapping[str, Json]:
        """Topics by name and by id."""
        return _by_key(self.result("group_list"))

    def package(self, key: str) -> Json:
        """A package by name or id. Raises Refused when there is none."""
        found = self.by_key.get(key)
        if found is None:
            raise not_found()
        return self.result("package_show", found["name"][0])


def _by_key(members: Sequence[Json]) -> dict[str, Json]:
    return {m["id"]: m for m in members} | {m["name"]: m for m in members}
