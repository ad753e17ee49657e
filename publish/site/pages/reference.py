"""The reference of all interfaces, from the same table as ``openapi.json``: what may be asked, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish import interfaces, urls
from publish.admitted import Admitted
from publish.interfaces import Group, Operation, Parameter
from publish.site.pages.page import Link, Page
from publish.site.tongue import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Said:
    """A parameter; ``values`` are all there are, when few."""

    name: str
    about: Phrase
    values: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``path`` as it is written, ``example`` as an address of this portal, or ""."""

    name: Phrase
    methods: str
    path: str
    parameters: tuple[Said, ...]
    statuses: str
    example: str


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together."""

    key: str
    name: Phrase
    about: Phrase
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What the page shows."""

    lead: str
    openapi: str  # its path
    parts: tuple[Part, ...]


def page(admitted: Admitted, tongue: Tongue) -> Page:
    """``/interfaces/`` in one language."""
    title = tongue.t("All interfaces")
    lead = tongue.t("Every question a program may ask here, what it may say, and an example that works.")
    known = interfaces.examples(admitted)
    parts = tuple(_part(group, known, tongue) for group in interfaces.groups())
    matter = Reference(lead, urls.OPENAPI, parts)
    crumbs = (Link(Phrase(title), urls.INTERFACES),)
    languages = admitted.portal.languages
    return Page(urls.INTERFACES, tongue.tag, "reference.html", title, matter, lead, "", crumbs, languages)


def _part(group: Group, known: Mapping[str, str], tongue: Tongue) -> Part:
    questions = tuple(_question(operation, known, tongue) for operation in group.operations)
    return Part(group.key, tongue.phrase(group.name), tongue.phrase(group.about), questions)


def _question(operation: Operation, known: Mapping[str, str], tongue: Tongue) -> Question:
    return Question(
        name=tongue.phrase(operation.name),
        methods=", ".join(operation.methods),
        path=operation.path,
        parameters=tuple(_said(p, tongue) for p in operation.parameters),
        statuses=", ".join(str(status) for status in (200, *operation.statuses)),
        example=interfaces.example(operation, known) if "GET" in operation.methods else "",  # a link only asks
    )


def _said(parameter: Parameter, tongue: Tongue) -> Said:
    return Said(parameter.name, tongue.phrase(parameter.about), parameter.values, parameter.required)
