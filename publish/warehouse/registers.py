"""The registers in catalogue.db: what the catalogue's codes mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model import Organisation, Registers
from publish.warehouse.relation import Relation, Value, bilingual, columns, spoken


def registers(held: Registers, languages: Sequence[str]) -> Iterator[Relation]:
    """organisations, topics, levels, licences and frequencies, each by its code."""
    name, description = bilingual("name", languages), bilingual("description", languages)
    yield Relation(
        "organisations",
        columns("code TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE")
        + name
        + columns(
            "tier TEXT, region TEXT, parent TEXT, org_type TEXT, phone TEXT, email TEXT, homepage TEXT, "
            "valid_from TEXT, valid_to TEXT, successor TEXT, sample INTEGER NOT NULL"
        ),
        (),
        tuple(_organisation(o, languages) for _, o in sorted(held.organisations.items())),
    )
    yield Relation(
        "topics",
        columns("slug TEXT PRIMARY KEY")
        + name
        + description
        + columns("dcat_theme TEXT, guide_class TEXT, sort INTEGER"),
        (),
        tuple(
            (t.slug, *spoken(t.name, languages), *spoken(t.description, languages), t.dcat_theme, t.guide_class, t.sort)
            for _, t in sorted(held.topics.items())
        ),
    )
    yield Relation(
        "levels",
        columns("code TEXT PRIMARY KEY") + name + description + columns("widest_opening TEXT NOT NULL"),
        (),
        tuple(
            (v.code, *spoken(v.name, languages), *spoken(v.description, languages), v.widest_opening)
            for _, v in sorted(held.levels.items())
        ),
    )
    yield Relation(
        "licences",
        columns("id TEXT PRIMARY KEY") + name + columns("url TEXT, open INTEGER NOT NULL"),
        (),
        tuple((v.id, *spoken(v.name, languages), v.url, int(v.open)) for _, v in sorted(held.licences.items())),
    )
    yield Relation(
        "frequencies",
        columns("slug TEXT PRIMARY KEY") + name + columns("days INTEGER, grace INTEGER NOT NULL, eu_code TEXT"),
        (),
        tuple(
            (v.slug, *spoken(v.name, languages), v.days, v.grace, v.eu_code)
            for _, v in sorted(held.frequencies.items())
        ),
    )


def _organisation(o: Organisation, languages: Sequence[str]) -> tuple[Value, ...]:
    return (
        o.code,
        o.slug,
        *spoken(o.name, languages),
        *(o.tier, o.region, o.parent or None, o.org_type, o.phone, o.email, o.homepage),
        *(o.valid_from, o.valid_to, o.successor or None, int(o.sample)),
    )
