"""What can be told of a dataset from its tables, as a proposal for the questions of entry.xlsx."""

from __future__ import annotations

from collections.abc import Sequence

from publish.draft.columns import Column
from publish.draft.periods import period
from publish.draft.personal import of_persons
from publish.draft.table import Found
from publish.draft.titles import generic, plain_title
from publish.model import Portal, Registers
from publish.questions import choice, lists


def title_of(found: Found, stem: str) -> str:
    """What a table is called: by the line over it, else by its sheet, else by its file."""
    named = found.sheet.name
    return found.title or (named if named and not generic(named) else plain_title(stem))


def answers(
    title: str, tables: Sequence[tuple[Found, Sequence[Column]]], portal: Portal, registers: Registers
) -> dict[str, str]:
    """The answers a draft can give, by question, as the sheet shows them."""
    told: dict[str, str] = {"title": title, "version": "0.1.0", "catalogue/spatial": portal.region}
    for key, name, code in (
        ("catalogue/opening/type", "openings", "unconditional"),
        ("catalogue/sharing/type", "sharings", "unconditional"),
        ("catalogue/status", "statuses", "live"),
        ("privacy/unit", "units", "individual" if _persons(tables) else "facility"),
    ):
        told[key] = next(choice(zh, value) for zh, value in lists()[name] if value == code)
    if (licence := registers.licences.get(portal.licence)) is not None:
        told["licenses/0/name"] = choice(licence.name["zh"], licence.id)
    elif portal.licence:
        told["licenses/0/name"] = portal.licence
    spans = [p for found, _ in tables if (p := period(found.title))] or [p for p in [period(title)] if p]
    if spans:
        told["catalogue/temporal/start"] = min(first for first, _ in spans).isoformat()
        told["catalogue/temporal/end"] = max(last for _, last in spans).isoformat()
    sources = [source for found, _ in tables for source in found.sources]
    if sources:
        told["sources/0/title"] = "；".join(dict.fromkeys(sources))
    if office := _office(tables, registers):
        told["catalogue/provider"] = office
    return told


def _persons(tables: Sequence[tuple[Found, Sequence[Column]]]) -> bool:
    return any(of_persons(column) for _, columns in tables for column in columns)


def _office(tables: Sequence[tuple[Found, Sequence[Column]]], registers: Registers) -> str:
    """The office that filled the table in, when the register of organisations knows it by that name."""
    named = {office for found, _ in tables for office in found.offices}
    known = (o for o in registers.organisations.values() if any(text in named for _, text in o.name))
    return next((choice(o.name["zh"], o.code) for o in known), "")
